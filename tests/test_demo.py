"""The demo's parts each on their own, its judge over made-up ledgers that must fail, and the whole of it, run."""

import asyncio
import base64
import json
import os
import re
import signal
import smtplib
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from io import StringIO
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from rich.console import Console
from standardwebhooks import Webhook

from monitor.core.tone import Weights
from monitor.core.tone import judge as judge_tone
from monitor.models import load
from monitor.source import Outcome, Response, Source
from sources import apple_app_store, hackernews, review_page
from sources import feed as feed_connector
from tools.demolib import texts
from tools.demolib.board import Board
from tools.demolib.court import Desk, desk
from tools.demolib.feeds import Entry, Fault, Feed, Form
from tools.demolib.judge import judge, lines
from tools.demolib.ledger import Published, about
from tools.demolib.loopback import Asked, Loopback, Reply
from tools.demolib.mailbox import Mail, Mailbox
from tools.demolib.postbox import Postbox
from tools.demolib.receiver import Arrival, Receiver, Told, arrival
from tools.demolib.service import SECRET_NAME, new_secret
from tools.demolib.setting import BY_HOOK, BY_MAIL, CHANNELS, Addresses, write_config
from tools.demolib.shapes import APP, TYPES, moved, retitled
from tools.demolib.site import Guide, Site
from tools.demolib.town import BROKEN_FOR, RIPE, STARRED, Town, feeds

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()

# the judge


def published(slug: str = "41001", *, story: str = "", tell: bool = True, at: float = 100.0) -> Published:
    return Published(slug, story or slug, "forum", "A title", at, tell=tell)


def told(slug: str = "41001", mention: str = "") -> Told:
    return Told(slug, mention or f"men_{slug}", "negative")


def hooked(*mentions: Told, name: str = "msg_1", status: int = 204, digest: str = "d1", at: float = 101.5) -> Arrival:
    return Arrival(at, name, digest, status, BY_HOOK, mentions)


def mailed(*slugs: str, name: str = "<1@northwind.example>", digest: str = "d2", at: float = 102.0) -> Arrival:
    """A mail does not say the mention's id."""
    return Arrival(at, name, digest, 204, BY_MAIL, tuple(map(Told, slugs or ("41001",))))


GOOD: dict[str, tuple[list[Published], list[Arrival]]] = {
    "one complaint, told once by webhook and by mail": ([published()], [hooked(told()), mailed()]),
    "two complaints in one message each": (
        [published("41001"), published("41002")],
        [hooked(told("41001"), told("41002")), mailed("41001", "41002")],
    ),
    "two complaints in one webhook and two mails": (
        [published("41001"), published("41002")],
        [hooked(told("41001"), told("41002")), mailed("41001"), mailed("41002", name="<2@northwind.example>")],
    ),
    "a story of two entries, told by its first here and by its second there": (
        [published("41001"), published("41001-copy", story="41001", tell=False)],
        [hooked(told("41001")), mailed("41001-copy")],
    ),
    "praise that nobody was told": ([published(), published("41002", tell=False)], [hooked(told()), mailed()]),
    "a webhook refused and then accepted": ([published()], [hooked(told(), status=500), hooked(told()), mailed()]),
    "a customer who turned angry, told after that": (
        [published(tell=False, at=90.0), published(tell=True, at=100.0)],
        [hooked(told(), at=101.0), mailed(at=101.0)],
    ),
}
BOTH = [hooked(told()), mailed()]
"""What has to come for one complaint."""
BAD: dict[str, tuple[list[Published], list[Arrival], str]] = {
    "a complaint that was never told": ([published("41001"), published("41002")], BOTH, "missing: 2"),
    "a complaint that came by webhook only": ([published()], [hooked(told())], "missing: 1"),
    "a complaint that came by mail only": ([published()], [mailed()], "missing: 1"),
    "a complaint whose only webhook was refused": ([published()], [hooked(told(), status=500), mailed()], "missing: 1"),
    "a complaint in two webhooks": ([published()], [*BOTH, hooked(told(), name="msg_2", digest="d3")], "double: 1"),
    "a complaint in two mails": ([published()], [*BOTH, mailed(name="<2@northwind.example>")], "double: 1"),
    "a complaint twice in one mail": ([published()], [hooked(told()), mailed("41001", "41001")], "double: 1"),
    "both entries of one story told": (
        [published("41001"), published("41001-copy", story="41001", tell=False)],
        [*BOTH, hooked(told("41001-copy"), name="msg_2", digest="d3")],
        "double: 1",
    ),
    "one entry twice in one webhook, under two mention ids": (
        [published()],
        [hooked(told(mention="men_a"), told(mention="men_b")), mailed()],
        "double: 1, two ids: 1",
    ),
    "praise that was told by webhook": (
        [published(), published("41002", tell=False)],
        [hooked(told(), told("41002")), mailed()],
        "wrong: 1",
    ),
    "praise that was told by mail": (
        [published(), published("41002", tell=False)],
        [hooked(told()), mailed("41001", "41002")],
        "wrong: 1",
    ),
    "a hopeful customer, told before the anger": (
        [published(tell=False, at=90.0), published(tell=True, at=100.0)],
        [hooked(told(), at=95.0), mailed()],
        "wrong: 1",
    ),
    "something told that nobody published": ([published()], [hooked(told(), told("41009")), mailed()], "wrong: 1"),
    "one message id with two bodies": (
        [published()],
        [hooked(told(), status=500), hooked(told(), digest="d3"), mailed()],
        "altered: 1",
    ),
    "one Message-ID with two contents": ([published()], [*BOTH, mailed(digest="d3")], "altered: 1, repeated: 1"),
    "an accepted webhook that came again": ([published()], [*BOTH, hooked(told())], "repeated: 1"),
    "a mail that came again": ([published()], [*BOTH, mailed()], "repeated: 1"),
    "a message with a wrong signature": ([published()], [*BOTH, Arrival(101.0, "msg_2", "d3", 401)], "unsigned: 1"),
    "a demo in which nothing had to be told": ([published(tell=False)], [], "nothing to tell: 1"),
}


