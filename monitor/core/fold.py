"""Texts made comparable: case, width, ligatures and accents folded, each place still known in the original.

A term is found in a folded text as `Literal`: its words one after the other, whole. What counts as a whole word is
decided here (see `core.match` for the rules in words).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end, in characters."""

_GAP_LIMIT = 8
"""Characters between two words of a phrase: ", " and " — " are 2 and 3, more than 8 is a table or a drawing."""


def fold(text: str) -> str:
    """Comparable form. Typographic apostrophes become '. Every character folds on its own, whatever its neighbours."""
    if text.isascii():
        return text.lower().replace("`", "'")
    lowered = text.replace("İ", "I").lower()
    return _NOT_ASCII.sub(lambda run: run[0].translate(_FOLDS), lowered).replace("`", "'")


class Folded:
    """A folded text; `removed` are the places in fold(original) of apostrophes that were left out."""

    __slots__ = ("_original", "_origins", "_removed", "text")

    def __init__(self, text: str, original: str, removed: Sequence[int] = ()) -> None:
        self.text = text
        self._original = original
        self._removed = [place - rank for rank, place in enumerate(removed)] if removed else removed
        self._origins: list[int] | None = None

    def origin(self, start: int, end: int) -> Span:
        """The span of the original that text[start:end] was made of, combining marks behind it included."""
        start, last = self._before_removal(start), self._before_removal(end - 1)
        if self._origins is None:
            self._origins = _origins(self._original)
        if self._origins:
            start, last = self._origins[start], self._origins[last]
        end = last + 1
        while end < len(self._original) and unicodedata.combining(self._original[end]):
            end += 1
        return (start, end)

    def _before_removal(self, place: int) -> int:
        return place + bisect_right(self._removed, place) if self._removed else place


def foldings(text: str) -> tuple[Folded, ...]:
    """The folded text and, where it differs, the one in which apostrophes inside of words are left out."""
    folded = fold(text)
    whole = Folded(folded, text)
    if "'" in folded and (removed := [hit.start() for hit in _SILENT.finditer(folded)]):
        return (whole, Folded(_SILENT.sub("", folded), text, removed))
    return (whole,)


@dataclass(frozen=True, slots=True)
class Literal:
    """The folded words of a term; the longest, `anchor`, is what a scan looks for."""

    words: tuple[str, ...]
    prefix: bool
    longest: int

    @property
    def anchor(self) -> str:
        return self.words[self.longest]

    def at(self, text: str, start: int, end: int) -> Span | None:
        """The place of the whole term whose anchor stands at start:end of the folded text, or None."""
        for word in self.words[self.longest + 1 :]:
            behind = _word_behind(text, end, word)
            if behind is None:
                return None
            end = behind
        for word in reversed(self.words[: self.longest]):
            before = _word_before(text, start, word)
            if before is None:
                return None
            start = before
        if not _starts(text, start):
            return None
        if self.prefix:
            return (start, _end_of_word(text, end))
        return (start, end) if _ends(text, start, end) else None


def literals(words: str, *, prefix: bool) -> tuple[Literal, ...]:
    """What to look for to find `words`: as written, and without the apostrophes inside of words."""
    folded = fold(words)
    variants = dict.fromkeys((folded, _SILENT.sub("", folded)))
    split = [tuple(_split(variant)) for variant in variants]
    return tuple(Literal(w, prefix, max(range(len(w)), key=lambda i: len(w[i]))) for w in split if w)


def word_starts(text: str) -> list[int]:
    """Where words begin, ascending; each letter is one in scripts without spaces, "don't" is one."""
    starts = []
    before = _Kind.OTHER
    for place, char in enumerate(text):
        kind = _KINDS[char]
        inner = before == _Kind.WORD or (
            place > 1 and text[place - 1] in "'’" and _KINDS[text[place - 2]] == _Kind.WORD
        )
        if kind == _Kind.SPACELESS or (kind == _Kind.WORD and not inner):
            starts.append(place)
        before = kind
    return starts


