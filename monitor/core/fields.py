"""Words and the fields they belong to: "peel" is spoken of with fruit, "roaming" with telephones.

    text → tokens (folded, with their places) → is this token that word? which fields is it of?

A word is known in its inflected forms by what is cut off its end; German and Dutch compounds by either of their halves.
That is coarse on purpose: nothing is decided by one word (core/relevance).
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from monitor.core.fold import fold
from monitor.core.text import SPACELESS

COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "nb"})
"""Languages that write two nouns as one word."""
HALF = 4
"""Letters of the shortest half of a compound: "Saft" in "Orangensaft"."""
SHORT = 4
"""A word with fewer letters has to stand as it is: "ios", "app"."""
_ENDINGS = {
    "en": ("'s", "ies", "ing", "es", "ed", "s"),
    "de": ("ern", "en", "er", "es", "em", "e", "n", "s"),
    "nl": ("en", "s", "e"),
    "fr": ("es", "s", "e", "x"),
    "es": ("es", "as", "os", "s", "a", "o", "e"),
    "pt": ("es", "as", "os", "s", "a", "o", "e"),
    "it": ("he", "hi", "a", "e", "i", "o"),
    "pl": ("ami", "ach", "ego", "owi", "ow", "om", "em", "ie", "a", "e", "i", "o", "u", "y"),
}
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SPACELESS = re.compile(f"[{SPACELESS}]")


class Token(NamedTuple):
    word: str
    """Folded."""
    start: int
    end: int
    """In the text."""


def tokens(text: str) -> list[Token]:
    """Words in order. Folding keeps every character in its place but for the few that become two."""
    folded = fold(text)
    if len(folded) != len(text):
        return [Token(fold(hit.group()), *hit.span()) for hit in _TOKEN.finditer(text)]
    return [Token(hit.group(), *hit.span()) for hit in _TOKEN.finditer(folded)]


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Without its ending, where at least three letters remain; "movies" has nothing of "moved"."""
    for ending in _ENDINGS.get(language, _ENDINGS["en"]):
        if word.endswith(ending) and len(word) - len(ending) >= (4 if ending == "ies" else 3):
            rest = word[: -len(ending)]
            return rest[:-1] if len(rest) > 3 and rest[-1] == rest[-2] and ending in ("ing", "ed") else rest
    return word[:-1] if language == "en" and word.endswith(("e", "y")) and len(word) > SHORT else word


def is_word(token: str, word: str, language: str) -> bool:
    """Whether the token is a form of the word, or a compound of it; both folded."""
    if token == word:
        return True
    if len(word) < SHORT:
        return token in (f"{word}s", f"{word}'s")
    if _stems(token, language) & _stems(word, language):
        return True
    if language in COMPOUNDING and len(token) >= len(word) + 3:
        return token.startswith(word) or token.endswith(word)
    return False


class Fields:
    """The words of one language by field. Field names are the same in all languages."""

    def __init__(self, language: str, words: Mapping[str, str]) -> None:
        self.language = language
        self._fields: dict[str, set[str]] = {}
        for field, listed in words.items():
            for word in fold(listed).split():
                for form in _stems(word, language) if len(word) >= SHORT else {word}:
                    self._fields.setdefault(form, set()).add(field)

    def of(self, word: str) -> frozenset[str]:
        """Of a folded word; none where it is unknown or belongs to no field."""
        if found := self._known(word):
            return found
        if self.language in COMPOUNDING:
            return next((found for half in _halves(word) if (found := self._known(half))), frozenset())
        return frozenset()

    def has(self, field: str) -> bool:
        return any(field in of for of in self._fields.values())

    def __bool__(self) -> bool:
        return bool(self._fields)

    def _known(self, word: str) -> frozenset[str]:
        forms = _stems(word, self.language) if len(word) >= SHORT else (word, word.removesuffix("s"))
        return frozenset(field for form in forms for field in self._fields.get(form, ()))


def spaceless(word: str) -> bool:
    """Written in a script without spaces, where a word is found anywhere."""
    return _SPACELESS.search(word) is not None


@lru_cache(maxsize=65536)
def _stems(word: str, language: str) -> frozenset[str]:
    """The word and what it is without its ending; an ending may hide another ("boxes", "stories")."""
    cut = stem(word, language)
    return frozenset({word, cut, stem(cut, language)} if len(cut) > SHORT else {word, cut})


def _halves(word: str) -> Iterator[str]:
    """The last half says what a compound is, so it comes first, the longest of them before others."""
    for cut in range(HALF, len(word) - HALF + 1):
        yield word[cut:]
    for cut in range(len(word) - HALF, HALF - 1, -1):
        yield word[:cut]
