"""The daemon lock: one process at a time reads sources and delivers from one database."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import LockedError


class DaemonLock:
    """`fcntl.lockf` on a file beside the database; the kernel frees it when the process ends, however it ends."""

    def __init__(self, database: Path, wait: float = 1.0) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._wait = wait
        """Seconds to try."""
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Raises LockedError."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + self._wait
        while not self._try(self._file):
            if time.monotonic() >= deadline:
                os.close(self._file)
                raise LockedError(
                    f"{self._path}: another monitor works on this database; it polls and delivers by itself. "
                    "Stop it first, if this has to be done by hand"
                )
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)

    @staticmethod
    def _try(file: int) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
