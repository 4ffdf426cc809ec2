"""The tone model's arithmetic: what a text weighs, and how likely that makes each tone.

    units → (opinion, liking) → probabilities of negative, neutral, positive

`opinion` says whether the text judges at all (learned from neutral against the rest), `liking` which way (learned
from positive against negative): film subtitles and the reviews of many languages have no neutral texts, and in this
form they teach liking without teaching that their language is never neutral. Both are sums of 8-bit weights; a
small calibration, fitted on sets that the weights had not seen, turns the two numbers into probabilities.

Pure Python over a memory map: with what is known of a token kept, 17 look-ups cost less than building an array.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt, tanh
from operator import itemgetter
from typing import NamedTuple, Protocol

from monitor.core import features, lexicon
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
Quad = tuple[float, float, float, float]


class Known(NamedTuple):
    """One token: what it shows. Few objects, for fetching them from memory is what a known token costs."""

    key: int
    tags: int
    """Of the lexicon, and `HEAD`."""
    letters: int
    """Its letter groups in one number: how many, then the sums of their bytes of liking and of opinion, `_FIELD` bits
    each. The numbers of all tokens are added before they are taken apart."""
    likes: tuple[float, float]
    """What the word weighs in a reason, plain and under a negation."""


_FIELD = 40
_MASK = (1 << _FIELD) - 1


HEAD = 1 << lexicon.BITS
"""The tag of a token that an idiom may begin with."""


class Table(Protocol):
    """What a memory map gives: the byte at a place."""

    def __getitem__(self, place: int, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Plane:
    """One table of one number: a byte a feature, `NONE` is nothing, feature 0 always is."""

    opinion: Table
    liking: Table
    opinion_scale: float
    liking_scale: float

    def sums(self, numbers: Sequence[int]) -> tuple[float, float]:
        """Scaled sums of opinion and liking."""
        opinion, liking = self.bytes(numbers)
        nothing = NONE * len(numbers)
        return (opinion - nothing) * self.opinion_scale, (liking - nothing) * self.liking_scale

    def bytes(self, numbers: Sequence[int]) -> tuple[int, int]:
        """Sums of the bytes themselves. `itemgetter` reads a memory map three times as fast as a loop."""
        if len(numbers) < 2:  # an itemgetter of one gives no tuple
            return sum([self.opinion[each] for each in numbers]), sum([self.liking[each] for each in numbers])
        pick = itemgetter(*numbers)
        return sum(pick(self.opinion)), sum(pick(self.liking))


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found."""

    words: Plane
    chars: Plane
    signs: Plane
    bias: tuple[float, float]
    calibration: tuple[Quad, Quad, Quad]
    """Per tone (negative, neutral, positive): 1, opinion, liking, |liking|."""
    lifts: Mapping[int, Triple]
    """What a pattern adds to each tone beyond what its weight says, by the number of its sign."""
    known: dict[str, Known] = field(default_factory=dict, compare=False)
    """Tokens seen before. A memory of results, not of state: emptying it changes nothing."""

    def ordinary(self, word: str) -> bool:
        """Whether a word is known as a word: what training met thrice and what no list of brands holds."""
        lower = features.normal(word)
        if lower in brands.NAMES or (word[1:] != word[1:].lower() and not word.isupper()):
            return False
        number = features.word(features.unit(word).key, False)
        weight = abs(self.words.opinion[number] - NONE) + abs(self.words.liking[number] - NONE)
        return weight >= _ORDINARY or lexicon.tags(lower) != 0


class Score(NamedTuple):
    opinion: float
    liking: float
    lift: Triple
    """What the patterns that hold add to each tone."""
    evidence: int
    """Letter groups looked up, or signs that speak for themselves (emoji); 0: the text shows nothing."""


class Look(NamedTuple):
    """A piece of text with what is known of each of its tokens, in the order of the text."""

    text: str
    tokens: list[str]
    units: list[Known]
    idioms: list[Idiom]
    read: list[Known]
    """What is scored: the units, but for each idiom the one word that it means."""


def look(text: str, weights: Weights) -> Look:
    kept = weights.known.get
    tokens = features.tokens(text)
    units = [kept(token) or known(token, weights) for token in tokens]
    heads = [place for place, each in enumerate(units) if each[1] & HEAD]
    found = idioms.find(tokens, heads) if heads else []
    return Look(text, tokens, units, found, _read(units, found, weights) if found else units)


