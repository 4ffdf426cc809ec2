"""SQLite: everything that only SQLite says stands in this file.

    writes → one queue → one thread, one connection: what waits at the same moment is one transaction (group commit),
             each write in a SAVEPOINT of its own, so that a bad one rolls back alone
    reads  → connections of their own, in worker threads

WAL, synchronous=FULL (a power loss keeps what was committed, security.md F16), BEGIN IMMEDIATE.
"""

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from monitor.errors import StoreDefect, StoreError, StoreFull

T = TypeVar("T")
GROUP = 256
"""Writes in one transaction at most."""


class Sqlite:
    """One database file. `write` and `read` take functions of a connection and give their result."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._prepare(path)
        self.writer = _engine(path, begin="BEGIN IMMEDIATE")
        self.reader = _engine(path, begin="BEGIN")
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Returns when the transaction is committed. Raises StoreError, StoreFull, or what `function` raised."""
        return await asyncio.wrap_future(self._put(function))

    def write_now(self, function: Callable[[Connection], T]) -> T:
        """The same for callers without an event loop."""
        return self._put(function).result()

    async def read(self, function: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self.read_now, function)

    def read_now(self, function: Callable[[Connection], T]) -> T:
        try:
            with self.reader.connect() as connection:
                return function(connection)
        except DatabaseError as error:
            raise _named(error, self.path) from error

    def backup(self, target: Path) -> None:
        """A consistent copy while others write."""
        _make_private(target)
        with sqlite3.connect(self.path) as here, sqlite3.connect(target) as there:
            here.backup(there)

    def close(self) -> None:
        """Finishes what waits, then closes."""
        self._queue.put(None)
        self._thread.join()
        self.writer.dispose()
        self.reader.dispose()

    def _put(self, function: Callable[[Connection], T]) -> "Future[T]":
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self._queue.put(_Write(function, future))
        return future

    def _work(self) -> None:
        with self.writer.connect() as connection:
            while (first := self._queue.get()) is not None:
                group, last = self._group(first)
                self._transact(connection, group)
                if last:
                    return

    def _group(self, first: "_Write") -> tuple[list["_Write"], bool]:
        group = [first]
        while len(group) < GROUP:
            try:
                write = self._queue.get_nowait()
            except queue.Empty:
                break
            if write is None:
                return group, True
            group.append(write)
        return group, False

    def _transact(self, connection: Connection, group: list["_Write"]) -> None:
        try:
            with connection.begin():
                for write in group:
                    write.run(connection, alone=len(group) == 1)
        except Exception as error:  # noqa: BLE001 a writer's edge: every waiting caller gets the error by name
            cause = _named(error, self.path) if isinstance(error, DatabaseError) else error
            for write in group:
                write.fail(write.error or cause)
            return
        for write in group:
            write.finish(self.path)

    def _prepare(self, path: Path) -> None:
        """Turns the file to WAL, once and for all. Refuses one that is no database, or damaged."""
        _make_private(path)
        try:
            with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            raise StoreError(f"{path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path}: {error}. The file is damaged or no database; put a backup in its place"
            ) from error


class _Write:
    """One waiting write and the future of its caller."""

    def __init__(self, function: Callable[[Connection], Any], future: "Future[Any]") -> None:
        self.function = function
        self.future = future
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self, connection: Connection, *, alone: bool) -> None:
        """Alone in its transaction it needs no savepoint: the transaction itself is rolled back."""
        if alone:
            self.result = self.function(connection)
            return
        raw = _raw(connection)
        raw.execute("SAVEPOINT one")  # by hand: SQLAlchemy's own cost as much as two statements
        try:
            self.result = self.function(connection)
        except Exception as error:
            if not raw.in_transaction:
                raise  # a full disk rolls back the whole transaction
            self.error = error
            raw.execute("ROLLBACK TO one")
        raw.execute("RELEASE one")

    def fail(self, error: BaseException) -> None:
        self.future.set_exception(error)

    def finish(self, path: Path) -> None:
        if isinstance(self.error, DatabaseError):
            self.future.set_exception(_named(self.error, path))
        elif self.error:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def _make_private(path: Path) -> None:
    """A new file is its owner's alone: it holds customers' words. SQLite gives its journals the same mode; what is
    wrong with the place, SQLite says itself.
    """
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _engine(path: Path, *, begin: str) -> Engine:
    pool: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 4}
    if begin == "BEGIN IMMEDIATE":
        pool = {"poolclass": StaticPool}
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def _named(error: DatabaseError, path: Path) -> StoreError:
    text = str(error.orig)
    if "full" in text or "No space" in text:
        return StoreFull(f"{path}: no room left on the disk ({text})")
    if isinstance(error, OperationalError):
        return StoreError(f"{path}: {text}")
    return StoreDefect(f"{path}: {text}")
