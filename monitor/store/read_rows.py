"""What people ask of the store: mentions, alerts with their messages, names. Reads only, beside a running daemon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Case, ColumnElement, Connection, Row, Select, and_, case, exists, func, or_, select

from monitor.core.outbox import Destination
from monitor.model import Mention, Status, Tone
from monitor.store.item_rows import each_mention, mention_from, mention_query
from monitor.store.tables import alerts, attempts, destinations, mentions, messages, notifiers, owed, stories
from monitor.store.withdrawals import is_silent

CHUNK = 200
"""Alerts whose messages are read with one query."""


class AlertState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    POSTPONED = "postponed"
    """Tried, not accepted, to be tried again."""
    DEAD = "dead"
    """Given up for at least one recipient."""
    SILENCED = "silenced"
    """A person's word on its mention withdrew it before it was sent."""


@dataclass(frozen=True, slots=True)
class AttemptSeen:
    """`outcome` None: under way."""

    at: datetime
    outcome: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class MessageSeen:
    id: str
    notifier: str
    to: str
    attempts: tuple[AttemptSeen, ...]
    """Oldest first."""
    next_at: datetime | None
    """When it is really tried: not before its destination's Retry-After ends nor before its server is probed. None:
    nothing more will be tried.
    """


@dataclass(frozen=True, slots=True)
class AlertSeen:
    id: str
    subscription: str
    story: str
    mentions: tuple[str, ...]
    """Ids."""
    why: tuple[str, ...]
    state: AlertState
    messages: tuple[MessageSeen, ...]
    """Those that were made; what is owed and not frozen yet has none."""
    unsent: tuple[Destination, ...]
    """Who is owed it and has no message yet."""


@dataclass(frozen=True, slots=True)
class ToldMention:
    """A mention that a message told, as it stands now, and why it was told."""

    mention: Mention
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldMessage:
    """A message with all that came of it."""

    subscription: str
    state: str
    """waiting, delivered or dead"""
    made_at: datetime
    seen: MessageSeen
    mentions: tuple[ToldMention, ...]
    """In the order they were told."""


def each_wanted_mention(
    connection: Connection, *, brand: str | None, tone: Tone | None, since: datetime | None, held: bool = False
) -> Iterator[Mention]:
    """Newest first, streamed; `since` is when it was first seen. `held`: only those that wait for a person."""
    conditions: list[ColumnElement[bool]] = [mentions.c.held.is_not(None) if held else mentions.c.held.is_(None)]
    if held:
        conditions.append(mentions.c.status != Status.DISMISSED)
    if brand is not None:
        conditions.append(mentions.c.brand == brand)
    if tone is not None:
        conditions.append(mentions.c.tone == tone)
    if since is not None:
        conditions.append(mentions.c.seen_at >= since)
    yield from each_mention(connection, and_(*conditions))


def brands(connection: Connection) -> list[str]:
    """Every brand that has a mention, also one that left the configuration."""
    return sorted(connection.scalars(select(mentions.c.brand).distinct()))


