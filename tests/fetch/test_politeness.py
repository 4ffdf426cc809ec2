"""How a host is treated: one at a time, paced, paused when it asks, and read as its robots.txt says."""

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import tenacity

from monitor.errors import BadStatus, FetchError, HostPaused, Refused
from monitor.fetch import Client, Limits
from monitor.fetch.politeness import Hosts
from monitor.fetch.robots import Rules
from monitor.settings import NetworkSettings
from monitor.source import Request
from tests.fetch.badserver import Asked, BadServer, Behaviour, answers, hangs, redirects

ROBOTS = Path(__file__).parents[2].parent / "shared" / "fixtures" / "hostile" / "robots"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALLOW = (ip_network("127.0.0.0/8"),)
OK = answers(200, b"ok")


async def everything_is_here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def a_client(pace: float = 0.0, limits: Limits | None = None, in_flight: int = 200, **hosts: float) -> Client:
    network = NetworkSettings(
        allow=ALLOW,
        pace=timedelta(seconds=pace),
        hosts={name.replace("_", "."): timedelta(seconds=seconds) for name, seconds in hosts.items()},
    )
    return Client(
        network,
        version="1",
        now=lambda: NOW,
        limits=limits or Limits(total=2.0, read=1.0),
        in_flight=in_flight,
        resolver=everything_is_here,
        retry_wait=tenacity.wait_none(),
    )


def slowly(seconds: float) -> Behaviour:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await OK(asked, writer)

    return behave


def paced(asked: Sequence[Asked], since: float, pace: float) -> bool:
    """The request number n (from 0) came no earlier than n paces after `since`: true on the slowest machine, where
    the gaps between arrivals are not.
    """
    return all(each.at - since >= number * pace - 0.001 for number, each in enumerate(asked))


def now() -> float:
    return asyncio.get_running_loop().time()


async def get(client: Client, url: str, *, robots: bool = False) -> None:
    await client.fetch(Request(url, robots=robots))


async def test_a_host_answers_one_request_at_a_time() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/", slowly(0.02))
        await asyncio.gather(*(get(client, server.url(f"/?{n}")) for n in range(8)))
        assert (server.most_at_once, len(server.asked)) == (1, 8)


async def test_two_ports_of_one_name_are_two_hosts() -> None:
    async with BadServer() as one, BadServer() as two, a_client(pace=30) as client:
        for server in (one, two):
            server.on("/", OK)
            async with asyncio.timeout(10):
                await get(client, server.url("/"))


async def test_the_starts_of_requests_keep_the_pace() -> None:
    async with BadServer() as server, a_client(pace=0.1) as client:
        server.on("/", OK)
        begun = now()
        await asyncio.gather(*(get(client, server.url("/")) for _ in range(4)))
        assert len(server.asked) == 4
        assert paced(server.asked, begun, 0.1)


async def test_a_single_host_can_have_its_own_pace() -> None:
    async with BadServer() as server, a_client(pace=30, fast_example_com=0.0) as client:
        server.on("/", OK)
        async with asyncio.timeout(10):
            for _ in range(3):
                await get(client, server.url("/", "fast.example.com"))


async def test_a_redirect_is_paced_at_the_host_it_leads_to() -> None:
    async with BadServer() as server, a_client(pace=0.1) as client:
        server.on("/old", redirects(301, "/new"))
        server.on("/new", OK)
        begun = now()
        await get(client, server.url("/old"))
        assert len(server.asked) == 2
        assert paced(server.asked, begun, 0.1)


async def test_waiting_for_a_turn_is_not_counted_as_slowness() -> None:
    async with BadServer() as server, a_client(pace=0.3, limits=Limits(total=1.0)) as client:
        server.on("/", OK)
        await asyncio.gather(*(get(client, server.url("/")) for _ in range(5)))
        assert len(server.asked) == 5


async def test_who_waits_for_a_pace_holds_no_place_of_another_host() -> None:
    async with BadServer() as paced, BadServer() as free, a_client(pace=30, in_flight=1) as client:
        paced.on("/", OK)
        free.on("/", OK)
        await get(client, paced.url("/"))
        waiting = [asyncio.create_task(get(client, paced.url("/"))) for _ in range(5)]
        async with asyncio.timeout(10):
            await get(client, free.url("/"))
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_no_more_requests_are_in_flight_than_places() -> None:
    async with BadServer() as server, a_client(in_flight=3) as client:
        server.on("/", slowly(0.03))
        await asyncio.gather(*(get(client, server.url("/", f"h{n}.example.com")) for n in range(12)))
        assert (server.most_at_once, len(server.asked)) == (3, 12)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_a_pause_is_left_alone_with_all_its_sources(status: int) -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/a", answers(status, b"", "Retry-After: 100"))
        server.on("/b", OK)
        with pytest.raises(BadStatus):
            await get(client, server.url("/a"))
        with pytest.raises(HostPaused) as paused:
            await get(client, server.url("/b"))
        assert 99 < (paused.value.retry_after or 0) <= 100
        assert len(server.asked) == 1
        await get(client, server.url("/b", "other.example.com"))


