"""The outbox as delivery wants it: one store, one boot id."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from monitor.core.outbox import Attempt, Destination
from monitor.core.render import payloads
from monitor.notifier import Audience
from monitor.store import Store, outbox_rows
from monitor.store.ids import new_id


class StoredOutbox:
    """`boot` marks the attempts of this process: those of dead ones are cut off and made again."""

    def __init__(self, store: Store, boot: str, link: Callable[[str], str] | None = None) -> None:
        """`link` leads from a message's id to the page that lists its mentions."""
        self._store = store
        self._boot = boot
        self._link = link

    async def ready(self, now: datetime) -> list[Destination]:
        return await self._store.read(outbox_rows.ready, now)

    async def begin(
        self, to: Destination, limit: int | None, now: datetime, audiences: Mapping[str, Audience] | None = None
    ) -> Attempt | None:
        return await self._store.write(_begin, to, limit, self._boot, now, audiences=audiences or {}, link=self._link)

    async def accepted(self, attempt: Attempt) -> None:
        await self._store.write(outbox_rows.accepted, attempt)

    async def accepted_by(self, attempt: Attempt, to: Destination, now: datetime) -> None:
        await self._store.write(_accepted_by, attempt, to, now)

    async def refused(self, attempt: Attempt, text: str, next_at: datetime | None) -> None:
        await self._store.write(outbox_rows.refused, attempt, text, next_at)

    async def unreached(
        self, attempt: Attempt, to: Destination, text: str, next_at: datetime | None, until: datetime, now: datetime
    ) -> None:
        await self._store.write(outbox_rows.unreached, attempt, to, text, next_at=next_at, until=until, now=now)

    async def back(self, notifier: str, now: datetime) -> None:
        await self._store.write(outbox_rows.back, notifier, now)

    async def gone(self, attempt: Attempt, to: Destination, text: str, now: datetime) -> None:
        await self._store.write(outbox_rows.gone, attempt, to, text, now)

    async def hold(self, to: Destination, until: datetime) -> None:
        await self._store.write(outbox_rows.hold, to, until)


def _accepted_by(connection: Connection, attempt: Attempt, to: Destination, now: datetime) -> None:
    outbox_rows.accepted(connection, attempt)
    outbox_rows.hasten(connection, to, now)


def _begin(
    connection: Connection,
    to: Destination,
    limit: int | None,
    boot: str,
    now: datetime,
    *,
    audiences: Mapping[str, Audience],
    link: Callable[[str], str] | None,
) -> Attempt | None:
    away, until = outbox_rows.away(connection, to.notifier)
    if until is not None and until > now:
        return None
    outbox_rows.freeze(
        connection,
        to,
        lambda debt: payloads("mentions", debt.subscription, debt.told, now, limit, new_id=new_id, link=link),
        now,
        audiences,
    )
    return outbox_rows.begin_attempt(connection, to, boot, now, away)
