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
    next_probe,
    next_try,
    unchanged,
)
from monitor.notifier import Schedule
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
    assert [first.failures, second.change_gap, third.change_gap] == pytest.approx([0, 600.0, 780.0])


def again(
    tries: int,
    schedule: Schedule = Schedule.WEBHOOK,
    *,
    chance: float = 0.5,
    retry_after: float | None = None,
    age: timedelta = 0 * MINUTES,
) -> float | None:
    """Seconds until the next attempt."""
    at = next_attempt(schedule, tries, NOON, since=NOON - age, retry_after=retry_after, chance=chance)
    return None if at is None else (at - NOON).total_seconds()


def test_a_webhook_is_tried_ten_times_in_three_days() -> None:
    waits = [again(tries) for tries in range(1, 10)]
    assert waits == pytest.approx(list(WEBHOOK_WAITS[1:]))
    assert sum(wait for wait in waits if wait) / 3600 == pytest.approx(75.6, abs=0.1)
    assert again(10) is None


def test_jitter_stays_within_a_fifth() -> None:
    assert [again(2, chance=0.0), again(2, chance=1.0)] == pytest.approx([240, 360])


@pytest.mark.parametrize("schedule", Schedule)
def test_retry_after_is_obeyed_by_deliveries(schedule: Schedule) -> None:
    assert again(1, schedule, retry_after=120.0, chance=0.0) == 120


def test_a_mail_is_tried_at_0_1_6_9_15_minutes_and_then_each_15() -> None:
    at, times = 0.0, []
    for tries in range(1, 8):
        at += again(tries, Schedule.MAIL, chance=0.0) or 0
        times.append(at / 60)
    assert times == [1, 6, 9, 15, 30, 45, 60]


def test_a_mail_is_a_dead_letter_after_three_days() -> None:
    assert again(250, Schedule.MAIL, age=timedelta(days=3) - SECOND) is not None
    assert again(3, Schedule.MAIL, age=timedelta(days=3)) is None


def test_the_jitter_of_mail_only_lengthens() -> None:
    assert again(1, Schedule.MAIL, chance=0.0) == 60
    assert 60 < (again(1, Schedule.MAIL, chance=1.0) or 0) <= 62


def test_a_server_that_is_away_is_probed_each_minute_growing_to_five() -> None:
    waits = [next_probe(n, NOON, retry_after=None, chance=0.0) - NOON for n in range(1, 8)]
    assert waits == [n * MINUTES for n in (1, 2, 3, 4, 5, 5, 5)]
    assert next_probe(10**9, NOON, retry_after=None, chance=1.0) - NOON <= 6 * MINUTES
    assert next_probe(1, NOON, retry_after=3600.0, chance=0.0) - NOON == 60 * MINUTES
