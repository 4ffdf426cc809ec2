"""Dutch words and their tags; see the package."""

WORDS = {
    "GOOD": """
        goed goede beter beste geweldig* fantastisch* uitstekend* prima prachtig* mooi mooie leuk leuke lekker* heerlijk* vriendelijk*
        behulpzaam* aardig* snel snelle makkelijk* gemakkelijk* eenvoudig* handig* schoon comfortabel* gezellig* tevreden blij gelukkig
        aanrader dank bedankt top perfect* super betrouwbaar* deskundig* professioneel* netjes fijn fijne keurig* correct* geniet*
        genoten aangenaam* goedkoop voordelig* topper klasse hulde waard
    """,
    "BAD": """
        slecht* slechte slechter slechtste verschrikkelijk* vreselijk* afschuwelijk* waardeloos waardeloze teleur* teleurgesteld* schandalig* schande
        oplichter* oplichting oplichters bedrog leugen* leugens belachelijk* onacceptabel* onvriendelijk* onbeschoft* brutaal incompetent* onbetrouwbaar*
        nutteloos rommel troep prut kut klote kapot vies vieze smerig* walgelijk* herrie luidruchtig* traag trage duur saai irritant*
        boos woedend gefrustreerd verdrietig helaas jammer spijt ramp chaos dramatisch* triest zielig klacht* ontevreden zonde
        onprofessioneel* onduidelijk* nep matig matige haat
    """,
    "RUDE": "kut klote godverdomme tering lul shit",
    "FLAW": "probleem problemen gebrek* klacht* storing* fout fouten mankement*",
    "SCARY": "moord* dood overlijden oorlog* wapen* ongeluk crisis verlies diefstal brandalarm kanker politie rechtbank schuld* storm aanslag",
    "NEGATOR": "niet geen nooit niets niks niemand zonder nergens nauwelijks",
    "NEVER": "nooit",
    "NOBODY": "niemand",
    "NOTHING": "niets niks",
    "WITHOUT": "zonder",
    "BUT": "maar echter helaas hoewel ondanks toch jammer",
    "WAIT": "wacht* gewacht wachttijd wachtrij ",
    "TIME": "minuut minuten uur uren dag dagen weken maand maanden jaar jaren gisteren vandaag",
    "STILL": "nog steeds ",
    "ANSWER": "antwoord* reactie reageert reageren gereageerd terugbellen gebeld telefoon bereikbaar contact",
    "COME": "kwam kwamen komt komen gekomen geleverd aangekomen ontvangen bezorgd verschenen opdagen",
    "BROKEN": "kapot defect* stuk stukken gebroken crasht vastgelopen beschadigd* hapert gescheurd lekt valt geblokkeerd",
    "WORK": "werkt werken werkte functioneert start opent",
    "REFUND": "terugbetaling teruggave geld borg terugbetaald compensatie",
    "CHARGE": "afgeschreven betaald betaal betalen factuur rekening incasso verlengd",
    "TWICE": "dubbel keer tweemaal",
    "AGAIN": "weer opnieuw alweer steeds altijd telkens constant",
    "LATE": "laat vertraging* vertraagd traag",
    "CANCEL": "geannuleerd opgezegd opzegging annuler* uitgevallen geschrapt",
    "UPDATE": "update updates",
    "MISSING": "ontbreekt ontbrak ontbraken kwijt weg helft verkeerd* leeg",
    "DIRTY": "vies vieze smerig* koud koude schimmel stinkt vlek*",
    "PROMISE": "beloofd belofte ",
    "SUPPORT": "klantenservice service helpdesk monteur ober personeel medewerker*",
    "ORDER": "bestelling besteld pakket levering bezorging boeking abonnement",
    "SINCE": "sinds ",
    "ORDINAL": "tweede derde vierde vijfde",
    "LEAVE": "verwijderd overgestapt vermijd vermijden afrader",
    "ADVISE": "aanraden aanrader raad",
    "COSTLY": "duur dure",
    "SOLVED": "opgelost verholpen gerepareerd vervangen omgeruild rechtgezet gecorrigeerd teruggestort vergoed hersteld geregeld",
    "I": "ik wij mijn ons onze we",
    "YOU": "jullie jij uw",
    "THANKS": "bedankt dank gefeliciteerd",
    "WHY": "waarom waarvoor",
    "WHERE": " wanneer welke wie ",
    "HOWMANY": "vaak hoeveel lang",
    "SOMEBODY": "iemand ooit",
    "HOURS": "geopend maandag vrijdag openingstijden gelegen",
    "NEWS": "volgens procent miljoen miljard aandeel concern kwartaal bedrijf bekend",
}
