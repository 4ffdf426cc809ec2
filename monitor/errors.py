"""The errors that have names. A message names the target and what was seen there.

MonitorError
├── ConfigError            the configuration is wrong; carries every problem found (exit 2)
├── LockedError            another daemon holds the database (exit 75)
├── StoreError             the database refused
│   ├── StoreFull          no room left; a pause, not a crash
│   └── StoreDefect        it does not take this one row: a defect of ours, which costs its source one poll
├── FetchError             the network answered badly or not at all
│   ├── Refused            not contacted: the address, scheme or robots.txt forbids it
│   ├── Unreachable        no connection: DNS, refused, reset, TLS
│   ├── TooSlow            past the deadline
│   ├── TooLarge           past the size limit, compressed or not
│   ├── BadAnswer          not HTTP, broken encoding, too many redirects
│   ├── HostPaused         not contacted: the host asked for a pause that is not over
│   └── BadStatus          a status that brings no page; may carry Retry-After
├── ReadError              bytes arrived, but no page could be made of them
│   ├── Unreadable         every item was bad, or the document is broken
│   ├── Blocked            a block, captcha or login page
│   ├── Changed            an unknown shape
│   └── ReaderDied         the reader process passed a limit or crashed
├── QueryError             a brand query or a `when` is wrong; carries the position
├── JudgeError             a judge of tone gave no verdict; the local one stands
└── DeliveryError          the other side did not accept a message
"""

from dataclasses import dataclass


class MonitorError(Exception):
    """Anything this program says by name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the configuration: where it stands, what was found, how to mend it."""

    where: str
    """`config.toml:12 sources.0.every`"""
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


class ConfigError(MonitorError):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class LockedError(MonitorError):
    """Another process holds the daemon lock."""


class StoreError(MonitorError):
    """The database refused a statement."""


class StoreFull(StoreError):
    """No room left on the database's disk."""


class StoreDefect(StoreError):
    """The database does not take a row: a constraint, a type."""


class FetchError(MonitorError):
    """`name` is the short fixed name that logs, metrics and `sources` show."""

    name = "fetch"

    def __init__(self, text: str, *, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        """Seconds the other side asked us to wait, 0 to 86,400, or None."""


class Refused(FetchError):
    name = "refused"


class Unreachable(FetchError):
    name = "unreachable"


class TooSlow(FetchError):
    name = "too-slow"


class TooLarge(FetchError):
    name = "too-large"


class BadAnswer(FetchError):
    name = "bad-answer"


class HostPaused(FetchError):
    """`retry_after` is what remains of the pause."""

    name = "paused"


class BadStatus(FetchError):
    name = "bad-status"

    def __init__(self, text: str, *, status: int, retry_after: float | None = None) -> None:
        super().__init__(text, retry_after=retry_after)
        self.status = status


class ReadError(MonitorError):
    name = "read"


class Unreadable(ReadError):
    name = "unreadable"


class Blocked(ReadError):
    name = "blocked"


class Changed(ReadError):
    name = "changed"


class ReaderDied(ReadError):
    """The reader process passed a limit (`limit`: cpu, wall, memory) or crashed (`limit`: crash)."""

    name = "reader-died"

    def __init__(self, text: str, *, limit: str) -> None:
        super().__init__(text)
        self.limit = limit


class QueryError(MonitorError):
    """A query or a `when` that cannot be read; `position` counts characters from 0."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(text)
        self.position = position

    def __reduce__(self) -> tuple[type["QueryError"], tuple[str, int]]:
        return (QueryError, (str(self), self.position))


class JudgeError(MonitorError):
    """No usable verdict; the text says why and holds nothing of what was judged."""


class DeliveryError(MonitorError):
    """Not accepted. `permanent` ends the retries, `gone` (410) disables the notifier, `unreachable` says that the
    server takes nothing at all now, whoever it is for: it is left alone for a while.
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool = False,
        gone: bool = False,
        unreachable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.gone = gone
        self.unreachable = unreachable
        self.retry_after = retry_after
