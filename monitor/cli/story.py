"""`monitor story merge ID ID…` and `monitor story split MENTION`: what a person knows better of stories, remembered.

Both work beside a running daemon, each in one short transaction, and may be repeated.
"""

import click
from sqlalchemy import Connection

from monitor.assembly import hearers
from monitor.cli._common import json_option, load_settings, print_json
from monitor.cli._store import open_store
from monitor.config.problems import printable
from monitor.engine import utc_now
from monitor.notify import notifiers
from monitor.settings import Settings
from monitor.store import Store, settings_rows, story_changes
from monitor.store.ids import new_id
from monitor.store.story_changes import Hearers


@click.group()
def command() -> None:
    """Put stories together, or take a mention out of one; later copies follow."""


@command.command()
@click.argument("stories", metavar="ID ID…", nargs=-1, required=True)
@json_option
@click.pass_context
def merge(ctx: click.Context, stories: tuple[str, ...], as_json: bool) -> None:
    """Make stories one: the oldest stays. An id of a mention stands for its story."""
    if len(stories) == 1:
        raise click.UsageError("name two stories at least")
    with open_store(load_settings(ctx)) as store:
        store.read_now(_refuse, stories)
        merged = store.write_now(story_changes.merge, stories, utc_now())
    if as_json:
        print_json({"story": merged.story, "copies": merged.copies, "merged": merged.gone})
    elif merged.gone:
        click.echo(f"{merged.story}: holds {', '.join(merged.gone)} too, {merged.copies} mentions in all")
    else:
        click.echo(f"{merged.story}: they are one story already")


@command.command()
@click.argument("mention", metavar="MENTION")
@json_option
@click.pass_context
def split(ctx: click.Context, mention: str, as_json: bool) -> None:
    """Make a mention a story of its own; who was told of neither is told."""
    settings = load_settings(ctx)
    with open_store(settings) as store:
        done = store.write_now(story_changes.split, mention, _hearers(settings, store), utc_now(), new_id)
    if done is None:
        raise click.ClickException(f"there is no mention `{printable(mention)}`")
    if as_json:
        print_json({"story": done.story, "before": done.before, "alerts": done.alerts})
    elif done.before is None:
        click.echo(f"{done.story}: the mention stands alone already")
    else:
        told = f"; {done.alerts} told now" if done.alerts else ""
        click.echo(f"{done.story}: taken out of {done.before}{told}")


def _refuse(connection: Connection, names: tuple[str, ...]) -> None:
    found = set()
    for name in names:
        story = story_changes.story_of(connection, name)
        if story is None:
            raise click.ClickException(f"there is no story `{printable(name)}`")
        if story_changes.is_held(connection, story):
            raise click.ClickException(f"`{printable(name)}` waits for a person: say first that it is about the brand")
        found.add(story)
    if len(brands := story_changes.brands_of(connection, found)) > 1:
        raise click.ClickException(f"they are of different brands: {', '.join(sorted(brands))}")


def _hearers(settings: Settings, store: Store) -> Hearers:
    names = [one.name for one in settings.subscriptions]
    since = store.write_now(settings_rows.subscribed, names, utc_now())
    return Hearers(*hearers(settings, notifiers(), since))
