"""A site's list of entries that grows and changes, with ETag, Last-Modified and 304.

A site can break for a while, as sites do: it answers 503, or an HTML page where the list was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from hashlib import blake2b
from http import HTTPStatus

from .loopback import Asked, Reply
from .shapes import TYPES, Entry, Form, Head, write

__all__ = ["Entry", "Fault", "Feed", "Form"]

RETRY_AFTER = 5
"""Seconds that a broken site asks for."""


class Fault(StrEnum):
    ERROR = "503"
    PAGE = "an HTML page"


@dataclass(slots=True)
class Feed:
    """One list of the web. `entries` newest first; the newest `window` of them are listed."""

    name: str
    title: str
    form: Form
    language: str
    window: int
    entries: tuple[Entry, ...] = ()
    fault: Fault | None = None
    asked: int = 0
    """Requests of the daemon so far."""
    answered: int | None = None
    """The last status it got."""
    failed: bool = False
    """It broke, and the daemon has not read it in order since."""
    origin: str = ""
    """Scheme, host and port of its site; "" gives it a host of its own that nobody can reach."""

    @property
    def path(self) -> str:
        return f"/{self.name}"

    def link(self, slug: str) -> str:
        return f"{self.origin or f'http://{self.name}.example'}/{slug}"

    def add(self, entry: Entry) -> None:
        self.entries = (entry, *self.entries)

    def change(self, slug: str, edit: Callable[[Entry], Entry]) -> None:
        self.entries = tuple(edit(entry) if entry.slug == slug else entry for entry in self.entries)

    def lift(self, slug: str) -> None:
        """To the top again, as a forum does with a thread."""
        lifted = [entry for entry in self.entries if entry.slug == slug]
        self.entries = (*lifted, *(entry for entry in self.entries if entry.slug != slug))

    def answer(self, asked: Asked) -> Reply:
        """To the daemon."""
        self.asked += 1
        reply = self.reply(asked)
        self.answered = reply.status
        if self.fault is None:
            self.failed = False
        return reply

    def break_down(self, fault: Fault) -> None:
        self.fault, self.failed = fault, True

    def reply(self, asked: Asked) -> Reply:
        """To anybody: it counts as nothing."""
        if self.fault is Fault.ERROR:
            return Reply(HTTPStatus.SERVICE_UNAVAILABLE, b"too many readers", {"retry-after": str(RETRY_AFTER)})
        if self.fault is Fault.PAGE:
            return Reply(HTTPStatus.OK, _PAGE, {"content-type": "text/html; charset=utf-8"})
        body = write(self.form, Head(self.name, self.title, self.language), self.entries[: self.window])
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


_PAGE = b"<!doctype html><html><head><title>We are moving</title></head><body><p>Back in a minute.</p></body></html>"
