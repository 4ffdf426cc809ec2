"""German words and their tags; see the package."""

WORDS = {
    "GOOD": """
        gut gute guter gutes guten gutem besser beste besten bester bestens toll tolle toller tolles tollen prima klasse
        spitze genial geil hervorragend* ausgezeichnet* wunderbar* wunderschön* schön schöne schöner schönes schönen lecker*
        köstlich* freundlich* hilfsbereit* nett nette netter nettes netten kompetent* zuverlässig* pünktlich schnell schnelle
        schneller einfach unkompliziert* reibungslos* problemlos* perfekt* zufrieden* begeister* empfehlenswert* empfehle
        empfehlung liebe lieben liebt freu* glücklich dank danke spaß günstig preiswert sauber bequem gemütlich* angenehm*
        stark großartig* fantastisch* phantastisch* sensationell* mega hammer traumhaft* einwandfrei* tadellos* gelungen*
        hochwertig* praktisch überzeugt lohnt wert cool liebevoll* aufmerksam* zuvorkommend* lob juhu erfolgreich beeindruck*
    """,
    "BAD": """
        schlecht* schlimm* schrecklich* furchtbar* grauenhaft* grausam* katastroph* enttäusch* miserabel* mies miese mieser mieses miesen miesem scheiß* scheiss*
        dreck* ekel* eklig* unfreundlich* unverschämt* frech* arrogant* inkompetent* unfähig* unzuverlässig* unpünktlich
        nervt nervig* ärger* wütend sauer frust* traurig* leider betrug* betrüger abzocke* abzocker gauner lüge* lügen gelogen
        unbrauchbar* nutzlos* wertlos* schrott müll überteuert* unzumutbar* unzufrieden* lächerlich* peinlich* zumutung frechheit
        sauerei saftladen witz hass* blöd* dumm* idiot* mangelhaft* ungenügend langweilig* öde laggt umständlich* kompliziert*
        verdorben versalzen zäh geschmacklos* schmerz* bereue bereut verarscht verarsche schande chaos chaotisch*
    """,
    "RUDE": "scheiße scheisse fick* arsch* verdammt* kacke",
    "FLAW": "problem* fehler mängel mangel beschwerde* störung* ärger schwierigkeiten meckern beanstanden auszusetzen",
    "SCARY": "mord* tod tote toten krieg* waffe* unfall krise* verlust* diebstahl feuer* krebs polizei gericht schulden sturm* opfer anschlag",
    "NEGATOR": "nicht kein keine keinen keinem keiner keinerlei nie niemals ohne nichts niemand nix weder nirgends kaum",
    "NEVER": "nie niemals",
    "NOBODY": "niemand niemanden keiner",
    "NOTHING": "nichts nix",
    "WITHOUT": "ohne",
    "BUT": "aber jedoch allerdings trotzdem obwohl doch leider trotz",
    "WAIT": "warte wartet warten gewartet wartezeit warteschleife schlange hängt",
    "TIME": "minute minuten stunde stunden uhr tag tage tagen woche wochen monat monate monaten jahr jahre jahren gestern heute",
    "STILL": "noch immer schon",
    "ANSWER": "antwort* reagiert reaktion rückmeldung rückruf meldet gemeldet erreichbar telefon erreicht melden",
    "COME": "kam kamen kommt kommen gekommen geliefert ankam angekommen erschienen erhalten zugestellt",
    "BROKEN": "kaputt defekt* bricht gebrochen zerbrochen abgestürzt stürzt absturz abstürze ausgefallen ausfall scherben hängt beschädigt* gerissen streikt gesperrt undicht fällt",
    "WORK": "funktioniert* geht läuft laufen lädt startet öffnet",
    "REFUND": "erstattung rückerstattung erstattet geld kaution gutschein entschädigung",
    "CHARGE": "abgebucht berechnet rechnung* bezahlt zahle zahlen bezahle gezahlt abbuchung* mahnung* verlängert gebühr*",
    "TWICE": "zweimal doppelt dreimal",
    "AGAIN": "wieder erneut ständig dauernd andauernd immer jedes ewig",
    "LATE": "spät verspätet verspätung* verzögert* langsam* verpasst",
    "CANCEL": "storniert* gekündigt kündigung abgesagt stornierung gestrichen",
    "UPDATE": "update updates aktualisierung",
    "MISSING": "fehlt fehlen fehlte fehlten verloren weg hälfte falsch* verschwunden leer unvollständig*",
    "DIRTY": "schmutzig* dreckig* kalt kaltes kalte haar haare schimmel* stinkt gestank fleckig lauwarm",
    "PROMISE": "versprochen verspricht zugesagt angeblich sollte sollten behauptet",
    "SUPPORT": "kundenservice kundendienst service support hotline mitarbeiter techniker kellner personal",
    "ORDER": "bestellung bestellt paket lieferung sendung buchung abo konto ticket",
    "SINCE": "seit ",
    "ORDINAL": "zweite zweiten dritte dritter dritten vierte vierter vierten fünfte zweites drittes viertes",
    "LEAVE": "wechsle gewechselt kündige deinstalliert deinstalliere meiden abraten vorsicht",
    "ADVISE": "empfehlen empfehle empfehlung weiterempfehlen",
    "COSTLY": "teuer teure überteuert*",
    "SOLVED": "gelöst behoben repariert ersetzt ausgetauscht umgetauscht erledigt geklärt korrigiert gutgeschrieben erstattet nachgeliefert",
    "I": "ich wir mir mich uns unser unsere mein meine meinen meiner meinem",
    "YOU": " ihr euch ihnen euer eure",
    "THANKS": "danke dank glückwunsch bravo",
    "WHY": "warum wieso weshalb wozu",
    "WHERE": "wann wo welche welcher wer",
    "HOWMANY": "oft lange viele",
    "SOMEBODY": "jemand überhaupt irgendwann irgendjemand",
    "HOURS": "geöffnet öffnungszeiten montags freitags öffnet befindet",
    "NEWS": "meldet prozent millionen milliarden aktie konzern kündigte quartal unternehmen",
}
