"""How this process asks for memory and gives it back. A daemon runs for years: what a busy minute needed must not stay.

glibc keeps an arena per thread and raises its own thresholds after the first large block; both make freed memory
stay with the process. Two arenas and a fixed threshold keep a load of 500 feeds from leaving 30 MiB behind
(docs/performance.md). On other C libraries nothing is done.
"""

import ctypes
import sys

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
"""Names and numbers of glibc's malloc.h."""
LARGE = 128 * 1024
"""Bytes from which a block is mapped alone, and unmapped when freed."""


def economize() -> None:
    """Before threads start."""
    libc = _libc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, 2)
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE)
        libc.mallopt(_M_TRIM_THRESHOLD, LARGE)


def give_back() -> None:
    """Returns free pages to the system: about 5 ms."""
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)


def _libc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None
