"""`monitor notify-test NAME`: one test message through a configured notifier, to everybody it would tell.

Sent at once and once: no database, no schedule, no repeat. What the other side answers is what a delivery would get.
"""

import asyncio
from dataclasses import dataclass

import click

from monitor import __version__
from monitor.assembly import audiences
from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.config.problems import unknown
from monitor.core.render import payloads
from monitor.engine import ClientDoor, utc_now
from monitor.errors import DeliveryError, MonitorError
from monitor.fetch import Client
from monitor.notifier import Audience, Message, Notifier, NotifierModule
from monitor.notify import notifiers
from monitor.settings import NotifierSettings, Settings
from monitor.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Tried:
    notifier: str
    to: str
    outcome: str
    """accepted or failed"""
    text: str
    """What the other side said, or why it was not reached."""


@click.command()
@click.argument("name")
@json_option
@click.pass_context
def command(ctx: click.Context, name: str, as_json: bool) -> None:
    """Send a test message through a notifier, to every recipient of its subscriptions."""
    settings = load_settings(ctx)
    notifier = _named(settings, name)
    module = notifiers()[notifier.kind]
    owed = messages(settings, notifier, module)
    if not owed:
        raise click.ClickException(f"{notifier.name}: no subscription names a recipient for it")
    tried = asyncio.run(send(settings, notifier, module, owed))
    if as_json:
        for one in tried:
            print_json(one)
    else:
        table(("notifier", "to", "outcome", "text"), [(one.notifier, one.to, one.outcome, one.text) for one in tried])
    if any(one.outcome != "accepted" for one in tried):
        ctx.exit(1)


def _named(settings: Settings, name: str) -> NotifierSettings:
    for notifier in settings.notifiers:
        if notifier.name.casefold() == name.casefold():
            return notifier
    raise click.UsageError(unknown("notifier", name, [notifier.name for notifier in settings.notifiers]))


def messages(settings: Settings, notifier: NotifierSettings, module: NotifierModule) -> list[Message]:
    """One for each recipient; without a subscription the notifier's own."""
    lists = [(one.name, one.to) for one in settings.subscriptions if one.notifier == notifier.name]
    first: dict[str, str] = {}
    for subscription, to in lists or [("", ())]:
        for recipient in _recipients(notifier, module, to):
            first.setdefault(recipient, subscription)
    payload = payloads("test", None, [], utc_now(), None, new_id=new_id)[0].body
    spoken_to = audiences(settings, notifier.name)
    return [
        Message(new_id("msg"), "test", name, recipient, payload, spoken_to.get(name, Audience()))
        for recipient, name in first.items()
    ]


def _recipients(notifier: NotifierSettings, module: NotifierModule, to: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return module.recipients(notifier.options, to)
    except ValueError as error:  # of a notifier that no subscription uses; others were checked with the file
        raise click.ClickException(f"{notifier.name}: {error}") from error


async def send(
    settings: Settings, notifier: NotifierSettings, module: NotifierModule, owed: list[Message]
) -> list[Tried]:
    async with Client(settings.network, version=__version__, now=utc_now) as client:
        channel = module.create(notifier.options, ClientDoor(client))
        return [await _try(notifier.name, channel, message) for message in owed]


async def _try(name: str, channel: Notifier, message: Message) -> Tried:
    try:
        await channel.send(message)
    except DeliveryError as error:
        return Tried(name, message.recipient, "failed", str(error))
    except MonitorError:
        raise  # a secret that is missing: the configuration is wrong, not the other side
    except Exception as error:  # noqa: BLE001 - as in delivery: a notifier's defect is a failed attempt, no more
        return Tried(name, message.recipient, "failed", f"{type(error).__name__}: {error}")
    return Tried(name, message.recipient, "accepted", "")