async def test_requests_that_already_wait_are_told_of_the_pause_at_once() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/", answers(429, b"", "Retry-After: 100"))
        results = await asyncio.gather(*(get(client, server.url("/")) for _ in range(5)), return_exceptions=True)
        assert [type(result) for result in results] == [BadStatus, *[HostPaused] * 4]
        assert len(server.asked) == 1


async def test_a_pause_ends() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/", answers(503, b"", "Retry-After: 1"), OK)
        with pytest.raises(BadStatus):
            await get(client, server.url("/"))
        with pytest.raises(HostPaused) as paused:
            await get(client, server.url("/"))
        await asyncio.sleep(paused.value.retry_after or 0)
        await get(client, server.url("/"))


async def test_a_longer_pause_is_not_shortened_by_a_later_one() -> None:
    hosts = Hosts(NetworkSettings())
    hosts.pause("a:80", 100)
    hosts.pause("a:80", 1)
    with pytest.raises(HostPaused) as paused:
        async with hosts.turn("a:80"):
            pass
    assert (paused.value.retry_after or 0) > 90


async def test_hosts_are_forgotten_when_nothing_about_them_matters() -> None:
    hosts = Hosts(NetworkSettings(pace=timedelta(0)))
    hosts.pause("paused:80", 100)
    for n in range(5000):
        async with hosts.turn(f"h{n}:80"):
            pass
    assert len(hosts._hosts) <= 1100
    assert "paused:80" in hosts._hosts


# robots.txt


async def test_a_page_that_robots_txt_forbids_is_not_asked_for() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/robots.txt", answers(200, b"User-agent: monitor\nDisallow: /private\n\nUser-agent: *\nDisallow: /"))
        server.on("/open", OK)
        server.on("/private", OK)
        await get(client, server.url("/open"), robots=True)
        with pytest.raises(Refused, match=r"robots\.txt"):
            await get(client, server.url("/private/page"), robots=True)
        assert server.targets() == ["/robots.txt", "/open"]


async def test_a_feed_does_not_ask_robots_txt() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/robots.txt", answers(200, b"User-agent: *\nDisallow: /"))
        server.on("/feed", OK)
        await get(client, server.url("/feed"))
        assert server.targets() == ["/feed"]


async def test_robots_txt_is_asked_for_once_however_many_pages_want_it() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/robots.txt", answers(200, b""))
        server.on("/", OK)
        await asyncio.gather(*(get(client, server.url("/"), robots=True) for _ in range(5)))
        assert server.targets() == ["/robots.txt", *["/"] * 5]


async def test_robots_txt_is_asked_for_again_when_it_is_old() -> None:
    async with BadServer() as server, a_client(limits=Limits(robots_age=0)) as client:
        server.on("/robots.txt", answers(200, b""), answers(200, b"User-agent: *\nDisallow: /"))
        server.on("/", OK)
        await get(client, server.url("/"), robots=True)
        with pytest.raises(Refused):
            await get(client, server.url("/"), robots=True)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_no_robots_txt_means_no_rules(status: int) -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/robots.txt", answers(status, b"User-agent: *\nDisallow: /"))
        server.on("/", OK)
        await get(client, server.url("/"), robots=True)


@pytest.mark.parametrize("behaviour", [answers(500), answers(503), answers(429), hangs, answers(302)])
async def test_nothing_is_read_while_robots_txt_is_out_of_reach(behaviour: Behaviour) -> None:
    async with BadServer() as server, a_client(limits=Limits(total=0.3)) as client:
        server.on("/robots.txt", behaviour)
        server.on("/", OK)
        for _ in range(2):
            with pytest.raises(Refused):
                await get(client, server.url("/"), robots=True)
        assert "/" not in server.targets()


async def test_an_unreachable_robots_txt_is_asked_for_again_soon() -> None:
    async with BadServer() as server, a_client(limits=Limits(robots_retry=0)) as client:
        server.on("/robots.txt", answers(500), answers(200, b""))
        server.on("/", OK)
        with pytest.raises(Refused):
            await get(client, server.url("/"), robots=True)
        await get(client, server.url("/"), robots=True)


async def test_robots_txt_of_a_redirect_target_counts_too() -> None:
    async with BadServer() as server, BadServer() as other, a_client() as client:
        server.on("/robots.txt", answers(404))
        server.on("/", redirects(302, other.url("/page")))
        other.on("/robots.txt", answers(200, b"User-agent: *\nDisallow: /"))
        with pytest.raises(Refused):
            await get(client, server.url("/"), robots=True)
        assert other.targets() == ["/robots.txt"]


async def test_robots_txt_may_be_redirected() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/robots.txt", redirects(301, "/real-robots.txt"))
        server.on("/real-robots.txt", answers(200, b"User-agent: *\nDisallow: /"))
        with pytest.raises(Refused):
            await get(client, server.url("/"), robots=True)


