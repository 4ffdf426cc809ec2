"""Why a notifier sends nothing now, in words that the pages and the command line share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.core.ages import ago, until


class Shut(StrEnum):
    DISABLED = "disabled"
    """It answered 410: nothing goes out until a person enables it."""
    AWAY = "away"
    """Its server cannot be reached: all waits for one probe to come through."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a notifier that sends nothing now."""

    name: str
    shut: Shut
    since: datetime
    why: str
    """Names the server."""
    probe_at: datetime | None = None
    """When a server that is away is tried next."""

    def words(self, now: datetime) -> str:
        """`crm is disabled`, `support-mail is away, next try in 3 min`"""
        if self.probe_at is None:
            return f"{self.name} is {self.shut}"
        return f"{self.name} is {self.shut}, next try {until(self.probe_at, now)}"

    def notice(self, now: datetime, owed: int) -> str:
        """All of it, in two sentences."""
        waiting = f"{owed} {'alert waits' if owed == 1 else 'alerts wait'}"
        begun = f"{self.name} is {self.shut} since {ago(self.since, now).removesuffix(' ago')}: {self.why}. "
        if self.probe_at is None:
            return begun + f"{waiting} until it is enabled."
        return begun + f"{waiting}; next try {until(self.probe_at, now)}."
