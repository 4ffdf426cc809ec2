"""`monitor notifiers`: which channels work, and what they are owed; `enable` lets one that answered 410 send again, and
is how a person says "send now": all that the notifier postponed is due, Retry-After excepted.

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
from monitor.core.standing import Shut, Standing
from monitor.engine import utc_now
from monitor.settings import NotifierSettings, Settings
from monitor.store import notifier_rows, outbox_rows


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
            print_json({key: stamp(value) if isinstance(value, datetime) else value for key, value in one.items()})
        return
    zone = ZoneInfo(settings.timezone)
    table(("name", "kind", "state", "owed", "since", "next try", "why"), [_row(one, zone) for one in seen])


@command.command()
@click.argument("name")
@json_option
@click.pass_context
def enable(ctx: click.Context, name: str, as_json: bool) -> None:
    """Let a notifier that answered 410 send again, and send now all that it postponed."""
    settings = load_settings(ctx)
    notifier = _named(settings, name)
    with open_store(settings) as store:
        changed, due = store.write_now(_enable, notifier.name, utc_now())
    if as_json:
        print_json({"name": notifier.name, "enabled": True, "changed": changed, "due": due})
        return
    postponed = f"; {due} postponed {'message goes' if due == 1 else 'messages go'} out now" if due else ""
    click.echo(f"{notifier.name} is enabled" + ("" if changed else ", as it was") + postponed)


def _enable(connection: Connection, name: str, now: datetime) -> tuple[bool, int]:
    """(it was disabled, messages that are due now)"""
    return notifier_rows.enable(connection, name), outbox_rows.send_now(connection, name, now)


def _named(settings: Settings, name: str) -> NotifierSettings:
    for notifier in settings.notifiers:
        if notifier.name.casefold() == name.casefold():
            return notifier
    raise click.UsageError(unknown("notifier", name, [notifier.name for notifier in settings.notifiers]))


def _seen(connection: Connection, settings: Settings) -> list[dict[str, Any]]:
    """In the order of the file; then those that left it and are still owed something."""
    shut, waiting = notifier_rows.shut(connection), outbox_rows.waiting(connection)
    kinds = {notifier.name: notifier.kind for notifier in settings.notifiers}
    return [
        _json(name, kinds.get(name), shut.get(name), waiting.get(name, 0))
        for name in [*kinds, *sorted(set(waiting) - {*kinds})]
    ]


def _json(name: str, kind: str | None, shut: Standing | None, owed: int) -> dict[str, Any]:
    disabled = shut is not None and shut.shut is Shut.DISABLED
    away = shut if shut is not None and shut.shut is Shut.AWAY else None
    return {
        "name": name,
        "kind": kind,
        "enabled": kind is not None and not disabled,
        "owed": owed,
        "disabled_at": shut.since if shut and disabled else None,
        "why": "not in the configuration" if kind is None else shut.why if shut else None,
        "away_since": away.since if away else None,
        "next_probe_at": away.probe_at if away else None,
    }


def _row(one: dict[str, Any], zone: ZoneInfo) -> tuple[object, ...]:
    since, probe = one["disabled_at"] or one["away_since"], one["next_probe_at"]
    state = "away" if one["away_since"] else "on" if one["enabled"] else "disabled" if one["kind"] else "unknown"
    return one["name"], one["kind"], state, one["owed"], _clock(since, zone), _clock(probe, zone), one["why"]


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else ""
