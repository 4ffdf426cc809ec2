"""Figures of an evaluation are those of the textbook, and say how sure they are."""

import pytest

from monitor.core.evaluation import Share, evaluated
from monitor.model import Tone

NEGATIVE, NEUTRAL, POSITIVE = Tone
PAIRS = [
    *[(NEGATIVE, NEGATIVE)] * 6,
    *[(NEGATIVE, NEUTRAL)] * 2,
    *[(NEUTRAL, NEGATIVE)] * 2,
    *[(NEUTRAL, NEUTRAL)] * 3,
    (POSITIVE, POSITIVE),
]


def test_precision_recall_and_f1_of_a_tone() -> None:
    of = evaluated(PAIRS).of(NEGATIVE)
    assert (of.precision, of.recall, of.f1) == (Share(6, 8), Share(6, 8), 0.75)


def test_macro_f1_is_the_mean_over_the_tones_that_were_meant() -> None:
    assert evaluated(PAIRS).macro_f1 == pytest.approx((0.75 + 0.6 + 1) / 3)
    assert evaluated([(NEGATIVE, NEGATIVE), (NEGATIVE, POSITIVE)]).macro_f1 == pytest.approx(2 / 3)


def test_what_was_right() -> None:
    assert evaluated(PAIRS).right == Share(10, 14)


def test_of_nothing_nothing_is_known() -> None:
    empty = evaluated([])
    assert (empty.texts, empty.macro_f1, empty.of(NEGATIVE).f1, empty.right.value) == (0, None, None, None)
    assert empty.right.interval == (0.0, 1.0)


def test_the_interval_is_wilsons() -> None:
    low, high = Share(81, 263).interval
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert Share(0, 20).interval[0] == 0.0
    assert Share(20, 20).interval[1] == pytest.approx(1.0)
