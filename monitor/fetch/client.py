"""The client: one per process, the only way out to the network.

    fetch   check_url → robots? → the host's turn → a place in flight → request → redirect? again : read within bounds
    post    check_url → a place of its own → request → reply to 64 KiB

`fetch` is polite (one at a time per host, paced, paused when asked, robots.txt for pages) and repeats what a short
fault broke. `post` is for deliveries: no pace, no redirect, no repeat; the outbox repeats. Both share guard, limits
and connection pool. httpx has no total deadline (a byte per second never ends, F4), so there is one here; waiting for
a host's turn stops its clock.

Redirects: each hop is guarded, paced and, for pages, asked for in robots.txt. Validators go only to the site they
came from (the same host, http to https included). https to http is followed, since no secret travels in a fetch,
but never remembered as moved.

Deadlines are anyio's: httpcore shields its cleaning up from their cancellations alone. asyncio.timeout cut it off, and
a connection that failed at the moment its deadline passed kept its slot in the pool for ever.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from math import inf
from types import TracebackType
from typing import Self

import httpx
import tenacity
from anyio import CancelScope, fail_after
from tenacity.wait import wait_base

from monitor.core.retry_after import retry_after
from monitor.errors import BadAnswer, BadStatus, FetchError, Refused, TooSlow
from monitor.fetch.answers import (
    Limits,
    RawHeaders,
    headers_of,
    max_age_of,
    validators_of,
)
from monitor.fetch.backend import Backend, Resolver
from monitor.fetch.guard import check_url, join, where
from monitor.fetch.inflate import Body, encoding_of
from monitor.fetch.politeness import Hosts
from monitor.fetch.robots import Robots
from monitor.fetch.transport import BrokenOff, Transport
from monitor.notifier import Answer, Outgoing
from monitor.settings import NetworkSettings
from monitor.source import Fetched, NotModified, Request, Response, Validators

DEFAULT_LIMITS = Limits()
NO_VALIDATORS = Validators()
POSTS_IN_FLIGHT = 50
RETRY_WAIT = tenacity.wait_random(0.2, 1.0)
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_WITHOUT_BODY = (204, 205)
_NOT_THERE = ": nothing is at this path, check the address"
"""The path itself is not told: it may be what lets one in."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """One answer, read."""

    url: str
    status: int
    raw_headers: RawHeaders
    body: bytes

    def location(self) -> str:
        """Servers send it in UTF-8 or Latin-1, whatever the standard says."""
        raw = next((value for name, value in self.raw_headers if name.lower() == b"location"), b"")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("latin-1")


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked for along a chain of redirects."""

    accept: str
    robots: bool
    limit: int
    cut: bool = False


