"""Alerts that a person's word takes back before they are sent, and that a later word gives back.

    waits, nothing frozen      what is owed goes
    frozen, not accepted       the message stays as it is and is not sent, once all its alerts are withdrawn
    accepted                   it was told; nothing is taken back

An alert is for a story: where another mention of it stands, that one is told instead. What was withdrawn stays in the
table, so that copies of a text that a person called harmless are not told either; an edit of the text removes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, insert, select, update

from monitor.core.route import Subscription, wanted
from monitor.model import Mention, Status
from monitor.store import item_rows
from monitor.store.story_changes import Hearers
from monitor.store.tables import alerts, mentions, messages, owed

WITHDRAWN = "withdrawn"
"""State of a message."""
HEIRS = 200
"""Mentions of a story that are asked whether they may be told instead, oldest first."""
_OPEN = ("waiting", "dead")


@dataclass(frozen=True, slots=True)
class Moved:
    withdrawn: int = 0
    restored: int = 0
    passed_on: int = 0
    """Tell another mention of the story now."""


NOTHING = Moved()


def follow(connection: Connection, before: Mention, after: Mention, hearers: Hearers, why: str, now: datetime) -> Moved:
    """What becomes of the alerts that would tell a mention. One whose `when` did not hold before stays: then not the
    person but the configuration says otherwise.
    """
    subscriptions = {one.name: one for one in hearers.subscriptions}
    withdrawn = restored = passed_on = 0
    for alert in connection.execute(select(alerts).where(alerts.c.mention_id == before.id)).all():
        subscription = subscriptions.get(alert.subscription)
        stands = _wanted(subscription, after, now)
        if stands and alert.withdrawn is not None:
            _restore(connection, alert, hearers.recipients.get(alert.subscription, ()))
            restored += 1
        elif not stands and _wanted(subscription, before, now) and _is_open(connection, alert.id):
            heir = _heir(connection, after, subscription, now)
            if heir is None:
                _withdraw(connection, alert.id, why)
                withdrawn += 1
            else:
                connection.execute(update(alerts).where(alerts.c.id == alert.id).values(mention_id=heir))
                passed_on += 1
    return Moved(withdrawn, restored, passed_on)


def forget(connection: Connection, mention_ids: Sequence[str]) -> None:
    """The words that withdrew their alerts hold no more: as if these had never been made, unless they were sent."""
    connection.execute(delete(alerts).where(alerts.c.mention_id.in_(mention_ids), is_silent()))


def silent(connection: Connection, story_id: str) -> dict[str, str]:
    """Subscription → its withdrawn alert of a story."""
    query = select(alerts.c.subscription, alerts.c.id).where(alerts.c.story_id == story_id, is_silent())
    return {row.subscription: row.id for row in connection.execute(query)}


def remove(connection: Connection, alert_ids: Sequence[str]) -> None:
    connection.execute(delete(alerts).where(alerts.c.id.in_(alert_ids)))


def is_silent() -> ColumnElement[bool]:
    """Of an alert: it was withdrawn, and nobody was or will be told."""
    tells = messages.c.state.in_(("waiting", "delivered"))
    told = exists().where(owed.c.alert_id == alerts.c.id, owed.c.message_id == messages.c.id, tells)
    return and_(alerts.c.withdrawn.is_not(None), ~told)


def _wanted(subscription: Subscription | None, mention: Mention, now: datetime) -> bool:
    """A subscription that left the configuration wants what it wanted."""
    return mention.status is not Status.DISMISSED if subscription is None else wanted(subscription, mention, now)


def _is_open(connection: Connection, alert_id: str) -> bool:
    """Somebody who is owed it has not accepted it."""
    query = (
        select(owed.c.alert_id)
        .outerjoin(messages, messages.c.id == owed.c.message_id)
        .where(owed.c.alert_id == alert_id, owed.c.message_id.is_(None) | messages.c.state.in_(_OPEN))
    )
    return connection.execute(query.limit(1)).first() is not None


def _heir(connection: Connection, gone: Mention, subscription: Subscription | None, now: datetime) -> str | None:
    query = item_rows.mention_query(
        mentions.c.story_id == gone.story_id, mentions.c.id != gone.id, mentions.c.untold.is_(None)
    )
    oldest = connection.execute(query.order_by(mentions.c.seen_at, mentions.c.id).limit(HEIRS))
    others = map(item_rows.mention_from, oldest)
    return next((one.id for one in others if _wanted(subscription, one, now)), None)


def _withdraw(connection: Connection, alert_id: str, why: str) -> None:
    connection.execute(update(alerts).where(alerts.c.id == alert_id).values(withdrawn=f"withdrawn, {why}"))
    connection.execute(delete(owed).where(owed.c.alert_id == alert_id, owed.c.message_id.is_(None)))
    stands = exists().where(
        owed.c.message_id == messages.c.id, owed.c.alert_id == alerts.c.id, alerts.c.withdrawn.is_(None)
    )
    frozen = update(messages).where(_of(alert_id), messages.c.state.in_(_OPEN), ~stands)
    connection.execute(frozen.values(state=WITHDRAWN, withdrawn_from=messages.c.state))


def _restore(connection: Connection, alert: Row[Any], recipients: Sequence[tuple[str, str]]) -> None:
    """To those who were not told, as they are configured now."""
    connection.execute(update(alerts).where(alerts.c.id == alert.id).values(withdrawn=None))
    frozen = update(messages).where(_of(alert.id), messages.c.state == WITHDRAWN)
    connection.execute(frozen.values(state=messages.c.withdrawn_from, withdrawn_from=None))
    here = select(owed.c.notifier, owed.c.recipient).where(owed.c.alert_id == alert.id)
    known = {(row.notifier, row.recipient) for row in connection.execute(here)}
    debts = [
        {"alert_id": alert.id, "notifier": notifier, "recipient": recipient}
        for notifier, recipient in recipients
        if (notifier, recipient) not in known
    ]
    if debts:
        connection.execute(insert(owed), debts)


def _of(alert_id: str) -> ColumnElement[bool]:
    return messages.c.id.in_(
        select(owed.c.message_id).where(owed.c.alert_id == alert_id, owed.c.message_id.is_not(None))
    )
