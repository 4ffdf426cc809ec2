"""RSS 0.9x–2.0, RDF, Atom 0.3–1.0, CDF and JSON Feed; Google Alerts, Google News and Bing News as their feeds.

    bytes → text (charset) → JSON Feed, or the quick look (lxml)
          → drop the entries whose hash stands in the cursor → plain entries are read where they stand,
            feedparser sees the others → items

The whole document goes to feedparser when lxml cannot read it. Anything that is
no feed is BLOCKED or CHANGED with a reason, never "no news"; EMPTY is a whole feed without entries.
"""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

import feedparser
import xxhash
from pydantic import BaseModel, ConfigDict, field_validator

from monitor.core.url import is_web
from monitor.errors import Unreadable
from monitor.model import Item, Listed
from monitor.source import Outcome, Page, Request, Response, Source
from sources import _feed_charset, _feed_item, _feed_json, _feed_mend, _feed_page, _feed_plain, _feed_scan
from sources._feed_choice import Choice, choose
from sources._feed_facts import Facts, Marks, Place
from sources._feed_item import Words
from sources._feed_page import discover
from sources._feed_scan import Scan

__all__ = [
    "Options",
    "default_every",
    "discover",
    "evidence",
    "hosts",
    "kind",
    "min_interval",
    "read",
    "request",
    "terms",
]

kind = "feed"
hosts: tuple[str, ...] = ()
min_interval = timedelta(seconds=1)
default_every = timedelta(minutes=5)
terms: Literal["open", "key", "opt-in"] = "open"
evidence: Literal["recorded", "vendor-doc", "memory"] = "recorded"

TTL_LIMIT = timedelta(days=1)
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
feedparser.api.PREFERRED_XML_PARSERS.clear()
"""Of a library that is not there: looking for it cost 0.15 ms at every parse."""
_BLANK = "\ufeff \t\r\n"


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    """The address of the feed."""
    base_url: str | None = None
    """Stands in for the site (scheme and host) in tests and behind proxies."""

    @field_validator("url", "base_url")
    @classmethod
    def _is_web(cls, value: str | None) -> str | None:
        if value is not None and not is_web(value):
            raise ValueError("an http or https address")
        return value


def request(source: Source) -> Request:
    options: Options = source.options
    target = options.url
    if options.base_url:
        site = urlsplit(options.base_url)
        target = urlsplit(target)._replace(scheme=site.scheme, netloc=site.netloc).geturl()
    return Request(target, accept=ACCEPT)


def read(source: Source, response: Response) -> Page:
    """Raises Unreadable."""
    if not response.body.strip(b" \t\r\n\0"):
        return Page(Outcome.CHANGED, why="empty body")
    place = _place(source, response)
    text = _feed_charset.decode(response.body, response.headers.get("content-type", ""))
    if text.lstrip(_BLANK)[:1] in ("{", "["):
        return _read_json(source, text.lstrip(_BLANK), place)
    return _read_xml(source, text, place)


def _place(source: Source, response: Response) -> Place:
    languages = (source.language,) if source.language else ()
    return Place((response.url,), response.at, source.timezone, source.date_order, languages)


def _read_json(source: Source, text: str, place: Place) -> Page:
    feed = _feed_json.load(text, place)
    if feed is None:
        return Page(Outcome.CHANGED, why="JSON, but no JSON Feed")
    choice = choose(feed.digests, source.cursor, lambda at: _feed_json.published_at(feed, feed.entries[at]))
    items = [_feed_json.build(feed, feed.entries[at]) for at in choice.new]
    return _page(choice, items, [_feed_json.marks(feed, entry) for entry in feed.entries])


def _read_xml(source: Source, text: str, place: Place) -> Page:
    if not _feed_mend.may_be_feed(text):
        outcome, why = _feed_page.judge(text, place.bases[-1])
        return Page(outcome, why=why)
    mended, repaired = _feed_mend.mend(text)
    scan = _feed_scan.look(mended, place)
    if scan is None:
        mended = _feed_mend.repair(mended)
        repaired = (*repaired, "markup")
        scan = _feed_scan.look(mended, place)
    if scan is not None and scan.is_feed:
        page = _read_scan(source, scan, repaired)
        if page is not None:
            return page
    return _read_loose(source, text, mended, place, repaired)


