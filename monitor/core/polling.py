"""What the store remembers of a source between polls, and what one poll makes of it. Pure.

A round is one reading of a source from its first page to its last; it is the baseline of the brands that the source
was not read with before. What was finished is remembered as hashes: of the connector's options, and one per brand.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus

import xxhash

from monitor.core import schedule
from monitor.core.findings import ReadPage
from monitor.core.identity import BRAKE_PAGES
from monitor.core.schedule import Rhythm
from monitor.errors import BadStatus, Blocked, FetchError, HostPaused, ReadError, Refused
from monitor.source import Fetched, NotModified

FULL_EVERY = timedelta(hours=24)
"""At least so often a source is read without validators: a server that answers 304 for ever is not believed."""
MOVED_SIGHTINGS = 3
MOVED_FOR = timedelta(hours=24)
"""A permanent redirect is believed after so many polls over so long: captive portals say 301 too."""

_NO = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
    HTTPStatus.TOO_MANY_REQUESTS,
)


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that polls keep seeing at one address; the other pages of a round stay where they are."""

    at: str
    to: str
    count: int
    since: datetime

    @property
    def believed(self) -> bool:
        return self.count >= MOVED_SIGHTINGS


@dataclass(frozen=True, slots=True)
class SourceState:
    name: str
    kind: str
    next_poll_at: datetime
    options_hash: str | None = None
    brand_hashes: Mapping[str, str] = field(default_factory=dict)
    round_hash: str | None = None
    round_page: int = 0
    cursor: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: int | None = None
    full_at: datetime | None = None
    rhythm: Rhythm = Rhythm()
    recent_new: tuple[int, ...] = ()
    listed: bytes = b""
    """Packed 8-byte hashes of the native ids and URLs that the last page listed."""
    move: Move | None = None
    held_until: datetime | None = None
    paused_at: datetime | None = None
    polled_at: datetime | None = None
    ok_at: datetime | None = None
    outcome: str | None = None
    why: str | None = None
    seen: int = 0
    """Items stored, ever."""
    fresh_for: timedelta | None = None
    """What the last answer said of its freshness; not stored."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a source is polled."""

    every: timedelta
    """the longest gap of a healthy source"""
    least: timedelta
    """the shortest gap: the vendor's rule"""


@dataclass(frozen=True, slots=True)
class Target:
    """What the configuration wants of a source, as hashes."""

    options_hash: str
    brand_hashes: Mapping[str, str]

    @property
    def round_hash(self) -> str:
        return "|".join([self.options_hash, *(f"{name}={key}" for name, key in sorted(self.brand_hashes.items()))])


@dataclass(frozen=True, slots=True)
class Plan:
    """How the next page of a source is read."""

    state: SourceState
    """With an empty cursor and no validators where a new round has to start from nothing."""
    baseline: frozenset[str]
    """Brands whose mentions are stored, but told to nobody."""
    conditional: bool
    """Validators may be sent, and an unchanged body ends the pass."""


def plan(state: SourceState, target: Target, now: datetime) -> Plan:
    baseline = _baseline(state, target)
    if baseline or state.options_hash != target.options_hash:
        if state.round_hash != target.round_hash:
            state = _from_nothing(state, target)
        return Plan(state, baseline, conditional=False)
    recent = state.full_at is not None and now - state.full_at < FULL_EVERY
    return Plan(state, frozenset(), conditional=recent and state.round_page == 0)


def answered(
    state: SourceState, answer: Fetched | NotModified, now: datetime, *, asked: str, conditional: bool
) -> SourceState:
    """The network brought an answer. `asked`: the address that the connector wanted; `conditional`: validators were
    sent.
    """
    state = replace(
        state,
        polled_at=now,
        ok_at=now,
        held_until=None,
        fresh_for=_seconds(answer.max_age),
        move=_moved(state.move, asked, answer.moved, now),
        full_at=state.full_at if conditional else now,
    )
    if isinstance(answer, NotModified):
        return state
    return replace(
        state,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
        body_hash=xxhash.xxh3_64_intdigest(answer.response.body) - (1 << 63),
    )


def unchanged(state: SourceState) -> SourceState:
    """304, or the body of last time."""
    return replace(state, outcome="unchanged", why=None, rhythm=schedule.unchanged(state.rhythm))


