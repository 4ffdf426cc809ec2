"""Vocabulary of the review page tests: a page, its source, and an item as the values that are compared."""

import json
from datetime import UTC, datetime
from typing import Any

from monitor.model import Item
from monitor.source import Page, Response, Source
from sources import review_page

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = "https://shop.example/kettle"
PRODUCT = {"@type": "Product", "name": "Kettle"}


def source(cursor: bytes = b"", language: str | None = None, **options: Any) -> Source:
    said = review_page.Options.model_validate({"url": ADDRESS, **options})
    return Source("shop", "review_page", said, cursor=cursor, language=language)


def read(
    body: bytes | str,
    cursor: bytes = b"",
    url: str = ADDRESS,
    headers: dict[str, str] | None = None,
    language: str | None = None,
    **options: Any,
) -> Page:
    body = body.encode() if isinstance(body, str) else body
    return review_page.read(source(cursor, language, **options), Response(url, 200, headers or {}, body, NOW))


def page(*blocks: Any, more: str = "") -> str:
    """A page with JSON-LD; a string is a block as it is."""
    written = (block if isinstance(block, str) else json.dumps(block).replace("</", "<\\/") for block in blocks)
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in written)
    return f"<!DOCTYPE html><html><head><title>Kettle</title>{scripts}</head><body>{more}</body></html>"


def review(**said: Any) -> dict[str, Any]:
    return {"@type": "Review", "author": "Ann", "reviewBody": "It leaked.", **said}


def values(item: Item) -> dict[str, Any]:
    return {
        "id": item.native_id,
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "author": [item.author.name, item.author.url],
        "rating": [item.rating.value, item.rating.best] if item.rating else None,
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "date_guessed": item.date_guessed,
        "updated_at": item.updated_at.isoformat() if item.updated_at else None,
        "language": item.language,
        "reply": [item.reply.text, item.reply.at.isoformat() if item.reply.at else None] if item.reply else None,
        "helpful": item.helpful,
        "verified": item.verified,
        "extra": dict(item.extra),
    }


def shown(read_page: Page) -> dict[str, Any]:
    return {
        "outcome": str(read_page.outcome),
        "repaired": list(read_page.repaired),
        "skipped": read_page.skipped,
        "metrics": [[one.rating, one.best, one.count] for one in read_page.metrics],
        "why": read_page.why,
        "items": [values(item) for item in read_page.items],
    }
