"""The wish to end: SIGTERM or SIGINT, heard from the first line of `monitor run` to the last.

    listen() before anything is imported → wanted, looked at between the steps of the start → hear(), once a loop runs

Python's own ways are not enough for a process that takes a second to start: SIGTERM kills it (exit -15), SIGINT raises
in the middle of an import, and asyncio puts both back when its loop closes. Raising from the handler was not taken: it
would land inside a migration or a commit. So a signal is noted, and what is under way goes on to its next step.
"""

import signal
from collections.abc import Callable
from types import FrameType


class Ending:
    def __init__(self) -> None:
        self.wanted = False
        self._hears: Callable[[], object] | None = None

    def listen(self) -> None:
        """In the main thread. SIGHUP means a reload, and at the start there is nothing to reload yet: by itself it
        would kill.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def hear(self, hears: Callable[[], object] | None) -> None:
        """Calls `hears` when the end is wanted, at once if it is already; between any two steps of the main thread."""
        self._hears = hears
        if self.wanted and hears:
            hears()

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Once: a second Ctrl-C says nothing new, and the interpreter's own end would put the killing ways back."""
        del number, frame
        for either in (signal.SIGTERM, signal.SIGINT):
            signal.signal(either, signal.SIG_IGN)
        self.wanted = True
        if self._hears:
            self._hears()
