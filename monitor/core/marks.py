"""Which stretches of a text stand out: the words that decided, and the brand they are about.

Works on plain text and gives pieces of it in order; joined they are the text again. Escaping is the renderer's work.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_ALPHABETS_END = 0x0600
"""Below it words stand between blanks (Latin, Greek, Cyrillic, Hebrew): a mark must not begin inside one."""
_WORDS_AT_MOST = 20
"""Phrases marked in one text."""


class Mark(StrEnum):
    NONE = ""
    REASON = "reason"
    BRAND = "brand"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    mark: Mark = Mark.NONE


def marked(text: str, reasons: Sequence[str], brand: str) -> tuple[Piece, ...]:
    """`text` in pieces. A reason weighs more than a brand that stands at the same place."""
    wanted = [(phrase, Mark.REASON) for phrase in _phrases(reasons)] + [(brand, Mark.BRAND)]
    wanted = [(phrase, mark) for phrase, mark in wanted if phrase.strip()]
    if not wanted:
        return (Piece(text),) if text else ()
    found = re.compile("|".join(f"({_pattern(phrase)})" for phrase, _ in wanted), re.IGNORECASE)
    pieces, at = [], 0
    for match in found.finditer(text):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()]))
        assert match.lastindex is not None
        pieces.append(Piece(match[0], wanted[match.lastindex - 1][1]))
        at = match.end()
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def first_reason(pieces: Iterable[Piece]) -> int | None:
    """Where the first reason begins, in characters."""
    at = 0
    for piece in pieces:
        if piece.mark is Mark.REASON:
            return at
        at += len(piece.text)
    return None


def _phrases(reasons: Sequence[str]) -> list[str]:
    """A reason may join words that stand apart (`never … came`). Longer ones first: they hold the shorter."""
    parts = {part.strip() for reason in reasons for part in reason.split(" … ")}
    return sorted((part for part in parts if part), key=lambda part: (-len(part), part))[:_WORDS_AT_MOST]


def _pattern(phrase: str) -> str:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return _edge(phrase.strip()[0], r"(?<!\w)") + words + _edge(phrase.strip()[-1], r"(?!\w)")


def _edge(char: str, boundary: str) -> str:
    return boundary if char.isalnum() and ord(char) < _ALPHABETS_END else ""
