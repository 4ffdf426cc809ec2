"""`monitor init` against real servers on loopback: what it asks, tries and writes, and that what it wrote works."""

import asyncio
import os
import pty
import signal
import stat
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook

from monitor import config
from monitor.cli import _init_check
from monitor.cli._init_answers import APP, FEED, PAGE, Answers, Mail, Place
from monitor.cli._init_file import written
from monitor.notify import notifiers
from monitor.settings import BrandSettings, Settings, SourceSettings
from sources import connectors
from tests.cli.desk import Desk, Said, monitor, monitor_beside
from tests.notify.postoffice import RealOffice
from tools.demolib.loopback import Asked, Loopback, Reply

pytestmark = pytest.mark.slow  # processes of their own, with servers and terminals

HOME = ("--allow", "127.0.0.0/8")
PAGES = Path(__file__).parents[1] / "fixtures/review_page"
APPS = Path(__file__).parents[1] / "fixtures/apple_app_store"


def feed(*titles: str) -> bytes:
    """Newest first, one an hour."""
    now = datetime.now(UTC)
    entries = "".join(
        f"<item><title>{title}</title><guid>urn:acme:{title}</guid>"
        f"<pubDate>{now - timedelta(hours=hours):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for hours, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>News</title>{entries}</channel></rss>'.encode()


LINKS = b"""<!doctype html><html><head><title>Acme</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Welcome</body></html>"""


@dataclass
class Street:
    """Pages by path, and a webhook that takes everything and keeps it."""

    pages: dict[str, bytes] = field(default_factory=dict)
    hook: int = 204
    posted: list[Asked] = field(default_factory=list)

    async def answer(self, asked: Asked) -> Reply:
        if asked.path.startswith("/hook"):
            self.posted.append(asked)
            return Reply(self.hook)
        page = self.pages.get(asked.path)
        return Reply(404) if page is None else Reply(200, page)

    def opened(self, secret: str) -> list[dict[str, Any]]:
        """What was posted, each signature checked."""
        return [Webhook(secret).verify(one.body, dict(one.headers)) for one in self.posted]


def read(folder: Path, name: str = "config.toml") -> dict[str, Any]:
    return tomllib.loads((folder / name).read_text())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_what_it_wrote_tells_the_first_negative_and_signs_it(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("Acme opens a store")})
    async with Loopback(street.answer) as server:
        words = ("--brand", "Acme", "--feed", f"{server.origin}/feed.xml", "--webhook", f"{server.origin}/hook/s3cret")
        said = await monitor_beside("init", *words, *HOME, folder=tmp_path)
        assert (said.code, len(street.posted)) == (0, 1), said
        assert (await monitor_beside("poll", folder=tmp_path)).code == 0
        street.pages["/feed.xml"] = feed(
            "Acme is terrible, they lost my parcel and nobody answers", "Acme opens a store"
        )
        assert (await monitor_beside("poll", "--all", folder=tmp_path)).code == 0
        assert (await monitor_beside("deliver", folder=tmp_path)).code == 0
    secret = (tmp_path / "config.webhook-secret").read_text().strip()
    test, told = street.opened(secret)
    assert test["type"] == "test"
    assert [one["title"] for one in told["data"]["mentions"]] == [
        "Acme is terrible, they lost my parcel and nobody answers"
    ]
    assert told["data"]["subscription"] == "unhappy-to-webhook"
    assert secret not in said.out + said.err + (tmp_path / "config.toml").read_text()
    assert "s3cret" not in said.out + said.err
    assert said.out.endswith("next:\n  monitor check\n  monitor run\n")


async def test_the_files_are_for_their_owner_alone_and_the_config_reads_well(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("Acme opens")})
    async with Loopback(street.answer) as server:
        address = f"{server.origin}/feed.xml"
        words = ("--brand", "Acme", "--feed", address, "--webhook", f"{server.origin}/hook")
        said = await monitor_beside("init", *words, *HOME, "--json", folder=tmp_path)
    assert said.code == 0
    assert said.object == {
        "config": "config.toml",
        "written": True,
        "secret_file": "config.webhook-secret",
        "sources": [
            {
                "name": "127.0.0.1",
                "kind": "feed",
                "address": address,
                "brand": None,
                "outcome": "items",
                "items": 1,
                "about": "1 of 1 entries name the brand: its query decides",
                "feeds": [],
                "why": "",
            }
        ],
        "notifiers": [{"name": "127.0.0.1", "kind": "webhook", "outcome": "accepted", "why": ""}],
        "next": ["monitor check", "monitor run"],
    }
    assert mode(tmp_path / "config.toml") == mode(tmp_path / "config.webhook-secret") == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "config.webhook-secret"]
    lines = (tmp_path / "config.toml").read_text().splitlines()
    keys = [line for line in lines if line and not line.startswith(("#", "["))]
    assert keys
    assert all(" # " in line for line in keys)


