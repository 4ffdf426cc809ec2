"""A feed becomes items; what is no feed is said by name; only what is new is read."""

import json
import re
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.errors import Unreadable
from monitor.model import MentionType
from monitor.source import CURSOR_LIMIT, NEW_LIMIT, Outcome, Source
from sources import feed
from sources._feed_choice import WINDOW
from sources.feed import Options, discover, request
from tests.sources.feeds import ADDRESS, HEADER, entry, read, rss, source, values

FIXTURES = Path(__file__).parents[1] / "fixtures/feed"
EXPECTED = sorted(FIXTURES.glob("*.expected.json"))
FEEDS = [FIXTURES / path.name.removesuffix(".expected.json") for path in EXPECTED]

NO_FEED: dict[str, tuple[bytes, Outcome, str]] = {
    "an empty body": (b"", Outcome.CHANGED, "empty body"),
    "only whitespace": (b" \r\n", Outcome.CHANGED, "empty body"),
    "only zeros": (b"\0" * 100, Outcome.CHANGED, "empty body"),
    "a challenge": ((FIXTURES / "challenge.html").read_bytes(), Outcome.BLOCKED, "just a moment"),
    "a login page": ((FIXTURES / "login.html").read_bytes(), Outcome.BLOCKED, "login page"),
    "an access-denied page": (b"<html><h1>Access Denied</h1></html>", Outcome.BLOCKED, "access denied"),
    "a page with feeds": (
        (FIXTURES / "page_with_feeds.html").read_bytes(),
        Outcome.CHANGED,
        "its feeds: https://feed.example/blog/feed.xml, https://page.example/atom",
    ),
    "another page": (b"<!doctype html><html><title>Moved</title></html>", Outcome.CHANGED, "titled 'Moved'"),
    "a page that speaks of feeds": (b"<html>use <rss version='2.0'></html>", Outcome.CHANGED, "an HTML page"),
    "a page in XHTML": (b"<?xml version='1.0'?><!DOCTYPE html><html/>", Outcome.CHANGED, "an HTML page"),
    "a sitemap": (b"<urlset><url/></urlset>", Outcome.CHANGED, "no feed"),
    "a path": (b"/etc/passwd", Outcome.CHANGED, "no feed: begins with '/etc/passwd'"),
    "an address": (b"http://127.0.0.1:1/", Outcome.CHANGED, "no feed"),
    "JSON that is no feed": (b'{"a": 1}', Outcome.CHANGED, "no JSON Feed"),
    "broken JSON": (b'{"version": "https://jsonfeed.org/version/1", ', Outcome.CHANGED, "no JSON Feed"),
    "endless JSON": (b'{"a":' * 100_000, Outcome.CHANGED, "no JSON Feed"),
}

ONE = entry(1)
READ_ANYWAY: dict[str, str] = {
    "whitespace before the declaration": "\n \ufeff" + rss(ONE),
    "a warning before the declaration": "Notice: x in y<br/>\n" + rss(ONE),
    "junk behind the end": rss(ONE) + "<!-- cached --><script>x()</script>",
    "no declaration": rss(ONE).partition("?>")[2],
    "an external DTD": rss(ONE).replace("<rss", '<!DOCTYPE rss PUBLIC "-//N//DTD" "http://n.example/r.dtd"><rss', 1),
    "entities of the document's own": rss(ONE).replace(
        "<rss", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;">]><rss', 1
    ),
    "HTML entities": rss(entry(1, "Item&nbsp;1")),
    "a bare ampersand": rss(entry(1, more="<x>a & b</x>")),
    "control characters": rss(entry(1, more="<x>\x08\x1f</x>")),
    "undeclared prefixes": rss(entry(1, more="<media:thumbnail url='x'/>")),
    "a prefix on every tag": rss(ONE).replace("<", "<rss:").replace("<rss:/", "</rss:").replace("<rss:?", "<?"),
    "unclosed markup": rss(entry(1, more="<x><br></x>")),
    "an end that is missing": rss(ONE, tail=""),
    "an image without a size": rss("<image><width/><height>x</height></image>", ONE),
    "a stray size in broken XML": rss(ONE, "</width><br>"),
    "a tag of another namespace": rss(ONE).replace("<rss", "<rss xmlns='http://weird.example/'", 1),
    "capitals": rss(ONE).replace("item>", "ITEM>").replace("title>", "TITLE>").replace("link>", "Link>"),
}

