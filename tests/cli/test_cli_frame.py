"""The frame of the command line: what is found, what is refused, which exit code it ends with."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import orjson
import pytest
from click.testing import CliRunner

from monitor import __version__, cli
from monitor.cli import _common
from monitor.errors import ConfigError, FetchError, LockedError, Problem

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

GOOD = '[monitor]\ndatabase = "sqlite:///m.db"\n[[brands]]\nname = "Acme"\n'
BAD = '[monitor]\ndatabase = "m.db"\nzzz = 1\n'


def monitor(*words: str, folder: Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", *words]
    inherited = {key: value for key, value in os.environ.items() if key != "MONITOR_CONFIG"}
    return subprocess.run(
        command, cwd=folder, env=inherited | (environ or {}), capture_output=True, text=True, timeout=60, check=False
    )


def invoke(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.cli, words, prog_name="monitor")
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """A command `fail` that raises what it is given."""

    def with_error(error: BaseException) -> None:
        @click.command()
        def command() -> None:
            raise error

        module = type(sys)("failing")
        module.command = command  # type: ignore[attr-defined]  # a module made here
        monkeypatch.setitem(sys.modules, "failing", module)
        monkeypatch.setitem(cli.COMMANDS, "fail", ("failing", "Fails."))

    return with_error


ENDS: dict[str, tuple[BaseException, int, str]] = {
    "a wrong configuration is 2, each problem on its line": (
        ConfigError([Problem("config.toml:1 a", "x"), Problem("config.toml:2 b", "y")]),
        2,
        "config.toml:1 a: x\nconfig.toml:2 b: y\n",
    ),
    "another daemon is 75": (LockedError("the daemon does it"), 75, "monitor: the daemon does it\n"),
    "an error with a name is 1": (FetchError("no answer"), 1, "monitor: no answer\n"),
    "an interrupt is 130": (KeyboardInterrupt(), 130, ""),
    "a broken pipe is 1 and says nothing": (BrokenPipeError(32, "Broken pipe"), 1, ""),
}


@pytest.mark.parametrize(("error", "code", "said"), ENDS.values(), ids=ENDS)
def test_how_a_command_ends(fails: Callable[[BaseException], None], error: BaseException, code: int, said: str) -> None:
    fails(error)
    assert invoke("fail") == (code, "", said)


REFUSED = {
    "a command of a later version": (["backtest"], "the command `backtest` is not supported in this version"),
    "a misspelled command": (["chekc"], "no such command `chekc`; did you mean `check`?"),
    "a command nobody knows": (["zzz"], "no such command `zzz`"),
    "an unknown option": (["--zzz"], "No such option"),
    "an option without value": (["check", "--config"], "requires an argument"),
    "a shell nobody knows": (["completion", "tcsh"], "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
    "looking online": (["check", "--online"], "--online is not supported in this version"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_wrong_usage_is_2(words: list[str], said: str) -> None:
    code, out, err = invoke(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_every_line_of_the_table_is_a_command_with_config_and_help() -> None:
    shown = " ".join(invoke("--help")[1].split())
    for name, (module, text) in cli.COMMANDS.items():
        command = cli.cli.get_command(click.Context(cli.cli), name)
        assert isinstance(command, click.Command), module
        assert [parameter.name for parameter in command.params].count("config") == 1
        assert f"{name} {text}" in shown


def test_config_may_stand_before_or_after_the_command_or_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    for words, environ in [
        (["--config", "a.toml", "check", "--json"], {}),
        (["check", "--json", "--config", "a.toml"], {}),
        (["--config", "gone.toml", "check", "--json", "--config=a.toml"], {"MONITOR_CONFIG": "gone.toml"}),
        (["check", "--json"], {"MONITOR_CONFIG": "a.toml"}),
    ]:
        done = monitor(*words, folder=tmp_path, environ=environ)
        assert (done.returncode, done.stderr) == (0, "")
        assert orjson.loads(done.stdout)["config"] == "a.toml"


def test_config_may_stand_behind_a_command_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.group()
    def command() -> None:
        pass

    @command.command()
    @click.pass_context
    def inner(ctx: click.Context) -> None:
        click.echo(_common.config_path(ctx))

    module = type(sys)("nested")
    module.command = command  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "nested", module)
    monkeypatch.setitem(cli.COMMANDS, "nested", ("nested", "Nested."))
    for words in (["nested", "inner", "--config", "a"], ["nested", "--config", "a", "inner"]):
        assert invoke(*words) == (0, "a\n", "")
    assert invoke("nested", "inner", "--config", "")[1] == "\n"


def test_without_any_config_the_file_beside_us_is_named(tmp_path: Path) -> None:
    done = monitor("check", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "config.toml: no such file; name one by --config or MONITOR_CONFIG, or write one by `monitor init`\n"
    )


def test_problems_stand_on_stderr_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(BAD)
    done = monitor("check", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[:2] for line in done.stderr.splitlines()] == [
        ["config.toml", "2 monitor.database"],
        ["config.toml", "3 monitor.zzz"],
    ]


def test_version_needs_no_configuration(tmp_path: Path) -> None:
    done = monitor("--version", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"monitor {__version__}\n", "")


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "monitor", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in imported
    assert not imported & {
        "httpx",
        "sqlalchemy",
        "numpy",
        "feedparser",
        "lxml",
        "pydantic",
        "rich",
        "orjson",
        "asyncio",
    }


@pytest.mark.parametrize("command", ["check", "mentions", "alerts", "check --json"])
def test_a_reader_that_goes_away_ends_us_quietly(tmp_path: Path, command: str) -> None:
    brands = "".join(f'[[brands]]\nname = "Brand {number}"\n' for number in range(5000))
    (tmp_path / "config.toml").write_text(GOOD + brands)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *command.split()],
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script(shell: str) -> None:
    code, out, _ = invoke("completion", shell)
    assert code == 0
    assert f"_MONITOR_COMPLETE={shell}_complete" in out


def test_a_shell_is_answered_with_commands_and_their_options(tmp_path: Path) -> None:
    def completed(words: str, position: int) -> list[str]:
        environ = {"_MONITOR_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(position)}
        return monitor(folder=tmp_path, environ=environ).stdout.split()

    assert completed("monitor ch", 1) == ["plain,check"]
    assert completed("monitor check --j", 2) == ["plain,--json"]


def test_a_cell_of_a_table_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    _common.table(["a", "b"], [["x\x1b[31m\ty", None], ["[red]", 5]])
    assert capsys.readouterr().out == "a\tb\nx [31m y\t\n[red]\t5\n"


def test_a_terminal_gets_a_drawn_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _common.table(["tone"], [["[red]"]], title="mentions")
    out = capsys.readouterr().out
    assert "[red]" in out
    assert "━" in out
