"""`monitor preview`: one object for every outcome, of a file and of an address, without any configuration."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from monitor import cli
from tests.cli.desk import CONFIG, Said, monitor, monitor_beside
from tests.fetch.badserver import BadServer, answers, redirects, resets

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

FIXTURES = Path(__file__).parents[1] / "fixtures" / "preview"
SHOP = FIXTURES / "shop.rss.xml"
SHARED = Path(__file__).parents[3] / "shared" / "fixtures"
KEYS = ["outcome", "kind", "items", "metrics", "repaired", "skipped", "next", "why"]
ITEM_KEYS = [
    "id",
    "url",
    "title",
    "text",
    "author",
    "rating",
    "recommended",
    "published_at",
    "date_guessed",
    "updated_at",
    "language",
    "reply",
    "helpful",
    "verified",
    "extra",
]


def preview(*words: str) -> Said:
    """In this process."""
    done = CliRunner().invoke(cli.cli, ["preview", *words], prog_name="monitor")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


OUTCOMES = {
    "items": ("shop.rss.xml", 0, "items", ""),
    "a feed without entries": ("nothing.atom.xml", 0, "empty", "a feed without entries"),
    "a login page": ("login.html", 3, "blocked", "a login page instead of a feed, titled 'Please sign in'"),
    "a page that names its feed": ("start.html", 3, "changed", "an HTML page instead of a feed; its feeds: /news.rss"),
    "a feed cut off": (
        "torn.xml",
        3,
        "unreadable",
        "the feed is cut off before its first entry ends, at line 2, column 70",
    ),
}


@pytest.mark.parametrize(("name", "code", "outcome", "why"), OUTCOMES.values(), ids=OUTCOMES)
def test_every_outcome_prints_the_object(name: str, code: int, outcome: str, why: str) -> None:
    said = preview(str(FIXTURES / name), "--json")
    assert (said.code, said.err, list(said.object)) == (code, "", KEYS)
    assert (said.object["outcome"], said.object["kind"], said.object["why"]) == (outcome, "feed", why)


WALL = b"<html><head><title></title></head><body><p>Please wait.</p>"
RECOGNISED: dict[str, tuple[bytes, int, str, str]] = {
    "ids alone": (b"[ 49900077, 49900050 ]\n", 0, "empty", "hackernews"),
    "ids of what changed": (b'{"items" : [49900077], "profiles" : ["grinder"]}', 0, "empty", "hackernews"),
    "one saved item": (b'{"by":"a","id":8,"type":"story","time":1175714200,"title":"Hi"}', 0, "items", "hackernews"),
    "a search without hits": (b'{"hits":[],"nbHits":0,"page":0,"hitsPerPage":20}', 0, "empty", "hackernews"),
    "an app without reviews": (b'{"feed":{"title":{"label":"iTunes Store: Customer Reviews"}}}', 0, "empty",
                               "apple_app_store"),
    "a page behind Apple's last": (b"CustomerReviews RSS page depth is limited to 10", 0, "empty", "apple_app_store"),
    "a challenge of AWS": (WALL + b'<script src="https://1.sdk.awswaf.com/challenge.js"></script></body></html>', 3,
                           "blocked", "review_page"),
    "a cookie wall": (WALL + b'<form action="https://shop.test/consent"><button>OK</button></form></body></html>', 3,
                      "blocked", "review_page"),
    "a list of nothing": (b"[]", 3, "changed", "feed"),
    "some JSON": (b'{"feed":{"a":1},"items":[1.5]}', 3, "changed", "feed"),
    "some page": (WALL + b"</body></html>", 3, "changed", "feed"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "code", "outcome", "kind"), RECOGNISED.values(), ids=RECOGNISED)
def test_a_kind_is_recognised_where_there_is_nothing_to_read(
    tmp_path: Path, body: bytes, code: int, outcome: str, kind: str
) -> None:
    (tmp_path / "saved").write_bytes(body)
    said = preview(str(tmp_path / "saved"), "--json")
    assert (said.code, said.object["outcome"], said.object["kind"]) == (code, outcome, kind)


def test_ids_alone_lead_to_the_first_item(tmp_path: Path) -> None:
    (tmp_path / "saved").write_bytes(b"[49900077, 49900050]")
    shown = preview(str(tmp_path / "saved"), "--json").object
    assert (shown["items"], shown["why"]) == ([], "2 ids without words")
    assert shown["next"] == "https://hacker-news.firebaseio.com/v0/item/49900077.json"


def test_items_in_the_order_of_the_page_with_every_key() -> None:
    items = preview(str(SHOP), "--json").object["items"]
    assert [list(item) for item in items] == [ITEM_KEYS, ITEM_KEYS]
    first, second = items
    assert (first["id"], first["url"], first["title"]) == ("r-2", "/r/2?sort=new#top", "Nie wieder")
    assert (first["text"], first["author"]["name"]) == ("Das Paket kam nie an.", "Jens Müller")
    assert (first["published_at"], first["date_guessed"]) == ("2026-11-20T17:30:00Z", False)
    assert (second["author"]["name"], second["published_at"]) == ("Anna", "2026-11-19T08:00:00Z")
    assert second["date_guessed"] is True


def test_options_say_what_a_source_would() -> None:
    words = ["--option", "url=https://shop.example/feed", "--option", "timezone=Europe/Berlin", "--kind", "feed"]
    first, second = preview(str(SHOP), "--json", *words).object["items"]
    assert first["url"] == "https://shop.example/r/2?sort=new#top"
    assert second["published_at"] == "2026-11-19T07:00:00Z"


PLAIN = b"<title>Reviews</title><div class=rev><p>The lid broke</p></div><div class=rev><p>Fine so far</p></div>"
NESTED = b'{"data":{"all":[{"words":{"body":"The lid broke"}},{"words":{"body":"Fine so far"}}]}}'
TABLES: dict[str, tuple[bytes, list[str]]] = {
    "dotted keys": (PLAIN, ["selectors.item=div.rev", "selectors.text=p"]),
    "an inline table": (PLAIN, ['selectors={item="div.rev", text="p"}']),
    "a table and one key more": (PLAIN, ['selectors={item="div.rev"}', "selectors.text=p"]),
    "a path and its fields": (NESTED, ["json_path=data.all", "fields.text=words.body"]),
}


@pytest.mark.parametrize(("body", "said"), TABLES.values(), ids=TABLES)
def test_options_say_tables_too(tmp_path: Path, body: bytes, said: list[str]) -> None:
    (tmp_path / "saved").write_bytes(body)
    options = [word for one in said for word in ("--option", one)]
    items = preview(str(tmp_path / "saved"), "--kind", "review_page", "--json", *options).object["items"]
    assert [item["text"] for item in items] == ["The lid broke", "Fine so far"]


def test_without_json_it_is_a_table(tmp_path: Path) -> None:
    said = preview(str(SHOP))
    assert said.out.splitlines() == [
        "feed: items (read 2, skipped 0)",
        "title\tauthor\tdate\trating\tlink",
        "Nie wieder\tJens Müller\t2026-11-20T17:30:00Z\t\t/r/2?sort=new#top",
        "Gut\tAnna\t2026-11-19T08:00:00Z\t\thttps://shop.example/r/1",
    ]
    said = preview(str(FIXTURES / "login.html"))
    assert (said.code, said.out.splitlines()[0]) == (3, "feed: blocked (read 0, skipped 0)")
    assert said.out.splitlines()[1].startswith("why: a login page")
    many = "".join(f"<item><title>No. {n}</title><guid>{n}</guid></item>" for n in range(25))
    (tmp_path / "many.xml").write_text(f'<rss version="2.0"><channel><title>t</title>{many}</channel></rss>')
    lines = preview(str(tmp_path / "many.xml")).out.splitlines()
    assert len(lines) == 23
    assert lines[-1] == "… and 5 more"


def test_more_new_entries_than_are_read_are_counted(tmp_path: Path) -> None:
    many = "".join(f"<item><title>No. {n}</title><guid>g{n}</guid></item>" for n in range(1100))
    (tmp_path / "many.xml").write_text(f'<rss version="2.0"><channel><title>t</title>{many}</channel></rss>')
    said = preview(str(tmp_path / "many.xml"), "--json").object
    assert len(said["items"]) == 1000
    assert said["why"] == "100 older entries are left out"


def test_a_file_past_the_limit_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b" " * (5 * 1024 * 1024 + 1))
    said = preview(str(tmp_path / "big"), "--json")
    assert (said.code, said.object["outcome"]) == (3, "unreadable")
    assert said.object["why"].endswith("larger than 5,242,880 bytes")


REFUSED: dict[str, tuple[list[str], str]] = {
    "a file that is not there": (
        ["gone.xml"],
        "gone.xml: there is no such file or source; a URL begins with http:// or https://",
    ),
    "a folder": (["."], "this is a folder"),
    "a name too long for a file": (["x" * 5000], "cannot be read: File name too long"),
    "another scheme": (["ftp://x.test/feed"], "ftp:// is not read"),
    "a misspelled kind": ([str(SHOP), "--kind", "fed"], "--kind: unknown kind `fed`; did you mean `feed`?"),
    "a kind of a later version": (
        [str(SHOP), "--kind", "google_play"],
        "--kind: the kind `google_play` is not supported in this version",
    ),
    "a misspelled option": (
        [str(SHOP), "--option", "timezon=UTC"],
        "--option timezon: unknown key `timezon`; did you mean `timezone`?",
    ),
    "an option without value": ([str(SHOP), "--option", "url"], "--option url: write KEY=VALUE"),
    "a table that is none": (
        [str(SHOP), "--option", "fields={text=}"],
        "--option fields: not a table as TOML writes it",
    ),
    "a table that is a value too": (
        [str(SHOP), "--option", "fields=x", "--option", "fields.text=y"],
        "--option fields.text: `fields` has a value already",
    ),
    "a misspelled key of a table": (
        [str(SHOP), "--kind", "review_page", "--option", "selectors.itm=p"],
        "--option selectors.itm: ",
    ),
    "a time zone that is none": (
        [str(SHOP), "--option", "timezone=Europe/Berln"],
        "--option timezone: unknown time zone",
    ),
    "an address that is none": ([str(SHOP), "--option", "url=javascript:x"], "--option url: "),
    "an address without a host": (["http://"], "--option url: "),
}


@pytest.mark.parametrize(("words", "text"), REFUSED.values(), ids=REFUSED)
def test_wrong_usage_is_2(words: list[str], text: str) -> None:
    done = CliRunner().invoke(cli.cli, ["preview", "--json", *words], prog_name="monitor")
    assert (done.exit_code, done.stdout) == (2, "")
    assert text in done.stderr


def test_no_configuration_is_needed_and_nothing_is_made(tmp_path: Path) -> None:
    said = monitor("preview", str(SHOP), "--json", folder=tmp_path, environ={"MONITOR_CONFIG": "gone.toml"})
    assert (said.code, said.err, len(said.object["items"])) == (0, "", 2)
    said = monitor("preview", "http://127.0.0.1:9/feed", "--json", folder=tmp_path)
    assert (said.code, said.object["outcome"]) == (3, "unreadable")
    assert "is not contacted: its address is not public" in said.object["why"]
    assert list(tmp_path.iterdir()) == []


async def test_an_address_is_fetched_and_is_what_links_are_relative_to(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    async with BadServer() as server:
        server.on("/old", redirects(301, "/blog/feed"))
        server.on("/blog/feed", answers(200, SHOP.read_bytes(), "Content-Type: application/rss+xml"))
        said = await monitor_beside("preview", server.url("/old"), "--json", folder=tmp_path)
        assert said.object["items"][0]["url"] == server.url("/r/2?sort=new#top")
    assert (said.code, said.err) == (0, "")
    assert not (tmp_path / "monitor.db").exists()


SOURCES = """
[network]
allow = ["127.0.0.0/8"]
pace = "0s"
[[sources]]
name = "Blog"
kind = "feed"
url = "{origin}/blog"
[[sources]]
name = "app"
kind = "apple_app_store"
app = "1"
base_url = "{origin}"
"""
APPLE = "/us/rss/customerreviews/page=1/id=1/sortby=mostrecent/"


async def test_a_configured_source_is_previewed_by_its_name(tmp_path: Path) -> None:
    async with BadServer() as server:
        (tmp_path / "config.toml").write_text(
            '[monitor]\ndatabase = "sqlite:///m.db"' + SOURCES.format(origin=server.url(""))
        )
        server.on("/blog", answers(200, SHOP.read_bytes()))
        said = await monitor_beside("preview", "blog", "--json", folder=tmp_path)
        assert (said.code, said.err, said.object["kind"], len(said.object["items"])) == (0, "", "feed", 2)
        wrong = await monitor_beside("preview", "blog", "--kind", "feed", folder=tmp_path)
        assert (wrong.code, wrong.out) == (2, "")
        assert "a configured source is read as it stands" in wrong.err
        (tmp_path / "blog").write_bytes((FIXTURES / "nothing.atom.xml").read_bytes())
        file = await monitor_beside("preview", "blog", "--json", folder=tmp_path)
        assert file.object["outcome"] == "empty"
        unknown = await monitor_beside("preview", "blg", folder=tmp_path)
        assert (unknown.code, unknown.out) == (2, "")


SECOND_WAYS: dict[str, tuple[Any, int, list[str]]] = {
    "an XML form that is not there is asked for as JSON": (answers(404), 0, ["xml", "json"]),
    "an XML form that is empty is asked for as JSON": (answers(200, b""), 0, ["xml", "json"]),
    "a refusal is obeyed": (answers(403), 3, ["xml"]),
}


@pytest.mark.parametrize(("xml", "code", "forms"), SECOND_WAYS.values(), ids=SECOND_WAYS)
async def test_apps_are_read_in_their_second_form(tmp_path: Path, xml: Any, code: int, forms: list[str]) -> None:
    async with BadServer() as server:
        (tmp_path / "config.toml").write_text(
            '[monitor]\ndatabase = "sqlite:///m.db"' + SOURCES.format(origin=server.url(""))
        )
        server.on(APPLE + "xml", xml)
        server.on(APPLE + "json", answers(200, (FIXTURES.parent / "apple_app_store/page.json").read_bytes()))
        said = await monitor_beside("preview", "app", "--json", folder=tmp_path)
        assert [asked.target.rpartition("/")[2] for asked in server.asked if asked.target.startswith(APPLE)] == forms
    assert said.code == code
    assert bool(said.object["items"]) == (code == 0)


FAULTS: dict[str, tuple[Any, str]] = {
    "not found": (answers(404, b"no"), "answered 404 Not Found: nothing is at this path, check the address"),
    "forbidden": (answers(403, b"no"), "answered 403 Forbidden"),
    "a reset": (resets(), ""),
    "a redirect in a circle": (redirects(302, "/feed"), "redirect"),
    "304 without being asked": (answers(304), "answered 304"),
}


@pytest.mark.parametrize(("behaviour", "why"), FAULTS.values(), ids=FAULTS)
async def test_what_brings_no_page_is_unreadable(tmp_path: Path, behaviour: Any, why: str) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    async with BadServer() as server:
        server.on("/feed", behaviour)
        said = await monitor_beside("preview", server.url("/feed"), "--json", folder=tmp_path)
    assert (said.code, said.err, list(said.object)) == (3, "", KEYS)
    assert said.object["outcome"] == "unreadable"
    assert why in said.object["why"]


async def test_a_named_configuration_must_be_right_and_one_that_lies_there_need_not(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("zzz")
    lying = await monitor_beside("preview", "http://127.0.0.1:9/feed", "--json", folder=tmp_path)
    assert (lying.code, lying.object["outcome"]) == (3, "unreadable")
    assert "config.toml:1" in lying.err
    assert lying.err.endswith("monitor: this configuration is not used\n")
    for name in ("config.toml", "gone.toml"):
        named = await monitor_beside("preview", "http://127.0.0.1:9/", "--config", name, folder=tmp_path)
        assert (named.code, named.out) == (2, "")


if SHARED.exists():
    # Half a second for each file: the parsers meet all the others in tests/sources, in one process.
    NAMES = ("social/google_news", "social/google_alerts", "social/bing_news", "social/hackernews", "hostile/feeds",
             "reviews/blocked", "reviews/apple_app_store", "reviews/trustpilot", "reviews/generic_page")  # fmt: skip
    FOLDERS = [SHARED / name for name in NAMES]

    @pytest.mark.parametrize("folder", FOLDERS, ids=[str(folder.relative_to(SHARED)) for folder in FOLDERS])
    def test_whatever_a_file_holds_there_is_an_object(folder: Path) -> None:
        for file in sorted(one for one in folder.iterdir() if one.is_file()):
            said = preview(str(file), "--json")
            shown = orjson.loads(said.out)
            assert list(shown) == KEYS, file
            assert said.code == (0 if shown["outcome"] in ("items", "empty") else 3), file
            assert bool(shown["items"]) == (shown["outcome"] == "items"), file
