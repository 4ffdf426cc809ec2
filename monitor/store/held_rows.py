"""What a person releases. In one transaction the mention finds its story and is offered to every subscription, by the
rules that held when it came (baseline, 30 days, who subscribed since). Safe to repeat: it is held no longer then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from monitor.core.findings import NewAlert
from monitor.core.held import BY_TRIAGE, Freed, freed
from monitor.core.route import Offer, route
from monitor.core.story import Stories, marks_of
from monitor.model import Mention, Status
from monitor.store import item_rows, story_rows
from monitor.store.story_changes import Hearers
from monitor.store.tables import mentions


@dataclass(frozen=True, slots=True)
class Released:
    was_held: bool
    """False: it waited for nobody, and nothing was done."""
    alerts: int = 0
    """Made now; none where no subscription wants it, or its story was told."""


def release(
    connection: Connection, mention_id: str, hearers: Hearers, now: datetime, new_id: Callable[[str], str]
) -> Released | None:
    """A person said that it is about the brand. None: there is no such mention."""
    row = connection.execute(item_rows.mention_query(mentions.c.id == mention_id)).first()
    if row is None:
        return None
    mention = item_rows.mention_from(row)
    if mention.held is None:
        return Released(was_held=False)
    free = _freed(connection, mention, now)
    _write(connection, free)
    names = [one.name for one in hearers.subscriptions]
    told = item_rows.told(connection, [free.story.id], names)
    offer = Offer(free.mention, untold=mention.untold, released=BY_TRIAGE)
    new = [NewAlert(new_id("alt"), alert) for alert in route([offer], hearers.subscriptions, told, now)]
    item_rows.write_alerts(connection, new, hearers.recipients, now)
    return Released(was_held=True, alerts=len(new))


def count(connection: Connection) -> int:
    """Mentions that wait for a person; by their own small index."""
    waits = and_(mentions.c.held.is_not(None), mentions.c.status != Status.DISMISSED)
    return connection.scalar(select(func.count()).select_from(mentions).where(waits)) or 0


def _freed(connection: Connection, mention: Mention, now: datetime) -> Freed:
    (marks,) = marks_of(mention.item, [mention.brand])
    open_stories, faces, verdicts = story_rows.near(connection, [(mention.brand, marks)], now)
    return freed(mention, marks, Stories(open_stories, faces, verdicts, now))


def _write(connection: Connection, free: Freed) -> None:
    story_rows.open_up(connection, free)
    story_rows.write(connection, [], [free.story])
    place = {"story_id": free.mention.story_id, "joined": free.mention.joined, "held": None}
    connection.execute(update(mentions).where(mentions.c.id == free.mention.id).values(**place))
    story_rows.remove_left(connection, free)
    story_rows.weigh(connection, [free.story])
