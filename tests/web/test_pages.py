"""The pages, asked as a browser would; what they show comes from a real store."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry

from monitor.core.links import message_link, signed_message
from monitor.core.outbox import Destination
from monitor.errors import StoreError
from monitor.model import Said, Tone, Topic, Triage
from monitor.settings import Settings, WebSettings
from monitor.store import Store, triage_changes
from monitor.store.ids import new_id
from monitor.store.key import signing_key
from monitor.store.outbox import StoredOutbox
from monitor.store.story_changes import Hearers
from monitor.store.triage_changes import Desk
from monitor.web.app import app
from monitor.web.pages import Standing, add_pages
from tests.fakes import NOON, an_item
from tests.stores import BOOT, CRM, Clock, a_store, bring

KEY = b"k" * 32
SHARED = Path(__file__).parents[3] / "shared" / "fixtures" / "hostile"
ACTIVE_TAGS = {"script", "img", "svg", "iframe", "object", "embed", "form", "input", "button", "base", "video", "audio"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "</title><iframe src=javascript:alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def a_browser(
    store: Store, host: str = "127.0.0.1", troubles: tuple[str, ...] = ()
) -> AsyncIterator[httpx.AsyncClient]:
    application = app(WebSettings(), lambda: {"ok": True}, CollectorRegistry())
    add_pages(application, store, lambda: Standing(Settings(database=""), troubles), KEY, Clock())
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        yield client


async def test_a_mention_shows_its_topics_with_the_words_that_say_so(store: Store) -> None:
    await bring(store, an_item(), topics=(Topic("delivery", Tone.NEGATIVE, ("parcel", "<i>came")),))
    async with a_browser(store) as browser:
        words = (await browser.get("/")).text
    assert '<li class="negative" title="negative">delivery <q>parcel, &lt;i&gt;came</q></li>' in words


async def test_what_people_said_stands_on_the_page(store: Store) -> None:
    items = [an_item(f"g{at}", title="", text=f"{at} parcels never came", author="Ann") for at in range(3)]
    settled = await bring(store, *items)
    nobody = Desk(Hearers((), {}), 1.0, None, new_id)
    verdicts = (Triage.NEGATIVE, Triage.NEGATIVE, Triage.SPAM)
    for new, verdict in zip(settled.mentions, verdicts, strict=True):
        store.write_now(triage_changes.say, new.mention.id, Said(verdict, "<i>anna", NOON), nobody)
    async with a_browser(store) as browser:
        words = (await browser.get("/")).text
    assert "Live precision: Acme 0.67 (0.21–0.94) of 3 called negative <code>monitor triage</code>" in words
    assert words.count("<span>dismissed</span>") == 1
    assert "<i>anna" not in words


async def test_what_may_not_be_about_the_brand_is_counted_until_a_person_has_looked(store: Store) -> None:
    settled = await bring(store, an_item("pie"), an_item("juice"), relevance=0.1)
    async with a_browser(store) as browser:
        words = (await browser.get("/")).text
    assert "2 mentions wait for a person: perhaps not about the brand" in words
    assert "<code>monitor mentions --held</code>" in words
    nobody = Desk(Hearers((), {}), 1.0, None, new_id)
    for new in settled.mentions:
        store.write_now(triage_changes.say, new.mention.id, Said(Triage.NOT_ABOUT_US, "anna", NOON), nobody)
    async with a_browser(store) as browser:
        assert "wait for a person" not in (await browser.get("/")).text


async def test_a_negative_mention_shows_what_added_to_its_priority(store: Store) -> None:
    await bring(store, an_item(author="Ann"))
    async with a_browser(store) as browser:
        words = (await browser.get("/")).text
    assert "Priority 0.58: 90 % negative +0.54 · may reach 1,000 people +0.04" in words
    assert "Reach 1,000" not in words  # what every article has


async def test_a_reach_that_something_added_to_is_shown(store: Store) -> None:
    await bring(store, an_item(author="Ann", extra={"points": "10"}))
    async with a_browser(store) as browser:
        words = (await browser.get("/")).text
    assert "Reach 1,200: a post or article is read by about 1,000 +1,000 · 10 reactions +200" in words


async def test_praise_shows_neither_priority_nor_reach(store: Store) -> None:
    await bring(store, an_item(extra={"points": "10"}), tone=Tone.POSITIVE)
    async with a_browser(store) as browser:
        words = (await browser.get("/")).text
    assert "Priority 0" not in words
    assert "Reach 1" not in words


class Page(HTMLParser):
    """What a browser would make of a page: its words, tags, and anything that could act."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.acts: list[str] = []
        self.links: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE_TAGS:
            self.acts.append(tag)
        self.acts += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name == "style"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


