"""The writer: group commit, rollback of one alone, named errors."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, insert, select

from monitor.errors import ConfigError, LockedError, StoreError, StoreFull
from monitor.store import Store, schema
from monitor.store.ids import new_id
from monitor.store.lock import DaemonLock
from monitor.store.tables import facts, metadata
from tests.fakes import NOON
from tests.stores import a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def put(connection: Connection, name: str) -> None:
    connection.execute(insert(facts).values(name=name, value="x"))


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(facts)) or 0


async def test_writes_that_wait_together_are_committed_together(store: Store) -> None:
    await asyncio.gather(*(store.write(put, f"fact {number}") for number in range(500)))
    assert await store.read(count) == 500


async def test_a_bad_write_rolls_back_alone(store: Store) -> None:
    def broken(connection: Connection) -> None:
        put(connection, "never")
        raise ValueError("ours")

    results = await asyncio.gather(
        *(store.write(put, f"fact {number}") for number in range(50)),
        store.write(broken),
        store.write(put, "fact 1"),
        *(store.write(put, f"more {number}") for number in range(50)),
        return_exceptions=True,
    )
    errors = [one for one in results if one is not None]
    assert sorted(type(error).__name__ for error in errors) == ["StoreDefect", "ValueError"]
    assert await store.read(count) == 100


async def test_a_full_disk_is_named_and_over_when_there_is_room(store: Store) -> None:
    def limit(connection: Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill(connection: Connection) -> None:
        for number in range(2000):
            connection.execute(insert(facts).values(name=f"big {number}", value="x" * 4000))

    pages = await store.write(lambda connection: connection.exec_driver_sql("PRAGMA page_count").scalar())
    await store.write(limit, (pages or 0) + 10)
    with pytest.raises(StoreFull, match="no room left"):
        await store.write(fill)
    await store.write(limit, 1_000_000)
    await store.write(put, "after")
    assert await store.read(count) == 1


def test_power_loss_is_survived_by_every_commit(store: Store) -> None:
    settings = store.write_now(
        lambda connection: [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
        ]
    )
    assert settings == [2, "wal", 1, 5000]


def test_the_file_and_its_backup_are_their_owners_alone(store: Store, tmp_path: Path) -> None:
    store.write_now(put, "a")
    store._engine.backup(tmp_path / "copy")
    made = [*tmp_path.glob("*.db*"), tmp_path / "copy"]
    assert len(made) >= 3
    assert {path.name: path.stat().st_mode & 0o777 for path in made} == {path.name: 0o600 for path in made}


def test_migrations_make_what_the_tables_say(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert store.read_now(differences) == []
    assert store.read_now(schema.revision) == schema.HEAD


def test_the_newest_migration_is_the_one_that_is_wanted() -> None:
    folder = Path(schema.__file__).parent / "migrations" / "versions"
    assert max(path.name[:4] for path in folder.glob("0*.py")) == schema.HEAD


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        path = store.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    newer = Store(f"sqlite:///{path}")
    try:
        assert newer.pending() == "9999"
        with pytest.raises(StoreError, match="another version of monitor"):
            newer.migrate(NOON)
    finally:
        newer.close()


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    path.write_bytes(b"this is no database at all, but somebody's notes" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="put a backup in its place"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_postgresql_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="postgresql:// is not supported"):
        Store("postgresql://localhost/monitor")


HOLD = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_daemon_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    database = tmp_path / "monitor.db"
    lock = str(database) + ".lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match="another monitor works on this database"), DaemonLock(database, wait=0.2):
            pass
        other.communicate()
    with DaemonLock(database, wait=0.2):
        pass


def test_ids_rise_and_never_repeat() -> None:
    ids = [new_id("men") for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert {len(one) for one in ids} == {28}
