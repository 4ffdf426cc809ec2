"""The tone model's arithmetic: what a text weighs, and how likely that makes each tone.

    units → (opinion, liking) of two readers, kinship → (opinion, liking) → probabilities of negative, neutral, positive

`opinion` says whether the text judges at all (learned from neutral against the rest), `liking` which way (learned
from positive against negative): film subtitles and the reviews of many languages have no neutral texts, and in this
form they teach liking without teaching that their language is never neutral. Both are sums of 8-bit weights; a
small calibration, fitted on sets that the weights had not seen, turns the two numbers into probabilities.

Two readers weigh each text: a general one, of all public sets, and one of customers' texts as we wrote them. `kinship`
says how much a text reads like the latter, and each reader's word counts accordingly: one reader for both lost ten
points of F1 on customers' texts or four of macro-F1 on film reviews, tweets and news.

Pure Python over arrays: with what is known of a token kept, the look-ups cost less than building a numpy array.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from math import exp, sqrt, tanh
from operator import itemgetter
from typing import NamedTuple

from monitor.core import features, lexicon
from monitor.core.features import Marked
from monitor.core.lexicon import brands, idioms
from monitor.core.lexicon.idioms import Idiom
from monitor.model import Probabilities

NONE = 128
"""The byte that weighs nothing."""
KEPT = 40_000
"""Tokens whose sums are kept per process, about 12 MB; past that the store starts anew."""
KEPT_LETTERS = 24
"""Longer tokens (runs of Chinese, addresses) are rarely seen twice."""

OPINION_BEND, LIKING_BEND = 2.0, 4.0
"""Where the two numbers stop growing: in languages whose training texts have no neutral ones a long text reached an
opinion of 17, and one such set spoiled the calibration of all (macro-F1 of other languages .52 → .62)."""


_ORDINARY = 4
"""Steps of weight, opinion and liking together, that a word of the training texts has. The table is hashed, 28 % full:
of 1,977 invented names 13 % weigh something by accident, 7 % this much."""
Triple = tuple[float, float, float]
Five = tuple[float, float, float, float, float]
"""Opinion and liking of the general reader, of the customers', and kinship."""
Eight = tuple[float, float, float, float, float, float, float, float]


Packed = int
"""Features in one number: how many, then the sums of their bytes of kinship, of the customers' reader's liking and
opinion, and of the general one's, `_FIELD` bits each. Those of all tokens are added before they are taken apart."""
Known = tuple[int, int, Packed, Packed, int]
"""One token. A plain tuple of numbers, for the collector of garbage follows named ones (a new token cost a half more)
and fetching objects from memory is what a known token costs:
    0  the number of the word
    1  its tags, of the lexicon, and `HEAD`
    2  its letter groups
    3  itself as a word: one feature, or none
    4  the number that it has as the first word of a pair"""

Columns = tuple[tuple[int, ...], ...]
"""Units turned around: all of their first numbers, all of their second …"""
_NAME: Known = (0, 0, 0, 0, 0)
_FIELD = 24
"""4,000 characters make at most 16,000 groups: their bytes stay under 2²²."""
_MASK = (1 << _FIELD) - 1
_KINSHIP, _COUNT = 4 * _FIELD, 5 * _FIELD
"""Where kinship and the count of features stand in a packed number."""


HEAD = 1 << lexicon.BITS
"""The tag of a token that an idiom may begin with."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The weights of one kind of features; feature 0 always weighs nothing."""

    table: Sequence[int]
    """By feature four bytes, 16 bits apart: opinion and liking of the general reader, then of the customers', each
    `NONE` where there is nothing: fetching a number from memory is what a feature costs, so all are fetched at once."""
    kinship: bytes
    """By feature a byte of kinship."""
    scales: Five

    def packed(self, numbers: Sequence[int]) -> Packed:
        """`itemgetter` reads an array twice as fast as a loop."""
        if len(numbers) > _TOGETHER:
            return self.packed(numbers[:_TOGETHER]) + self.packed(numbers[_TOGETHER:])
        if not numbers:
            return 0
        if len(numbers) == 1:
            sums, kin = self.table[numbers[0]], self.kinship[numbers[0]]
        else:
            fetch = itemgetter(*numbers)
            sums, kin = sum(fetch(self.table)), sum(fetch(self.kinship))
        # from 16 bits each to `_FIELD`
        spread = sums & 0xFFFF | (sums & 0xFFFF0000) << 8 | (sums & 0xFFFF00000000) << 16 | (sums >> 48) << 72
        return (len(numbers) << _FIELD | kin) << _KINSHIP | spread

    def scaled(self, packed: Packed) -> Five:
        nothing = NONE * (packed >> _COUNT)
        opinion, liking, theirs, likes, kin = self.scales
        return (
            ((packed & _MASK) - nothing) * opinion,
            ((packed >> _FIELD & _MASK) - nothing) * liking,
            ((packed >> 2 * _FIELD & _MASK) - nothing) * theirs,
            ((packed >> 3 * _FIELD & _MASK) - nothing) * likes,
            ((packed >> _KINSHIP & _MASK) - nothing) * kin,
        )

    def weight(self, number: int) -> tuple[int, int]:
        """Steps of the general reader's opinion and liking of one feature, −127 to 127."""
        all_four = self.table[number]
        return (all_four & 0xFFFF) - NONE, (all_four >> 16 & 0xFFFF) - NONE


