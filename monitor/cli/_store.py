"""The store for commands: opened and closed around the work, with the daemon lock where the work needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog

from monitor.errors import StoreError
from monitor.settings import Settings
from monitor.store import Store
from monitor.store.lock import DaemonLock


@contextmanager
def open_store(settings: Settings, *, upgrade: bool = False) -> Iterator[Store]:
    """For short reads and single short transactions beside a running daemon. An empty database is made; an older one
    is brought up to date only with `upgrade`, which needs the daemon lock.
    """
    store = Store(settings.database)
    try:
        if not upgrade:
            _refuse_old(store)
        elif store.is_new:
            structlog.get_logger().info("database-made", database=str(store.path))
        store.migrate(datetime.now(UTC))
        yield store
    finally:
        store.close()


@contextmanager
def locked_store(settings: Settings, *, upgrade: bool = False) -> Iterator[Store]:
    """With the daemon lock. Raises LockedError."""
    with DaemonLock(Store.path_of(settings.database)), open_store(settings, upgrade=upgrade) as store:
        yield store


def _refuse_old(store: Store) -> None:
    old = store.pending()
    if old is not None:
        raise StoreError(f"{store.path}: made by an older version (schema {old}); run `monitor migrate` first")
