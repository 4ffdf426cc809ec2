"""`make demo`: a small web that changes by itself, a judge with its own receiver, and the real daemon between them.

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
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live

from .board import Board
from .judge import waits_for
from .ledger import Published
from .loopback import Loopback
from .receiver import Arrival, arrival
from .service import SECRET_NAME, Service, free_port, new_secret, write_config
from .town import Town

BEAT = 0.5
"""Seconds between two events in the web."""
START_WITHIN = 60.0
"""Seconds in which every source must have been read once."""
REST = 20.0
"""Seconds that the last alerts have."""
MEND = 75.0
"""The same while a source is out of order: a failed poll is repeated after 30 to 60 s."""
QUIET = 3.0
"""Seconds in which nothing more may come once all is told: two more polls of every source."""
SPEAK_WITHIN = 30.0
LONG_ENOUGH = 50.0
"""From so many seconds on two feeds break: they are back before the end."""
BREAK_EVERY = 360
"""Beats between two breakdowns where there is no end."""
FIRST_BREAK = 120
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
    with (folder / "ledger").open("w", encoding="utf-8") as written:
        show = Show(seed, written)
        show.listen()
        async with Loopback(show.town.answer) as web, Court(folder, secret, show.arrived) as court:
            feeds = [web.origin + path for path in show.town.feeds]
            config = write_config(folder, feeds, court.origin, free_port())
            service = Service(config, secret, folder / "daemon.log")
            try:
                await service.start()
                await show.play(seconds, service, court)
            finally:
                code = await service.stop()
                left = await service.clear()
            ended_well = _ended_well(code, left, service)
            if show.abandoned.is_set():
                print("interrupted", flush=True)
                return INTERRUPTED
            return max(await court.speak(), ended_well)


def _ended_well(code: int, left: int, service: Service) -> int:
    if code or left:
        print(
            f"the daemon ended with {code} and left {left} processes:", *service.warnings()[-5:], sep="\n  ", flush=True
        )
    return int(code != 0 or left != 0)


class Show:
    """The course of the demo, and its screen."""

    def __init__(self, seed: int, written: TextIO) -> None:
        self._written = written
        self.ledger: list[Published] = []
        self.arrivals: list[Arrival] = []
        self.board = Board()
        self.town = Town(seed, self._appeared, lambda: datetime.now(UTC))
        self.enough = asyncio.Event()
        """No more publishing."""
        self.abandoned = asyncio.Event()
        """No verdict either."""
        self._phase = "starting"

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupted)
        loop.add_signal_handler(signal.SIGTERM, self._abandon)

    def arrived(self, one: Arrival) -> None:
        self.arrivals.append(one)
        self.board.arrived(one)

    async def play(self, seconds: float, service: Service, court: "Court") -> None:
        with self._screen() as draw:
            turning = asyncio.create_task(self._turn(draw, court))
            try:
                await self._until(lambda: self.town.all_read or not service.running, START_WITHIN)
                if not self.town.all_read:
                    print("not every source was read:", *service.warnings()[-5:], sep="\n  ")
                    return
                await self._publish(seconds)
                await self._rest(court)
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
            self.town.beat(beat)
            if breaks and beat % BREAK_EVERY == first_break:
                self.town.break_two()
            beat += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.enough.wait(), BEAT)
        self.town.mend()

    async def _rest(self, court: "Court") -> None:
        """Until all is told, and for a while longer: what comes too often comes late."""
        self._phase = "waiting for the rest"
        patience = MEND if any(feed.failed for feed in self.town.feeds.values()) else REST

        def all_told() -> bool:
            court.read()
            return waits_for(self.ledger, self.arrivals) == 0

        await self._until(all_told, patience)
        await self._until(lambda: False, QUIET)
        court.read()

    async def _until(self, holds: Callable[[], bool], seconds: float) -> None:
        ends = monotonic() + seconds
        while not (holds() or self.abandoned.is_set() or monotonic() > ends):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.abandoned.wait(), 0.1)

    async def _turn(self, draw: Callable[[], None], court: "Court") -> None:
        while True:
            court.read()
            draw()
            await asyncio.sleep(0.25)

    @contextlib.contextmanager
    def _screen(self) -> Iterator[Callable[[], None]]:
        """A live table on a terminal, lines elsewhere."""
        feeds = list(self.town.feeds.values())
        if not sys.stdout.isatty():
            said = monotonic()

            def lines() -> None:
                nonlocal said
                if monotonic() - said >= LINE_EVERY:
                    said = monotonic()
                    print(self.board.line(self._phase, feeds), flush=True)

            yield lines
            return
        with Live(console=Console(), auto_refresh=False) as live:
            yield lambda: live.update(self.board.picture(self._phase, feeds), refresh=True)

    def _appeared(self, entry: Published) -> None:
        self.ledger.append(entry)
        self._written.write(entry.line())
        self._written.flush()
        self.board.appeared(entry)

    def _interrupted(self) -> None:
        if self.enough.is_set():
            self.abandoned.set()
        self.enough.set()

    def _abandon(self) -> None:
        self.enough.set()
        self.abandoned.set()


class Court:
    """The judge's process, in a session of its own: Ctrl-C is for us, it speaks when its input ends."""

    def __init__(self, folder: Path, secret: str, note: Callable[[Arrival], None]) -> None:
        self._ledger, self._log = folder / "ledger", folder / "arrivals"
        self._secret = secret
        self._note = note
        self._read = 0
        self._process: asyncio.subprocess.Process | None = None
        self.origin = ""

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
        self.origin = (await self._process.stdout.readline()).decode().strip()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    def read(self) -> None:
        """Notes the whole lines that were added to its log."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            added = log.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            self._note(arrival(line.decode()))

    async def speak(self) -> int:
        """Prints its verdict and gives its exit status."""
        if self._process is None:
            raise RuntimeError("the judge is not sitting")
        said, _ = await asyncio.wait_for(self._process.communicate(b""), SPEAK_WITHIN)
        print(said.decode(), end="", flush=True)
        return self._process.returncode or 0
