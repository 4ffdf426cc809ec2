"""App Store reviews: XML and JSON give the same, every country is walked to what is known, nothing is silent."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from monitor.errors import Unreadable
from monitor.source import CURSOR_LIMIT, Outcome, Page
from sources import apple_app_store
from sources._apple_round import EMPTY_IN_A_ROW, FIRST_ROUND_PAGES, LAST_PAGE
from sources.apple_app_store import Options, failed, request
from tests.sources import rounds
from tests.sources.rounds import ids, shown, source

FIXTURES = Path(__file__).parents[1] / "fixtures/apple_app_store"
SHARED = Path(__file__).parents[3] / "shared/fixtures/reviews"
EXPECTED = sorted(FIXTURES.glob("*.expected.json"))
APP = "700000001"
Site = Callable[[str], bytes | str]

NO_REVIEWS: dict[str, tuple[bytes, Outcome, str]] = {
    "an empty body": (b"", Outcome.CHANGED, "empty body"),
    "a challenge": ((FIXTURES / "challenge.html").read_bytes(), Outcome.BLOCKED, "just a moment"),
    "a login page": (b"<html><input type='password'></html>", Outcome.BLOCKED, "login page"),
    "another page": (b"<html><title>App Store</title></html>", Outcome.CHANGED, "titled 'App Store'"),
    "another feed": (b"<rss version='2.0'><channel/></rss>", Outcome.CHANGED, "a feed, but no reviews"),
    "an Atom feed of news": (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id></entry></feed>",
        Outcome.CHANGED,
        "a feed, but no reviews",
    ),
    "the charts": (
        b'{"feed": {"entry": [{"im:name": {"label": "Beans"}}], "id": {"label": "https://x/rss/topfreeapplications"}}}',
        Outcome.CHANGED,
        "JSON, but no reviews",
    ),
    "other JSON": (b'{"results": []}', Outcome.CHANGED, "JSON, but no reviews"),
    "broken JSON": (b'{"feed": {"entry": [', Outcome.CHANGED, "JSON, but no reviews"),
    "a list": (b"[1]", Outcome.CHANGED, "JSON, but no reviews"),
    "plain text": (b"Service Unavailable", Outcome.CHANGED, "no feed: begins with 'Service Unavailable'"),
}

HOSTILE: dict[str, str] = {
    "entries in entries": "<feed>" + "<entry>" * 3_000,
    "an entity of the document's own": '<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<feed><entry><id>&a;</id><im:rating>1</im:rating></entry></feed>",
    "values that are no labels": '{"feed": {"entry": [{"id": [[]], "im:rating": {}, "author": 7}, 5, null]}}',
    "a lone surrogate": '{"feed": {"entry": {"id": {"label": "\\ud800"}, "im:rating": {"label": "1"}}}}',
    "a rating out of the world": '{"feed": {"entry": {"id": {"label": "1"}, "im:rating": {"label": "1e400"}}}}',
}

WRONG_OPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "no app": ({}, "Field required"),
    "an app's name": ({"app": "beans"}, "should match pattern"),
    "three letters": ({"app": APP, "countries": ["usa"]}, 'two-letter codes such as "us", found "usa"'),
    "no country": ({"app": APP, "countries": []}, "two-letter codes"),
    "uk": ({"app": APP, "countries": ["UK"]}, 'the United Kingdom is "gb"'),
    "too many": (
        {"app": APP, "countries": [f"{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]},
        "at most 50 countries in one source, found 64",
    ),
    "an address that is none": ({"app": APP, "base_url": "itunes"}, "an http or https address"),
    "an unknown key": ({"app": APP, "contries": ["us"]}, "Extra inputs"),
}


def read(body: bytes | str, cursor: bytes = b"", **options: Any) -> Page:
    return rounds.read(apple_app_store, body, cursor, **{"app": APP, **options})


def walk(site: Site, cursor: bytes = b"", **options: Any) -> tuple[list[str], list[Page]]:
    """The pages asked for, as `us/1`, and what was read."""
    asked, pages = rounds.walk(apple_app_store, site, cursor, **{"app": APP, **options})
    return [_short(one.url) for one in asked], pages


def review(number: int, text: str = "Fine.", rating: int = 3) -> str:
    return (
        f"<entry><updated>2026-11-20T00:00:00-07:00</updated><id>{number}</id><title>T</title>"
        f'<content type="text">{text}</content><im:rating>{rating}</im:rating><im:voteSum>0</im:voteSum>'
        "<author><name>A</name></author></entry>"
    )


def page(*reviews: str, more: bool = True) -> str:
    link = '<link rel="next" href="https://itunes.apple.com/rss/customerreviews/page=2/xml"/>' if more else ""
    return (
        '<feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom">'
        f"<id>https://itunes.apple.com/rss/customerreviews/xml</id>{link}{''.join(reviews)}</feed>"
    )


def as_json(number: int, text: str = "Fine.", rating: int = 3) -> str:
    entry = {
        "id": number, "title": "T", "content": text, "im:rating": rating, "im:voteSum": 9, "author": {"name": "A"},
    }  # fmt: skip
    return json.dumps({"feed": {"entry": entry}})


def store(pages: dict[str, str]) -> Site:
    """A site that holds these pages; any other is empty and offers a next one, as Apple's are."""
    return lambda url: pages.get(_short(url), page())