def _read(units: Sequence[Known], found: Sequence[Idiom], weights: Weights) -> list[Known]:
    read: list[Known] = []
    at = 0
    for place, count, meaning in found:
        read += units[at:place]
        if meaning.value:
            read.append(known(meaning.value, weights))
        at = place + count
    return [*read, *units[at:]]


def known(token: str, weights: Weights) -> Known:
    found = weights.known.get(token)
    if found is None:
        found = _look_up(token, weights)
        if len(token) <= KEPT_LETTERS:
            if len(weights.known) >= KEPT:
                weights.known.clear()
            weights.known[token] = found
    return found


def _look_up(token: str, weights: Weights) -> Known:
    unit = features.unit(token)
    groups = len(unit.chars)
    opinion, liking = weights.chars.bytes(unit.chars)
    scaled = (liking - NONE * groups) * weights.chars.liking_scale / max(4, groups)
    return Known(
        unit.key,
        unit.tags | (HEAD if idioms.begins(token) else 0),
        (groups << _FIELD | liking) << _FIELD | opinion,
        (scaled + _liked(unit.key, False, weights), scaled + _liked(unit.key, True, weights)),
    )


def _liked(key: int, negated: bool, weights: Weights) -> float:
    """A word weighs its own weight and, added by the caller, its share of a word's worth of letter groups."""
    return (weights.words.liking[features.word(key, negated)] - NONE) * weights.words.liking_scale if key else 0.0


def score(units: Sequence[Known], weights: Weights) -> Score:
    tags = [each[1] for each in units]
    words, signs = features.bag([each[0] for each in units], tags)
    word_opinion, word_liking = weights.words.sums(words)
    sign_opinion, sign_liking = weights.signs.sums(signs)
    letters = sum([each[2] for each in units])
    groups = letters >> 2 * _FIELD
    by_word, by_group = 1 / sqrt(len(words) or 1), 1 / sqrt(groups or 1)
    char_opinion = ((letters & _MASK) - NONE * groups) * weights.chars.opinion_scale
    char_liking = ((letters >> _FIELD & _MASK) - NONE * groups) * weights.chars.liking_scale
    return Score(
        weights.bias[0] + word_opinion * by_word + char_opinion * by_group + sign_opinion * features.SIGN_VALUE,
        weights.bias[1] + word_liking * by_word + char_liking * by_group + sign_liking * features.SIGN_VALUE,
        _lift(signs, weights),
        groups or sum([each & features.SPEAKS > 0 for each in tags]),
    )


def _lift(signs: Sequence[int], weights: Weights) -> Triple:
    lifts = weights.lifts
    negative = neutral = positive = 0.0
    for number in signs:
        if number in lifts:
            more = lifts[number]
            negative, neutral, positive = negative + more[0], neutral + more[1], positive + more[2]
    return negative, neutral, positive


def probabilities(opinion: float, liking: float, lift: Triple, weights: Weights) -> Probabilities:
    """To four digits; written out, for a loop over twelve factors took longer than the letters of a text."""
    opinion = OPINION_BEND * tanh(opinion / OPINION_BEND)
    liking = LIKING_BEND * tanh(liking / LIKING_BEND)
    strength = abs(liking)
    (n0, n1, n2, n3), (u0, u1, u2, u3), (p0, p1, p2, p3) = weights.calibration
    return softmax(
        lift[0] + n0 + n1 * opinion + n2 * liking + n3 * strength,
        lift[1] + u0 + u1 * opinion + u2 * liking + u3 * strength,
        lift[2] + p0 + p1 * opinion + p2 * liking + p3 * strength,
    )


def softmax(negative: float, neutral: float, positive: float) -> Probabilities:
    top = max(negative, neutral, positive)
    negative, neutral, positive = exp(negative - top), exp(neutral - top), exp(positive - top)
    total = negative + neutral + positive
    return rounded(negative / total, positive / total)


def rounded(negative: float, positive: float) -> Probabilities:
    """Four digits that sum to one."""
    negative, positive = round(negative, 4), round(positive, 4)
    return Probabilities(negative, round(1 - negative - positive, 4), positive)
