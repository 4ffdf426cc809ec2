"""`monitor poll`: one round of each source, without the daemon."""

import asyncio
from datetime import datetime

import click

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._engine import build, start_readers
from monitor.cli._store import locked_store
from monitor.core.polling import SourceState
from monitor.engine import Engine, utc_now
from monitor.errors import ConfigError, Problem
from monitor.pipeline import Report
from monitor.settings import Settings
from monitor.store import source_rows

AT_ONCE = 100


@click.command
@click.option("--source", "names", multiple=True, help="Only this source; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="Due or not; never before a Retry-After has passed.")
@json_option
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Read what is due, whole rounds, and commit each page. Nothing is delivered."""
    settings = load_settings(ctx)
    _check_names(settings, names)
    readers = start_readers()
    with locked_store(settings) as store:

        async def work() -> list[Report]:
            engine = build(settings, store, readers)
            try:
                engine.take_over()
                return await _poll_all(engine, set(names), everything=everything)
            finally:
                await engine.aclose()

        reports = asyncio.run(work())
    _show(reports, as_json=as_json)
    if not all(report.ok for report in reports):
        ctx.exit(1)


def _check_names(settings: Settings, names: tuple[str, ...]) -> None:
    known = {source.name for source in settings.sources}
    unknown = [Problem("--source", f"there is no source `{name}`") for name in names if name not in known]
    if unknown:
        raise ConfigError(unknown)


async def _poll_all(engine: Engine, names: set[str], *, everything: bool) -> list[Report]:
    now = utc_now()
    states = await engine.store.read(source_rows.states)
    wanted = [state for state in states if (not names or state.name in names) and _may(state, now, everything)]
    places = asyncio.Semaphore(AT_ONCE)

    async def guarded(name: str) -> Report:
        async with places:
            return await _round(engine, name)

    ended = await asyncio.gather(*(guarded(state.name) for state in wanted), return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException):
            raise one  # only after every other source was read
    return [one for one in ended if isinstance(one, Report)]


def _may(state: SourceState, now: datetime, everything: bool) -> bool:
    if state.paused_at or (state.held_until and state.held_until > now):
        return False
    return everything or state.next_poll_at <= now


async def _round(engine: Engine, name: str) -> Report:
    """Pages until the round ends; the numbers are of the whole round."""
    total = None
    while True:
        states = await engine.store.write(source_rows.claim_named, engine.boot, [name])
        page = await engine.poll(states[0])
        total = page if total is None else total.plus(page)
        if not page.more:
            return total


def _show(reports: list[Report], *, as_json: bool) -> None:
    if as_json:
        for report in reports:
            print_json(report)
        return
    rows = [
        (one.source, one.outcome, one.new, one.edited, one.mentions, one.alerts, one.why)
        for one in sorted(reports, key=lambda report: report.source)
    ]
    table(("source", "outcome", "new", "edited", "mentions", "alerts", "why"), rows)
