"""What happens inside a reader process: it is set up once, then performs one task at a time under limits.

CPU is bounded by a timer whose signal ends the process, in C code too; memory by the address space, so that an
allocation fails here before the machine is short of it; wall time by the main process. Errors travel as values.
"""

import ctypes
import gc
import os
import pickle
import resource
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError, ReaderDied, ReadError

MIB = 1024 * 1024
RESULT_LIMIT = 64 * MIB
"""Bytes of one pickled result."""
GROWTH_LIMIT = 32 * MIB
"""Bytes of its own memory a child may keep after a task."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`cpu` and `wall` in seconds, `memory` in bytes of address space above what the process had at its start."""

    cpu: float = 2.0
    wall: float = 20.0
    memory: int = 256 * MIB
    kept: int = GROWTH_LIMIT
    """Bytes of its own memory that the process may keep afterwards, else it is not asked again."""

    @classmethod
    def for_entries(cls, entries: int) -> "Limits":
        """2 s of CPU and 5 ms for each entry, at most 10 s."""
        return cls(cpu=min(2.0 + 0.005 * entries, 10.0))


@dataclass(frozen=True, slots=True)
class Task:
    function: str
    args: bytes
    """Pickled here: what does not pickle is the caller's error, not the pool's."""
    limits: Limits


class Said(StrEnum):
    RESULT = "result"
    ERROR = "error"
    """One of ours."""
    FOREIGN = "foreign"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Reply:
    said: Said
    payload: bytes
    grown: bool
    """The child keeps too much memory and is not asked again."""

    def open(self, task: Task) -> Any:
        if self.said is Said.RESULT:
            return pickle.loads(self.payload)  # noqa: S301 - from our own child
        if self.said is Said.MEMORY:
            raise ReaderDied(f"{task.function} needs more than {task.limits.memory // MIB} MiB", limit="memory")
        if self.said is Said.FOREIGN:
            raise ReadError(f"{task.function}: {self.payload.decode()}")
        raise _unpacked(self.payload)


def _unpacked(payload: bytes) -> MonitorError:
    """Without its __init__: ours have keyword-only arguments, which plain pickling loses."""
    kind, args, state = pickle.loads(payload)  # noqa: S301 - from our own child
    error: MonitorError = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_PAGE = resource.getpagesize()
_IMPORTED_IN = os.getpid()
"""In a child: the forkserver, which preloads this module."""


@dataclass(slots=True)
class _Start:
    """What the process had when it was ready, in bytes."""

    address_space: int = 0
    own: int = 0


_start = _Start()


def become_a_reader() -> None:
    _die_with_the_parent()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold what people wrote
    gc.freeze()  # a collection that touches shared objects copies their pages
    _start.address_space, _start.own = _memory()


def _die_with_the_parent() -> None:
    """The kernel kills us when the forkserver ends, and that ends when the main process does: if no child keeps the
    pipe open by which it notices. Python hands that pipe to every child.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != _IMPORTED_IN != os.getpid():
        os._exit(1)
    server: Any = forkserver._forkserver  # noqa: SLF001 - nothing public closes it
    os.close(server._forkserver_alive_fd)  # noqa: SLF001 - the same


def perform(task: Task) -> Reply:
    said, payload = _answer(task)
    return Reply(said, payload, grown=_has_grown(len(payload) + len(task.args), task.limits.kept))


def _answer(task: Task) -> tuple[Said, bytes]:
    try:
        with _limited(task.limits):
            result = _function(task.function)(*pickle.loads(task.args))  # noqa: S301 - from our own parent
            payload = pickle.dumps(result)
        if len(payload) > RESULT_LIMIT:
            return Said.FOREIGN, b"a result of %d bytes, at most %d" % (len(payload), RESULT_LIMIT)
    except MemoryError:
        return Said.MEMORY, b""
    except MonitorError as e:
        return _packed(e)
    except BaseException as e:  # noqa: BLE001 - the edge of the process: named to the caller, SystemExit too
        return Said.FOREIGN, _named(e).encode(errors="replace")
    return Said.RESULT, payload


def _packed(error: MonitorError) -> tuple[Said, bytes]:
    try:
        return Said.ERROR, pickle.dumps((type(error), error.args, error.__dict__))
    except Exception:  # noqa: BLE001 - whatever hinders it to travel, its name and text can
        return Said.FOREIGN, _named(error).encode(errors="replace")


def _named(error: BaseException) -> str:
    text = traceback.format_exception_only(error)[-1].strip()[:300]
    places = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    return f"{text} ({places[-1]})" if places else text


@contextmanager
def _limited(limits: Limits) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _start.address_space + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, limits.cpu)  # SIGPROF ends the process, in C code too
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@cache
def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _has_grown(in_hand: int, kept: int) -> bool:
    """Whether more than `kept` stays, without the `in_hand` bytes that leave with the reply."""
    if _memory()[1] - in_hand <= _start.own + kept:
        return False
    gc.collect()
    trim = getattr(_libc, "malloc_trim", None)  # musl has none, and gives back by itself
    if trim is not None:
        trim(0)
    return _memory()[1] - in_hand > _start.own + kept


def _memory() -> tuple[int, int]:
    """Bytes of address space, and bytes that are this process's own (not of a file or shared)."""
    size, resident, shared = Path("/proc/self/statm").read_bytes().split()[:3]
    return int(size) * _PAGE, (int(resident) - int(shared)) * _PAGE