SHOW = "<itunes:author xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>Show</itunes:author>"
ATOM = "xmlns:atom='http://www.w3.org/2005/Atom'"
AUTHORS: dict[str, tuple[str, str | None]] = {
    "an address and a name": ("<author>a@b.example (Ann Example)</author>", "Ann Example"),
    "a name and an address": ("<author>Ann Example (a@b.example)</author>", "Ann Example"),
    "a name and an address in brackets": ("<author>Ann Example &lt;a@b.example&gt;</author>", "Ann Example"),
    "a bare address": ("<author>a@b.example</author>", "a@b.example"),
    "markup": ("<author>&lt;a href='x'&gt;Ann&lt;/a&gt;</author>", "Ann"),
    "an element of Atom": ("<author><name>Ann</name><email>a@b.example</email></author>", "Ann"),
    "podcast authors come last": (
        f"{SHOW}<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Ann</dc:creator>",
        "Ann",
    ),
    "podcast authors alone": (SHOW, "Show"),
    "nobody": ("<author> </author>", None),
}

LINKS: dict[str, tuple[str, str | None]] = {
    "text": ("<link>https://y.example/a?b=1#c</link>", "https://y.example/a?b=1#c"),
    "CDATA with space around": ("<link>\n<![CDATA[ https://y.example/a ]]></link>", "https://y.example/a"),
    "relative to the feed's own link": ("<link>/a</link>", "https://x.example/a"),
    "relative to xml:base": ("<link xml:base='https://z.example/b/'>a</link>", "https://z.example/b/a"),
    "an empty link and one of Atom": (
        "<link/><atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='https://y.example/a'/>",
        "https://y.example/a",
    ),
    "a link to itself is not preferred": (
        f"<atom:link {ATOM} rel='self' href='https://y.example/s'/><link>https://y.example/a</link>",
        "https://y.example/a",
    ),
    "only a guid": ("<guid>https://y.example/g</guid>", "https://y.example/g"),
    "only a URN": ("<guid>urn:isbn:1</guid>", "urn:isbn:1"),
    "only an opaque guid": ("<guid>77</guid>", None),
    "javascript": ("<link>javascript:alert(1)</link>", None),
    "javascript beside a guid": (
        "<link>javascript:alert(1)</link><guid>https://y.example/g</guid>",
        "https://y.example/g",
    ),
    "longer than 2,048 characters": (f"<link>https://y.example/{'a' * 3000}</link>", None),
}

HOSTILE: dict[str, str] = {
    "50,000 attributes": f"<rss {' '.join(f'a{i}=x' for i in range(50_000))}><channel>{ONE}</channel></rss>",
    "50,000 quoted attributes": "<rss" + " a='>'" * 50_000 + f"><channel>{ONE}</channel></rss>",
    "an author of 32 kB": rss(entry(1, more=f"<author>{'a@' * 16_000}</author>")),
    "an author of 32 kB in broken XML": rss(entry(1, more=f"<author><![CDATA[{'a@' * 16_000}]]></author><br>")),
    "billion laughs": rss(ONE).replace("<rss", "<!DOCTYPE x [" + '<!ENTITY a "&b;&b;">' * 50 + "]><rss", 1),
    "entries in entries": "<rss version='2.0'><channel>" + "<item>" * 3_000,
    "unclosed CDATA": rss("<item><title><![CDATA[x" * 20_000),
    "ampersands": rss("&" * 300_000),
    "comments": "<rss>" + "<!--" * 100_000,
    "prefixes": rss("".join(f"<p{i}:a/>" for i in range(5_000))),
    "a megabyte of HTML": "<html>" + "<div>" * 200_000,
    "links without end": "<html>" + "<link " * 150_000,
}


@pytest.mark.parametrize(
    ("path", "expected"), list(zip(FEEDS, EXPECTED, strict=True)), ids=[path.name for path in FEEDS]
)
def test_a_recorded_shape_gives_these_items(path: Path, expected: Path) -> None:
    page = read(path.read_bytes())
    seen: dict[str, Any] = {
        "outcome": str(page.outcome),
        "repaired": list(page.repaired),
        "items": [values(item) for item in page.items],
    }
    assert seen == json.loads(expected.read_text())


@pytest.mark.parametrize("case", NO_FEED)
def test_what_is_no_feed_is_never_no_news(case: str) -> None:
    body, outcome, why = NO_FEED[case]
    page = read(body)
    assert (page.outcome, page.items, page.cursor) == (outcome, (), b"")
    assert why in page.why


