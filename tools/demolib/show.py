"""`make demo`: a small web that changes by itself, a judge with its own receivers, and the real daemon between them.

    start the web, the judge, the daemon                the daemon does not know that this is a demo
     → wait until every source has been read once       what stands there then is told to nobody
     → publish for --seconds                            0: until Ctrl-C
     → wait for what is still to be told                as long as something is, REST seconds at most
     → stop the daemon, let the judge speak             its exit status is ours

Ctrl-C ends the publishing; a second one, or SIGTERM, ends everything at once. Whatever happens, no process and no
file is left.
"""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TextIO

from rich.console import Console
from rich.live import Live

from .board import Board
from .feeds import Feed
from .judge import waits_for
from .ledger import Published
from .loopback import Loopback
from .receiver import Arrival
from .service import Service, free_port, new_secret
from .setting import CHANNELS, Addresses, write_config
from .site import Guide, Site
from .sitting import Sitting
from .town import Town, feeds

BEAT = 1.0
"""Seconds between two events in the web."""
START_WITHIN = 60.0
"""Seconds in which every source must have been read once."""
REST = 20.0
"""Seconds that the last alerts have."""
MEND = 75.0
"""The same while a source is out of order: a failed poll is repeated after 30 to 60 s."""
QUIET = 3.0
"""Seconds in which nothing more may come once all is told: two more polls of every source."""
SHOW_EVERY = 0.25
LONG_ENOUGH = 50.0
"""From so many seconds on a site breaks: it is back before the end."""
BREAK_EVERY = 180
"""Beats between two breakdowns where there is no end."""
FIRST_BREAK = 60
"""The beat of the first of them; where there is an end it comes at once, so that it is over in time."""
LINE_EVERY = 5.0
"""Seconds between two lines where no terminal is."""
INTERRUPTED = 130


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it publishes; 0: until Ctrl-C")
    parser.add_argument("--seed", type=int, default=1, help="another number, another course of events")
    chosen = parser.parse_args()
    return asyncio.run(_demo(chosen.seconds, chosen.seed))


async def _demo(seconds: float, seed: int) -> int:
    wishes = Wishes()
    wishes.listen()  # before there is anything that would have to be removed
    with TemporaryDirectory(prefix="monitor-demo-") as folder:
        return await _staged(Path(folder), wishes, seconds, seed)


async def _staged(folder: Path, wishes: "Wishes", seconds: float, seed: int) -> int:
    secret = new_secret()
    sites = [Site(feed) for feed in feeds()]
    async with contextlib.AsyncExitStack() as open_sites, Sitting(folder, secret) as court:
        for site in sites:
            await open_sites.enter_async_context(site)
        addresses = Addresses(court.desk.hook, court.desk.smtp_port, free_port())
        guide = Guide(sites, f"http://127.0.0.1:{addresses.page_port}/", court.desk.mailbox)
        service = Service(write_config(folder, sites, addresses), secret, folder / "daemon.log")
        async with Loopback(guide.answer) as web:
            with (folder / "ledger").open("w", encoding="utf-8") as written:
                show = Show([site.feed for site in sites], court, wishes, seed, written)
                ended_well = await _played(show, service, seconds, _addresses(guide, web))
        if wishes.nothing_more.is_set():
            print("interrupted", flush=True)
            return INTERRUPTED
        return max(await court.speak(), ended_well)


async def _played(show: "Show", service: Service, seconds: float, addresses: Sequence[str]) -> int:
    try:
        await service.start()
        await show.play(seconds, service, addresses)
    finally:
        code = await service.stop()
        left = await service.clear()
    return _ended_well(code, left, service)


def _addresses(guide: Guide, web: Loopback) -> list[str]:
    return [
        f"what monitor shows   {guide.page}",
        f"the mails it sends   {guide.mailbox}/",
        f"the web it reads     {web.origin}/",
    ]


def _ended_well(code: int, left: int, service: Service) -> int:
    if code or left:
        print(
            f"the daemon ended with {code} and left {left} processes:", *service.warnings()[-5:], sep="\n  ", flush=True
        )
    return int(code != 0 or left != 0)


