"""Deliveries: one POST, no redirect, no repeat, a bounded reply, and no secret in any error."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from monitor.errors import FetchError, Refused, TooSlow, Unreachable
from monitor.fetch import Client
from monitor.notifier import Outgoing
from monitor.settings import NetworkSettings
from monitor.source import Request
from tests.fetch.badserver import BadServer, Behaviour, answers, drips, floods, hangs, redirects, resets, says

NETWORK = NetworkSettings(allow=(ip_network("127.0.0.0/8"),), pace=timedelta(seconds=30))
HEAD = b"HTTP/1.1 200 OK\r\n"


def a_client(in_flight: int = 200) -> Client:
    return Client(NETWORK, version="1.2", now=lambda: datetime.now(UTC), in_flight=in_flight)


@pytest.fixture
async def server() -> AsyncIterator[BadServer]:
    async with BadServer() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with a_client() as made:
        yield made


def outgoing(url: str, timeout: float = 5.0) -> Outgoing:
    return Outgoing(url, {"Content-Type": "application/json", "webhook-id": "msg_1"}, b'{"a": "\xc3\xa4"}', timeout)


async def test_a_message_arrives_byte_for_byte_and_the_answer_comes_back(server: BadServer, client: Client) -> None:
    server.on("/hook", answers(202, b"taken", "X-Id: 7", "Set-Cookie: a=b"))
    answer = await client.post(outgoing(server.url("/hook?key=1")))
    asked = server.asked[0]
    assert (asked.method, asked.target, asked.body) == ("POST", "/hook?key=1", b'{"a": "\xc3\xa4"}')
    assert asked.headers["webhook-id"] == "msg_1"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"] == "monitor/1.2"
    assert (answer.status, answer.body, answer.headers["x-id"]) == (202, b"taken", "7")
    assert "set-cookie" not in answer.headers


async def test_headers_of_the_message_win(server: BadServer, client: Client) -> None:
    server.on("/", answers(200))
    await client.post(Outgoing(server.url("/"), {"user-agent": "own", "ACCEPT": "text/html"}, b""))
    assert (server.asked[0].headers["user-agent"], server.asked[0].headers["accept"]) == ("own", "text/html")


@pytest.mark.parametrize(
    "behaviour",
    [answers(400), answers(404), answers(410), answers(429, b"", "Retry-After: 100"), answers(500), answers(502),
     answers(503), redirects(302, "/elsewhere"), redirects(308, "http://10.0.0.1/"), answers(304)],
)  # fmt: skip
async def test_every_status_is_an_answer_and_asked_for_once(
    server: BadServer, client: Client, behaviour: Behaviour
) -> None:
    server.on("/", behaviour)
    for _ in range(2):
        assert (await client.post(outgoing(server.url("/")))).status >= 300
    assert server.targets() == ["/", "/"]


SECRET = "/services/T0/geheim?token=geheim"

NO_ANSWER: dict[str, tuple[Behaviour, type[FetchError]]] = {
    "hangs": (hangs, TooSlow),
    "drips its headers": (drips(HEAD + b"X: "), TooSlow),
    "resets": (resets(), Unreachable),
    "closes": (says(b""), Unreachable),
    "speaks something else": (says(b"220 mail.example ESMTP\r\n\r\n"), FetchError),
}


@pytest.mark.parametrize(("behaviour", "error"), NO_ANSWER.values(), ids=NO_ANSWER)
async def test_no_answer_is_an_error_told_once_without_the_secret_url(
    server: BadServer, client: Client, behaviour: Behaviour, error: type[FetchError]
) -> None:
    server.on("/services/T0/geheim", behaviour)
    with pytest.raises(error) as failed:
        await client.post(outgoing(server.url(SECRET), timeout=0.3))
    assert "geheim" not in str(failed.value)
    assert f"127.0.0.1:{server.port}" in str(failed.value)
    assert len(server.asked) == 1


async def test_an_inner_address_is_refused_without_the_secret_url(client: Client) -> None:
    with pytest.raises(Refused) as failed:
        await client.post(outgoing("http://10.0.0.1" + SECRET))
    assert "geheim" not in str(failed.value)


@pytest.mark.parametrize(
    "headers", [{"X-Title": "a\r\nBcc: b"}, {"X-Title": "a\x00b"}, {"X Title": "a"}, {"X-Title": "日本"}]
)
async def test_a_header_that_cannot_be_sent_is_refused(
    server: BadServer, client: Client, headers: dict[str, str]
) -> None:
    server.on("/", answers(200))
    with pytest.raises(Refused):
        await client.post(Outgoing(server.url("/"), headers, b""))
    assert server.asked == []


CUT: dict[str, tuple[Behaviour, int]] = {
    "a reply without end": (floods(), 64 * 1024),
    "a reply of 1 MiB": (answers(200, b"A" * (1 << 20)), 64 * 1024),
    "a reply that drips": (drips(HEAD + b"\r\n", every=0.05), 3),
    "a reply that breaks off": (resets(HEAD + b"Content-Length: 1000\r\n\r\nabc"), 0),
    "a reply shorter than promised": (says(HEAD + b"Content-Length: 1000\r\n\r\nabc"), 3),
}


@pytest.mark.parametrize(("behaviour", "least"), CUT.values(), ids=CUT)
async def test_once_the_status_is_there_the_rest_of_the_reply_changes_nothing(
    server: BadServer, client: Client, behaviour: Behaviour, least: int
) -> None:
    server.on("/", behaviour)
    async with asyncio.timeout(3):
        answer = await client.post(outgoing(server.url("/"), timeout=0.4))
    assert answer.status == 200
    assert least <= len(answer.body) <= 64 * 1024


async def test_a_delivery_waits_neither_for_pace_nor_pause_nor_a_place_of_the_sources(server: BadServer) -> None:
    server.on("/feed", answers(429, b"", "Retry-After: 100"))
    server.on("/hang", hangs)
    server.on("/hook", answers(200))
    async with a_client(in_flight=1) as client:
        with pytest.raises(FetchError):
            await client.fetch(Request(server.url("/feed")))
        hanging = asyncio.create_task(client.fetch(Request(server.url("/hang", "127.0.0.2"))))
        async with asyncio.timeout(10):
            await asyncio.gather(*(client.post(outgoing(server.url("/hook"))) for _ in range(10)))
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)


async def test_one_hanging_destination_does_not_hold_the_others(server: BadServer, client: Client) -> None:
    server.on("/hang", hangs)
    server.on("/hook", answers(200))
    hanging = [asyncio.create_task(client.post(outgoing(server.url("/hang"), timeout=2.0))) for _ in range(20)]
    assert (await client.post(outgoing(server.url("/hook")))).status == 200
    assert not any(task.done() for task in hanging)
    results = await asyncio.gather(*hanging, return_exceptions=True)
    assert {type(result) for result in results} == {TooSlow}
