"""Connects: resolves a name once, lets the guard see every address, and connects to a checked literal.

    connect_tcp(host, port) → resolver → check_addresses → connect to the first address that answers

The guard sits in the connection, so neither a redirect nor a second DNS answer can pass it by. Host header and SNI
keep the name. The stream is asyncio's own: its reader knows without a system call whether an idle connection was
closed by the other side, which the pool asks of every idle connection at every request.
"""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cached_property
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from monitor.errors import Refused, TooSlow, Unreachable
from monitor.fetch.guard import check_addresses
from monitor.settings import Network

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to IP addresses, best first. Raises OSError."""

_RESOLVER_THREADS = 16
_NEXT_AFTER = 2.0
"""Seconds until the next address of a name is tried: broken IPv6 must not eat the whole connect limit."""


class Backend(httpcore.AsyncNetworkBackend):
    def __init__(
        self,
        allow: Sequence[Network],
        *,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allow = tuple(allow)
        self._threads = Threads()
        self._resolver = resolver or self._threads.resolve
        self._given_tls = tls

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of httpcore
        local_address: str | None = None,  # noqa: ARG002 - the signature of httpcore
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - the signature of httpcore
    ) -> "Stream":
        """Raises Refused, Unreachable, TooSlow. `timeout` covers resolving and connecting."""
        try:
            async with asyncio.timeout(timeout):
                return await self._connect(host, port)
        except TimeoutError as error:
            raise TooSlow(f"{host}:{port} did not accept a connection within {timeout:g} s") from error

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - the signature of httpcore
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - the signature of httpcore
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - the signature of httpcore
    ) -> "Stream":
        raise Refused("unix sockets are never contacted")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Where `host` may be contacted, best first. Raises Refused, Unreachable."""
        found = [host] if _is_literal(host) else await self._resolve(host, port)
        check_addresses(host, found, self._allow)
        return found

    async def _connect(self, host: str, port: int) -> "Stream":
        refusal: OSError | None = None
        addresses = await self.addresses(host, port)
        for address in addresses:
            try:
                async with asyncio.timeout(None if address is addresses[-1] else _NEXT_AFTER):
                    return await Stream.open(address, port, self)
            except OSError as error:  # another address of the same name may answer
                refusal = error
        raise Unreachable(f"{host}:{port} does not accept connections") from refusal

    async def _resolve(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host} cannot be resolved") from error
        if not found:
            raise Unreachable(f"{host} has no address")
        return list(dict.fromkeys(found))

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """One for the process, made when first needed: loading the certificates costs 20 ms."""
        context = self._given_tls or httpx.create_ssl_context(trust_env=False)
        context.set_alpn_protocols(["http/1.1"])
        return context


class Threads:
    """`getaddrinfo` in threads of its own, which the end of the process does not wait for: a dead name server must
    hold neither the threads the store works in, nor SIGTERM.
    """

    @cached_property
    def _places(self) -> asyncio.Semaphore:
        return asyncio.Semaphore(_RESOLVER_THREADS)

    async def resolve(self, host: str, port: int) -> list[str]:
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()
        threading.Thread(target=self._ask, args=(loop, answer, host, port), name="resolver", daemon=True).start()
        return await answer

    def _ask(self, loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[list[str]]", host: str, port: int) -> None:
        found: list[str] | OSError | UnicodeError
        try:
            found = [str(row[4][0]) for row in _getaddrinfo(host, port)]
        except (OSError, UnicodeError) as error:
            found = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile: nobody waits
            loop.call_soon_threadsafe(self._settle, answer, found)

    def _settle(self, answer: "asyncio.Future[list[str]]", found: list[str] | OSError | UnicodeError) -> None:
        self._places.release()
        if answer.done():  # whoever asked was cancelled
            return
        if isinstance(found, list):
            answer.set_result(found)
        else:
            answer.set_exception(found)


class _Reader(asyncio.StreamReader):
    """Counts what arrived: unread bytes on an idle connection mean that it must not be used again."""

    fed = 0

    def feed_data(self, data: bytes) -> None:  # type: ignore[override]  # transports give bytes
        self.fed += len(data)
        super().feed_data(data)


class Stream(httpcore.AsyncNetworkStream):
    """One connection. Its errors are httpcore's, as the pool expects."""

    def __init__(self, reader: _Reader, writer: asyncio.StreamWriter, backend: Backend) -> None:
        self._reader = reader
        self._writer = writer
        self._backend = backend
        self._taken = 0

    @classmethod
    async def open(cls, address: str, port: int, backend: Backend) -> "Stream":
        """`address` is a checked literal. Raises OSError."""
        loop = asyncio.get_running_loop()
        reader = _Reader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport, _ = await loop.create_connection(lambda: protocol, address, port)
        return cls(reader, asyncio.StreamWriter(transport, protocol, reader, loop), backend)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore
        try:
            async with asyncio.timeout(timeout):
                data = await self._reader.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError from error
        self._taken += len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore
        try:
            async with asyncio.timeout(timeout):
                self._writer.write(buffer)
                await self._writer.drain()
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError from error

    async def aclose(self) -> None:
        """At once: a peer that does not answer a TLS farewell would hold `wait_closed` for 30 s."""
        self._writer.transport.abort()
        await asyncio.sleep(0)  # lets the transport run its connection_lost

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002 - the pool's is a placeholder, the real one is made when needed
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of httpcore
    ) -> "Stream":
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(self._backend.tls, server_hostname=server_hostname)
        except TimeoutError as error:
            await self.aclose()
            raise TooSlow(f"{server_hostname} did not finish the TLS handshake within {timeout:g} s") from error
        except (OSError, ssl.CertificateError) as error:
            await self.aclose()
            raise Unreachable(f"{server_hostname}: {_tls_fault(error)}") from error
        except asyncio.CancelledError:
            await self.aclose()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # asked of idle connections: bytes or an end there make it useless
            return self._reader.at_eof() or self._writer.is_closing() or self._reader.fed > self._taken
        if info == "ssl_object":
            return self._writer.get_extra_info("ssl_object")
        return None


def _getaddrinfo(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _tls_fault(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason})"
    return "the connection broke off during the TLS handshake"
