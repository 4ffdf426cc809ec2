"""`monitor preview URL|FILE|NAME`: what a connector reads there, without storing or telling anything.

    URL → the outbound client    ┐
    FILE → bytes from the disk   ┼→ read_page in a reader process → one object for every outcome
    NAME → of a configured source┘

Needs no configuration; where there is one, its [network] says which private networks may be contacted and how we are
named, and its sources can be previewed by their names. Exit 0 for items and empty, 3 for everything that gives no page.
"""

import asyncio
import os
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import orjson

from monitor import __version__
from monitor.cli import CONFIG
from monitor.cli._common import config_path, json_option, load_settings, print_json, table
from monitor.cli._engine import start_readers
from monitor.cli._look import READABLE, UNREADABLE, fetched, looked, shown_as, without_page
from monitor.config import kinds
from monitor.config.lines import Lines
from monitor.config.problems import Problems, printable, unknown
from monitor.config.unsupported import kind_refusal
from monitor.engine import utc_now
from monitor.errors import ConfigError, FetchError, Problem, ReadError, TooLarge
from monitor.fetch import Client
from monitor.fetch import Limits as FetchLimits
from monitor.notify import notifiers
from monitor.readers import Readers
from monitor.settings import NetworkSettings, Settings, SourceSettings
from monitor.source import Outcome, Response
from sources import apple_app_store, connectors, hackernews, review_page

NO_PAGE = 3
"""The exit code when there was nothing to read items from."""
FILE_ADDRESS = "https://file.invalid/"
"""Stands where a connector's options want the address of what is a file."""
NO_APP = "0"
"""Stands where they want the number of an app."""
APPLE_MARKS = (b"itunes.apple.com/rss", b"im:rating", b"CustomerReviews RSS page depth is limited")
HACKERNEWS_MARKS = (b'"hits"', b'"objectID"', b'"created_at_i"')
SAMPLE = 64 * 1024
"""Bytes that are looked at to recognise a kind."""
SHOWN = 20
"""Items in the table."""
_BLANK = b"\xef\xbb\xbf \t\r\n\0"


@click.command()
@click.argument("target", metavar="URL|FILE|NAME")
@click.option("--kind", help="The connector; else it is recognised.")
@click.option("--option", "said", multiple=True, metavar="KEY=VALUE", help="What a [[sources]] entry would say.")
@json_option
@click.pass_context
def command(ctx: click.Context, target: str, kind: str | None, said: tuple[str, ...], as_json: bool) -> None:
    """Show what would be read from a URL, a file or a configured source."""
    is_url = _is_url(target)
    configured = None if is_url or _is_there(target) else _configured(ctx, target)
    if configured:
        if kind or said:
            raise click.UsageError("a configured source is read as it stands: leave --kind and --option out")
        network = _network(ctx)
        _show(ctx, asyncio.run(_preview_source(configured, network, start_readers(workers=1))), as_json=as_json)
        return
    if not is_url:
        _check_file(target)
    url = target if is_url else None
    first = _settings(kind or "feed", url, said)  # before anything is contacted: a wrong option stops here
    network = _network(ctx) if is_url else NetworkSettings()
    readers = start_readers(workers=1)
    again = None if kind else lambda found: _settings(found, url, said)
    _show(ctx, asyncio.run(_preview(first, target, network, readers, again)), as_json=as_json)


