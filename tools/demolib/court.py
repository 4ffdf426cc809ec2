"""The judge as a program: it has its own receiver, is told nothing but where the ledger lies, and counts.

tools/judge LEDGER LOG < pipe     prints its receiver's address, writes each arrival to LOG,
                                  judges when its input ends: exit 0 good, 1 bad
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from . import ledger
from .judge import judge, lines
from .loopback import Loopback
from .receiver import Arrival, Receiver
from .service import SECRET_NAME

REFUSE_EVERY = 6
"""The first attempt of each sixth message is answered with 500."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, help="what was published, one JSON object a line")
    parser.add_argument("log", type=Path, help="where the arrivals are written")
    chosen = parser.parse_args()
    arrivals = asyncio.run(_receive(chosen.log, os.environ[SECRET_NAME]))
    with chosen.ledger.open(encoding="utf-8") as published:
        verdict = judge(ledger.read(published), arrivals)
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

        async with Loopback(Receiver(secret, note, refuse_every=REFUSE_EVERY).answer) as server:
            print(server.origin, flush=True)
            await asyncio.to_thread(sys.stdin.buffer.read)
    return arrivals
