"""The demo's parts each on their own, its judge over made-up ledgers that must fail, and the whole of it, run."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from rich.console import Console
from standardwebhooks import Webhook

from monitor.source import Outcome, Response, Source
from sources import feed as feed_connector
from tools.demolib.board import Board
from tools.demolib.feeds import TYPES, Entry, Fault, Feed, Form, moved, retitled
from tools.demolib.judge import EVERYTHING, UNHAPPY, Verdict, judge, lines
from tools.demolib.ledger import Published, slug_of
from tools.demolib.loopback import Asked, Loopback
from tools.demolib.receiver import Arrival, Receiver, Told, arrival
from tools.demolib.service import SECRET_NAME, new_secret
from tools.demolib.town import BROKEN_FOR, RIPE, Town

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()

# the judge


def published(
    slug: str = "n1", *, story: str = "", tell: bool = True, at: float = 100.0, unhappy: bool = False
) -> Published:
    return Published(slug, story or slug, "forum", "A title", at, tell=tell, unhappy=unhappy)


def told(slug: str = "n1", mention: str = "") -> Told:
    return Told(mention or f"men_{slug}", f"https://forum.example/en/{slug}", "A title", "neutral", "en", "forum", "")


def arrived(
    *mentions: Told,
    name: str = "msg_1",
    to: str = EVERYTHING,
    status: int = 204,
    digest: str = "d1",
    at: float = 101.5,
) -> Arrival:
    return Arrival(at, name, digest, status, to, mentions)


GOOD: dict[str, tuple[list[Published], list[Arrival]]] = {
    "one item, told once": ([published()], [arrived(told())]),
    "two items in one message": ([published("n1"), published("n2")], [arrived(told("n1"), told("n2"))]),
    "a story of two entries, told by its first": (
        [published("n1"), published("n2", story="n1")],
        [arrived(told("n1"))],
    ),
    "a story of two entries, told by its second": (
        [published("n1"), published("n2", story="n1")],
        [arrived(told("n2"))],
    ),
    "an item of the baseline that nobody was told": (
        [published(), published("n2", tell=False)],
        [arrived(told())],
    ),
    "a message refused and then accepted": ([published()], [arrived(told(), status=500), arrived(told())]),
    "told to both subscriptions": (
        [published(unhappy=True)],
        [arrived(told()), arrived(told(), name="msg_2", to=UNHAPPY)],
    ),
    "a link that gained https and a query": (
        [published()],
        [arrived(replace(told(), url="https://forum.example/en/n1?utm_source=feed"))],
    ),
}
BAD: dict[str, tuple[list[Published], list[Arrival], str]] = {
    "an item that was never told": ([published("n1"), published("n2")], [arrived(told("n1"))], "missing: 1"),
    "an item whose only message was refused": ([published()], [arrived(told(), status=500)], "missing: 1"),
    "an item that only the other subscription was told": ([published()], [arrived(told(), to=UNHAPPY)], "missing: 1"),
    "an item told in two messages": (
        [published()],
        [arrived(told()), arrived(told(), name="msg_2", digest="d2")],
        "double: 1",
    ),
    "a complaint told twice to the other subscription": (
        [published()],
        [arrived(told()), arrived(told(), name="msg_2", to=UNHAPPY), arrived(told(), name="msg_3", to=UNHAPPY)],
        "double: 1",
    ),
    "both entries of one story told": (
        [published("n1"), published("n2", story="n1")],
        [arrived(told("n1")), arrived(told("n2"), name="msg_2", digest="d2")],
        "double: 1",
    ),
    "one entry twice in one message, under two mention ids": (
        [published()],
        [arrived(told("n1", "men_a"), told("n1", "men_b"))],
        "double: 1, two ids: 1",
    ),
    "one entry under one mention id here and another there": (
        [published()],
        [arrived(told("n1", "men_a")), arrived(told("n1", "men_b"), name="msg_2", to=UNHAPPY)],
        "two ids: 1",
    ),
    "an item of the baseline that was told": (
        [published(), published("n2", tell=False)],
        [arrived(told(), told("n2"))],
        "wrong: 1",
    ),
    "something told that nobody published": ([published()], [arrived(told(), told("n9"))], "wrong: 1"),
    "something told without a link": ([published()], [arrived(told(), replace(told("n9"), url=None))], "wrong: 1"),
    "one message id with two bodies": (
        [published()],
        [arrived(told(), status=500), arrived(told(), digest="d2")],
        "altered: 1",
    ),
    "an accepted message that came again": ([published()], [arrived(told()), arrived(told())], "repeated: 1"),
    "a message with a wrong signature": (
        [published()],
        [arrived(told()), Arrival(101.0, "msg_2", "d2", 401)],
        "unsigned: 1",
    ),
    "a demo in which nothing had to be told": ([published(tell=False)], [], "nothing to tell: 1"),
}


@pytest.mark.parametrize("case", GOOD)
def test_the_judge_lets_pass(case: str) -> None:
    ledger, arrivals = GOOD[case]
    assert judge(ledger, arrivals).faults == ()


@pytest.mark.parametrize("case", BAD)
def test_the_judge_names_the_fault_of(case: str) -> None:
    ledger, arrivals, fault = BAD[case]
    assert ", ".join(judge(ledger, arrivals).faults) == fault


def test_the_time_runs_from_the_first_entry_of_a_story_to_its_first_accepted_message() -> None:
    ledger = [published("n1", at=100.0), published("n2", story="n1", at=103.0), published("n3", at=100.0)]
    arrivals = [
        arrived(told("n2"), status=500, at=104.0),
        arrived(told("n2"), at=109.5),
        arrived(told("n3"), at=102.0, name="msg_2"),
    ]
    assert judge(ledger, arrivals).seconds == (2.0, 9.5)


def test_the_time_of_a_source_that_was_out_of_order_is_counted_apart() -> None:
    verdict = judge([replace(published(at=100.0), broken=True)], [arrived(told(), at=140.0)])
    assert (verdict.seconds, verdict.recovered) == ((), (40.0,))


def test_the_verdict_says_what_is_missing() -> None:
    said = lines(judge([published("n7")], []))
    assert "verdict: BAD (missing: 1)" in said
    assert "  missing: n7" in said


def test_an_arrival_is_read_as_it_was_written() -> None:
    came = arrived(told("n1"), told("n2"))
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
            "url": f"http://forum.example/en/{slug}",
            "title": "A title",
            "tone": "neutral",
            "language": "en",
            "source": {"name": "forum", "kind": "feed"},
            "seen_at": "2026-11-21T12:00:00Z",
        }
        for slug in slugs
    ]
    data = {"subscription": EVERYTHING, "mentions": mentions}
    return json.dumps({"type": "mentions", "timestamp": "2026-11-21T12:00:00Z", "data": data}).encode()


@contextmanager
def sitting(folder: Path, *entries: Published) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The judge's receiver and its process."""
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
        yield process.stdout.readline().strip(), process
        process.kill()


