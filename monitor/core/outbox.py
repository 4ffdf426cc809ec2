"""The values that outbox and delivery share."""

from dataclasses import dataclass
from datetime import datetime

from monitor.notifier import Message


@dataclass(frozen=True, slots=True)
class Destination:
    """What keeps its own queue: nothing that one destination does delays another."""

    notifier: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that is written and about to be made."""

    id: int
    message: Message
    tries: int
    """Earlier attempts that count for the schedule."""
    since: datetime
    """When the message was frozen, or ordered again."""
    own_at: datetime | None = None
    """When its schedule wants it, where this attempt is one more, made sooner; it does not count for the schedule."""
    away: int = 0
    """Times in a row that the notifier's server could not be reached: above 0 this attempt is a probe."""
