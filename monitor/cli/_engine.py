"""The engine for commands that read sources or deliver."""

from monitor.engine import PRELOAD, Engine, Modules
from monitor.notify import notifiers
from monitor.readers import Readers
from monitor.settings import Settings
from monitor.store import Store
from sources import connectors


def start_readers(workers: int = 2) -> Readers:
    """Before event loop, threads and locks exist."""
    return Readers(workers, PRELOAD)


def build(settings: Settings, store: Store, readers: Readers) -> Engine:
    return Engine(settings, store, readers, Modules(connectors(), notifiers()))
