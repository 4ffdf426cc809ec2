"""A whole monitor in the test's own process: real store, real connector, real understanding; the internet is a list
of bodies, and readers run here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import xxhash
from sqlalchemy import Connection, select

import sources
from monitor.core.findings import Watched
from monitor.core.polling import Pace, Target
from monitor.core.query import default_query
from monitor.core.relevance import Sense
from monitor.core.route import Subscription
from monitor.core.when import parse
from monitor.judges import Judge
from monitor.model import Mention
from monitor.pipeline import Job, Report, Tools, one_pass
from monitor.readers import Limits
from monitor.settings import SourceSettings
from monitor.source import Fetched, NotModified, Request, Response, Validators
from monitor.store import Store, item_rows, settings_rows, source_rows
from monitor.store.codec import item_from
from monitor.store.ids import new_id
from monitor.store.passes import Passes
from monitor.store.tables import alerts, items, mentions, revisions
from tests.fakes import NOON
from tests.stores import BOOT, CRM, Clock

URL = "https://blog.test/feed"


class Web:
    """Answers each fetch with what stands at its address now: bytes, an answer, or an error."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Exception] = {}
        self.asked: list[tuple[str, Validators]] = []

    async def fetch(self, request: Request, validators: Validators) -> Fetched | NotModified:
        self.asked.append((request.url, validators))
        page = self.pages[request.url]
        if isinstance(page, Exception):
            raise page
        etag = f'"{xxhash.xxh3_64_hexdigest(page)}"'
        if validators.etag == etag:
            return NotModified(None, None)
        return Fetched(Response(request.url, 200, {}, page, NOON), Validators(etag), None, None)


class HereReaders:
    """Runs the named function in this process; `killers` are words that kill a reader."""

    def __init__(self) -> None:
        self.killer: Callable[[str, tuple[Any, ...]], Exception | None] = lambda _name, _args: None

    async def run(self, function: str, *args: Any, limits: Limits) -> Any:
        del limits
        error = self.killer(function, args)
        if error:
            raise error
        module, _, name = function.partition(":")
        return getattr(import_module(module), name)(*args)


class Monitor:
    """One source, one brand, one subscription; `poll` is one pass."""

    def __init__(
        self,
        store: Store,
        *,
        query: str | None = None,
        whole: bool = True,
        when: str = "priority >= 0",
        weight: float = 1.0,
        sense: Sense | None = None,
    ) -> None:
        self.store = store
        self.web = Web()
        self.clock = Clock()
        self.readers = HereReaders()
        self.brands = {"Acme": query or default_query("Acme")}
        self.whole = whole
        self.when = when
        self.judges: dict[str, Judge] = {}
        self.weight = weight
        self.sense = sense
        store.write_now(settings_rows.sync, {"blog": "feed"}, ["care"], NOON - timedelta(days=1))

    async def poll(self, body: bytes | Exception | None = None) -> Report:
        """Reads the source, which shows `body` from now on."""
        if body is not None:
            self.web.pages[URL] = body
        (state,) = await self.store.write(source_rows.claim_named, BOOT, ["blog"])
        return await one_pass(self._job(), state, self._tools())

    async def told(self, body: bytes) -> int:
        """How many alerts one poll of `body` made."""
        self.clock.turn(minutes=10)
        report = await self.poll(body)
        assert report.ok, report
        return report.alerts

    def count(self, what: str) -> int:
        table = {"items": items, "mentions": mentions, "alerts": alerts, "revisions": revisions}[what]
        return len(self.store.read_now(lambda c: c.execute(select(table)).all()))

    def mentions(self) -> list[Mention]:
        """Oldest first."""
        return list(self.store.read_now(lambda c: list(item_rows.each_mention(c, None))))[::-1]

    def told_titles(self) -> list[str]:
        def titles(connection: Connection) -> list[str]:
            query = (
                select(items.c.body)
                .join(mentions, mentions.c.item_id == items.c.id)
                .join(alerts, alerts.c.mention_id == mentions.c.id)
                .order_by(alerts.c.id)
            )
            return [item_from(body).title for body in connection.scalars(query)]

        return self.store.read_now(titles)

    def _job(self) -> Job:
        connector = sources.connector("feed")
        senses = (("Acme", self.sense),) if self.sense else ()
        watched = Watched(tuple(self.brands.items()), whole="Acme" if self.whole else None, senses=senses)
        target = Target("options", dict(self.brands))
        care = Subscription("care", frozenset(self.brands), parse(self.when), NOON - timedelta(days=1))
        settings = SourceSettings("blog", "feed", {"url": URL}, weight=self.weight)
        options = connector.Options.model_validate({"url": URL})
        pace = Pace(timedelta(minutes=5), timedelta(seconds=1))
        return Job(
            settings, connector, options, watched, target, pace, "blog.test", (care,), {"care": [CRM]}, self.judges
        )

    def _tools(self) -> Tools:
        return Tools(self.web, self.readers, Passes(self.store, BOOT), self.clock, lambda: 0.5, new_id)


@contextmanager
def a_monitor(folder: Path, **how: Any) -> Iterator[Monitor]:
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    try:
        store.migrate(NOON)
        yield Monitor(store, **how)
    finally:
        store.close()


def rss(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>Blog</title><link>https://blog.test/</link><description/>"
        + "".join(entries)
        + "</channel></rss>"
    ).encode()


def entry(
    number: int,
    *,
    guid: str | None = "g{n}",
    link: str | None = "https://blog.test/p/{n}",
    title: str = "Item {n} of Acme",
    text: str = "Words about item {n} that nobody else says like this, since {n} is a number",
    author: str | None = "Ann",
    date: datetime | None = NOON,
) -> str:
    def put(tag: str, value: str | None, attributes: str = "") -> str:
        return "" if value is None else f"<{tag}{attributes}>{value.format(n=number)}</{tag}>"

    return (
        "<item>"
        + put("guid", guid, ' isPermaLink="false"')
        + put("title", title)
        + put("link", link)
        + put("description", text)
        + put("dc:creator", author)
        + put("pubDate", date.strftime("%a, %d %b %Y %H:%M:%S GMT") if date else None)
        + "</item>"
    )


def entries(numbers: range, **how: Any) -> list[str]:
    return [entry(number, **how) for number in numbers]
