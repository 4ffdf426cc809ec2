"""The outbox: what is owed, messages, attempts, destinations. An attempt is a row before it is made."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, func, insert, literal, or_, select, update

from monitor.core.outbox import Attempt, Destination
from monitor.core.render import Part, told_json
from monitor.notifier import Audience, Message
from monitor.store.item_rows import mention_from, mention_query
from monitor.store.tables import alerts, attempts, destinations, mentions, messages, notifiers, owed
from monitor.store.times import Time

FREEZE_AT_MOST = 500
"""Alerts that one freezing takes; the rest follows in the next messages."""
SOON = timedelta(seconds=5)
"""Until postponed messages go out when their destination took another one: the first step of their schedule, so that
what waits for that step is not touched.
"""
_FIRST = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Owing:
    """What a destination is owed and has not been frozen, of one subscription, oldest first."""

    subscription: str
    alert_ids: tuple[str, ...]
    told: tuple[dict[str, Any], ...]


def ready(connection: Connection, now: datetime) -> list[Destination]:
    """Destinations that are owed something now, are not held, and whose notifier is neither disabled nor away.

    Those that were not tried yet come first, who was tried last comes last: where one message finds out whether a
    server is back, it must not be the same one each time.
    """
    tried = (
        select(messages.c.notifier, messages.c.recipient, func.max(messages.c.next_at).label("last"))
        .where(messages.c.state == "waiting", messages.c.next_at <= now)
        .group_by(messages.c.notifier, messages.c.recipient)
    )
    untried = select(owed.c.notifier, owed.c.recipient, literal(_FIRST, Time)).where(owed.c.message_id.is_(None))
    due = tried.union_all(untried.distinct()).subquery()
    held = exists().where(
        destinations.c.notifier == due.c.notifier,
        destinations.c.recipient == due.c.recipient,
        destinations.c.held_until > now,
    )
    shut = exists().where(
        notifiers.c.name == due.c.notifier,
        or_(notifiers.c.disabled_at.is_not(None), notifiers.c.away_until > now),
    )
    query = select(due.c.notifier, due.c.recipient).where(~held, ~shut).group_by(due.c.notifier, due.c.recipient)
    rows = connection.execute(query.order_by(func.max(due.c.last), due.c.notifier, due.c.recipient))
    return [Destination(row.notifier, row.recipient) for row in rows]


def owing(connection: Connection, to: Destination, now: datetime) -> list[Owing]:
    """What is owed to a destination and not frozen yet, by subscription."""
    query = (
        mention_query(owed.c.notifier == to.notifier, owed.c.recipient == to.recipient, owed.c.message_id.is_(None))
        .join(alerts, alerts.c.mention_id == mentions.c.id)
        .join(owed, owed.c.alert_id == alerts.c.id)
        .add_columns(alerts.c.id.label("alert_id"), alerts.c.subscription, alerts.c.why)
        .order_by(alerts.c.created_at, alerts.c.id)
        .limit(FREEZE_AT_MOST)
    )
    grouped: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        grouped.setdefault(row.subscription, []).append(row)
    return [
        Owing(
            name,
            tuple(row.alert_id for row in rows),
            tuple(told_json(mention_from(row), row.alert_id, orjson.loads(row.why), now) for row in rows),
        )
        for name, rows in grouped.items()
    ]


def freeze(
    connection: Connection,
    to: Destination,
    render: Callable[[Owing], Sequence[Part]],
    now: datetime,
    audiences: Mapping[str, Audience],
) -> int:
    """Makes messages of all that is owed to `to`; `render` gives the parts of one subscription in order, `audiences`
    how each subscription is spoken to.
    """
    made = 0
    for debt in owing(connection, to, now):
        audience = audiences.get(debt.subscription, Audience())
        alert_ids = list(debt.alert_ids)
        for part in render(debt):
            connection.execute(insert(messages), [_message_values(to, debt.subscription, part, now, audience)])
            mine, alert_ids = alert_ids[: part.count], alert_ids[part.count :]
            bound = and_(owed.c.alert_id.in_(mine), owed.c.notifier == to.notifier, owed.c.recipient == to.recipient)
            connection.execute(update(owed).where(bound).values(message_id=part.id))
            made += 1
    return made


def begin_attempt(
    connection: Connection, to: Destination, boot: str, now: datetime, away_count: int = 0
) -> Attempt | None:
    """Writes the attempt of the message that is due longest; None when none is due."""
    query = (
        select(messages)
        .where(
            messages.c.notifier == to.notifier,
            messages.c.recipient == to.recipient,
            messages.c.state == "waiting",
            messages.c.next_at <= now,
        )
        .order_by(messages.c.next_at, messages.c.id)
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    made = connection.execute(insert(attempts).values(message_id=row.id, at=now, boot=boot))
    number = made.inserted_primary_key
    assert number is not None
    audience = Audience(row.language or Audience().language, row.timezone or Audience().timezone)
    message = Message(row.id, row.kind, row.subscription, row.recipient, row.body, audience)
    own_at = row.own_at if row.own_at and row.own_at > now else None
    return Attempt(int(number[0]), message, row.tries, row.resent_at or row.created_at, own_at, away_count)


def accepted(connection: Connection, attempt: Attempt) -> None:
    _end(connection, attempt.id, "accepted", None)
    connection.execute(
        update(messages).where(messages.c.id == attempt.message.id).values(state="delivered", tries=attempt.tries + 1)
    )


def hasten(connection: Connection, to: Destination, now: datetime) -> None:
    """The destination takes messages: what its failures postponed is due soon, each message once between two steps of
    its schedule, so that one that is refused again and again does not use up its attempts.
    """
    here = and_(messages.c.notifier == to.notifier, messages.c.recipient == to.recipient)
    _hasten(connection, and_(here, messages.c.own_at.is_(None)), now + SOON)


def send_now(connection: Connection, notifier: str, now: datetime) -> int:
    """A person orders all that the notifier postponed; Retry-After still holds. How many messages."""
    connection.execute(
        update(notifiers).where(notifiers.c.name == notifier, notifiers.c.away_until > now).values(away_until=now)
    )
    return _hasten(connection, messages.c.notifier == notifier, now)


def refused(connection: Connection, attempt: Attempt, text: str, next_at: datetime | None) -> None:
    """Not accepted: tried again at `next_at`, or a dead letter when that is None."""
    _end(connection, attempt.id, "failed", text)
    values: dict[str, Any] = {} if attempt.own_at and next_at else {"tries": attempt.tries + 1, "own_at": None}
    values |= {"next_at": next_at} if next_at else {"state": "dead"}
    connection.execute(update(messages).where(_still_waits(attempt)).values(**values))


def away(connection: Connection, notifier: str) -> tuple[int, datetime | None]:
    """How often in a row its server could not be reached, and until when it is left alone."""
    row = connection.execute(
        select(notifiers.c.away, notifiers.c.away_until).where(notifiers.c.name == notifier)
    ).first()
    return (row.away or 0, row.away_until) if row else (0, None)


def unreached(
    connection: Connection,
    attempt: Attempt,
    to: Destination,
    text: str,
    *,
    next_at: datetime | None,
    until: datetime,
    now: datetime,
) -> None:
    """The server could not be reached: nothing of this notifier is tried before `until`. That says nothing of the
    message, which keeps its place in its schedule; it is a dead letter when `next_at` is None.
    """
    _end(connection, attempt.id, "failed", text)
    values: dict[str, Any] = {"next_at": next_at} if next_at else {"state": "dead"}
    connection.execute(update(messages).where(_still_waits(attempt)).values(**values))
    shut = {"away": attempt.away + 1, "away_until": until, "why": text}
    same = update(notifiers).where(notifiers.c.name == to.notifier)
    since = func.coalesce(notifiers.c.away_since, literal(now, Time))
    if not connection.execute(same.values(away_since=since, **shut)).rowcount:
        connection.execute(insert(notifiers).values(name=to.notifier, away_since=now, **shut))


def back(connection: Connection, notifier: str, now: datetime) -> None:
    """The server answers again: all that waits for it is due."""
    connection.execute(delete(notifiers).where(notifiers.c.name == notifier, notifiers.c.disabled_at.is_(None)))
    waiting_for_it = and_(messages.c.notifier == notifier, messages.c.state == "waiting", messages.c.next_at > now)
    connection.execute(update(messages).where(waiting_for_it).values(next_at=now))


def gone(connection: Connection, attempt: Attempt, to: Destination, text: str, now: datetime) -> None:
    """410: the notifier is disabled; the message waits, as all that it is owed."""
    _end(connection, attempt.id, "gone", text)
    connection.execute(delete(notifiers).where(notifiers.c.name == to.notifier))
    connection.execute(insert(notifiers).values(name=to.notifier, disabled_at=now, why=text))


def hold(connection: Connection, to: Destination, until: datetime) -> None:
    """Nothing goes to this destination before `until` (Retry-After)."""
    same = and_(destinations.c.notifier == to.notifier, destinations.c.recipient == to.recipient)
    connection.execute(delete(destinations).where(same))
    connection.execute(insert(destinations).values(notifier=to.notifier, recipient=to.recipient, held_until=until))


def cut_off(connection: Connection, boot: str, now: datetime) -> int:
    """Attempts of dead processes: unknown whether they arrived, so they are made again at once, with the same id,
    and do not advance the schedule.
    """
    lost = and_(attempts.c.outcome.is_(None), attempts.c.boot != boot)
    ids = select(attempts.c.message_id).where(lost)
    connection.execute(
        update(messages).where(messages.c.id.in_(ids), messages.c.state == "waiting").values(next_at=now)
    )
    return connection.execute(update(attempts).where(lost).values(outcome="cut-off")).rowcount


def probe(connection: Connection, now: datetime) -> None:
    """What stands between us and a notifier may be mended: each that is away is tried now."""
    waits = and_(messages.c.state == "waiting", messages.c.next_at > now)
    for_it = exists().where(notifiers.c.name == messages.c.notifier, messages.c.next_at <= notifiers.c.away_until)
    connection.execute(update(messages).where(waits, for_it).values(next_at=now))
    connection.execute(update(notifiers).where(notifiers.c.away_until > now).values(away_until=now))


def make_due(connection: Connection, now: datetime) -> None:
    """All that waits for its next attempt is due now (`monitor deliver`), and a server that was away is probed;
    Retry-After still holds.
    """
    connection.execute(update(notifiers).where(notifiers.c.away_until > now).values(away_until=now))
    connection.execute(
        update(messages).where(messages.c.state == "waiting", messages.c.next_at > now).values(next_at=now)
    )


def _hasten(connection: Connection, which: ColumnElement[bool], due: datetime) -> int:
    sooner = update(messages).where(messages.c.state == "waiting", messages.c.next_at > due, which)
    own_at = func.coalesce(messages.c.own_at, messages.c.next_at)
    return connection.execute(sooner.values(next_at=due, own_at=own_at)).rowcount


def resend(connection: Connection, alert_id: str, now: datetime, *, again: bool = False) -> list[Destination]:
    """The alert's messages that nobody accepted (`again`: all of them) go out under their old ids, with a fresh
    schedule. To whom; nobody where none is left or none was made yet.
    """
    ids = select(owed.c.message_id).where(owed.c.alert_id == alert_id, owed.c.message_id.is_not(None))
    settled = ("withdrawn",) if again else ("withdrawn", "delivered")
    which = and_(messages.c.id.in_(ids), messages.c.state.not_in(settled))
    query = (
        select(messages.c.notifier, messages.c.recipient).where(which).order_by(messages.c.created_at, messages.c.id)
    )
    found = [Destination(row.notifier, row.recipient) for row in connection.execute(query)]
    anew = {"state": "waiting", "tries": 0, "next_at": now, "own_at": None, "resent_at": now}
    connection.execute(update(messages).where(which).values(**anew))
    return found


def is_unsent(connection: Connection, alert_id: str) -> bool:
    """Somebody is owed it who has no message yet."""
    return bool(connection.scalar(select(exists().where(owed.c.alert_id == alert_id, owed.c.message_id.is_(None)))))


def waiting(connection: Connection) -> dict[str, int]:
    """Alerts owed and not delivered, by notifier: those not frozen, and those whose message waits. Both by a partial
    index, so that what was delivered costs nothing.
    """
    unfrozen = select(owed.c.notifier, func.count()).where(owed.c.message_id.is_(None)).group_by(owed.c.notifier)
    frozen = (
        select(messages.c.notifier, func.count())
        .join(owed, owed.c.message_id == messages.c.id)
        .where(messages.c.state == "waiting")
        .group_by(messages.c.notifier)
    )
    counts: Counter[str] = Counter()
    for query in (unfrozen, frozen):
        counts.update({row[0]: row[1] for row in connection.execute(query)})
    return dict(counts)


def _still_waits(attempt: Attempt) -> ColumnElement[bool]:
    """A message that was withdrawn while it was tried stays withdrawn."""
    return and_(messages.c.id == attempt.message.id, messages.c.state == "waiting")


def _end(connection: Connection, number: int, outcome: str, text: str | None) -> None:
    connection.execute(update(attempts).where(attempts.c.id == number).values(outcome=outcome, text=text))


def _message_values(
    to: Destination, subscription: str, part: Part, now: datetime, audience: Audience
) -> dict[str, Any]:
    return {
        "id": part.id,
        "subscription": subscription,
        "notifier": to.notifier,
        "recipient": to.recipient,
        "kind": "mentions",
        "body": part.body,
        "state": "waiting",
        "tries": 0,
        "next_at": now,
        "created_at": now,
        "language": audience.language,
        "timezone": audience.timezone,
    }
