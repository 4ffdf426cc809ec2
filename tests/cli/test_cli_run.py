"""`monitor run` can be ended from its first line on: quietly, with 0."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.__main__ import _command
from tests.cli.desk import monitor
from tools.demolib.service import free_port

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

CONFIG = '[monitor]\ndatabase = "sqlite:///monitor.db"\n[web]\nlisten = "127.0.0.1:{port}"\n[[brands]]\nname = "Acme"\n'
LOUD = re.compile(r"Traceback|Exception|Error|Abort|\"level\": \"(?!info)")
MOMENTS = {
    "while the command line is imported": "click.types",
    "once the command line is imported": "monitor.cli",
    "while the daemon is imported": "monitor.core.polling",
    "once the daemon is imported": "monitor.log",
    "while the configuration is read": "monitor.config.schema",
    "while readers start": "fasttext",
    "while the database is made": "alembic.ddl.sqlite",
    "once it has started": "started",
    "while it ends": "stopped",
}
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def ended(folder: Path, moment: str, number: signal.Signals) -> tuple[int, str]:
    """Exit code and stderr of a daemon that gets this signal, as Ctrl-C to its whole group, when it has imported that
    module or logged that event.
    """
    (folder / "config.toml").write_text(CONFIG.format(port=free_port()))
    command = [sys.executable, "-X", "importtime", "-m", "monitor", "run"]
    daemon = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert daemon.stderr is not None
    said = ""
    struck = False
    with daemon, daemon.stderr:
        for line in daemon.stderr:
            said += line
            if not struck and (line.endswith(f" {moment}\n") or f'"event": "{moment}"' in line):
                struck = True
                os.killpg(daemon.pid, number)
            elif '"started"' in line:
                daemon.terminate()
    assert struck, said
    return daemon.returncode, said


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_while_the_daemon_is_imported_ends_it_quietly(tmp_path: Path, number: signal.Signals) -> None:
    code, said = ended(tmp_path, "monitor.cli", number)
    assert (code, LOUD.findall(said), "started" in said) == (0, [], False)


@pytest.mark.parametrize("command", ["check", "run", "mentions", "migrate"])
def test_a_database_in_a_folder_that_is_not_there_is_a_wrong_configuration(tmp_path: Path, command: str) -> None:
    gone = tmp_path / "gone" / "deep"
    (tmp_path / "config.toml").write_text(f'[monitor]\ndatabase = "sqlite:///{gone}/m.db"\n')
    said = monitor(command, folder=tmp_path)
    assert (said.code, said.out, (tmp_path / "gone").exists()) == (2, "", False)
    assert f"monitor.database: {gone}: no such folder" in said.err


def test_an_empty_database_that_run_makes_is_logged_once(tmp_path: Path) -> None:
    assert '"event": "database-made"' in ended(tmp_path, "started", signal.SIGTERM)[1]
    assert "database-made" not in ended(tmp_path, "started", signal.SIGTERM)[1]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_ends_it_quietly(tmp_path: Path, moment: str, number: signal.Signals) -> None:
    code, said = ended(tmp_path, MOMENTS[moment], number)
    assert (code, LOUD.findall(said)) == (0, []), said
    assert said.count('"started"') == said.count('"stopped"')


def test_a_reload_that_comes_before_the_start_ends_nothing(tmp_path: Path) -> None:
    code, said = ended(tmp_path, "monitor.cli", signal.SIGHUP)
    assert (code, LOUD.findall(said), said.count('"started"')) == (0, [], 1), said


WORDS = {
    "a command": (["run"], "run"),
    "options before it": (["--config", "run", "check"], "check"),
    "an option with its value": (["--config=x", "run"], "run"),
    "another command's word": (["sources", "pause", "run"], "sources"),
    "no command": (["--version"], None),
}


@pytest.mark.parametrize(("words", "command"), WORDS.values(), ids=WORDS)
def test_which_command_is_asked_for(words: list[str], command: str | None) -> None:
    assert _command(words) == command
