"""Only what is new or changed is returned, over one page or a round of several."""

import pytest

from monitor.source import CURSOR_LIMIT, Outcome
from sources._review_round import Round, dump, load
from sources.review_page import request
from tests.sources.reviews import ADDRESS, page, read, review, source


def test_an_unchanged_review_is_not_returned_again() -> None:
    first = read(page([review(), review(author="Bob")]))
    again = read(page([review(author="Carla"), review(), review(author="Bob", reviewBody="It works.")]), first.cursor)
    assert [(item.author.name, item.text) for item in again.items] == [("Carla", "It leaked."), ("Bob", "It works.")]
    assert len(again.listed) == 3
    assert read(page([review()]), read(page([review()])).cursor).outcome is Outcome.ITEMS


def test_a_relative_date_that_moves_on_is_no_change() -> None:
    first = read(page(review(datePublished="2 days ago")))
    assert first.items[0].published_at is not None
    assert read(page(review(datePublished="3 days ago")), first.cursor).items == ()


def test_a_change_and_its_undoing_are_both_returned() -> None:
    good, bad = page(review(reviewBody="Good")), page(review(reviewBody="Bad"))
    first = read(good)
    second = read(bad, first.cursor)
    third = read(good, second.cursor)
    assert [found.items[0].text for found in (first, second, third)] == ["Good", "Bad", "Good"]


def test_the_second_of_two_equal_reviews_is_new() -> None:
    one = review(author="Anonymous", reviewBody="Great!")
    first = read(page([one]))
    assert len(read(page([one, one]), first.cursor).items) == 1


NEXT: dict[str, tuple[str, str | None]] = {
    "another page of the same": ("?page=2", f"{ADDRESS}?page=2"),
    "a numbered path": ("/kettle/page/2/", f"{ADDRESS}/page/2/"),
    "another product": ("/teapot", None),
    "another site": ("https://other.example/kettle?page=2", None),
    "itself": ("", None),
    "javascript": ("javascript:next()", None),
}


@pytest.mark.parametrize("case", NEXT)
def test_the_next_page(case: str) -> None:
    href, url = NEXT[case]
    assert read(page(review(), more=f"<a rel=next href='{href}'>2</a>"), pages=3).next == url


def test_a_round_goes_on_while_pages_bring_something_new() -> None:
    def at(number: int) -> str:
        return page(review(reviewBody=f"Text {number}"), more=f"<a rel=next href='?page={number + 1}'>next</a>")

    first = read(at(1), pages=2)
    assert request(source(first.cursor, pages=2)).url == f"{ADDRESS}?page=2"
    second = read(at(2), first.cursor, url=f"{ADDRESS}?page=2", pages=2)
    assert (second.next, [item.text for item in second.items]) == (None, ["Text 2"])
    assert request(source(second.cursor, pages=2)).url == ADDRESS
    assert (read(at(1), second.cursor, pages=2).next, read(at(2), second.cursor, pages=2).items) == (None, ())


def test_by_default_one_page_is_read() -> None:
    assert read(page(review(), more="<a rel=next href='?page=2'>2</a>")).next is None


def test_a_cursor_never_outgrows_its_limit() -> None:
    many = page([review(author=f"A{n}", reviewBody=f"Text {n}") for n in range(9_000)], more="<a rel=next href='?p=2'>")
    first = read(many, pages=3)
    assert (len(first.items), first.next) == (1_000, f"{ADDRESS}?p=2")
    second = read(many, first.cursor, pages=3)
    assert max(len(first.cursor), len(second.cursor)) <= CURSOR_LIMIT


def test_a_cursor_is_read_as_it_was_written() -> None:
    state = Round("https://ü.example/?a b=2", 3, b"\n" * 16, b" 7654321")
    assert load(dump(state)) == state