def harvested(
    state: SourceState, read: ReadPage, now: datetime, *, new: int, edited: int, baseline: bool
) -> SourceState:
    """The page was read: `new` items are stored with it, `edited` ones changed."""
    page = read.page
    counts = (*state.recent_new, new)[-BRAKE_PAGES:] if new and not baseline else state.recent_new
    listed = [key for keys in read.listed for key in keys if key is not None]
    return replace(
        state,
        cursor=page.cursor,
        outcome=page.outcome.value,
        why=page.why or None,
        rhythm=schedule.changed(state.rhythm, now) if new or edited else schedule.unchanged(state.rhythm),
        recent_new=counts,
        listed=struct.pack(f"<{len(listed)}q", *listed),
        seen=state.seen + new,
        fresh_for=max([gap for gap in (state.fresh_for, page.ttl) if gap], default=None),
    )


def turned(state: SourceState, now: datetime) -> SourceState:
    """The round has a next page: due at once, and never taken for unchanged."""
    return replace(
        state, round_page=state.round_page + 1, next_poll_at=now, etag=None, last_modified=None, body_hash=None
    )


def finished(state: SourceState, target: Target) -> SourceState:
    """The round ended: what it was read with is remembered."""
    return replace(
        state, options_hash=target.options_hash, brand_hashes=dict(target.brand_hashes), round_hash=None, round_page=0
    )


def rescheduled(state: SourceState, pace: Pace, now: datetime, chance: float) -> SourceState:
    """After a healthy poll."""
    due = schedule.next_poll(
        state.rhythm, now, every=pace.every, least=pace.least, fresh_for=state.fresh_for, chance=chance
    )
    return replace(state, next_poll_at=due)


def failed(state: SourceState, error: FetchError | ReadError, now: datetime, chance: float) -> SourceState:
    """A source is never switched off: it is asked less and less often. What was unreadable is asked for anew. A host's
    pause is not the source's fault: the poll is put off. A redirect that was believed and leads to
    an error is believed no more: the configured address is asked again.
    """
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    if isinstance(error, HostPaused):
        until = now + timedelta(seconds=retry_after or 0)
        return replace(state, next_poll_at=until, held_until=until)
    rhythm = schedule.failed(state.rhythm)
    due = schedule.next_try(rhythm, now, refused=_says_no(error), retry_after=retry_after, chance=chance)
    after = replace(
        state,
        polled_at=now,
        outcome=error.name,
        why=str(error),
        rhythm=rhythm,
        next_poll_at=due,
        round_page=0,
        held_until=now + timedelta(seconds=retry_after) if retry_after else state.held_until,
        move=None if state.move and state.move.believed else state.move,
    )
    if isinstance(error, ReadError):
        return replace(after, etag=None, last_modified=None, body_hash=None)
    return after


def sighted(move: Move | None, at: str, to: str | None, now: datetime) -> Move | None:
    """A poll saw a permanent redirect from `at` to `to`, or none. Sightings in between do not count before MOVED_FOR
    passed.
    """
    if to is None:
        return None
    if move is None or move.to != to:
        return Move(at, to, 1, now)
    if move.count + 1 >= MOVED_SIGHTINGS and now - move.since < MOVED_FOR:
        return move
    return Move(at, to, move.count + 1, move.since)


def _moved(move: Move | None, at: str, to: str | None, now: datetime) -> Move | None:
    """A believed redirect is not asked for any more, so that it is not seen is no news; nor is another address."""
    if move and (move.at != at or (move.believed and to is None)):
        return move
    return sighted(move, at, to, now)


def _says_no(error: FetchError | ReadError) -> bool:
    if isinstance(error, BadStatus):
        return error.status in _NO
    return isinstance(error, (Refused, Blocked))


def _seconds(value: float | None) -> timedelta | None:
    return timedelta(seconds=value) if value else None


def _baseline(state: SourceState, target: Target) -> frozenset[str]:
    if state.options_hash != target.options_hash:
        return frozenset(target.brand_hashes)
    return frozenset(name for name, key in target.brand_hashes.items() if state.brand_hashes.get(name) != key)


def _from_nothing(state: SourceState, target: Target) -> SourceState:
    return replace(
        state,
        round_hash=target.round_hash,
        round_page=0,
        cursor=b"",
        etag=None,
        last_modified=None,
        body_hash=None,
        move=None,
    )
