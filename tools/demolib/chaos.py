"""SIGKILL, again and again, while feeds grow; then everything published is counted against what is stored and told.

    read every feed once (the baseline) → rounds of: start the daemon, publish a share of the items, kill it
     → start it a last time → wait until every alert is told → stop it → count

Half of the kills fall within the first START seconds of a process. The other half fall while it works: within WORK
seconds after it first asked for a feed, or right after a feed was sent, or right after a message was answered, where
reading, commit and delivery happen (a kill at any moment mostly hits a daemon that waits: with such kills alone, a
cursor that was committed before its mentions went unnoticed). Feeds list everything published since the beginning.
Every alert is owed three times: to a webhook, and by mail to two people whose server is the same.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

from .chaos_config import CHANNELS, Addresses, write_config
from .chaos_mail import PostOffice
from .chaos_result import TOLD_WITHIN, Course, Result, result_of
from .feeds import Entry, Feed, Form
from .judge import waits_for
from .ledger import Published
from .loopback import Asked, Loopback, Reply
from .receiver import Arrival, Receiver
from .service import Service, free_port, new_secret

START = 1.5
"""Seconds after its start in which a process is killed, in half of the rounds."""
WORK = 1.5
"""Seconds after its first request in which it is killed, in the other half."""
BEGIN_WITHIN = 20.0
"""Seconds that a process has until its first request."""
QUIET = 3.0
"""Seconds in which nothing more may come once all is told."""
SLOW_ANSWER = 0.05
"""Seconds at most that a receiver thinks about a message, so that kills fall in between."""


class Moment(StrEnum):
    STARTING = "starting"
    WORKING = "working"
    READING = "reading"
    TELLING = "telling"
    MAILING = "mailing"


STRIKE = {Moment.READING: 0.1, Moment.TELLING: 0.01, Moment.MAILING: 0.01}
"""Seconds at most between the answer that we gave and the kill: about as long as a pass, and as a commit."""
STRIKE_WITHIN = 3.0
"""Seconds to wait for such an answer."""
AT_WORK = (Moment.TELLING, Moment.MAILING, Moment.READING, Moment.MAILING, Moment.TELLING, Moment.WORKING)


@dataclass(frozen=True, slots=True)
class Task:
    """How much, how often."""

    feeds: int = 30
    items: int = 3000
    negatives: int = 1000
    kills: int = 50
    seed: int = 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usual = Task()
    parser.add_argument("--feeds", type=int, default=usual.feeds)
    parser.add_argument("--items", type=int, default=usual.items)
    parser.add_argument("--negatives", type=int, default=usual.negatives, help="of the items; each must be told once")
    parser.add_argument("--kills", type=int, default=usual.kills)
    parser.add_argument("--seed", type=int, default=usual.seed, help="another number, other moments")
    with TemporaryDirectory(prefix="monitor-chaos-") as folder:
        result = asyncio.run(_interruptible(Path(folder), Task(**vars(parser.parse_args()))))
    for name, value in asdict(result).items():
        print(f"{name.replace('_', ' '):<24}{value}", file=sys.stderr)
    print(json.dumps(asdict(result) | {"faults": result.faults}))
    return 1 if result.faults else 0


async def _interruptible(folder: Path, task: Task) -> Result:
    """SIGTERM ends it as Ctrl-C does: the daemon is killed, the folder removed."""
    running = asyncio.ensure_future(run(folder, task, lambda text: print(text, file=sys.stderr, flush=True)))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    return await running


async def run(folder: Path, task: Task, say: Callable[[str], None]) -> Result:
    """`say` gets a line now and then."""
    secret = new_secret()
    chaos = Chaos(task, secret, say)
    async with Loopback(chaos.serve) as web, Loopback(chaos.receive) as hook, PostOffice(chaos.take) as office:
        feeds = [f"{web.origin}/{feed.name}" for feed in chaos.feeds]
        config = write_config(folder, Addresses(feeds, hook.origin, office.port, free_port()))
        service = Service(config, secret, folder / "daemon.log")
        try:
            result = await chaos.run(service)
            if result.faults:
                say("\n  ".join(["the daemon's last warnings:", *service.warnings()[-8:]]))
            return result
        finally:
            await service.kill()
            await service.clear()


class Chaos:
    def __init__(self, task: Task, secret: str, say: Callable[[str], None]) -> None:
        self._task = task
        self._say = say
        self._chance = Random(task.seed)
        self.arrivals: list[Arrival] = []
        self.ledger: list[Published] = []
        self._receiver = Receiver(secret, self.arrivals.append)
        self._asked = asyncio.Event()
        """A feed was asked for since the last start."""
        self._answered = {moment: asyncio.Event() for moment in STRIKE}
        self._died_alone = 0
        forms = (Form.RSS, Form.ATOM, Form.JSON)
        window = task.items + task.feeds
        self.feeds = [Feed(f"feed-{n:03}", f"Feed {n}", forms[n % len(forms)], "en", window) for n in range(task.feeds)]
        self._by_path = {feed.path: feed for feed in self.feeds}

    async def serve(self, asked: Asked) -> Reply:
        self._asked.set()
        feed = self._by_path.get(asked.path)
        reply = feed.answer(asked) if feed else Reply(HTTPStatus.NOT_FOUND)
        if reply.status == HTTPStatus.OK:
            self._answered[Moment.READING].set()
        return reply

    async def receive(self, asked: Asked) -> Reply:
        await self._think()
        reply = await self._receiver.answer(asked)
        await self._think()
        self._answered[Moment.TELLING].set()
        return reply

    async def take(self, mail: Arrival) -> None:
        """Half of the kills that wait for it fall before it is said that the mail was taken, half behind."""
        self.arrivals.append(mail)
        if self._chance.random() < 0.5:
            self._answered[Moment.MAILING].set()
        await self._think()
        self._answered[Moment.MAILING].set()

    async def _think(self) -> None:
        await asyncio.sleep(self._chance.random() * SLOW_ANSWER)

    async def run(self, service: Service) -> Result:
        began = monotonic()
        for number, feed in enumerate(self.feeds):
            self._publish(feed, number, refund=False, tell=False)
        await service.start()
        await _until(lambda: all(feed.asked >= 2 for feed in self.feeds), BEGIN_WITHIN + len(self.feeds))
        await service.kill()
        moments = self._moments()
        await self._rounds(service, moments)
        told_after = await self._rest(service)
        exit_code = await service.stop()
        course = Course(
            kills=len(moments),
            kills_while_starting=moments.count(Moment.STARTING),
            kills_while_working=sum(moment in AT_WORK for moment in moments),
            told_after=told_after,
            exit_code=exit_code,
            died_alone=self._died_alone,
            left_over=await service.clear(),
            seconds=round(monotonic() - began, 1),
        )
        return await result_of(course, service, self.ledger, self.arrivals)

    def _moments(self) -> list[Moment]:
        at_work = self._task.kills // 2
        moments = [Moment.STARTING] * (self._task.kills - at_work)
        moments += [AT_WORK[number % len(AT_WORK)] for number in range(at_work)]
        self._chance.shuffle(moments)
        return moments

    async def _rounds(self, service: Service, moments: Sequence[Moment]) -> None:
        refunds = [number < self._task.negatives for number in range(self._task.items)]
        self._chance.shuffle(refunds)
        for done, moment in enumerate(moments):
            share = refunds[done * len(refunds) // len(moments) : (done + 1) * len(refunds) // len(moments)]
            await self._round(service, moment, share)
            if (done + 1) % 10 == 0:
                self._say(f"{done + 1} kills · published {len(self.ledger)} · arrived {len(self.arrivals)}")

    async def _round(self, service: Service, moment: Moment, refunds: Sequence[bool]) -> None:
        self._asked.clear()
        await service.start()
        if moment in AT_WORK:
            await _until(lambda: self._asked.is_set() or not service.running, BEGIN_WITHIN)
        lives = self._chance.random() * (START if moment is Moment.STARTING else WORK)
        for refund in refunds:
            self._publish(self._chance.choice(self.feeds), len(self.ledger), refund=refund, tell=refund)
            await asyncio.sleep(lives / len(refunds))
        if moment in STRIKE:
            await self._strike(moment)
        self._look_after(service)
        await service.kill()

    def _look_after(self, service: Service) -> None:
        """It must be alive until we kill it."""
        if not service.running:
            self._died_alone += 1
            self._say("\n  ".join(["died by itself:", *service.warnings()[-3:]]))

    async def _strike(self, moment: Moment) -> None:
        """Returns soon after the next answer of this sort."""
        answered = self._answered[moment]
        answered.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), STRIKE_WITHIN)
        await asyncio.sleep(self._chance.random() * STRIKE[moment])

    async def _rest(self, service: Service) -> float | None:
        """Starts it a last time; seconds until everything was told on every channel."""
        killed = monotonic()
        await service.start()
        await _until(self._all_told, TOLD_WITHIN)
        told_after = round(monotonic() - killed, 1) if self._all_told() else None
        await asyncio.sleep(QUIET)
        self._look_after(service)
        return told_after

    def _all_told(self) -> bool:
        return not waits_for(self.ledger, self.arrivals, CHANNELS)

    def _publish(self, feed: Feed, number: int, *, refund: bool, tell: bool) -> None:
        slug = f"c{number:06}"
        said = "refuses a refund and that is that" if refund else "has a new blend on its shelves"
        entry = Entry(
            slug,
            f"http://{feed.name}.example/{slug}",
            f"Note {number} about coffee",
            f"Northwind Coffee {said}, writes guest {number} in the book.",
            f"Guest {number}",
            datetime.now(UTC),
        )
        feed.add(entry)
        self.ledger.append(Published(slug, slug, feed.name, entry.title, entry.at.timestamp(), tell=tell))


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    ends = monotonic() + seconds
    while not (holds() or monotonic() > ends):  # noqa: ASYNC110 - what is waited for is counted, not signalled
        await asyncio.sleep(0.05)