@pytest.mark.parametrize("case", GOOD)
def test_the_judge_lets_pass(case: str) -> None:
    ledger, arrivals = GOOD[case]
    assert judge(ledger, arrivals, CHANNELS).faults == ()


@pytest.mark.parametrize("case", BAD)
def test_the_judge_names_the_fault_of(case: str) -> None:
    ledger, arrivals, fault = BAD[case]
    assert ", ".join(judge(ledger, arrivals, CHANNELS).faults) == fault


def test_the_time_runs_from_the_complaint_to_its_first_accepted_message() -> None:
    ledger = [published("41001", at=100.0), published("41002", at=90.0, tell=False), published("41002", at=103.0)]
    arrivals = [
        hooked(told("41001"), status=500, at=104.0),
        hooked(told("41001"), at=109.5),
        hooked(told("41002"), at=105.0, name="msg_2"),
    ]
    assert judge(ledger, arrivals, [BY_HOOK]).tallies[0].seconds == (2.0, 9.5)


def test_the_time_of_a_source_that_was_out_of_order_is_counted_apart() -> None:
    tally = judge([replace(published(at=100.0), broken=True)], [mailed(at=140.0)], [BY_MAIL]).tallies[0]
    assert (tally.seconds, tally.recovered) == ((), (40.0,))


def test_the_verdict_says_what_is_missing_and_where() -> None:
    said = lines(judge([published("41007")], [hooked(told("41007"))], CHANNELS))
    assert "verdict: BAD (missing: 1)" in said
    assert "  missing: 41007 (care-mail)" in said


def test_an_arrival_is_read_as_it_was_written() -> None:
    came = hooked(told("41001"), told("41002"))
    assert arrival(came.line()) == came


# the judge as a program