def newest_alerts(connection: Connection, state: AlertState | None, limit: int) -> Iterator[AlertSeen]:
    """Newest first."""
    come_to = _state()
    story = func.coalesce(stories.c.merged_into, stories.c.id).label("story")
    query = select(alerts, story, come_to.label("state")).join(stories, stories.c.id == alerts.c.story_id)
    query = query.order_by(alerts.c.created_at.desc(), alerts.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(come_to == state.value)
    for rows in connection.execution_options(yield_per=CHUNK).execute(query).partitions():
        ids = [row.id for row in rows]
        told, unsent = _messages(connection, ids), _unsent(connection, ids)
        yield from (_alert(row, told.get(row.id, []), unsent.get(row.id, [])) for row in rows)


def has_alert(connection: Connection, alert_id: str) -> bool:
    return bool(connection.scalar(select(exists().where(alerts.c.id == alert_id))))


def withdrawn(connection: Connection, alert_id: str) -> str | None:
    """Why it is not told any more; None: it is."""
    why = connection.scalar(select(alerts.c.withdrawn).where(alerts.c.id == alert_id, is_silent()))
    return None if why is None else str(why)


def mentions_named(connection: Connection, ids: Sequence[str]) -> dict[str, Mention]:
    """Those of these ids that are still kept."""
    return {row.id: mention_from(row) for row in connection.execute(mention_query(mentions.c.id.in_(ids)))}


def told_message(connection: Connection, message_id: str) -> ToldMessage | None:
    """None: there is no such message, or nothing that it told is still kept."""
    row = connection.execute(_with_holds(select(messages)).where(messages.c.id == message_id)).first()
    query = (
        mention_query(owed.c.message_id == message_id)
        .join(alerts, alerts.c.mention_id == mentions.c.id)
        .join(owed, owed.c.alert_id == alerts.c.id)
        .add_columns(alerts.c.why.label("told_why"))
        .order_by(alerts.c.created_at, alerts.c.id)
    )
    told = [ToldMention(mention_from(one), tuple(orjson.loads(one.told_why))) for one in connection.execute(query)]
    if row is None or not told:
        return None
    seen = _message(row, _attempts(connection, [message_id]).get(message_id, ()))
    return ToldMessage(row.subscription, row.state, row.created_at, seen, tuple(told))


def _messages(connection: Connection, alert_ids: Sequence[str]) -> dict[str, list[MessageSeen]]:
    """Alert → its messages, oldest first."""
    query = _with_holds(select(messages, owed.c.alert_id).join(owed, owed.c.message_id == messages.c.id))
    query = query.where(owed.c.alert_id.in_(alert_ids)).order_by(messages.c.created_at, messages.c.id)
    rows = connection.execute(query).all()
    tried = _attempts(connection, sorted({row.id for row in rows}))
    found: dict[str, list[MessageSeen]] = {}
    for row in rows:
        found.setdefault(row.alert_id, []).append(_message(row, tried.get(row.id, ())))
    return found


def _with_holds(query: Select[Any]) -> Select[Any]:
    """Messages with what keeps them waiting beside their own time."""
    here = and_(destinations.c.notifier == messages.c.notifier, destinations.c.recipient == messages.c.recipient)
    query = query.add_columns(destinations.c.held_until, notifiers.c.away_until).outerjoin(destinations, here)
    return query.outerjoin(notifiers, notifiers.c.name == messages.c.notifier)


def _message(row: Row[Any], tried: Sequence[AttemptSeen]) -> MessageSeen:
    times = (row.next_at, row.held_until, row.away_until)
    next_at = max(at for at in times if at) if row.state == "waiting" else None
    return MessageSeen(row.id, row.notifier, row.recipient, tuple(tried), next_at)


def _unsent(connection: Connection, alert_ids: Sequence[str]) -> dict[str, list[Destination]]:
    query = select(owed).where(owed.c.alert_id.in_(alert_ids), owed.c.message_id.is_(None))
    found: dict[str, list[Destination]] = {}
    for row in connection.execute(query.order_by(owed.c.notifier, owed.c.recipient)):
        found.setdefault(row.alert_id, []).append(Destination(row.notifier, row.recipient))
    return found


def _attempts(connection: Connection, message_ids: Sequence[str]) -> dict[str, list[AttemptSeen]]:
    found: dict[str, list[AttemptSeen]] = {}
    for start in range(0, len(message_ids), CHUNK):
        some = message_ids[start : start + CHUNK]
        query = select(attempts).where(attempts.c.message_id.in_(some)).order_by(attempts.c.id)
        for row in connection.execute(query):
            found.setdefault(row.message_id, []).append(AttemptSeen(row.at, row.outcome, row.text))
    return found


def _alert(row: Row[Any], told: Sequence[MessageSeen], unsent: Sequence[Destination]) -> AlertSeen:
    return AlertSeen(
        id=row.id,
        subscription=row.subscription,
        story=row.story,
        mentions=(row.mention_id,),
        why=(*orjson.loads(row.why), *([row.withdrawn] if row.withdrawn else [])),
        state=AlertState(row.state),
        messages=tuple(told),
        unsent=tuple(unsent),
    )


def _state() -> Case[str]:
    """What an alert has come to, over all its recipients: the worst of them."""
    unfrozen = exists().where(owed.c.alert_id == alerts.c.id, owed.c.message_id.is_(None))
    nobody = ~exists().where(owed.c.alert_id == alerts.c.id)
    return case(
        (is_silent(), AlertState.SILENCED.value),
        (_some_message(messages.c.state == "dead"), AlertState.DEAD.value),
        (_some_message(messages.c.state == "waiting", _failed()), AlertState.POSTPONED.value),
        (or_(unfrozen, nobody, _some_message(messages.c.state == "waiting")), AlertState.WAITING.value),
        else_=AlertState.DELIVERED.value,
    )


def _failed() -> ColumnElement[bool]:
    """Since it was made or ordered again; an attempt that reached no server is none of its schedule's `tries`."""
    since = or_(messages.c.resent_at.is_(None), attempts.c.at > messages.c.resent_at)
    return exists().where(attempts.c.message_id == messages.c.id, attempts.c.outcome == "failed", since)


def _some_message(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """One of the alert's messages is like that."""
    return exists().where(owed.c.alert_id == alerts.c.id, messages.c.id == owed.c.message_id, *conditions)
