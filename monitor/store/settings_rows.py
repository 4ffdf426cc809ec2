"""What the store remembers of the configuration: since when a subscription hears, and which sources stand in it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from monitor.store import source_rows
from monitor.store.tables import subscriptions


def sync(connection: Connection, kinds: Mapping[str, str], names: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Rows for new sources (name → kind) and subscriptions; since when each subscription hears."""
    source_rows.sync(connection, kinds, now)
    return subscribed(connection, names, now)


def subscribed(connection: Connection, names: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Since when each subscription hears; a new one from now on."""
    since: dict[str, datetime] = {row.name: row.since for row in connection.execute(select(subscriptions))}
    for name in names:
        if name not in since:
            connection.execute(insert(subscriptions).values(name=name, since=now))
            since[name] = now
    return since
