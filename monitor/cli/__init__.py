"""The command line: one group, one file per command, each imported only when it is the one that was asked for.

    monitor [--config FILE] COMMAND [--config FILE] …

`COMMANDS` is the whole list; adding a command is a file with a click command named `command`, and a line there.
Exit codes: 0 good, 1 failed, 2 usage or configuration, 75 another daemon holds the database, 130 interrupted,
141 the reader of the output went away.
"""

import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from monitor import __version__
from monitor.errors import ConfigError, LockedError, MonitorError

F = TypeVar("F", bound=Callable[..., Any] | click.Command)
CONFIG = "monitor.config"
"""The key in `ctx.meta` under which --config is remembered."""
COMMANDS = {
    "init": ("monitor.cli.init", "Ask what to watch and whom to tell, try it, and write a first configuration."),
    "check": ("monitor.cli.check", "Read the configuration and show what it says, or every problem in it."),
    "run": ("monitor.cli.run", "Poll, judge and deliver until SIGTERM: the daemon."),
    "poll": ("monitor.cli.poll", "Read what is due, whole rounds, and store it. Nothing is delivered."),
    "deliver": ("monitor.cli.deliver", "Send everything owed now."),
    "preview": ("monitor.cli.preview", "Show what would be read from a URL or a file."),
    "assess": ("monitor.cli.assess", "Judge a text, or one JSON object a line."),
    "evaluate": ("monitor.cli.evaluate", "Compare the tone model with labels of your own: a confusion matrix."),
    "calibration": ("monitor.cli.calibration", "Show what stars and triage have taught this installation about tone."),
    "mentions": ("monitor.cli.mentions", "Show mentions, newest first."),
    "topics": ("monitor.cli.topics", "Show what people speak of, in which tone, and which words are new."),
    "triage": ("monitor.cli.triage", "Say what a mention really is; show how many judgements were right."),
    "alerts": ("monitor.cli.alerts", "Show alerts and what came of them; send one again."),
    "story": ("monitor.cli.story", "Put stories together, or take a mention out of one."),
    "sources": ("monitor.cli.sources", "Show every source and whether it is alive; pause and resume one."),
    "notifiers": ("monitor.cli.notifiers", "Show every notifier and what it is owed; enable one."),
    "notify-test": ("monitor.cli.notify_test", "Send a test message through a notifier."),
    "migrate": ("monitor.cli.migrate", "Bring the database up to date, after a backup."),
    "completion": ("monitor.cli.completion", "Print the completion script of a shell."),
}
"""Name → module and short help, so that --help imports no command."""
LATER = frozenset(
    (
        *("silence", "subscribe", "import", "export", "backtest", "backfill"),
        *("backup", "restore", "user", "demo"),
    )
)
"""What is not in COMMANDS yet is refused by its name."""


class Commands(click.Group):
    """Finds commands in COMMANDS and turns errors that have names into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        _accept_config(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(_unknown(name))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [CompletionItem(name, help=text) for name, (_, text) in COMMANDS.items() if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        """A wrong option is click's own: exit 2."""
        try:
            return super().invoke(ctx)
        except ConfigError as e:
            for problem in e.problems:
                click.echo(str(problem), err=True)
            ctx.exit(2)
        except LockedError as e:
            _fail(ctx, e, 75)
        except MonitorError as e:
            _fail(ctx, e, 1)
        except BrokenPipeError:
            _forget_output()
            ctx.exit(141)
        except KeyboardInterrupt:
            ctx.exit(130)
        except click.Abort as e:
            if not isinstance(e.__context__, KeyboardInterrupt):
                raise  # the input ended: click says so, and 1
            click.echo(err=True)  # behind the ^C of the question
            ctx.exit(130)


def _unknown(name: str) -> str:
    if name in LATER:
        return f"the command `{name}` is not supported in this version"
    near = get_close_matches(name, COMMANDS, n=1)
    return f"no such command `{name}`" + (f"; did you mean `{near[0]}`?" if near else "")


def _fail(ctx: click.Context, error: MonitorError, code: int) -> None:
    click.echo(f"monitor: {error}", err=True)
    ctx.exit(code)


def _forget_output() -> None:
    """`monitor mentions | head -1` has read enough: as what SIGPIPE ends, quietly, also when buffers are flushed."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    del param
    if value is not None:
        ctx.meta[CONFIG] = value


def config_option(command: F) -> F:
    return click.option(
        "--config",
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="The configuration; else MONITOR_CONFIG, else config.toml.",
    )(command)


def _accept_config(command: click.Command) -> None:
    """--config may stand after the command too, at any depth."""
    if not any(parameter.name == "config" for parameter in command.params):
        config_option(command)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _accept_config(inner)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@config_option
@click.version_option(__version__, prog_name="monitor", message="%(prog)s %(version)s")
def cli() -> None:
    """Tells a team within minutes that a customer is unhappy in public."""