def _read_scan(source: Source, scan: Scan, repaired: tuple[str, ...]) -> Page | None:
    """None where feedparser sees other entries than lxml: then its reading of the whole document counts."""
    choice = choose(scan.digests, source.cursor, lambda at: _feed_scan.published_at(scan, scan.entries[at]))
    listed = [_feed_scan.marks(scan, entry) for entry in scan.entries]
    said = [_feed_scan.read(scan, scan.entries[at], listed[at]) for at in choice.new]
    words = {at: _feed_plain.words(scan.root, scan.entries[at]) for at in choice.new}
    others = [at for at, known in words.items() if known is None]
    if others:
        parsed = _parse_slice(scan, set(others))
        if parsed is None or parsed.get("bozo") or len(parsed["entries"]) != len(others):
            return None
        words.update(zip(others, _loose_words(parsed), strict=True))
    items = [_item(words[at], known, scan.place) for at, known in zip(choice.new, said, strict=True)]
    return _page(choice, items, listed, repaired, _ttl(scan.ttl))


def _loose_words(parsed: Any) -> list[Words | None]:
    atom = parsed["version"].startswith("atom")
    return [_feed_item.loose_words(entry, atom=atom) for entry in parsed["entries"]]


def _item(words: Words | None, said: Facts, place: Place) -> Item | None:
    return _feed_item.build(words, said, place) if words else None


def _read_loose(source: Source, text: str, mended: str, place: Place, repaired: tuple[str, ...]) -> Page:
    """feedparser reads the whole document; what is new is told by hashing what it read."""
    parsed = _parse(_feed_mend.bounded(_feed_mend.without_torn_entry(mended)).encode())
    version, entries = parsed.get("version") or "", parsed["entries"]
    if not version or (not entries and _feed_page.looks_like_page(text)):
        outcome, why = _feed_page.judge(text, place.bases[-1])
        return Page(outcome, why=why)
    if not entries:
        return _without_entries(text)
    place = _feed_item.loose_place(parsed["feed"], place, len(entries))
    said = [_feed_item.loose_facts(entry, parsed["feed"], place, version) for entry in entries]
    items = [_item(words, known, place) for words, known in zip(_loose_words(parsed), said, strict=True)]
    choice = choose([_digest(item) for item in items], source.cursor, lambda at: _published_at(items[at]))
    repaired = repaired or ("markup",)
    return _page(choice, [items[at] for at in choice.new], [known.marks for known in said], repaired)


def _without_entries(text: str) -> Page:
    if not _feed_mend.is_whole(text):
        raise Unreadable(f"the feed is cut off before its first entry ends, at {_feed_mend.end_of(text)}")
    return Page(Outcome.EMPTY, why="a feed without entries")


def _page(
    choice: Choice,
    items: Sequence[Item | None],
    listed: Sequence[Marks],
    repaired: tuple[str, ...] = (),
    ttl: timedelta | None = None,
) -> Page:
    good = tuple(item for item in items if item is not None)
    if items and not good and len(items) == len(listed):
        raise Unreadable(f"none of {len(items)} entries holds a title or a text")
    return Page(
        outcome=Outcome.ITEMS if listed else Outcome.EMPTY,
        items=good,
        listed=tuple(Listed(entry.native_id, entry.url) for entry in listed),
        cursor=choice.cursor,
        skipped=len(items) - len(good),
        over=choice.over,
        repaired=repaired,
        why="" if listed else "a feed without entries",
        ttl=ttl,
    )


def _parse_slice(scan: Scan, places: set[int]) -> Any:
    """None where feedparser cannot read what lxml can."""
    try:
        return _parse(_feed_scan.slice_of(scan, places))
    except Unreadable:
        return None


def _parse(document: bytes) -> Any:
    """The one call of feedparser: given bytes or str it would open them as a path or a URL (F1). Raises Unreadable."""
    try:
        return feedparser.parse(
            io.BytesIO(document),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except (TypeError, ValueError, AttributeError, LookupError, AssertionError, RecursionError) as e:  # seen by fuzzing
        raise Unreadable(f"feedparser gave up: {type(e).__name__}: {e}") from e


def _published_at(item: Item | None) -> datetime | None:
    return item.published_at if item else None


def _digest(item: Item | None) -> int:
    if item is None:
        return 0
    said = (item.native_id, item.url, item.title, item.text, item.author.name, item.published_at, item.updated_at)
    return xxhash.xxh3_64_intdigest(repr(said).encode("utf-8", "replace"))


def _ttl(minutes: str) -> timedelta | None:
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 6):
        return None
    return min(timedelta(minutes=int(minutes)), TTL_LIMIT) or None
