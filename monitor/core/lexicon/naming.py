"""Words around a name that say whether it is one: by language where they differ, folded."""

from monitor.core.fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


DETERMINERS = {
    "en": _words("a an one two three each every this that these those another any some no"),
    "de": _words(
        "ein eine einen einem einer eines kein keine keinen dieses dieser diesem mein meine meinen dein jede jedes zwei drei viele"
    ),
    "fr": _words("un une des le la les ce cette ces deux trois chaque une mon ma"),
    "es": _words("un una unos unas el la los las este esta dos tres cada"),
    "it": _words("un una uno il la lo i gli le questo questa due tre ogni"),
    "pt": _words("um uma uns umas o a os as este esta esse essa dois duas tres cada"),
    "nl": _words("een het deze dit elke twee drie geen"),
}
"""Before a common noun."""

AT = {
    "en": _words("at from with by via using through called rang phoned emailed contacted switched"),
    "de": _words("bei von mit über durch gegen"),
    "fr": _words("chez de par avec d"),
    "es": _words("de con en por desde"),
    "it": _words("da con di su"),
    "pt": _words("da do com na no pela"),
    "nl": _words("bij van met via"),
    "pl": _words("w z od przez"),
}
"""Before whom one buys from, speaks with, is let down by."""

FIRMLY = _words("at bei chez bij")
"""Of them those that stand before no place and no thing."""

TURNED = _words(
    "thanks switched switch switching moved move moving wrote written complained spoke speak talked talking loyal subscribed belongs"
)
"""Words before "to" and a firm's name."""

WITHIN = {
    "en": _words("in to near around through of outside"),
    "de": _words("in nach aus"),
    "fr": _words("a de en vers"),
    "es": _words("en de a hacia"),
    "it": _words("a di in da"),
    "pt": _words("em de para"),
    "nl": _words("in naar uit"),
    "pl": _words("w z do"),
}
"""Before places."""

OF = {
    "en": _words("of between among"),
    "de": _words("des der von zwischen"),
    "fr": _words("de du des"),
    "es": _words("de del"),
}
"""Behind a common noun: a shell of, the gap between."""

OWNERS = _words("my our your his her their its")

MINE = _words("my our mon ma notre mi nuestro nuestra mio mia meu minha mijn onze moj moja moje")
"""Before what a customer has."""

BEFORE_VERBS = _words(
    "to will can could should would must may might not cannot we they i who that which didn't don't doesn't won't can't"
)
"""English."""

BEFORE_PREDICATES = {
    "en": _words(
        "is are was were be been being isn't wasn't aren't turned turns turn looks look looked so very too how pretty more less bright"
    ),
    "de": _words("ist war wird wurde sehr zu so"),
    "fr": _words("est etait sont tres trop plus si"),
    "es": _words("es esta era son muy mas tan"),
    "it": _words("era sono molto piu troppo"),
    "pt": _words("esta era sao muito mais"),
    "nl": _words("is was zijn heel erg te zo"),
}
"""Before an adjective: "the light is orange"."""

GREETINGS = _words(
    "hey hi hello dear thanks thank cheers congrats congratulations shame please ok okay yo fuck screw boycott hate love "
    "hallo liebe lieber liebes danke bonjour merci hola gracias ciao grazie ola obrigado obrigada beste bedankt drogi droga"
)

ACTS = {
    "en": _words(
        "has had have will would can could did does do won't can't cannot couldn't didn't doesn't hasn't wouldn't "
        "held broke ran came froze fell rose won paid built grew began became forgot stole spent stopped started stops starts ignores expands reports warns settles faces bans "
        "blocks charges cancels delays fails wins loses drops admits denies pulls recalls raises "
        "took lost sent put kept made gave left told said says went got cut hit sold bought wants needs keeps offers sells makes gives takes "
        "posts plans beats buys hires opens closes cuts adds tells asks refuses announces launches raises just really still now never "
        "finally actually please support customer app store stores account shares stock staff employee employees workers drivers engineer "
        "files signs names lands seeks eyes appoints slashes scraps axes ditches apologises apologizes sues agrees unveils pledges vows expects confirms considers "
        "reveals suspends halts resumes partners acquires completes hires fires pays launches claims insists warns posted seems keeps"
    ),
    "de": _words("hat haben will wird kann liefert antwortet verkauft kündigt schickt ruft bietet nimmt macht lässt"),
    "fr": _words(
        "supprime ferme ouvre perd facture coupe annule rachète vend augmente baisse recrute paie promet ignore m'a m'ont a ne n'a refuse annonce propose me nous va lance veut fait"
    ),
    "es": _words(
        "cierra abre vende compra sube despide cobra recorta gana pierde paga promete ignora me nos no ha tiene sigue quiere lanza anuncia va se"
    ),
    "it": _words(
        "chiude apre taglia vende compra aumenta licenzia assume perde paga promette ignora mi ci non ha continua vuole lancia annuncia"
    ),
    "pt": _words(
        "fecha abre vende compra demite cobra corta aumenta perde paga promete ignora me nos não cobrou quer lança anuncia tem"
    ),
    "nl": _words(
        "sluit opent verkoopt koopt verhoogt schrapt betaalt belooft negeert heeft wil kan gaat levert stuurt doet"
    ),
    "pl": _words("zamyka otwiera podnosi zwalnia sprzedaje kupuje placi obiecuje ignoruje nie mi ma chce"),
}
"""Behind a name that does something: no article, no plural, and a verb."""

