"""What the page of a message says: to whom it went and what came of that, then every mention and why it was told."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.core.ages import ago, until
from monitor.store import notifier_rows, read_rows
from monitor.store.read_rows import AttemptSeen, ToldMessage
from monitor.web.cards import Card, card, clock


@dataclass(frozen=True, slots=True)
class AttemptRow:
    at: str
    ago: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class MessageView:
    id: str
    subscription: str
    notifier: str
    to: str
    state: str
    next: str
    """When it is tried again, or why it is not; nothing once that is settled."""
    made: str
    attempts: tuple[AttemptRow, ...]
    cards: tuple[Card, ...]


def message_view(connection: Connection, message_id: str, now: datetime, zone: ZoneInfo) -> MessageView | None:
    """None: there is nothing to show under this id."""
    told = read_rows.told_message(connection, message_id)
    if told is None:
        return None
    return MessageView(
        id=message_id,
        subscription=told.subscription,
        notifier=told.seen.notifier,
        to=told.seen.to,
        state=state_of(told),
        next=_next(connection, told, now),
        made=clock(told.made_at, zone),
        attempts=tuple(_attempt(one, now, zone) for one in told.seen.attempts),
        cards=tuple(card(one.mention, now, zone, why=one.why) for one in told.mentions),
    )


def state_of(told: ToldMessage) -> str:
    failed = any(attempt.outcome == "failed" for attempt in told.seen.attempts)
    return "postponed" if told.state == "waiting" and failed else told.state


def _next(connection: Connection, told: ToldMessage, now: datetime) -> str:
    shut = notifier_rows.shut(connection).get(told.seen.notifier)
    if told.seen.next_at is None:
        return ""
    return shut.words(now) if shut else f"next try {until(told.seen.next_at, now)}"


def _attempt(attempt: AttemptSeen, now: datetime, zone: ZoneInfo) -> AttemptRow:
    return AttemptRow(clock(attempt.at, zone), ago(attempt.at, now), attempt.outcome or "under way", attempt.text or "")
