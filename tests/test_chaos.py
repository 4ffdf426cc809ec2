"""Nothing is lost and nothing told twice, however often the daemon is killed (design §1, promise 1)."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from monitor.core.letter import IN_FULL
from monitor.notify.email import rendered
from tests.notify.letters import CARE, SENDER, a_message, told
from tools.demolib.chaos_mail import arrival_of
from tools.demolib.chaos_result import Result

CHAOS = Path(__file__).resolve().parent.parent / "tools" / "chaos"


def run_chaos(*options: str) -> tuple[int, dict[str, Any], str]:
    """Exit status, result, and what was said on the way."""
    done = subprocess.run(
        [sys.executable, str(CHAOS), *options], capture_output=True, text=True, timeout=580, check=False
    )
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.mark.slow
def test_two_kills_lose_nothing_and_repeat_nothing() -> None:
    code, result, said = run_chaos("--feeds", "3", "--items", "60", "--negatives", "30", "--kills", "2")
    assert (code, result["faults"]) == (0, []), said
    assert (result["kills_while_starting"], result["kills_while_working"]) == (1, 1)
    assert (result["stored"], result["told_by_webhook"], result["told_by_mail"]) == (63, 30, 30)


@pytest.mark.slow
@pytest.mark.timeout(600)  # two minutes where nothing else runs
def test_fifty_kills_while_thirty_feeds_grow_lose_nothing_and_repeat_nothing() -> None:
    code, result, said = run_chaos()
    assert (code, result["faults"]) == (0, []), said
    assert result["kills"] >= 50
    assert abs(result["kills_while_starting"] - result["kills_while_working"]) <= 1
    assert (result["stored"], result["to_tell"]) == (3030, 1000)
    assert (result["told_by_webhook"], result["told_by_mail"]) == (1000, 1000)
    assert result["told_after"] <= 40


# A result that keeps every promise, and ways to break one.

KEPT = Result(
    kills=50,
    kills_while_starting=25,
    kills_while_working=25,
    published=3030,
    stored=3030,
    lost_mentions=0,
    stored_twice=0,
    to_tell=1000,
    told_by_webhook=1000,
    told_by_mail=1000,
    lost_alerts=0,
    told_in_two_messages=0,
    told_under_two_ids=0,
    told_wrongly=0,
    altered_messages=0,
    unsigned_messages=0,
    webhooks=120,
    mails=230,
    repeated_webhooks=7,
    repeated_mails=9,
    attempts_cut_off=20,
    not_delivered=0,
    told_after=3.1,
    integrity="ok",
    exit_code=0,
    died_alone=0,
    left_over=0,
    seconds=120.0,
)
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "a mention was lost": ({"lost_mentions": 1}, "lost_mentions: 1"),
    "an alert was lost": ({"lost_alerts": 1}, "lost_alerts: 1"),
    "an item was stored twice": ({"stored_twice": 1}, "stored_twice: 1"),
    "a mention was told under two ids": ({"told_under_two_ids": 1}, "told_under_two_ids: 1"),
    "an alert went out in two messages": ({"told_in_two_messages": 1}, "told_in_two_messages: 1"),
    "a message changed between two attempts": ({"altered_messages": 1}, "altered_messages: 1"),
    "more webhooks came again than kills can explain": (
        {"repeated_webhooks": 51},
        "repeated_webhooks beyond one per kill: 1",
    ),
    "more mails came again than kills can explain": ({"repeated_mails": 51}, "repeated_mails beyond one per kill: 1"),
    "an alert was told and is not known to be": ({"not_delivered": 1}, "not_delivered: 1"),
    "the rest took too long": ({"told_after": 40.1}, "told_after: 40.1"),
    "the rest never came": ({"told_after": None}, "told_after: None"),
    "the database was damaged": ({"integrity": "row 3 missing"}, "integrity: row 3 missing"),
    "a reader outlived its daemon": ({"left_over": 1}, "left_over: 1"),
    "the daemon died by itself": ({"died_alone": 1}, "died_alone: 1"),
    "SIGTERM did not end it in time": ({"exit_code": -9}, "exit_code: -9"),
}


def test_a_result_that_keeps_every_promise_has_no_fault() -> None:
    assert KEPT.faults == []


@pytest.mark.parametrize("case", BROKEN)
def test_it_is_a_fault_that(case: str) -> None:
    change, fault = BROKEN[case]
    assert replace(KEPT, **change).faults == [fault]


# What a mail tells, read from its bytes.

MAILS = {
    "an entry that both parts lead to is told": (("c1", "c2"), ("c1", "c2"), ["c1", "c2"]),
    "one that only the text leads to is not": (("c1", "c2"), ("c2",), ["c2"]),
    "one that only the HTML leads to is not": (("c1",), ("c1", "c2"), ["c1"]),
    "one that stands twice in both is told twice": (("c1", "c1"), ("c1", "c1"), ["c1", "c1"]),
}


@pytest.mark.parametrize(("text", "html", "slugs"), MAILS.values(), ids=MAILS)
def test_which_entries_a_mail_tells_of(text: Sequence[str], html: Sequence[str], slugs: list[str]) -> None:
    mail = EmailMessage()
    mail["Message-ID"] = "<m1@acme.example>"
    mail.set_content("".join(f"Refund?\nhttp://feed.example/{slug}\n" for slug in text))
    mail.add_alternative("".join(f'<a href="http://feed.example/{slug}">x</a>' for slug in html), subtype="html")
    arrival = arrival_of(bytes(mail), CARE)
    assert (arrival.webhook_id, arrival.subscription) == ("<m1@acme.example>", CARE)
    assert sorted(one.slug for one in arrival.told) == slugs


@pytest.mark.parametrize("count", [1, 5, IN_FULL + 10])
def test_our_own_mails_are_read_whole(count: int) -> None:
    mentions = [told(url=f"http://feed.example/c{number}") for number in range(count)]
    arrival = arrival_of(rendered(a_message(*mentions), SENDER), CARE)
    assert sorted(one.slug for one in arrival.told) == sorted(f"c{number}" for number in range(count))
