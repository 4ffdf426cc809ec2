"""`monitor mentions`: what was found, newest first.

Reads beside a running daemon. `--query` is a brand query, asked of each mention as it comes from the database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.config import values
from monitor.config.problems import shown, unknown
from monitor.core.match import Document, matches
from monitor.core.query import Query, parse
from monitor.core.render import mention_json
from monitor.engine import utc_now
from monitor.model import Mention, Status, Tone
from monitor.settings import Settings
from monitor.store import Store, read_rows

SHOWN = 120
"""Characters of a text in the table."""


@dataclass(frozen=True, slots=True)
class Wanted:
    brand: str | None
    tone: Tone | None
    since: datetime | None
    query: Query | None
    limit: int
    held: bool


@click.command()
@click.option("--brand", help="Only of this brand.")
@click.option("--tone", help="negative, neutral or positive.")
@click.option("--since", metavar="WHEN", help="First seen since a date (2026-11-01) or for so long (7d, 12h).")
@click.option("--query", help="Only those that this brand query is true of.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@click.option("--held", is_flag=True, help="Those that may not be about the brand and wait for a person.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    brand: str | None,
    tone: str | None,
    since: str | None,
    query: str | None,
    limit: int,
    held: bool,
    as_json: bool,
) -> None:
    """Show mentions, newest first by when they were first seen."""
    settings = load_settings(ctx)
    zone = ZoneInfo(settings.timezone)
    earliest = since_when(since, zone, utc_now()) if since else None
    asked = _query(query) if query is not None else None
    wanted_tone = _tone(tone) if tone is not None else None
    with open_store(settings) as store:
        named = brand_named(brand, settings, store) if brand is not None else None
        wanted = Wanted(named, wanted_tone, earliest, asked, limit, held)
        store.read_now(_show, wanted, zone, as_json=as_json)


def _show(connection: Connection, wanted: Wanted, zone: ZoneInfo, *, as_json: bool) -> None:
    found = _found(connection, wanted)
    if as_json:
        now = utc_now()
        for mention in found:
            print_json(mention_json(mention, now))
        return
    heads = ("seen", "brand", "tone", "source", "author", "text", "url", "id")
    if wanted.held:
        table((*heads, "why it waits"), ((*_row(one, zone), one.held) for one in found))
    else:
        table(heads, (_row(one, zone) for one in found))


def _found(connection: Connection, wanted: Wanted) -> Iterator[Mention]:
    all_of_them = read_rows.each_wanted_mention(
        connection, brand=wanted.brand, tone=wanted.tone, since=wanted.since, held=wanted.held
    )
    return islice(filter(_asked(wanted.query), all_of_them), wanted.limit)


def _asked(query: Query | None) -> Callable[[Mention], bool]:
    return lambda mention: query is None or matches(query, _document(mention))


def _document(mention: Mention) -> Document:
    item = mention.item
    return Document(item.title, item.text, item.author.name, item.url, mention.source, mention.language)


def _row(mention: Mention, zone: ZoneInfo) -> tuple[object, ...]:
    item = mention.item
    words = f"{item.title} · {item.text}" if item.title and item.text else item.title or item.text
    return (
        f"{mention.seen_at.astimezone(zone):%Y-%m-%d %H:%M}",
        mention.brand,
        _tone_shown(mention),
        mention.source,
        item.author.name,
        words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…",
        item.url,
        mention.id,
    )


def _tone_shown(mention: Mention) -> str:
    dismissed = mention.status is Status.DISMISSED
    return f"{mention.judgement.tone}, dismissed" if dismissed else mention.judgement.tone.value


def brand_named(name: str, settings: Settings, store: Store) -> str:
    """As it is written in the configuration or the database; case is ignored, as it is there."""
    for known in ([brand.name for brand in settings.brands], store.read_now(read_rows.brands)):
        spelled = {one.casefold(): one for one in known}
        if name.casefold() in spelled:
            return spelled[name.casefold()]
    known = [brand.name for brand in settings.brands]
    raise click.UsageError(unknown("brand", name, {*known, *store.read_now(read_rows.brands)}))


def _tone(name: str) -> Tone:
    try:
        return Tone(name.casefold())
    except ValueError:
        raise click.UsageError(unknown("tone", name, Tone)) from None


def _query(text: str) -> Query:
    try:
        return parse(values.query(text))
    except ValueError as e:
        raise click.UsageError(f"--query: {e}") from e


def since_when(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A date begins at midnight in the configured time zone."""
    try:
        return now - values.duration(text)
    except ValueError:
        pass  # then it is a date
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as e:
        raise click.UsageError(
            f"--since: found {shown(text)}; allowed is a date such as 2026-11-01, or a duration such as 7d or 12h"
        ) from e
