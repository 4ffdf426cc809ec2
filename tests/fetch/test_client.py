"""The client against a real server that misbehaves: what comes back, and by which name it fails."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
import tenacity

from monitor.errors import BadAnswer, BadStatus, FetchError, HostPaused, Refused, TooLarge, TooSlow, Unreachable
from monitor.fetch import Client, Limits
from monitor.fetch.backend import Backend, Stream
from monitor.fetch.transport import Transport
from monitor.settings import NetworkSettings
from monitor.source import Fetched, NotModified, Request, Validators
from tests.fetch.badserver import BadServer, Behaviour, answers, drips, floods, hangs, redirects, resets, says

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LOOPBACK = NetworkSettings(allow=(ip_network("127.0.0.0/8"),), pace=timedelta(0))
QUICK = Limits(total=0.6, connect=0.5, read=0.3, body=100_000, robots=1_000)
FEED = b"<rss version='2.0'><channel><title>caf\xc3\xa9</title></channel></rss>"
HEAD = b"HTTP/1.1 200 OK\r\n"


async def everything_is_here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def a_client(network: NetworkSettings = LOOPBACK, limits: Limits = QUICK, in_flight: int = 200) -> Client:
    return Client(
        network,
        version="1.2",
        now=lambda: NOW,
        limits=limits,
        in_flight=in_flight,
        resolver=everything_is_here,
        retry_wait=tenacity.wait_none(),
    )


@pytest.fixture
async def server() -> AsyncIterator[BadServer]:
    async with BadServer() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with a_client() as made:
        yield made


async def fetched(client: Client, url: str, validators: Validators = Validators()) -> Fetched:  # noqa: B008 - frozen
    got = await client.fetch(Request(url), validators)
    assert isinstance(got, Fetched)
    return got


async def failure(client: Client, url: str, validators: Validators = Validators()) -> FetchError:  # noqa: B008 - frozen
    with pytest.raises(FetchError) as failed:
        await client.fetch(Request(url), validators)
    return failed.value


async def test_a_feed_comes_back_with_where_when_and_what(server: BadServer, client: Client) -> None:
    server.on("/feed", answers(200, FEED, "Content-Type: text/xml", 'ETag: W/"a b"', "Last-Modified: yesterday, about"))
    got = await fetched(client, server.url("/feed?key=1#top"))
    assert got.response.url == server.url("/feed?key=1")
    assert (got.response.status, got.response.body, got.response.at) == (200, FEED, NOW)
    assert got.response.headers["content-type"] == "text/xml"
    assert got.validators == Validators('W/"a b"', "yesterday, about")
    assert (got.moved, got.max_age) == (None, None)


async def test_the_request_says_who_asks_and_asks_for_gzip_only(server: BadServer, client: Client) -> None:
    server.on("/feed", answers(200, FEED))
    await client.fetch(Request(server.url("/feed"), accept="application/atom+xml"))
    headers = server.asked[0].headers
    assert headers["user-agent"] == "monitor/1.2"
    assert headers["accept"] == "application/atom+xml"
    assert headers["accept-encoding"] == "gzip"
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert not {"cookie", "authorization", "if-none-match", "if-modified-since"} & headers.keys()


async def test_the_contact_stands_in_the_user_agent(server: BadServer) -> None:
    server.on("/feed", answers(200, FEED))
    network = NetworkSettings(allow=LOOPBACK.allow, contact="https://example.org/bot")
    async with a_client(network) as client:
        await fetched(client, server.url("/feed"))
    assert server.asked[0].headers["user-agent"] == "monitor/1.2 (+https://example.org/bot)"


async def test_validators_travel_back_byte_for_byte_and_304_is_no_news(server: BadServer, client: Client) -> None:
    server.on(
        "/feed",
        answers(200, FEED, 'ETag: W/"\xe9"', "Last-Modified: gestern"),
        answers(304, b"", "Cache-Control: max-age=60"),
    )
    first = await fetched(client, server.url("/feed"))
    second = await client.fetch(Request(server.url("/feed")), first.validators)
    assert second == NotModified(max_age=60.0, moved=None)
    assert server.asked[1].headers["if-none-match"] == 'W/"\xe9"'
    assert server.asked[1].headers["if-modified-since"] == "gestern"
    assert server.connections == 1


async def test_an_unconditional_request_sends_no_validators(server: BadServer, client: Client) -> None:
    server.on("/feed", answers(200, FEED))
    await client.fetch(Request(server.url("/feed"), conditional=False), Validators("a", "b"))
    assert "if-none-match" not in server.asked[0].headers


async def test_304_to_a_request_without_validators_is_a_bad_answer(server: BadServer, client: Client) -> None:
    server.on("/feed", answers(304))
    assert isinstance(await failure(client, server.url("/feed")), BadAnswer)


@pytest.mark.parametrize(
    ("control", "age"),
    [("max-age=300", 300.0), ("public, Max-Age=43200", 43200.0), ("no-cache, max-age=300", None), ("no-store", None),
     ("s-maxage=9", None), ("max-age=-1", None), ("max-age=soon", None), ("max-age=١٢", None), ("", None)],
)  # fmt: skip
async def test_max_age_is_what_cache_control_says(
    server: BadServer, client: Client, control: str, age: float | None
) -> None:
    server.on("/feed", answers(200, FEED, f"Cache-Control: {control.encode().decode('latin-1')}"))
    assert (await fetched(client, server.url("/feed"))).max_age == age


@pytest.mark.parametrize("status", [204, 205])
async def test_an_answer_without_content_has_an_empty_body(server: BadServer, client: Client, status: int) -> None:
    server.on("/feed", answers(status))
    assert (await fetched(client, server.url("/feed"))).response.body == b""


ENCODED: dict[str, tuple[str, bytes, bytes]] = {
    "gzip": ("gzip", gzip.compress(FEED), FEED),
    "x-gzip": ("X-GZip", gzip.compress(FEED), FEED),
    "identity": ("identity", FEED, FEED),
    "two members": ("gzip", gzip.compress(FEED) + gzip.compress(b"more"), FEED + b"more"),
    "a thousand members": ("gzip", gzip.compress(b"a" * 50) * 1000, b"a" * 50_000),
    "padding after the last member": ("gzip", gzip.compress(FEED) + b"JUNK" * 1000, FEED),
    "gzip named, bytes plain": ("gzip", FEED, FEED),
    "gzip named, nothing sent": ("gzip", b"", b""),
    "gzip named, one byte": ("gzip", b"x", b"x"),
}


@pytest.mark.parametrize(("encoding", "sent", "body"), ENCODED.values(), ids=ENCODED)
async def test_gzip_is_unpacked_as_real_servers_send_it(
    server: BadServer, client: Client, encoding: str, sent: bytes, body: bytes
) -> None:
    server.on("/feed", answers(200, sent, f"Content-Encoding: {encoding}"))
    assert (await fetched(client, server.url("/feed"))).response.body == body


async def test_gzip_is_unpacked_when_it_comes_byte_by_byte(server: BadServer, client: Client) -> None:
    packed = gzip.compress(b"one") + gzip.compress(b"two")
    chunks = b"".join(b"1\r\n" + bytes([byte]) + b"\r\n" for byte in packed)
    server.on(
        "/feed", says(HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
    )
    assert (await fetched(client, server.url("/feed"))).response.body == b"onetwo"


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :] if at >= 0 else flipped(data, len(data) + at)


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)), packer.flush()])


WRONG: dict[str, tuple[Behaviour, type[FetchError]]] = {
    "a byte now and then": (drips(HEAD + b"\r\n"), TooSlow),
    "a header now and then": (drips(HEAD + b"X: "), TooSlow),
    "no answer": (hangs, TooSlow),
    "no end": (floods(), TooLarge),
    "a body over the limit": (answers(200, b"x" * 100_001), TooLarge),
    "a body that inflates past the limit": (
        answers(200, gzip.compress(bytes(100_001)), "Content-Encoding: gzip"),
        TooLarge,
    ),
    "brotli": (answers(200, FEED, "Content-Encoding: br"), BadAnswer),
    "zstd": (answers(200, FEED, "Content-Encoding: zstd"), BadAnswer),
    "deflate": (answers(200, zlib.compress(FEED), "Content-Encoding: deflate"), BadAnswer),
    "gzip twice": (answers(200, gzip.compress(gzip.compress(FEED)), "Content-Encoding: gzip, gzip"), BadAnswer),
    "gzip twice in two lines": (
        answers(200, gzip.compress(gzip.compress(FEED)), "Content-Encoding: gzip", "Content-Encoding: gzip"),
        BadAnswer,
    ),
    "gzip cut off": (answers(200, gzip.compress(FEED)[:-20], "Content-Encoding: gzip"), BadAnswer),
    "gzip cut off in its head": (answers(200, gzip.compress(FEED)[:5], "Content-Encoding: gzip"), BadAnswer),
    "gzip with a wrong checksum": (answers(200, flipped(gzip.compress(FEED), -5), "Content-Encoding: gzip"), BadAnswer),
    "second member cut off": (
        answers(200, gzip.compress(FEED) + gzip.compress(FEED)[:-4], "Content-Encoding: gzip"),
        BadAnswer,
    ),
    "less than was promised": (says(HEAD + b"Content-Length: 1000\r\n\r\nshort"), BadAnswer),
    "bad chunks": (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n"), BadAnswer),
    "a header of 1 MiB": (says(HEAD + b"X-Big: " + b"a" * (1 << 20) + b"\r\n\r\nx"), BadAnswer),
    "ten thousand headers": (
        says(HEAD + b"".join(b"X-%d: 1234567890\r\n" % n for n in range(10_000)) + b"\r\nx"),
        BadAnswer,
    ),
    "no HTTP": (says(b"220 mail.example ESMTP\r\n\r\n"), BadAnswer),
    "two lengths": (says(HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), BadAnswer),
    "an upgrade nobody asked for": (
        says(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        FetchError,
    ),
    "a reset": (resets(HEAD + b"Content-Length: 100000\r\n\r\nabc"), Unreachable),
    "a close without an answer": (says(b""), Unreachable),
    "a redirect to nowhere": (answers(302), BadAnswer),
    "a redirect without end": (redirects(302, "/"), BadAnswer),
    "a redirect inside": (redirects(302, "http://10.0.0.1/latest/meta-data/"), Refused),
    "a redirect to a file": (redirects(302, "file:///etc/passwd"), Refused),
    "a redirect with a password": (redirects(302, "http://user:word@127.0.0.1/"), Refused),
    "a redirect with a tab": (redirects(302, "http://127.0.0.1\t.evil/"), Refused),
    "300": (answers(300), BadStatus),
    "404": (answers(404), BadStatus),
    "500": (answers(500), BadStatus),
    "999": (answers(999), BadStatus),
}


@pytest.mark.parametrize(("behaviour", "error"), WRONG.values(), ids=WRONG)
async def test_what_goes_wrong_has_a_name(
    server: BadServer, client: Client, behaviour: Behaviour, error: type[FetchError]
) -> None:
    server.on("/", behaviour)
    failed = await failure(client, server.url("/?token=geheim"))
    assert isinstance(failed, error)
    assert f"127.0.0.1:{server.port}" in str(failed) or "10.0.0.1 is not contacted" in str(failed)
    assert "geheim" not in str(failed)


async def test_more_gzip_members_than_anybody_sends_are_refused(server: BadServer) -> None:
    server.on("/", answers(200, gzip.compress(b"") * 20_000, "Content-Encoding: gzip"))
    async with a_client(limits=Limits()) as client:
        failed = await failure(client, server.url("/"))
    assert isinstance(failed, BadAnswer)
    assert "members" in str(failed)


async def test_nothing_listens_there(client: Client) -> None:
    async with BadServer() as gone:
        url = gone.url("/")
    assert isinstance(await failure(client, url), Unreachable)


async def test_more_bytes_than_promised_end_the_connection_and_not_the_answer(
    server: BadServer, client: Client
) -> None:
    server.on("/", answers(200, FEED), says(HEAD + b"Content-Length: 3\r\n\r\nlonger than three"))
    server.on("/extra", says(HEAD + b"Content-Length: 3\r\n\r\nlonger than three"))
    assert (await fetched(client, server.url("/extra"))).response.body == b"lon"
    assert (await fetched(client, server.url("/"))).response.body == FEED


async def test_a_name_is_connected_to_only_when_every_address_passes(server: BadServer) -> None:
    server.on("/", answers(200, FEED))
    asked: list[str] = []

    async def two_faced(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1", "10.0.0.1"]

    async with Client(LOOPBACK, version="1", now=lambda: NOW, resolver=two_faced) as client:
        failed = await failure(client, server.url("/", "feeds.example.com"))
    assert isinstance(failed, Refused)
    assert "10.0.0.1" not in str(failed)
    assert (asked, server.connections) == (["feeds.example.com"], 0)


async def test_a_name_that_turns_inward_later_is_refused_then(server: BadServer) -> None:
    """DNS rebinding: each new connection is judged by the answer it connects to."""
    server.on("/", says(HEAD + b"Content-Length: 1\r\nConnection: close\r\n\r\nx"))
    turns = [["127.0.0.1"], ["10.0.0.1"]]

    async def rebinding(host: str, port: int) -> list[str]:
        return turns.pop(0)

    async with Client(LOOPBACK, version="1", now=lambda: NOW, resolver=rebinding) as client:
        await fetched(client, server.url("/", "feeds.example.com"))
        assert isinstance(await failure(client, server.url("/", "feeds.example.com")), HostPaused | Refused)
    assert turns == []


async def test_the_next_address_is_tried_when_the_first_does_not_answer(server: BadServer) -> None:
    server.on("/", answers(200, FEED))

    async def half_dead(host: str, port: int) -> list[str]:
        return ["127.0.0.9", "127.0.0.1"]

    async with Client(LOOPBACK, version="1", now=lambda: NOW, resolver=half_dead) as client:
        await fetched(client, server.url("/", "feeds.example.com"))
    assert server.asked[0].headers["host"] == f"feeds.example.com:{server.port}"


async def test_a_name_without_an_address_is_unreachable() -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    async with Client(LOOPBACK, version="1", now=lambda: NOW, resolver=nobody) as client:
        assert isinstance(await failure(client, "http://feeds.example.com/"), Unreachable)


async def test_loopback_is_refused_unless_the_operator_allows_it(server: BadServer) -> None:
    async with Client(NetworkSettings(), version="1", now=lambda: NOW) as client:
        assert isinstance(await failure(client, server.url("/")), Refused)
        assert isinstance(await failure(client, server.url("/", "localhost")), Refused)
    assert server.connections == 0


async def test_proxies_in_the_environment_are_ignored(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.on("/", answers(200, FEED))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with a_client() as client:
        assert (await fetched(client, server.url("/"))).response.body == FEED


async def test_no_cookie_is_kept(server: BadServer, client: Client) -> None:
    server.on("/", answers(200, FEED, *(f"Set-Cookie: c{n}=1" for n in range(1000))))
    got = await fetched(client, server.url("/"))
    await fetched(client, server.url("/"))
    assert "set-cookie" not in got.response.headers
    assert "cookie" not in server.asked[1].headers


async def test_headers_of_an_answer_are_bounded(server: BadServer, client: Client) -> None:
    server.on(
        "/",
        answers(
            200, FEED, "X-Long: " + "a" * 20_000, "X-Twice: 1", "x-twice: 2", *(f"X-{n}: \xff" for n in range(500))
        ),
    )
    headers = (await fetched(client, server.url("/"))).response.headers
    assert len(headers) <= 100
    assert max(map(len, headers.values())) <= 4096
    assert (headers["x-twice"], headers["x-0"]) == ("1, 2", "\xff")


MOVES: dict[str, tuple[list[int], str | None]] = {
    "no redirect": ([], None),
    "one 301": ([301], "/1"),
    "one 308": ([308], "/1"),
    "one 302": ([302], None),
    "one 307": ([307], None),
    "one 303": ([303], None),
    "301 twice": ([301, 301], "/2"),
    "301, then 302": ([301, 302], "/1"),
    "301, 302, 301": ([301, 302, 301], "/1"),
    "302, then 301": ([302, 301], None),
    "five hops": ([301] * 5, "/5"),
}


@pytest.mark.parametrize(("statuses", "moved"), MOVES.values(), ids=MOVES)
async def test_moved_is_where_the_permanent_redirects_led(
    server: BadServer, client: Client, statuses: list[int], moved: str | None
) -> None:
    for step, status in enumerate(statuses):
        server.on(f"/{step}", redirects(status, f"/{step + 1}"))
    server.on(f"/{len(statuses)}", answers(200, FEED))
    got = await fetched(client, server.url("/0"))
    assert got.moved == (server.url(moved) if moved else None)
    assert got.response.url == server.url(f"/{len(statuses)}")


async def test_the_sixth_redirect_is_one_too_many(server: BadServer, client: Client) -> None:
    for step in range(6):
        server.on(f"/{step}", redirects(302, f"/{step + 1}"))
    assert isinstance(await failure(client, server.url("/0")), BadAnswer)
    assert server.targets() == [f"/{step}" for step in range(6)]


async def test_304_after_a_permanent_redirect_still_says_where_it_moved(server: BadServer, client: Client) -> None:
    server.on("/old", redirects(301, "/new"))
    server.on("/new", answers(304))
    assert await client.fetch(Request(server.url("/old")), Validators("a")) == NotModified(None, server.url("/new"))


async def test_validators_stay_with_the_site_they_came_from(server: BadServer, client: Client) -> None:
    server.on("/", redirects(302, server.url("/there", "other.example.com")))
    server.on("/there", answers(200, FEED))
    await fetched(client, server.url("/"), Validators("secret-visitor", "monday"))
    first, second = server.asked
    assert first.headers["if-none-match"] == "secret-visitor"
    assert not {"if-none-match", "if-modified-since"} & second.headers.keys()


async def test_a_location_in_raw_utf8_is_understood(server: BadServer, client: Client) -> None:
    server.on("/", redirects(302, "/caf\xc3\xa9 one"))
    server.on("/caf%C3%A9%20one", answers(200, FEED))
    assert (await fetched(client, server.url("/"))).response.url == server.url("/caf%C3%A9%20one")


REPEATED: dict[str, tuple[list[Behaviour], int]] = {
    "502 once": ([answers(502), answers(200, FEED)], 2),
    "503 twice": ([answers(503), answers(503), answers(200, FEED)], 3),
    "a reset": ([resets(HEAD), answers(200, FEED)], 2),
    "a close without an answer": ([says(b""), says(b""), answers(200, FEED)], 3),
}


@pytest.mark.parametrize(("behaviours", "times"), REPEATED.values(), ids=REPEATED)
async def test_a_short_fault_is_repeated(
    server: BadServer, client: Client, behaviours: list[Behaviour], times: int
) -> None:
    server.on("/", *behaviours)
    assert (await fetched(client, server.url("/"))).response.body == FEED
    assert len(server.asked) == times


@pytest.mark.parametrize(
    ("behaviour", "times"),
    [(answers(502), 3), (resets(), 3), (answers(500), 1), (answers(504), 1), (answers(404), 1), (answers(429), 1),
     (answers(503, b"", "Retry-After: 1"), 1), (says(HEAD + b"Content-Length: 9\r\n\r\nx"), 1)],
)  # fmt: skip
async def test_a_fault_that_lasts_is_told_after_few_attempts(
    server: BadServer, client: Client, behaviour: Behaviour, times: int
) -> None:
    server.on("/", behaviour)
    await failure(client, server.url("/"))
    assert len(server.asked) == times


async def test_repeats_stay_inside_the_time_for_one_fetch(server: BadServer) -> None:
    server.on("/", answers(502))
    async with Client(
        LOOPBACK, version="1", now=lambda: NOW, limits=QUICK, retry_wait=tenacity.wait_fixed(60)
    ) as client:
        assert isinstance(await failure(client, server.url("/")), TooSlow)


async def test_the_status_and_the_wait_come_with_the_error(server: BadServer, client: Client) -> None:
    server.on("/", answers(429, b"secret body", "Retry-After: Sat, 21 Nov 2026 12:02:00 GMT"))
    failed = await failure(client, server.url("/"))
    assert isinstance(failed, BadStatus)
    assert (failed.status, failed.retry_after) == (429, 120.0)
    assert "429 Too Many Requests" in str(failed)
    assert "secret" not in str(failed)


async def test_a_cancelled_fetch_frees_its_host_and_place(server: BadServer) -> None:
    server.on("/hang", hangs)
    server.on("/", answers(200, FEED))
    async with a_client(limits=Limits(), in_flight=1) as client:
        hanging = asyncio.create_task(client.fetch(Request(server.url("/hang"))))
        while not server.asked:
            await asyncio.sleep(0.001)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        async with asyncio.timeout(10):
            assert (await fetched(client, server.url("/"))).response.body == FEED


@pytest.mark.parametrize("behaviour", [hangs, floods(), drips(HEAD + b"\r\n"), resets(HEAD), says(HEAD), answers(302)])
async def test_nothing_of_a_failed_fetch_stays_open(server: BadServer, behaviour: Behaviour) -> None:
    server.on("/", behaviour)
    async with a_client(limits=Limits(total=0.2, body=100_000)) as client:
        urls = [server.url("/", f"h{n}.example.com") for n in range(30)]
        failed = await asyncio.gather(*(client.fetch(Request(url)) for url in urls), return_exceptions=True)
        assert all(isinstance(failure, FetchError | Fetched) for failure in failed)
        assert client._transport._pool.connections == []


async def test_idle_connections_the_server_closed_are_not_used_again(server: BadServer, client: Client) -> None:
    server.on("/", says(HEAD + b"Content-Length: 1\r\n\r\nx"))
    for _ in range(5):
        await fetched(client, server.url("/"))
        await asyncio.sleep(0.01)
    assert len(server.asked) == 5


@pytest.mark.parametrize("field", ["geheim", "user:geheim@"])
async def test_a_url_that_is_refused_is_not_shown(client: Client, field: str) -> None:
    failed = await failure(client, f"http://{field}\\example.com/?key=geheim")
    assert "geheim" not in str(failed)


class CancelledOnceConnected(Backend):
    """The worst moment: the connection stands, nothing was sent on it yet."""

    async def connect_tcp(self, *arguments: Any, **more: Any) -> Stream:
        stream = await super().connect_tcp(*arguments, **more)
        task = asyncio.current_task()
        if task is not None:
            task.cancel()
        return stream


async def test_a_request_cancelled_between_connect_and_send_leaves_no_connection(server: BadServer) -> None:
    transport = Transport(CancelledOnceConnected(LOOPBACK.allow), connections=1)
    task = asyncio.create_task(transport.handle_async_request(httpx.Request("GET", server.url("/"))))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert transport._pool.connections == []
    await transport.aclose()
