"""What the customer lived, by tone, answer, deadline and clock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.experience import answered_at, experience, experience_of
from monitor.model import Experience, Reply, Status, Tone
from tests.fakes import NOON, a_mention, an_item

HOUR = timedelta(hours=1)
BAD, GOOD = Tone.NEGATIVE, Tone.POSITIVE

LIVED: dict[str, tuple[Tone, datetime | None, datetime | None, bool, Experience]] = {
    "praise": (GOOD, None, None, False, Experience.GOOD),
    "praise, whatever its deadline": (GOOD, None, NOON - HOUR, False, Experience.GOOD),
    "neither": (Tone.NEUTRAL, None, None, False, Experience.NEUTRAL),
    "neither, late": (Tone.NEUTRAL, None, NOON - HOUR, False, Experience.NEUTRAL),
    "a complaint without a deadline": (BAD, None, None, False, Experience.BAD),
    "a complaint before its deadline": (BAD, None, NOON + HOUR, False, Experience.BAD),
    "a complaint at its deadline": (BAD, None, NOON, False, Experience.UGLY),
    "a complaint after its deadline": (BAD, None, NOON - HOUR, False, Experience.UGLY),
    "answered in time": (BAD, NOON - 2 * HOUR, NOON - HOUR, False, Experience.BAD),
    "answered late": (BAD, NOON - HOUR, NOON - 2 * HOUR, False, Experience.BAD),
    "a complaint that became praise": (GOOD, None, None, True, Experience.RECOVERED),
    "an ugly one that became praise": (GOOD, None, NOON - HOUR, True, Experience.RECOVERED),
    "a complaint that became lukewarm": (Tone.NEUTRAL, None, None, True, Experience.NEUTRAL),
    "bad, good, and bad again": (BAD, None, None, True, Experience.BAD),
    "bad, good, and bad again until it was late": (BAD, None, NOON - HOUR, True, Experience.UGLY),
}


@pytest.mark.parametrize(("tone", "answered", "deadline", "was_bad", "lived"), LIVED.values(), ids=LIVED)
def test_what_the_customer_lived(
    tone: Tone, answered: datetime | None, deadline: datetime | None, was_bad: bool, lived: Experience
) -> None:
    assert experience(tone, answered, deadline, NOON, was_bad=was_bad) is lived


TIMES = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 a zone is put on
    lambda at: at.replace(tzinfo=NOON.tzinfo)
)


@given(TIMES, TIMES, st.timedeltas(timedelta(0), timedelta(days=9999)))
def test_time_alone_makes_a_complaint_ugly_and_never_better(
    answered: datetime | None, deadline: datetime | None, later: timedelta
) -> None:
    now, then = experience(BAD, answered, deadline, NOON), experience(BAD, answered, deadline, NOON + later)
    assert (now, then) != (Experience.UGLY, Experience.BAD)
    assert answered is None or then is Experience.BAD


def test_an_answer_without_a_date_was_there_when_it_was_seen() -> None:
    dated, undated = Reply("Sorry!", NOON - HOUR), Reply("Sorry!")
    assert answered_at(a_mention(an_item(reply=dated))) == NOON - HOUR
    assert answered_at(a_mention(an_item(reply=undated))) == NOON
    assert answered_at(a_mention()) is None


@pytest.mark.parametrize("status", Status)
def test_what_the_team_notes_changes_nothing_that_the_customer_lived(status: Status) -> None:
    assert experience_of(replace(a_mention(), status=status), NOON) is Experience.BAD
