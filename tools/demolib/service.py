"""The real daemon with a real configuration: started, stopped, killed. It is told nothing else."""

import asyncio
import base64
import contextlib
import os
import secrets
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

SECRET_NAME = "DEMO_WEBHOOK_SECRET"  # the name of the variable, not what it holds
CLEAR_WITHIN = 3.0
STOP_WITHIN = 10.0
"""Seconds that SIGTERM may take (design: the daemon ends within ten)."""


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Service:
    """`monitor run` as a process of its own session; what it logs goes to `log`."""

    config: Path
    secret: str
    log: Path
    sessions: list[int] = field(default_factory=list)
    """Of every process that was started: what is left of them shows in /proc."""
    _process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "monitor", "run", "--config", str(self.config)),
                cwd=self.config.parent,
                env={**os.environ, SECRET_NAME: self.secret},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.sessions.append(self._process.pid)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """SIGKILL to the daemon alone: its readers have to notice by themselves."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM; after STOP_WITHIN, SIGKILL. Gives the exit code."""
        if self._process is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._process.wait(), STOP_WITHIN)
        except TimeoutError:
            await self.kill()
            return -signal.SIGKILL

    async def clear(self) -> int:
        """Readers end by themselves when their daemon does, within CLEAR_WITHIN; how many did not and were killed."""
        ends = monotonic() + CLEAR_WITHIN
        while (left := self._leftovers()) and monotonic() < ends:  # noqa: ASYNC110 - the kernel gives no event for it
            await asyncio.sleep(0.05)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(left)

    def _leftovers(self) -> list[int]:
        """Processes of our sessions that are still there."""
        return [pid for pid, session in _sessions() if session in self.sessions]

    def warnings(self) -> list[str]:
        """What the daemon said above `info`, as it stands in its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return [line for line in lines if '"level": "info"' not in line]


def _sessions() -> list[tuple[int, int]]:
    """(process, session) of every process of this machine that is not a zombie."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it may end while we look
                state, *_, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if state != "Z":
                    found.append((int(entry.name), int(session)))
    return found
