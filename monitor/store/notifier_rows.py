"""The notifiers table: which channels take nothing now, since when and why. One that is fine has no row, or none that
says otherwise.
"""

from sqlalchemy import Connection, delete, or_, select

from monitor.core.standing import Shut, Standing
from monitor.store.tables import notifiers


def shut(connection: Connection) -> dict[str, Standing]:
    """Notifier → why nothing goes out; those that work are not in it."""
    query = select(notifiers).where(or_(notifiers.c.disabled_at.is_not(None), notifiers.c.away.is_not(None)))
    return {
        row.name: Standing(row.name, Shut.DISABLED, row.disabled_at, row.why)
        if row.disabled_at
        else Standing(row.name, Shut.AWAY, row.away_since, row.why, row.away_until)
        for row in connection.execute(query.order_by(notifiers.c.name))
    }


def enable(connection: Connection, name: str) -> bool:
    """Lets a disabled notifier send again; False when it was not disabled."""
    again = delete(notifiers).where(notifiers.c.name == name, notifiers.c.disabled_at.is_not(None))
    return connection.execute(again).rowcount == 1
