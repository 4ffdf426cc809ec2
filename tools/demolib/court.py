"""The judge as a program: it has its own receivers, is told nothing but where the ledger lies, and counts.

tools/judge LEDGER LOG < pipe     prints the addresses of its webhook, its mail server and the page that shows the
                                  mails, writes each arrival to LOG, judges when its input ends: exit 0 good, 1 bad
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from . import ledger
from .judge import judge, lines
from .letters import arrival_of
from .loopback import Loopback
from .mailbox import Mail, Mailbox
from .postbox import Postbox
from .receiver import Arrival, Receiver
from .service import SECRET_NAME
from .setting import BY_MAIL, CHANNELS

REFUSE_EVERY = 6
"""The first attempt of each sixth webhook is answered with 500."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the judge can be reached."""

    hook: str
    smtp_port: int
    mailbox: str

    def line(self) -> str:
        return json.dumps(asdict(self))


def desk(line: str) -> Desk:
    """What `line` wrote."""
    return Desk(**json.loads(line))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, help="what was published, one JSON object a line")
    parser.add_argument("log", type=Path, help="where the arrivals are written")
    chosen = parser.parse_args()
    arrivals = asyncio.run(_receive(chosen.log, os.environ[SECRET_NAME]))
    with chosen.ledger.open(encoding="utf-8") as published:
        verdict = judge(ledger.read(published), arrivals, CHANNELS)
    print("\n".join(lines(verdict)), flush=True)
    return 0 if verdict.good else 1


async def _receive(path: Path, secret: str) -> list[Arrival]:
    """Until standard input ends."""
    arrivals: list[Arrival] = []
    with path.open("w", encoding="utf-8") as log:

        def note(arrival: Arrival) -> None:
            arrivals.append(arrival)
            log.write(arrival.line())
            log.flush()

        await _sit(secret, note)
    return arrivals


async def _sit(secret: str, note: Callable[[Arrival], None]) -> None:
    def taken(mail: Mail) -> None:
        note(arrival_of(mail, BY_MAIL))

    hook = Loopback(Receiver(secret, note, refuse_every=REFUSE_EVERY).answer)
    mailbox = Mailbox(taken)
    page = Loopback(Postbox(mailbox.mails).answer)
    async with hook, mailbox, page:
        print(Desk(hook.origin, mailbox.port, page.origin).line(), flush=True)
        await asyncio.to_thread(sys.stdin.buffer.read)
