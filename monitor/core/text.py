"""Foreign text becomes plain text: NFC, no control, bidi or hidden characters, whitespace in order, a known length.

    clean(value, limit)             text that keeps its lines
    one_line(value, limit)          titles and names
    html_to_text(markup, limit)     what a reader of the markup would read
    told_once(title, text)          both, without what the one repeats of the other
    words(text), normalized(text)   what "8 words" and "the same text" mean (core/identity)

Why our own: a lone surrogate passes json but not SQLite (F15); bidi and zero-width characters make a text read
differently from what it says; ZWJ and ZWNJ stay where emoji, Indic and Persian spelling need them. Markup is read
by one forward scan: every character is looked at a bounded number of times, whatever the nesting (html.parser and
Lexbor are quadratic on hostile markup, F7).
"""

import html
import re
import unicodedata
from collections.abc import Iterator

TITLE_LIMIT = 500
TEXT_LIMIT = 20_000
URL_LIMIT = 2_048
AUTHOR_LIMIT = 200
"""Characters."""

_PIECE = 4_096
"""Characters of text between two looks at whether the limit is reached."""
_UNREAD = frozenset({"script", "style", "template", "iframe", "noframes", "noembed", "textarea", "object"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th", "option", "img"})
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})")
_TAG_STOP = re.compile(r"""["'>]""")
_CLOSING = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in _UNREAD}
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
"""html.unescape hands these to int(), which refuses more than 4,300 digits."""
_MARK_RANGES = ((0x300, 0x370), (0x483, 0x2000), (0x20D0, 0x2100), (0x2CEF, 0x2E00), (0x3099, 0x309B), (0xA66F, 0xAC00))


def clean(value: str, limit: int) -> str:
    """`value` as it may be stored and shown: lines kept, at most one empty line between them."""
    value = value[: 4 * limit + 1000]
    if value.isascii() and value.isprintable():
        return _cut(" ".join(value.split()), limit)
    value = _visible(value)
    value = _BLANKS.sub(" ", value)
    value = _BREAKS.sub(_one_or_two_breaks, value)
    return _cut(value.strip(), limit)


def one_line(value: str, limit: int) -> str:
    """As `clean`, and every run of whitespace is one space."""
    return " ".join(clean(value, limit).split())


def told_once(title: str, text: str) -> tuple[str, str]:
    """Title and text as they are shown: many sources give a post the same words as both, or its beginning as title."""
    head, body = " ".join(title.split()), " ".join(text.split())
    beginning = head.removesuffix("…").removesuffix("...").rstrip()
    if head == body:
        return title, ""
    if beginning != head and body.startswith(beginning):
        return "", text
    return title, text


def html_to_text(markup: str, limit: int) -> str:
    """Tags, comments, scripts and styles out, entities decoded once; blocks and `<br>` begin a new line."""
    if "<" not in markup:
        return clean(_text(markup[: 8 * limit + 1000]), limit)
    pieces: list[str] = []
    size = 0
    for piece in _pieces(markup):
        pieces.append(piece)
        size += len(piece.strip())
        if size > limit + 100:
            break
    return clean(_BREAKS.sub("\n", "".join(pieces)), limit)


def words(text: str) -> list[str]:
    """Lower-case words in their order; digits are words, Han and kana characters count one by one."""
    text = text.lower()
    return _ASCII_WORD.findall(text) if text.isascii() else _WORD.findall(text.replace("’", "'"))


def normalized(text: str) -> str:
    """The form that content hashes are made of: case, punctuation, width and spacing make no difference."""
    return " ".join(words(unicodedata.normalize("NFKC", text).casefold()))


def _pieces(markup: str) -> Iterator[str]:
    """Texts and line breaks, in order."""
    scan = _Scan(markup)
    at, end = 0, len(markup)
    while at < end:
        tag = scan.find("<", at)
        yield _text(markup[at : min(tag, at + _PIECE)]).replace("\n", " ")
        if tag - at > _PIECE:
            at += _PIECE
            continue
        if tag == end:
            return
        found = _TAG.match(markup, tag)
        if found and scan.find(">", tag) == end:
            yield _text(markup[tag : tag + _PIECE])
            return
        if found:
            name = found[2].lower()
            at = scan.after_tag(found.end())
            if name in _UNREAD and not found[1] and markup[at - 2 : at] != "/>":
                at = scan.after_element(name, at)
            yield "\n" if name in _BLOCKS else " " if name in _CELLS else ""
        elif markup.startswith("<!--", tag):
            at = scan.after("-->", tag + 4)
        elif markup.startswith("<![CDATA[", tag):
            at = scan.after("]]>", tag)
            yield _text(markup[tag + 9 : at].removesuffix("]]>"))
        elif markup[tag + 1 : tag + 2] in ("!", "?", "/"):
            at = scan.after(">", tag + 1)
        else:
            yield "<"
            at = tag + 1


