from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.core.schedule import (
    WEBHOOK_WAITS,
    Rhythm,
    changed,
    failed,
    next_attempt,
    next_poll,
    next_try,
    unchanged,
)
from tests.fakes import NOON

MINUTES = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
BUSY = Rhythm(change_gap=240.0, changed_at=NOON)

POLLS: dict[str, tuple[Rhythm, dict[str, Any], timedelta]] = {
    "an unknown rhythm keeps to every": (Rhythm(), {}, 60 * MINUTES),
    "news each 4 minutes is asked for each 2": (BUSY, {}, 2 * MINUTES),
    "news each second is asked for each minute": (replace(BUSY, change_gap=1.0), {}, MINUTES),
    "rare news keep to every": (replace(BUSY, change_gap=90000.0), {}, 60 * MINUTES),
    "freshness lengthens the adaptive gap": (BUSY, {"fresh_for": 10 * MINUTES}, 10 * MINUTES),
    "freshness does not lengthen every": (BUSY, {"fresh_for": 600 * MINUTES}, 60 * MINUTES),
    "an every under a minute is kept": (BUSY, {"every": 10 * SECOND}, 10 * SECOND),
    "the vendor's rule holds": (BUSY, {"least": 30 * MINUTES}, 30 * MINUTES),
    "chance comes earlier by a tenth at most": (Rhythm(), {"chance": 1.0}, 54 * MINUTES),
}


@pytest.mark.parametrize(("rhythm", "given", "gap"), POLLS.values(), ids=POLLS.keys())
def test_next_poll(rhythm: Rhythm, given: dict[str, Any], gap: timedelta) -> None:
    usual = {"every": 60 * MINUTES, "least": SECOND, "fresh_for": None, "chance": 0.0}
    assert next_poll(rhythm, NOON, **{**usual, **given}) - NOON == gap


def test_a_source_that_fell_silent_is_asked_less_often() -> None:
    later = NOON + timedelta(minutes=30)
    assert next_poll(BUSY, later, every=60 * MINUTES, least=SECOND, fresh_for=None, chance=0) - later == 15 * MINUTES


def test_failures_back_off_to_an_hour_and_never_stop() -> None:
    rhythm, gaps = Rhythm(), []
    for _ in range(50):
        rhythm = failed(rhythm)
        gaps.append((next_try(rhythm, NOON, refused=False, retry_after=None, chance=1.0) - NOON) / MINUTES)
    assert gaps[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert gaps[-1] == 60


def test_a_refusal_backs_off_to_a_day() -> None:
    rhythm = Rhythm(failures=30)
    assert next_try(rhythm, NOON, refused=True, retry_after=None, chance=1.0) - NOON == timedelta(hours=24)


def test_retry_after_is_obeyed_by_polls() -> None:
    assert next_try(Rhythm(failures=1), NOON, refused=True, retry_after=7200.0, chance=0) - NOON == 120 * MINUTES


def test_a_success_forgets_failures_and_learns_the_gap() -> None:
    first = changed(Rhythm(failures=3), NOON)
    second = changed(unchanged(first), NOON + 10 * MINUTES)
    third = changed(second, NOON + 10 * MINUTES + 20 * MINUTES)
    assert (first.failures, second.change_gap, third.change_gap) == (0, 600.0, pytest.approx(780.0))


def test_a_webhook_is_tried_ten_times_in_three_days() -> None:
    waits = []
    for tries in range(1, 10):
        at = next_attempt(tries, NOON, retry_after=None, chance=0.5)
        assert at is not None
        waits.append((at - NOON).total_seconds())
    assert waits == pytest.approx(list(WEBHOOK_WAITS[1:]))
    assert sum(waits) / 3600 == pytest.approx(75.6, abs=0.1)
    assert next_attempt(10, NOON, retry_after=None, chance=0.5) is None


def test_jitter_stays_within_a_fifth() -> None:
    early = next_attempt(2, NOON, retry_after=None, chance=0.0)
    late = next_attempt(2, NOON, retry_after=None, chance=1.0)
    assert early
    assert late
    assert ((early - NOON).total_seconds(), (late - NOON).total_seconds()) == (pytest.approx(240), pytest.approx(360))


def test_retry_after_is_obeyed_by_deliveries() -> None:
    at = next_attempt(1, NOON, retry_after=120.0, chance=0.0)
    assert at == NOON + 2 * MINUTES