def _short(url: str) -> str:
    found = re.fullmatch(
        r"/(\w+)/rss/customerreviews/page=(\d+)/id=\d+/sortby=mostrecent/(xml|json)", urlsplit(url).path
    )
    assert found, url
    return f"{found[1]}/{found[2]}" + ("" if found[3] == "xml" else "/json")


@pytest.mark.parametrize("expected", EXPECTED, ids=[path.name for path in EXPECTED])
def test_a_recorded_shape_gives_these_reviews(expected: Path) -> None:
    body = (FIXTURES / expected.name.removesuffix(".expected.json")).read_bytes()
    assert shown(read(body)) == json.loads(expected.read_text())


@pytest.mark.parametrize("case", NO_REVIEWS)
def test_what_holds_no_reviews_is_never_no_news(case: str) -> None:
    body, outcome, why = NO_REVIEWS[case]
    seen = read(body)
    assert (seen.outcome, seen.items, seen.cursor) == (outcome, (), b"")
    assert why in seen.why


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_answers_raise_nothing_but_unreadable(case: str) -> None:
    try:
        seen = read(HOSTILE[case])
    except Unreadable:
        return
    assert "root:" not in str(seen.items)
    assert all(item.rating is None for item in seen.items if item.extra.get("rating"))


def test_a_page_on_which_every_entry_is_bad_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="none of 2 entries is a review"):
        read(page("<entry><id>1</id></entry>", "<entry><im:rating>3</im:rating></entry>"))


def test_a_first_review_that_is_cut_off_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="cut off"):
        read(page(review(1)).partition("</im:rating>")[0])


def test_xml_and_json_give_the_same_review() -> None:
    known = read(page(review(1), more=False))
    assert read(as_json(1), known.cursor).items == ()


def test_the_first_request_is_page_one_of_the_first_country() -> None:
    asked = request(source(apple_app_store, app=APP, countries=["gb", "us"]))
    assert asked.url == f"https://itunes.apple.com/gb/rss/customerreviews/page=1/id={APP}/sortby=mostrecent/xml"
    assert not asked.conditional


def test_a_base_url_stands_in_for_the_site() -> None:
    asked = request(source(apple_app_store, app=APP, base_url="http://127.0.0.1:8000/apple/"))
    assert asked.url.startswith("http://127.0.0.1:8000/apple/us/rss/")


def test_a_first_round_reads_every_page_past_empty_ones() -> None:
    asked, pages = walk(store({"us/1": page(review(4), review(3)), "us/4": page(review(2))}))
    assert asked == ["us/1", "us/2", "us/3", "us/4", "us/5", "us/6", "us/7"]
    assert ids(pages) == ["4", "3", "2"]
    assert [one.outcome for one in pages] == [
        Outcome.ITEMS, Outcome.EMPTY, Outcome.EMPTY, Outcome.ITEMS, Outcome.EMPTY, Outcome.EMPTY, Outcome.EMPTY,
    ]  # fmt: skip


def test_a_walk_ends_at_page_ten() -> None:
    asked, pages = walk(lambda url: page(review(int(_short(url)[3:]))))
    assert (len(asked), len(ids(pages))) == (LAST_PAGE, LAST_PAGE)


def test_a_page_that_offers_no_next_one_ends_the_walk() -> None:
    assert walk(store({"us/1": page(review(1), more=False)}))[0] == ["us/1"]


