"""JSON Feed 1 and 1.1 (jsonfeed.org), and RSS written as JSON: feedparser reads neither."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import xxhash

from monitor.core.text import TEXT_LIMIT, TITLE_LIMIT, clean, html_to_text, one_line
from monitor.model import Author, Item, MentionType
from sources import _feed_facts as facts
from sources._feed_facts import Link, Marks, Place


@dataclass(frozen=True, slots=True)
class JsonFeed:
    entries: list[Any]
    digests: list[int]
    header: dict[str, Any]
    place: Place


def load(text: str, place: Place) -> JsonFeed | None:
    """None where it is neither."""
    header = _header(_loads(text))
    entries = header.get("items") if header else None
    if header is None or not isinstance(entries, list):
        return None
    own = [Link(_string(header.get(key))) for key in ("home_page_url", "feed_url")]
    url = facts.marks(None, own, place).url
    place = facts.settled(place, url, facts.language(_string(header.get("language"))), len(entries))
    return JsonFeed(entries, [_digest(entry) for entry in entries], header, place)


def marks(feed: JsonFeed, entry: Any) -> Marks:
    """Of an entry that is no object: nothing."""
    if not isinstance(entry, dict):
        return Marks(None, None)
    links = [Link(_string(entry.get(key))) for key in ("url", "external_url")]
    return facts.marks(_string(entry.get("id")), links, feed.place)


def build(feed: JsonFeed, entry: Any) -> Item | None:
    """None for an entry that is no object, or an empty one."""
    if not isinstance(entry, dict) or not entry:
        return None
    known = marks(feed, entry)
    when = _dates(feed, entry)
    tags = entry.get("tags")
    extra = {
        "categories": ", ".join(one_line(_string(tag), 100) for tag in tags) if isinstance(tags, list) else "",
        "date": when.impossible,
    }
    return Item(
        native_id=known.native_id,
        url=known.url,
        title=one_line(_string(entry.get("title")), TITLE_LIMIT),  # plain text: "a < b" is no tag
        text=_text(entry),
        type=MentionType.ARTICLE,
        author=_author(entry) if _people(entry) else _author(feed.header),
        published_at=when.published_at,
        date_guessed=when.guessed,
        updated_at=when.updated_at,
        language=facts.language(_string(entry.get("language")), _string(feed.header.get("language"))),
        extra={name: value[:500] for name, value in extra.items() if value},
    )


def published_at(feed: JsonFeed, entry: Any) -> datetime | None:
    return _dates(feed, entry).published_at if isinstance(entry, dict) else None


def _dates(feed: JsonFeed, entry: dict[str, Any]) -> facts.Dates:
    published, changed = _string(entry.get("date_published")), _string(entry.get("date_modified"))
    return facts.read_dates([published], [changed], feed.place)


def _header(document: Any) -> dict[str, Any] | None:
    if not isinstance(document, dict):
        return None
    if "jsonfeed.org" in _string(document.get("version")):
        return document
    rss = document.get("rss")
    channel = rss.get("channel") if isinstance(rss, dict) else None
    return _from_rss(channel) if isinstance(channel, dict) else None


def _from_rss(channel: dict[str, Any]) -> dict[str, Any]:
    """RSS in JSON (scripting.com): the names of RSS 2.0, attributes with `#`."""
    items = channel.get("item")
    entries = [_renamed(entry) for entry in items] if isinstance(items, list) else [_renamed(items)] if items else []
    return {"home_page_url": channel.get("link"), "language": channel.get("language"), "items": entries}


def _renamed(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    guid = entry.get("guid")
    return {
        "id": guid.get("#value") if isinstance(guid, dict) else guid,
        "url": entry.get("link"),
        "title": html_to_text(_string(entry.get("title")), TITLE_LIMIT),
        "content_html": entry.get("description"),
        "date_published": entry.get("pubDate"),
        "author": {"name": entry.get("author") or entry.get("dc:creator")},
    }


def _text(entry: dict[str, Any]) -> str:
    for key in ("content_html", "content_text", "summary"):
        value = _string(entry.get(key))
        text = html_to_text(value, TEXT_LIMIT) if key == "content_html" else clean(value, TEXT_LIMIT)
        if text:
            return text
    return ""


def _author(holder: dict[str, Any]) -> Author:
    return facts.byline((_string(who.get("name")), _string(who.get("url")) or None) for who in _people(holder))


def _people(holder: dict[str, Any]) -> list[dict[str, Any]]:
    """`authors` in 1.1, `author` in 1.0."""
    people = holder.get("authors")
    people = people if isinstance(people, list) else [holder.get("author")]
    return [who for who in people if isinstance(who, dict)]


def _string(value: Any) -> str:
    """Ids are numbers in feeds that took 1.0 lightly."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and value is not True else ""


def _loads(text: str) -> Any:
    """The standard parser is the second try: it takes lone surrogates, which are cleaned later, and NaN."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _digest(entry: Any) -> int:
    try:
        return xxhash.xxh3_64_intdigest(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS))
    except (TypeError, ValueError):  # a lone surrogate, an integer past 64 bits
        return xxhash.xxh3_64_intdigest(json.dumps(entry, sort_keys=True).encode())
