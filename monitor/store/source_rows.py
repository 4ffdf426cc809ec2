"""The sources table: who is due, who reads it, what a poll left behind."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Row, and_, bindparam, insert, select, update

from monitor.core.polling import Move, SourceState
from monitor.core.schedule import Rhythm
from monitor.store.tables import sources

_SAVE = (
    update(sources)
    .where(sources.c.name == bindparam("which"), sources.c.lease == bindparam("boot"))
    .values({
        column.name: bindparam(column.name)
        for column in sources.c
        if column.name not in ("name", "kind", "active", "paused_at", "lease")
    } | {"lease": None})
)  # fmt: skip
_DUE = (
    select(sources)
    .where(
        sources.c.active.is_(True),
        sources.c.next_poll_at <= bindparam("now"),
        sources.c.lease.is_(None),
        sources.c.paused_at.is_(None),
    )
    .order_by(sources.c.next_poll_at)
    .limit(bindparam("most"))
)

_FREE = select(sources).where(sources.c.name.in_(bindparam("names", expanding=True)), sources.c.lease.is_(None))
_LEASE = update(sources).where(sources.c.name.in_(bindparam("names", expanding=True))).values(lease=bindparam("boot"))


def sync(connection: Connection, wanted: Mapping[str, str], now: datetime) -> None:
    """Makes a row for each configured source (name → kind); others stay, but are not polled. A source whose kind
    changed starts anew, due at once.
    """
    there = {row.name: row.kind for row in connection.execute(select(sources.c.name, sources.c.kind))}
    connection.execute(update(sources).values(active=False))
    for name, kind in wanted.items():
        if name not in there:
            fresh = SourceState(name, kind, next_poll_at=now)
            connection.execute(insert(sources).values(name=name, kind=kind, active=True, **_values(fresh)))
        elif there[name] != kind:
            anew = _values(SourceState(name, kind, next_poll_at=now))
            del anew["seen"]  # its items are still there, and still known
            connection.execute(update(sources).where(sources.c.name == name).values(kind=kind, active=True, **anew))
    if wanted:
        connection.execute(update(sources).where(sources.c.name.in_(wanted)).values(active=True))


def hasten(connection: Connection, gaps: Mapping[str, timedelta], now: datetime) -> None:
    """After the configuration changed: a healthy source is due no later than `gaps` says."""
    for state in states(connection):
        if state.polled_at is None or state.rhythm.failures or (state.held_until and state.held_until > now):
            continue
        latest = state.polled_at + gaps[state.name]
        if latest < state.next_poll_at:
            set_due(connection, state.name, latest)


def claim(connection: Connection, boot: str, now: datetime, most: int) -> list[SourceState]:
    """Leases the sources that are due, longest due first."""
    rows = connection.execute(_DUE, {"now": now, "most": most}).all()
    return _lease(connection, rows, boot)


def claim_named(connection: Connection, boot: str, names: Collection[str]) -> list[SourceState]:
    """Leases these, due or not."""
    return _lease(connection, connection.execute(_FREE, {"names": list(names)}).all(), boot)


def free_others(connection: Connection, boot: str) -> int:
    """Frees what other processes leased; only the holder of the daemon lock may call it."""
    lost = and_(sources.c.lease.is_not(None), sources.c.lease != boot)
    return connection.execute(update(sources).where(lost).values(lease=None)).rowcount


def release(connection: Connection, boot: str, name: str) -> None:
    """Gives a lease back unread: the pass was cut short."""
    mine = and_(sources.c.name == name, sources.c.lease == boot)
    connection.execute(update(sources).where(mine).values(lease=None))


def release_all(connection: Connection, boot: str) -> None:
    """At the end of a process."""
    connection.execute(update(sources).where(sources.c.lease == boot).values(lease=None))


def take_up(connection: Connection, boot: str, names: Collection[str]) -> list[SourceState]:
    """Those of our leases `names` that may still be polled, as they stand now; the others are given back."""
    rows = connection.execute(select(sources).where(sources.c.name.in_(names), sources.c.lease == boot)).all()
    for row in rows:
        if row.paused_at or not row.active:
            release(connection, boot, row.name)
    by_name = {row.name: _state(row) for row in rows if row.active and not row.paused_at}
    return [by_name[name] for name in names if name in by_name]


def save(connection: Connection, state: SourceState, boot: str) -> bool:
    """Writes what the poll left and frees the lease; False when the lease is no longer ours."""
    values = _values(state) | {"which": state.name, "boot": boot}
    return connection.execute(_SAVE, values).rowcount == 1


def set_paused(connection: Connection, name: str, at: datetime | None) -> bool:
    """False: there is no such source."""
    return connection.execute(update(sources).where(sources.c.name == name).values(paused_at=at)).rowcount == 1


def set_due(connection: Connection, name: str, at: datetime) -> None:
    connection.execute(update(sources).where(sources.c.name == name).values(next_poll_at=at))


def states(connection: Connection) -> list[SourceState]:
    """Of the configured sources, by name."""
    rows = connection.execute(select(sources).where(sources.c.active.is_(True)).order_by(sources.c.name)).all()
    return [_state(row) for row in rows]


def _lease(connection: Connection, rows: Sequence[Row[Any]], boot: str) -> list[SourceState]:
    names = [row.name for row in rows]
    if names:
        connection.execute(_LEASE, {"names": names, "boot": boot})
    return [_state(row) for row in rows]


def _values(state: SourceState) -> dict[str, Any]:
    return {
        "next_poll_at": state.next_poll_at,
        "options_hash": state.options_hash,
        "brand_hashes": orjson.dumps(dict(state.brand_hashes)).decode(),
        "round_hash": state.round_hash,
        "round_page": state.round_page,
        "cursor": state.cursor,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash,
        "full_at": state.full_at,
        "change_gap": state.rhythm.change_gap,
        "changed_at": state.rhythm.changed_at,
        "failures": state.rhythm.failures,
        "recent_new": orjson.dumps(state.recent_new).decode(),
        "listed": state.listed,
        "moved_at": state.move.at if state.move else None,
        "moved_to": state.move.to if state.move else None,
        "moved_count": state.move.count if state.move else 0,
        "moved_since": state.move.since if state.move else None,
        "held_until": state.held_until,
        "polled_at": state.polled_at,
        "ok_at": state.ok_at,
        "outcome": state.outcome,
        "why": state.why,
        "seen": state.seen,
    }


def _state(row: Row[Any]) -> SourceState:
    return SourceState(
        name=row.name,
        kind=row.kind,
        next_poll_at=row.next_poll_at,
        options_hash=row.options_hash,
        brand_hashes=orjson.loads(row.brand_hashes),
        round_hash=row.round_hash,
        round_page=row.round_page,
        cursor=row.cursor,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        full_at=row.full_at,
        rhythm=Rhythm(row.change_gap, row.changed_at, row.failures),
        recent_new=tuple(orjson.loads(row.recent_new)),
        listed=row.listed,
        move=Move(row.moved_at, row.moved_to, row.moved_count, row.moved_since) if row.moved_to else None,
        held_until=row.held_until,
        paused_at=row.paused_at,
        polled_at=row.polled_at,
        ok_at=row.ok_at,
        outcome=row.outcome,
        why=row.why,
        seen=row.seen,
    )
