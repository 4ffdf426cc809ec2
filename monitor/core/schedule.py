"""When next? The next poll of a source, the next attempt of a message. Pure: chance comes in as a number.

`every` is the longest gap between two polls of a healthy source. Change shortens it, down to max(min_interval,
min(every, 1 min)); what the server says about freshness lengthens only that shortened part. Failures back off
exponentially and never switch a source off. Retry-After is obeyed by both. A mail server that cannot be reached is
probed by one message each minute, later each five; the others wait for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.notifier import Schedule

MINUTE = timedelta(minutes=1)
FAILURE_FIRST = MINUTE
FAILURE_CEILING = timedelta(hours=1)
REFUSED_FIRST = timedelta(minutes=5)
REFUSED_CEILING = timedelta(hours=24)
"""403, 404, 410, 429 and robots.txt: the site says no, so we ask less often (sources B§14)."""
SMOOTHING = 0.3
"""Weight of the newest gap in the running mean of gaps between changes."""

WEBHOOK_WAITS = (0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
"""Seconds before each attempt, Standard Webhooks 1.0: ten attempts in 75.6 h."""
JITTER = 0.2
MAIL_WAITS = (0, 60, 300, 180, 360)
"""Seconds before each attempt: at 0, 1, 6, 9 and 15 min. Greylisting is over after 5 min."""
MAIL_WAIT = 900
"""Seconds before each further one."""
MAIL_FOR = timedelta(days=3)
MAIL_JITTER = 0.02
"""Only upward: a greylist counts from its first answer. 18 s in 15 min."""
PROBE_WAIT = MINUTE
PROBE_CEILING = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a source moves: kept beside its cursor."""

    change_gap: float | None = None
    """Running mean of seconds between polls that brought news."""
    changed_at: datetime | None = None
    failures: int = 0
    """Failed polls in a row."""


def changed(rhythm: Rhythm, now: datetime) -> Rhythm:
    """A poll brought news."""
    if rhythm.changed_at is None:
        return Rhythm(None, now, 0)
    gap = (now - rhythm.changed_at).total_seconds()
    mean = gap if rhythm.change_gap is None else rhythm.change_gap + SMOOTHING * (gap - rhythm.change_gap)
    return Rhythm(mean, now, 0)


def unchanged(rhythm: Rhythm) -> Rhythm:
    return Rhythm(rhythm.change_gap, rhythm.changed_at, 0)


def failed(rhythm: Rhythm) -> Rhythm:
    return Rhythm(rhythm.change_gap, rhythm.changed_at, rhythm.failures + 1)


def next_poll(
    rhythm: Rhythm, now: datetime, *, every: timedelta, least: timedelta, fresh_for: timedelta | None, chance: float
) -> datetime:
    """After a healthy poll. `least` is the connector's min_interval, `fresh_for` what Cache-Control or ttl say,
    `chance` 0–1 spreads the polls over the last tenth of the gap.
    """
    gap = every
    if rhythm.change_gap is not None and rhythm.changed_at is not None:
        quiet = (now - rhythm.changed_at).total_seconds()
        adaptive = timedelta(seconds=max(rhythm.change_gap, quiet) / 2)
        gap = min(every, max(adaptive, least, min(every, MINUTE), fresh_for or timedelta()))
    return now + max(gap * (1 - 0.1 * chance), least)


def next_try(rhythm: Rhythm, now: datetime, *, refused: bool, retry_after: float | None, chance: float) -> datetime:
    """After a failed poll: 1, 2, 4 … 60 min, or 5 min … 24 h where the site says no, the later half by chance."""
    first, ceiling = (REFUSED_FIRST, REFUSED_CEILING) if refused else (FAILURE_FIRST, FAILURE_CEILING)
    wait = min(ceiling, first * (1 << min(max(rhythm.failures - 1, 0), 16))) * (0.5 + 0.5 * chance)
    return now + max(wait, timedelta(seconds=retry_after or 0))


def next_attempt(
    schedule: Schedule, attempts: int, now: datetime, *, since: datetime, retry_after: float | None, chance: float
) -> datetime | None:
    """When a message of `since` that failed `attempts` times is tried again; None: it is a dead letter now."""
    if schedule is Schedule.MAIL:
        wait = _mail_wait(attempts) * (1 + MAIL_JITTER * chance) if now - since < MAIL_FOR else None
    else:
        wait = _webhook_wait(attempts, chance)
    return None if wait is None else now + timedelta(seconds=max(wait, retry_after or 0))


def next_probe(failures: int, now: datetime, *, retry_after: float | None, chance: float) -> datetime:
    """When a server that could not be reached `failures` times in a row is tried again: after 1, 2 … 5 min."""
    wait = min(failures * PROBE_WAIT, PROBE_CEILING) * (1 + MAIL_JITTER * chance)
    return now + max(wait, timedelta(seconds=retry_after or 0))


def _mail_wait(attempts: int) -> int:
    return MAIL_WAITS[attempts] if attempts < len(MAIL_WAITS) else MAIL_WAIT


def _webhook_wait(attempts: int, chance: float) -> float | None:
    if attempts >= len(WEBHOOK_WAITS):
        return None
    return WEBHOOK_WAITS[attempts] * (1 - JITTER + 2 * JITTER * chance)
