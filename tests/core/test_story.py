from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.story import Joined, Stories, Verdicts, is_open, marks_of, story_key
from monitor.model import Item
from tests.fakes import NOON, an_item

LONG = "The parcel never came and nobody answers the phone"
SAME = {
    "equal words, other punctuation and case": (
        an_item(title="Bad!", text=LONG),
        an_item(title="bad", text=LONG.upper()),
        True,
    ),
    "one digit differs": (an_item(text=LONG + " since 3 weeks"), an_item(text=LONG + " since 4 weeks"), False),
    "long words, other authors": (an_item(text=LONG, author="Ann"), an_item(text=LONG, author="Bo"), True),
    "short words, other authors": (
        an_item(title="", text="very bad", author="Ann"),
        an_item(title="", text="very bad", author="Bo"),
        False,
    ),
    "short words, the same author": (
        an_item(title="", text="very bad", author="Ann"),
        an_item(title="", text="very bad", author="ann"),
        True,
    ),
    "one boiler-plate text under two headlines": (
        an_item(title="Acme closes its shop in Ulm", text=LONG),
        an_item(title="Acme opens a shop in Bonn", text=LONG),
        False,
    ),
}


@pytest.mark.parametrize(("one", "other", "same"), SAME.values(), ids=SAME.keys())
def test_two_items_are_one_story(one: Item, other: Item, same: bool) -> None:
    assert (story_key(one) == story_key(other)) is same


def test_short_words_without_an_author_are_a_story_of_their_own() -> None:
    assert story_key(an_item(title="", text="very bad", author=None)) is None


def test_a_story_stays_open_for_seven_days() -> None:
    assert is_open(NOON, NOON + timedelta(days=7))
    assert not is_open(NOON, NOON + timedelta(days=7, seconds=1))


def test_a_text_is_boiler_plate_under_the_third_headline_of_one_origin() -> None:
    assert _ids(*(_headlined(title) for title in ("Ulm closes", "Bonn opens", "Jena moves", "Bonn opens"))) == [
        0,
        0,
        2,
        0,
    ]


def test_each_origin_has_its_own_headline_for_one_text() -> None:
    hosts = [_headlined(f"Headline {'abcde'[at]} of many", host=f"news{at}.test") for at in range(5)]
    assert _ids(*hosts) == [0, 0, 0, 0, 0]


def test_a_story_is_compared_by_its_first_text() -> None:
    words = [f"w{at}" for at in range(40)]
    chain = [
        an_item(title="", text=" ".join([*words[shift:], *(f"n{at}" for at in range(shift))]))
        for shift in (0, 5, 10, 15)
    ]
    assert _ids(*chain) == [0, 0, 2, 2]


def test_the_nearest_story_is_joined_and_says_how_near() -> None:
    words = [f"word{at}" for at in range(60)]
    stories = Stories((), (), Verdicts(), NOON)
    near, far = " ".join([*words[:50], "quite other ones"]), " ".join(words[:30])
    for at, text in enumerate((far, near)):
        _join(stories, an_item(title="", text=text), str(at))
    joined = _join(stories, an_item(title="", text=" ".join(words[:50])), "2")
    assert joined.why == "100 % of its words stand in the story's first text"


VERDICTS = {
    "nothing was said": (Verdicts(), [0, 0, 2]),
    "kept apart": (Verdicts(apart={1: frozenset({0})}), [0, 1, 2]),
    "put together": (Verdicts(same={2: frozenset({0})}), [0, 0, 0]),
}


@pytest.mark.parametrize(("said", "ids"), VERDICTS.values(), ids=VERDICTS.keys())
def test_what_a_person_said_holds(said: Verdicts, ids: list[int]) -> None:
    items = [
        an_item(text=LONG),
        an_item(text=LONG + " today"),
        an_item(text="Something else was wrong with the lamp I bought"),
    ]
    marks = [replace(marks_of(item, ["Acme"])[0], key=at) for at, item in enumerate(items)]
    stories = Stories((), (), said, NOON)
    assert [int(stories.join(one, "Acme", str(at)).story.id) for at, one in enumerate(marks)] == ids


def test_another_brands_story_is_never_joined() -> None:
    stories = Stories((), (), Verdicts(), NOON)
    one, other = marks_of(an_item(text=LONG), ["Acme", "Bolt"])
    assert stories.join(one, "Acme", "1").story.id == "1"
    assert stories.join(other, "Bolt", "2").story.id == "2"


def _headlined(title: str, host: str = "blog.test") -> Item:
    text = " ".join(
        [LONG, LONG.replace("parcel", "letter"), "which is why this notice stands under all that we write here"]
    )
    return an_item(title=title, text=text, url=f"https://{host}/{title}")


def _ids(*items: Item) -> list[int]:
    """Which item began the story that each is of."""
    stories = Stories((), (), Verdicts(), NOON)
    return [int(_join(stories, item, str(at)).story.id) for at, item in enumerate(items)]


def _join(stories: Stories, item: Item, new_id: str) -> Joined:
    (marks,) = marks_of(item, ["Acme"])
    return stories.join(marks, "Acme", new_id)
