"""What the HTML standard says of element names, as far as it decides how deep a document nests (§13.1.2, §13.2.6)."""

from collections.abc import Mapping


def _names(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


EMPTY = _names(
    """area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr
    html head body frameset"""
)
"""Hold nothing, or stand once in a document whatever it says."""
RAW = _names("script style textarea title xmp iframe noembed noframes plaintext")
"""Their content is text up to their end tag."""
FOREIGN: Mapping[bytes, bytes] = {b"svg": b"s:svg", b"math": b"m:math"}
"""Their start tags, and how a name of theirs is told from one of HTML."""
HOLDS_HTML = _names("s:foreignobject s:desc s:title m:mi m:mo m:mn m:ms m:mtext")
BREAKS_OUT = _names(
    """b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta
    nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"""
)
"""Inside SVG and MathML these end it."""
FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
CLOSES_ITSELF = _names("a nobr")
BORDERS = _names("table caption td th template applet object marquee")
"""Formatting outside of them does not reach in, nor theirs out."""
SCOPE = BORDERS | HOLDS_HTML | _names("m:annotation-xml select")
"""An end tag does not look beyond them …"""
TABLE_PARTS = _names("caption colgroup tbody thead tfoot tr td th")
SPECIAL = (
    EMPTY
    | RAW
    | BORDERS
    | TABLE_PARTS
    | SCOPE
    | _names(
        """address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main menu nav noscript ol p pre search section select summary
    ul"""
    )
)
"""… nor, when it is none of _SCOPED, beyond these."""

_TABLE = _names("table template")
_ROWS = _names("tbody thead tfoot table template")
_ITEM_STOPS = SPECIAL - _names("address div p")
_SCOPED = _names(
    """address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure footer
    form header hgroup listing main menu nav ol pre search section summary ul h1 h2 h3 h4 h5 h6 applet marquee object"""
)
_P = (_names("p"), SCOPE | _names("button"), True)
_BLOCKS = _names(
    """address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header
    hgroup hr li dd dt listing main menu nav ol p plaintext pre search section summary table ul xmp
    h1 h2 h3 h4 h5 h6"""
)

Rule = tuple[frozenset[bytes], frozenset[bytes] | None, bool]
"""The nearest of these, unless one of those is nearer (None: anything is); with it, or only what it holds."""
CLOSES: Mapping[bytes, tuple[Rule, ...]] = {
    **dict.fromkeys(_BLOCKS, (_P,)),
    b"li": ((_names("li"), _ITEM_STOPS, True), _P),
    b"dd": ((_names("dd dt"), _ITEM_STOPS, True), _P),
    b"dt": ((_names("dd dt"), _ITEM_STOPS, True), _P),
    b"button": ((_names("button"), SCOPE, True),),
    b"option": ((_names("option"), None, True),),
    b"td": ((_ROWS | _names("tr"), _TABLE, False),),
    b"th": ((_ROWS | _names("tr"), _TABLE, False),),
    b"tr": ((_ROWS, _TABLE, False),),
    **dict.fromkeys(_names("tbody thead tfoot caption colgroup"), ((_TABLE, _TABLE, False),)),
}
"""What the start of an element ends first."""
STOPS_END_TAG: Mapping[bytes, frozenset[bytes]] = {
    **dict.fromkeys(_SCOPED, SCOPE),
    **dict.fromkeys(TABLE_PARTS, _TABLE),
    b"table": _names("template"),
    b"p": SCOPE | _names("button"),
    b"li": SCOPE | _names("ol ul"),
}
"""Where the search for the opening tag ends, if not at the first of SPECIAL."""
