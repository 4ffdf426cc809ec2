"""A source looked at from outside the engine: fetched and read, nothing stored. `preview` and `init` show what comes.

settings → Request → the outbound client → read_page in a reader process → one object for every outcome
"""

from dataclasses import replace
from typing import Any

from monitor.core.findings import ReadPage
from monitor.core.render import item_json
from monitor.errors import BadAnswer, Blocked, Changed, FetchError, ReadError
from monitor.fetch import Client
from monitor.pipeline import ENTRY_MARKS, of_this_page
from monitor.readers import Limits, Readers
from monitor.settings import SourceSettings
from monitor.source import Connector, NotModified, Outcome, Page, Request, Response, Source
from sources import connectors

UNREADABLE = "unreadable"
READABLE = (Outcome.ITEMS, Outcome.EMPTY)


async def looked(client: Client, settings: SourceSettings, readers: Readers) -> dict[str, Any]:
    """A source's first page; where that cannot be had, by the second way that its connector knows."""
    connector = connectors()[settings.kind]
    source = _source(settings, connector)
    while True:
        try:
            page = await _read(source, await _asked(client, connector.request(source)), readers)
            if page.outcome is Outcome.CHANGED:
                raise Changed(page.why)
            return _shown(source.kind, page)
        except (FetchError, ReadError) as error:
            second = _second_way(connector, source, error)
            if second is None:
                outcome = _outcome(error) if isinstance(error, ReadError) else UNREADABLE
                return without_page(source.kind, outcome, str(error))
        source = second


async def fetched(client: Client, settings: SourceSettings, url: str | None = None) -> Response:
    """What a source's first request brings; `url` stands in for its address. Without it, what cannot be fetched is
    asked for by the second way that the connector knows. Raises FetchError.
    """
    connector = connectors()[settings.kind]
    source = _source(settings, connector)
    if url:
        return await _asked(client, replace(connector.request(source), url=url))
    try:
        return await _asked(client, connector.request(source))
    except FetchError as error:
        second = _second_way(connector, source, error)
        if second is None:
            raise
        return await _asked(client, connector.request(second))


async def _asked(client: Client, request: Request) -> Response:
    answer = await client.fetch(request)
    if isinstance(answer, NotModified):
        raise BadAnswer("answered 304 to a request without validators")
    return answer.response


async def shown_as(settings: SourceSettings, response: Response, readers: Readers) -> dict[str, Any]:
    """The object of `preview --json`, read as the kind that `settings` names."""
    try:
        page = await _read(_source(settings, connectors()[settings.kind]), response, readers)
    except ReadError as error:
        return without_page(settings.kind, _outcome(error), str(error))
    return _shown(settings.kind, page)


def without_page(kind: str, outcome: str, why: str) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "kind": kind,
        "items": [],
        "metrics": [],
        "repaired": [],
        "skipped": 0,
        "next": None,
        "why": why,
    }


def _second_way(connector: Connector, source: Source, error: FetchError | ReadError) -> Source | None:
    """The source as its connector would go on at once after a page that could not be had; None: it would not."""
    failed = getattr(connector, "failed", None)
    if not failed or not of_this_page(error):
        return None
    cursor, at_once = failed(source)
    return replace(source, cursor=cursor) if at_once else None


def _source(settings: SourceSettings, connector: Connector) -> Source:
    return Source(
        settings.name,
        settings.kind,
        connector.Options.model_validate(dict(settings.options)),
        language=settings.language,
        timezone=settings.timezone,
        date_order=settings.date_order,
    )


async def _read(source: Source, response: Response, readers: Readers) -> Page:
    """Raises ReadError."""
    limits = Limits.for_entries(sum(response.body.count(mark) for mark in ENTRY_MARKS))
    read: ReadPage = await readers.run("monitor.understand:read_page", source, response, limits=limits)
    return read.page


def _outcome(error: ReadError) -> str:
    if isinstance(error, Blocked):
        return Outcome.BLOCKED
    return Outcome.CHANGED if isinstance(error, Changed) else UNREADABLE


def _shown(kind: str, page: Page) -> dict[str, Any]:
    over = f"{page.over:,} older entries are left out" if page.over else ""
    return {
        "outcome": page.outcome.value,
        "kind": kind,
        "items": [item_json(item) for item in page.items],
        "metrics": [{"rating": one.rating, "best": one.best, "count": one.count} for one in page.metrics],
        "repaired": list(page.repaired),
        "skipped": page.skipped,
        "next": page.next,
        "why": page.why or over,
    }
