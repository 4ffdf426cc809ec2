"""`monitor sources`: is each source alive? `pause` stops one; `resume` reads one now and lets it go on.

Works beside a running daemon: a read, and single short transactions.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from monitor.cli._common import is_narrow, json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.config.problems import unknown
from monitor.config.values import written
from monitor.core.ages import ago, until
from monitor.core.polling import SourceState
from monitor.core.render import stamp
from monitor.engine import utc_now
from monitor.settings import Settings, SourceSettings
from monitor.store import Store, settings_rows, source_rows
from sources import connectors

_HEALTHY = ("items", "empty", "unchanged")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show every source: its state, when it was read, when it is due."""
    if ctx.invoked_subcommand:
        return
    settings = load_settings(ctx)
    with open_store(settings) as store:
        _show(settings.sources, settings, store, as_json=as_json)


@command.command()
@click.argument("name")
@json_option
@click.pass_context
def pause(ctx: click.Context, name: str, as_json: bool) -> None:
    """Read a source no more until it is resumed."""
    settings = load_settings(ctx)
    source = _named(settings, name)
    with open_store(settings) as store:
        store.write_now(_pause, settings, source.name, utc_now())
        _show([source], settings, store, as_json=as_json)


@command.command()
@click.argument("name")
@json_option
@click.pass_context
def resume(ctx: click.Context, name: str, as_json: bool) -> None:
    """Read a source now, and from now on where it was paused."""
    settings = load_settings(ctx)
    source = _named(settings, name)
    with open_store(settings) as store:
        store.write_now(_resume, settings, source.name, utc_now())
        _show([source], settings, store, as_json=as_json)


@command.command(hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1)
def add(words: tuple[str, ...]) -> None:
    """Not yet."""
    del words
    raise click.UsageError("`sources add` is not supported in this version; write a [[sources]] entry in config.toml")


def _named(settings: Settings, name: str) -> SourceSettings:
    for source in settings.sources:
        if source.name.casefold() == name.casefold():
            return source
    raise click.UsageError(unknown("source", name, [source.name for source in settings.sources]))


def _pause(connection: Connection, settings: Settings, name: str, now: datetime) -> None:
    state = _state(connection, settings, name, now)
    if state.paused_at is None:
        source_rows.set_paused(connection, name, now)


def _resume(connection: Connection, settings: Settings, name: str, now: datetime) -> None:
    """Due now, but never inside a Retry-After."""
    state = _state(connection, settings, name, now)
    source_rows.set_paused(connection, name, None)
    source_rows.set_due(connection, name, max(now, state.held_until or now))


def _state(connection: Connection, settings: Settings, name: str, now: datetime) -> SourceState:
    """Of a source that no daemon has heard of yet the row is made first."""
    states = {state.name: state for state in source_rows.states(connection)}
    if name not in states:
        kinds = {source.name: source.kind for source in settings.sources}
        settings_rows.sync(connection, kinds, [one.name for one in settings.subscriptions], now)
        states = {state.name: state for state in source_rows.states(connection)}
    return states[name]


def _show(wanted: Iterable[SourceSettings], settings: Settings, store: Store, *, as_json: bool) -> None:
    states = {state.name: state for state in store.read_now(source_rows.states)}
    now, zone = utc_now(), ZoneInfo(settings.timezone)
    seen = [_json(source, states.get(source.name), now) for source in wanted]
    if as_json:
        for one in seen:
            print_json({key: stamp(value) if isinstance(value, datetime) else value for key, value in one.items()})
        return
    if is_narrow():
        table(("name", "state", "read", "next", "items", "why"), [_short(one, now) for one in seen])
        return
    rows = [[_cell(value, zone) for value in one.values()] for one in seen]
    table(("name", "kind", "state", "outcome", "why", "every", "last ok", "next poll", "lag", "items"), rows)


def _json(source: SourceSettings, state: SourceState | None, now: datetime) -> dict[str, Any]:
    """`lag`: seconds that what we know is behind (`_lag`)."""
    known = state if state is not None and state.kind == source.kind else None
    return {
        "name": source.name,
        "kind": source.kind,
        "state": _word(known),
        "outcome": known.outcome if known else None,
        "why": known.why if known else None,
        "every": written(source.every or connectors()[source.kind].default_every),
        "last_ok_at": known.ok_at if known else None,
        "next_poll_at": known.next_poll_at if known and known.paused_at is None else None,
        "lag": _lag(known, now),
        "items": known.seen if known else 0,
    }


def _word(state: SourceState | None) -> str:
    if state is None:
        return "never read"
    if state.paused_at is not None:
        return "paused"
    if state.polled_at is None:
        return "never read"
    return "ok" if state.outcome in _HEALTHY else "failing"


def _lag(state: SourceState | None, now: datetime) -> float | None:
    """Of a source that can be read: seconds past its due time, 0 before it. Of one that fails: since it was last read,
    whenever it is tried again. Null while it is paused, and when it never could be read.
    """
    if state is None or state.paused_at is not None:
        return None
    behind = state.ok_at if _word(state) == "failing" else state.next_poll_at
    return None if behind is None else round(max((now - behind).total_seconds(), 0.0), 1)


def _short(one: dict[str, Any], now: datetime) -> tuple[object, ...]:
    """A row for a narrow terminal: ages in place of dates, and of the outcome only what is wrong."""
    due = until(one["next_poll_at"], now) if one["next_poll_at"] else ""
    why = f"{one['outcome']}: {one['why']}" if one["state"] == "failing" else ""
    return one["name"], one["state"], ago(one["last_ok_at"], now), due, one["items"], why


def _cell(value: Any, zone: ZoneInfo) -> Any:
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value