def post(origin: str, name: str, body: bytes, secret: str = SECRET) -> int:
    now = datetime.now(UTC)
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(name, now, body.decode()),
    }
    try:
        with urlopen(Request(origin, body, headers), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def body_of(*slugs: str) -> bytes:
    mentions = [
        {
            "id": f"men_{slug}",
            "url": "https://itunes.apple.com/gb/review?id=700000001",
            "title": "A title",
            "text": f"Northwind charged me twice. Order NW-{slug}.",
            "tone": "negative",
            "seen_at": "2026-11-21T12:00:00Z",
        }
        for slug in slugs
    ]
    data = {"subscription": BY_HOOK, "mentions": mentions}
    return json.dumps({"type": "mentions", "timestamp": "2026-11-21T12:00:00Z", "data": data}).encode()


def mail_of(name: str, *slugs: str) -> bytes:
    """Text and HTML, as the product writes them; the text part in base64, as mail may have it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "monitor@northwind.example", "care@northwind.example", name
    mail["Subject"] = 'Northwind · "Charged twice!" <b>& more</b>'
    texts = [f"Northwind charged me twice. Order NW-{slug}." for slug in slugs]
    mail.set_content("\n\n".join(texts), cte="base64")
    mail.add_alternative("".join(f"<p>{text}</p>" for text in texts), subtype="html")
    return mail.as_bytes(policy=SMTP_POLICY)


def drop(port: int, *mails: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for mail in mails:
            server.sendmail("monitor@northwind.example", ["care@northwind.example"], mail)


@contextmanager
def sitting(folder: Path, *entries: Published) -> Iterator[tuple[Desk, subprocess.Popen[str]]]:
    """Where the judge can be reached, and its process."""
    (folder / "ledger").write_text("".join(entry.line() for entry in entries), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tools" / "judge"), str(folder / "ledger"), str(folder / "arrivals")],
        env={**os.environ, SECRET_NAME: SECRET},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield desk(process.stdout.readline()), process
        process.kill()


def verdict_of(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


HOOKS = [("msg_1", body_of("41001", "41002"))]
MAILS = [mail_of("<1@northwind.example>", "41001", "41002")]
SEEN: dict[str, tuple[list[tuple[str, bytes]], list[bytes], int, str]] = {
    "each complaint came once by webhook and by mail": (HOOKS, MAILS, 0, "verdict: good"),
    "a webhook is missing": ([("msg_1", body_of("41001"))], MAILS, 1, "missing: 41002 (care-webhook)"),
    "a webhook is double": ([*HOOKS, ("msg_2", body_of("41001"))], MAILS, 1, "double: 41001 (care-webhook)"),
    "a mail is missing": (HOOKS, [mail_of("<1@northwind.example>", "41001")], 1, "missing: 41002 (care-mail)"),
    "a mail is double": (HOOKS, [*MAILS, mail_of("<2@northwind.example>", "41001")], 1, "double: 41001 (care-mail)"),
    "the same mail came again": (HOOKS, [*MAILS, *MAILS], 1, "BAD (repeated: 1)"),
    "nothing came": ([], [], 1, "BAD (missing: 4)"),
}


@pytest.mark.parametrize("case", SEEN)
def test_the_judge_counts_from_its_own_receivers_when(case: str, tmp_path: Path) -> None:
    hooks, mails, status, words = SEEN[case]
    with sitting(tmp_path, published("41001"), published("41002")) as (where, process):
        for name, body in hooks:
            post(where.hook, name, body)
        drop(where.smtp_port, *mails)
        code, said = verdict_of(process)
    assert (code, words in said) == (status, True), said


def test_the_judge_does_not_count_what_another_secret_signed(tmp_path: Path) -> None:
    with sitting(tmp_path, published("41001")) as (where, process):
        assert post(where.hook, "msg_1", body_of("41001"), new_secret()) == 401
        code, said = verdict_of(process)
    assert (code, "missing: 2, unsigned: 1" in said) == (1, True), said


async def test_the_receiver_refuses_the_first_attempt_of_each_second_message_and_takes_the_next() -> None:
    seen: list[Arrival] = []
    async with Loopback(Receiver(SECRET, seen.append, refuse_every=2).answer) as hook:
        for name in ("msg_1", "msg_2", "msg_2", "msg_3"):
            await asyncio.to_thread(post, hook.origin, name, body_of("41001"))
    assert [came.status for came in seen] == [204, 500, 204, 204]


# the mailbox


async def test_a_mail_arrives_as_it_was_sent_dots_included() -> None:
    sent = b"Message-ID: <1@northwind.example>\r\n\r\n.one dot\r\n..\r\nend\r\n"
    async with Mailbox() as box:
        await asyncio.to_thread(drop, box.port, sent, sent)
    assert [(mail.message_id, mail.recipients, mail.data) for mail in box.mails] == [
        ("<1@northwind.example>", ("care@northwind.example",), sent)
    ] * 2


async def test_a_mail_without_its_last_dot_was_not_taken() -> None:
    async with Mailbox() as box:
        reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
        writer.write(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: half\r\n")
        while b"354" not in await reader.readline():
            pass
        writer.close()
        await writer.wait_closed()
        await asyncio.to_thread(drop, box.port, mail_of("<2@northwind.example>", "41002"))
    assert [mail.message_id for mail in box.mails] == ["<2@northwind.example>"]


async def test_the_mailbox_takes_no_mail_for_nobody() -> None:
    async with Mailbox() as box:
        reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
        writer.write(b"EHLO x\r\nDATA\r\nQUIT\r\n")
        said = await reader.read()
        writer.close()
    assert [line[:3] for line in said.splitlines()] == [b"220", b"250", b"503", b"221"]


def a_postbox() -> Postbox:
    return Postbox([Mail("<1@x>", ("care@northwind.example",), mail_of("<1@x>", "41001"), NOON.timestamp())])


async def shown(answer: Callable[[Asked], Awaitable[Reply]], path: str) -> tuple[int, str, str]:
    """Status, policy and body."""
    reply = await answer(Asked("GET", path, {}, b""))
    return reply.status, reply.headers["content-security-policy"], reply.body.decode()


async def test_the_list_shows_each_mail_and_leads_to_it() -> None:
    status, _, body = await shown(a_postbox().answer, "/")
    assert (status, 'href="/1"' in body, "&lt;b&gt;&amp; more&lt;/b&gt;" in body) == (200, True, True)


async def test_a_mail_shows_its_html_in_a_sandbox_and_its_text() -> None:
    _, policy, body = await shown(a_postbox().answer, "/1")
    assert '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/1/html"' in body
    assert "Order NW-41001." in body
    assert policy.startswith("default-src 'none';")


async def test_the_html_of_a_mail_comes_alone_and_may_do_nothing() -> None:
    _, policy, body = await shown(a_postbox().answer, "/1/html")
    assert body.strip() == '<!doctype html><base target="_blank"><p>Northwind charged me twice. Order NW-41001.</p>'
    assert re.fullmatch(r"sandbox[a-z -]*; default-src 'none'; style-src 'unsafe-inline'", policy)
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("path", ["/0", "/2", "/x", "/1/html/x", "/2/html"])
async def test_there_is_no_mail_at(path: str) -> None:
    assert (await shown(a_postbox().answer, path))[0] == 404


async def test_an_empty_mailbox_says_so() -> None:
    assert "No mail yet." in (await shown(Postbox([]).answer, "/"))[2]


# the web

ENTRY = Entry(
    "41001", "http://forum.example/41001", "Tea & coffee", "Northwind's “beans” & more < less", "Ann", NOON, stars=2
)


def a_feed(form: Form = Form.RSS, *entries: Entry) -> Feed:
    return Feed("forum", "Forum", form, "en", window=2, entries=entries)


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


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def a_town(beats: int, *, seed: int = 1) -> tuple[Town, list[Published]]:
    """After so many beats of one second each."""
    ledger: list[Published] = []
    clock = Clock()
    town = Town(feeds(), seed, ledger.append, clock)
    for beat in range(beats):
        town.beat(beat)
        clock.now += timedelta(seconds=1)
    return town, ledger


def everything_in(town: Town) -> list[Entry]:
    return [entry for feed in town.feeds for entry in feed.entries]


def test_the_town_speaks_every_form_and_four_languages() -> None:
    assert {feed.form for feed in feeds()} == set(Form)
    assert {feed.language for feed in feeds()} == {"en", "de", "fr", "es"}


def test_what_stands_on_the_sites_at_the_start_is_to_be_told_to_nobody() -> None:
    _, ledger = a_town(0)
    assert (len(ledger), any(entry.tell for entry in ledger)) == (40, False)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_text_reads_as_it_is_meant(language: str) -> None:
    """The judge trusts how a text is meant. So the product has to read it so, and clearly."""
    weights = load()
    read = {mood: [_negative(words, weights) for words in all_of(language, mood)] for mood in texts.Mood}
    assert min(read.pop(texts.Mood.UNHAPPY)) > 0.6
    assert max(max(others) for others in read.values()) < 0.4


def all_of(language: str, mood: texts.Mood) -> list[texts.Words]:
    """Everything that `write` may write: chance finds it all in so many tries."""
    chance = Random(1)
    written = {texts.write(chance, language, mood, 41234) for _ in range(400)}
    if mood is texts.Mood.UNHAPPY:
        written |= {texts.Words(texts.mistyped(words.title), words.text) for words in written}
        hopeful = all_of(language, texts.Mood.WAITING)
        written |= {texts.Words(words.title, texts.angered(language, 41234)) for words in hopeful}
    return sorted(written, key=lambda words: words.text)


def _negative(words: texts.Words, weights: Weights) -> float:
    whole = f"{words.title}\n{words.text}"
    spans = [(at.start(), at.end()) for at in re.finditer(texts.BRAND, whole)]
    judgement = judge_tone(
        words.title, words.text, language=None, rating=None, recommended=None, spans=spans, weights=weights
    )
    return judgement.probabilities.negative


def test_a_text_carries_its_reference_once_and_a_title_never() -> None:
    town, _ = a_town(500)
    for entry in everything_in(town):
        assert texts.references(entry.text) == [entry.slug.removesuffix("-copy")]
        assert texts.references(entry.title) == []


def test_no_two_entries_say_the_same_but_the_copies() -> None:
    town, ledger = a_town(1000)
    said = [entry.text for entry in everything_in(town)]
    copies = [entry for entry in ledger if entry.slug != entry.story]
    assert len(copies) > 50
    assert len(said) - len(set(said)) == len(copies)


def test_only_complaints_are_to_be_told_and_where_there_are_stars_they_have_few() -> None:
    town, ledger = a_town(500)
    angry = {entry.slug for entry in ledger if entry.tell}
    starred = [entry for feed in town.feeds if feed.form in STARRED for entry in feed.entries]
    baseline = {entry.slug for entry in ledger[:40]}
    assert {entry.what for entry in ledger if entry.tell} == {
        "complaint",
        "complaint, a typo",
        "hopeful → complaint",
    }
    assert all((entry.stars in (1, 2)) == (entry.slug in angry) for entry in starred if entry.slug not in baseline)
    assert any(entry.slug in angry for entry in starred)


def test_a_customer_who_turns_angry_is_to_be_told_from_then_on() -> None:
    town, ledger = a_town(200)
    turned = [entry for entry in ledger if entry.what == "hopeful → complaint"]
    first = {entry.slug: entry for entry in reversed(ledger)}
    assert len(turned) > 10
    assert all(not first[entry.slug].tell and entry.at - first[entry.slug].at >= 4 for entry in turned)
    now = {entry.slug: entry.text for entry in everything_in(town)}
    assert all(now[entry.slug].split()[0] in {text.split()[0] for text in texts.UPDATES.values()} for entry in turned)


def test_a_typo_is_mended_an_entry_comes_back_and_a_link_grows() -> None:
    town, ledger = a_town(600)
    now = {entry.slug: entry for entry in everything_in(town)}
    mended = [entry for entry in ledger if entry.what.endswith("a typo") and now[entry.slug].title != entry.title]
    later = [entry for entry in ledger if entry.what == "complaint" and now[entry.slug].at.timestamp() > entry.at]
    longer = [entry for entry in now.values() if "utm_source" in entry.link]
    assert min(len(mended), len(later), len(longer)) > 8


def test_a_copy_stands_on_another_site_of_the_same_language_after_its_original_was_read() -> None:
    _, ledger = a_town(300)
    language = {feed.name: feed.language for feed in feeds()}
    first = {entry.slug: entry for entry in reversed(ledger)}
    for copy in (entry for entry in ledger if entry.slug != entry.story):
        original = first[copy.story]
        assert (copy.feed != original.feed, language[copy.feed]) == (True, language[original.feed])
        assert copy.at - original.at >= RIPE.total_seconds()


def test_the_same_seed_brings_the_same_course_of_events() -> None:
    assert a_town(200)[1] == a_town(200)[1] != a_town(200, seed=2)[1]


def test_a_site_breaks_each_time_in_the_other_way_publishes_on_and_is_mended_after_a_while() -> None:
    ledger: list[Published] = []
    clock = Clock()
    town = Town(feeds(), 1, ledger.append, clock)
    for fault in (Fault.ERROR, Fault.PAGE):
        town.break_down()
        assert {feed.fault for feed in town.feeds} == {None, fault}
        assert [(entry.broken, entry.tell) for entry in ledger[-2:]] == [(True, True), (True, True)]
        clock.now += BROKEN_FOR
        town.beat(0)
        assert all(feed.fault is None for feed in town.feeds)


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
    assert ("Tea &amp; coffee" in front, "★★☆☆☆" in alone) == (True, True)
    assert (lost.value.code, feed.asked) == (404, 1)


def fetched(address: str) -> str:
    with urlopen(address, timeout=10) as answer:
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


# the screen


def test_the_table_shows_when_an_item_appeared_was_stored_and_was_told() -> None:
    board = Board()
    board.appeared(replace(published("41001", at=NOON.timestamp()), what="complaint"))
    board.appeared(published("41002", at=NOON.timestamp()))
    board.appeared(replace(published("41003", tell=False), what="praise"))
    seen = replace(told("41001"), seen_at="2026-11-21T12:00:01.25Z")
    board.arrived(hooked(seen, at=NOON.timestamp() + 1.5))
    board.arrived(mailed("41001", at=NOON.timestamp() + 1.7))
    screen = Console(record=True, width=120, file=StringIO())
    screen.print(board.picture("publishing", [a_feed()], ["the mails  http://127.0.0.1:1/"]))
    shown = screen.export_text()
    assert "publishing · appeared 3 · complaints 2 · told 1, slowest 1.7 s" in shown
    assert "http://127.0.0.1:1/" in shown
    row = next(line for line in shown.splitlines() if "1.2 s" in line)
    assert ("complaint" in row, "1.5 s" in row, "1.7 s" in row) == (True, True, True)
    assert "not told" in next(line for line in shown.splitlines() if "praise" in line)


def test_a_refused_message_has_told_nothing() -> None:
    board = Board()
    board.appeared(published())
    board.arrived(hooked(told(), status=500))
    board.arrived(mailed())
    assert "told 0" in board.line("publishing", [])


# the whole of it


def start_demo(folder: Path, *options: str) -> subprocess.Popen[str]:
    """As `make demo` starts it; what it leaves behind would stand in `folder`."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tools" / "demo"), *options],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def mentions_of(folder: Path) -> list[int]:
    """Processes whose command line names `folder`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:  # it may end while we look
                continue
            if str(folder).encode() in command:
                found.append(int(entry.name))
    return found


@pytest.mark.slow
def test_the_demo_tells_all_that_appears_and_leaves_no_trace(tmp_path: Path) -> None:
    """A full round of what happens: copies, edits and a customer who turns angry."""
    with start_demo(tmp_path, "--seconds", "13") as demo:
        said, _ = demo.communicate(timeout=120)
    assert demo.returncode == 0, said
    assert "verdict: good" in said
    assert (list(tmp_path.iterdir()), mentions_of(tmp_path)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 130), (signal.SIGINT, 0)])
def test_an_interrupted_demo_leaves_no_trace(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """Ctrl-C ends the publishing and is judged; SIGTERM ends everything at once."""
    with start_demo(tmp_path, "--seconds", "0") as demo:
        assert demo.stdout is not None
        said = ""
        while "told 0" in said or "told" not in said:
            said = demo.stdout.readline()
            assert said, "it ended before anything was told"
        demo.send_signal(number)
        rest, _ = demo.communicate(timeout=120)
    assert (demo.returncode, "the daemon ended" in rest) == (code, False), rest
    assert (list(tmp_path.iterdir()), mentions_of(tmp_path)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_demo_that_is_interrupted_while_it_starts_says_so_and_leaves_no_trace(
    number: signal.Signals, tmp_path: Path
) -> None:
    with start_demo(tmp_path) as demo:
        assert demo.stdout is not None
        assert "monitor shows" in demo.stdout.readline()
        demo.send_signal(number)
        rest, _ = demo.communicate(timeout=60)
    assert (demo.returncode, "interrupted" in rest, "verdict" in rest) == (130, True, False), rest
    assert (list(tmp_path.iterdir()), mentions_of(tmp_path)) == ([], [])


@pytest.mark.slow
def test_a_long_demo_tells_what_appeared_while_a_source_was_out_of_order(tmp_path: Path) -> None:
    with start_demo(tmp_path, "--seconds", "55") as demo:
        said, _ = demo.communicate(timeout=200)
    assert demo.returncode == 0, said
    assert "after their source was mended" in said
