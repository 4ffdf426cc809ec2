"""How a reader process starts: through the forkserver, deaf to the group's signals, without the main script."""

import signal
import sys
import threading
from importlib.machinery import ModuleSpec
from multiprocessing import context, forkserver, resource_tracker

_STARTING = threading.RLock()


class _Process(context.ForkServerProcess):
    def start(self) -> None:
        """A child prepares itself by running the main script again (`bin/monitor` imports all of the daemon), unless
        the main module is some package's `__main__`: so it says, for a moment, that it is.
        """
        main = sys.modules["__main__"]
        with _STARTING:
            start_forkserver()
            kept, main.__spec__ = main.__spec__, ModuleSpec("monitor.__main__", None)
            try:
                super().start()
            finally:
                main.__spec__ = kept

    def terminate(self) -> None:
        """SIGTERM is ignored, and a parser in C would not hear it: pebble would wait 3 s."""
        self.kill()


class Context(context.ForkServerContext):
    Process = _Process


def start_forkserver() -> None:
    """Does nothing when it runs. A blocked signal stays blocked in what is started: the terminal's and the service
    manager's signals go to the whole group, but the readers end when the main process says so.
    """
    with _STARTING:
        resource_tracker.ensure_running()  # it unblocks both when it starts
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