async def shown(store: Store, path: str = "/") -> Page:
    async with a_browser(store) as browser:
        return Page((await browser.get(path)).text)


async def test_the_first_page_shows_mentions_sources_and_deliveries(store: Store) -> None:
    await bring(store, an_item(title="Never came", text="It never came"))
    await StoredOutbox(store, BOOT).begin(Destination(*CRM), None, NOON)
    text = (await shown(store)).text
    for words in ("Never came", "negative 90 %", "blog", "care", "https://crm.test", "under way"):
        assert words in text


async def test_what_is_wrong_stands_on_top(store: Store) -> None:
    await bring(store, an_item())
    outbox = StoredOutbox(store, BOOT)
    attempt = await outbox.begin(Destination(*CRM), None, NOON)
    assert attempt is not None
    await outbox.refused(attempt, "500", NOON)
    async with a_browser(store, troubles=("config.toml:3 brands.0.nam: unknown key",)) as browser:
        text = Page((await browser.get("/")).text).text
    assert "1 alert not delivered, 1 problem below" in text
    assert "config.toml:3 brands.0.nam: unknown key" in text


async def test_an_empty_monitor_says_what_to_expect(store: Store) -> None:
    text = (await shown(store)).text
    assert "Nothing yet" in text
    assert "Nothing was told yet" in text


@pytest.mark.parametrize("words", HOSTILE)
async def test_nothing_from_outside_becomes_active(store: Store, words: str) -> None:
    await bring(store, an_item(title=words, text=words, author=words, url="javascript:alert(1)"))
    page = await shown(store)
    assert page.acts == []
    assert words in page.text
    assert {link for link in page.links if not link.startswith("/")} == set()


async def test_the_policy_allows_nothing_active(store: Store) -> None:
    async with a_browser(store) as browser:
        headers = (await browser.get("/")).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"


async def test_a_message_has_a_page_with_all_its_mentions(store: Store) -> None:
    items = [an_item(f"g{n}", url=f"https://x.test/{n}", title=f"Title {n}", text=f"number {n} " * 9) for n in range(5)]
    await bring(store, *items)
    attempt = await StoredOutbox(store, BOOT).begin(Destination(*CRM), None, NOON)
    assert attempt is not None
    link = message_link("http://127.0.0.1:8787/", KEY, attempt.message.id)
    page = await shown(store, link.removeprefix("http://127.0.0.1:8787"))
    assert all(f"Title {n}" in page.text for n in range(5))


async def test_a_delivery_names_its_mention_and_leads_to_its_message(store: Store) -> None:
    await bring(store, an_item(title="Never came", text="It never came"))
    attempt = await StoredOutbox(store, BOOT).begin(Destination(*CRM), None, NOON)
    assert attempt is not None
    page = await shown(store)
    assert page.text.count("Never came") == 2  # the mention, and the delivery
    path = message_link("", KEY, attempt.message.id)
    assert path in page.links
    assert "Never came" in (await shown(store, path)).text


