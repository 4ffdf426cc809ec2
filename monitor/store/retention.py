"""What is forgotten, and when. An item past retention leaves a tombstone: hashes and aliases without text, so that a
source that still lists it does not tell it again. The tombstone goes 400 days after the source stopped listing it.
"""

import struct
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, exists, select, union, update

from monitor.store.tables import (
    alerts,
    items,
    mentions,
    messages,
    native_ids,
    owed,
    revisions,
    sources,
    stories,
    urls,
)

TOMBSTONE_FOR = timedelta(days=400)
FRESH_FOR = timedelta(days=1)
AT_ONCE = 1000
"""Items that one transaction buries."""


def bury(connection: Connection, before: datetime, now: datetime) -> int:
    """Buries up to AT_ONCE items first seen before `before`; how many. What is still owed to somebody stays whole."""
    undelivered = (
        exists()
        .where(owed.c.alert_id == alerts.c.id, alerts.c.mention_id == mentions.c.id, mentions.c.item_id == items.c.id)
        .where(
            (owed.c.message_id.is_(None))
            | owed.c.message_id.in_(select(messages.c.id).where(messages.c.state == "waiting"))
        )
    )
    old = select(items.c.id).where(items.c.seen_at < before, items.c.body.is_not(None), ~undelivered).limit(AT_ONCE)
    ids = list(connection.scalars(old))
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        connection.execute(delete(mentions).where(mentions.c.item_id.in_(some)))
        connection.execute(delete(revisions).where(revisions.c.item_id.in_(some)))
        connection.execute(update(items).where(items.c.id.in_(some)).values(body=None, buried_at=now))
    if ids:
        bound = exists().where(owed.c.message_id == messages.c.id)
        connection.execute(delete(messages).where(messages.c.created_at < before, ~bound))
        told = exists().where(alerts.c.story_id == stories.c.id) | exists().where(mentions.c.story_id == stories.c.id)
        past = and_(stories.c.newest_at < before, stories.c.fingerprint.is_(None), ~told)
        connection.execute(delete(stories).where(past, stories.c.merged_into.is_not(None)))
        faces = stories.alias("faces")
        connection.execute(delete(stories).where(past, ~exists().where(faces.c.merged_into == stories.c.id)))
    return len(ids)


def keep_listed(connection: Connection, now: datetime) -> None:
    """A tombstone's 400 days begin when its source stops listing it: those listed now begin anew, once a day."""
    stale = and_(items.c.buried_at.is_not(None), items.c.buried_at < now - FRESH_FOR)
    if not connection.scalar(select(exists().where(stale))):
        return
    for row in connection.execute(select(sources.c.name, sources.c.listed)).all():
        keys = struct.unpack(f"<{len(row.listed) // 8}q", row.listed)
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            meant = union(
                *(
                    select(table.c.item_id).where(table.c.source == row.name, table.c.key.in_(some))
                    for table in (native_ids, urls)
                )
            )
            connection.execute(update(items).where(stale, items.c.id.in_(meant)).values(buried_at=now))


def drop_tombstones(connection: Connection, now: datetime) -> int:
    """Removes tombstones that no source has listed for 400 days; how many. Call `keep_listed` before."""
    old = select(items.c.id).where(items.c.buried_at < now - TOMBSTONE_FOR).limit(AT_ONCE)
    gone = list(connection.scalars(old))
    for start in range(0, len(gone), 500):
        connection.execute(delete(items).where(items.c.id.in_(gone[start : start + 500])))
    return len(gone)