async def test_of_a_long_robots_txt_the_beginning_counts() -> None:
    limits = Limits(robots=1000)
    async with BadServer() as server, a_client(limits=limits) as client:
        rules = b"User-agent: *\nDisallow: /early\n" + b"# filler\n" * 500 + b"Disallow: /late\n"
        server.on("/robots.txt", answers(200, rules))
        server.on("/late", OK)
        await get(client, server.url("/late"), robots=True)
        with pytest.raises(Refused):
            await get(client, server.url("/early"), robots=True)


async def test_crawl_delay_raises_the_pace_of_the_host() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/robots.txt", answers(200, b"User-agent: *\nCrawl-delay: 0.15"))
        server.on("/", OK)
        begun = now()
        for _ in range(3):
            await get(client, server.url("/"), robots=True)
        assert len(server.asked) == 4
        assert paced(server.asked[1:], begun, 0.15)


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("10", 10.0), ("0.5", 0.5), ("nan", 0.0), ("inf", 0.0), ("-5", 0.0), ("soon", 0.0), ("", 0.0), ("1e9", 1e9)],
)
def test_a_crawl_delay_is_a_number_of_seconds_or_none(delay: str, seconds: float) -> None:
    assert Rules(f"User-agent: *\nCrawl-delay: {delay}".encode()).crawl_delay() == seconds


async def test_a_crawl_delay_of_a_day_counts_as_a_minute() -> None:
    hosts = Hosts(NetworkSettings())
    hosts.slow_down("a:80", 86_400)
    assert hosts._state("a:80").crawl_delay == 60


RULES: dict[str, tuple[bytes, str, bool]] = {
    "empty": (b"", "/x", True),
    "everything forbidden": (b"User-agent: *\nDisallow: /", "/x", False),
    "ours goes before the star": (b"User-agent: *\nDisallow: /\n\nUser-agent: Monitor\nAllow: /", "/x", True),
    "somebody else's": (b"User-agent: otherbot\nDisallow: /", "/x", True),
    "the longest rule counts": (b"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    "a wildcard": (b"User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    "a wildcard that ends elsewhere": (b"User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
    "the query counts": (b"User-agent: *\nDisallow: /*?sort=", "/list?sort=new", False),
    "the beginning of our name": (b"User-agent: mon\nDisallow: /", "/x", True),
    "our name and a version": (b"User-agent: Monitor/2.0 (all of them)\nDisallow: /", "/x", False),
    "a name with ours in it": (b"User-agent: uptime-monitor\nDisallow: /", "/x", True),
    "an unknown line inside a group": (b"User-agent: monitor\nNoindex: /y\nUser-agent: *\nDisallow: /", "/x", False),
    "no colon": (b"User-agent monitor\nDisallow /", "/x", False),
    "an escaped letter in the rule": (b"User-agent: *\nDisallow: /%7Euser", "/~user", False),
    "an escaped letter in the address": (b"User-agent: *\nDisallow: /~user", "/%7Euser", False),
    "a byte order mark": (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "/x", False),
    "not UTF-8": (b"User-agent: *\n# caf\xe9\nDisallow: /", "/x", False),
    "HTML": (b"<!doctype html><p>Not found", "/x", True),
    "nothing but zeros": (bytes(10_000), "/x", True),
}


@pytest.mark.parametrize(("body", "path", "allowed"), RULES.values(), ids=RULES)
def test_rules_are_read_as_rfc_9309_says(body: bytes, path: str, allowed: bool) -> None:
    assert Rules(body).allow(f"http://example.com{path}") is allowed


def test_a_hostile_robots_txt_does_not_hold_us_up() -> None:
    bodies = [
        b"User-agent: *\n" + b"".join(b"Disallow: /%d*a*b*c$\n" % n for n in range(20_000)),
        b"User-agent: *\nDisallow: /" + b"*a" * 250_000,
        b"".join(b"User-agent: bot%d\n" % n for n in range(30_000)) + b"Disallow: /",
    ]
    for body in bodies:
        begun = time.process_time()
        Rules(body[: 500 * 1024]).allow("http://example.com/" + "a" * 2000)
        assert time.process_time() - begun < 5


if ROBOTS.exists():
    CASES = json.loads((ROBOTS / "google_robotstxt_cases.json").read_text("utf-8"))

    @pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case['test']}" for n, case in enumerate(CASES)])
    def test_googles_cases_come_out_as_google_says(case: dict[str, Any]) -> None:
        rules = Rules(case["robotstxt"].encode(), case["ua"])
        assert rules.allow(case["url"]) is case["allowed"]

    @pytest.mark.parametrize("path", sorted((ROBOTS / "real_open").iterdir()), ids=lambda path: str(path.name))
    def test_a_real_robots_txt_is_read(path: Path) -> None:
        rules = Rules(path.read_bytes()[: 500 * 1024])
        assert rules.allow("https://example.com/") in (True, False)
        assert rules.crawl_delay() >= 0


def test_the_name_of_a_pause_is_its_own() -> None:
    assert issubclass(HostPaused, FetchError)
    assert HostPaused.name == "paused"