def _show(ctx: click.Context, shown: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(shown)
    else:
        _print(shown)
    if shown["outcome"] not in READABLE:
        ctx.exit(NO_PAGE)


def _is_url(target: str) -> bool:
    scheme, sign, _ = target.partition("://")
    if not sign:
        return False
    if scheme.lower() not in ("http", "https"):
        raise click.UsageError(f"{printable(scheme)}:// is not read; allowed is http://, https:// or a file")
    return True


def _is_there(target: str) -> bool:
    try:
        return Path(target).exists()
    except OSError:  # a name that no file can have
        return False


def _configured(ctx: click.Context, name: str) -> SourceSettings | None:
    """The source of that name, where a configuration has one."""
    settings = _settings_found(ctx)
    sources = settings.sources if settings else ()
    return next((source for source in sources if source.name.casefold() == name.casefold()), None)


def _check_file(target: str) -> None:
    path = Path(target)
    try:
        is_there, is_folder = path.exists(), path.is_dir()
    except OSError as e:
        raise click.UsageError(f"{printable(target)}: cannot be read: {e.strerror}") from e
    if not is_there:
        raise click.UsageError(
            f"{printable(target)}: there is no such file or source; a URL begins with http:// or https://"
        )
    if is_folder:
        raise click.UsageError(f"{printable(target)}: this is a folder; name a file in it")


def _settings(kind: str, url: str | None, said: Sequence[str]) -> SourceSettings:
    """As if a [[sources]] entry said it. Raises ConfigError."""
    known = connectors()
    connector = known.get(kind)
    if connector is None:
        raise ConfigError([Problem("--kind", kind_refusal(kind) or unknown("kind", kind, known))])
    entry = _entry(said)
    for key, stand_in in (("url", url or FILE_ADDRESS), ("app", NO_APP)):
        if key in connector.Options.model_fields:
            entry.setdefault(key, stand_in)
    document = {"sources": [{**entry, "name": "preview", "kind": kind}]}
    problems = Problems("--option", Lines({}))
    modules = kinds.Kinds(known, notifiers(), os.environ, Path.cwd())
    found = list(kinds.sources(document, modules, problems))
    try:
        problems.stop()
    except ConfigError as e:
        raise ConfigError([Problem(_option_of(one), one.text) for one in e.problems]) from e
    return found[0]


def _entry(said: Sequence[str]) -> dict[str, Any]:
    """`fields.text=body` is a key of the table `fields`, as in TOML."""
    entry: dict[str, Any] = {}
    for text in said:
        key, value = _pair(text)
        *tables, last = key.split(".")
        place = entry
        for name in tables:
            place = place.setdefault(name, {})
            if not isinstance(place, dict):
                raise click.UsageError(f"--option {printable(key)}: `{printable(name)}` has a value already")
        place[last] = value
    return entry


def _pair(text: str) -> tuple[str, str | dict[str, Any]]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise click.UsageError(f"--option {printable(text)}: write KEY=VALUE, such as timezone=Europe/Berlin")
    return key, _table(key, value) if value.startswith("{") else value


def _table(key: str, value: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = tomllib.loads(f"table = {value}")["table"]
    except tomllib.TOMLDecodeError as e:
        raise click.UsageError(f"--option {printable(key)}: not a table as TOML writes it: {e}") from e
    return read


def _option_of(problem: Problem) -> str:
    """`--option:1 sources.0.url` → `--option url`"""
    return f"--option {problem.where.partition('sources.0.')[2]}"


def _network(ctx: click.Context) -> NetworkSettings:
    settings = _settings_found(ctx)
    return settings.network if settings else NetworkSettings()


def _settings_found(ctx: click.Context) -> Settings | None:
    """Of the configuration where there is one that can be read; one that was named must be."""
    if CONFIG in ctx.meta:
        return load_settings(ctx)
    if not Path(config_path(ctx)).exists():
        return None
    try:
        return load_settings(ctx)
    except ConfigError as e:
        click.echo(f"{e}\nmonitor: this configuration is not used", err=True)
        return None


async def _preview_source(settings: SourceSettings, network: NetworkSettings, readers: Readers) -> dict[str, Any]:
    try:
        async with Client(network, version=__version__, now=utc_now) as client:
            return await looked(client, settings, readers)
    finally:
        await readers.aclose()


async def _preview(
    settings: SourceSettings,
    target: str,
    network: NetworkSettings,
    readers: Readers,
    again: Callable[[str], SourceSettings] | None,
) -> dict[str, Any]:
    """`again` gives the settings of another kind, where the kind is ours to recognise."""
    try:
        if _is_url(target):
            async with Client(network, version=__version__, now=utc_now) as client:
                response = await fetched(client, settings, settings.options.get("url", target))
        else:
            response = _from_file(Path(target), settings.options.get("url"))
        return await _best(settings, response, readers, again)
    except FetchError as error:
        return without_page(settings.kind, UNREADABLE, str(error))
    finally:
        await readers.aclose()


async def _best(
    settings: SourceSettings, response: Response, readers: Readers, again: Callable[[str], SourceSettings] | None
) -> dict[str, Any]:
    if again is None:
        return await shown_as(settings, response, readers)
    if kind := _recognised(response):
        return await shown_as(again(kind), response, readers)
    shown = await shown_as(settings, response, readers)
    if shown["outcome"] in READABLE:
        return shown
    if review_page.recognises(response.body):
        return await shown_as(again(review_page.kind), response, readers)
    return await _as_a_wall(again, response, readers) or shown if shown["outcome"] == Outcome.CHANGED else shown


async def _as_a_wall(
    again: Callable[[str], SourceSettings], response: Response, readers: Readers
) -> dict[str, Any] | None:
    """Of a page that is nothing we know: review pages know more of what keeps us out (AWS, cookie walls) than feeds."""
    shown = await shown_as(again(review_page.kind), response, readers)
    return shown if shown["outcome"] == Outcome.BLOCKED else None


def _recognised(response: Response) -> str | None:
    """A kind whose bytes are like no other's; a feed and a review page are told apart by reading them."""
    head = response.body[:SAMPLE]
    if any(mark in head for mark in APPLE_MARKS):
        return apple_app_store.kind
    if all(mark in head for mark in HACKERNEWS_MARKS):
        return hackernews.kind
    document = _document(response.body)
    return next((one.kind for one in (hackernews, apple_app_store) if one.recognises(document)), None)


def _document(body: bytes) -> Any:
    """None for what is no JSON. An answer without hits or reviews shows its kind only by its shape."""
    try:
        return orjson.loads(body.strip(_BLANK))
    except orjson.JSONDecodeError:
        return None


def _from_file(path: Path, url: str | None) -> Response:
    """Relative links stay relative unless `--option url=…` says where the file came from."""
    limit = FetchLimits().body
    try:
        with path.open("rb") as file:
            body = file.read(limit + 1)
    except OSError as e:
        raise ReadError(f"{printable(str(path))}: cannot be read: {e.strerror}") from e
    if len(body) > limit:
        raise TooLarge(f"{printable(str(path))}: larger than {limit:,} bytes")
    return Response(url if url and url != FILE_ADDRESS else "", 200, {}, body, utc_now())


def _print(shown: dict[str, Any]) -> None:
    items = shown["items"]
    counts = [f"read {len(items)}", f"skipped {shown['skipped']}", *(f"repaired {one}" for one in shown["repaired"])]
    counts += [f"rated {one['rating']} of {one['best']} by {one['count']}" for one in shown["metrics"]]
    click.echo(f"{shown['kind']}: {shown['outcome']} ({', '.join(counts)})")
    for name in ("why", "next"):
        if shown[name]:
            click.echo(f"{name}: {printable(shown[name])}")
    if items:
        table(("title", "author", "date", "rating", "link"), [_row(item) for item in items[:SHOWN]])
    if len(items) > SHOWN:
        click.echo(f"… and {len(items) - SHOWN} more")


def _row(item: dict[str, Any]) -> tuple[object, ...]:
    rating = item["rating"]
    stars = f"{rating['value']:g} of {rating['best']:g}" if rating else None
    return (item["title"] or item["text"][:80], item["author"]["name"], item["published_at"], stars, item["url"])
