"""Feeds that grow: what a site publishes, as RSS, Atom or JSON Feed, with ETag, Last-Modified and 304.

A feed can break for a while, as sites do: it answers 500, or an HTML page where the feed was.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from hashlib import blake2b
from http import HTTPStatus
from xml.sax.saxutils import escape

from .loopback import Asked, Reply


class Form(StrEnum):
    RSS = "rss"
    RSS_WITHOUT_IDS = "rss without ids"
    ATOM = "atom"
    JSON = "json"


class Fault(StrEnum):
    ERROR = "500"
    PAGE = "an HTML page"


@dataclass(frozen=True, slots=True)
class Entry:
    slug: str
    """What no other entry has: part of its id and of its link."""
    link: str
    title: str
    text: str
    author: str
    at: datetime


@dataclass(slots=True)
class Feed:
    """One feed of the web. `entries` newest first; the newest `window` of them are listed."""

    name: str
    title: str
    form: Form
    language: str
    window: int
    entries: tuple[Entry, ...] = ()
    fault: Fault | None = None
    asked: int = 0
    """Requests so far."""
    answered: int | None = None
    """The last status."""
    failed: bool = False
    """It broke, and nobody has read it in order since."""

    @property
    def path(self) -> str:
        return f"/{self.name}"

    def add(self, entry: Entry) -> None:
        self.entries = (entry, *self.entries)

    def change(self, slug: str, edit: Callable[[Entry], Entry]) -> None:
        self.entries = tuple(edit(entry) if entry.slug == slug else entry for entry in self.entries)

    def answer(self, asked: Asked) -> Reply:
        self.asked += 1
        reply = self._answer(asked)
        self.answered = reply.status
        if self.fault is None:
            self.failed = False
        return reply

    def break_down(self, fault: Fault) -> None:
        self.fault, self.failed = fault, True

    def _answer(self, asked: Asked) -> Reply:
        if self.fault is Fault.ERROR:
            return Reply(HTTPStatus.INTERNAL_SERVER_ERROR, b"something went wrong")
        if self.fault is Fault.PAGE:
            return Reply(HTTPStatus.OK, _PAGE, {"content-type": "text/html; charset=utf-8"})
        body = WRITERS[self.form](self)
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if asked.headers.get("if-none-match") == etag:
            return Reply(HTTPStatus.NOT_MODIFIED, headers={"etag": etag})
        changed = max((entry.at for entry in self.entries), default=datetime.now(UTC))
        headers = {
            "content-type": TYPES[self.form],
            "etag": etag,
            "last-modified": format_datetime(changed, usegmt=True),
        }
        return Reply(HTTPStatus.OK, body, headers)


def retitled(entry: Entry, title: str) -> Entry:
    return replace(entry, title=title)


def moved(entry: Entry) -> Entry:
    """The link of a newsletter tool: https, and who sent the reader."""
    return replace(entry, link=entry.link.replace("http://", "https://") + "?utm_source=feed&utm_medium=rss")


def _rss(feed: Feed, *, ids: bool = True) -> bytes:
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.link)}</link>"
        f"<description>{escape(f'<p>{escape(entry.text)}</p>')}</description>"
        f"<dc:creator>{escape(entry.author)}</dc:creator><pubDate>{format_datetime(entry.at, usegmt=True)}</pubDate>"
        + (f'<guid isPermaLink="false">{feed.name}-{entry.slug}</guid></item>' if ids else "</item>")
        for entry in feed.entries[: feed.window]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(feed.title)}</title><link>https://{feed.name}.example/</link>"
        f"<description>{escape(feed.title)}</description><language>{feed.language}</language>{items}</channel></rss>"
    ).encode()


def _atom(feed: Feed) -> bytes:
    items = "".join(
        f"<entry><id>tag:{feed.name}.example,2026:{entry.slug}</id><title>{escape(entry.title)}</title>"
        f'<link rel="alternate" href="{escape(entry.link)}"/><author><name>{escape(entry.author)}</name></author>'
        f"<published>{entry.at.isoformat()}</published><updated>{entry.at.isoformat()}</updated>"
        f'<content type="text">{escape(entry.text)}</content></entry>'
        for entry in feed.entries[: feed.window]
    )
    newest = max((entry.at for entry in feed.entries), default=datetime.now(UTC))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">'
        f"<id>tag:{feed.name}.example,2026:feed</id><title>{escape(feed.title)}</title>"
        f"<updated>{newest.isoformat()}</updated>{items}</feed>"
    ).encode()


def _json(feed: Feed) -> bytes:
    items = [
        {
            "id": f"{feed.name}-{entry.slug}",
            "url": entry.link,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": entry.at.isoformat(),
            "authors": [{"name": entry.author}],
        }
        for entry in feed.entries[: feed.window]
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": feed.title, "language": feed.language}
    return json.dumps({**head, "items": items}, ensure_ascii=False).encode()


WRITERS: dict[Form, Callable[[Feed], bytes]] = {
    Form.RSS: _rss,
    Form.RSS_WITHOUT_IDS: lambda feed: _rss(feed, ids=False),
    Form.ATOM: _atom,
    Form.JSON: _json,
}
TYPES = {
    Form.RSS: "application/rss+xml; charset=utf-8",
    Form.RSS_WITHOUT_IDS: "application/rss+xml; charset=utf-8",
    Form.ATOM: "application/atom+xml; charset=utf-8",
    Form.JSON: "application/feed+json; charset=utf-8",
}
_PAGE = b"<!doctype html><html><head><title>We are moving</title></head><body><p>Back in a minute.</p></body></html>"