class Client:
    def __init__(
        self,
        network: NetworkSettings,
        *,
        version: str,
        now: Callable[[], datetime],
        in_flight: int = 200,
        limits: Limits = DEFAULT_LIMITS,
        resolver: Resolver | None = None,
        retry_wait: wait_base = RETRY_WAIT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._now = now
        self._limits = limits
        self._agent = _agent(version, network.contact)
        self._timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read}
        self._hosts = Hosts(network)
        self._robots = Robots(self._robots_txt, self._slow_down, limits)
        self._places = asyncio.Semaphore(in_flight)
        self._posts = asyncio.Semaphore(POSTS_IN_FLIGHT)
        backend = Backend(network.allow, resolver=resolver, tls=tls)
        self._transport = Transport(backend, connections=in_flight + POSTS_IN_FLIGHT)
        self._retry_wait = retry_wait

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def fetch(self, request: Request, validators: Validators = NO_VALIDATORS) -> Fetched | NotModified:
        """Raises FetchError: HostPaused when the host asked for a pause, BadStatus for 4xx and 5xx, …"""
        sent = validators if request.conditional else NO_VALIDATORS
        ask = _Ask(request.accept, request.robots, self._limits.body)
        reply, moved = await self._follow(check_url(request.url), ask, sent)
        headers = headers_of(reply.raw_headers)
        if reply.status == HTTPStatus.NOT_MODIFIED:
            return NotModified(max_age_of(headers), moved)
        response = Response(reply.url, reply.status, headers, reply.body, self._now())
        return Fetched(response, validators_of(reply.raw_headers), moved, max_age_of(headers))

    async def post(self, request: Outgoing) -> Answer:
        """Raises FetchError when no status came back. A reply that breaks off after its status is the answer so far:
        the other side has decided, and asking again would tell it twice.
        """
        url = check_url(request.url)
        async with self._posts:
            try:
                return await self._post(url, request)
            except TimeoutError as error:
                raise TooSlow(f"{where(url)} did not answer within {request.timeout:g} s") from error

    async def _follow(self, url: str, ask: _Ask, validators: Validators) -> tuple[_Reply, str | None]:
        """The answer at the end of the redirects, and where the permanent ones led."""
        try:
            with fail_after(self._limits.total) as deadline:
                return await self._chain(url, ask, validators, deadline)
        except TimeoutError as error:
            raise TooSlow(f"{where(url)} did not finish within {self._limits.total:g} s") from error

    async def _chain(
        self, url: str, ask: _Ask, validators: Validators, deadline: CancelScope
    ) -> tuple[_Reply, str | None]:
        moved: str | None = None
        permanent = True
        for _ in range(self._limits.redirects + 1):
            reply = await self._hop(url, ask, validators, deadline)
            if reply.status not in _REDIRECTS:
                return reply, moved
            target = _target(reply)
            permanent = permanent and reply.status in _PERMANENT and not _is_downgrade(url, target)
            moved = target if permanent else moved
            validators = validators if _same_site(url, target) else NO_VALIDATORS
            url = target
        raise BadAnswer(f"{where(url)} redirected more than {self._limits.redirects} times")

    async def _hop(self, url: str, ask: _Ask, validators: Validators, deadline: CancelScope) -> _Reply:
        """One address, with the short repeats. A fault that lasts is the scheduler's business."""
        if ask.robots:
            async with _off_the_clock(deadline):
                await self._robots.check(url)
        repeat = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self._limits.attempts),
            wait=self._retry_wait,
            retry=tenacity.retry_if_exception(_passes_soon),
            reraise=True,
        )
        return await repeat(self._attempt, url, ask, validators, deadline)

    async def _attempt(self, url: str, ask: _Ask, validators: Validators, deadline: CancelScope) -> _Reply:
        async with self._turn(url, deadline):
            response = await self._transport.handle_async_request(self._get(url, ask, validators))
            try:
                return await self._read(url, ask, validators, response)
            finally:
                await response.aclose()

    @asynccontextmanager
    async def _turn(self, url: str, deadline: CancelScope) -> AsyncIterator[None]:
        """The host's turn first, a place in flight second: who waits for a pace holds no place."""
        left = _stop(deadline)
        async with self._hosts.turn(_host(url)), self._places:
            deadline.deadline = asyncio.get_running_loop().time() + left
            yield

    async def _read(self, url: str, ask: _Ask, validators: Validators, response: httpx.Response) -> _Reply:
        status, raw = response.status_code, response.headers.raw
        if status == HTTPStatus.NOT_MODIFIED and validators:
            async for _ in response.aiter_raw():  # to its end, so that the connection can be used again
                pass
            return _Reply(url, status, raw, b"")
        if status == HTTPStatus.NOT_MODIFIED:
            raise BadAnswer(f"{where(url)} answered 304 to a request without validators")
        if status in _REDIRECTS:
            return _Reply(url, status, raw, b"")
        if not 200 <= status < 300:
            raise self._bad_status(url, response)
        return _Reply(url, status, raw, await _body(url, ask, response))

    def _bad_status(self, url: str, response: httpx.Response) -> BadStatus:
        status = response.status_code
        wait = retry_after(response.headers.get("retry-after"), self._now())
        if wait is not None and status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            self._hosts.pause(_host(url), wait)
        mend = _NOT_THERE if status == HTTPStatus.NOT_FOUND else ""
        return BadStatus(f"{where(url)} answered {_phrase(status)}{mend}", status=status, retry_after=wait)

    def _get(self, url: str, ask: _Ask, validators: Validators) -> httpx.Request:
        headers = [*self._common_headers(ask.accept), (b"Accept-Encoding", b"gzip")]
        if validators.etag is not None:
            headers.append((b"If-None-Match", validators.etag.encode("latin-1")))
        if validators.last_modified is not None:
            headers.append((b"If-Modified-Since", validators.last_modified.encode("latin-1")))
        return httpx.Request("GET", _parsed(url), headers=headers, extensions={"timeout": self._timeouts})

    def _common_headers(self, accept: str) -> list[tuple[bytes, bytes]]:
        return [(b"User-Agent", self._agent), (b"Accept", accept.encode("latin-1"))]

    async def _post(self, url: str, request: Outgoing) -> Answer:
        headers = _encoded(url, request.headers)
        given = {name.lower() for name, _ in headers}
        common = [(name, value) for name, value in self._common_headers("*/*") if name.lower() not in given]
        with fail_after(request.timeout) as deadline:
            response = await self._transport.handle_async_request(
                httpx.Request(
                    "POST",
                    _parsed(url),
                    headers=[*common, *headers],
                    content=request.body,
                    extensions={"timeout": {"connect": self._limits.connect}},
                )
            )
        try:
            body = await _what_arrives(response, self._limits.reply, deadline.deadline)
        finally:
            await response.aclose()
        return Answer(response.status_code, headers_of(response.headers.raw), body)

    async def _robots_txt(self, url: str) -> bytes:
        ask = _Ask("text/plain, */*;q=0.5", robots=False, limit=self._limits.robots, cut=True)
        reply, _ = await self._follow(url, ask, NO_VALIDATORS)
        return reply.body

    def _slow_down(self, origin: str, crawl_delay: float) -> None:
        self._hosts.slow_down(_host(origin), crawl_delay)