async def test_a_mail_is_tried_with_the_password_of_the_environment(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("Acme opens")})
    async with Loopback(street.answer) as server, RealOffice(logins={"me": "hunter2"}) as office:
        words = ("--brand", "Acme", "--feed", f"{server.origin}/feed.xml", "--mail", "care@ACME.example")
        post = ("--smtp", office.url, "--sender", "monitor@acme.example", "--username", "me")
        without = await monitor_beside("init", *words, *post, *HOME, folder=tmp_path)
        assert (without.code, (tmp_path / "config.toml").exists()) == (1, False)
        assert "SMTP_PASSWORD" in without.out
        environ = {"SMTP_PASSWORD": "hunter2"}
        said = await monitor_beside("init", *words, *post, *HOME, folder=tmp_path, environ=environ)
    assert said.code == 0, said
    assert [mail.recipients for mail in office.taken] == [("care@acme.example",)]
    document = read(tmp_path)
    assert document["notifiers"][0]["password"] == "env:SMTP_PASSWORD"
    assert document["subscriptions"][0]["to"] == ["care@acme.example"]
    assert "hunter2" not in (tmp_path / "config.toml").read_text() + said.out + said.err
    assert not (tmp_path / "config.webhook-secret").exists()


FAILURES: dict[str, tuple[str, dict[str, bytes], int, tuple[str, ...], str]] = {
    "an address that answers 404": ("--feed", {}, 204, HOME, "404"),
    "a page without feeds and reviews": ("--page", {"/x": b"<html><p>Hello</p></html>"}, 204, HOME, "changed"),
    "a page that is no feed but links to one": ("--feed", {"/x": LINKS}, 204, HOME, "/feed.xml; --feed watches it"),
    "a private address that is not allowed": ("--feed", {"/x": feed("a")}, 204, (), "only with --allow 127.0.0.0/8"),
    "a webhook that refuses": ("--feed", {"/x": feed("a")}, 401, HOME, "answered 401"),
}


@pytest.mark.parametrize(("option", "pages", "hook", "more", "text"), FAILURES.values(), ids=FAILURES)
async def test_what_fails_is_shown_and_no_configuration_is_written(
    tmp_path: Path, option: str, pages: dict[str, bytes], hook: int, more: tuple[str, ...], text: str
) -> None:
    street = Street(pages, hook)
    async with Loopback(street.answer) as server:
        words = ("--brand", "Acme", option, f"{server.origin}/x", "--webhook", f"{server.origin}/hook")
        said = await monitor_beside("init", *words, *more, folder=tmp_path)
        assert said.code == 1
        assert text in said.out + said.err
        assert not (tmp_path / "config.toml").exists()
        unchecked = await monitor_beside("init", *words, *more, "--no-check", folder=tmp_path)
    assert unchecked.code == 0
    assert read(tmp_path)["network"] == {"allow": list(more[1:])}


async def test_a_receiver_that_checks_signatures_can_learn_the_secret_and_the_next_try_uses_it(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("a")}, hook=401)
    async with Loopback(street.answer) as server:
        words = ("--brand", "Acme", "--feed", f"{server.origin}/feed.xml", "--webhook", f"{server.origin}/hook", *HOME)
        first = await monitor_beside("init", *words, folder=tmp_path)
        secret = (tmp_path / "config.webhook-secret").read_text()
        street.hook = 204
        second = await monitor_beside("init", *words, "--json", folder=tmp_path)
    assert (first.code, second.code) == (1, 0)
    assert "new; the receiver needs it too" in first.out
    assert second.object["secret_file"] == "config.webhook-secret"
    assert (tmp_path / "config.webhook-secret").read_text() == secret
    assert [one["type"] for one in street.opened(secret.strip())] == ["test", "test"]