FEW, ENOUGH = 24, 96
"""Letter groups (8 a word) up to which there is no kinship, and from which on it counts in full: our texts are hard,
and hold "the staff were lovely" only where a complaint follows. Without this 6 of 30 plain praises of a few words were
called negative, with it 2; hard texts lose a point of F1 by it."""
_TOGETHER = 128
"""Numbers whose bytes' sums stay under 2¹⁵ each and under 2⁶³ together, where `sum` adds machine words."""


class Vocabulary(dict[str, Known]):
    """What is known of each token, found out when it is met first. A memory of results, not of state: emptying it
    changes nothing. A subscript that misses is how `map` reads it without a step of Python per token."""

    def __init__(self, words: Plane, chars: Plane) -> None:
        super().__init__()
        self._words = words
        self._chars = chars

    def __missing__(self, token: str) -> Known:
        if token[0] == "@" and len(token) > 1:
            return self["@"]  # what is said to whom says nothing, and every handle is new
        key, groups, tags = features.unit(token)
        if idioms.begins(token):
            tags |= HEAD
        own = self._words.packed((key,)) if key else 0
        found = (key, tags, self._chars.packed(groups), own, features.ahead(key))
        if len(token) <= KEPT_LETTERS:
            if len(self) >= KEPT:
                self.clear()
            self[token] = found
        return found


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
    known: Vocabulary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", Vocabulary(self.words, self.chars))

    def of(self, language: str | None) -> "Weights":
        return self.english if language == "en" and self.english else self

    def ordinary(self, word: str) -> bool:
        """Whether a word is known as a word: what training met thrice and what no list of brands holds."""
        lower = features.normal(word)
        if lower in brands.NAMES or (word[1:] != word[1:].lower() and not word.isupper()):
            return False
        opinion, liking = self.words.weight(self.known[word][0])
        return abs(opinion) + abs(liking) >= _ORDINARY or lexicon.tags(lower) != 0


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


class Look(NamedTuple):
    """A piece of text with what is known of each of its tokens, in the order of the text."""

    text: str
    tokens: list[str]
    units: Sequence[Known]
    columns: Columns
    marked: list[Marked]
    """The tokens that carry tags."""
    idioms: Sequence[Idiom]


def look(text: str, weights: Weights, names: AbstractSet[str] = frozenset()) -> Look:
    """`names` are the brand's own tokens: they are nobody's opinion, whatever their letters weigh."""
    tokens = features.tokens(text)
    units = list(map(weights.known.__getitem__, tokens))
    if names:
        units = [_NAME if token in names else unit for token, unit in zip(tokens, units, strict=True)]
    columns = _columns(units)
    marked = features.marked(columns[1])
    heads = [place for place, tags in marked if tags & HEAD]
    return Look(text, tokens, units, columns, marked, idioms.find(tokens, heads) if heads else ())


def _columns(units: Sequence[Known]) -> Columns:
    return tuple(zip(*units, strict=True)) if units else ((),) * 5


def read(piece: Look, weights: Weights) -> Score:
    """What a piece weighs; for each of its idioms the one word that it means."""
    if not piece.idioms:
        return score(piece.columns, piece.marked, weights)
    units: list[Known] = []
    at = 0
    for place, count, meaning in piece.idioms:
        units += piece.units[at:place]
        if meaning.value:
            units.append(weights.known[meaning.value])
        at = place + count
    columns = _columns([*units, *piece.units[at:]])
    return score(columns, features.marked(columns[1]), weights)


