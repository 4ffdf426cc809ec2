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
from monitor.core.lexicon import idioms
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


class Known(NamedTuple):
    """One token: what it shows, with the sums of its letter groups."""

    key: int
    tags: int
    """Of the lexicon, and `HEAD`."""
    opinion: float
    liking: float
    groups: int
    liked: float
    """What the word weighs in a reason."""
    liked_negated: float


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
        """Scaled sums of opinion and liking. `itemgetter` reads a memory map three times as fast as a loop."""
        pick = itemgetter(0, 0, *numbers)
        nothing = NONE * (len(numbers) + 2)
        return (
            (sum(pick(self.opinion)) - nothing) * self.opinion_scale,
            (sum(pick(self.liking)) - nothing) * self.liking_scale,
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found."""

    words: Plane
    chars: Plane
    signs: Plane
    bias: tuple[float, float]
    calibration: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]
    """Per tone (negative, neutral, positive): 1, opinion, liking, |liking|."""
    lifts: Mapping[int, tuple[float, float, float]]
    """What a pattern adds to each tone beyond what its weight says, by the number of its sign."""
    known: dict[str, Known] = field(default_factory=dict, compare=False)
    """Tokens seen before. A memory of results, not of state: emptying it changes nothing."""


class Score(NamedTuple):
    opinion: float
    liking: float
    lift: tuple[float, float, float]
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
    opinion, liking = weights.chars.sums(unit.chars)
    return Known(
        unit.key,
        unit.tags | (HEAD if idioms.begins(token) else 0),
        opinion,
        liking,
        len(unit.chars),
        _liked(unit, liking, False, weights),
        _liked(unit, liking, True, weights),
    )


def _liked(unit: features.Unit, letters: float, negated: bool, weights: Weights) -> float:
    """What a word weighs by itself: its own weight, and its share of a word's worth of letter groups."""
    if not unit.key:
        return letters / max(4, len(unit.chars))
    own = weights.words.liking[features.word(unit.key, negated)] - NONE
    return own * weights.words.liking_scale + letters / max(4, len(unit.chars))


def score(units: Sequence[Known], weights: Weights) -> Score:
    if not units:
        return Score(0.0, 0.0, (0.0, 0.0, 0.0), 0)
    keys, tags, opinions, likings, counts, _, _ = zip(*units, strict=True)
    words, signs = features.bag(keys, tags)
    word_opinion, word_liking = weights.words.sums(words)
    sign_opinion, sign_liking = weights.signs.sums(signs)
    by_word = 1 / sqrt(len(words) or 1)
    groups = sum(counts)
    by_group = 1 / sqrt(groups or 1)
    return Score(
        weights.bias[0] + word_opinion * by_word + sum(opinions) * by_group + sign_opinion * features.SIGN_VALUE,
        weights.bias[1] + word_liking * by_word + sum(likings) * by_group + sign_liking * features.SIGN_VALUE,
        _lift(signs, weights),
        groups or sum([each & features.SPEAKS > 0 for each in tags]),
    )


def _lift(signs: Sequence[int], weights: Weights) -> tuple[float, float, float]:
    lifts = weights.lifts
    negative = neutral = positive = 0.0
    for number in signs:
        if number in lifts:
            more = lifts[number]
            negative, neutral, positive = negative + more[0], neutral + more[1], positive + more[2]
    return negative, neutral, positive


def probabilities(opinion: float, liking: float, lift: tuple[float, float, float], weights: Weights) -> Probabilities:
    opinion = OPINION_BEND * tanh(opinion / OPINION_BEND)
    liking = LIKING_BEND * tanh(liking / LIKING_BEND)
    seen = (1.0, opinion, liking, abs(liking))
    negative, neutral, positive = (
        more + sum(factor * value for factor, value in zip(row, seen, strict=True))
        for row, more in zip(weights.calibration, lift, strict=True)
    )
    return softmax(negative, neutral, positive)


def softmax(negative: float, neutral: float, positive: float) -> Probabilities:
    top = max(negative, neutral, positive)
    parts = [exp(value - top) for value in (negative, neutral, positive)]
    total = sum(parts)
    return Probabilities(*(part / total for part in parts))
