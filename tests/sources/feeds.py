"""Vocabulary of the feed tests: a source, an answer, and an item as the values that are compared."""

from datetime import UTC, datetime
from typing import Any

from monitor.model import Item
from monitor.source import Page, Response, Source
from sources import feed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = "https://feed.example/f.xml"
HEADER = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://x.example/</link>'


def source(cursor: bytes = b"", **hints: Any) -> Source:
    return Source("news", "feed", feed.Options(url=ADDRESS), cursor=cursor, **hints)


def read(body: bytes | str, cursor: bytes = b"", content_type: str = "", url: str = ADDRESS, **hints: Any) -> Page:
    headers = {"content-type": content_type} if content_type else {}
    body = body.encode() if isinstance(body, str) else body
    return feed.read(source(cursor, **hints), Response(url, 200, headers, body, NOW))


def rss(*entries: str, tail: str = "</channel></rss>") -> str:
    return HEADER + "".join(entries) + tail


def entry(number: int, title: str = "", more: str = "") -> str:
    words = title or f"Item {number}"
    return (
        f"<item><title>{words}</title><link>https://x.example/{number}</link>"
        f"<guid isPermaLink='false'>id{number}</guid><description>Text of {number}.</description>{more}</item>"
    )


def values(item: Item) -> dict[str, Any]:
    return {
        "id": item.native_id,
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "type": str(item.type),
        "author": [item.author.name, item.author.url],
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "date_guessed": item.date_guessed,
        "updated_at": item.updated_at.isoformat() if item.updated_at else None,
        "language": item.language,
        "extra": dict(item.extra),
    }