async def test_the_page_of_a_message_says_who_was_told_why_and_what_came_of_it(store: Store) -> None:
    await bring(store, an_item(title="Never came", text="It never came"))
    outbox = StoredOutbox(store, BOOT)
    for text, next_at in (("answered 500", NOON), ("answered 502", NOON + timedelta(minutes=5))):
        attempt = await outbox.begin(Destination(*CRM), None, NOON)
        assert attempt is not None
        await outbox.refused(attempt, text, next_at)
        link = message_link("", KEY, attempt.message.id)
    text = (await shown(store, link)).text
    for words in ("1 mention for care", "https://crm.test", "by crm", "postponed", "next try in 5 min"):
        assert words in text
    assert "Told because: tone is negative (0.90)" in text
    assert text.index("answered 500") < text.index("answered 502")
    assert text.count("2026-11-21 12:00:00") == 3  # made, and two attempts


async def test_a_mail_server_that_is_away_and_what_waits_for_it_stand_on_the_page(store: Store) -> None:
    await bring(store, an_item(), an_item("g2", url=None, text="The shop was closed when we came there on Monday"))
    outbox, to = StoredOutbox(store, BOOT), Destination(*CRM)
    attempt = await outbox.begin(to, None, NOON - timedelta(minutes=9))
    assert attempt is not None
    soon = NOON + timedelta(minutes=3)
    await outbox.unreached(attempt, to, "mail.test:25 did not answer", soon, soon, NOON - timedelta(minutes=9))
    text = (await shown(store)).text
    assert "crm away" in text
    assert "crm is away since 9 min: mail.test:25 did not answer. 2 alerts wait; next try in 3 min." in text
    assert "crm is away, next try in 3 min" in (await shown(store, message_link("", KEY, attempt.message.id))).text


async def test_a_disabled_notifier_is_named_where_its_alerts_wait(store: Store) -> None:
    await bring(store, an_item())
    outbox, to = StoredOutbox(store, BOOT), Destination(*CRM)
    attempt = await outbox.begin(to, None, NOON)
    assert attempt is not None
    await outbox.gone(attempt, to, "answered 410", NOON)
    text = (await shown(store)).text
    assert "crm is disabled since 0 s: answered 410. 1 alert waits until it is enabled." in text
    assert "monitor notifiers enable crm" in text


async def test_equal_title_and_text_are_shown_once(store: Store) -> None:
    await bring(store, an_item(title="It came late", text="It  came\nlate"), subscriptions=())
    assert (await shown(store)).text.count("came") == 1


async def test_a_link_that_we_did_not_sign_leads_nowhere(store: Store) -> None:
    async with a_browser(store) as browser:
        for signed in ("msg_1", "msg_1.forged", "ü.ü", message_link("", b"other" * 8, "msg_1").rpartition("/")[2]):
            assert (await browser.get(f"/messages/{signed}")).status_code == 404


async def test_another_host_name_is_sent_away(store: Store) -> None:
    async with a_browser(store, host="rebound.test") as browser:
        assert (await browser.get("/")).status_code == 421


def test_a_signature_belongs_to_its_key() -> None:
    signed = message_link("http://x", KEY, "msg_1").rpartition("/")[2]
    assert signed_message(KEY, signed) == "msg_1"
    assert signed_message(b"o" * 32, signed) is None


def test_the_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    database = tmp_path / "monitor.db"
    key = signing_key(database)
    assert signing_key(database) == key
    path = tmp_path / "monitor.db.key"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        signing_key(database)


if SHARED.exists():

    async def test_every_naughty_string_is_only_text(store: Store) -> None:
        naughty = json.loads((SHARED / "text" / "blns.json").read_text())
        items = [
            an_item(f"n{number}", url=words, title=words, text=f"{words} {number}", author=words)
            for number, words in enumerate(naughty)
            if words.isprintable() and words
        ]
        for start in range(0, len(items), 20):
            await bring(store, *items[start : start + 20])
            assert (await shown(store)).acts == []
