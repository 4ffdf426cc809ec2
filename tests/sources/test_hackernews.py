"""Hacker News: phrases found again by ourselves, time read without a gap, nothing read twice, nothing silent."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from monitor.errors import Unreadable
from monitor.model import MentionType
from monitor.source import CURSOR_LIMIT, Outcome, Page
from sources import hackernews
from sources._hn_window import FIRST_PAGES, FIRST_ROUND_PAGES, OVERLAP
from sources.hackernews import PER_PAGE, Options, request
from tests.sources import rounds
from tests.sources.rounds import NOW, ids, shown, source

FIXTURES = Path(__file__).parents[1] / "fixtures/hackernews"
SHARED = Path(__file__).parents[3] / "shared/fixtures"
EXPECTED = sorted(FIXTURES.glob("*.expected.json"))
SEARCH = "https://hn.algolia.com/api/v1/search_by_date?query=x"
NOON = int(NOW.timestamp())
Hit = dict[str, Any]

NO_RESULT: dict[str, tuple[bytes, str, Outcome, str]] = {
    "an empty body": (b"", SEARCH, Outcome.CHANGED, "empty body"),
    "a challenge": ((FIXTURES / "challenge.html").read_bytes(), SEARCH, Outcome.BLOCKED, "just a moment"),
    "another page": (b"<html><title>HN</title></html>", SEARCH, Outcome.CHANGED, "titled 'HN'"),
    "an error in JSON": (b'{"message": "Index not found", "status": 404}', SEARCH, Outcome.CHANGED, "Index not found"),
    "ids where a search was asked for": (b"[1, 2]", SEARCH, Outcome.CHANGED, "JSON, but no search result"),
    "null where a search was asked for": (b"null", SEARCH, Outcome.CHANGED, "no search result"),
    "an item where a search was asked for": (
        (FIXTURES / "item_story.json").read_bytes(),
        SEARCH,
        Outcome.CHANGED,
        "JSON, but no search result",
    ),
    "other JSON": (b'{"hits": 5}', "", Outcome.CHANGED, "JSON, but no search result"),
    "a number": (b"5", "", Outcome.CHANGED, "no search result"),
    "broken JSON": (b'{"hits": [', "", Outcome.CHANGED, "no search result"),
}

SAID_OTHERWISE: dict[str, tuple[Hit, bool]] = {
    "the phrase in the title": ({"title": "Why Acme Coffee failed"}, True),
    "the phrase in the text": ({"comment_text": "so I tried <i>acme</i> coffee, twice"}, True),
    "a hyphen between its words": ({"title": "The Acme-Coffee way"}, True),
    "its words apart": ({"title": "Acme sells coffee"}, False),
    "its words turned around": ({"title": "Coffee Acme"}, False),
    "the beginning of a word": ({"title": "Acme Coffeehouse"}, False),
    "a typing error": ({"title": "Acne Coffee"}, False),
    "only the address": ({"title": "A roaster", "url": "https://acme-coffee.example/"}, False),
    "only the story of a comment": ({"comment_text": "Same here.", "story_title": "Acme Coffee"}, False),
    "only the author": ({"title": "A roaster", "author": "acme coffee"}, False),
}

HOSTILE: dict[str, str] = {
    "hits that are none": "[5, [], null]",
    "values of other types": '[{"objectID": [], "title": {}}, {"objectID": "1", "title": 5, "_tags": 7}]',
    "lone surrogates": '[{"objectID": "1", "title": "a\\ud800b", "author": "\\udfff", "created_at_i": "\\ud800"}]',
    "a time past all numbers": '[{"objectID": "1", "title": "a", "created_at_i": 1e400}]',
    "a huge time": f'[{{"objectID": "1", "title": "a", "created_at_i": {"9" * 300}}}]',
    "markup without end": f'[{{"objectID": "1", "comment_text": "{"<p " * 50_000}"}}]',
}

WRONG_OPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "an empty phrase": ({"query": [" "]}, "holds no letter"),
    "a phrase of signs": ({"query": '"-"'}, "holds no letter"),
    "too many phrases": ({"query": [f"acme {number}" for number in range(51)]}, "at most 50 phrases"),
    "an unknown tag": ({"tags": ["stories"]}, 'found "stories"'),
    "no tag": ({"tags": []}, "some of story, comment"),
    "an address that is none": ({"base_url": "hn"}, "an http or https address"),
    "an unknown key": ({"querry": "x"}, "Extra inputs"),
}


class Algolia:
    """A search by date as the real one answers: newest first, filters obeyed, at most `size` at a time."""

    def __init__(self, *times: int, size: int = PER_PAGE) -> None:
        self.hits = [story(number, time) for number, time in enumerate(times, 1)]
        self.size = size

    def __call__(self, url: str) -> str:
        asked = parse_qs(urlsplit(url).query)
        found = [one for one in self.hits if all(_holds(one, what) for what in _filters(asked))]
        found.sort(key=lambda one: one["created_at_i"], reverse=True)
        return answer(*found[: self.size], hitsPerPage=self.size, nbHits=len(found))


def _filters(asked: dict[str, list[str]]) -> list[str]:
    return [what for what in asked.get("numericFilters", [""])[0].split(",") if what]


def _holds(one: Hit, what: str) -> bool:
    name, sign, bound = what.partition("<=") if "<=" in what else what.partition(">")
    assert name == "created_at_i"
    return bool(one[name] <= int(bound) if sign == "<=" else one[name] > int(bound))


def story(number: int, time: int, title: str = "Acme Coffee", **more: Any) -> Hit:
    return {"objectID": str(number), "created_at_i": time, "title": title, "author": "a", "_tags": ["story"], **more}


def answer(*hits: Hit, **more: Any) -> str:
    return json.dumps({"hits": hits, **more})


def read(body: bytes | str, cursor: bytes = b"", url: str = SEARCH, **options: Any) -> Page:
    return rounds.read(hackernews, body, cursor, url=url, **{"query": "acme coffee", **options})


def walk(site: Callable[[str], str], cursor: bytes = b"", **options: Any) -> tuple[list[str], list[Page]]:
    asked, pages = rounds.walk(hackernews, site, cursor, **{"query": "acme coffee", **options})
    return [one.url for one in asked], pages


@pytest.mark.parametrize("expected", EXPECTED, ids=[path.name for path in EXPECTED])
def test_a_recorded_shape_gives_these_items(expected: Path) -> None:
    body = (FIXTURES / expected.name.removesuffix(".expected.json")).read_bytes()
    assert shown(read(body, url="")) == json.loads(expected.read_text())


@pytest.mark.parametrize("case", NO_RESULT)
def test_what_is_no_search_result_is_never_no_news(case: str) -> None:
    body, url, outcome, why = NO_RESULT[case]
    page = read(body, url=url)
    assert (page.outcome, page.items, page.cursor) == (outcome, (), b"")
    assert why in page.why


def test_no_hits_are_no_news() -> None:
    page = read(answer(hitsPerPage=PER_PAGE))
    assert (page.outcome, page.why, page.next) == (Outcome.EMPTY, "no hits for acme coffee", None)


def test_hits_without_an_id_are_unreadable() -> None:
    with pytest.raises(Unreadable, match="none of 2 hits has an id"):
        read(answer({"title": "Acme Coffee"}, {"objectID": "x1"}))


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_hits_raise_nothing_but_unreadable(case: str) -> None:
    try:
        page = read(f'{{"hits": {HOSTILE[case]}}}', query=())
    except Unreadable:
        return
    assert page.outcome is Outcome.ITEMS
    assert str(page.items).encode()


@pytest.mark.parametrize("case", SAID_OTHERWISE)
def test_a_hit_has_to_hold_the_phrase_itself(case: str) -> None:
    hit, holds = SAID_OTHERWISE[case]
    page = read(answer({"objectID": "1", "created_at_i": NOON, **hit}))
    assert bool(page.items) is holds
    assert [one.native_id for one in page.listed] == ["1"]
    assert page.why == ("" if holds else "1 of 1 hits do not hold the phrase")


def test_without_a_phrase_everything_is_read() -> None:
    assert len(read(answer(story(1, NOON, "Anything")), query=()).items) == 1
    assert "query=" not in request(source(hackernews)).url


def test_stories_are_posts_and_comments_are_comments() -> None:
    page = read((FIXTURES / "search.json").read_bytes())
    assert [item.type for item in page.items] == [MentionType.COMMENT, MentionType.POST, MentionType.POST]


def test_a_comment_names_the_target_of_its_story() -> None:
    hit = {"objectID": "1", "comment_text": "acme coffee", "story_url": "https://acme.example/a?b=1#c"}
    assert read(answer(hit)).items[0].extra["link"] == "https://acme.example/a?b=1#c"


def test_a_date_that_cannot_be_is_not_invented() -> None:
    (item,) = read(answer(story(1, 9_999_999_999))).items
    assert (item.published_at, item.extra["date"]) == (None, "9999999999")


def test_the_first_request_has_no_time_and_asks_for_the_exact_phrase() -> None:
    asked = request(source(hackernews, query="acme coffee"))
    assert asked.url == (
        "https://hn.algolia.com/api/v1/search_by_date?query=%22acme%20coffee%22&tags=(story,comment)&hitsPerPage=500"
        "&advancedSyntax=true&typoTolerance=false&queryType=prefixNone"
    )


def test_a_base_url_stands_in_for_the_site() -> None:
    asked = request(source(hackernews, query="acme", base_url="http://127.0.0.1:8000/"))
    assert asked.url.startswith("http://127.0.0.1:8000/api/v1/search_by_date?")


def test_the_next_round_asks_from_an_overlap_before_the_newest_hit() -> None:
    cursor = walk(Algolia(NOON - 500, NOON - 100))[1][-1].cursor
    (asked,) = walk(Algolia(NOON - 500, NOON - 100), cursor)[0]
    assert f"numericFilters=created_at_i%3E{NOON - 100 - OVERLAP}&" in asked


def test_what_was_read_is_not_read_again() -> None:
    site = Algolia(NOON - 900, NOON - 500)
    cursor = walk(site)[1][-1].cursor
    site.hits.append(story(9, NOON - 5))
    _, pages = walk(site, cursor)
    assert ids(pages) == ["9"]
    assert [one.native_id for one in pages[0].listed] == ["9", "2", "1"]


def test_a_hit_that_the_index_shows_late_is_read() -> None:
    site = Algolia(NOON - 900, NOON - 10)
    cursor = walk(site)[1][-1].cursor
    site.hits.append(story(9, NOON - OVERLAP))
    assert ids(walk(site, cursor)[1]) == ["9"]


def test_an_edit_is_read_also_one_that_now_holds_the_phrase() -> None:
    site = Algolia()
    site.hits = [story(1, NOON - 60, "Acme Coffee"), story(2, NOON - 50, "A roaster")]
    cursor = walk(site)[1][-1].cursor
    site.hits = [story(1, NOON - 60, "Acme Coffee is down"), story(2, NOON - 50, "Acme Coffee")]
    assert ids(walk(site, cursor)[1]) == ["2", "1"]


def test_the_way_back_of_an_edit_is_read() -> None:
    site = Algolia()
    cursor = b""
    seen = []
    for title in ("Acme Coffee", "Acme Coffee is down", "Acme Coffee"):
        site.hits = [story(1, NOON - 60, title)]
        pages = walk(site, cursor)[1]
        cursor = pages[-1].cursor
        seen += [item.title for page in pages for item in page.items]
    assert seen == ["Acme Coffee", "Acme Coffee is down", "Acme Coffee"]


def test_points_alone_are_no_edit() -> None:
    site = Algolia(NOON - 60)
    cursor = walk(site)[1][-1].cursor
    site.hits[0]["points"] = 99
    assert ids(walk(site, cursor)[1]) == []


def test_more_hits_than_one_search_gives_are_all_read_by_time() -> None:
    site = Algolia(NOON - 90_000)
    cursor = walk(site)[1][-1].cursor
    site.hits += [story(number, NOON - number * 7) for number in range(2, 3_002)]
    asked, pages = walk(site, cursor)
    assert sorted(ids(pages), key=str) == sorted((str(number) for number in range(2, 3_002)), key=str)
    assert len(asked) == 7
    assert max(len(page.cursor) for page in pages) < CURSOR_LIMIT
    assert ids(walk(site, pages[-1].cursor)[1]) == []


def test_a_server_that_gives_fewer_at_a_time_is_asked_more_often() -> None:
    site = Algolia(NOON - 90_000, size=20)
    cursor = walk(site)[1][-1].cursor
    site.hits += [story(number, NOON - number) for number in range(2, 92)]
    assert len(ids(walk(site, cursor)[1])) == 90


def test_hits_of_one_second_do_not_stop_the_way_back() -> None:
    site = Algolia(NOON - 90_000, size=3)
    cursor = walk(site)[1][-1].cursor
    site.hits += [story(number, NOON - 50) for number in range(2, 6)] + [story(7, NOON - 60)]
    read_ids = ids(walk(site, cursor)[1])
    assert read_ids[-1] == "7"
    assert len(read_ids) == 4


def test_a_round_that_breaks_off_goes_on_where_it_was() -> None:
    site = Algolia(NOON - 90_000)
    cursor = walk(site)[1][-1].cursor
    site.hits += [story(number, NOON - number) for number in range(2, 1_202)]
    first = read(site(request(source(hackernews, cursor, query="acme coffee")).url), cursor)
    site.hits.append(story(5_000, NOON))
    rest = walk(site, first.cursor)[1]
    assert len(set(ids([first, *rest]))) == 1_200
    assert ids(walk(site, rest[-1].cursor)[1]) == ["5000"]


def test_a_server_that_ignores_the_filters_ends_the_round() -> None:
    same = answer(*(story(number, NOON - number * 60) for number in range(50)), hitsPerPage=50)
    asked, pages = walk(lambda _: same)
    assert (len(asked), len(ids(pages))) == (3, 50)
    assert len(walk(lambda _: same, pages[-1].cursor)[0]) <= 3


@pytest.mark.parametrize("ahead", [80_000, 80_000_000])
def test_a_hit_from_the_future_does_not_end_the_news(ahead: int) -> None:
    site = Algolia(NOON + ahead, NOON - 60)
    cursor = walk(site)[1][-1].cursor
    site.hits.append(story(9, NOON - 30))
    assert ids(walk(site, cursor)[1]) == ["9"]


def test_a_server_that_forgets_where_to_begin_is_not_read_to_its_first_day() -> None:
    site = Algolia(*(NOON - number * OVERLAP for number in range(100)), size=5)
    cursor = read(site(request(source(hackernews, query="acme coffee")).url)).cursor
    cursor = walk(site, cursor)[1][-1].cursor
    asked, _ = walk(lambda url: site(re.sub(r"created_at_i%3E\d+,?", "", url)), cursor)
    assert len(asked) <= 3


def test_an_answer_without_hits_does_not_turn_the_time_back() -> None:
    site = Algolia(NOON - 60)
    cursor = walk(site)[1][-1].cursor
    empty = walk(lambda _: answer(), cursor)[1][-1].cursor
    assert f"%3E{NOON - 60 - OVERLAP}" in request(source(hackernews, empty, query="acme coffee")).url


def test_each_phrase_has_its_turn_and_its_own_time() -> None:
    hits = {"acme": story(1, NOON - 9_000, "Acme"), "beans": story(2, NOON - 10, "Beans")}

    def site(url: str) -> str:
        return answer(hits[parse_qs(urlsplit(url).query)["query"][0].strip('"')], hitsPerPage=PER_PAGE)

    first = walk(site, query=["acme", "beans"])
    asked, pages = walk(site, first[1][-1].cursor, query=["acme", "beans"])
    assert (ids(first[1]), ids(pages)) == (["1", "2"], [])
    assert [f"%3E{NOON - 9_000 - OVERLAP}" in asked[0], f"%3E{NOON - 10 - OVERLAP}" in asked[1]] == [True, True]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_first_round_fits_into_a_baseline(count: int) -> None:
    site = Algolia(*range(NOON - 1_000, NOON), size=20)
    asked, pages = walk(site, query=[f"acme {number}" for number in range(count)])
    assert len(asked) == count * max(1, min(FIRST_PAGES, FIRST_ROUND_PAGES // count))
    assert max(len(page.cursor) for page in pages) < CURSOR_LIMIT


def test_validators_are_sent_only_where_the_same_page_is_asked_again() -> None:
    site = Algolia(NOON - 60)
    first = walk(site)[1][-1].cursor
    second = walk(site, first)[1][-1].cursor
    sent = [request(source(hackernews, cursor, query="acme coffee")).conditional for cursor in (b"", first, second)]
    assert sent == [False, False, True]


@pytest.mark.parametrize("case", WRONG_OPTIONS)
def test_wrong_options_are_refused_with_a_hint(case: str) -> None:
    options, hint = WRONG_OPTIONS[case]
    with pytest.raises(ValidationError) as caught:
        Options(**options)
    assert hint in str(caught.value)


def test_options_may_come_from_a_command_line() -> None:
    query: Any = '"acme  coffee"'
    tags: Any = "comment"
    options = Options(query=query, tags=tags)
    assert (options.query, options.tags) == (("acme coffee",), ("comment",))


if SHARED.exists():

    def test_a_recorded_search_is_read_whole() -> None:
        page = read((SHARED / "social/hackernews/algolia_search_2026.json").read_bytes(), query=())
        assert (len(page.items), page.skipped) == (50, 0)
        first = page.items[0]
        assert (first.native_id, first.author.name) == ("49340013", "ramesh31")
        assert first.published_at is not None
        assert first.published_at.isoformat() == "2026-08-18T01:28:48+00:00"

    @pytest.mark.parametrize(("name", "count"), [("firebase_newstories.json", 500), ("firebase_updates.json", 12)])
    def test_recorded_ids_lead_to_the_first_item(name: str, count: int) -> None:
        page = read((SHARED / "social/hackernews" / name).read_bytes(), url="")
        assert (page.outcome, page.items, page.why) == (Outcome.EMPTY, (), f"{count} ids without words")
        assert (page.next or "").startswith("https://hacker-news.firebaseio.com/v0/item/2130")

    @pytest.mark.parametrize("path", sorted((SHARED / "reviews/blocked").iterdir()), ids=lambda path: path.name)
    def test_recorded_block_pages_are_blocked(path: Path) -> None:
        assert read(path.read_bytes()).outcome is Outcome.BLOCKED
