"""Every command with its help, arguments and options, as click declares them."""

from collections.abc import Iterator

import click

from monitor.cli import COMMANDS, cli
from tools.docslib.marked import code, fenced, table

_EVERYWHERE = ("config", "help")
"""Options of all commands, explained once."""


def commands() -> str:
    root = click.Context(cli, info_name="monitor")
    return "\n\n".join(text for name in COMMANDS for text in _described(_command(cli, root, name), name, root))


def _command(group: click.Group, parent: click.Context, name: str) -> click.Command:
    found = group.get_command(parent, name)
    assert found is not None
    return found


def _described(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    """The command, then those under it."""
    context = click.Context(command, info_name=name, parent=parent)
    yield "\n\n".join(part for part in _parts(command, context) if part)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            below = _command(command, context, inner)
            if not below.hidden:
                yield from _described(below, inner, context)


def _parts(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"### {context.command_path}"
    yield fenced(f"{context.command_path} {' '.join(_usage(command, context))}")
    yield "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    rows = [_row(one) for one in command.params if isinstance(one, click.Option) and not _left_out(one)]
    yield table(("option", "meaning"), rows) if rows else ""


def _usage(command: click.Command, context: click.Context) -> list[str]:
    """A group of ours does something by itself: its commands have usages of their own."""
    pieces = command.collect_usage_pieces(context)
    return pieces[:1] if isinstance(command, click.Group) else pieces


def _left_out(option: click.Option) -> bool:
    return option.hidden or option.name in _EVERYWHERE


def _row(option: click.Option) -> tuple[str, str]:
    value = "" if option.is_flag else f" {option.metavar or option.type.name.split()[0].upper()}"
    default = f" Default: {code(str(option.default))}." if option.show_default else ""
    return code(f"{', '.join(option.opts)}{value}"), f"{option.help or ''}{default}"
