"""What the tests let a reader process do."""

import ctypes
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from monitor.errors import BadStatus, ConfigError, Problem, QueryError, Unreadable

_KEPT: list[bytes] = []


def echo(*values: Any) -> tuple[Any, ...]:
    return values


def pid() -> int:
    return os.getpid()


def burn_cpu(seconds: float) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds


def burn_cpu_in_c() -> int:
    """One call that never comes back to the interpreter within the test's time."""
    return sum(range(10**12))


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def sleep_and_write(seconds: float, path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(seconds)
    Path(path).write_text("done")


def allocate(size: int) -> int:
    return len(b"x" * size)


def keep(size: int) -> int:
    _KEPT.append(b"x" * size)
    return os.getpid()


def bytes_of(size: int) -> bytes:
    return b"x" * size


def segfault() -> None:
    ctypes.string_at(0)


def leave(code: int) -> None:
    os._exit(code)


def ask_to_exit() -> None:
    sys.exit(3)


def stop_itself() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def fail_foreign() -> None:
    raise LookupError("no such thing: ключ")


def recurse() -> None:
    recurse()


def unpicklable() -> Any:
    return lambda: None


class Unpacked(Unreadable):
    """One of ours that holds what cannot travel."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.hook = lambda: text


def fail_ours(name: str) -> None:
    errors = {
        "BadStatus": BadStatus("host answered 503", status=503, retry_after=7.0),
        "QueryError": QueryError("a quote is open", 12),
        "Unreadable": Unreadable("all 3 entries are bad"),
        "ConfigError": ConfigError([Problem("config.toml:1", "wrong")]),
        "Unpacked": Unpacked("cannot travel"),
    }
    raise errors[name]


def facts() -> dict[str, Any]:
    """What a child is like inside."""
    return {
        "stdin": Path("/proc/self/fd/0").readlink().as_posix(),
        "parent": os.getppid(),
        "sigterm": signal.getsignal(signal.SIGTERM) is signal.SIG_IGN,
    }


def objects() -> int:
    """200 MiB of small objects, given back at the end."""
    return len([{"n": n} for n in range(700_000)])


def resident() -> int:
    """Bytes of memory the process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