class _Scan:
    """Where things end. A search that failed once fails for the rest of the text: it is not repeated."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._end = len(markup)
        self._absent: set[str] = set()
        self._quotes = True

    def find(self, needle: str, at: int) -> int:
        """The place of `needle`, or the end."""
        place = -1 if needle in self._absent else self._markup.find(needle, at)
        if place < 0:
            self._absent.add(needle)
            return self._end
        return place

    def after(self, needle: str, at: int) -> int:
        """Behind `needle`; behind the next `>` where it is missing, so that no text is lost."""
        place = self.find(needle, at)
        return place + len(needle) if place < self._end or needle == ">" else self.after(">", at)

    def after_tag(self, at: int) -> int:
        """Behind the `>` of a tag whose name ends at `at`; a quote that never ends makes quotes plain characters."""
        place = at
        while self._quotes and (found := _TAG_STOP.search(self._markup, place)):
            if found[0] == ">":
                return found.end()
            place = self.find(found[0], found.end()) + 1
        self._quotes = False
        return self.after(">", at)

    def after_element(self, name: str, at: int) -> int:
        if name in self._absent:
            return at
        found = _CLOSING[name].search(self._markup, at)
        if found is None:
            self._absent.add(name)
            return at
        return self.after(">", found.end())


def _text(piece: str) -> str:
    if "&" not in piece:
        return piece
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", piece))


def _visible(value: str) -> str:
    value = value.replace("\r\n", "\n")
    value = _TAGS.sub(r"\1", value)
    if _ODD.search(value):
        value = value.translate(_TRANSLATE)
    value = unicodedata.normalize("NFC", value)
    if "\u200c" in value or "\u200d" in value:
        value = _LONE_JOINER.sub("", value)
    return _PILE.sub(r"\1", value)


def _one_or_two_breaks(match: re.Match[str]) -> str:
    return "\n\n" if match[0].count("\n") > 1 else "\n"


def _cut(value: str, limit: int) -> str:
    """At most `limit` characters, and no grapheme is torn apart."""
    if len(value) <= limit:
        return value
    at = limit
    while at > max(0, limit - 32) and _joined(value[at - 1], value[at]):
        at -= 1
    return value[:at].rstrip()


def _joined(before: str, after: str) -> bool:
    if after in "\u200d\ufe0f\ufe0e" or before == "\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if "\U0001f1e6" <= after <= "\U0001f1ff":
        return "\U0001f1e6" <= before <= "\U0001f1ff"
    return unicodedata.category(after)[0] == "M"


def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(range(0x20), " ")
    table |= dict.fromkeys(range(0x7F, 0xA0), " ")
    table |= {0x09: " ", 0x0A: "\n", 0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0xA0: " ", 0x3000: " "}
    table |= dict.fromkeys(range(0x2000, 0x200B), " ")
    table |= {0x202F: " ", 0x205F: " ", 0x1680: " "}
    hidden = [0xAD, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200E, 0x200F, 0x3164, 0xFEFF, 0xFFA0]
    hidden += [*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)]
    hidden += [*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), *range(0x1D173, 0x1D17B)]
    hidden += [plane + low for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)]
    table |= dict.fromkeys(hidden)
    table[0] = None
    return table


def _marks() -> str:
    """Combining marks as a character class: `\\w` leaves them out, so Indic words would fall apart."""
    codes = (code for start, end in _MARK_RANGES for code in range(start, end))
    return "".join(re.escape(chr(code)) for code in codes if unicodedata.category(chr(code))[0] == "M")


_TRANSLATE = _translation()
_MARKS = _marks()
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in _TRANSLATE if code != 0x0A) + "]")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e00ff]")
"""The letters of flags such as Scotland's stay; anywhere else they hide text."""
_LONE_JOINER = re.compile(
    "(?<![\u0590-\u1fff\u2190-\u2bff\ufe0f\ufb50-\ufdff\ufe70-\ufefc\ua800-\uabff\U00010000-\U0003ffff])[\u200c\u200d]"
)
_PILE = re.compile(f"([{_MARKS}]{{6}})[{_MARKS}]+")
"""No spelling piles more than six marks on one letter; "zalgo" does."""
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_LETTERS = rf"(?:(?![{_CJK}])[^\W_][{_MARKS}\u200c\u200d]*)+"
_WORD = re.compile(rf"[{_CJK}]|{_LETTERS}(?:'{_LETTERS})*")
WORD_LETTERS = rf"(?:(?![{_CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])[^\W_][{_MARKS}\u200c\u200d]*)+"
SPACELESS = rf"{_CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Han, kana, Thai, Lao, Burmese and Khmer, as the inside of a character class; letters of all other scripts."""