def liked(unit: Known, weights: Weights, *, negated: bool) -> float:
    """What one token weighs in a reason: its own weight and, scaled to one word's worth, that of its letter groups."""
    key, letters = unit[0], unit[2]
    groups = letters >> _COUNT
    scale = weights.words.scales[1]
    own = weights.words.weight(features.word(key, negated))[1] * scale if key else 0.0
    return ((letters >> _FIELD & _MASK) - NONE * groups) * weights.chars.scales[1] / max(4, groups) + own


def score(columns: Columns, marked: Sequence[Marked], weights: Weights) -> Score:
    keys, _, letters, own, ahead = columns
    denied, signs = features.said(marked, len(keys))
    words = sum(own) + weights.words.packed(features.pairs(keys, ahead))
    if denied:
        words += _denied([keys[place] for place in set(denied)], weights.words)
    groups = sum(letters)
    by_word, by_group = 1 / sqrt(words >> _COUNT or 1), 1 / sqrt(groups >> _COUNT or 1)
    by_sign = features.SIGN_VALUE
    bias = weights.bias
    word, char, sign = (
        weights.words.scaled(words),
        weights.chars.scaled(groups),
        weights.signs.scaled(weights.signs.packed(signs)),
    )
    opinion = bias[0] + word[0] * by_word + char[0] * by_group + sign[0] * by_sign
    liking = bias[1] + word[1] * by_word + char[1] * by_group + sign[1] * by_sign
    theirs = bias[2] + word[2] * by_word + char[2] * by_group + sign[2] * by_sign
    likes = bias[3] + word[3] * by_word + char[3] * by_group + sign[3] * by_sign
    kin = 0.5 + 0.5 * tanh((bias[4] + word[4] * by_word + char[4] * by_group + sign[4] * by_sign) / 2)
    kin *= weights.trust * min(1.0, max(0.0, ((groups >> _COUNT) - FEW) / (ENOUGH - FEW)))
    return Score(
        opinion + kin * (theirs - opinion),
        liking + kin * (likes - liking),
        kin,
        _lift(signs, weights),
        groups >> _COUNT or sum([tags & features.SPEAKS > 0 for _, tags in marked]),
        not features.COMPLAINTS.isdisjoint(signs),
        features.SILENT not in signs,
    )


def _denied(keys: Sequence[int], words: Plane) -> Packed:
    """The difference that it makes when these words stand under a negation."""
    keys = [key for key in keys if key]
    return words.packed([features.word(key, True) for key in keys]) - words.packed(keys)


def _lift(signs: Sequence[int], weights: Weights) -> Triple:
    lifts = weights.lifts
    negative = neutral = positive = 0.0
    for number in signs:
        if number in lifts:
            more = lifts[number]
            negative, neutral, positive = negative + more[0], neutral + more[1], positive + more[2]
    return negative, neutral, positive


def probabilities(told: Score, weights: Weights) -> Probabilities:
    """To four digits; written out, for a loop over twelve factors took longer than the letters of a text."""
    opinion = OPINION_BEND * tanh(told.opinion / OPINION_BEND)
    liking = LIKING_BEND * tanh(told.liking / LIKING_BEND)
    strength, kin = abs(liking), told.kinship
    (n0, n1, n2, n3, n4, n5, n6, n7), (u0, u1, u2, u3, u4, u5, u6, u7), (p0, p1, p2, p3, p4, p5, p6, p7) = (
        weights.calibration
    )
    negative, neutral, positive = told.lift
    return softmax(
        negative + n0 + n4 * kin + (n1 + n5 * kin) * opinion + (n2 + n6 * kin) * liking + (n3 + n7 * kin) * strength,
        neutral + u0 + u4 * kin + (u1 + u5 * kin) * opinion + (u2 + u6 * kin) * liking + (u3 + u7 * kin) * strength,
        positive + p0 + p4 * kin + (p1 + p5 * kin) * opinion + (p2 + p6 * kin) * liking + (p3 + p7 * kin) * strength,
    )


def softmax(negative: float, neutral: float, positive: float) -> Probabilities:
    top = max(negative, neutral, positive)
    negative, neutral, positive = exp(negative - top), exp(neutral - top), exp(positive - top)
    total = negative + neutral + positive
    return rounded(negative / total, positive / total)


def rounded(negative: float, positive: float) -> Probabilities:
    """Four digits that sum to one. By whole numbers, for `round` takes three times as long."""
    low = int(negative * 10_000 + 0.5)
    high = min(int(positive * 10_000 + 0.5), 10_000 - low)
    return Probabilities(low / 10_000, (10_000 - low - high) / 10_000, high / 10_000)
