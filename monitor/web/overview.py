"""What the first page says, in words: rows from the store → view models. No markup here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.core.ages import ago, until
from monitor.core.polling import SourceState
from monitor.core.standing import Shut, Standing
from monitor.model import Mention
from monitor.store import held_rows, notifier_rows, outbox_rows, puzzle_rows, read_rows, source_rows, triage_figures
from monitor.store.read_rows import AlertSeen, AlertState, MessageSeen
from monitor.web.cards import EXCERPT, Card, card, clock, headline

MENTIONS = 20
DELIVERIES = 10
LATELY = timedelta(days=90)
"""Of live precision, as `monitor triage` shows it."""
HEALTHY = ("items", "empty", "unchanged", "paused")
STUCK = (AlertState.POSTPONED, AlertState.DEAD)


@dataclass(frozen=True, slots=True)
class SourceRow:
    name: str
    kind: str
    state: str
    """ok, failing, paused or new"""
    why: str
    read: str
    due: str
    items: int


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """What one recipient of an alert got."""

    to: str
    link: str | None
    """To the page of the message; None: there is none yet."""
    last: str
    """What came of the last attempt, and when."""
    said: str = ""
    """By the other side, at that attempt."""
    attempts: int = 0
    next: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    title: str
    link: str | None
    """To the page of its first message."""
    subscription: str
    state: str
    why: str
    told: str
    recipients: tuple[RecipientRow, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    command: str = ""
    """What mends it, where a command does."""


@dataclass(frozen=True, slots=True)
class Overview:
    at: str
    headline: str
    calm: bool
    sources: tuple[SourceRow, ...]
    cards: tuple[Card, ...]
    deliveries: tuple[DeliveryRow, ...]
    notices: tuple[Notice, ...]
    """Everything that is wrong and has no row of its own."""
    asides: tuple[Notice, ...]
    """What waits for a person and how right the judgements were; nothing is wrong."""


def overview(
    connection: Connection, now: datetime, zone: ZoneInfo, troubles: tuple[str, ...], link: Callable[[str], str]
) -> Overview:
    """`troubles`: what is wrong with the daemon itself, in words. `link`: message id → the path of its page."""
    sources = tuple(_source(state, now) for state in source_rows.states(connection))
    newest = islice(read_rows.each_wanted_mention(connection, brand=None, tone=None, since=None), MENTIONS)
    cards = tuple(card(mention, now, zone, excerpt=EXCERPT) for mention in newest)
    alerts = list(read_rows.newest_alerts(connection, None, DELIVERIES))
    shut, owed = notifier_rows.shut(connection), outbox_rows.waiting(connection)
    wrong = [
        *_failing(sources),
        *(f"{one.name} {one.shut}" for one in shut.values()),
        *_counted(sum(alert.state in STUCK for alert in alerts), "alert", "not delivered"),
        *_counted(puzzle_rows.count(connection), "text", "not understood"),
        *_counted(len(troubles), "problem", "below"),
    ]
    return Overview(
        at=clock(now, zone),
        headline=", ".join(wrong) or _all_well(sources),
        calm=not wrong,
        sources=tuple(sorted(sources, key=lambda source: (source.state != "failing", source.name))),
        cards=cards,
        deliveries=_deliveries(connection, alerts, shut, now, link),
        notices=(*map(Notice, troubles), *(_notice(one, now, owed.get(one.name, 0)) for one in shut.values())),
        asides=(*_held(held_rows.count(connection)), *_precision(connection, now - LATELY)),
    )


def _held(number: int) -> list[Notice]:
    if not number:
        return []
    waits = "1 mention waits" if number == 1 else f"{number:,} mentions wait"
    return [Notice(f"{waits} for a person: perhaps not about the brand", "monitor mentions --held")]


def _precision(connection: Connection, since: datetime) -> list[Notice]:
    shares = [f"{brand} {share.in_words}" for brand, share in triage_figures.precisions(connection, since).items()]
    return [Notice(f"Live precision: {', '.join(shares)} called negative", "monitor triage")] if shares else []


def _notice(standing: Standing, now: datetime, owed: int) -> Notice:
    command = f"monitor notifiers enable {standing.name}" if standing.shut is Shut.DISABLED else ""
    return Notice(standing.notice(now, owed), command)


def _failing(sources: tuple[SourceRow, ...]) -> list[str]:
    failing = sum(source.state == "failing" for source in sources)
    return [f"{failing} of {len(sources)} sources cannot be read"] if failing else []


def _counted(number: int, noun: str, what: str) -> list[str]:
    return [f"{number} {noun}{'' if number == 1 else 's'} {what}"] if number else []


def _all_well(sources: tuple[SourceRow, ...]) -> str:
    if not sources:
        return "No sources yet: write one into config.toml"
    unread = sum(source.state == "new" for source in sources)
    if unread:
        return f"{unread} of {len(sources)} sources wait for their first reading"
    return f"All {len(sources)} sources are read" if len(sources) > 1 else "The source is read"


def _source(state: SourceState, now: datetime) -> SourceRow:
    if state.paused_at:
        word = "paused"
    elif state.outcome is None:
        word = "new"
    else:
        word = "ok" if state.outcome in HEALTHY else "failing"
    why = f"{state.outcome}: {state.why}" if word == "failing" else ""
    due = "" if word == "paused" else until(state.next_poll_at, now)
    return SourceRow(state.name, state.kind, word, why, ago(state.ok_at, now), due, state.seen)


def _deliveries(
    connection: Connection,
    alerts: list[AlertSeen],
    shut: Mapping[str, Standing],
    now: datetime,
    link: Callable[[str], str],
) -> tuple[DeliveryRow, ...]:
    found = read_rows.mentions_named(connection, [name for alert in alerts for name in alert.mentions])
    held = {name: one.words(now) for name, one in shut.items()}
    rows = []
    for alert in alerts:
        mention = next((found[name] for name in alert.mentions if name in found), None)
        sent = [_sent(message, held, now, link) for message in alert.messages]
        unsent = [
            RecipientRow(one.recipient, None, "not sent yet", next=held.get(one.notifier, "")) for one in alert.unsent
        ]
        rows.append(_delivery(alert, mention, (*sent, *unsent), now))
    return tuple(rows)


def _delivery(
    alert: AlertSeen, mention: Mention | None, recipients: tuple[RecipientRow, ...], now: datetime
) -> DeliveryRow:
    return DeliveryRow(
        title=headline(mention) if mention else "no longer kept",
        link=next((one.link for one in recipients if one.link), None),
        subscription=alert.subscription,
        state=alert.state,
        why=", ".join(alert.why),
        told=ago(mention.seen_at, now) if mention else "",
        recipients=recipients,
    )


def _sent(message: MessageSeen, held: Mapping[str, str], now: datetime, link: Callable[[str], str]) -> RecipientRow:
    next_try = f"next try {until(message.next_at, now)}" if message.next_at else ""
    last = message.attempts[-1] if message.attempts else None
    return RecipientRow(
        to=message.to,
        link=link(message.id),
        last=f"{last.outcome or 'under way'} {ago(last.at, now)}" if last else "not sent yet",
        said=(last.text or "") if last else "",
        attempts=len(message.attempts),
        next=held.get(message.notifier, next_try) if next_try else "",
    )