@pytest.mark.parametrize("case", READ_ANYWAY)
def test_a_sloppy_feed_is_read_all_the_same(case: str) -> None:
    page = read(READ_ANYWAY[case])
    assert [(item.title, item.url, item.native_id) for item in page.items] == [("Item 1", "https://x.example/1", "id1")]


@pytest.mark.parametrize("case", AUTHORS)
@pytest.mark.parametrize("broken", ["", "<br>"], ids=["well-formed", "broken"])
def test_an_author_is_a_persons_name(case: str, broken: str) -> None:
    markup, expected = AUTHORS[case]
    [item] = read(rss(entry(1, more=markup + broken))).items
    assert item.author.name == expected


@pytest.mark.parametrize("case", LINKS)
def test_the_link_of_an_item(case: str) -> None:
    markup, expected = LINKS[case]
    [item] = read(rss(f"<item><title>t</title>{markup}</item>")).items
    assert item.url == expected


def test_a_file_without_any_base_keeps_relative_links() -> None:
    body = "<rss version='2.0'><channel><item><title>t</title><link>a/b.html</link></item></channel></rss>"
    [item] = read(body, url="feed.xml").items
    assert item.url == "a/b.html"


def test_a_feed_without_entries_is_empty() -> None:
    assert read(rss()).outcome is Outcome.EMPTY


def test_a_feed_cut_off_before_its_first_entry_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="cut off"):
        read(rss(tail=""))


def test_a_bad_entry_is_skipped_and_counted() -> None:
    page = read(rss(entry(1), "<item/>", entry(2)))
    assert ([item.native_id for item in page.items], page.skipped) == (["id1", "id2"], 1)


def test_all_bad_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="none of 2"):
        read(rss("<item/>", "<item/>"))


@pytest.mark.parametrize("content_type", ["text/xml; charset=utf-7", "text/xml"])
def test_utf7_is_refused(content_type: str) -> None:
    with pytest.raises(Unreadable, match="UTF-7"):
        read(rss(ONE).replace('"1.0"', '"1.0" encoding="UTF-7"'), content_type=content_type)


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-16", "Kälte"), ("utf-16-le", "Kälte"), ("utf-32", "Kälte"), ("iso-8859-1", "Kälte"),
        ("iso-8859-2", "Příšerná káva"), ("iso-8859-7", "Κακός καφές"),
        ("windows-1251", "Плохой кофе"), ("koi8-r", "Плохой кофе"), ("euc-jp", "冷たいコーヒー"),
        ("shift_jis", "冷たいコーヒー"), ("iso-2022-jp", "冷たいコーヒー"), ("gb2312", "咖啡很难喝"),
        ("gb18030", "咖啡很難喝€"), ("big5", "咖啡很難喝"), ("euc-kr", "커피가 맛없다"), ("tis-620", "กาแฟ"),
        ("windows-1255", "קפה גרוע"), ("windows-1256", "قهوة سيئة"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["xml", "http"])
def test_a_declared_charset_is_respected(charset: str, words: str, where: str) -> None:
    body = rss(entry(1, words))
    if where == "xml":
        body = body.replace('"1.0"', f'"1.0" encoding="{charset}"', 1)
    content_type = f"application/xml; charset={charset}" if where == "http" else ""
    [item] = read(body.encode(charset), content_type=content_type).items
    assert item.title == words


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("euc-jp", "コーヒーがまずい。サービスも最悪でした。二度と行きません"),
        ("shift_jis", "コーヒーがまずい。サービスも最悪でした。二度と行きません"),
        ("iso-2022-jp", "コーヒーがまずい。サービスも最悪でした"),
        ("gb2312", "咖啡很难喝，服务也很差，再也不会来了"),
        ("big5", "咖啡很難喝，服務也很差，再也不會來了"),
        ("euc-kr", "커피가 맛없고 서비스도 최악이었어요 다시는 안 갑니다"),
        ("koi8-r", "Плохой кофе, ужасное обслуживание и грубый персонал"),
        ("windows-1251", "Плохой кофе, ужасное обслуживание и грубый персонал"),
        ("windows-1252", "Le café était froid, et le garçon très désagréable à l’arrivée"),
        ("windows-1255", "קפה גרוע ושירות נורא, לא אחזור לשם"),
        ("tis-620", "กาแฟแย่มากและบริการแย่มาก ไม่กลับไปอีก"),
    ],
)
def test_an_undeclared_charset_is_guessed(charset: str, words: str) -> None:
    [item] = read(rss(entry(1, words)).encode(charset)).items
    assert item.title == words


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_feeds_cost_little(case: str) -> None:
    start = process_time()
    with suppress(Unreadable):
        read(HOSTILE[case])
    assert process_time() - start < 5, "without a guard these take 7 to 60 s and more"


