"""What to do first: the open formula, its promises, and the guide that shows it."""

import re
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.priority import TOPICS, WEIGHTS, Priority, in_words, priority, velocity
from monitor.core.reach import reach
from monitor.model import MentionType, Rating, Scale
from tests.fakes import NOON

GUIDE = (Path(__file__).parents[2] / "docs" / "priority.md").read_text()
ONE_STAR = Rating(1, 5)

BETWEEN: dict[str, tuple[float, dict[str, Any], float, float]] = {
    "a plain clear complaint": (0.9, {}, 0.3, 0.6),
    "a lukewarm one": (0.45, {}, 0.0, 0.29),
    "a lukewarm article": (0.45, {"reach": 1000.0}, 0.0, 0.29),
    "one star with clear words": (0.98, {"rating": ONE_STAR, "reach": 200.0}, 0.85, 1.0),
    "one star that is about refunds": (0.98, {"rating": ONE_STAR, "reach": 200.0, "topics": ["refunds"]}, 0.9, 1.0),
    "a neutral text": (0.1, {}, 0.0, 0.1),
    "praise that goes round the world": (
        0.02, {"reach": 1e9, "velocity": 500.0, "topics": ["safety"], "rating": Rating(5, 5)}, 0.0, 0.05,
    ),
    "a neutral text that goes round the world": (0.1, {"reach": 1e9, "velocity": 500.0}, 0.0, 0.15),
}  # fmt: skip


@pytest.mark.parametrize(("negative", "more", "low", "high"), BETWEEN.values(), ids=BETWEEN)
def test_where_a_mention_stands(negative: float, more: dict[str, Any], low: float, high: float) -> None:
    assert low <= priority(negative, **more).value <= high


ADDED: dict[str, tuple[dict[str, Any], list[tuple[str, float]]]] = {
    "nothing known but the tone": ({}, []),
    "one star": ({"rating": ONE_STAR}, [("rated 1 of 5", 0.3)]),
    "two stars": ({"rating": Rating(2, 5)}, [("rated 2 of 5", 0.15)]),
    "three stars": ({"rating": Rating(3, 5)}, []),
    "two of ten": ({"rating": Rating(1, 10)}, [("rated 1 of 10", 0.3)]),
    "an NPS of 0": ({"rating": Rating(0, 10, Scale.NPS)}, [("rated 0 of 10", 0.3)]),
    "not recommended": ({"recommended": False}, [("not recommended", 0.3)]),
    "recommended": ({"recommended": True}, []),
    "a thumb beside a number": ({"recommended": False, "rating": Rating(4, 5)}, []),
    "a few who read it": ({"reach": 20.0}, []),
    "a thousand who read it": ({"reach": 1000.0}, [("may reach 1,000 people", 0.04)]),
    "a hundred million who read it": ({"reach": 1e8}, [("may reach 100,000,000 people", 0.2)]),
    "a second copy within the hour": ({"velocity": 1.0}, [("its story grows by 1.0 an hour", 0.03)]),
    "a flood": ({"velocity": 600.0}, [("its story grows by 600.0 an hour", 0.15)]),
    "about staff": ({"topics": ["staff"]}, []),
    "about refunds and safety": ({"topics": ["refunds", "safety"]}, [("about safety", 0.2)]),
    "half of its time is over": ({"spent": 0.5}, [("50 % of its time is over", 0.1)]),
    "its deadline has passed": ({"spent": 7.0}, [("its deadline has passed", 0.2)]),
    "not yet begun": ({"spent": -1.0}, []),
    "everything at once": (
        {"rating": ONE_STAR, "reach": 1e7, "topics": ["safety"]},
        [
            ("rated 1 of 5", 0.3),
            ("may reach 10,000,000 people", 0.2),
            ("about safety", 0.2),
            ("no more than 1", -0.3),
        ],
    ),
}


@pytest.mark.parametrize(("more", "parts"), ADDED.values(), ids=ADDED)
def test_what_adds_to_a_sure_complaint(more: dict[str, Any], parts: list[tuple[str, float]]) -> None:
    found = priority(1.0, **more)
    assert [(part.text, part.added) for part in found.parts] == [("100 % negative", 0.6), *parts]


def test_it_is_told_with_its_parts() -> None:
    found = priority(0.98, rating=ONE_STAR)
    assert in_words(found.value, found.parts) == "0.88: 98 % negative +0.59 · rated 1 of 5 +0.29"


