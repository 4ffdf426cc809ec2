"""The budget of a judge: counted before it is spent, by the local day, across restarts."""

from datetime import UTC, datetime
from pathlib import Path

from monitor.store import judge_rows
from monitor.store.judge_rows import StoredBudget
from tests.stores import Clock, a_store

EVENING = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
"""22:30 in UTC is 23:30 in Berlin."""


def a_budget(store: object, clock: Clock, requests: int | None = None, characters: int | None = None) -> StoredBudget:
    return StoredBudget(store, "lexa", "Europe/Berlin", clock, requests=requests, characters=characters)  # type: ignore[arg-type] # a Store


async def test_requests_are_counted_until_the_budget_is_used_up(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        budget = a_budget(store, Clock(EVENING), requests=2)
        said = [await budget.spend(10) for _ in range(4)]
        assert said == [None, None, *["today's budget of 2 requests is used up"] * 2]
        today = judge_rows.spent_today
        assert store.read_now(today, EVENING, "Europe/Berlin") == {"lexa": {"requests": 2, "characters": 20}}


async def test_characters_have_a_budget_of_their_own(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        budget = a_budget(store, Clock(EVENING), characters=100)
        said = [await budget.spend(characters) for characters in (60, 50, 40, 1)]
    wrong = "today's budget of 100 characters is used up"
    assert said == [None, wrong, None, wrong]


async def test_the_day_turns_at_midnight_of_the_configured_zone(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        clock = Clock(EVENING)
        budget = a_budget(store, clock, requests=1)
        assert [await budget.spend(1), await budget.spend(1) is None] == [None, False]
        clock.turn(minutes=29)
        assert await budget.spend(1) is not None
        clock.turn(minutes=1)
        assert await budget.spend(1) is None
        assert store.read_now(judge_rows.spent_today, EVENING, "Europe/Berlin") == {}


async def test_a_new_start_goes_on_counting(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        await a_budget(store, Clock(EVENING), requests=1).spend(1)
    with a_store(tmp_path) as store:
        assert await a_budget(store, Clock(EVENING), requests=1).spend(1) is not None


async def test_judges_do_not_share_a_budget(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        for name in ("lexa", "nova"):
            budget = StoredBudget(store, name, "UTC", Clock(EVENING), requests=1, characters=None)
            assert await budget.spend(1) is None
        assert set(store.read_now(judge_rows.spent_today, EVENING, "UTC")) == {"lexa", "nova"}