def test_a_second_poll_reads_only_what_is_new() -> None:
    first = read(rss(entry(1), entry(2)))
    second = read(rss(entry(3), entry(1), entry(2)), cursor=first.cursor)
    assert [item.native_id for item in second.items] == ["id3"]
    assert [listed.native_id for listed in second.listed] == ["id3", "id1", "id2"]


def test_a_poll_without_news_has_a_list_and_no_items() -> None:
    first = read(rss(entry(1), entry(2)))
    again = read(rss(entry(1), entry(2)) + "<!-- generated in 3 ms -->", cursor=first.cursor)
    assert (again.outcome, again.items, again.listed) == (Outcome.ITEMS, (), first.listed)


def test_an_edited_entry_is_read_again() -> None:
    first = read(rss(entry(1), entry(2)))
    second = read(rss(entry(1), entry(2, "Edited")), cursor=first.cursor)
    assert [item.title for item in second.items] == ["Edited"]


def test_place_and_surroundings_of_an_entry_do_not_count() -> None:
    first = read(rss(entry(1), entry(2), entry(3)))
    moved = rss("<lastBuildDate>now</lastBuildDate>", "\n\n", entry(3), "   ", entry(1), "\t", entry(2))
    assert read(moved, cursor=first.cursor).items == ()


def test_a_broken_feed_is_not_told_again_either() -> None:
    first = read(rss(entry(1), entry(2, more="<br>")))
    second = read(rss(entry(3), entry(1), entry(2, more="<br>")), cursor=first.cursor)
    assert (len(first.items), [item.native_id for item in second.items]) == (2, ["id3"])
    assert second.repaired


@pytest.mark.parametrize("name", ["json11.json", "rss_in_json.json"])
def test_a_json_feed_is_not_told_again_either(name: str) -> None:
    body = (FIXTURES / name).read_bytes()
    first = read(body)
    again = read(body.replace(b"\n", b"\n  "), cursor=first.cursor)
    assert first.items
    assert (again.items, again.listed) == ((), first.listed)


@pytest.mark.parametrize("path", FEEDS, ids=[path.name for path in FEEDS])
def test_the_list_says_of_each_entry_what_its_item_says(path: Path) -> None:
    page = read(path.read_bytes())
    assert [(item.native_id, item.url) for item in page.items] == [(one.native_id, one.url) for one in page.listed]


@pytest.mark.parametrize("path", FEEDS, ids=[path.name for path in FEEDS])
def test_reading_one_new_entry_gives_the_item_that_reading_all_gives(path: Path) -> None:
    body = path.read_bytes()
    whole = read(body)
    for place, item in enumerate(whole.items):
        known = whole.cursor[: place * 8] + whole.cursor[place * 8 + 8 :]
        assert read(body, cursor=known or b"\0" * 8).items == (item,)


def test_of_very_many_new_entries_the_newest_are_read_and_the_rest_counted() -> None:
    days = [f"<pubDate>{1 + day % 28} Jan {2000 + day // 100} 00:00 GMT</pubDate>" for day in range(NEW_LIMIT + 50)]
    page = read(rss(*(entry(number, more=day) for number, day in enumerate(days))))
    assert (len(page.items), page.over, len(page.listed)) == (NEW_LIMIT, 50, NEW_LIMIT + 50)
    assert page.items[-1].native_id == f"id{NEW_LIMIT + 49}"
    assert len(page.cursor) == 8 * (NEW_LIMIT + 50)


def test_of_a_giant_feed_both_ends_are_watched() -> None:
    page = read(rss(*("<item><title>t</title></item>" for _ in range(WINDOW + 20))))
    assert len(page.cursor) == 8 * WINDOW <= CURSOR_LIMIT
    assert page.over == 20 + WINDOW - NEW_LIMIT
    again = read(rss(*("<item><title>t</title></item>" for _ in range(WINDOW + 20))), cursor=page.cursor)
    assert (again.items, again.over) == ((), 20)


def test_a_bing_item_keeps_its_id_when_the_request_number_changes() -> None:
    body = (FIXTURES / "bing_news.xml").read_bytes()
    first, second = read(body), read(body.replace(b"tid=abc1", b"tid=zzz9").replace(b"c=1&", b"c=2&"))
    assert first.items == second.items


