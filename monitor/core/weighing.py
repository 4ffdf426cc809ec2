"""What a piece of text weighs: the tone model's arithmetic, in Python.

    tokens → units → idioms read as one word → sums of weights → (opinion, liking) of two readers, kinship

`opinion` says whether the text judges at all (learned from neutral against the rest), `liking` which way (learned
from positive against negative): film subtitles and the reviews of many languages have no neutral texts, and in this
form they teach liking without teaching that their language is never neutral. Both are sums of 8-bit weights.

Two readers weigh each text: a general one, of all public sets, and one of customers' texts as we wrote them. `kinship`
says how much a text reads like the latter, and each reader's word counts accordingly: one reader for both lost ten
points of F1 on customers' texts or four of macro-F1 on film reviews, tweets and news.

`compiled/tone.c` says the same five to nine times as fast, to the bit, and is what runs where a compiler was at hand.
This is what it is measured against, and what runs elsewhere.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate
from math import exp, sqrt, tanh
from operator import add
from typing import NamedTuple

from monitor.core import features, lexicon
from monitor.core.lexicon import idioms
from monitor.core.lexicon.idioms import Idiom

NONE = 128
"""The byte that weighs nothing."""
HEADS = 5
"""Bytes of a row: opinion and liking of the general reader, of the customers', and kinship."""
KEPT = 40_000
"""Tokens whose sums are kept per model, about 13 MB; past that the store starts anew."""
KEPT_LETTERS = 24
"""Longer tokens (runs of Chinese, addresses) are rarely seen twice."""

OPINION_BEND, LIKING_BEND = 2.0, 4.0
"""Where the two numbers stop growing: in languages whose training texts have no neutral ones a long text reached an
opinion of 17, and one such set spoiled the calibration of all (macro-F1 of other languages .52 → .62)."""
FEW, ENOUGH = 8, 48
"""Letter groups (8 a word) up to which there is no kinship, and from which on it counts in full: a word or two are read
alike by both readers. At 24 and 96 English texts of writers left out lose a point of F1, public rows gain .2."""

HEAD = 1 << lexicon.BITS
"""The tag of a token that an idiom may begin with."""
_LEXICON = HEAD - 1

Triple = tuple[float, float, float]
Five = tuple[float, float, float, float, float]
Eight = tuple[float, float, float, float, float, float, float, float]
Row = tuple[int, int, int, int, int]
"""The weights of one feature in steps, −127 to 127."""


class Plane(NamedTuple):
    """The weights of one kind of features."""

    bits: bytes | memoryview
    """By feature a bit: whether it weighs anything. The first of a byte is the lowest."""
    rows: bytes | memoryview
    """`HEADS` bytes for each bit that is set, `NONE` where there is nothing."""
    scales: Five


class Score(NamedTuple):
    opinion: float
    liking: float
    kinship: float
    """0: as public texts read; 1: as customers' texts read."""
    lift: Triple
    """What the patterns that hold add to each tone."""
    evidence: int
    """Letter groups looked up, or signs that speak for themselves (emoji); 0: the text shows nothing."""
    complains: bool
    """A complaint pattern holds."""
    opines: bool
    """A good or a bad word stands there."""

    def turned(self) -> "Score":
        """What praises becomes blame, and the other way round."""
        return self._replace(liking=-self.liking, lift=self.lift[::-1])


class Word(NamedTuple):
    """One token, for reasons."""

    start: int
    end: int
    """In the text."""
    tags: int
    """As meant where it stands: turned around under a negation."""
    negator: int
    """Where the negation starts that it stands under; −1: none."""
    liking: float
    """Its own weight and, scaled to one word's worth, that of its letter groups."""


Stretch = tuple[int, int, str]
"""Where an idiom starts and ends, and the word it means."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one token."""

    key: int
    tags: int
    groups: Sequence[int]
    """`HEADS` sums of its letter groups, then how many there are."""


_NOBODYS = Known(0, 0, (0,) * (HEADS + 1))


