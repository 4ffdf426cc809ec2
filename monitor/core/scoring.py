"""The tone model: its weights, and who weighs a piece of text by them.

`_tone` is the compiled one, of `compiled/`; where it was not built `weighing` says the same, slower (docs/install.md).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from monitor.core import features, lexicon, weighing
from monitor.core.lexicon import brands, idioms, patterns
from monitor.core.weighing import HEAD, Eight, Five, Plane, Row, Score, Stretch, Triple, Word
from monitor.model import Probabilities

EDITION = 1
"""Of compiled/: where the sources went on and nothing was built again, the older build is left alone."""
try:
    from monitor.core import _tone
except ImportError:
    COMPILED = False
else:
    COMPILED = getattr(_tone, "EDITION", None) == EDITION
"""Whether texts are weighed by compiled code."""

_ORDINARY = 4
"""Steps of weight, opinion and liking together, that a word of the training texts has. The table is hashed, 28 % full:
of 1,977 invented names 13 % weigh something by accident, 7 % this much."""
WORD = 0
"""The kind of a row: that of a word."""


class Look(Protocol):
    """A piece of text with what it weighs."""

    @property
    def text(self) -> str: ...
    @property
    def score(self) -> Score: ...
    @property
    def likely(self) -> Triple:
        """How likely the score makes negative, neutral and positive."""

    @property
    def idioms(self) -> tuple[Stretch, ...]: ...

    def words(self, every: bool, /) -> list[Word]:
        """Those with tags, or every one; none of an idiom."""


class Reader(Protocol):
    """Weighs texts by one model."""

    def look(self, text: str, names: AbstractSet[str], /) -> Look: ...
    def row(self, kind: int, feature: int, /) -> Row | None: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found."""

    words: Plane
    chars: Plane
    signs: Plane
    bias: Five
    calibration: tuple[Eight, Eight, Eight]
    """Per tone (negative, neutral, positive): 1, opinion, liking, |liking|, then what kinship adds to each of them."""
    lifts: Mapping[int, Triple]
    """What a pattern adds to each tone beyond what its weight says, by the number of its sign."""
    trust: float = 1.0
    """How much kinship counts."""
    english: "Weights | None" = None
    """A model of its own for texts known to be English."""
    reader: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", reader(self) if COMPILED else reference(self))

    def of(self, language: str | None) -> "Weights":
        return self.english if language == "en" and self.english else self

    def ordinary(self, word: str) -> bool:
        """Whether a word is known as a word: what training met thrice and what no list of brands holds."""
        lower = features.normal(word)
        if lower in brands.NAMES or (word[1:] != word[1:].lower() and not word.isupper()):
            return False
        row = None if features.unspaced(word) else self.reader.row(WORD, features.number(lower))
        return (row is not None and abs(row[0]) + abs(row[1]) >= _ORDINARY) or lexicon.tags(lower) != 0


def reference(weights: Weights) -> Reader:
    """The one in Python."""
    return weighing.Reader(
        weights.words,
        weights.chars,
        weights.signs,
        weights.bias,
        weights.calibration,
        weights.lifts,
        weights.trust,
    )


def reader(weights: Weights) -> Reader:
    """The compiled one. It looks at a word's features by itself, and asks `idioms` where one may begin."""
    return _tone.Reader(
        compiled_lexicon(),
        weights.words,
        weights.chars,
        weights.signs,
        weights.bias,
        weights.calibration,
        dict(weights.lifts),
        weights.trust,
        Score,
        Word,
    )


def look(text: str, weights: Weights, names: AbstractSet[str] = frozenset()) -> Look:
    """`names` are the brand's own tokens: they are nobody's opinion, whatever their letters weigh."""
    return weights.reader.look(text, names)


def probabilities(told: Score, weights: Weights) -> Probabilities:
    return Probabilities(*weighing.probabilities(told, weights.calibration))


@cache
def compiled_lexicon() -> "_tone.Lexicon":
    """One for all weights."""
    words = dict(lexicon.WORDS)
    for head in idioms.FIRST:
        words[head] = words.get(head, 0) | HEAD
    return _tone.Lexicon(words, lexicon.STEMS, lexicon.TAG, lexicon.TURNED, patterns.MASKS, idioms.find)
