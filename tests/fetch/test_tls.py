"""https: certificates are verified against the name that was asked for, and connections are used again."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import tenacity

from monitor.errors import TooSlow, Unreachable
from monitor.fetch import Client, Limits
from monitor.settings import NetworkSettings
from monitor.source import Fetched, Request, Validators
from tests.fetch.badserver import BadServer, answers, hangs, redirects, says

LOOPBACK = Path(__file__).with_name("loopback.pem")
"""Self-signed, for feeds.example.com and 127.0.0.1, with its key; no one trusts it but these tests."""
NETWORK = NetworkSettings(allow=(ip_network("127.0.0.0/8"),), pace=timedelta(0))


async def everything_is_here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def a_client(*, trusting: bool = True) -> Client:
    return Client(
        NETWORK,
        version="1",
        now=lambda: datetime.now(UTC),
        limits=Limits(total=3.0, connect=0.5, read=1.0),
        resolver=everything_is_here,
        retry_wait=tenacity.wait_none(),
        tls=ssl.create_default_context(cafile=str(LOOPBACK)) if trusting else None,
    )


@pytest.fixture
async def server() -> AsyncIterator[BadServer]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(LOOPBACK)
    async with BadServer(tls=context) as running:
        running.on("/", answers(200, b"ok"))
        yield running


async def test_a_feed_is_read_over_tls_on_one_connection(server: BadServer) -> None:
    async with a_client() as client:
        for _ in range(3):
            got = await client.fetch(Request(server.url("/", "feeds.example.com")))
            assert isinstance(got, Fetched)
            assert got.response.body == b"ok"
    assert (server.connections, len(server.asked)) == (1, 3)


async def test_a_certificate_for_another_name_is_not_accepted(server: BadServer) -> None:
    async with a_client() as client:
        with pytest.raises(Unreachable, match="certificate"):
            await client.fetch(Request(server.url("/", "other.example.com")))
    assert server.asked == []


async def test_a_certificate_nobody_signed_is_not_accepted(server: BadServer) -> None:
    async with a_client(trusting=False) as client:
        with pytest.raises(Unreachable, match="certificate"):
            await client.fetch(Request(server.url("/", "feeds.example.com")))
    assert server.asked == []


@asynccontextmanager
async def a_server_that_says(words: bytes | None) -> AsyncIterator[str]:
    """To whoever connects, whatever he says; None: not a word. Without TLS."""
    gone = asyncio.Event()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if words is not None:
            writer.write(words)
        await reader.read()
        writer.transport.abort()
        gone.set()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    server.close()
    await gone.wait()
    await asyncio.sleep(0)


async def test_a_server_without_tls_is_unreachable() -> None:
    async with a_server_that_says(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url, a_client() as client:
        with pytest.raises(Unreachable, match="TLS"):
            await client.fetch(Request(url))


async def test_a_handshake_that_hangs_is_too_slow() -> None:
    async with a_server_that_says(None) as url, a_client() as client:
        with pytest.raises(TooSlow, match="handshake"):
            await client.fetch(Request(url))


async def test_an_answer_that_breaks_off_is_named_over_tls_too(server: BadServer) -> None:
    server.on("/", says(b""))
    async with a_client() as client:
        with pytest.raises(Unreachable):
            await client.fetch(Request(server.url("/", "feeds.example.com")))


async def test_a_hanging_server_does_not_hold_the_client_open(server: BadServer) -> None:
    server.on("/", hangs)
    async with asyncio.timeout(3), a_client() as client:
        with pytest.raises(TooSlow):
            await client.fetch(Request(server.url("/", "feeds.example.com")))


async def test_a_redirect_from_https_to_http_is_followed_but_never_remembered(server: BadServer) -> None:
    async with BadServer() as plain, a_client() as client:
        plain.on("/new", answers(200, b"plain"))
        server.on("/old", redirects(301, plain.url("/new", "feeds.example.com")))
        got = await client.fetch(Request(server.url("/old", "feeds.example.com")), Validators("a"))
        assert isinstance(got, Fetched)
        assert (got.response.body, got.moved) == (b"plain", None)
        assert "if-none-match" not in plain.asked[0].headers
