from datetime import timedelta

import pytest

from monitor.core.story import is_open, story_key
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