def test_an_endless_guid_is_cut_and_stays_its_own() -> None:
    page = read(rss(*(f"<item><title>t</title><guid>{'a' * 3000}{end}</guid></item>" for end in "xy")))
    ids = [item.native_id or "" for item in page.items]
    assert len(set(ids)) == 2
    assert max(map(len, ids)) <= 2048


def test_local_time_is_the_sources_and_marked_as_guessed() -> None:
    [item] = read(rss(entry(1, more="<pubDate>2026-07-01 12:00</pubDate>")), timezone="Europe/Berlin").items
    assert str(item.published_at) == "2026-07-01 10:00:00+00:00"
    assert item.date_guessed


def test_an_open_order_of_day_and_month_is_the_sources() -> None:
    [item] = read(rss(entry(1, more="<pubDate>3/4/2026</pubDate>")), date_order="MDY").items
    assert str(item.published_at) == "2026-03-04 00:00:00+00:00"


def test_a_date_that_is_none_stays_readable() -> None:
    [item] = read(rss(entry(1, more="<pubDate>soon, very soon</pubDate>"))).items
    assert (item.published_at, item.extra["date"]) == (None, "soon, very soon")


def test_a_link_to_a_comment_makes_a_comment() -> None:
    body = rss("<item><title>t</title><link>https://y.example/a#comment-3</link></item>")
    assert read(body).items[0].type is MentionType.COMMENT


def test_a_title_in_json_is_plain_text() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "a < b and c > d &amp; e"}]}'
    assert read(body).items[0].title == "a < b and c > d &amp; e"


def test_a_title_of_rss_in_json_may_hold_markup() -> None:
    body = b'{"rss": {"channel": {"item": [{"guid": "1", "title": "Fish &amp; <b>chips</b>"}]}}}'
    assert read(body).items[0].title == "Fish & chips"


CUT_OFF: dict[str, tuple[str, str]] = {
    "in its first entry": (HEADER + "\n<item><ti", "before its first entry ends, at line 2, column 9"),
    "before its first entry": (HEADER[:60], "before its first entry ends, at line 1, column 60"),
}


@pytest.mark.parametrize(("body", "text"), CUT_OFF.values(), ids=CUT_OFF)
def test_a_feed_that_is_cut_off_says_where(body: str, text: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(f"the feed is cut off {text}")):
        read(body)


def test_an_entry_that_is_cut_off_waits_until_the_feed_is_whole() -> None:
    page = read(rss(entry(1), entry(2), tail="<item><title>Half of a sen"))
    assert [item.native_id for item in page.items] == ["id1", "id2"]
    assert len(page.listed) == 2
    whole = read(rss(entry(1), entry(2), entry(3)), cursor=page.cursor)
    assert [item.native_id for item in whole.items][-1] == "id3"


def test_lone_surrogates_in_json_are_cleaned() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1\\ud800", "title": "a\\udfffb"}, 7]}'
    page = read(body)
    assert ([item.title for item in page.items], page.skipped) == (["ab"], 1)
    json.dumps(values(page.items[0]), ensure_ascii=False).encode()


def test_discovery_finds_the_feeds_of_a_page_in_order() -> None:
    body = (FIXTURES / "page_with_feeds.html").read_bytes()
    assert discover(body, "https://page.example/") == (
        "https://page.example/blog/feed.xml",
        "https://page.example/atom",
    )


def test_the_request_goes_to_the_configured_address() -> None:
    asked = request(source())
    assert (asked.url, asked.robots, asked.conditional) == (ADDRESS, False, True)


def test_a_base_url_stands_in_for_the_site() -> None:
    options = Options(url="https://x.example/feed?a=1", base_url="http://127.0.0.1:9")
    assert request(Source("s", "feed", options)).url == "http://127.0.0.1:9/feed?a=1"


@pytest.mark.parametrize("options", [{"url": "file:///etc/passwd"}, {"url": "x"}, {}, {"url": ADDRESS, "uri": "x"}])
def test_wrong_options_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Options(**options)


def test_feedparser_is_called_in_one_place_with_a_stream() -> None:
    """F1: given bytes or str it opens them as a path or an address."""
    calls = [
        line
        for path in sorted(Path(feed.__file__).parent.rglob("*.py"))
        for line in path.read_text().splitlines()
        if "feedparser.parse" in line or "import parse" in line
    ]
    assert [call.strip() for call in calls] == ["return feedparser.parse("]
