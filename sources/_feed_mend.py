"""The small mends that make most broken feeds well-formed, and what is kept from feedparser.

Of 245 real feeds 38 are not well-formed; an undeclared prefix, `&nbsp;` or junk around the document is behind most.
"""

import html.entities
import re

from monitor.errors import Unreadable

ATTRIBUTE_LIMIT = 500
"""Of one tag: feedparser is quadratic in them (F8: 50,000 take 40 s)."""
PERSON_LIMIT = 2_000
"""Characters; a longer author makes feedparser's address pattern run for seconds (F8: 32 kB, 6.8 s)."""
BYLINES = {"author": "byauthor", "dc:creator": "bycreator", "itunes:author": "byshow"}
"""In the order in which they count."""
PEOPLE = frozenset(
    {"author", "creator", "name", "email", "managingeditor", "webmaster", "publisher", "owner", "contributor"}
)


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """What surrounds the document is taken off, declaration and DOCTYPE too. Returns the text and what was mended."""
    notes: tuple[str, ...] = ()
    start = _START.search(text, 0, 65_536)
    if start and _COMMENTS.sub("", text[: start.start()]).strip(" \t\r\n\ufeff"):
        notes = ("text before the feed",)
    text = text[start.start() :] if start else text.lstrip()
    text = _PROLOG.sub("", text, count=1)
    return text, notes


def repair(text: str) -> str:
    """The second try: illegal characters, named entities, bare ampersands, undeclared prefixes, junk behind the end."""
    text = _REFERENCE.sub(_reference, _ILLEGAL.sub("", text))
    ends = [match.end() for match in _END.finditer(text)]
    if ends:
        text = text[: ends[-1]].rstrip()
        text = text if text.endswith(">") else f"{text}>"
    return _declare_prefixes(text)


def may_be_feed(text: str) -> bool:
    """The tag of a feed stands near its beginning; feedparser would look for one through a megabyte of `<div>`."""
    return bool(_ROOT_TAG.search(text, 0, 65_536))


def is_whole(text: str) -> bool:
    """The document reaches its own end."""
    return bool(_END.search(text) or _SELF_CLOSED.match(text))


def without_torn_entry(text: str) -> str:
    """A document that breaks off inside an entry, without that entry: half of it would be told now, and the whole of
    it again when the feed is whole.
    """
    if is_whole(text):
        return text
    *_, opened = (-1, *(found.start() for found in _ENTRY.finditer(text)))
    *_, closed = (-1, *(found.start() for found in _ENTRY_END.finditer(text)))
    return text[:opened] if opened > closed else text


def end_of(text: str) -> str:
    """Where the text stops, as people look it up: `line 3, column 17`."""
    text = text.rstrip()
    return f"line {text.count(_BREAK) + 1}, column {len(text) - text.rfind(_BREAK) - 1}"


def bounded(text: str) -> str:
    """What feedparser may see of a text that no tree could be made of: no endless author (F8), no crowded tag.

    Authors get names of our own, since feedparser takes them for addresses ("a@b.example" becomes "ple") and lets
    itunes:author beat dc:creator; a stray `</width>` makes it raise TypeError. Raises Unreadable for a crowded tag.
    """
    for found in _LONG_TAG.finditer(text):
        if len(_ATTRIBUTE.findall(found[0])) > ATTRIBUTE_LIMIT:
            raise Unreadable(f"a tag with more than {ATTRIBUTE_LIMIT} attributes")
    return _BYLINE.sub(_renamed, _AUTHOR.sub(r"\1", _SIZE.sub("", text)))


def _renamed(found: re.Match[str]) -> str:
    name = BYLINES[found[1].lower()]
    return f"<{name}>{found[2]}</{name}>"


def _reference(match: re.Match[str]) -> str:
    whole, name = match[0], match[1]
    if name is None:
        return whole if whole != "&" else "&amp;"
    if name in _XML_NAMES:
        return whole
    if name.startswith("#"):
        return whole if _legal_reference(name) else ""
    char = html.entities.html5.get(f"{name};")
    return "".join(f"&#{ord(part)};" for part in char) if char else f"&amp;{name};"


def _legal_reference(name: str) -> bool:
    digits, base = (name[2:], 16) if name[1] in "xX" else (name[1:], 10)
    if name[1] == "X" or len(digits) > 8:
        return False
    code = int(digits, base)
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def _declare_prefixes(text: str) -> str:
    root = _ROOT.match(text)
    if not root:
        return text
    used = set(_TAG_PREFIX.findall(text)) | set(_ATTRIBUTE_PREFIX.findall(text))
    missing = sorted(used - {"xml", "xmlns"} - set(_DECLARED.findall(root[0])))[:100]
    added = "".join(f' xmlns:{name}="{_KNOWN.get(name.lower(), f"urn:undeclared:{name}")}"' for name in missing)
    return text[: root.end(1)] + added + text[root.end(1) :]


_BREAK = "\n"
_START = re.compile(r"<\?xml\s|<!DOCTYPE\s+(?!html)|<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_COMMENTS = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
_PROLOG = re.compile(
    r"\A(?:\s+|<\?[^>]*\?>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE\b[^\[<>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>)+",
    re.IGNORECASE,
)
"""Declaration, stylesheets, comments and DOCTYPE: no entity of the document's own is ever expanded."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AUTHOR = re.compile(
    r"(<(?:[\w.-]+:)?(?:" + "|".join(sorted(PEOPLE)) + r")\b[^<>]{0,500}>"
    rf"(?:\s*<!\[CDATA\[)?[^<\]]{{{PERSON_LIMIT}}})[^<\]]+",
    re.IGNORECASE,
)
_SIZE = re.compile(r"</?(?:width|height)\b[^<>]*>", re.IGNORECASE)
_BYLINE = re.compile(rf"<({'|'.join(BYLINES)})\b[^<>]{{0,500}}>((?:\s*<!\[CDATA\[)?[^<]*)</\1\s*>", re.IGNORECASE)
_REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|&(?:(#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});)?",
    re.DOTALL,
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*(?:>|\Z)", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_SELF_CLOSED = re.compile(r"\s*<(?:[\w.-]+:)?(?:rss|feed|rdf)\b[^>]*/>", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[A-Za-z][^<]{3000,}")
_ATTRIBUTE = re.compile(r"""\s[\w:.-]+\s*=\s*["']""")
_ROOT_TAG = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_ROOT = re.compile(r"(?:\s+|<\?[^>]*>|<!--(?:.*?-->))*(<[A-Za-z_][\w.:-]*)(?=[^>]*>)", re.DOTALL)
_TAG_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_ATTRIBUTE_PREFIX = re.compile(r"\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=\s*[\"']")
_DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")
_KNOWN = {
    "rss": "http://purl.org/rss/1.0/", "atom": "http://www.w3.org/2005/Atom", "a10": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "slash": "http://purl.org/rss/1.0/modules/slash/", "thr": "http://purl.org/syndication/thread/1.0",
}  # fmt: skip
