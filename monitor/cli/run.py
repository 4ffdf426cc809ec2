"""`monitor run`: the daemon."""

import asyncio

import click

from monitor.cli._common import load_settings
from monitor.cli._engine import build, start_readers
from monitor.cli._store import locked_store
from monitor.daemon import Daemon
from monitor.ending import Ending
from monitor.log import configure
from monitor.memory import economize


@click.command
@click.pass_context
def command(ctx: click.Context) -> None:
    """Poll, judge and deliver until SIGTERM.

    The file is read again on SIGHUP and when it changes; a bad file keeps the old settings running.
    """
    economize()
    configure()
    ending = ctx.ensure_object(Ending)
    ending.listen()
    settings = load_settings(ctx)
    if ending.wanted:
        return
    readers = start_readers()
    with locked_store(settings, upgrade=True) as store:

        async def live() -> None:
            engine = build(settings, store, readers)
            try:
                await Daemon(engine, lambda: load_settings(ctx), ending).run()
            finally:
                await engine.aclose()

        if not ending.wanted:
            asyncio.run(live())
