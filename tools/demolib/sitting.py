"""The judge's process as the demo sees it: its addresses, what arrived there so far, and in the end its verdict."""

import asyncio
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from .court import Desk, desk
from .receiver import Arrival, arrival
from .service import SECRET_NAME

JUDGE = Path(__file__).resolve().parent.parent / "judge"
SPEAK_WITHIN = 30.0


class Sitting:
    """In a session of its own: Ctrl-C is for us, the judge speaks when its input ends."""

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
