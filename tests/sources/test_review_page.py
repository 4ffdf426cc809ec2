"""A page of reviews becomes items; a page without any is said by name; only what is new is returned."""

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from monitor.core.identity import keys_of
from monitor.errors import Unreadable
from monitor.model import MentionType, Rating
from monitor.source import Metric, Outcome
from sources import connector, review_page
from sources.review_page import recognises
from tests.sources.reviews import ADDRESS, PRODUCT, page, read, review, shown

FIXTURES = Path(__file__).parents[1] / "fixtures/review_page"
EXPECTED = sorted(FIXTURES.glob("*.expected.json"))
PAGES = [FIXTURES / path.name.removesuffix(".expected.json") for path in EXPECTED]


@pytest.mark.parametrize(
    ("path", "expected"), list(zip(PAGES, EXPECTED, strict=True)), ids=[path.name for path in PAGES]
)
def test_a_recorded_shape_gives_these_reviews(path: Path, expected: Path) -> None:
    assert shown(read(path.read_bytes(), url="")) == json.loads(expected.read_text())


SHAPES: dict[str, Any] = {
    "a list at the top": [review()],
    "a graph that is one object": {"@graph": review()},
    "an object under `review`": {**PRODUCT, "review": review()},
    "a list in a list": {**PRODUCT, "review": [[review()]]},
    "under `reviews`": {**PRODUCT, "reviews": [review()]},
    "of a type that nobody knows": {"@type": "ExtendedRecipe", "review": review()},
    "without a type, under `review`": {**PRODUCT, "review": {"author": "Ann", "reviewBody": "It leaked."}},
    "of several types": review(**{"@type": ["CreativeWork", "https://schema.org/Review"]}),
    "with prefixes": review(**{"@type": "schema:UserReview"}),
    "in `itemReviewed` of another": {"@type": "Product", "isRelatedTo": {"review": review()}},
    "twice, in two blocks": "TWICE",
    "beside a reference to it": {"@graph": [{"review": [{"@id": "#a"}]}, review(**{"@id": "#a"})]},
    "twice under one @id": {
        "review": [{"@type": "Review", "@id": "#a", "author": "Ann"}],
        "x": review(**{"@id": "#a"}),
    },
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_review_is_found_once(case: str) -> None:
    blocks = [review(), review()] if SHAPES[case] == "TWICE" else [SHAPES[case]]
    assert [(item.text, item.author.name, item.type) for item in read(page(*blocks)).items] == [
        ("It leaked.", "Ann", MentionType.REVIEW)
    ]


NO_REVIEWS: dict[str, Any] = {
    "an aggregate under `aggregateRating`": {**PRODUCT, "aggregateRating": {"ratingValue": 4, "reviewCount": 2}},
    "an aggregate under `review`": {
        **PRODUCT,
        "review": {"@type": "AggregateRating", "ratingValue": 4, "ratingCount": 2},
    },
    "an aggregate under `reviews`, untyped": {**PRODUCT, "reviews": {"ratingValue": 4, "ratingCount": 2}},
}


@pytest.mark.parametrize("case", NO_REVIEWS)
def test_an_aggregate_is_a_metric_and_no_review(case: str) -> None:
    found = read(page(NO_REVIEWS[case]))
    assert (found.outcome, found.items, found.metrics) == (Outcome.EMPTY, (), (Metric(4, 5, 2),))


NOTHING_RATED: dict[str, Any] = {
    "neither rating nor count": {"bestRating": 5},
    "a rating beyond all numbers": {"ratingValue": "1e400", "bestRating": 5},
    "zero of nobody knows how many": {"ratingValue": 0, "worstRating": 0, "bestRating": 5},
}


@pytest.mark.parametrize("case", NOTHING_RATED)
def test_an_aggregate_without_rating_and_count_is_no_metric(case: str) -> None:
    found = read(page({**PRODUCT, "aggregateRating": {"@type": "AggregateRating", **NOTHING_RATED[case]}}))
    assert (found.outcome, found.metrics) == (Outcome.EMPTY, ())


def test_a_rating_beyond_all_numbers_is_none() -> None:
    for value in ("1e400", 10**400, "-1E400"):
        [item] = read(page(review(reviewRating={"ratingValue": value}))).items
        assert item.rating is None


def test_an_answer_to_a_review_is_no_review() -> None:
    answered = review(
        comment={"@type": "Review", "reviewBody": "Sorry!", "author": {"@type": "Organization", "name": "S"}}
    )
    [item] = read(page(answered)).items
    assert (item.text, item.reply.text if item.reply else None) == ("It leaked.", "Sorry!")


WITHOUT: dict[str, tuple[bytes | str, Outcome, str]] = {
    "nothing": (b" \r\n\0", Outcome.CHANGED, "empty body"),
    "a product nobody reviewed": (page(PRODUCT), Outcome.EMPTY, "without a rating: Product"),
    "zero reviews": (page({**PRODUCT, "aggregateRating": {"reviewCount": "0"}}), Outcome.EMPTY, "not rated yet"),
    "reviews that a script loads": (
        page({**PRODUCT, "aggregateRating": {"ratingValue": 4, "reviewCount": 96}}),
        Outcome.EMPTY,
        "rated by 96",
    ),
    "a shape nobody knows": (page({"@type": "WebSite", "name": "x"}), Outcome.CHANGED, "looked for JSON-LD, microdata"),
    "JSON of another shape": (b'{"a": [1, 2]}', Outcome.CHANGED, "(JSON)"),
    "JSON of another shape around JSON-LD": (
        json.dumps({"page": PRODUCT, "reviews": [{"title": "x", "text": "Bad.", "stars": 1}]}),
        Outcome.CHANGED,
        "(JSON)",
    ),
    "a product as JSON": (json.dumps(PRODUCT), Outcome.EMPTY, "Product (JSON)"),
    "an empty list": (b"[]", Outcome.CHANGED, "(JSON)"),
    "broken JSON": (b'{"a": [1, 2', Outcome.CHANGED, "broken JSON"),
    "words": (b"CustomerReviews RSS page depth is limited to 10", Outcome.CHANGED, "looked for"),
    "Cloudflare": (
        "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
        Outcome.BLOCKED,
        "Cloudflare",
    ),
    "DataDome": ("<script src='https://ct.captcha-delivery.com/c.js'></script>", Outcome.BLOCKED, "DataDome"),
    "DataDome in JSON": ('{"url": "https://geo.captcha-delivery.com/captcha/?x"}', Outcome.BLOCKED, "DataDome"),
    "PerimeterX": ("<title>Access denied</title><div id=px-captcha></div>", Outcome.BLOCKED, "PerimeterX"),
    "AWS": ("<script>window.gokuProps = {}</script>", Outcome.BLOCKED, "AWS"),
    "a login": ("<title>x</title><form><input type=password></form>", Outcome.BLOCKED, "login"),
    "Amazon's login": ("<form name='signIn'></form>" + "word " * 999, Outcome.BLOCKED, "login page of Amazon"),
    "a captcha": ("<form action='/x'><div class='g-recaptcha'></div></form>", Outcome.BLOCKED, "captcha"),
    "a consent page": ("<form action='https://consent.google.com/save'></form>", Outcome.BLOCKED, "consent"),
    "a title that says it": ("<title>Access to this page has been denied</title>", Outcome.BLOCKED, "block, titled"),
    "an article that has a login": ("<input type=password>" + "<p>word</p>" * 500, Outcome.CHANGED, "looked for"),
    "an article about captchas": ("<title>News</title>captcha, access denied", Outcome.CHANGED, "titled 'News'"),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_a_page_without_reviews_says_why(case: str) -> None:
    body, outcome, why = WITHOUT[case]
    found = read(body)
    assert (found.outcome, found.items) == (outcome, ())
    assert why in found.why


def test_a_challenge_may_stand_in_the_headers() -> None:
    assert read(b"", headers={"x-amzn-waf-action": "challenge"}).outcome is Outcome.BLOCKED
    assert read("<p>wait</p>", headers={"cf-mitigated": "challenge"}).outcome is Outcome.BLOCKED


def test_reviews_on_a_page_that_loads_the_scripts_of_a_wall_are_read() -> None:
    script = "<script src='https://ct.captcha-delivery.com/c.js'></script><script>window._cf_chl_opt={}</script>"
    assert len(read(page(review(), more=script)).items) == 1


def test_data_vocabulary_is_read_as_schema_org() -> None:
    old = (
        "<div itemscope itemtype=V/Review><b itemprop=itemreviewed>Inn</b><i itemprop=reviewer>Ann</i>"
        "<time itemprop=dtreviewed datetime=2026-01-06>x</time><b itemprop=summary>Cold</b>"
        "<p itemprop=description>Soup.</p>"
        "<u itemprop=rating itemscope itemtype=V/Rating><s itemprop=value>3</s><s itemprop=best>10</s></u></div>"
        "<div itemscope itemtype=V/Review-aggregate><b itemprop=rating itemscope itemtype=V/Rating>"
        "<i itemprop=average>4</i></b><i itemprop=count>12</i></div>"
    )
    found = read(old.replace("V/", "http://data-vocabulary.org/"))
    [item] = found.items
    assert (item.title, item.text, item.author.name, item.rating) == ("Cold", "Soup.", "Ann", Rating(3, 10))
    assert (item.published_at is not None, found.metrics) == (True, (Metric(4, 5, 12),))


STARS = "<i itemprop=reviewRating itemscope><u itemprop=ratingValue>2</u></i>"
WORDS = "<p itemprop=reviewBody>It leaked.</p><b itemprop=author>Ann</b>"
OF_SOMETHING = "itemprop=review itemscope itemtype=S/Review"
ELSEWHERE = {
    "a part of the review": "<div itemscope itemtype=S/Review itemref='words stars'></div>"
    f"<div id=words>{WORDS}</div><div id=stars>{STARS}</div>",
    "the review of a product": "<div itemscope itemtype=S/Product itemref='r gone'><b itemprop=name>Kettle</b></div>"
    f"<div id=r><div {OF_SOMETHING}>{WORDS}{STARS}</div></div>",
    "a review that comes first": f"<div id=r {OF_SOMETHING}>{WORDS}{STARS}</div>"
    "<div itemscope itemtype=S/Product itemref=r><b itemprop=name>Kettle</b></div>",
    "a review that two products name and that names itself": "<i itemscope itemtype=S/Product itemref=r></i>"
    f"<i itemscope itemtype=S/Product itemref=r></i><div id=r {OF_SOMETHING} itemref=r>{WORDS}{STARS}</div>",
    "two that name each other": f"<div id=a {OF_SOMETHING} itemref=b>{WORDS}{STARS}</div>"
    "<div id=b itemprop=itemReviewed itemscope itemtype=S/Product itemref=a></div>",
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_what_stands_elsewhere_on_the_page_belongs_to_its_item_and_is_read_once(case: str) -> None:
    [item] = read(ELSEWHERE[case].replace("S/", "http://schema.org/")).items
    assert (item.text, item.author.name, item.rating) == ("It leaked.", "Ann", Rating(2, 5))


def test_a_bad_review_is_skipped_and_counted() -> None:
    found = read(page([review(), {"@type": "Review", "author": "Bob", "reviewRating": {"ratingValue": "0"}}]))
    assert ([item.author.name for item in found.items], found.skipped) == (["Ann"], 1)


def test_all_bad_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="none of 2"):
        read(page([{"@type": "Review", "author": "Bob"}, {"@type": "Review", "reviewBody": " "}]))


def test_a_broken_block_of_reviews_is_no_empty_page() -> None:
    with pytest.raises(Unreadable, match="beyond repair"):
        read(page('{"@type": "Review", "reviewBody": "x" "y" [}'))


def test_a_broken_block_costs_no_other_and_is_counted() -> None:
    found = read(page('{"@type": "Review" [}', review()))
    assert (len(found.items), found.skipped, found.repaired) == (1, 1, ("JSON-LD: a block is beyond repair",))


def test_hollow_reviews_do_not_hide_those_of_the_microdata() -> None:
    micro = "<p itemscope itemtype=http://schema.org/Review><b itemprop=reviewBody>Bad.</b></p>"
    assert [item.text for item in read(page({"@type": "Review", "author": "x"}, more=micro)).items] == ["Bad."]


TITLES: dict[str, tuple[dict[str, Any], str]] = {
    "headline before name": ({"headline": "H", "name": "N"}, "H"),
    "the name": ({"name": "Nice &amp; easy"}, "Nice & easy"),
    "not the name of what is reviewed": ({"name": "kettle", "itemReviewed": PRODUCT}, ""),
    "not the author's name": ({"name": ["Ann", "Fine"]}, "Fine"),
    "none": ({}, ""),
}


@pytest.mark.parametrize("case", TITLES)
def test_the_title_of_a_review(case: str) -> None:
    said, title = TITLES[case]
    assert read(page(review(**said))).items[0].title == title


AUTHORS: dict[str, tuple[Any, str | None]] = {
    "a person": ({"@type": "Person", "name": "Ann Example "}, "Ann Example"),
    "a list": ([{"name": "Ann"}, {"name": "Bob"}], "Ann"),
    "a text": ("CookingONTheSide ", "CookingONTheSide"),
    "given and family name": ({"givenName": "Ann", "familyName": "Example"}, "Ann Example"),
    "entities": ({"name": "Ann &amp; Bob"}, "Ann & Bob"),
    "a mail address with a name": ("a@b.example (Ann)", "Ann"),
    "nobody": ({"@type": "Person"}, None),
}


@pytest.mark.parametrize("case", AUTHORS)
def test_the_author_of_a_review(case: str) -> None:
    said, name = AUTHORS[case]
    assert read(page(review(author=said))).items[0].author.name == name


LINKS: dict[str, tuple[dict[str, Any], str | None]] = {
    "its own": ({"url": "/r/1?a=b#c"}, "https://shop.example/r/1?a=b#c"),
    "an @id that is an address": ({"@id": "https://shop.example/r/1"}, "https://shop.example/r/1"),
    "an @id on the page": ({"@id": ADDRESS + "#r1001"}, ADDRESS + "#r1001"),
    "an @id that names a schema": ({"@id": "https://shop.example/#/schema/Review/1"}, ADDRESS),
    "javascript": ({"url": "javascript:alert(1)"}, ADDRESS),
    "none": ({}, ADDRESS),
}


@pytest.mark.parametrize("case", LINKS)
def test_the_link_of_a_review(case: str) -> None:
    said, url = LINKS[case]
    assert read(page(review(**said))).items[0].url == url


def test_a_file_takes_the_address_that_the_page_says() -> None:
    canonical = "<link rel=canonical href='https://shop.example/kettle'>"
    assert read(page(review(), more=canonical), url="").items[0].url == ADDRESS
    assert read(page(review()), url="").items[0].url is None


def test_the_id_of_a_review_is_the_sites_own() -> None:
    ids = [item.native_id for item in read(page([review(**{"@id": "urn:1"}), review(identifier=77)])).items]
    assert ids == ["urn:1", "77"]


@pytest.mark.parametrize("said", [{}, {"@id": "_:b0"}])
def test_a_review_without_an_id_keeps_the_one_it_was_given(said: dict[str, Any]) -> None:
    answer = {"comment": {"author": {"@type": "Organization"}, "text": "Sorry!"}, "reviewRating": {"ratingValue": 1}}
    [before] = read(page(review(**said))).items
    [after] = read(page(review(**said, **answer))).items
    [other] = read(page(review(**said, datePublished="2026-01-02"))).items
    assert before.native_id == after.native_id != other.native_id
    assert (before.native_id or "").startswith("sha256:")


def test_ids_that_count_the_reviews_of_the_page_are_no_ids() -> None:
    first = [review(**{"@id": f"{ADDRESS}#review-{n}"}, reviewBody=f"Text {n}") for n in (1, 2)]
    moved = [review(reviewBody="New", **{"@id": f"{ADDRESS}#review-1"}), {**first[0], "@id": f"{ADDRESS}#review-2"}]
    before, after = read(page(first)).items, read(page(moved)).items
    assert before[0].native_id == after[1].native_id
    assert keys_of(before[0]).native != keys_of(after[0]).native


CHARSETS: dict[str, tuple[bytes, dict[str, str]]] = {
    "HTTP": ("Größe".encode("cp1252"), {"content-type": "text/html; charset=windows-1252"}),
    "meta": ("<meta charset=iso-8859-15>Größe".encode("iso8859-15"), {}),
    "a BOM": ("\ufeffGröße".encode("utf-16"), {"content-type": "text/html; charset=utf-8"}),
    "UTF-8, though another is said": ("<meta charset=latin1>Größe".encode(), {}),
    "nothing": ("Größe".encode(), {}),
    "Shift JIS": ("<meta charset=shift_jis>価格が高い".encode("cp932"), {}),
}


@pytest.mark.parametrize("case", CHARSETS)
def test_any_declared_charset_is_read(case: str) -> None:
    words, headers = CHARSETS[case]
    utf16 = words.startswith(b"\xff\xfe")
    before, after = (
        part.encode("utf-16-le" if utf16 else "ascii") for part in page(review(reviewBody="WORDS")).split("WORDS")
    )
    if utf16:
        body = words[:2] + before + words[4:] + after
    else:
        meta, _, words = words.rpartition(b">")
        body = (meta + b">" if meta else b"") + before + words + after
    [item] = read(body, headers=headers).items
    assert item.text in {"Größe", "価格が高い"}


def test_markup_in_a_review_is_text() -> None:
    [item] = read(
        page(review(reviewBody="<img src=x onerror=alert(1)>5 < 6 &lt;b&gt;", author="<script>x</script>Ann"))
    ).items
    assert (item.text, item.author.name) == ("5 < 6 <b>", "Ann")


def test_bytes_for_this_connector_are_recognised() -> None:
    assert all(recognises(path.read_bytes()) for path in PAGES)
    assert recognises((FIXTURES / "graph.html").read_text().encode("utf-16"))
    assert not recognises(b"<html><title>Just a moment...</title></html>")


def test_it_is_registered() -> None:
    assert connector("review_page") is review_page  # type: ignore[comparison-overlap]  # a module as its protocol


HOSTILE: dict[str, str] = {
    "nested divs": "<div>" * 100_000,
    "nested JSON": page("[" * 300_000),
    "nested reviews": page('{"review":' * 900 + "1" + "}" * 900),
    "a review of itself": page({"@id": "a", "@type": "Review", "author": {"@id": "a"}, "itemReviewed": {"@id": "a"}}),
    "nested items": "<i itemscope itemprop=review itemtype=http://schema.org/Review>" * 300,
    "a chain of items elsewhere": "".join(
        f"<i id=n{at} itemprop=review itemscope itemref=n{at + 1} itemtype=http://schema.org/Review></i>"
        for at in range(2000)
    ),
    "commas": page("[" + "," * 300_000),
    "backslashes": page('["' + "\\" * 300_001),
    "strange values": page(
        [
            review(author=[[["x"]]], name={}, url=[1, {}], comment="x", inLanguage=[{}], datePublished={"a": []}),
            review(**{"@id": 5, "@type": ["Review", 1, None], "reviewRating": [[]], "itemReviewed": []}),
            review(comment=[1, {"author": 3}], reviewRating={"ratingValue": 10**30}, identifier=True),
        ]
    ),
    "lone surrogates": page('{"@type": "Review", "reviewBody": "\\ud800x", "author": "\\udfff"}'),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_pages_are_read_or_refused_quickly(case: str) -> None:
    started = process_time()
    try:
        for item in read(HOSTILE[case]).items:
            item.text.encode()
    except Unreadable:
        pass
    assert process_time() - started < 2
