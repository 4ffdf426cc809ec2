"""Why a text was judged so: the words that carried the decision, as they stand in the text.

First what a person would name: complaint patterns and words of the lexicon; then the words with the most learned
weight toward the tone. At most `MOST`, in the order of their weight, each word once.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.core import features, lexicon
from monitor.core.lexicon import patterns
from monitor.core.scoring import Look
from monitor.model import Reason, Tone

MOST = 5

_BAD_TAGS = lexicon.BAD | lexicon.TAG["FROWN"] | lexicon.TAG["RUDE"]
_GOOD_TAGS = lexicon.GOOD | lexicon.TAG["SMILE"]
_PIECE = 4
"""Letters of the longest piece shown from a script without spaces."""
_WEIGHTY = 0.5
"""A word that weighs less carries nothing."""


class _Word(NamedTuple):
    text: str
    tags: int
    """As meant where it stands: turned around under a negation."""
    negated: bool
    weight: float
    """Toward the tone, as learned."""


def reasons(pieces: Sequence[Look], tone: Tone) -> tuple[Reason, ...]:
    """`pieces` from the narrowest to the whole text; the first that shows something gives the reasons."""
    words: list[_Word] = []
    for piece in pieces:
        words = _words(piece, tone)
        found = [*(_patterns(piece.text, words) if tone is Tone.NEGATIVE else ()), *_single(words, tone)]
        if found:
            return _first(found)
    strongest = max(words, key=lambda word: word.weight, default=None)
    shown = strongest.text if strongest and strongest.text.strip() else pieces[-1].text.strip()[:80]
    return (Reason(shown, f"the text as a whole reads {tone}"),)


def _first(found: Iterable[Reason]) -> tuple[Reason, ...]:
    seen: dict[str, Reason] = {}
    for reason in found:
        seen.setdefault(reason.text.lower(), reason)
    return tuple(seen.values())[:MOST]


def _words(piece: Look, tone: Tone) -> list[_Word]:
    """The words that mean something: those with a tag, and those that weigh toward the tone."""
    words = []
    scope = 0
    sign = -1.0 if tone is Tone.NEGATIVE else 1.0
    for token, each in zip(piece.tokens, piece.units, strict=True):
        tags = each.unit.tags
        weight = sign * (each.liked_negated if scope else each.liked)
        if tags or weight >= _WEIGHTY:
            words.append(_Word(token, lexicon.negated(tags) if scope else tags, scope > 0, weight))
        if tags & lexicon.STOP:
            scope = 0
            continue
        scope = features.SCOPE if tags & lexicon.NEGATOR else max(0, scope - 1)
    return words


def _patterns(piece: str, words: Sequence[_Word]) -> list[Reason]:
    """Complaint patterns, each with the first words that made it hold."""
    found: dict[str, Reason] = {}
    for sentence in _sentences(words):
        tags = 0
        for word in sentence:
            tags |= word.tags
        for name, mask in patterns.named(tags):
            carried = [word.text for word in sentence if word.tags & mask & ~_MARKS]
            if carried and name not in found:
                found[name] = Reason(_excerpt(piece, carried), f"complaint pattern: {name}")
    return list(found.values())


_MARKS = lexicon.STOP | lexicon.QUESTION | lexicon.EXCLAIM


def _sentences(words: Sequence[_Word]) -> list[list[_Word]]:
    sentences: list[list[_Word]] = [[]]
    for word in words:
        sentences[-1].append(word)
        if word.tags & lexicon.STOP:
            sentences.append([])
    return sentences


def _excerpt(piece: str, carried: Sequence[str]) -> str:
    """The stretch of the text from the first to the last carrying word, or the words alone when it is long."""
    start = piece.find(carried[0])
    end = piece.find(carried[-1], start) + len(carried[-1])
    stretch = piece[start:end]
    return stretch if start >= 0 and 0 < len(stretch) <= 60 else " … ".join(dict.fromkeys(carried))[:60]


def _single(words: Sequence[_Word], tone: Tone) -> list[Reason]:
    wanted = _BAD_TAGS if tone is Tone.NEGATIVE else _GOOD_TAGS
    carrying = [
        word
        for word in words
        if (word.weight >= _WEIGHTY or word.tags & wanted)
        and (word.text[0].isalnum() or word.text[0] == "#" or word.tags & features.SPEAKS)
    ]
    carrying.sort(key=lambda word: word.weight, reverse=True)
    return [Reason(_shown(word, wanted), _why(word, tone)) for word in carrying[: 2 * MOST]]


def _shown(word: _Word, wanted: int) -> str:
    """Of a run without spaces only the piece that means something."""
    if len(word.text) <= 2 * _PIECE or not features.unspaced(word.text):
        return word.text
    for size in range(features.LONGEST_PIECE, 0, -1):
        for start in range(len(word.text) - size + 1):
            piece = word.text[start : start + size]
            if lexicon.WORDS.get(piece, 0) & wanted:
                return piece
    return word.text[:40]


def _why(word: _Word, tone: Tone) -> str:
    if word.tags & lexicon.NEGATOR:
        return "negation"
    if word.negated:
        return "under a negation"
    return f"{tone} word"
