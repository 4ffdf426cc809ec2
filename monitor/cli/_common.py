"""What commands share: the settings they run with, and how they print.

Results go to stdout, everything else to stderr. A terminal gets a table, a pipe gets lines with tabs, `--json` gives
one object, or one a line for lists.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
import orjson

from monitor.cli import CONFIG
from monitor.settings import Settings

NARROW = 140
"""Columns. Ten cells with a date in two of them take 120 to 180."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON: one object, or one a line.")


def config_path(ctx: click.Context) -> str:
    """What --config said, else MONITOR_CONFIG, else config.toml."""
    if CONFIG in ctx.meta:
        return str(ctx.meta[CONFIG])
    return os.environ.get("MONITOR_CONFIG") or "config.toml"


def load_settings(ctx: click.Context) -> Settings:
    """Raises ConfigError with every problem."""
    # Here, because `preview` and `assess` print without any configuration and must not wait for its imports.
    from monitor import config  # noqa: PLC0415 - see above
    from monitor.notify import notifiers  # noqa: PLC0415 - see above
    from sources import connectors  # noqa: PLC0415 - see above

    return config.load(config_path(ctx), os.environ, connectors=connectors(), notifiers=notifiers())


def print_json(value: Any) -> None:
    """One line. Dataclasses, enums and datetimes (RFC 3339, UTC as Z) included."""
    click.echo(orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE), nl=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Prints rows under column names; what came from outside cannot drive the terminal."""
    cells = [[_cell(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(columns, cells, title)
        return
    if title:
        click.echo(title)
    for row in [list(columns), *cells]:
        click.echo("\t".join(row))


def is_narrow() -> bool:
    """A terminal that has no room for full dates and long rows."""
    return sys.stdout.isatty() and shutil.get_terminal_size().columns < NARROW


def _rich_table(columns: Sequence[str], cells: list[list[str]], title: str | None) -> None:
    from rich.console import Console  # noqa: PLC0415 - 40 ms that only a terminal pays
    from rich.table import Table  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    drawn = Table(title=title, title_justify="left")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in cells:
        # Text: a cell such as "[red]" is not markup.
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "".join(char if char.isprintable() else " " for char in text)
