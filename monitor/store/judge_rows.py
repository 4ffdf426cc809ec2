"""What judges that cost something used up today. One row per judge, of its last local day."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from monitor.store import Store
from monitor.store.tables import judge_days


@dataclass(frozen=True, slots=True)
class Spent:
    requests: int = 0
    characters: int = 0


class StoredBudget:
    """The budget of one judge; None is no limit. `timezone` says when its day begins."""

    def __init__(
        self,
        store: Store,
        judge: str,
        timezone: str,
        now: Callable[[], datetime],
        *,
        requests: int | None,
        characters: int | None,
    ) -> None:
        self._store = store
        self._judge = judge
        self._timezone = timezone
        self._now = now
        self._most = (requests, characters)

    async def spend(self, characters: int) -> str | None:
        """Written before the request is made: a kill in between costs one request of the budget, never one too many."""
        day = _day(self._now(), self._timezone)
        return await self._store.write(spend, self._judge, day, characters, *self._most)


def spend(
    connection: Connection, judge: str, day: str, characters: int, requests_limit: int | None, limit: int | None
) -> str | None:
    """None when it is written down; else which of the two budgets is used up."""
    before = _spent(connection, day).get(judge, Spent())
    after = Spent(before.requests + 1, before.characters + characters)
    if requests_limit is not None and after.requests > requests_limit:
        return f"today's budget of {requests_limit} requests is used up"
    if limit is not None and after.characters > limit:
        return f"today's budget of {limit} characters is used up"
    connection.execute(delete(judge_days).where(judge_days.c.judge == judge))
    row = {"judge": judge, "day": day, "requests": after.requests, "characters": after.characters}
    connection.execute(insert(judge_days), [row])
    return None


def spent_today(connection: Connection, now: datetime, timezone: str) -> dict[str, dict[str, int]]:
    """Judge → `requests` and `characters`; one that was not asked today is not in it."""
    return {judge: asdict(one) for judge, one in _spent(connection, _day(now, timezone)).items()}


def _spent(connection: Connection, day: str) -> dict[str, Spent]:
    rows = connection.execute(select(judge_days).where(judge_days.c.day == day).order_by(judge_days.c.judge))
    return {row.judge: Spent(row.requests, row.characters) for row in rows}


def _day(now: datetime, timezone: str) -> str:
    return now.astimezone(ZoneInfo(timezone)).date().isoformat()
