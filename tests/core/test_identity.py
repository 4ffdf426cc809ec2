"""Which entries are known: each line is a thing that sites really do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from monitor.core.identity import Identified, Known, Rule, identify, is_edit, keys_of, listed_keys
from monitor.model import Item, Listed, Rating, Reply
from tests.fakes import an_item


def stored(*items: Item) -> list[Known]:
    """What the store says of items that it holds."""
    known = []
    for number, item in enumerate(items):
        keys = keys_of(item)
        natives = frozenset() if keys.native is None else frozenset({keys.native})
        urls = frozenset() if keys.url is None else frozenset({keys.url})
        known.append(Known(f"item{number}", keys, natives, urls))
    return known


def page(*items: Item, old: Sequence[Item] = (), also_listed: Sequence[Item] = ()) -> Identified:
    """The page shows `items`, and lists `also_listed` that were dropped as unchanged."""
    listed = [listed_keys(Listed(item.native_id, item.url)) for item in (*items, *also_listed)]
    return identify([keys_of(item) for item in items], listed, stored(*old), recent_new=())


def numbered(count: int, **changes: Callable[[int], str | None]) -> list[Item]:
    items = []
    for number in range(count):
        item = an_item(
            f"g{number}", url=f"https://shop.test/p/{number}", title=f"Item {number}", text=f"Text of item {number}"
        )
        values: dict[str, Any] = {name: make(number) for name, make in changes.items()}
        items.append(replace(item, **values))
    return items


ONE = an_item("g1", url="https://shop.test/p/1")
OTHER = an_item("g2", url="https://shop.test/p/2", title="Slow", text="It took three weeks until it came", author="Bo")


@dataclass(frozen=True)
class Case:
    page: tuple[Item, ...]
    old: tuple[Item, ...]
    rules: tuple[Rule | None, ...]
    """One per entry; None: it is new."""
    also_listed: tuple[Item, ...] = ()


CASES = {
    "an unknown entry is new": Case((OTHER,), (ONE,), (None,)),
    "the same id is known": Case((ONE,), (ONE,), (Rule.ID,)),
    "an id that is an address is compared as one": Case(
        (an_item("http://www.shop.test/p/1/?utm_source=x", url=None),),
        (an_item("https://shop.test/p/1", url=None),),
        (Rule.ID,),
    ),
    "another id, the same link and words: known": Case((replace(ONE, native_id="new"),), (ONE,), (Rule.URL,)),
    "another id and text, the same link and long title: known": Case(
        (replace(ONE, native_id="new", title="The parcel never came", text="x"),),
        (replace(ONE, title="The parcel never came"),),
        (Rule.URL,),
    ),
    "another id and text, the same link, author and short title: new (a second comment)": Case(
        (replace(ONE, native_id="new", title="Re: x", text="No."),), (replace(ONE, title="Re: x"),), (None,)
    ),
    "another id, the same link and short title, neither has a text: known": Case(
        (replace(ONE, native_id="new", text=""),), (replace(ONE, text=""),), (Rule.URL,)
    ),
    "another id and title, the same link and text: known": Case(
        (replace(ONE, native_id="new", title="Updated"),), (ONE,), (Rule.URL,)
    ),
    "another id, the same link, other words: new (a comment under a thread's link)": Case(
        (replace(ONE, native_id="new", title="Re: x", text="I disagree with all of this"),), (ONE,), (None,)
    ),
    "another id, the same link and words, another author: new": Case(
        (replace(ONE, native_id="new", author=OTHER.author),), (ONE,), (None,)
    ),
    "another id, the same link and author, both without words: new (two star-only reviews)": Case(
        (an_item("r2", title="", text="", author="A Google user"),),
        (an_item("r1", title="", text="", author="A Google user"),),
        (None,),
    ),
    "the id is lost, the link is the same: known": Case((replace(ONE, native_id=None),), (ONE,), (Rule.URL,)),
    "the id is lost and the title edited, the link is the same: known": Case(
        (replace(ONE, native_id=None, title="Edited", text="Edited too"),), (ONE,), (Rule.URL,)
    ),
    "http became https, www and tracking parameters came: known": Case(
        (replace(ONE, native_id=None, url="http://www.shop.test/p/1?utm_medium=rss&fbclid=3"),), (ONE,), (Rule.URL,)
    ),
    "a link that two entries of the page share says nothing": Case(
        (replace(ONE, native_id="a", text="x"), replace(OTHER, native_id="b", url=ONE.url)), (ONE,), (None, None)
    ),
    "a link that two stored items share says nothing": Case(
        (replace(ONE, native_id=None, text="short"),), (ONE, replace(OTHER, url=ONE.url)), (None,)
    ),
    "id and link changed, the words (8 and more) are the same: known": Case(
        (replace(ONE, native_id="new", url="https://shop.test/moved"),), (ONE,), (Rule.CONTENT,)
    ),
    "id and link changed, the words are few: new": Case(
        (an_item("n", url="https://shop.test/n", title="Bad", text="very bad"),),
        (an_item("o", url="https://shop.test/o", title="Bad", text="very bad"),),
        (None,),
    ),
    "the same words while the old one is still listed: new": Case(
        (replace(ONE, native_id="new", url="https://shop.test/moved"),), (ONE,), (None,), also_listed=(ONE,)
    ),
    "the same words twice on the page: both new": Case(
        (
            replace(ONE, native_id="x", url="https://shop.test/x"),
            replace(ONE, native_id="y", url="https://shop.test/y"),
        ),
        (ONE,),
        (None, None),
    ),
    "one id for several entries says nothing; their links do": Case(
        (replace(ONE, native_id="same"), replace(OTHER, native_id="same")), (ONE,), (Rule.URL, None)
    ),
    "two star-only reviews without id that share a link: two": Case(
        (
            an_item(None, title="", text="", author="A Google user"),
            an_item(None, title="", text="", author="A Google user"),
        ),
        (),
        (None, None),
    ),
    "only an author in common: new": Case(
        (an_item(None, url=None, title="", text="hm"),), (an_item(None, url=None, title="", text="oh"),), (None,)
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_identity(case: Case) -> None:
    found = page(*case.page, old=case.old, also_listed=case.also_listed)
    rules = {hit.index: hit.rule for hit in found.hits}
    assert tuple(rules.get(index) for index in range(len(case.page))) == case.rules
    assert found.new == tuple(index for index in range(len(case.page)) if rules.get(index) is None)


def test_an_entry_repeated_on_one_page_is_one() -> None:
    found = page(ONE, ONE)
    assert (found.new, found.repeated) == ((0,), (1,))


def test_two_ids_of_one_item_on_one_page_both_mean_it() -> None:
    old = replace(stored(ONE)[0], natives=frozenset({keys_of(ONE).native or 0, keys_of(OTHER).native or 0}))
    keys = [keys_of(ONE), keys_of(OTHER)]
    found = identify(keys, [(key.native, key.url) for key in keys], [old], ())
    assert [hit.rule for hit in found.hits] == [Rule.ID, Rule.ID]


def test_all_ids_changed_and_titles_edited_is_a_flood_that_the_brake_stops() -> None:
    old = numbered(50)
    new = numbered(50, native_id=lambda n: f"new{n}", title=lambda n: f"Edited {n}", text=lambda n: f"Edited {n}")
    found = page(*new, old=old)
    assert (len(found.hits), found.new) == (50, ())
    assert {hit.rule for hit in found.hits} == {Rule.BRAKE_URL}


def test_ids_and_links_changed_are_matched_by_long_titles() -> None:
    changed = {"native_id": lambda n: f"new{n}", "url": lambda n: f"https://shop.test/new/{n}"}
    titles = {"title": lambda n: f"The long title number {n}", "text": lambda n: f"{n}"}
    found = page(*numbered(30, **changed, **titles), old=numbered(30, **titles))
    assert (len(found.hits), {hit.rule for hit in found.hits}) == (30, {Rule.BRAKE_TITLE})


def test_of_changed_ids_and_three_new_exactly_three_are_new() -> None:
    old = numbered(50)
    new = numbered(53, native_id=lambda n: f"new{n}", title=lambda n: f"Edited {n}", text=lambda n: f"Edited {n}")
    assert page(*new, old=old).new == (50, 51, 52)


def test_a_real_flood_of_reviews_under_one_link_is_told() -> None:
    reviews = numbered(25, url=lambda _: "https://shop.test/p/1", title=lambda _: "Bad", text=lambda n: f"bad {n}")
    old = numbered(50, native_id=lambda n: f"old{n}")
    assert len(page(*reviews, old=old).new) == 25


def test_a_source_that_always_brings_many_is_not_braked() -> None:
    new = numbered(50, native_id=lambda n: f"new{n}", title=lambda n: f"Edited {n}", text=lambda n: f"Edited {n}")
    keys = [keys_of(item) for item in new]
    listed = [(key.native, key.url) for key in keys]
    found = identify(keys, listed, stored(*numbered(50)), recent_new=(40, 45, 50))
    assert len(found.new) == 50


EDITS = {
    "the title": (replace(ONE, title="Other"), True),
    "the text": (replace(ONE, text="Other"), True),
    "the rating": (replace(ONE, rating=Rating(1, 5)), True),
    "the recommendation": (replace(ONE, recommended=False), True),
    "the owner's reply": (replace(ONE, reply=Reply("Sorry!")), True),
    "the link": (replace(ONE, url="https://shop.test/else"), False),
    "the author": (replace(ONE, author=OTHER.author), False),
    "nothing": (ONE, False),
}


@pytest.mark.parametrize(("new", "edit"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_is_a_change_of(new: Item, edit: bool) -> None:
    assert is_edit(ONE, new) is edit