def _agent(version: str, contact: str | None) -> bytes:
    agent = f"monitor/{version} (+{contact})" if contact else f"monitor/{version}"
    return agent.encode("latin-1", "replace")


async def _body(url: str, ask: _Ask, response: httpx.Response) -> bytes:
    if response.status_code in _WITHOUT_BODY:
        return b""
    gzipped = encoding_of(response.headers.get_list("content-encoding"), where(url))
    body = Body(where(url), limit=ask.limit, gzipped=gzipped, cut=ask.cut)
    async for chunk in response.aiter_raw():
        body.feed(chunk)
        if body.full:
            break
    return body.finish()


def _encoded(url: str, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    try:
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    except UnicodeEncodeError as error:
        raise Refused(f"{where(url)}: a header of the request holds what HTTP cannot carry") from error


async def _what_arrives(response: httpx.Response, limit: int, deadline: float) -> bytes:
    """The reply until it ends, breaks off, fills `limit` or its time is over; the status has said all that counts."""
    parts: list[bytes] = []
    size = 0
    with suppress(FetchError), CancelScope(deadline=deadline):
        async for chunk in response.aiter_raw():
            parts.append(chunk)
            size += len(chunk)
            if size >= limit:
                break
    return b"".join(parts)[:limit]


def _passes_soon(error: BaseException) -> bool:
    """A broken-off connection, 502, and 503 that names no time. Everything else would be the same a second later."""
    if isinstance(error, BadStatus):
        return error.status in (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE) and error.retry_after is None
    return isinstance(error, BrokenOff)


def _target(reply: _Reply) -> str:
    location = reply.location()
    if not location:
        raise BadAnswer(f"{where(reply.url)} redirected without saying where to")
    try:
        return check_url(join(reply.url, location))
    except Refused as error:
        raise Refused(f"{where(reply.url)} redirected to where nothing is fetched: {error}") from error


def _is_downgrade(url: str, target: str) -> bool:
    return url.startswith("https:") and target.startswith("http:")


def _same_site(url: str, target: str) -> bool:
    return where(target) in (where(url), where(url).replace("http://", "https://", 1))


@asynccontextmanager
async def _off_the_clock(deadline: CancelScope) -> AsyncIterator[None]:
    left = _stop(deadline)
    yield
    deadline.deadline = asyncio.get_running_loop().time() + left


def _stop(deadline: CancelScope) -> float:
    """Stops the clock; returns the seconds that were left on it."""
    when, deadline.deadline = deadline.deadline, inf
    return max(0.0, when - asyncio.get_running_loop().time())


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}, which means nothing"


@lru_cache(maxsize=4096)
def _host(url: str) -> str:
    """`name:port`, what politeness goes by."""
    scheme, _, netloc = where(f"{url}/").partition("://")
    has_port = netloc.rpartition(":")[2].isdigit() and not netloc.endswith("]")
    return netloc if has_port else f"{netloc}:{443 if scheme == 'https' else 80}"


@lru_cache(maxsize=4096)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)
