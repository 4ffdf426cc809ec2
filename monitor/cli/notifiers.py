"""`monitor notifiers`: which channels work, and what they are owed; `enable` lets one that answered 410 send again.

Works beside a running daemon: a read, and one short transaction.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.config.problems import unknown
from monitor.core.render import stamp
from monitor.settings import NotifierSettings, Settings
from monitor.store import outbox_rows


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show every notifier: whether it is enabled, and how many alerts it is owed."""
    if ctx.invoked_subcommand:
        return
    settings = load_settings(ctx)
    with open_store(settings) as store:
        seen = store.read_now(_seen, settings)
    if as_json:
        for one in seen:
            print_json(one | {"disabled_at": stamp(one["disabled_at"])})
        return
    zone = ZoneInfo(settings.timezone)
    rows = [[_cell(value, zone) for value in one.values()] for one in seen]
    table(("name", "kind", "enabled", "owed", "disabled at", "why"), rows)


@command.command()
@click.argument("name")
@json_option
@click.pass_context
def enable(ctx: click.Context, name: str, as_json: bool) -> None:
    """Let a notifier that answered 410 send again what it is owed."""
    settings = load_settings(ctx)
    notifier = _named(settings, name)
    with open_store(settings) as store:
        changed = store.write_now(outbox_rows.enable, notifier.name)
    if as_json:
        print_json({"name": notifier.name, "enabled": True, "changed": changed})
    else:
        click.echo(f"{notifier.name} is enabled" + ("" if changed else ", as it was"))


def _named(settings: Settings, name: str) -> NotifierSettings:
    for notifier in settings.notifiers:
        if notifier.name.casefold() == name.casefold():
            return notifier
    raise click.UsageError(unknown("notifier", name, [notifier.name for notifier in settings.notifiers]))


def _seen(connection: Connection, settings: Settings) -> list[dict[str, Any]]:
    """In the order of the file; then those that left it and are still owed something."""
    disabled, waiting = outbox_rows.disabled(connection), outbox_rows.waiting(connection)
    kinds = {notifier.name: notifier.kind for notifier in settings.notifiers}
    return [
        _json(name, kinds.get(name), disabled.get(name), waiting) for name in [*kinds, *sorted(set(waiting) - {*kinds})]
    ]


def _json(
    name: str, kind: str | None, disabled: tuple[datetime, str] | None, waiting: dict[str, int]
) -> dict[str, Any]:
    why = "not in the configuration" if kind is None else disabled[1] if disabled else None
    return {
        "name": name,
        "kind": kind,
        "enabled": kind is not None and disabled is None,
        "owed": waiting.get(name, 0),
        "disabled_at": disabled[0] if disabled else None,
        "why": why,
    }


def _cell(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value
