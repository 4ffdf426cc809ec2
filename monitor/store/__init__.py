"""The memory: everything that must survive a kill. One transaction per pass, one row per promise.

`Store` opens the database, brings its schema up to date, and offers `write` and `read` for the query functions of
this package (source_rows, item_rows, outbox_rows, …), each of which takes a connection first.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from monitor.errors import ConfigError, Problem
from monitor.store import schema
from monitor.store.sqlite import Sqlite

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """`url` is design §7's `database`. `open` may be called by any command; the daemon lock is a separate thing."""

    def __init__(self, url: str) -> None:
        self.path = self.path_of(url)
        self._engine = Sqlite(self.path)

    @staticmethod
    def path_of(url: str) -> Path:
        """Raises ConfigError for anything but sqlite:///path in a folder that is there: one made by a wrong letter
        would begin an empty memory beside the full one.
        """
        if not url.startswith("sqlite:///"):
            scheme = url.partition(":")[0]
            raise ConfigError([Problem("monitor.database", f"{scheme}:// is not supported in this version")])
        path = Path(url.removeprefix("sqlite:///"))
        if not path.parent.is_dir():
            text = f"{path.parent}: no such folder; mend the path, or make the folder first"
            raise ConfigError([Problem("monitor.database", text)])
        return path

    @property
    def is_new(self) -> bool:
        """Nothing was ever kept here."""
        return self._engine.read_now(schema.revision) is None

    def pending(self) -> str | None:
        """The schema the file has when it is not this version's; None when there is nothing to do or it is new."""
        at = self._engine.read_now(schema.revision)
        return at if at not in (None, schema.HEAD) else None

    def migrate(self, now: datetime) -> Path | None:
        """Brings the schema up to date; the backup that was made before, if there was anything to lose."""
        old = self._engine.read_now(schema.revision)
        if old == schema.HEAD:
            return None
        backup = None
        if old is not None and schema.knows(old):
            backup = self.path.with_name(f"{self.path.name}.{old}.{now:%Y%m%dT%H%M%S}.bak")
            self._engine.backup(backup)
        self._engine.write_now(schema.migrate)
        return backup

    async def write(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `function(connection, …)` in the writer; returns when it is committed."""
        return await self._engine.write(lambda connection: function(connection, *args, **kwargs))

    async def read(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._engine.read(lambda connection: function(connection, *args, **kwargs))

    def write_now(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """For callers without an event loop (the command line)."""
        return self._engine.write_now(lambda connection: function(connection, *args, **kwargs))

    def read_now(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._engine.read_now(lambda connection: function(connection, *args, **kwargs))

    def close(self) -> None:
        self._engine.close()
