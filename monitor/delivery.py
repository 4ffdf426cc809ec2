"""Outbox → notifier: what is owed is sent until the other side has accepted it.

    ready destinations → one worker each, so that a slow one delays no other
        freeze what is owed (mentions, text and id stay the same from here on)
        write the attempt → send → accepted | tried again later | dead letter | 410: notifier disabled
    repeated until nothing is due

At least once with a stable id: a kill between sending and recording repeats the attempt, with the same id.

All recipients of a mail notifier share one server. So its messages go one at a time, and when the server cannot be
reached, one message a minute (later each five) finds out whether it is back, while all others wait for that.

A secret that cannot be read stops its notifier in the same way, until it can: nobody refused anything, so no message
uses up an attempt or becomes a dead letter by it.

A webhook's messages have schedules of their own, whose later steps are hours. When their destination takes one, the
others are tried soon; what fails then goes on where it was in its schedule.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.outbox import Attempt, Destination
from monitor.core.schedule import PROBE_WAIT, next_attempt, next_probe
from monitor.errors import ConfigError, DeliveryError
from monitor.notifier import Audience, Notifier, Schedule


@dataclass(frozen=True, slots=True)
class Channel:
    """A configured notifier, ready to send."""

    name: str
    notifier: Notifier
    limit: int | None
    """Most bytes of one payload."""
    schedule: Schedule = Schedule.WEBHOOK
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    """Subscription → how it is spoken to."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one attempt, for log and metrics."""

    to: Destination
    message: str
    outcome: str
    """accepted, retry, dead or gone"""
    text: str
    seconds: float


class Outbox(Protocol):
    async def ready(self, now: datetime) -> list[Destination]: ...
    async def begin(
        self, to: Destination, limit: int | None, now: datetime, audiences: Mapping[str, Audience]
    ) -> Attempt | None:
        """Freezes what is owed and writes the attempt that is due longest; None: nothing is due, or the notifier's
        server is left alone now.
        """
        ...

    async def accepted(self, attempt: Attempt) -> None: ...
    async def accepted_by(self, attempt: Attempt, to: Destination, now: datetime) -> None:
        """Accepted, and what failures of this destination postponed is due soon."""
        ...

    async def refused(self, attempt: Attempt, text: str, next_at: datetime | None) -> None:
        """`next_at` None: a dead letter."""
        ...

    async def unreached(
        self, attempt: Attempt, to: Destination, text: str, next_at: datetime | None, until: datetime, now: datetime
    ) -> None:
        """Nothing of this notifier is tried before `until`; the attempt does not count for the schedule."""
        ...

    async def back(self, notifier: str, now: datetime) -> None:
        """The server answers again: all that waits for it is due."""
        ...

    async def gone(self, attempt: Attempt, to: Destination, text: str, now: datetime) -> None: ...
    async def hold(self, to: Destination, until: datetime) -> None: ...


