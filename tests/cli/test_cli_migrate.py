"""`monitor migrate` under the daemon lock."""

import sqlite3
from pathlib import Path

import pytest

from monitor.store import schema
from monitor.store.lock import DaemonLock
from tests.cli.desk import a_desk, monitor

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each


@pytest.mark.slow
def test_a_new_database_is_made_and_then_there_is_nothing_to_do(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    made = monitor("migrate", "--json", folder=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert made.object == {"from": None, "to": schema.HEAD, "backup": None}
    again = monitor("migrate", "--json", folder=tmp_path)
    assert (again.code, again.object) == (0, {"from": schema.HEAD, "to": schema.HEAD, "backup": None})
    assert desk.run("migrate").out.endswith(f"monitor.db: nothing to do, schema {schema.HEAD}\n")


@pytest.mark.slow
def test_it_does_not_touch_what_a_daemon_works_on(tmp_path: Path) -> None:
    a_desk(tmp_path)
    with DaemonLock(tmp_path / "monitor.db"):
        said = monitor("migrate", folder=tmp_path)
    assert (said.code, said.out) == (75, "")
    assert "another monitor works on this database" in said.err
    assert not (tmp_path / "monitor.db").exists()


def test_a_database_of_a_version_to_come_is_refused_and_kept(tmp_path: Path) -> None:
    a_desk(tmp_path)
    monitor("migrate", folder=tmp_path)
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    said = monitor("migrate", folder=tmp_path)
    assert (said.code, said.out) == (1, "")
    assert "schema 9999" in said.err


def test_without_a_configuration_it_is_2(tmp_path: Path) -> None:
    assert monitor("migrate", folder=tmp_path).code == 2
