"""Outbox → notifier: what is owed is sent until the other side has accepted it.

    ready destinations → one worker each, so that a slow one delays no other
        freeze what is owed (mentions, text and id stay the same from here on)
        write the attempt → send → accepted | tried again later | dead letter | 410: notifier disabled
    repeated until nothing is due

At least once with a stable id: a kill between sending and recording repeats the attempt, with the same id.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.outbox import Attempt, Destination
from monitor.core.schedule import next_attempt
from monitor.errors import DeliveryError
from monitor.notifier import Notifier


@dataclass(frozen=True, slots=True)
class Channel:
    """A configured notifier, ready to send."""

    name: str
    notifier: Notifier
    limit: int | None
    """Most bytes of one payload."""


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
    async def begin(self, to: Destination, limit: int | None, now: datetime) -> Attempt | None:
        """Freezes what is owed and writes the attempt that is due longest; None: nothing is due."""
        ...

    async def accepted(self, attempt: Attempt) -> None: ...
    async def refused(self, attempt: Attempt, text: str, next_at: datetime | None) -> None:
        """`next_at` None: a dead letter."""
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
        while attempt := await self._outbox.begin(to, channel.limit, self._now()):
            if not await self._attempt(to, channel, attempt):
                return

    async def _attempt(self, to: Destination, channel: Channel, attempt: Attempt) -> bool:
        """False: nothing more may go to this destination for now."""
        started = time.monotonic()

        async def note(outcome: str, text: str, record: Awaitable[None]) -> None:
            await record
            self._note(Sent(to, attempt.message.id, outcome, text, time.monotonic() - started))

        try:
            await channel.notifier.send(attempt.message)
        except DeliveryError as error:
            if error.gone:
                await note("gone", str(error), self._outbox.gone(attempt, to, str(error), self._now()))
                return False
            await note(*self._again(attempt, error))
            if error.retry_after:
                await self._outbox.hold(to, self._now() + timedelta(seconds=error.retry_after))
            return not error.retry_after
        except Exception as error:  # noqa: BLE001 a notifier's defect is a failed attempt of this message, no more
            await note(*self._again(attempt, DeliveryError(f"{type(error).__name__}: {error}")))
            return True
        await note("accepted", "", self._outbox.accepted(attempt))
        return True

    def _again(self, attempt: Attempt, error: DeliveryError) -> tuple[str, str, Awaitable[None]]:
        next_at = None
        if not error.permanent:
            next_at = next_attempt(attempt.tries + 1, self._now(), retry_after=error.retry_after, chance=self._chance())
        outcome = "retry" if next_at else "dead"
        return outcome, str(error), self._outbox.refused(attempt, str(error), next_at)