SHARE = st.floats(0, 1)
RATINGS = st.integers(0, 50).map(lambda tenths: Rating(tenths / 10, 5))
SIGNALS = st.fixed_dictionaries({
    "reach": st.none() | st.floats(0, 1e13),
    "velocity": st.floats(0, 1e6),
    "rating": st.none() | RATINGS,
    "recommended": st.none() | st.booleans(),
    "topics": st.sets(st.sampled_from([*TOPICS, "staff", "price"])),
    "spent": st.none() | st.floats(-5, 5),
})  # fmt: skip


@given(SHARE, SIGNALS)
def test_the_parts_are_hundredths_and_add_up(negative: float, more: dict[str, Any]) -> None:
    found = priority(negative, **more)
    added = [Fraction(str(part.added)) for part in found.parts]
    assert sum(added) == Fraction(str(found.value))
    assert all((100 * one).denominator == 1 for one in added)
    assert 0 <= found.value <= 1
    assert found.value <= negative * sum(WEIGHTS.values()) + 0.03, "half a hundredth each is what rounding may add"


@given(SHARE, SHARE, SIGNALS)
def test_a_surer_complaint_is_never_less_urgent(one: float, other: float, more: dict[str, Any]) -> None:
    assert priority(min(one, other), **more).value <= priority(max(one, other), **more).value


@given(SHARE, SIGNALS, st.floats(0, 1e13), st.floats(0, 1e6), st.floats(0, 5), st.sampled_from([*TOPICS, "staff"]))
def test_nothing_worse_is_less_urgent(
    negative: float, more: dict[str, Any], reach: float, faster: float, later: float, topic: str
) -> None:
    before = priority(negative, **more).value
    worse: list[dict[str, Any]] = [
        {"reach": (more["reach"] or 0.0) + reach},
        {"velocity": more["velocity"] + faster},
        {"spent": (more["spent"] or 0.0) + later},
        {"topics": more["topics"] | {topic}},
        *(
            {"rating": Rating(lower / 10, 5)}
            for lower in range(int(10 * more["rating"].value) + 1 if more["rating"] else 0)
        ),
    ]
    assert [one for one in worse if priority(negative, **(more | one)).value < before] == []


SPEEDS: dict[str, tuple[int, timedelta, float]] = {
    "alone": (1, timedelta(hours=3), 0.0),
    "two at once": (2, timedelta(0), 1.0),
    "four within the first hour": (4, timedelta(minutes=20), 3.0),
    "thirteen within four hours": (13, timedelta(hours=4), 3.0),
    "a clock that went back": (3, timedelta(hours=-2), 2.0),
}


@pytest.mark.parametrize(("copies", "age", "speed"), SPEEDS.values(), ids=SPEEDS)
def test_how_fast_a_story_grows(copies: int, age: timedelta, speed: float) -> None:
    assert velocity(copies, NOON - age, NOON) == speed


def test_a_story_that_does_not_say_when_it_began_has_no_speed() -> None:
    nothing: datetime | None = None
    assert velocity(9, nothing, NOON) == 0


def test_the_guide_has_the_weights_of_the_code() -> None:
    rows = re.findall(r"^\| (\w+) \| (0\.\d\d) \|", GUIDE, re.MULTILINE)
    assert {part: float(weight) for part, weight in rows} == WEIGHTS
    assert [f"{topic}: {'1' if share == 1 else '½'}" in GUIDE for topic, share in TOPICS.items()] == [True, True]


def _post(followers: int, copies: int) -> float:
    return reach(MentionType.POST, followers=followers, reactions=0, weight=1, copies=copies).value


EXAMPLES = {
    "one star in an app store": priority(
        0.97,
        rating=ONE_STAR,
        reach=reach(MentionType.REVIEW, followers=None, reactions=0, weight=1, copies=1).value,
    ),
    "a post that spreads": priority(
        0.92, reach=_post(250_000, 4), velocity=velocity(4, NOON - timedelta(minutes=40), NOON)
    ),
    "praise that as many read": priority(0.04, reach=_post(250_000, 1)),
}


@pytest.mark.parametrize("found", EXAMPLES.values(), ids=EXAMPLES)
def test_the_guide_reckons_as_the_code_does(found: Priority) -> None:
    said = [(part.text, f"{part.added:+.2f}") for part in found.parts] + [("priority", f"{found.value:.2f}")]
    block = r"\n".join(rf"    {re.escape(text)} +{re.escape(number)}" for text, number in said)
    assert re.search(block, GUIDE), said
