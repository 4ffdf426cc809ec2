"""Why a text was judged so: the words that carried the decision, as they stand in the text.

First what a person would name: complaint patterns and words of the lexicon; then the words with the most learned
weight toward the tone. At most `MOST`, in the order of their weight, each word once.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.core import features, lexicon
from monitor.core.lexicon import patterns
from monitor.core.scoring import Known, Weights, known
from monitor.model import Reason, Tone

MOST = 5

_BAD_TAGS = lexicon.BAD | lexicon.TAG["FROWN"] | lexicon.TAG["RUDE"]
_GOOD_TAGS = lexicon.GOOD | lexicon.TAG["SMILE"]
_PIECE = 4
"""Letters of the longest piece shown from a script without spaces."""
_WEIGHTY = 12
"""Sums of signed bytes below this carry nothing."""


class _Word(NamedTuple):
    text: str
    known: Known
    negated: bool
    weight: int
    """Toward the tone."""


def reasons(pieces: Sequence[str], tone: Tone, weights: Weights) -> tuple[Reason, ...]:
    """`pieces` from the narrowest to the whole text; the first that shows something gives the reasons."""
    for piece in pieces:
        words = _words(piece, tone, weights)
        found = [*(_patterns(piece, words) if tone is Tone.NEGATIVE else ()), *_single(words, tone)]
        if found:
            return _first(found)
    strongest = max(words, key=lambda word: word.weight, default=None)
    shown = strongest.text if strongest and strongest.text.strip() else pieces[-1].strip()[:80]
    return (Reason(shown, f"the text as a whole reads {tone}"),)


def _first(found: Iterable[Reason]) -> tuple[Reason, ...]:
    seen: dict[str, Reason] = {}
    for reason in found:
        seen.setdefault(reason.text.lower(), reason)
    return tuple(seen.values())[:MOST]


def _words(piece: str, tone: Tone, weights: Weights) -> list[_Word]:
    words = []
    scope = 0
    sign = -1 if tone is Tone.NEGATIVE else 1
    for token in features.tokens(piece):
        each = known(token, weights)
        if each.unit.tags & lexicon.STOP:
            scope = 0
        words.append(_Word(token, each, scope > 0, sign * _liking(each, scope > 0, weights)))
        scope = features.SCOPE if each.unit.tags & lexicon.NEGATOR else max(0, scope - 1)
    return words


def _liking(each: Known, negated: bool, weights: Weights) -> int:
    number = features.word(each.unit.key, negated)
    own = weights.words[2 * number + 1] if each.unit.key else 0
    groups = len(each.unit.chars)
    return own + (each.liking // max(4, groups // 2) if groups else 0)


def _patterns(piece: str, words: Sequence[_Word]) -> list[Reason]:
    """Complaint patterns, each with the first words that made it hold."""
    found = []
    for sentence in _sentences(words):
        tags = 0
        for word in sentence:
            tags |= lexicon.negated(word.known.unit.tags) if word.negated else word.known.unit.tags
        for name, mask in patterns.named(tags):
            carried = [word.text for word in sentence if _tags(word) & mask & ~_MARKS]
            if carried:
                found.append(Reason(_excerpt(piece, carried), f"complaint pattern: {name}"))
    return found


_MARKS = lexicon.STOP | lexicon.QUESTION | lexicon.EXCLAIM


def _tags(word: _Word) -> int:
    return lexicon.negated(word.known.unit.tags) if word.negated else word.known.unit.tags


def _sentences(words: Sequence[_Word]) -> list[list[_Word]]:
    sentences: list[list[_Word]] = [[]]
    for word in words:
        sentences[-1].append(word)
        if word.known.unit.tags & lexicon.STOP:
            sentences.append([])
    return sentences


def _excerpt(piece: str, carried: Sequence[str]) -> str:
    """The stretch of the text from the first to the last carrying word, or the words alone when it is long."""
    start = piece.find(carried[0])
    end = piece.find(carried[-1], start) + len(carried[-1])
    stretch = piece[start:end]
    return stretch if start >= 0 and 0 < len(stretch) <= 60 else " … ".join(dict.fromkeys(carried))[:60]


def _single(words: Sequence[_Word], tone: Tone) -> list[Reason]:
    ranked = sorted(words, key=lambda word: word.weight, reverse=True)
    found = []
    for word in ranked:
        if word.weight < _WEIGHTY and not _plain(word, tone):
            continue
        if any(letter.isalnum() for letter in word.text) or word.known.unit.tags & features.SPEAKS:
            found.append(Reason(_shown(word, tone), _why(word, tone)))
    return found


def _plain(word: _Word, tone: Tone) -> bool:
    """A word of the lexicon that means this tone where it stands."""
    wanted = _BAD_TAGS if tone is Tone.NEGATIVE else _GOOD_TAGS
    return bool(word.known.unit.tags & wanted) and not word.negated


def _shown(word: _Word, tone: Tone) -> str:
    """Of a run without spaces only the piece that means something."""
    if word.known.unit.key or len(word.text) <= 2 * _PIECE:
        return word.text
    wanted = _BAD_TAGS if tone is Tone.NEGATIVE else _GOOD_TAGS
    for size in range(features.LONGEST_PIECE, 0, -1):
        for start in range(len(word.text) - size + 1):
            piece = word.text[start : start + size]
            if lexicon.WORDS.get(piece, 0) & wanted:
                return piece
    return word.text[:40]


def _why(word: _Word, tone: Tone) -> str:
    if word.known.unit.tags & lexicon.NEGATOR:
        return "negation"
    if word.negated:
        return "under a negation"
    return f"{tone} word"
