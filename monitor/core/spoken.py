"""A text that names a brand, in words: which of them are not the name, and how near to it they stand."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from monitor.core.fields import Token, is_word, spaceless, tokens
from monitor.core.fold import Span, fold

LIMIT = 4000
"""Characters that are read."""
PLACES = 50
"""Of the name, that are looked at."""
BESIDE, SENTENCE, FARTHER = 25, 0.8, 0.6
"""Characters around the name within which a word counts in full; what it counts farther off, in the same sentence and
in another one."""


class Named(NamedTuple):
    """A text that names the brand."""

    text: str
    spans: Sequence[Span]
    """Where."""
    language: str | None


class Spoken:
    """The text in words, those of the name left out."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self.text = named.text[:LIMIT]
        self.spans = [span for span in named.spans if span[1] <= len(self.text)][:PLACES]
        self.names = {self.text[a:b] for a, b in self.spans}
        self.language = named.language or "en"
        self.every = tokens(self.text)
        self.tokens = [one for one in self.every if not any(one.start < b and one.end > a for a, b in self.spans)]
        self.near = _sentences(self.text, self.spans)

    def share(self, token: Token) -> float:
        """By how near to the name it stands."""
        if not self.spans or any(a - BESIDE <= token.start and token.end <= b + BESIDE for a, b in self.spans):
            return 1.0
        return SENTENCE if any(a <= token.start < b for a, b in self.near) else FARTHER


_BORDER = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|[。！？\n]++")


def _sentences(text: str, spans: Sequence[Span]) -> list[Span]:
    """That hold the name."""
    cuts = [0, *(hit.end() for hit in _BORDER.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if any(a <= start < b for start, _ in spans)]


def places(spoken: Spoken, word: str) -> Iterator[tuple[float, str, list[int]]]:
    """(share, as it stands, places of its tokens)"""
    if spaceless(word):
        place = fold(spoken.text).find(fold(word))
        if place >= 0 and not any(place < b and place + len(word) > a for a, b in spoken.spans):
            yield 1.0, spoken.text[place : place + len(word)], []
        return
    if not (wanted := words_of(word)):
        return
    first, *others = wanted
    every = spoken.every if others else spoken.tokens
    for at in range(len(every) - len(others)):
        if not is_word(every[at].word, first, spoken.language):
            continue
        run = every[at : at + len(others) + 1]
        if all(is_word(token.word, one, spoken.language) for token, one in zip(run[1:], others, strict=True)):
            text = spoken.text[run[0].start : run[-1].end]
            yield spoken.share(run[0]), text, [token.start for token in run]


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))
