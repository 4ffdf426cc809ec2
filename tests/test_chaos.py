"""Nothing is lost and nothing told twice, however often the daemon is killed (design §1, promise 1)."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tools.demolib.chaos import Result

CHAOS = Path(__file__).resolve().parent.parent / "tools" / "chaos"


def run_chaos(*options: str) -> tuple[int, dict[str, Any], str]:
    """Exit status, result, and what was said on the way."""
    done = subprocess.run(
        [sys.executable, str(CHAOS), *options], capture_output=True, text=True, timeout=280, check=False
    )
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.mark.slow
def test_two_kills_lose_nothing_and_repeat_nothing() -> None:
    code, result, said = run_chaos("--feeds", "3", "--items", "60", "--negatives", "30", "--kills", "2")
    assert (code, result["faults"]) == (0, []), said
    assert (result["kills_while_starting"], result["kills_while_working"]) == (1, 1)
    assert (result["stored"], result["told"]) == (63, 30)


@pytest.mark.slow
def test_fifty_kills_while_thirty_feeds_grow_lose_nothing_and_repeat_nothing() -> None:
    code, result, said = run_chaos()
    assert (code, result["faults"]) == (0, []), said
    assert result["kills"] >= 50
    assert abs(result["kills_while_starting"] - result["kills_while_working"]) <= 1
    assert (result["stored"], result["to_tell"], result["told"]) == (3030, 1000, 1000)
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
    told=1000,
    lost_alerts=0,
    told_in_two_messages=0,
    told_under_two_ids=0,
    told_wrongly=0,
    altered_messages=0,
    unsigned_messages=0,
    repeated_messages=7,
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
    "more was repeated than kills can explain": (
        {"repeated_messages": 51},
        "repeated_messages beyond one per kill: 1",
    ),
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