class Reader:
    """Weighs texts by one model."""

    def __init__(  # noqa: PLR0917 - as the compiled one, which knows no names
        self,
        words: Plane,
        chars: Plane,
        signs: Plane,
        bias: Five,
        calibration: tuple[Eight, Eight, Eight],
        lifts: Mapping[int, Triple],
        trust: float,
    ) -> None:
        self._words, self._chars, self._signs = _Table(words), _Table(chars), _Table(signs)
        self._bias = bias
        self._calibration = calibration
        self._lifts = lifts
        self._trust = trust
        self._known: dict[str, Known] = {}

    def look(self, text: str, names: AbstractSet[str]) -> "Piece":
        """`names` are the brand's own tokens: they are nobody's opinion, whatever their letters weigh."""
        tokens = features.tokens(text)
        units = [_NOBODYS if token in names else self._unit(token) for token in tokens]
        heads = [place for place, unit in enumerate(units) if unit.tags & HEAD]
        found = idioms.find(tokens, heads) if heads else []
        score = self._score(self._meant(units, found))
        return Piece(text, score, probabilities(score, self._calibration), self, tokens, units, found)

    def row(self, kind: int, feature: int) -> Row | None:
        """What a word (0), a letter group (1) or a sign (2) weighs; None: nothing."""
        return (self._words, self._chars, self._signs)[kind].row(feature)

    def _unit(self, token: str) -> Known:
        if found := self._known.get(token):
            return found
        key, groups, tags = features.unit(token)
        if idioms.begins(token):
            tags |= HEAD
        unit = Known(key, tags, self._chars.sums(groups))
        if len(token) <= KEPT_LETTERS:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[token] = unit
        return unit

    def _meant(self, units: Sequence[Known], found: Sequence[Idiom]) -> Sequence[Known]:
        """For each idiom the one word that it means, if any."""
        meant: list[Known] = []
        at = 0
        for place, count, meaning in found:
            meant += units[at:place]
            if meaning.value:
                meant.append(self._unit(meaning.value))
            at = place + count
        return [*meant, *units[at:]] if found else units

    def _score(self, units: Sequence[Known]) -> Score:
        bag = features.bag([unit.key for unit in units], marks := features.marked([unit.tags for unit in units]))
        words, signs = self._words.sums(bag.words), self._signs.sums(bag.signs)
        groups: Sequence[int] = (0,) * (HEADS + 1)
        for unit in units:
            groups = tuple(map(add, groups, unit.groups))
        by_word, by_group = 1 / sqrt(words[HEADS] or 1), 1 / sqrt(groups[HEADS] or 1)
        opinion, liking, theirs, likes, kin = (
            self._bias[head]
            + words[head] * self._words.scales[head] * by_word
            + groups[head] * self._chars.scales[head] * by_group
            + signs[head] * self._signs.scales[head] * features.SIGN_VALUE
            for head in range(HEADS)
        )
        kinship = 0.5 + 0.5 * tanh(kin / 2)
        kinship *= self._trust * min(1.0, max(0.0, (groups[HEADS] - FEW) / (ENOUGH - FEW)))
        return Score(
            opinion + kinship * (theirs - opinion),
            liking + kinship * (likes - liking),
            kinship,
            self._lift(bag.signs),
            groups[HEADS] or sum(tags & features.SPEAKS > 0 for _, tags in marks),
            not features.COMPLAINTS.isdisjoint(bag.signs),
            features.SILENT not in bag.signs,
        )

    def _lift(self, signs: Sequence[int]) -> Triple:
        negative = neutral = positive = 0.0
        for more in (self._lifts[number] for number in signs if number in self._lifts):
            negative, neutral, positive = negative + more[0], neutral + more[1], positive + more[2]
        return negative, neutral, positive

    def liked(self, unit: Known, *, negated: bool) -> float:
        own = self._words.row(features.word(unit.key, negated)) if unit.key else None
        by_itself = own[1] * self._words.scales[1] if own else 0.0
        return unit.groups[1] * self._chars.scales[1] / max(4, unit.groups[HEADS]) + by_itself


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with what it weighs."""

    text: str
    score: Score
    likely: Triple
    _reader: Reader
    _tokens: Sequence[str]
    _units: Sequence[Known]
    _found: Sequence[Idiom]

    @property
    def idioms(self) -> tuple[Stretch, ...]:
        ends = self._places()
        return tuple((ends[at][0], ends[at + length - 1][1], meaning) for at, length, meaning in self._found)

    def words(self, every: bool) -> list[Word]:
        """Those with tags, or every one; none of an idiom."""
        within = {at for start, length, _ in self._found for at in range(start, start + length)}
        words: list[Word] = []
        reach = negator = -1
        for place, (unit, (start, end)) in enumerate(zip(self._units, self._places(), strict=True)):
            if place in within or not (unit.tags or every):
                continue
            under = place <= reach
            tags = (lexicon.negated(unit.tags) if under else unit.tags) & _LEXICON
            if tags or every:
                liking = self._reader.liked(unit, negated=under)
                words.append(Word(start, end, tags, negator if under else -1, liking))
            if unit.tags & lexicon.STOP:
                reach = -1
            elif unit.tags & lexicon.NEGATOR:
                negator, reach = start, place + features.SCOPE
        return words

    def _places(self) -> list[tuple[int, int]]:
        """Where each token starts and ends in the text."""
        end = 0
        return [(start := self.text.index(token, end), end := start + len(token)) for token in self._tokens]


class _Table:
    """A plane, and how many rows stand before each 64 features. A table with fewer places than the features have
    numbers holds them again from the start; their number is a power of two.
    """

    def __init__(self, plane: Plane) -> None:
        self.scales = plane.scales
        self._rows = plane.rows
        self._bits = [int.from_bytes(plane.bits[at : at + 8], "little") for at in range(0, len(plane.bits), 8)]
        self._before = [0, *accumulate(map(int.bit_count, self._bits))]
        places = len(plane.bits)
        if places < 8 or places & (places - 1) or HEADS * self._before[-1] != len(plane.rows):
            raise ValueError("a table whose rows are not as many as its bits")

    def row(self, feature: int) -> Row | None:
        block, bit = (feature >> 6) % len(self._bits), 1 << (feature & 63)
        if not self._bits[block] & bit:
            return None
        at = HEADS * (self._before[block] + (self._bits[block] & bit - 1).bit_count())
        opinion, liking, theirs, likes, kin = self._rows[at : at + HEADS]
        return opinion - NONE, liking - NONE, theirs - NONE, likes - NONE, kin - NONE

    def sums(self, numbers: Sequence[int]) -> Sequence[int]:
        """`HEADS` sums, and how many numbers there are."""
        rows = [row for row in map(self.row, numbers) if row]
        return (*map(sum, zip(*rows, strict=True)), len(numbers)) if rows else (*(0,) * HEADS, len(numbers))


def probabilities(told: Score, calibration: tuple[Eight, Eight, Eight]) -> Triple:
    """Of negative, neutral and positive, to four digits: a small calibration, fitted on sets that the weights had not
    seen. Per tone: 1, opinion, liking, |liking|, then what kinship adds to each of them.
    """
    opinion = OPINION_BEND * tanh(told.opinion / OPINION_BEND)
    liking = LIKING_BEND * tanh(told.liking / LIKING_BEND)
    strength, kin = abs(liking), told.kinship
    negative, neutral, positive = (
        lift + f[0] + f[4] * kin + (f[1] + f[5] * kin) * opinion + (f[2] + f[6] * kin) * liking
        + (f[3] + f[7] * kin) * strength
        for lift, f in zip(told.lift, calibration, strict=True)
    )  # fmt: skip
    return softmax(negative, neutral, positive)


def softmax(negative: float, neutral: float, positive: float) -> Triple:
    top = max(negative, neutral, positive)
    negative, neutral, positive = exp(negative - top), exp(neutral - top), exp(positive - top)
    total = negative + neutral + positive
    return rounded(negative / total, positive / total)


def rounded(negative: float, positive: float) -> Triple:
    """Four digits that sum to one. By whole numbers, for `round` takes three times as long."""
    low = int(negative * 10_000 + 0.5)
    high = min(int(positive * 10_000 + 0.5), 10_000 - low)
    return low / 10_000, (10_000 - low - high) / 10_000, high / 10_000