def test_a_full_page_has_a_next_one_even_if_it_does_not_say_so() -> None:
    full = page(*(review(number) for number in range(50)), more=False)
    assert walk(store({"us/1": full}))[0][:2] == ["us/1", "us/2"]


def test_the_text_of_page_eleven_ends_the_walk() -> None:
    asked, pages = walk(store({"us/1": page(review(1)), "us/2": (FIXTURES / "depth.txt").read_text()}))
    assert asked == ["us/1", "us/2"]
    assert pages[-1].outcome is Outcome.EMPTY


def test_a_known_page_ends_the_walk_and_brings_nothing() -> None:
    site = store({"us/1": page(review(2)), "us/2": page(review(1))})
    asked, pages = walk(site, walk(site)[1][-1].cursor)
    assert (asked, ids(pages)) == (["us/1"], [])
    assert [one.native_id for one in pages[0].listed] == ["2"]
    assert pages[0].outcome is Outcome.ITEMS


def test_a_new_review_is_read_once_and_the_known_ones_are_not() -> None:
    before = walk(store({"us/1": page(review(2)), "us/2": page(review(1))}))[1][-1].cursor
    after = store({"us/1": page(review(3), review(2)), "us/2": page(review(1))})
    asked, pages = walk(after, before)
    assert (asked, ids(pages)) == (["us/1", "us/2"], ["3"])
    assert ids(walk(after, pages[-1].cursor)[1]) == []


def test_an_edit_is_read_and_so_is_its_way_back() -> None:
    first = walk(store({"us/1": page(review(1, "Good", 5))}))[1][-1].cursor
    second = walk(store({"us/1": page(review(1, "Bad", 1))}), first)[1]
    third = walk(store({"us/1": page(review(1, "Good", 5))}), second[-1].cursor)[1]
    assert ids(second) == ids(third) == ["1"]


def test_votes_and_dates_alone_are_no_edit() -> None:
    before = walk(store({"us/1": page(review(1))}))[1][-1].cursor
    voted = page(review(1)).replace("<im:voteSum>0", "<im:voteSum>7").replace("11-20", "11-21")
    assert ids(walk(store({"us/1": voted}), before)[1]) == []


def test_every_country_is_walked_and_remembered_apart() -> None:
    site = store({"us/1": page(review(1)), "gb/1": page(review(2))})
    first = walk(site, countries=["us", "gb"])
    assert first[0] == ["us/1", "us/2", "us/3", "us/4", "gb/1", "gb/2", "gb/3", "gb/4"]
    asked, pages = walk(site, first[1][-1].cursor, countries=["us", "gb"])
    assert (asked, ids(pages)) == (["us/1", "gb/1"], [])


def test_the_country_is_what_the_review_says_else_what_was_asked() -> None:
    asked = read(page(review(1)), countries=["gb"]).items[0]
    said = read((FIXTURES / "page.xml").read_bytes(), countries=["gb"]).items[0]
    assert (asked.extra["country"], said.extra["country"]) == ("gb", "de")


@pytest.mark.parametrize("count", [1, 2, 7, 30, FIRST_ROUND_PAGES])
def test_a_first_round_fits_into_a_baseline_and_a_cursor(count: int) -> None:
    countries = [f"{first}{second}" for first in "abcdefgh" for second in "abcdefgh"][:count]

    def endless(url: str) -> str:
        country, number = _short(url).split("/")
        at = (countries.index(country) * LAST_PAGE + int(number)) * 50
        return page(*(review(at + place) for place in range(50)))

    asked, pages = walk(endless, countries=countries)
    assert len(asked) <= FIRST_ROUND_PAGES
    assert {one.split("/")[0] for one in asked} == set(countries)
    assert max(len(one.cursor) for one in pages) < CURSOR_LIMIT
    again, news = walk(endless, pages[-1].cursor, countries=countries)
    assert (len(again), ids(news)) == (count, [])


def test_a_flood_in_many_countries_still_fits_into_the_cursor() -> None:
    countries = [f"{first}{second}" for first in "abcdefgh" for second in "abcdefgh"][:30]
    before = walk(store({f"{country}/1": page(review(1)) for country in countries}), countries=countries)
    flood = page(*(review(number) for number in range(100, 150)))
    _, pages = walk(
        lambda url: flood.replace("<id>1", f"<id>{_short(url)}1"), before[1][-1].cursor, countries=countries
    )
    assert len(ids(pages)) == 30 * LAST_PAGE * 50


