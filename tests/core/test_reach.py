"""How many may see a mention, and how it is told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.reach import AUDIENCE, MANKIND, PRIVATE, in_words, reach, reactions
from monitor.model import Item, MentionType
from tests.fakes import an_item

GUIDE = (Path(__file__).parents[2] / "docs" / "priority.md").read_text()
KINDS = st.sampled_from(list(MentionType))
FOLLOWERS = st.none() | st.integers(-10, 10**30)
REACTIONS = st.integers(0, 10**12)
WEIGHT = st.floats(0.01, 100)
COPIES = st.integers(1, 10**6)

PEOPLE: dict[str, tuple[MentionType, int | None, int, float, int, list[tuple[str, float]]]] = {
    "an article of which nothing is known": (
        MentionType.ARTICLE, None, 0, 1, 1,
        [("a post or article is read by about 1,000", 1000)],
    ),
    "a post, its author's followers": (
        MentionType.POST, 12_000, 0, 1, 1,
        [("a post is read by about 100", 100), ("12,000 followers", 12_000)],
    ),
    "a review that people found helpful": (
        MentionType.REVIEW, None, 34, 1, 1,
        [("a review is read by about 200", 200), ("34 reactions", 680)],
    ),
    "an author without followers": (MentionType.COMMENT, 0, 0, 1, 1, [("a comment is read by about 20", 20)]),
    "a source that everybody reads": (
        MentionType.ARTICLE, None, 0, 50, 1,
        [("a post or article is read by about 1,000", 1000), ("source weight 50", 49_000)],
    ),
    "a source that hardly anybody reads": (
        MentionType.POST, 900, 0, 0.1, 1,
        [("a post is read by about 100", 100), ("900 followers", 900), ("source weight 0.1", -900)],
    ),
    "a story seen in four places": (
        MentionType.REVIEW, None, 0, 1, 4,
        [("a review is read by about 200", 200), ("seen in 4 places", 400)],
    ),
    "a ticket, whoever wrote it": (MentionType.TICKET, 10**6, 7, 1, 1, [("a ticket is read by the team", 1)]),
    "an e-mail": (MentionType.EMAIL, None, 0, 1, 1, [("an email is read by the team", 1)]),
    "a number of followers beyond mankind": (
        MentionType.POST, 10**30, 0, 1, 1,
        [("a post is read by about 100", 100), (f"{10**30:,} followers", MANKIND)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "followers", "votes", "weight", "copies", "parts"), PEOPLE.values(), ids=PEOPLE)
def test_who_may_see_it(
    kind: MentionType, followers: int | None, votes: int, weight: float, copies: int, parts: list[tuple[str, float]]
) -> None:
    found = reach(kind, followers=followers, reactions=votes, weight=weight, copies=copies)
    assert [(part.text, part.added) for part in found.parts] == parts


def test_it_is_told_with_its_parts() -> None:
    found = reach(MentionType.POST, followers=12_000, reactions=0, weight=0.5, copies=1)
    assert in_words(found.value, found.parts) == (
        "6,050: a post is read by about 100 +100 · 12,000 followers +12,000 · source weight 0.5 -6,050"
    )


COUNTED: dict[str, tuple[Item, int]] = {
    "nothing": (an_item(), 0),
    "votes": (an_item(helpful=3), 3),
    "points and comments": (an_item(extra={"points": "40", "comments": "2"}), 42),
    "a link to the comments": (an_item(extra={"comments": "https://a.test/1#comments"}), 0),
    "points below nothing": (an_item(helpful=-5, extra={"points": "-4"}), 0),
    "no number of ours": (an_item(extra={"points": "٣", "comments": "9" * 5000}), 0),
}


@pytest.mark.parametrize(("item", "count"), COUNTED.values(), ids=COUNTED)
def test_who_reacted(item: Item, count: int) -> None:
    assert reactions(item) == count


@given(KINDS, FOLLOWERS, REACTIONS, WEIGHT, COPIES)
def test_the_parts_are_whole_people_and_add_up(
    kind: MentionType, followers: int | None, votes: int, weight: float, copies: int
) -> None:
    found = reach(kind, followers=followers, reactions=votes, weight=weight, copies=copies)
    assert found.value >= 0
    assert sum(int(part.added) for part in found.parts) == found.value
    assert all(part.added == int(part.added) for part in found.parts)


@given(
    KINDS,
    st.tuples(st.integers(0, 10**9), REACTIONS, WEIGHT, COPIES),
    st.tuples(st.integers(0, 10**9), REACTIONS, WEIGHT, COPIES),
)
def test_it_never_falls_when_something_grows(
    kind: MentionType, one: tuple[int, int, float, int], other: tuple[int, int, float, int]
) -> None:
    low = (min(one[0], other[0]), min(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    high = (max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
    assert _people(kind, *low) <= _people(kind, *high)


def _people(kind: MentionType, followers: int, votes: int, weight: float, copies: int) -> float:
    return reach(kind, followers=followers, reactions=votes, weight=weight, copies=copies).value


def test_every_type_has_readers_and_the_guide_names_them() -> None:
    assert set(AUDIENCE) == set(MentionType)
    assert set(AUDIENCE) >= PRIVATE
    assert [kind for kind, people in AUDIENCE.items() if f"| {kind} | {people:,} |" not in GUIDE] == []
