"""What the first page and the page of a message say, in words: rows from the store → view models. No markup here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.core.marks import Piece, marked
from monitor.core.polling import SourceState
from monitor.core.url import is_web
from monitor.model import Mention, Tone
from monitor.store import outbox_rows, puzzle_rows, read_rows, source_rows
from monitor.store.read_rows import AlertState

MENTIONS = 20
DELIVERIES = 20
EXCERPT = 400
HEALTHY = ("items", "empty", "unchanged", "paused")


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
class MentionRow:
    id: str
    tone: str
    percent: int
    """probability of that tone"""
    brand: str
    source: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    author: str
    stars: str
    link: str | None
    seen: str
    seen_exactly: str
    reasons: tuple[tuple[str, str], ...]
    untold: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    alert: str
    subscription: str
    state: str
    why: str
    to: str
    attempts: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Overview:
    at: str
    headline: str
    calm: bool
    sources: tuple[SourceRow, ...]
    mentions: tuple[MentionRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    disabled: tuple[tuple[str, str], ...]
    troubles: tuple[str, ...]


def overview(connection: Connection, now: datetime, zone: ZoneInfo, troubles: tuple[str, ...] = ()) -> Overview:
    """`troubles`: what is wrong with the daemon itself, in words."""
    sources = tuple(_source(state, now) for state in source_rows.states(connection))
    newest = list(islice(read_rows.each_wanted_mention(connection, brand=None, tone=None, since=None), MENTIONS))
    alerts = list(read_rows.newest_alerts(connection, None, DELIVERIES))
    disabled = tuple((name, why) for name, (_, why) in outbox_rows.disabled(connection).items())
    failing = sum(source.state == "failing" for source in sources)
    stuck = sum(alert.state in (AlertState.POSTPONED, AlertState.DEAD) for alert in alerts)
    puzzles = puzzle_rows.count(connection)
    wrong = _wrong(len(sources), failing, disabled, stuck, puzzles, troubles)
    return Overview(
        at=_clock(now, zone),
        headline=", ".join(wrong) or _all_well(len(sources)),
        calm=not wrong,
        sources=tuple(sorted(sources, key=lambda source: (source.state != "failing", source.name))),
        mentions=mention_rows(newest, now, zone),
        deliveries=tuple(_delivery(alert, now) for alert in alerts),
        disabled=disabled,
        troubles=troubles,
    )


def mention_rows(mentions: Sequence[Mention], now: datetime, zone: ZoneInfo) -> tuple[MentionRow, ...]:
    return tuple(_mention(mention, now, zone) for mention in mentions)


def _wrong(
    sources: int,
    failing: int,
    disabled: tuple[tuple[str, str], ...],
    stuck: int,
    puzzles: int,
    troubles: tuple[str, ...],
) -> list[str]:
    """Every trouble in a few words, the worst first."""
    return [
        *([f"{failing} of {sources} sources cannot be read"] if failing else []),
        *([f"{', '.join(name for name, _ in disabled)} disabled"] if disabled else []),
        *([f"{_count(stuck, 'alert')} not delivered"] if stuck else []),
        *([f"{_count(puzzles, 'text')} not understood"] if puzzles else []),
        *([f"{_count(len(troubles), 'problem')} below"] if troubles else []),
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _all_well(sources: int) -> str:
    if not sources:
        return "No sources yet: write one into config.toml"
    return f"All {sources} sources are read" if sources > 1 else "The source is read"


def _source(state: SourceState, now: datetime) -> SourceRow:
    if state.paused_at:
        word = "paused"
    elif state.outcome is None:
        word = "new"
    else:
        word = "ok" if state.outcome in HEALTHY else "failing"
    why = f"{state.outcome}: {state.why}" if word == "failing" else ""
    due = "-" if word == "paused" else _until(state.next_poll_at, now)
    return SourceRow(state.name, state.kind, word, why, ago(state.ok_at, now), due, state.seen)


def _mention(mention: Mention, now: datetime, zone: ZoneInfo) -> MentionRow:
    item, judgement = mention.item, mention.judgement
    phrases = [reason.text for reason in judgement.reasons]
    text = item.text if len(item.text) <= EXCERPT else item.text[:EXCERPT].rsplit(" ", 1)[0] + " …"
    return MentionRow(
        id=mention.id,
        tone=judgement.tone,
        percent=round(100 * _share(mention)),
        brand=mention.brand,
        source=mention.source,
        title=marked(item.title, phrases, mention.brand),
        text=marked(text, phrases, mention.brand),
        author=item.author.name or "",
        stars=f"{item.rating.value:g} of {item.rating.best:g}" if item.rating else "",
        link=item.url if item.url and is_web(item.url) else None,
        seen=ago(mention.seen_at, now),
        seen_exactly=_clock(mention.seen_at, zone),
        reasons=tuple((reason.text, reason.why) for reason in judgement.reasons),
        untold="",
    )


def _share(mention: Mention) -> float:
    share = mention.judgement.probabilities
    return {Tone.NEGATIVE: share.negative, Tone.NEUTRAL: share.neutral, Tone.POSITIVE: share.positive}[
        mention.judgement.tone
    ]


def _delivery(alert: read_rows.AlertSeen, now: datetime) -> DeliveryRow:
    attempts = tuple(
        f"{ago(attempt.at, now)}: {attempt.outcome or 'under way'}" + (f" ({attempt.text})" if attempt.text else "")
        for message in alert.messages
        for attempt in message.attempts
    )
    due = [message.next_at for message in alert.messages if message.next_at]
    return DeliveryRow(
        alert=alert.id,
        subscription=alert.subscription,
        state=alert.state,
        why=", ".join(alert.why),
        to=", ".join(dict.fromkeys(message.to for message in alert.messages)),
        attempts=attempts,
        next=_until(min(due), now) if due else "",
    )


def ago(at: datetime | None, now: datetime) -> str:
    """`12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`, `never`."""
    return "never" if at is None else f"{_span((now - at).total_seconds())} ago"


def _until(at: datetime, now: datetime) -> str:
    seconds = (at - now).total_seconds()
    return f"in {_span(seconds)}" if seconds > 0 else "now"


def _span(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
