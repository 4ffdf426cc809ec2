"""The demo's sites: every form is read by its connector as it was published, and people can read it too."""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from monitor.source import Outcome, Response, Source
from sources import apple_app_store, hackernews, review_page
from sources import feed as feed_connector
from tests.demo.scenes import ENTRY, NOON, SECRET, a_feed, shown
from tools.demolib.feeds import Fault, Feed, Form
from tools.demolib.ledger import about
from tools.demolib.loopback import Asked
from tools.demolib.service import SECRET_NAME
from tools.demolib.setting import Addresses, write_config
from tools.demolib.shapes import APP, TYPES, moved, retitled
from tools.demolib.site import Guide, Site
from tools.demolib.town import STARRED, feeds


def get(feed: Feed, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    reply = feed.answer(Asked("GET", feed.path, headers, b""))
    return reply.status, reply.body, dict(reply.headers)


READERS: dict[Form, tuple[ModuleType, dict[str, Any]]] = {
    Form.JSON_LD: (review_page, {"url": "http://127.0.0.1/forum"}),
    Form.MICRODATA: (review_page, {"url": "http://127.0.0.1/forum"}),
    Form.APP_STORE: (apple_app_store, {"app": APP, "countries": ["gb"]}),
    Form.HACKER_NEWS: (hackernews, {"query": "northwind"}),
}
"""Connector and options; every other form is a feed."""


@pytest.mark.parametrize("form", Form)
def test_the_connector_reads_every_form_as_it_was_published(form: Form) -> None:
    connector, options = READERS.get(form, (feed_connector, {"url": "http://127.0.0.1/forum"}))
    source = Source("forum", connector.kind, connector.Options(**options))
    response = Response("http://127.0.0.1/forum", 200, {"content-type": TYPES[form]}, get(a_feed(form, ENTRY))[1], NOON)
    page = connector.read(source, response)
    item = page.items[0]
    assert (page.outcome, len(page.items)) == (Outcome.ITEMS, 1)
    assert (item.title, item.text, item.author.name) == (ENTRY.title, ENTRY.text, "Ann")
    assert item.published_at == NOON
    assert (item.rating and item.rating.value) == (2 if form in STARRED else None)
    assert (item.url == ENTRY.link) == (form not in (Form.APP_STORE, Form.HACKER_NEWS))


def test_a_feed_that_did_not_change_is_answered_with_304() -> None:
    feed = a_feed(Form.ATOM, ENTRY)
    status, _, headers = get(feed)
    again, body, _ = get(feed, **{"if-none-match": headers["etag"]})
    assert (status, again, body) == (200, 304, b"")


CHANGES = {
    "a new entry": lambda feed: feed.add(replace(ENTRY, slug="41002")),
    "a title corrected": lambda feed: feed.change("41001", lambda entry: retitled(entry, "Coffee")),
    "a link changed": lambda feed: feed.change("41001", moved),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_feed_is_sent_whole_after(case: str) -> None:
    feed = a_feed(Form.RSS, ENTRY)
    _, _, headers = get(feed)
    CHANGES[case](feed)
    assert get(feed, **{"if-none-match": headers["etag"]})[0] == 200


def test_a_feed_lists_its_newest_entries_only() -> None:
    feed = a_feed(Form.JSON)
    for slug in ("41001", "41002", "41003"):
        feed.add(replace(ENTRY, slug=slug))
    assert [item["id"] for item in json.loads(get(feed)[1])["items"]] == ["forum-41003", "forum-41002"]


@pytest.mark.parametrize(("fault", "status"), [(Fault.ERROR, 503), (Fault.PAGE, 200)])
def test_a_broken_feed_is_no_feed_until_it_is_mended_and_read(fault: Fault, status: int) -> None:
    feed = a_feed(Form.RSS, ENTRY)
    feed.break_down(fault)
    broken, body, _ = get(feed)
    assert (broken, b"<rss" in body, feed.failed) == (status, False, True)
    feed.fault = None
    assert feed.failed
    assert (b"<rss" in get(feed)[1], feed.failed) == (True, False)


async def test_a_site_gives_its_list_its_entries_and_its_robots_txt() -> None:
    feed = a_feed(Form.JSON_LD)
    async with Site(feed) as site:
        feed.add(replace(ENTRY, link=feed.link("41001")))
        listed = await asyncio.to_thread(fetched, site.address)
        front = await asyncio.to_thread(fetched, site.origin)
        alone = await asyncio.to_thread(fetched, feed.entries[0].link + "?utm_source=newsletter")
        rules = await asyncio.to_thread(fetched, site.origin + "/robots.txt")
        with pytest.raises(HTTPError) as lost:
            await asyncio.to_thread(fetched, site.origin + "/41009")
        lost.value.close()
    assert ("application/ld+json" in listed, "more &lt; less" in alone, "Allow: /" in rules) == (True, True, True)
    assert ("Tea &amp; coffee" in front, "★★☆☆☆" in alone, lost.value.code) == (True, True, 404)


async def test_only_the_daemon_reads_a_broken_site_back_into_order() -> None:
    feed = a_feed(Form.RSS, ENTRY)
    async with Site(feed) as site:
        feed.break_down(Fault.PAGE)
        feed.fault = None
        await asyncio.to_thread(fetched, site.address)
        assert (feed.asked, feed.failed) == (0, True)
        await asyncio.to_thread(fetched, site.address, "monitor/0.1.0")
        assert (feed.asked, feed.failed) == (1, False)


def fetched(address: str, agent: str = "a browser") -> str:
    with urlopen(Request(address, headers={"user-agent": agent}), timeout=10) as answer:
        return str(answer.read().decode())


async def test_the_guide_leads_to_every_site_to_the_page_and_to_the_mailbox() -> None:
    async with Site(a_feed(Form.RSS)) as site:
        site.feed.add(replace(ENTRY, link=site.feed.link("41001")))
        guide = Guide([site], "http://127.0.0.1:1/", "http://127.0.0.1:2")
        _, _, body = await shown(guide.answer, "/")
        for address in (f"{site.origin}/", f"{site.origin}/41001", "http://127.0.0.1:1/", "http://127.0.0.1:2/"):
            assert f'href="{address}"' in body


def test_a_told_text_is_about_the_entry_that_it_names_or_that_its_link_leads_to() -> None:
    assert about("Charged twice. Order NW-41001.", "https://itunes.apple.com/gb/review?id=1") == "41001"
    assert about("Charged twice.", "https://forum.example/en/n1?utm_source=feed#x") == "n1"
    assert about("Charged twice.", None) is None


async def test_the_configuration_is_one_that_monitor_takes(tmp_path: Path) -> None:
    sites = [Site(feed) for feed in feeds()]
    async with AsyncExitStack() as listening:
        for site in sites:
            await listening.enter_async_context(site)
        path = write_config(tmp_path, sites, Addresses("http://127.0.0.1:9/", 2525, 8787))
    check = [sys.executable, "-m", "monitor", "check", "--config", str(path)]
    done = subprocess.run(check, env={**os.environ, SECRET_NAME: SECRET}, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
