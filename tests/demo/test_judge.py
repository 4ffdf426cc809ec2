"""The judge over made-up ledgers that must pass or fail, and as a program with its own receivers."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from standardwebhooks import Webhook

from tests.demo.scenes import SECRET, drop, hooked, mail_of, mailed, published, told
from tools.demolib.court import Desk, desk
from tools.demolib.judge import judge, lines
from tools.demolib.ledger import Published
from tools.demolib.loopback import Loopback
from tools.demolib.receiver import Arrival, Receiver, arrival
from tools.demolib.service import SECRET_NAME, new_secret
from tools.demolib.setting import BY_HOOK, BY_MAIL, CHANNELS

ROOT = Path(__file__).resolve().parents[2]


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
