"""The sites of the demo as web servers, each with an address of its own, and a page that leads to all of them.

A site gives its list to whoever polls it, and its entries as pages to people: all of them, or the one of a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from . import paper
from .feeds import Entry, Feed, Form
from .loopback import Asked, Loopback, Reply
from .shapes import APP, REVIEWS

LISTS = {
    Form.APP_STORE: f"/gb/rss/customerreviews/page=1/id={APP}/sortby=mostrecent/xml",
    Form.HACKER_NEWS: "/api/v1/search_by_date",
}
"""Where a list stands when the site, and not the operator, says so."""


class Site(Loopback):
    def __init__(self, feed: Feed) -> None:
        super().__init__(self._serve)
        self.feed = feed
        self.path = LISTS.get(feed.form, feed.path)

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.feed.origin = self.origin
        return self

    @property
    def address(self) -> str:
        return self.origin + self.path

    async def _serve(self, asked: Asked) -> Reply:
        path = asked.path.partition("?")[0]
        if path == self.path:
            return self.feed.answer(asked) if _is_monitor(asked) else self.feed.reply(asked)
        if path == "/robots.txt":
            return Reply(HTTPStatus.OK, b"User-agent: *\nAllow: /\n", {"content-type": "text/plain"})
        entries = self.feed.entries[: self.feed.window]
        shown = entries if path in ("/", REVIEWS) else [entry for entry in entries if path == f"/{entry.slug}"]
        return paper.page("entries.html", site=self, entries=shown) if shown else paper.missing()


def _is_monitor(asked: Asked) -> bool:
    """A person who looks at a list has not read it for the daemon."""
    return asked.headers.get("user-agent", "").startswith("monitor/")


@dataclass(frozen=True, slots=True)
class Guide:
    """The front page of the local web."""

    sites: Sequence[Site]
    page: str
    """Where the daemon shows its own."""
    mailbox: str

    async def answer(self, asked: Asked) -> Reply:
        if asked.path.partition("?")[0] != "/":
            return paper.missing()
        newest = sorted(self._entries(), key=lambda one: one[1].at, reverse=True)[:12]
        return paper.page("guide.html", sites=self.sites, newest=newest, page=self.page, mailbox=self.mailbox)

    def _entries(self) -> list[tuple[Site, Entry]]:
        return [(site, entry) for site in self.sites for entry in site.feed.entries[:12]]
