"""The tone model's arithmetic: what a text weighs, and how likely that makes each tone.

    units → (opinion, liking) → probabilities of negative, neutral, positive

`opinion` says whether the text judges at all (learned from neutral against the rest), `liking` which way (learned
from positive against negative): film subtitles and the reviews of many languages have no neutral texts, and in this
form they teach liking without teaching that their language is never neutral. Both are sums of 8-bit weights; a
small calibration, fitted on sets that the weights had not seen, turns the two numbers into probabilities.

Pure Python over a memory map: with what is known of a token kept, 17 look-ups cost less than building an array.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, sqrt, tanh
from typing import NamedTuple

from monitor.core import features
from monitor.model import Probabilities

KEPT = 40_000
"""Tokens whose sums are kept per process, about 12 MB; past that the store starts anew."""
KEPT_LETTERS = 24
"""Longer tokens (runs of Chinese, addresses) are rarely seen twice."""

OPINION_BEND, LIKING_BEND = 2.0, 4.0
"""Where the two numbers stop growing: in languages whose training texts have no neutral ones a long text reached an
opinion of 17, and one such set spoiled the calibration of all (macro-F1 of other languages .52 → .62)."""


class Known(NamedTuple):
    """One token with the sums of its letter groups."""

    unit: features.Unit
    opinion: int
    liking: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found. The tables hold two signed bytes a feature: opinion, liking."""

    words: Sequence[int]
    chars: Sequence[int]
    signs: Sequence[int]
    word_scale: tuple[float, float]
    char_scale: tuple[float, float]
    sign_scale: tuple[float, float]
    bias: tuple[float, float]
    calibration: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]
    """Per tone (negative, neutral, positive): 1, opinion, liking, |liking|."""
    known: dict[str, Known] = field(default_factory=dict, compare=False)
    """Tokens seen before. A memory of results, not of state: emptying it changes nothing."""


class Score(NamedTuple):
    opinion: float
    liking: float
    evidence: int
    """Words and letter groups that were looked up; 0: the text shows nothing."""


def score(text: str, weights: Weights) -> Score:
    return score_units([known(token, weights) for token in features.tokens(text)], weights)


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
    table = weights.chars
    return Known(
        unit,
        sum(table[2 * number] for number in unit.chars),
        sum(table[2 * number + 1] for number in unit.chars),
    )


def score_units(units: Sequence[Known], weights: Weights) -> Score:
    words, signs = features.bag([each.unit for each in units])
    table = weights.words
    word_opinion = word_liking = 0
    for number in words:
        word_opinion += table[2 * number]
        word_liking += table[2 * number + 1]
    groups = sum([len(each.unit.chars) for each in units])
    char_opinion = sum([each.opinion for each in units])
    char_liking = sum([each.liking for each in units])
    table = weights.signs
    sign_opinion = sum([table[2 * number] for number in signs])
    sign_liking = sum([table[2 * number + 1] for number in signs])
    per_word = 1 / sqrt(len(words) or 1)
    per_group = 1 / sqrt(groups or 1)
    value = features.SIGN_VALUE
    return Score(
        weights.bias[0]
        + word_opinion * weights.word_scale[0] * per_word
        + char_opinion * weights.char_scale[0] * per_group
        + sign_opinion * weights.sign_scale[0] * value,
        weights.bias[1]
        + word_liking * weights.word_scale[1] * per_word
        + char_liking * weights.char_scale[1] * per_group
        + sign_liking * weights.sign_scale[1] * value,
        groups + sum(1 for each in units if each.unit.tags & features.SPEAKS),
    )


def probabilities(opinion: float, liking: float, weights: Weights) -> Probabilities:
    opinion = OPINION_BEND * tanh(opinion / OPINION_BEND)
    liking = LIKING_BEND * tanh(liking / LIKING_BEND)
    seen = (1.0, opinion, liking, abs(liking))
    negative, neutral, positive = (
        sum(factor * value for factor, value in zip(row, seen, strict=True)) for row in weights.calibration
    )
    return softmax(negative, neutral, positive)


def softmax(negative: float, neutral: float, positive: float) -> Probabilities:
    top = max(negative, neutral, positive)
    parts = [exp(value - top) for value in (negative, neutral, positive)]
    total = sum(parts)
    return Probabilities(*(part / total for part in parts))