class Wishes:
    """What the person at the keyboard wants, and whoever sends signals."""

    def __init__(self) -> None:
        self.no_more_news = asyncio.Event()
        """Publish nothing more, then judge."""
        self.nothing_more = asyncio.Event()
        """End at once, without a verdict."""

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        loop.add_signal_handler(signal.SIGTERM, self.abandon)

    def abandon(self) -> None:
        self.no_more_news.set()
        self.nothing_more.set()

    def _interrupt(self) -> None:
        if self.no_more_news.is_set():
            self.nothing_more.set()
        self.no_more_news.set()


class Show:
    """The course of the demo, and its screen."""

    def __init__(self, feeds: Sequence[Feed], court: Sitting, wishes: Wishes, seed: int, written: TextIO) -> None:
        self._court = court
        self._wishes = wishes
        self._written = written
        self._ledger: list[Published] = []
        self._arrivals: list[Arrival] = []
        self._board = Board()
        self._town = Town(feeds, seed, self._appeared, lambda: datetime.now(UTC))
        self._phase = "starting"

    async def play(self, seconds: float, service: Service, addresses: Sequence[str]) -> None:
        with self._screen(addresses) as draw:
            turning = asyncio.create_task(self._turn(draw))
            try:
                await self._begin(service)
                await self._publish(seconds)
                await self._rest()
            finally:
                turning.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await turning

    async def _begin(self, service: Service) -> None:
        """Until every source has been read once. Who interrupts before has seen nothing that could be judged."""
        wishes = self._wishes
        await self._until(
            lambda: self._town.all_read or wishes.no_more_news.is_set() or not service.running, START_WITHIN
        )
        if wishes.no_more_news.is_set():
            wishes.abandon()
        elif not self._town.all_read:
            wishes.no_more_news.set()
            print("not every source was read:", *service.warnings()[-5:], sep="\n  ")

    async def _publish(self, seconds: float) -> None:
        self._phase = "publishing"
        ends = monotonic() + seconds if seconds else None
        first_break = 2 if seconds else FIRST_BREAK
        breaks = not seconds or seconds >= LONG_ENOUGH
        beat = 0
        while not self._wishes.no_more_news.is_set() and (ends is None or monotonic() < ends):
            self._town.beat(beat)
            if breaks and beat % BREAK_EVERY == first_break:
                self._town.break_down()
            beat += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wishes.no_more_news.wait(), BEAT)
        self._town.mend()

    async def _rest(self) -> None:
        """Until all is told, and for a while longer: what comes too often comes late."""
        self._phase = "waiting for the rest"
        patience = MEND if any(feed.failed for feed in self._town.feeds) else REST
        await self._until(self._all_told, patience)
        await self._until(lambda: False, QUIET)
        self._hear()

    def _all_told(self) -> bool:
        self._hear()
        return waits_for(self._ledger, self._arrivals, CHANNELS) == 0

    def _hear(self) -> None:
        for came in self._court.arrivals():
            self._arrivals.append(came)
            self._board.arrived(came)

    async def _until(self, holds: Callable[[], bool], seconds: float) -> None:
        ends = monotonic() + seconds
        while not (holds() or self._wishes.nothing_more.is_set() or monotonic() > ends):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wishes.nothing_more.wait(), 0.1)

    async def _turn(self, draw: Callable[[], None]) -> None:
        while True:
            self._hear()
            draw()
            await asyncio.sleep(SHOW_EVERY)

    @contextlib.contextmanager
    def _screen(self, addresses: Sequence[str]) -> Iterator[Callable[[], None]]:
        """A live table on a terminal, lines elsewhere."""
        if not sys.stdout.isatty():
            print(*addresses, sep="\n", flush=True)
            said = monotonic()

            def lines() -> None:
                nonlocal said
                if monotonic() - said >= LINE_EVERY:
                    said = monotonic()
                    print(self._board.line(self._phase, self._town.feeds), flush=True)

            yield lines
            return
        with Live(console=Console(), auto_refresh=False) as live:
            yield lambda: live.update(self._board.picture(self._phase, self._town.feeds, addresses), refresh=True)

    def _appeared(self, entry: Published) -> None:
        self._ledger.append(entry)
        self._written.write(entry.line())
        self._written.flush()
        self._board.appeared(entry)
