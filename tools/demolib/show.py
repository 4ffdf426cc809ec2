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
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live

from .board import Board
from .court import Desk, desk
from .judge import waits_for
from .ledger import Published
from .loopback import Loopback
from .receiver import Arrival, arrival
from .service import SECRET_NAME, Service, free_port, new_secret
from .setting import CHANNELS, Addresses, write_config
from .site import Guide, Site
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
SPEAK_WITHIN = 30.0
LONG_ENOUGH = 50.0
"""From so many seconds on a site breaks: it is back before the end."""
BREAK_EVERY = 180
"""Beats between two breakdowns where there is no end."""
FIRST_BREAK = 60
"""The beat of the first of them; where there is an end it comes at once, so that it is over in time."""
LINE_EVERY = 5.0
"""Seconds between two lines where no terminal is."""
INTERRUPTED = 130
JUDGE = Path(__file__).resolve().parent.parent / "judge"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it publishes; 0: until Ctrl-C")
    parser.add_argument("--seed", type=int, default=1, help="another number, another course of events")
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="monitor-demo-") as folder:
        return asyncio.run(_demo(Path(folder), chosen.seconds, chosen.seed))


async def _demo(folder: Path, seconds: float, seed: int) -> int:
    secret = new_secret()
    sites = [Site(feed) for feed in feeds()]
    with (folder / "ledger").open("w", encoding="utf-8") as written:
        async with contextlib.AsyncExitStack() as open_sites, Court(folder, secret) as court:
            for site in sites:
                await open_sites.enter_async_context(site)
            show = Show(sites, court, seed, written)
            show.listen()
            addresses = Addresses(court.desk.hook, court.desk.smtp_port, free_port())
            guide = Guide(sites, f"http://127.0.0.1:{addresses.page_port}/", court.desk.mailbox)
            async with Loopback(guide.answer) as web:
                service = Service(write_config(folder, sites, addresses), secret, folder / "daemon.log")
                try:
                    await service.start()
                    await show.play(seconds, service, _addresses(guide, web))
                finally:
                    code = await service.stop()
                    left = await service.clear()
            ended_well = _ended_well(code, left, service)
            if show.abandoned.is_set():
                print("interrupted", flush=True)
                return INTERRUPTED
            return max(await court.speak(), ended_well)


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


class Show:
    """The course of the demo, and its screen."""

    def __init__(self, sites: Sequence[Site], court: "Court", seed: int, written: TextIO) -> None:
        self._written = written
        self._court = court
        self._ledger: list[Published] = []
        self._arrivals: list[Arrival] = []
        self._board = Board()
        self._town = Town([site.feed for site in sites], seed, self._appeared, lambda: datetime.now(UTC))
        self.enough = asyncio.Event()
        """No more publishing."""
        self.abandoned = asyncio.Event()
        """No verdict either."""
        self._phase = "starting"

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupted)
        loop.add_signal_handler(signal.SIGTERM, self._abandon)

    async def play(self, seconds: float, service: Service, addresses: Sequence[str]) -> None:
        with self._screen(addresses) as draw:
            turning = asyncio.create_task(self._turn(draw))
            try:
                await self._until(lambda: self._town.all_read or not service.running, START_WITHIN)
                if not self._town.all_read:
                    print("not every source was read:", *service.warnings()[-5:], sep="\n  ")
                    return
                await self._publish(seconds)
                await self._rest()
            finally:
                turning.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await turning

    async def _publish(self, seconds: float) -> None:
        self._phase = "publishing"
        ends = monotonic() + seconds if seconds else None
        first_break = 2 if seconds else FIRST_BREAK
        breaks = not seconds or seconds >= LONG_ENOUGH
        beat = 0
        while not self.enough.is_set() and (ends is None or monotonic() < ends):
            self._town.beat(beat)
            if breaks and beat % BREAK_EVERY == first_break:
                self._town.break_down()
            beat += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.enough.wait(), BEAT)
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
        while not (holds() or self.abandoned.is_set() or monotonic() > ends):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.abandoned.wait(), 0.1)

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

    def _interrupted(self) -> None:
        if self.enough.is_set():
            self.abandoned.set()
        self.enough.set()

    def _abandon(self) -> None:
        self.enough.set()
        self.abandoned.set()


class Court:
    """The judge's process, in a session of its own: Ctrl-C is for us, it speaks when its input ends."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._ledger, self._log = folder / "ledger", folder / "arrivals"
        self._secret = secret
        self._read = 0
        self._process: asyncio.subprocess.Process | None = None
        self.desk = Desk("", 0, "")

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(JUDGE), str(self._ledger), str(self._log)),
            env={**os.environ, SECRET_NAME: self._secret},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        if self._process.stdout is None:
            raise RuntimeError("the judge has no output")
        self.desk = desk((await self._process.stdout.readline()).decode())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    def arrivals(self) -> list[Arrival]:
        """What was added to its log since the last time."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            added = log.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        return [arrival(line.decode()) for line in whole.splitlines()]

    async def speak(self) -> int:
        """Prints its verdict and gives its exit status."""
        if self._process is None:
            raise RuntimeError("the judge is not sitting")
        said, _ = await asyncio.wait_for(self._process.communicate(b""), SPEAK_WITHIN)
        print(said.decode(), end="", flush=True)
        return self._process.returncode or 0
