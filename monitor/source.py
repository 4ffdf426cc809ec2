"""The connector contract: a target into a Request, bytes into a Page. The rest of the world is somebody else's job.

A connector is a module (see `sources/__init__.py`) that has the names of `Connector`:

    request(source)            what to ask for next; pure
    read(source, response)     what the answer says; pure, runs in a reader process

`source.cursor` is the connector's own memory, opaque to everyone else, at most CURSOR_LIMIT bytes, committed
together with the items of the page. No I/O, no clock: the time of the answer is `response.at`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from monitor.model import Item, Listed

CURSOR_LIMIT = 64 * 1024
"""Bytes."""
NEW_LIMIT = 1000
"""Items of one page that are read in full; the newest are taken, the rest is counted in `Page.over`."""


@dataclass(frozen=True, slots=True)
class Source:
    """One configured place to look, as its connector sees it."""

    name: str
    kind: str
    options: Any
    """An instance of the connector's Options."""
    cursor: bytes = b""
    page: int = 0
    """Pages of this round that were read; 0 begins a round, whatever the cursor remembers of the one before."""
    language: str | None = None
    timezone: str | None = None
    date_order: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    accept: str = "*/*"
    robots: bool = False
    """True for pages: robots.txt is asked. False for feeds and keyed APIs."""
    conditional: bool = True
    """Send the validators of the last answer."""


@dataclass(frozen=True, slots=True)
class Response:
    """`url` is where the bytes came from, after redirects; header names are lower-case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """Verbatim, as the last answer gave them."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return self.etag is not None or self.last_modified is not None


@dataclass(frozen=True, slots=True)
class Fetched:
    """`moved` is the address after the permanent redirects (301, 308) that came before any other redirect, `max_age`
    the seconds for which the server calls its answer fresh. A redirect from https to http is followed, but never
    remembered.
    """

    response: Response
    validators: Validators
    moved: str | None
    max_age: float | None


@dataclass(frozen=True, slots=True)
class NotModified:
    """304 to a request that sent validators."""

    max_age: float | None
    moved: str | None


class Outcome(StrEnum):
    ITEMS = "items"
    EMPTY = "empty"
    """Readable, and there is nothing on it."""
    BLOCKED = "blocked"
    """A block, captcha or login page."""
    CHANGED = "changed"
    """An unknown shape: the site is not what the connector knows."""


@dataclass(frozen=True, slots=True)
class Metric:
    """An aggregate rating of the page: never a mention."""

    rating: float | None
    best: float | None
    count: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer said. `items` are new or changed entries only, in the order of the page.

    `listed` names every entry of the page, parsed or dropped as known. A connector raises `Unreadable` when
    there were entries and every one was bad.
    """

    outcome: Outcome
    items: tuple[Item, ...] = ()
    listed: tuple[Listed, ...] = ()
    cursor: bytes = b""
    next: str | None = None
    """The address or name of the page that follows in this round; its state stands in the cursor."""
    skipped: int = 0
    """Bad entries that were passed over."""
    over: int = 0
    """New entries beyond NEW_LIMIT."""
    repaired: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()
    why: str = ""
    """In words, for every outcome but items."""
    ttl: timedelta | None = None
    """How long the source says nothing changes."""

    def __post_init__(self) -> None:
        if len(self.cursor) > CURSOR_LIMIT:
            raise ValueError(f"a cursor of {len(self.cursor)} bytes, at most {CURSOR_LIMIT}")


class Connector(Protocol):
    kind: str
    Options: type[BaseModel]
    hosts: tuple[str, ...]
    """Hosts it may contact; empty: the one the options name."""
    min_interval: timedelta
    default_every: timedelta
    terms: Literal["open", "key", "opt-in"]
    evidence: Literal["recorded", "vendor-doc", "memory"]

    # Optional: `failed(source) -> (cursor, at once?)`, for a connector with a second way to a page that failed.

    def request(self, source: Source) -> Request: ...
    def read(self, source: Source, response: Response) -> Page: ...
