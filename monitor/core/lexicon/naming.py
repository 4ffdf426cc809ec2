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

OF = {
    "en": _words("of between among"),
    "de": _words("des der von zwischen"),
    "fr": _words("de du des"),
    "es": _words("de del"),
}
"""Behind a common noun: a shell of, the gap between."""

OWNERS = _words("my our your his her their its")

BEFORE_VERBS = _words(
    "to will can could should would must may might not cannot we they i who that which didn't don't doesn't won't can't"
)
"""English."""

GREETINGS = _words(
    "hey hi hello dear thanks thank cheers congrats congratulations shame please ok okay yo fuck screw boycott hate love "
    "hallo liebe lieber liebes danke bonjour merci hola gracias ciao grazie ola obrigado obrigada beste bedankt drogi droga"
)

ACTS = {
    "en": _words(
        "is was are has had have will would can could did does do won't can't cannot couldn't didn't doesn't hasn't isn't wasn't wouldn't "
        "held broke ran came froze fell rose won paid built grew began became forgot stole spent stopped started stops starts ignores expands reports warns settles faces bans "
        "blocks charges cancels delays fails wins loses drops admits denies pulls recalls raises "
        "took lost sent put kept made gave left told said says went got cut hit sold bought wants needs keeps offers sells makes gives takes "
        "posts plans beats buys hires opens closes cuts adds tells asks refuses announces launches raises just really still now never "
        "finally actually please support customer app store stores account shares stock staff employee employees workers drivers engineer"
    ),
    "de": _words(
        "hat haben will wird kann liefert antwortet verkauft kündigt schickt ruft bietet nimmt macht lässt ist war"
    ),
    "fr": _words("m'a m'ont a ne n'a refuse annonce propose me nous va lance veut fait est"),
    "es": _words("me nos no ha tiene sigue quiere lanza anuncia es fue va se"),
    "it": _words("mi ci non ha continua vuole lancia annuncia"),
    "pt": _words("me nos não cobrou quer lança anuncia está tem"),
    "nl": _words("heeft wil kan gaat levert stuurt is doet"),
    "pl": _words("nie mi ma chce jest"),
}
"""Behind a name that does something: no article, no plural, and a verb."""

SPEAKS = _words(
    "told said says sent charged refused refuses asked announced cancelled canceled promised replied answered ignored refunded banned emailed"
)
"""What only somebody does, also where the name has no capital. English."""

LITTLE = _words(
    "in on at of with for from to and or but is was are were has had will would can could as by after before since until when where who which "
    "that then than because while during over under into through about again today yesterday"
)
"""English words before which a noun has ended."""

BEGINNINGS = (
    LITTLE
    | AT["en"]
    | DETERMINERS["en"]
    | OWNERS
    | _words(
        "the i we you he she they it new old both other another only even just so how why what who where did does do is are was were has have had can could will would "
        "should may might must let get got make made take took give gave tell told ask go went come came see saw say said call love loved like hate use using used buy bought "
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
