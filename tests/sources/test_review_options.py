"""Selectors and paths of the configuration say where reviews stand; wrong ones are refused when they are read."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.model import Rating
from monitor.source import Outcome
from sources.review_page import Options, request
from tests.sources.reviews import ADDRESS, PRODUCT, page, read, review, source

SELECTORS = {
    "item": ".r",
    "id": "@data-key",
    "title": "h3",
    "text": ".body",
    "author": ".by",
    "rating": ".stars@aria-label",
    "date": "time",
    "link": "a@href",
    "reply": ".answer",
}
FIELDS = {"id": "key", "text": "body", "author": "user.name", "rating": "stars", "best": "of", "date": "at"}
OWN_SHAPE = {"list": [{"key": 7, "body": "Bad.", "user": {"name": "Ann"}, "stars": 3, "of": 10, "at": 1767225600}]}
MARKUP = (
    "<div class=r data-key=k1><h3>Never</h3><p class=body>Broke <b>twice</b>.</p><i class=by>Ann</i>"
    "<span class=stars aria-label='2 out of 10'></span><time datetime=2026-01-02>x</time><a href=/r/1>#</a>"
    "<div class=answer>Sorry <div class=r>not a review</div></div></div>"
    "<div class=r data-key=k2><p class=body>ok</p></div>"
)


def test_selectors_say_where_reviews_stand() -> None:
    first, second = read(page(review(), more=MARKUP), selectors=SELECTORS).items
    assert (first.native_id, first.title, first.text, first.author.name) == ("k1", "Never", "Broke twice.", "Ann")
    assert (first.rating, first.url) == (Rating(2, 10), "https://shop.example/r/1")
    assert first.published_at is not None
    assert first.reply is not None
    assert (second.native_id, second.text, second.rating, second.reply) == ("k2", "ok", None, None)


def test_selectors_that_match_nothing_are_a_changed_page() -> None:
    found = read(page({**PRODUCT, "aggregateRating": {"ratingValue": 4, "reviewCount": 3}}), selectors=SELECTORS)
    assert (found.outcome, found.why.startswith("nothing where the configuration says")) == (Outcome.CHANGED, True)
    assert read(page(PRODUCT), selectors=SELECTORS).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(OWN_SHAPE),
        f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(OWN_SHAPE)}</script>",
        f"<script type=application/json>[1]</script><script type=application/json>{json.dumps(OWN_SHAPE)}</script>",
    ],
    ids=["an answer", "__NEXT_DATA__", "another script"],
)
def test_a_path_says_where_reviews_stand_in_json(body: str) -> None:
    [item] = read(body, json_path="list[*]", fields=FIELDS).items
    assert (item.native_id, item.text, item.author.name, item.rating) == ("7", "Bad.", "Ann", Rating(3, 10))
    assert item.published_at is not None


def test_an_empty_list_is_empty_and_a_path_to_nowhere_a_change() -> None:
    assert read('{"list": []}', json_path="list[*]", fields=FIELDS).outcome is Outcome.EMPTY
    assert read('{"lists": []}', json_path="list[*]", fields=FIELDS).outcome is Outcome.CHANGED


WRONG: dict[str, dict[str, Any]] = {
    "a key nobody knows": {"urls": "x"},
    "no web address": {"url": "file:///etc/passwd"},
    "selectors without an item": {"selectors": {"text": "p"}},
    "a selector of a field nobody knows": {"selectors": {"item": "p", "stars": "b"}},
    "a selector that is none": {"selectors": {"item": "p >"}},
    "an empty selector": {"selectors": {"item": " "}},
    ":has": {"selectors": {"item": "li:has(p)"}},
    ":nth-child": {"selectors": {"item": "li:nth-child(2n+1)"}},
    "a long selector": {"selectors": {"item": "p " * 300}},
    "a bad attribute": {"selectors": {"item": "p", "id": "@a b"}},
    "a pattern": {"patterns": {"rating": "(a+)+"}},
    "a path without fields": {"json_path": "a[*]"},
    "fields without a path": {"fields": {"text": "a"}},
    "a path that is none": {"json_path": "a..b", "fields": {"text": "a"}},
    "a filter in a path": {"json_path": "a[?(@.b)]", "fields": {"text": "a"}},
    "path and selectors": {"json_path": "a", "fields": {"text": "a"}, "selectors": {"item": "p"}},
    "no page": {"pages": 0},
    "too many pages": {"pages": 11},
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_options_are_refused_when_they_are_read(case: str) -> None:
    with pytest.raises(ValidationError):
        Options.model_validate({"url": ADDRESS, **WRONG[case]})


def test_options_survive_being_written_down() -> None:
    options = Options.model_validate({"url": ADDRESS, "json_path": "a[*]", "fields": FIELDS})
    assert Options.model_validate(options.model_dump(mode="json", exclude_defaults=True)) == options


def test_a_request_asks_robots_and_a_base_url_stands_in_for_the_site() -> None:
    asked = request(source(base_url="http://127.0.0.1:8000"))
    assert (asked.url, asked.robots) == ("http://127.0.0.1:8000/kettle", True)