def test_reviews_that_vanish_are_said() -> None:
    before = walk(store({"us/1": page(review(1), review(2))}))[1][-1].cursor
    _, pages = walk(store({}), before)
    assert len(pages) == EMPTY_IN_A_ROW
    assert pages[-1].why == "no reviews in us on page 3; 2 were there before"


def test_validators_are_sent_only_where_the_same_page_is_asked_again() -> None:
    site = store({"us/1": page(review(1), more=False), "gb/1": page(review(2), more=False)})
    alone = walk(site)[1][-1].cursor
    both = walk(site, countries=["us", "gb"])[1][-1].cursor
    assert request(source(apple_app_store, alone, app=APP)).conditional
    assert not request(source(apple_app_store, both, app=APP, countries=["us", "gb"])).conditional


def test_a_page_that_fails_is_asked_for_as_json_at_once() -> None:
    before = read(page(review(1)), countries=["us", "gb"]).cursor
    cursor, at_once = failed(source(apple_app_store, before, app=APP, countries=["us", "gb"]))
    asked, pages = walk(
        lambda url: as_json(5) if "/us/" in url else as_json(6), cursor, app=APP, countries=["us", "gb"]
    )
    assert (at_once, asked, ids(pages)) == (True, ["us/2/json", "gb/1/json"], ["5", "6"])
    assert _short(request(source(apple_app_store, pages[-1].cursor, app=APP, countries=["us", "gb"])).url) == "us/1"


def test_a_country_that_fails_in_both_formats_leaves_the_turn_to_the_next() -> None:
    broken = source(apple_app_store, app=APP, countries=["us", "gb"])
    cursor, _ = failed(broken)
    cursor, at_once = failed(source(apple_app_store, cursor, app=APP, countries=["us", "gb"]))
    assert not at_once
    assert _short(request(source(apple_app_store, cursor, app=APP, countries=["us", "gb"])).url) == "gb/1"


def test_what_lies_below_a_page_that_failed_is_read_in_the_next_round() -> None:
    site = store({"us/1": page(review(3)), "us/2": page(review(2)), "us/3": page(review(1))})
    cursor = read(site("https://x/us/rss/customerreviews/page=1/id=1/sortby=mostrecent/xml")).cursor
    for _ in range(2):
        cursor, _ = failed(source(apple_app_store, cursor, app=APP))
    asked, pages = walk(site, cursor)
    assert (asked[:3], ids(pages)) == (["us/1", "us/2", "us/3"], ["2", "1"])
    assert walk(site, pages[-1].cursor)[0] == ["us/1"]


@pytest.mark.parametrize("case", WRONG_OPTIONS)
def test_wrong_options_are_refused_with_a_hint(case: str) -> None:
    options, hint = WRONG_OPTIONS[case]
    with pytest.raises(ValidationError) as caught:
        Options(**options)
    assert hint in str(caught.value)


def test_countries_may_come_from_a_command_line() -> None:
    given: Any = "US, gb,us"
    assert Options(app=APP, countries=given).countries == ("us", "gb")


if SHARED.exists():
    RECORDED = {
        "rss_cn_497799835_p5.json": (50, "黎大大llll", None, 3),
        "rss_gb_1510826067_p1.json": (4, "immeallme", None, 5),
        "rss_gb_1510826067_p2_empty_with_next_link.json": (0, None, None, None),
        "rss_us_1194408342_2025.xml": (2, "Beegirl200073?4!/9", "2025-05-11T17:19:38+00:00", 2),
        "rss_us_page11_limit_error.txt": (0, None, None, None),
    }

    @pytest.mark.parametrize("name", RECORDED)
    def test_recorded_answers(name: str) -> None:
        items = read((SHARED / "apple_app_store" / name).read_bytes()).items
        first = items[0] if items else None
        at = first.published_at.isoformat() if first and first.published_at else None
        stars = first.rating.value if first and first.rating else None
        assert (len(items), first and first.author.name, at, stars) == RECORDED[name]

    @pytest.mark.parametrize("path", sorted((SHARED / "blocked").iterdir()), ids=lambda path: path.name)
    def test_recorded_block_pages_are_blocked(path: Path) -> None:
        assert read(path.read_bytes()).outcome is Outcome.BLOCKED
