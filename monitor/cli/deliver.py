"""`monitor deliver`: send everything owed now, without the daemon."""

import asyncio
import random

import click

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._engine import build, start_readers
from monitor.cli._store import locked_store
from monitor.delivery import Delivery, Sent
from monitor.engine import Engine, utc_now
from monitor.store import outbox_rows


@click.command
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Send everything owed now, retry waits included; never before a Retry-After has passed."""
    settings = load_settings(ctx)
    readers = start_readers(workers=1)
    with locked_store(settings) as store:

        async def work() -> list[Sent]:
            engine = build(settings, store, readers)
            try:
                engine.take_over()
                return await _deliver(engine)
            finally:
                await engine.aclose()

        sent = asyncio.run(work())
    _show(sent, as_json=as_json)
    if any(one.outcome != "accepted" for one in sent):
        ctx.exit(1)


async def _deliver(engine: Engine) -> list[Sent]:
    sent: list[Sent] = []
    delivery = Delivery(engine.outbox(), now=utc_now, chance=random.random, note=sent.append)
    delivery.channels = engine.plant.channels
    await engine.store.write(outbox_rows.make_due, utc_now())
    await delivery.send_all()
    return sent


def _show(sent: list[Sent], *, as_json: bool) -> None:
    if as_json:
        for one in sent:
            print_json(one)
        return
    rows = [(one.message, one.to.notifier, one.to.recipient, one.outcome, one.text) for one in sent]
    table(("message", "notifier", "to", "outcome", "text"), rows)
