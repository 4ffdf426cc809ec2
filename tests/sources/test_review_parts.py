"""What the reader of review pages decides on its own: ratings, broken JSON."""

from typing import Any

import pytest

from monitor.model import Rating
from sources._review_rating import count, number, rate
from sources._review_repair import loads

RATINGS: dict[str, tuple[tuple[Any, ...], Rating | None]] = {
    "a number": ((4,), Rating(4, 5)),
    "a text": (("4.5",), Rating(4.5, 5)),
    "a decimal comma": (("4,5",), Rating(4.5, 5)),
    "a best as a text": (("8", "10"), Rating(8, 10)),
    "a best of 100": (("97.7", "100", "0"), Rating(97.7, 100)),
    "an empty best": (("4", "", ""), Rating(4, 5)),
    "worst that equals best": (("5", "5", "5"), Rating(5, 5)),
    "no best, above 5": ((8.2,), Rating(8.2, 10)),
    "no best, above 10": ((85,), Rating(85, 100)),
    "a slash": (("4,5/5",), Rating(4.5, 5)),
    "English": (("Rated 4 out of 5",), Rating(4, 5)),
    "English, without a best": (("5 star rating",), Rating(5, 5)),
    "German": (("4,0 von 5 Sternen",), Rating(4, 5)),
    "French": (("4 étoiles sur 5",), Rating(4, 5)),
    "Spanish": (("Puntuación 4 de 5",), Rating(4, 5)),
    "Japanese": (("5つ星のうち3.0",), Rating(3, 5)),
    "Chinese": (("3.0 颗星，最多 5 颗星",), Rating(3, 5)),
    "percent": (("80%",), Rating(80, 100)),
    "percent, with another best": (("80 %", "5"), Rating(80, 100)),
    "stars": (("★★★★☆",), Rating(4, 5)),
    "full stars alone": (("★★",), Rating(2, 5)),
    "zero of an unsaid scale is no rating": ((0,), None),
    "zero of a scale from one": (("0", 5, 1), None),
    "zero of a scale from zero": (("0", 10, 0), Rating(0, 10)),
    "more than the best": (("7", "5"), None),
    "below zero": (("-1", 1, -1), None),
    "a best beyond measure": (("7", "5000"), None),
    "nothing": ((None,), None),
    "an empty text": (("",), None),
    "a word": (("FiveStars",), None),
    "true": ((True,), None),
    "not a number": ((float("nan"),), None),
    "a number beyond all": ((10**400,), None),
    "a number beyond all, as text": (("1e400",), None),
    "an exponent": (("4.5e0",), Rating(4.5, 5)),
}


@pytest.mark.parametrize("case", RATINGS)
def test_a_rating_stays_on_its_own_scale(case: str) -> None:
    said, rating = RATINGS[case]
    assert rate(*said).rating == rating


def test_an_impossible_rating_says_why_and_a_missing_one_nothing() -> None:
    assert rate("7", "5").why == "rating 7 of 5 is impossible"
    assert rate("", "5").why == rate(0).why == ""


def test_a_guessed_scale_is_told_apart() -> None:
    assert [rate(8).guessed, rate(4).guessed, rate(8, 10).guessed] == [True, False, False]


def test_a_count_beyond_all_is_none() -> None:
    assert [count(said) for said in ("1e400", "1e3", float("inf"))] == [None, 1000, None]


def test_counts_and_numbers_are_read_in_either_notation() -> None:
    assert [count(said) for said in ("1.234", "1,234", "1 234", "12 reviews", 85, "0", "", None, True)] == [
        *(1234, 1234, 1234, 12, 85, 0),
        *(None, None, None),
    ]
    assert [number(said) for said in ("1.234,5", "1,234.5", "4,9", "x", None)] == [1234.5, 1234.5, 4.9, None, None]


BROKEN: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "nothing wrong": ('{"a": 1}', {"a": 1}, ()),
    "nothing in it": (" \n", None, ()),
    "a line break in a text": ('{"a": "x\ny"}', {"a": "x\ny"}, ("control characters",)),
    "CDATA": ('// <![CDATA[\n{"a": "http://x"}\n// ]]>', {"a": "http://x"}, ("comments or CDATA",)),
    "comments": ('/* x */ {"a": 1, // one\n "b": "/* no */"}', {"a": 1, "b": "/* no */"}, ("comments or CDATA",)),
    "an HTML comment": ('<!-- {"a": 1} -->', {"a": 1}, ("comments or CDATA",)),
    "entities": ("{&quot;a&quot;: &quot;b&quot;}", {"a": "b"}, ("entities",)),
    "a semicolon behind": ('{"a": 1};', {"a": 1}, ("text after the value",)),
    "a brace too many": ('{"a": 1}}', {"a": 1}, ("text after the value",)),
    "two values": ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}], ("text after the value",)),
    "commas before the end": ('{"a": [1, 2,], }', {"a": [1, 2]}, ("stray commas",)),
    "two commas": ('[{"a": 1},, {"b": 2}]', [{"a": 1}, {"b": 2}], ("stray commas",)),
    "an apostrophe": (r'{"a": "don\'t"}', {"a": "don't"}, ("backslashes",)),
    "a lone backslash": (r'{"a": "\e \\ \u00e9 \u12"}', {"a": "\\e \\ é \\u12"}, ("backslashes",)),
    "bare words": ('{a: Product, "b": true, c: undefined}', {"a": "Product", "b": True, "c": None}, ("bare words",)),
    "no braces": ('"@type": Review, "a": [1],', {"@type": "Review", "a": [1]}, ("bare words", "missing braces")),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_block_is_mended_and_said_how(case: str) -> None:
    text, value, repaired = BROKEN[case]
    mended = loads(text)
    assert mended is not None
    assert (mended.value, mended.repaired) == (value, repaired)


@pytest.mark.parametrize("text", ['{"a": ', '{"a": "x" "y"}', "<html>", "[" * 100_000])
def test_what_nothing_mends_is_nothing(text: str) -> None:
    assert loads(text) is None
