"""CPU seconds, wall seconds and memory of a process and all its descendants, as the kernel counts them.

A process that ended is waited for by us, its orphans too (we are their subreaper), so that no reader's CPU is lost.
One that lives is read from /proc. Memory is PSS: a page that two share counts half for each.
"""

import contextlib
import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PR_SET_CHILD_SUBREAPER = 36
_TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float
    wall: float
    output: str = ""


def adopt_orphans() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Cost:
    """A whole process with its descendants, from start to end. Raises SystemExit when it fails."""
    before, started = _spent(), time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=cwd, text=True, start_new_session=True) as one:
        output = one.stdout.read() if one.stdout else ""
        session = one.pid
    wall = time.monotonic() - started
    if one.returncode:
        raise SystemExit(f"{' '.join(command[:5])} ended with {one.returncode}")
    _bury(session)
    return Cost(_spent() - before, wall, output)


def _spent() -> float:
    """Of all children that ended and were waited for."""
    times = os.times()
    return times.children_user + times.children_system


def _bury(session: int) -> None:
    """Waits for the orphans of a session: they end by themselves when their parent is gone."""
    while any(_session(pid) == session for pid in _pids()):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-session, os.WNOHANG)
        time.sleep(0.01)


def tree(root: int) -> list[int]:
    """The process and its descendants, parents first."""
    parents = {pid: fields[1] for pid in _pids() if (fields := _stat(pid))}
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if int(parent) == pid]
    return found


def cpu_of(root: int) -> float:
    """Seconds of the living process and its descendants, dead ones that were waited for included."""
    return sum(sum(map(int, fields[11:15])) for pid in tree(root) if (fields := _stat(pid))) / _TICKS


def pss_of(root: int) -> dict[str, float]:
    """MiB per process, named by its place in the tree: main, forkserver, reader, reader 2, …"""
    sizes: dict[str, float] = {}
    readers = 0
    for pid in tree(root):
        size = _pss(pid)
        if size is None:
            continue
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        parent = int((_stat(pid) or ["", "0"])[1])
        if pid == root:
            name = "main"
        elif parent == root:
            name = "forkserver" if b"forkserver" in line else "resource tracker"
        else:
            readers += 1
            name = f"reader {readers}"
        sizes[name] = size
    return sizes


class Peak:
    """Samples the tree's memory every 0.2 s while work goes on; `most` holds the largest sum and its parts."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.most: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(0.2):
            now = pss_of(self._root)
            if sum(now.values()) > sum(self.most.values()):
                self.most = now


def _pids() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _stat(pid: int) -> list[str] | None:
    """The fields from the third on (state, parent, …); None when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _session(pid: int) -> int | None:
    fields = _stat(pid)
    return int(fields[3]) if fields else None


def _pss(pid: int) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / MIB for line in lines if line.startswith("Pss:")), None)