async def test_what_can_be_read_decides_what_an_address_is(tmp_path: Path) -> None:
    street = Street({"/p": (PAGES / "microdata.html").read_bytes(), "/f": feed("Acme opens", "Weather")})
    async with Loopback(street.answer) as server:
        mixed_up = ("--feed", f"{server.origin}/p", "--page", f"{server.origin}/f")
        words = ("--brand", "Acme", *mixed_up, "--webhook", f"{server.origin}/hook", *HOME)
        said = await monitor_beside("init", *words, folder=tmp_path)
    assert said.code == 0, said
    page, news = read(tmp_path)["sources"]
    assert (page["kind"], page["brand"], news["kind"]) == ("review_page", "Acme", "feed")
    assert "brand" not in news  # one entry of two names it: each is asked
    assert [page["name"], news["name"]] == ["127.0.0.1", "127.0.0.1-2"]


def test_an_existing_configuration_is_kept_and_force_overwrites_it(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("mine")
    words = ("init", "--brand", "Acme", "--feed", "https://a.test/f", "--webhook", "https://b.test/h", "--no-check")
    kept = monitor(*words, folder=tmp_path)
    assert (kept.code, (tmp_path / "config.toml").read_text()) == (2, "mine")
    assert "--force overwrites it" in kept.err
    assert monitor(*words, "--force", folder=tmp_path).code == 0
    assert read(tmp_path)["brands"] == [{"name": "Acme"}]


def test_a_named_configuration_is_written_there_and_named_in_what_comes_next(tmp_path: Path) -> None:
    (tmp_path / "my conf").mkdir()
    words = ("--brand", "Acme", "--feed", "https://a.test/f", "--webhook", "https://b.test/h", "--no-check", "--json")
    said = monitor("init", *words, "--config", "my conf/acme.toml", folder=tmp_path)
    assert said.object["next"] == [
        "monitor check --config 'my conf/acme.toml'",
        "monitor run --config 'my conf/acme.toml'",
    ]
    assert said.object["sources"][0]["outcome"] is None
    assert read(tmp_path / "my conf", "acme.toml")["notifiers"][0]["secret"] == "file:acme.webhook-secret"
    assert monitor("check", "--config", "my conf/acme.toml", folder=tmp_path).code == 0


def test_a_secret_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "config.webhook-secret").write_text("whsec_x")
    (tmp_path / "config.webhook-secret").chmod(0o644)
    words = ("--brand", "Acme", "--feed", "https://a.test/f", "--webhook", "https://b.test/h", "--no-check")
    said = monitor("init", *words, folder=tmp_path)
    assert (said.code, (tmp_path / "config.toml").exists()) == (2, False)
    assert "is open to others" in said.err


BRAND = ("--brand", "Acme")
NEWS = ("--feed", "https://a.test/f")
BELL = ("--webhook", "https://b.test/h")
POST = ("--mail", "care@a.test", "--smtp", "smtp://m.test", "--sender", "me@a.test")
WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing at all": ((), "--brand is missing; --feed, --page or --app is missing; --webhook or --mail is missing"),
    "no brand": ((*NEWS, *BELL), "--brand is missing"),
    "no address": ((*BRAND, *BELL), "--feed, --page or --app is missing"),
    "nobody to tell": ((*BRAND, *NEWS), "--webhook or --mail is missing"),
    "a mail without a server": ((*BRAND, *NEWS, *POST[:2], *POST[4:]), "--smtp is missing"),
    "a mail without a sender": ((*BRAND, *NEWS, *POST[:4]), "--sender is missing"),
    "a server without a mail": ((*BRAND, *NEWS, *BELL, *POST[2:4]), "--smtp says nothing without --mail"),
    "a country without an app": ((*BRAND, *NEWS, *BELL, "--country", "us"), "--country says nothing without --app"),
    "an empty brand": (("--brand", "", *NEWS, *BELL), "--brand: a name has 1 to 100 characters"),
    "a brand without words": (("--brand", "!!!", *NEWS, *BELL), "--brand: "),
    "a brand that would end the text": (("--brand", 'a"\nx = "', *NEWS, *BELL), "--brand: a name cannot hold"),
    "a feed without scheme": ((*BRAND, "--feed", "a.test/f", *BELL), "--feed: the URL does not begin with http"),
    "a feed that is a file": ((*BRAND, "--feed", "file:///etc/passwd", *BELL), "--feed: the URL does not begin"),
    "a password in a page": ((*BRAND, "--page", "https://me:hunter2@a.test/", *BELL), "--page: the URL holds a user"),
    "an app by its name": ((*BRAND, "--app", "acme", *BELL), "--app: "),
    "a country that Apple refuses": ((*BRAND, "--app", "1", "--country", "uk", *BELL), "--app: the United Kingdom"),
    "a webhook that is a mail": ((*BRAND, *NEWS, "--webhook", "care@a.test"), "--webhook: the url must be http"),
    "a password in a webhook": (
        (*BRAND, *NEWS, "--webhook", "https://me:hunter2@a.test/"),
        "--webhook: the url must not",
    ),
    "a mail that is none": ((*BRAND, *NEWS, "--mail", "care", *POST[2:]), "--mail: 'care' is not one plain mail"),
    "a server that is a web page": ((*BRAND, *NEWS, *POST[:2], "--smtp", "http://m.test"), "--smtp: the server is"),
    "a database elsewhere": (
        (*BRAND, *NEWS, *BELL, "--database", "postgresql://me:hunter2@x/y"),
        "--database: postgre",
    ),
    "a database in no folder": ((*BRAND, *NEWS, *BELL, "--database", "sqlite:////nowhere/m.db"), "/nowhere: no such"),
    "a network that is none": ((*BRAND, *NEWS, *BELL, "--allow", "10.0.0.1/8"), "--allow: "),
    "a folder as configuration": ((*BRAND, *NEWS, *BELL, "--config", "."), "this is a folder"),
    "a folder that is not there": ((*BRAND, *NEWS, *BELL, "--config", "gone/c.toml"), "its folder is not there"),
}


