"""Feed bytes → text → XML that parsers accept: which charset it is, and the small mends that most broken feeds need.

Charset: BOM, UTF-16/32 by their zero bytes, UTF-8 where it decodes cleanly (five big newspapers declare ISO-8859-1
and send UTF-8), then HTTP, then the XML declaration, then a guess (feedparser alone would silently take windows-1252
for EUC-JP, KOI8-R, Big5). UTF-7 is refused: it hides markup from everyone who looks at the bytes.
"""

import codecs
import html.entities
import re
from collections.abc import Callable

from charset_normalizer import from_bytes

from monitor.errors import Unreadable

ATTRIBUTE_LIMIT = 500
"""Of one tag: feedparser is quadratic in them (F8: 50,000 take 40 s)."""
PERSON_LIMIT = 2_000
"""Characters; a longer author makes feedparser's address pattern run for seconds (F8: 32 kB, 6.8 s)."""
PEOPLE = frozenset({"author", "creator", "name", "email", "managingeditor", "webmaster", "publisher", "owner", "contributor"})


def decode(body: bytes, content_type: str) -> str:
    """Raises Unreadable for UTF-7."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff")
    declared = [name for name in (_http_charset(content_type), _xml_charset(body)) if name]
    if any(name.replace("_", "-").lower() in _UTF7 for name in declared):
        raise Unreadable("UTF-7 is refused: it hides markup")
    if any(name.lower() in _ESCAPING for name in declared) and body.isascii():
        return _strict(body, declared) or body.decode("ascii")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_clean_utf8(body, declared)


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """What surrounds the document is taken off, with its declaration and DOCTYPE. Returns the text and what was mended."""
    notes: tuple[str, ...] = ()
    start = _START.search(text, 0, 65_536)
    if start and _COMMENTS.sub("", text[: start.start()]).strip(" \t\r\n\ufeff"):
        notes = ("text before the feed",)
    text = text[start.start() :] if start else text.lstrip()
    text = _PROLOG.sub("", text, count=1)
    return text, notes


def repair(text: str) -> str:
    """The second try: characters no XML may hold, named entities, bare ampersands, undeclared prefixes, junk behind the end."""
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


def bounded(text: str) -> str:
    """What feedparser may see of a text that no tree could be made of: no endless author (F8), no crowded tag.

    Raises Unreadable for the latter.
    """
    for found in _LONG_TAG.finditer(text):
        if len(_ATTRIBUTE.findall(found[0])) > ATTRIBUTE_LIMIT:
            raise Unreadable(f"a tag with more than {ATTRIBUTE_LIMIT} attributes")
    return _AUTHOR.sub(r"\1", text)


def _not_clean_utf8(body: bytes, declared: list[str]) -> str:
    others = [name for name in declared if not _is(name, "utf-8")]
    text = _strict(body, others)
    if text is not None:
        return text
    damaged = body.decode("utf-8", "surrogateescape")
    bad = len(_BAD_BYTE.findall(damaged))
    if len(_BEYOND_ASCII.findall(damaged)) - bad > 2 * bad:
        return _BAD_BYTE.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), damaged)
    if others and _codec(others[0]) in _MULTIBYTE:
        return body.decode(_codec(others[0]) or "utf-8", "replace")
    return body.decode(_guess(body) or "cp1252", "replace")


def _guess(body: bytes) -> str | None:
    """From the parts that are not ASCII: markup tells nothing and would outvote a short text."""
    sample = b"\n".join(_FOREIGN.findall(body)[:400])[:16_384]
    for codec, looks_right in _TELLTALES:
        text = sample.decode(codec, "ignore")
        if len(text.encode(codec, "ignore")) >= len(sample) - 2 and looks_right(sample, text):
            return codec
    best = from_bytes(sample, cp_exclusion=_UNLIKELY, threshold=0.3).best() if sample else None
    return _codec(best.encoding) if best else None


def _japanese(_: bytes, text: str) -> bool:
    """A fifth of Japanese is hiragana and katakana; read in the wrong charset, half-width katakana appear."""
    foreign = _BEYOND_ASCII.findall(text)
    kana = sum("\u3040" <= char <= "\u30ff" for char in foreign)
    narrow = sum("\uff61" <= char <= "\uff9f" for char in foreign)
    return kana > 0.15 * len(foreign) and narrow < 0.1 * len(foreign)


def _traditional(sample: bytes, text: str) -> bool:
    """Big5 has common characters under A4–C6 and, unlike GB 2312 and EUC-KR, second bytes that are ASCII."""
    foreign = _BEYOND_ASCII.findall(text)
    common = sum(b"\xa4" <= char.encode("big5hkscs", "ignore")[:1] <= b"\xc6" for char in foreign)
    return common > 0.75 * len(foreign) and bool(re.search(rb"[\xa4-\xc6][\x40-\x7e]", sample))


def _hebrew(sample: bytes, _: str) -> bool:
    """Nothing but E0–FA: Russian would also have capitals and the letters FB–FF."""
    high = [byte for byte in sample if byte >= 0xC0]
    return len(high) >= 10 and all(0xE0 <= byte <= 0xFA for byte in high) and len(set(high)) > 5


def _strict(body: bytes, names: list[str]) -> str | None:
    for name in names:
        codec = _codec(name)
        try:
            return body.decode(codec) if codec else None
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _codec(name: str) -> str | None:
    """The codec a browser would use: labels mean the larger set that is really sent."""
    label = name.strip().strip("'\"").lower().replace("_", "-")
    label = _LARGER.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    return info.name if info.name not in _NO_CHARSETS else None


def _is(name: str, codec: str) -> bool:
    return _codec(name) == codec


def _http_charset(content_type: str) -> str | None:
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def _xml_charset(body: bytes) -> str | None:
    head = body[:1024]
    if head.startswith(b"\x4c\x6f\xa7\x94"):
        head = head.decode("cp037").encode("ascii", "replace")
    found = _XML_ENCODING.search(head)
    return found[1].decode("ascii") if found else None


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


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip
_UTF7 = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "u7", "x-utf-7"})
_ESCAPING = frozenset({"iso-2022-jp", "iso-2022-kr", "iso-2022-cn", "hz-gb-2312", "hz", "csiso2022jp"})
_LARGER = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "ascii", "iso8859-1": "cp1252", "gb2312": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "gb-2312-80": "gb18030", "ks-c-5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949",
    "shift-jis": "cp932", "shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "iso-8859-9": "cp1254",
    "tis-620": "cp874", "iso-8859-11": "cp874", "windows-874": "cp874", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-euc-jp": "euc_jp",
    "utf8": "utf-8", "unicode": "utf-16", "ucs-2": "utf-16", "hz-gb-2312": "hz", "x-mac-roman": "mac_roman", "x-cp1251": "cp1251",
    "iso-8859-8-i": "iso8859-8",
}  # fmt: skip
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "euc-jp"})
_NO_CHARSETS = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "rot13", "hex", "base64",
                          "bz2", "zlib", "uu", "quopri", "mbcs", "oem", "unicode-escape", "raw-unicode-escape"})  # fmt: skip
_TELLTALES: tuple[tuple[str, Callable[[bytes, str], bool]], ...] = (
    ("euc_jp", _japanese), ("cp932", _japanese), ("big5hkscs", _traditional), ("cp1255", _hebrew),
)  # fmt: skip
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\\x00-\\x7f]")
_UNLIKELY = [
    "utf_7", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026",
    "cp1140", "cp437", "cp720", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863", "cp864",
    "cp865", "cp866", "cp869", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish", "mac_greek", "mac_cyrillic", "hp_roman8", "kz1048",
    "ptcp154", "cp1125", "cp1006", "johab", "shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213", "iso8859_10", "iso8859_13",
    "iso8859_14", "iso8859_16", "iso8859_3", "iso8859_4", "iso8859_6", "koi8_t", "koi8_u", "cp1258", "cp1257", "hz", "iso2022_jp",
    "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_jp_2004", "iso2022_kr", "cp949", "gbk", "gb2312",
    "big5hkscs", "cp950", "shift_jis",
]  # fmt: skip
"""Not seen in feeds, or a near twin of one that is tried: the fewer candidates, the better a short text is told."""
_FOREIGN = re.compile(rb"[^\x00-\x7f](?:[^<>\x00-\x1f]*[^\x00-\x7f])?")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_START = re.compile(r"<\?xml\s|<!DOCTYPE\s+(?!html)|<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_COMMENTS = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
_PROLOG = re.compile(
    r"\A(?:\s+|<\?[^>]*\?>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE\b[^\[<>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>)+", re.IGNORECASE
)
"""Declaration, stylesheets, comments and DOCTYPE: no entity of the document's own is ever expanded."""
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AUTHOR = re.compile(
    r"(<(?:[\w.-]+:)?(?:" + "|".join(sorted(PEOPLE)) + r")\b[^<>]{0,500}>"
    rf"(?:\s*<!\[CDATA\[)?[^<\]]{{{PERSON_LIMIT}}})[^<\]]+",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|&(?:(#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});)?", re.DOTALL
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*(?:>|\Z)", re.IGNORECASE)
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