def verdict_of(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


def test_the_judge_exits_0_when_each_item_was_told_once(tmp_path: Path) -> None:
    with sitting(tmp_path, published("n1"), published("n2")) as (origin, process):
        assert post(origin, "msg_1", body_of("n1", "n2")) == 204
        code, said = verdict_of(process)
    assert (code, "verdict: good" in said) == (0, True)


FAILING: dict[str, tuple[list[tuple[str, bytes]], str]] = {
    "one told item is missing": ([("msg_1", body_of("n1"))], "missing: 1"),
    "one told item is double": ([("msg_1", body_of("n1", "n2")), ("msg_2", body_of("n1"))], "double: 1"),
    "nothing came": ([], "missing: 2"),
}


@pytest.mark.parametrize("case", FAILING)
def test_the_judge_exits_1_when(case: str, tmp_path: Path) -> None:
    messages, fault = FAILING[case]
    with sitting(tmp_path, published("n1"), published("n2")) as (origin, process):
        for name, body in messages:
            post(origin, name, body)
        code, said = verdict_of(process)
    assert (code, fault in said) == (1, True), said


def test_the_judge_does_not_count_what_another_secret_signed(tmp_path: Path) -> None:
    with sitting(tmp_path, published("n1")) as (origin, process):
        assert post(origin, "msg_1", body_of("n1"), new_secret()) == 401
        code, said = verdict_of(process)
    assert (code, "missing: 1, unsigned: 1" in said) == (1, True), said


async def test_the_receiver_refuses_the_first_attempt_of_each_second_message_and_takes_the_next() -> None:
    seen: list[Arrival] = []
    async with Loopback(Receiver(SECRET, seen.append, refuse_every=2).answer) as hook:
        for name in ("msg_1", "msg_2", "msg_2", "msg_3"):
            await asyncio.to_thread(post, hook.origin, name, body_of("n1"))
    assert [came.status for came in seen] == [204, 500, 204, 204]


# the web

ENTRY = Entry("n1", "http://forum.example/en/n1", "Tea & coffee", "Northwind's “beans” & more < less", "Ann", NOON)


def a_feed(form: Form = Form.RSS, *entries: Entry) -> Feed:
    return Feed("forum", "Forum", form, "en", window=2, entries=entries)


def get(feed: Feed, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    reply = feed.answer(Asked("GET", feed.path, headers, b""))
    return reply.status, reply.body, dict(reply.headers)


@pytest.mark.parametrize("form", Form)
def test_the_connector_reads_every_form_of_feed_as_it_was_published(form: Form) -> None:
    feed = a_feed(form, ENTRY)
    response = Response("http://127.0.0.1/forum", 200, {"content-type": TYPES[form]}, get(feed)[1], NOON)
    page = feed_connector.read(Source("forum", "feed", None), response)
    item = page.items[0]
    assert page.outcome is Outcome.ITEMS
    assert (item.title, item.text, item.author.name, item.url) == (ENTRY.title, ENTRY.text, "Ann", ENTRY.link)
    assert item.published_at == NOON


def test_a_feed_that_did_not_change_is_answered_with_304() -> None:
    feed = a_feed(Form.ATOM, ENTRY)
    status, _, headers = get(feed)
    again, body, _ = get(feed, **{"if-none-match": headers["etag"]})
    assert (status, again, body) == (200, 304, b"")


CHANGES = {
    "a new entry": lambda feed: feed.add(replace(ENTRY, slug="n2")),
    "a title corrected": lambda feed: feed.change("n1", lambda entry: retitled(entry, "Coffee")),
    "a link changed": lambda feed: feed.change("n1", moved),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_feed_is_sent_whole_after(case: str) -> None:
    feed = a_feed(Form.RSS, ENTRY)
    _, _, headers = get(feed)
    CHANGES[case](feed)
    assert get(feed, **{"if-none-match": headers["etag"]})[0] == 200


def test_a_feed_lists_its_newest_entries_only() -> None:
    feed = a_feed(Form.JSON)
    for slug in ("n1", "n2", "n3"):
        feed.add(replace(ENTRY, slug=slug))
    assert [item["id"] for item in json.loads(get(feed)[1])["items"]] == ["forum-n3", "forum-n2"]


@pytest.mark.parametrize(("fault", "status"), [(Fault.ERROR, 500), (Fault.PAGE, 200)])
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
    town = Town(seed, ledger.append, clock)
    for beat in range(beats):
        town.beat(beat)
        clock.now += timedelta(seconds=1)
    return town, ledger


def test_what_stands_in_the_feeds_at_the_start_is_to_be_told_to_nobody() -> None:
    _, ledger = a_town(0)
    assert (len(ledger), any(entry.tell for entry in ledger)) == (32, False)


def test_one_entry_in_three_is_a_clear_complaint() -> None:
    _, ledger = a_town(1000)
    due = [entry for entry in ledger if entry.tell and entry.slug == entry.story]
    assert 0.25 < sum(entry.unhappy for entry in due) / len(due) < 0.42


def test_no_two_entries_say_the_same_but_the_copies() -> None:
    town, ledger = a_town(1000)
    for feed in town.feeds.values():
        feed.window = 10_000
    texts = [entry.text for feed in town.feeds.values() for entry in feed.entries]
    copies = [entry for entry in ledger if entry.slug != entry.story]
    assert len(copies) > 50
    assert len(texts) - len(set(texts)) == len(copies)


def test_only_what_names_the_brand_is_to_be_told() -> None:
    town, ledger = a_town(500)
    texts = {entry.slug: entry.text for feed in town.feeds.values() for entry in feed.entries}
    assert {entry.slug for entry in ledger if entry.tell} == {
        entry.slug for entry in ledger[32:] if "Northwind" in texts[entry.slug]
    }


def test_an_entry_is_copied_or_changed_once_at_most_and_only_when_its_first_form_was_read() -> None:
    town, ledger = a_town(300)
    copied = [entry.story for entry in ledger if entry.slug != entry.story]
    retold = [entry.slug for feed in town.feeds.values() for entry in feed.entries if "(corrected)" in entry.title]
    moves = [entry.slug for feed in town.feeds.values() for entry in feed.entries if "utm_source" in entry.link]
    touched = copied + retold + moves
    assert len(retold) > 10 < len(moves)
    assert len(touched) == len(set(touched))
    appeared = {entry.slug: entry.at for entry in ledger}
    assert all(
        entry.at - appeared[entry.story] >= RIPE.total_seconds() for entry in ledger if entry.slug != entry.story
    )


def test_the_same_seed_brings_the_same_course_of_events() -> None:
    assert a_town(200)[1] == a_town(200)[1] != a_town(200, seed=2)[1]


def test_two_feeds_break_publish_on_and_are_mended_after_a_while() -> None:
    ledger: list[Published] = []
    clock = Clock()
    town = Town(1, ledger.append, clock)
    town.break_two()
    assert {feed.fault for feed in town.feeds.values()} == {None, Fault.ERROR, Fault.PAGE}
    assert [(entry.broken, entry.tell) for entry in ledger[-2:]] == [(True, True), (True, True)]
    clock.now += BROKEN_FOR
    town.beat(0)
    assert all(feed.fault is None for feed in town.feeds.values())


def test_a_link_leads_to_its_entry_whatever_was_added() -> None:
    assert slug_of("https://forum.example/en/n1?utm_source=feed#x") == "n1"
    assert slug_of(None) is None


# the screen


def test_the_table_shows_when_an_item_appeared_was_stored_and_was_told() -> None:
    board = Board()
    board.appeared(published("n1", at=NOON.timestamp()))
    board.appeared(published("n2", at=NOON.timestamp()))
    seen = replace(told("n1"), seen_at="2026-11-21T12:00:01.25Z", tone="negative")
    board.arrived(arrived(seen, to=UNHAPPY, at=NOON.timestamp() + 1.6))
    board.arrived(arrived(seen, at=NOON.timestamp() + 1.5))
    screen = Console(record=True, width=100, file=StringIO())
    screen.print(board.picture("publishing", [a_feed()]))
    shown = screen.export_text()
    assert "publishing · appeared 2 · told 1, slowest 1.5 s" in shown
    row = next(line for line in shown.splitlines() if "1.2 s" in line)
    assert ("negative" in row, "told" in row, "1.5 s" in row) == (True, True, True)


def test_a_refused_message_has_told_nothing() -> None:
    board = Board()
    board.appeared(published("n1"))
    board.arrived(arrived(told("n1"), status=500))
    assert board.told == 0


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
    with start_demo(tmp_path, "--seconds", "6") as demo:
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
def test_a_long_demo_tells_what_appeared_while_a_source_was_out_of_order(tmp_path: Path) -> None:
    with start_demo(tmp_path, "--seconds", "55") as demo:
        said, _ = demo.communicate(timeout=200)
    assert demo.returncode == 0, said
    assert "after their source was mended" in said


def test_a_verdict_without_faults_is_good_and_one_with_faults_is_not() -> None:
    assert Verdict(published=1, to_tell=1, told=1).good
    assert not Verdict(published=1, to_tell=1, told=0, missing=("n1",)).good