@pytest.mark.parametrize(("words", "text"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_2_names_the_option_and_writes_nothing(
    tmp_path: Path, words: tuple[str, ...], text: str
) -> None:
    said = Desk(tmp_path).run("init", *words, "--no-check")
    assert (said.code, said.out) == (2, "")
    assert text in said.err
    assert "hunter2" not in said.err
    assert list(tmp_path.iterdir()) == []


TRICKY = Answers(
    brand="L'Oréal \U0001f484 #1 = [x]",
    places=(
        Place(FEED, "https://www.shop.example/a?q=%22x%22&y='z'#f"),
        Place(PAGE, "https://SHOP.example/b"),
        Place(FEED, "http://[::1]:8080/c", whole=False),
        Place(FEED, f"https://{'a' * 63}.{'b' * 63}.example/d"),
        Place(FEED, f"https://{'a' * 63}.{'b' * 63}.example/e"),
        Place(APP, "284882215", ("us", "gb")),
    ),
    webhook='https://crm.example/h?k="\\u0041',
    mail=Mail("care@a.test", "smtps://m.test", "me@a.test", 'do"main\\me\x7f'),
    database="sqlite:///my folder/m.db",
    allow=("127.0.0.0/8", "::1/128"),
)


def test_whatever_was_answered_comes_back_as_it_was(tmp_path: Path) -> None:
    text = written(TRICKY, "file:x")
    document = tomllib.loads(text)
    assert [source["url"] for source in document["sources"][:5]] == [place.address for place in TRICKY.places[:5]]
    names = [source["name"] for source in document["sources"]]
    assert names[:3] == ["shop.example", "shop.example-2", "::1"]
    assert (len(set(names)), names[5]) == (6, "app-284882215")
    assert document["notifiers"][0]["url"] == TRICKY.webhook
    assert document["notifiers"][1]["username"] == 'do"main\\me\x7f'
    usable = text.replace("\\\\u0041", "").replace('?k=\\"', "")
    settings = config.load_text(usable, tmp_path / "c.toml", {}, connectors=connectors(), notifiers=notifiers())
    assert settings.brands[0].name == TRICKY.brand
    assert [source.brand for source in settings.sources] == [TRICKY.brand] * 2 + [None] + [TRICKY.brand] * 3


def test_what_is_commented_out_is_right_when_it_is_put_in(tmp_path: Path) -> None:
    text = written(TRICKY, "file:x").replace("\\\\u0041", "").replace('?k=\\"', "")
    opened = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    settings = config.load_text(opened, tmp_path / "c.toml", {}, connectors=connectors(), notifiers=notifiers())
    assert settings.timezone == "Europe/Berlin"
    assert all(source.every for source in settings.sources)


def test_a_feed_is_read_each_minute_and_the_others_as_their_kind_does() -> None:
    sources = tomllib.loads(written(TRICKY, "file:x"))["sources"]
    assert [source.get("every") for source in sources] == ["1m", None, "1m", "1m", "1m", None]


def item(title: str, *, rated: bool = False) -> dict[str, Any]:
    return {"title": title, "text": "", "author": {"name": None}, "rating": {"value": 1, "best": 5} if rated else None}


ABOUT = {
    "a page of reviews": (Place(PAGE, "https://a.test/x"), [item("bad"), item("Acme")], True),
    "a feed of ratings": (Place(FEED, "https://a.test/x"), [item("Acme", rated=True), item("bad", rated=True)], True),
    "a feed at the brand's own address": (Place(FEED, "https://a.test/ac-me.rss"), [item("Acme"), item("x")], False),
    "a feed in which five entries name it": (Place(FEED, "https://a.test/x"), [item("ACME!")] * 5, True),
    "a feed in which four of four name it": (Place(FEED, "https://a.test/x"), [item("Acme")] * 4, False),
    "a feed in which some entries name it": (Place(FEED, "https://a.test/x"), [item("Acme"), item("Rain")], False),
    "a feed in which none does": (Place(FEED, "https://a.test/x"), [item("Broken"), item("Late")], False),
    "a feed without entries": (Place(FEED, "https://a.test/x"), [], False),
}


@pytest.mark.parametrize(("place", "items", "whole"), ABOUT.values(), ids=ABOUT)
def test_what_an_address_is_about(place: Place, items: list[dict[str, Any]], whole: bool) -> None:
    assert _init_check.all_about(place, items, BrandSettings("Acme", '"Acme"'))[0] is whole


PRIVATE = {
    "http://127.0.0.1:80/": ("127.0.0.0/8",),
    "http://localhost/": ("127.0.0.0/8", "::1/128"),
    "http://[::1]/": ("::1/128",),
    "http://192.168.1.5/x": ("192.168.1.5/32",),
    "http://10.1.2.3/": (),
    "http://93.184.216.34/": (),
    "https://a.test/": (),
}


@pytest.mark.parametrize(("url", "networks"), PRIVATE.items(), ids=PRIVATE)
def test_which_networks_a_private_address_needs(url: str, networks: tuple[str, ...]) -> None:
    assert _init_check.private(url, [ip_network("10.0.0.0/8")]) == networks


async def test_an_app_is_previewed_like_the_rest(tmp_path: Path) -> None:
    xml = (APPS / "page.xml").read_bytes()

    async def apple(asked: Asked) -> Reply:
        return Reply(200, xml)

    async with Loopback(apple) as server:
        source = SourceSettings("app", APP, {"app": "1", "countries": ["us"], "base_url": server.origin})
        settings = Settings(
            "sqlite:///x", network=local_network(), brands=(BrandSettings("Acme", '"Acme"'),), sources=(source,)
        )
        (seen,) = await asyncio.to_thread(_init_check.seen, settings, [Place(APP, "1", ("us",))])
    assert (seen.readable, seen.place.whole, seen.items > 0) == (True, True, True)


def local_network() -> Any:
    text = '[monitor]\ndatabase = "sqlite:///x"\n[network]\nallow = ["127.0.0.0/8"]\n'
    return config.load_text(text, Path("c.toml"), {}, connectors={}, notifiers={}).network


# on a terminal


async def asked(folder: Path, *words: str, answers: Sequence[str]) -> Said:
    """Somebody sits at a terminal and types these lines."""
    return await asyncio.to_thread(_typed, folder, words, answers)


def _typed(folder: Path, words: Sequence[str], answers: Sequence[str]) -> Said:
    ours, theirs = pty.openpty()
    try:
        os.write(ours, "".join(f"{line}\n" for line in answers).encode())
        done = subprocess.run(
            [sys.executable, "-m", "monitor", "init", *words],
            cwd=folder,
            stdin=theirs,
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


async def test_on_a_terminal_it_asks_for_what_is_missing(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("Acme opens")})
    async with Loopback(street.answer) as server:
        address = f"{server.origin}/feed.xml"
        answers = ["", "Acme", "no address", address, "", "", "", "", "webhook", f"{server.origin}/hook", "y"]
        said = await asked(tmp_path, *HOME, "--json", answers=answers)
    assert said.code == 0, said
    assert orjson.loads(said.out)["written"] is True
    assert "the URL holds a space" in said.err
    assert "config.webhook-secret" in said.err
    assert [source["url"] for source in read(tmp_path)["sources"]] == [address]
    assert len(street.posted) == 1


async def test_each_address_is_tried_when_it_is_given_and_a_private_one_may_be_allowed(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("Acme opens")})
    async with Loopback(street.answer) as server:
        gone, there = f"{server.origin}/gone.xml", f"{server.origin}/feed.xml"
        places = ["Acme", gone, "y", "n", there, "y", "", "", ""]  # allow it, do not keep it; all of it is about us
        said = await asked(tmp_path, answers=[*places, "webhook", f"{server.origin}/hook", "n"])
    assert said.code == 0, said
    assert said.err.count("lies in a private network") == 1
    assert said.err.index("404") < said.err.index("(empty: no more)")
    assert read(tmp_path)["network"] == {"allow": ["127.0.0.0/8"]}
    assert [(source["url"], source["brand"]) for source in read(tmp_path)["sources"]] == [(there, "Acme")]


async def test_the_feeds_that_a_page_links_to_are_offered(tmp_path: Path) -> None:
    street = Street({"/": LINKS, "/feed.xml": feed("Acme opens")})
    async with Loopback(street.answer) as server:
        linked = f"{server.origin}/feed.xml"
        words = ("--brand", "Acme", "--page", f"{server.origin}/", "--webhook", f"{server.origin}/hook", *HOME)
        said = await asked(tmp_path, *words, answers=["n", "y", "n", "n"])
    assert said.code == 0, said
    assert [(source["kind"], source["url"]) for source in read(tmp_path)["sources"]] == [("feed", linked)]
    assert street.posted == []  # the last answer


async def test_what_fails_may_be_kept(tmp_path: Path) -> None:
    street = Street({}, hook=401)
    async with Loopback(street.answer) as server:
        words = ("--brand", "Acme", "--feed", f"{server.origin}/gone", "--webhook", f"{server.origin}/hook", *HOME)
        refused = await asked(tmp_path, *words, answers=["n"])
        assert (refused.code, list(tmp_path.iterdir())) == (1, [])
        kept = await asked(tmp_path, *words, answers=["y", "y", "y"])
    assert kept.code == 0, kept
    assert len(read(tmp_path)["sources"]) == 1


async def test_who_refuses_the_test_message_is_replaced_and_the_other_answers_stay(tmp_path: Path) -> None:
    street = Street({"/feed.xml": feed("Acme opens")}, hook=401)
    async with Loopback(street.answer) as server, RealOffice() as office:
        news = f"{server.origin}/feed.xml"
        words = ("--brand", "Acme", "--feed", news, "--webhook", f"{server.origin}/hook", *HOME)
        mail = ["mail", "care@a.test", office.url, "", ""]
        said = await asked(tmp_path, *words, answers=["n", "y", "n", "y", *mail])
    assert said.code == 0, said
    assert [one["kind"] for one in read(tmp_path)["notifiers"]] == ["email"]
    assert [one["url"] for one in read(tmp_path)["sources"]] == [news]
    assert len(office.taken) == 1


_AS_FROM_A_SHELL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
from monitor.__main__ import main
main()
"""
"""Who ran the tests in the background let them inherit a SIGINT that is ignored."""


def test_ctrl_c_at_a_question_is_130_and_quiet(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", _AS_FROM_A_SHELL, "init"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stderr=subprocess.PIPE) as asking:
        assert asking.stderr is not None
        assert os.read(asking.stderr.fileno(), 100) == b"The brand to watch: "
        _interrupt(asking)
        said = asking.stderr.read()
    os.close(ours)
    os.close(theirs)
    assert (asking.returncode, said.strip(), list(tmp_path.iterdir())) == (130, b"", [])


def _interrupt(asking: subprocess.Popen[bytes]) -> None:
    """Python hears a signal between two steps: one that falls just before the read waits for the next, as a person
    does who presses again.
    """
    for _ in range(20):
        asking.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            asking.wait(2)
            return
    asking.kill()


async def test_the_end_of_input_at_a_question_is_1(tmp_path: Path) -> None:
    said = await asked(tmp_path, answers=["Acme", "\x04"])
    assert (said.code, said.err.endswith("Aborted!\n"), list(tmp_path.iterdir())) == (1, True, [])


async def test_mail_is_asked_for_with_its_server(tmp_path: Path) -> None:
    async with RealOffice() as office:
        answers = ["mail", "care@a.test", "http://wrong", office.url, "", ""]
        said = await asked(tmp_path, "--brand", "Acme", "--feed", "https://a.test/f", "--no-check", answers=answers)
    assert said.code == 0, said
    (notifier,) = read(tmp_path)["notifiers"]
    assert (notifier["smtp_url"], notifier["sender"], "username" in notifier) == (office.url, "care@a.test", False)
