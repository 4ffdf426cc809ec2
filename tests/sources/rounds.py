"""Vocabulary of the tests of paged connectors: one answer read, a whole round walked, a page as values."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from monitor.core.render import item_json
from monitor.source import Page, Request, Response, Source

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def source(module: ModuleType, cursor: bytes = b"", **options: Any) -> Source:
    return Source("it", module.kind, module.Options(**options), cursor=cursor)


def read(module: ModuleType, body: bytes | str, cursor: bytes = b"", url: str = "", **options: Any) -> Page:
    body = body.encode() if isinstance(body, str) else body
    page: Page = module.read(source(module, cursor, **options), Response(url, 200, {}, body, NOW))
    return page


def walk(
    module: ModuleType, site: Callable[[str], bytes | str], cursor: bytes = b"", **options: Any
) -> tuple[list[Request], list[Page]]:
    """One round over a site that answers each address: what was asked, what was read."""
    asked: list[Request] = []
    pages: list[Page] = []
    while len(asked) < 500:
        asked.append(module.request(source(module, cursor, **options)))
        pages.append(read(module, site(asked[-1].url), cursor, url=asked[-1].url, **options))
        cursor = pages[-1].cursor
        if pages[-1].next is None:
            return asked, pages
        following: Request = module.request(source(module, cursor, **options))
        assert pages[-1].next == following.url
    raise AssertionError("the round does not end")


def ids(pages: list[Page]) -> list[str | None]:
    return [item.native_id for page in pages for item in page.items]


def shown(page: Page) -> dict[str, Any]:
    return {
        "outcome": str(page.outcome),
        "repaired": list(page.repaired),
        "skipped": page.skipped,
        "listed": len(page.listed),
        "next": page.next,
        "why": page.why,
        "items": [item_json(item) for item in page.items],
    }