BEING = _words("is was are were isn't wasn't aren't ist war est était es fue era está jest")
"""What is said of firms and of everything else."""

ACTING_ENDINGS: dict[str, tuple[str, ...]] = {
    "en": ("ed",),
    "es": ("ara", "era", "ira", "cobro", "aron", "ieron"),
    "it": ("era", "ira"),
    "pt": ("ou", "eu", "iu", "aram"),
    "fr": ("era", "ira", "eront"),
    "pl": ("al", "ala", "ali", "yl", "yla", "il", "ila", "osla"),
    "de": ("t",),
}
"""Of verbs in the third person, in the past or the future, folded."""
LONG = 5
"""Letters of such a verb."""

OBJECTS = _words("me us my our you your him her them their its a an the another up out off down back over away")
"""Behind an English verb: "locks me out", "dug up"."""

PLANS = _words(
    "close cut open launch buy sell acquire drop pay end raise axe shed invest build start stop move hire scrap add offer charge bring roll refund ban"
)
"""English verbs behind a name and "to", in headlines."""

US = _words(
    "me us my our mich mir uns mein meine meinen meiner meinem unser unsere m'a m'ont nous mon ma mes notre "
    "mi mis nos nuestro nuestra ci mio mia nostro meu minha nosso nossa mij ons mijn onze moj moja moje nas"
)
"""To whom a firm does something, where a customer writes."""

SPEAKS = _words(
    "told said says sent charged refused refuses asked announced cancelled canceled promised replied answered ignored refunded banned emailed"
)
"""What only somebody does, also where the name has no capital. English."""

LITTLE = _words(
    "in on at of with for from to and or but is was are were has had will would can could as by after before since until when where who which "
    "that then than because while during over under into through about again today yesterday without so if"
)
"""English words before which a noun has ended."""

ASKING = _words("how what why whether if all not more less")
"""English words behind an imperative: "discover how"."""

BEGINNINGS = (
    LITTLE
    | AT["en"]
    | DETERMINERS["en"]
    | OWNERS
    | _words(
        "the i we you he she they it new old both other another only even just so how why what who where did does do is are was were has have had can could will would "
        "should may might must let get got make made take took give gave tell told ask go went come came see saw say said call love loved like hate use using used buy bought "
        "flew drove rode ran rang wore ate drank paid chose wrote stood sat spoke forgot caught fed put cut hit quit binned "
        "sell sold sent send left lost find found keep kept try think thought feel want need know heard read met still also now then once never always maybe perhaps yet yes no not "
        "well good bad great best worst poor big small many most more less every each all some few next last first second third former latest top local despite without against "
        "unlike like plus minus between among near inside outside behind around via per re about above below up down off out back here there too very really today yesterday tomorrow tonight"
    )
)
"""English words that begin a sentence before a name without being part of it."""

HEADS = _words(
    "county river rainforest bay beach island islands valley street road avenue park lake university college school church variant force bowl "
    "forest city basin hill hills creek mountain mountains tribe coast tree trees grove juice peel pie blossom blossoms order lodge"
)
"""With a capital behind a name they make it another one."""

EVERYDAY = _words(
    "one two three four five six ten first last high low big small old new good year years month months week weeks day days night time times "
    "hour hours pair line lines point part way door home kid kids card cards game people man woman friend friends money number life hand light "
    "jahr woche tag nacht zeit euro kind kinder mann frau familie "
    "an jour nuit semaine mois temps "
    "dia noche semana mes vez madre ano hora "
    "anno giorno notte settimana mese tempo ora "
    "noite semana mes ano vez mae "
    "jaar week dag nacht tijd "
    "rok dzien noc tydzien czas"
)
"""So common that they speak against a name only right beside it: "next week"."""
