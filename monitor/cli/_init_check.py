"""What `monitor init` tries before it writes: each address by a preview, each notifier by a test message.

    source → fetch → read as what the person called it → or, where that is no news, as the other kind of page
           → the feeds it links to → is everything there about the brand?

What a person calls a feed may be a page with reviews, and the other way round: what can be read decides.
"""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from monitor import __version__
from monitor.cli import notify_test
from monitor.cli._engine import start_readers
from monitor.cli._init_answers import FEED, PAGE, Place
from monitor.cli._look import UNREADABLE, fetched, shown_as, without_page
from monitor.cli.notify_test import Tried
from monitor.core.match import Document, matches
from monitor.core.query import parse
from monitor.engine import utc_now
from monitor.errors import ConfigError, FetchError, ReadError, Refused
from monitor.fetch import Client
from monitor.fetch.guard import check_addresses
from monitor.notify import notifiers
from monitor.readers import Readers
from monitor.settings import BrandSettings, Network, Settings, SourceSettings
from monitor.source import Outcome, Response

READABLE = (Outcome.ITEMS, Outcome.EMPTY)
FEEDS_SHOWN = 10
"""Of those that a page links to."""
_OTHER = {FEED: PAGE, PAGE: FEED}
_ENOUGH = 5
"""Entries that all name the brand, before the next ones are taken for such too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`place` is of the kind that can be read there, and `whole` as `about` says."""

    place: Place
    outcome: str
    items: int
    why: str
    about: str
    """Why everything there is about the brand, or why its query decides."""
    feeds: tuple[str, ...] = ()
    """That it links to."""

    @property
    def readable(self) -> bool:
        return self.outcome in READABLE


def seen(settings: Settings, places: Sequence[Place]) -> list[Seen]:
    """`settings` has these places as its sources, in this order, and one brand."""
    readers = start_readers()  # before there is a loop
    return asyncio.run(_seen(settings, places, readers))


async def _seen(settings: Settings, places: Sequence[Place], readers: Readers) -> list[Seen]:
    pairs = list(zip(settings.sources, places, strict=True))
    try:
        # One client: two addresses of one host are asked one after the other, as politely as the daemon does.
        async with Client(settings.network, version=__version__, now=utc_now) as client:
            looks = [_look(client, source, place, settings.brands[0], readers) for source, place in pairs]
            return list(await asyncio.gather(*looks))
    finally:
        await readers.aclose()


async def _look(client: Client, source: SourceSettings, place: Place, brand: BrandSettings, readers: Readers) -> Seen:
    try:
        response = await fetched(client, source)
    except FetchError as error:
        return _judged(place, without_page(source.kind, UNREADABLE, str(error)), (), brand)
    shown = await _read(source, response, readers)
    is_feed = shown["kind"] == FEED and shown["outcome"] in READABLE
    feeds = () if is_feed or place.kind not in _OTHER else await _feeds(response, readers)
    return _judged(place, shown, tuple(feed for feed in feeds if feed != place.address)[:FEEDS_SHOWN], brand)


async def _read(source: SourceSettings, response: Response, readers: Readers) -> dict[str, Any]:
    """As what it was called; as the other kind where that gives items and the first is no page at all."""
    first = await shown_as(source, response, readers)
    if first["outcome"] in READABLE or source.kind not in _OTHER:
        return first
    other = await shown_as(replace(source, kind=_OTHER[source.kind]), response, readers)
    return other if other["outcome"] == Outcome.ITEMS else first


async def _feeds(response: Response, readers: Readers) -> tuple[str, ...]:
    try:
        found: tuple[str, ...] = await readers.run("sources.feed:discover", response.body, response.url)
    except ReadError:
        return ()  # an offer, no more: what is wrong with the page was said by reading it
    return found


def _judged(place: Place, shown: dict[str, Any], feeds: tuple[str, ...], brand: BrandSettings) -> Seen:
    place = replace(place, kind=shown["kind"])
    whole, about = all_about(place, shown["items"], brand)
    return Seen(replace(place, whole=whole), shown["outcome"], len(shown["items"]), shown["why"], about, feeds)


def all_about(place: Place, items: Sequence[dict[str, Any]], brand: BrandSettings) -> tuple[bool, str]:
    """Whether everything there is about the brand, and why. In doubt it is not: what the query misses is there to be
    searched, and what is told of others on a guess is a false alert.
    """
    if place.kind != FEED:
        return True, "reviews"
    if items and all(item["rating"] for item in items):
        return True, "its entries carry ratings"
    query = parse(brand.query)
    named = sum(matches(query, Document(item["title"], item["text"], item["author"]["name"])) for item in items)
    seen = f"{named} of {len(items)} entries name the brand" if items else "no entry yet"
    if named == len(items) >= _ENOUGH:
        return True, "all entries name the brand"
    return False, f"{seen}: its query decides"


def tried(settings: Settings) -> list[Tried]:
    """A test message to everybody; a secret that is missing is a failure like others."""
    return asyncio.run(_tried(settings))


async def _tried(settings: Settings) -> list[Tried]:
    found: list[Tried] = []
    for notifier in settings.notifiers:
        module = notifiers()[notifier.kind]
        owed = notify_test.messages(settings, notifier, module)
        try:
            found += await notify_test.send(settings, notifier, module, owed)
        except ConfigError as error:
            found += [Tried(notifier.name, one.recipient, "failed", str(error)) for one in owed]
    return found


def private(url: str, allow: Sequence[Network], *, ask_dns: bool = False) -> tuple[str, ...]:
    """The networks that [network] allow lacks for this address; without `ask_dns` as far as it shows by itself."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return tuple(dict.fromkeys(_network(one) for one in _addresses(host, ask_dns) if _refused(host, one, allow)))


def _addresses(host: str, ask_dns: bool) -> list[str]:
    """None where the name is not known: reading it will say so."""
    if host == "localhost":
        return ["127.0.0.1", "::1"]
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass  # then it is a name
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None)] if ask_dns else []
    except (OSError, UnicodeError):
        return []


def _refused(host: str, address: str, allow: Sequence[Network]) -> bool:
    try:
        check_addresses(host, [address], allow)
    except Refused:
        return True
    return False


def _network(address: str) -> str:
    ip = ip_address(address)
    return "127.0.0.0/8" if ip.version == 4 and ip.is_loopback else f"{ip}/{ip.max_prefixlen}"