class Delivery:
    def __init__(
        self,
        outbox: Outbox,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
        note: Callable[[Sent], None],
    ) -> None:
        self._outbox = outbox
        self._now = now
        self._chance = chance
        self._note = note
        self._workers: dict[Destination, asyncio.Task[None]] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self.channels: Mapping[str, Channel] = {}

    async def start_ready(self) -> None:
        """Starts a worker for each destination that is owed something and has none. Raises what a worker died of."""
        for to in await self._outbox.ready(self._now()):
            channel = self.channels.get(to.notifier)
            if channel and to not in self._workers:
                self._workers[to] = asyncio.create_task(self._serve(to, channel), name=f"deliver {to.notifier}")
        for to, worker in list(self._workers.items()):
            if worker.done():
                del self._workers[to]
                worker.result()

    async def send_all(self) -> None:
        """Until nothing more can be sent now."""
        await self.start_ready()
        while self._workers:
            await asyncio.wait(self._workers.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.start_ready()

    async def drain(self, seconds: float) -> None:
        """Lets attempts under way end; what is cut off is sent again by the next start, under the same id."""
        workers = list(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=seconds)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _serve(self, to: Destination, channel: Channel) -> None:
        going = True
        while going:
            async with self._turn(channel):
                attempt = await self._outbox.begin(to, channel.limit, self._now(), channel.audiences)
                going = attempt is not None and await self._attempt(to, channel, attempt)

    def _turn(self, channel: Channel) -> AbstractAsyncContextManager[object]:
        """From before an attempt is written until its outcome is: the next one must see a server that is away."""
        if channel.schedule is Schedule.MAIL:
            return self._turns.setdefault(channel.name, asyncio.Lock())
        return nullcontext()

    async def _attempt(self, to: Destination, channel: Channel, attempt: Attempt) -> bool:
        """False: nothing more may go to this destination for now."""
        started = time.monotonic()

        async def note(outcome: str, text: str, record: Awaitable[None]) -> None:
            await record
            self._note(Sent(to, attempt.message.id, outcome, text, time.monotonic() - started))

        try:
            await channel.notifier.send(attempt.message)
        except DeliveryError as error:
            if error.unreachable:
                await note(*self._unreached(to, channel, attempt, error))
                return False
            await self._answered(to, attempt)
            if error.gone:
                await note("gone", str(error), self._outbox.gone(attempt, to, str(error), self._now()))
                return False
            await note(*self._again(channel, attempt, error))
            if error.retry_after:
                await self._outbox.hold(to, self._now() + timedelta(seconds=error.retry_after))
            return not error.retry_after
        except ConfigError as error:
            await note(*self._keyless(to, attempt, f"its secret cannot be used: {error}"))
            return False
        except Exception as error:  # noqa: BLE001 a notifier's defect is a failed attempt of this message, no more
            await note(*self._again(channel, attempt, DeliveryError(f"{type(error).__name__}: {error}")))
            return True
        await self._answered(to, attempt)
        if channel.schedule is Schedule.MAIL:
            await note("accepted", "", self._outbox.accepted(attempt))
        else:
            await note("accepted", "", self._outbox.accepted_by(attempt, to, self._now()))
        return True

    async def _answered(self, to: Destination, attempt: Attempt) -> None:
        """Whatever the server said: it is there. Before the outcome is recorded, which may set this message's time."""
        if attempt.away:
            await self._outbox.back(to.notifier, self._now())

    def _again(self, channel: Channel, attempt: Attempt, error: DeliveryError) -> tuple[str, str, Awaitable[None]]:
        next_at = None
        if attempt.own_at and not error.permanent:
            next_at = max(attempt.own_at, self._now() + timedelta(seconds=error.retry_after or 0))
        elif not error.permanent:
            next_at = next_attempt(
                channel.schedule,
                attempt.tries + 1,
                self._now(),
                since=attempt.since,
                retry_after=error.retry_after,
                chance=self._chance(),
            )
        outcome = "retry" if next_at else "dead"
        return outcome, str(error), self._outbox.refused(attempt, str(error), next_at)

    def _unreached(
        self, to: Destination, channel: Channel, attempt: Attempt, error: DeliveryError
    ) -> tuple[str, str, Awaitable[None]]:
        now = self._now()
        until = next_probe(attempt.away + 1, now, retry_after=error.retry_after, chance=self._chance())
        late = (
            next_attempt(channel.schedule, attempt.tries, now, since=attempt.since, retry_after=None, chance=0) is None
        )
        outcome = "dead" if late else "retry"
        return outcome, str(error), self._outbox.unreached(attempt, to, str(error), None if late else until, until, now)

    def _keyless(self, to: Destination, attempt: Attempt, text: str) -> tuple[str, str, Awaitable[None]]:
        """Nothing was sent: what is missing may be there in a minute."""
        now = self._now()
        until = now + PROBE_WAIT
        return "retry", text, self._outbox.unreached(attempt, to, text, until, until, now)