def _split(folded: str) -> Iterator[str]:
    """Words of a phrase: "coca-cola" is two, "at&t" three, "acme.com" one; "c++" and "@acme" keep their signs."""
    for word in _BETWEEN_WORDS.split(folded):
        bare = (word or "").lstrip(_OPENING).rstrip(_CLOSING)
        shorter = bare.rstrip(_CLOSING + "!?")
        # "Yahoo!" is found without its sign, "E!" is not.
        bare = shorter if len(shorter) >= 3 else bare
        if bare:
            yield bare


def _word_behind(text: str, end: int, word: str) -> int | None:
    """The end of `word` behind `end`, over a gap that holds no word."""
    for place in range(end, min(end + _GAP_LIMIT, len(text)) + 1):
        if text.startswith(word, place) and (place > end or not _joined(text, place)):
            return place + len(word)
        if place < len(text) and _KINDS[text[place]] != _Kind.OTHER:
            return None
    return None


def _word_before(text: str, start: int, word: str) -> int | None:
    for place in range(start, max(start - _GAP_LIMIT, 0) - 1, -1):
        if text.endswith(word, 0, place) and (place < start or not _joined(text, place)):
            return place - len(word)
        if place > 0 and _KINDS[text[place - 1]] != _Kind.OTHER:
            return None
    return None


def _joined(text: str, place: int) -> bool:
    """Whether the characters around a place belong to one word."""
    if not 0 < place < len(text):
        return False
    before, after = _KINDS[text[place - 1]], _KINDS[text[place]]
    return (before == after == _Kind.WORD) or after == _Kind.SPACELESS_MARK


def _starts(text: str, start: int) -> bool:
    if start and text[start] in "@$":
        return _KINDS[text[start - 1]] != _Kind.WORD  # help@acme.com is no @acme
    return not _joined(text, start)


def _ends(text: str, start: int, end: int) -> bool:
    if end < len(text) and text[end] == "_" and text[start] in "@#":
        return False  # @acme_fan is another account
    return not _joined(text, end)


def _end_of_word(text: str, end: int) -> int:
    while _joined(text, end):
        end += 1
    return end


def _origins(original: str) -> list[int]:
    """For each character of the folded text its place in the original; empty where the two are the same."""
    if original.isascii():
        return []
    lowered = original.replace("İ", "I").lower()
    if _FOLDS.uneven.isdisjoint(lowered):
        return []
    return [place for place, char in enumerate(lowered) for _ in (char if char.isascii() else _FOLDS[ord(char)])]


class _Folds(dict[int, str]):
    """Character → its folded form, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters met whose form is not one character long."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = _folded_char(char)
        if len(folded) != 1:
            self.uneven.add(char)
        return folded


def _folded_char(char: str) -> str:
    if char in _BY_HAND:
        return _BY_HAND[char]
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    bare = "".join(_BY_HAND.get(part, part) for part in apart if not _DROPPED.match(part))
    # ガ stays two characters, so that half-width ｶﾞ is the same.
    return bare if "\u3099" in bare or "\u309a" in bare else unicodedata.normalize("NFC", bare)


class _Kind:
    OTHER = 0
    WORD = 1
    SPACELESS = 2
    SPACELESS_MARK = 3


class _Kinds(dict[str, int]):
    def __missing__(self, char: str) -> int:
        mark = unicodedata.category(char)[0] == "M"
        kind = _Kind.OTHER
        if mark or char.isalnum():
            kind = _Kind.WORD
            if _SPACELESS.match(char):
                kind = _Kind.SPACELESS_MARK if mark else _Kind.SPACELESS
        self[char] = kind
        return kind


_KINDS = _Kinds()
_FOLDS = _Folds()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SILENT = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])(?!(?:ll|re|ve|d|m|t)\b)")
"""An apostrophe inside of a word, other than an English contraction's."""
_BETWEEN_WORDS = re.compile(r"[\s\-/\u2010-\u2015]+|(&)")
_OPENING = "\"'([{<«¿¡“„‟,;:…"
_CLOSING = "\"')]}>»“”…,;:."
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Accents, vowel points, variation selectors, and what is invisible."""
_BY_HAND = dict.fromkeys("’‘‛ʼʻ′´`", "'") | dict.fromkeys("™℠®©", " ")
_BY_HAND |= {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"}
