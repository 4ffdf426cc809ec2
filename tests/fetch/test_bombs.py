"""Compression bombs: a few kilobytes that would be a gigabyte must cost a few megabytes at most."""

import asyncio
import gzip
import socket
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path

import brotli
import pytest
import tenacity

from monitor.errors import BadAnswer, BadStatus, FetchError, Refused, TooLarge, TooSlow, Unreachable
from monitor.fetch import Client, Limits
from monitor.settings import NetworkSettings
from monitor.source import Fetched, NotModified, Request, Validators
from tests.fetch.badserver import BadServer, answers, floods

pytestmark = pytest.mark.slow
NETWORK = NetworkSettings(allow=(ip_network("127.0.0.0/8"),), pace=timedelta(0))
TOOLS = Path(__file__).parents[2].parent / "shared" / "tools"
MIB = 1 << 20


def a_client(limits: Limits | None = None) -> Client:
    return Client(
        NETWORK,
        version="1",
        now=lambda: datetime.now(UTC),
        limits=limits or Limits(),
        retry_wait=tenacity.wait_none(),
    )


@cache
def a_gibibyte_of_zeros() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(MIB)) for _ in range(1024)), packer.flush()])


def a_gibibyte_in_brotli() -> bytes:
    packer = brotli.Compressor(quality=1, lgwin=24)
    return b"".join([*(packer.process(bytes(MIB)) for _ in range(1024)), packer.finish()])


async def growth(client: Client, url: str, error: type[FetchError]) -> int:
    """Bytes that were held at most while the fetch failed as it should."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        with pytest.raises(error):
            await client.fetch(Request(url))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before


async def test_a_gibibyte_in_gzip_costs_no_more_than_the_limit() -> None:
    bomb = a_gibibyte_of_zeros()
    async with BadServer() as server, a_client() as client:
        server.on("/", answers(200, bomb, "Content-Encoding: gzip"))
        assert await growth(client, server.url("/"), TooLarge) < 8 * MIB


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "gzip, br", "zstd", "deflate"])
async def test_what_is_not_plain_gzip_is_not_even_read(encoding: str) -> None:
    bomb = a_gibibyte_in_brotli() if encoding == "br" else gzip.compress(a_gibibyte_of_zeros())
    async with BadServer() as server, a_client() as client:
        server.on("/", answers(200, bomb, f"Content-Encoding: {encoding}"))
        assert await growth(client, server.url("/"), BadAnswer) < MIB


async def test_a_body_without_end_costs_no_more_than_the_limit() -> None:
    async with BadServer() as server, a_client() as client:
        server.on("/", floods())
        assert await growth(client, server.url("/"), TooLarge) < 8 * MIB


async def test_exactly_the_limit_is_not_too_large() -> None:
    body = bytes(5 * MIB)
    async with BadServer() as server, a_client() as client:
        server.on("/plain", answers(200, body))
        server.on("/packed", answers(200, gzip.compress(body), "Content-Encoding: gzip"))
        for path in ("/plain", "/packed"):
            got = await client.fetch(Request(server.url(path)))
            assert isinstance(got, Fetched)
            assert got.response.body == body


if (TOOLS / "hostile_http_server.py").exists():
    HOSTILE: dict[str, tuple[str, type[FetchError] | bytes | None]] = {
        "drip": ("/drip?ms=50&n=1000", TooSlow),
        "hang": ("/hang", TooSlow),
        "header drip": ("/hdrdrip", TooSlow),
        "endless": ("/endless", TooLarge),
        "five redirects": ("/redir?n=5", b"end"),
        "six redirects": ("/redir?n=6", BadAnswer),
        "loop": ("/loop", BadAnswer),
        "to metadata": ("/to?u=http://169.254.169.254/latest/meta-data/", Refused),
        "to a file": ("/to?u=file:///etc/passwd", Refused),
        "404": ("/status/404", BadStatus),
        "500": ("/status/500", BadStatus),
        "length too long": ("/cl_long", BadAnswer),
        "length too short": ("/cl_short", b"lon"),
        "bad chunk": ("/chunk_bad", BadAnswer),
        "1 MiB header": ("/hdr_big", BadAnswer),
        "10,000 headers": ("/hdr_many", BadAnswer),
        "304 without validators": ("/etag_lie", BadAnswer),
        "reset": ("/reset", Unreachable),
        "close": ("/close", Unreachable),
        "1,000 cookies": ("/cookies", b"x"),
        "1 GiB gzip": ("/bomb/gzip_1GiB.gz?ce=gzip", TooLarge),
        "1 GiB gzip twice": ("/bomb/gzip_gzip_1GiB.gz?ce=gzip,gzip", BadAnswer),
        "1 GiB gzip twice, declared once": ("/bomb/gzip_gzip_1GiB.gz?ce=gzip", None),
        "1 GiB brotli": ("/bomb/br_1GiB.br?ce=br", BadAnswer),
        "deflate": ("/bomb/deflate_zlib_100MiB?ce=deflate", BadAnswer),
        "truncated": ("/bomb/gzip_truncated.gz?ce=gzip", BadAnswer),
        "wrong checksum": ("/bomb/gzip_bad_crc.gz?ce=gzip", BadAnswer),
        "members": ("/bomb/gzip_multi_member.gz?ce=gzip", b"a" * 100_000),
        "trailing junk": ("/bomb/gzip_trailing_junk.gz?ce=gzip", b'<rss version="2.0"><channel/></rss>'),
        "empty": ("/bomb/gzip_empty.gz?ce=gzip", b""),
        "not gzip": ("/bomb/not_gzip_but_declared?ce=gzip", None),
    }

    @pytest.fixture(scope="module")
    def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("bombs")
        subprocess.run([sys.executable, TOOLS / "make_bombs.py", folder], check=True, stdout=subprocess.DEVNULL)
        return folder

    @pytest.fixture
    async def hostile(bombs: Path) -> AsyncIterator[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(TOOLS / "hostile_http_server.py"), str(port), str(bombs)
        )
        try:
            async with asyncio.timeout(20):
                await _listens(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            await process.wait()

    async def _listens(port: int) -> None:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                await writer.wait_closed()
                return

    async def test_the_hostile_server_gets_nothing_past_the_client(hostile: str) -> None:
        limits = Limits(total=1.0, read=0.8)
        for name, (path, expected) in HOSTILE.items():
            async with a_client(limits) as client:
                if isinstance(expected, type):
                    with pytest.raises(expected):
                        print(name, await client.fetch(Request(hostile + path)))
                    continue
                got = await client.fetch(Request(hostile + path))
                assert isinstance(got, Fetched), name
                assert expected is None or got.response.body == expected, name

    async def test_the_hostile_servers_etag_is_understood(hostile: str) -> None:
        async with a_client() as client:
            first = await client.fetch(Request(hostile + "/etag"))
            assert isinstance(first, Fetched)
            assert first.validators == Validators('"a"')
            assert isinstance(await client.fetch(Request(hostile + "/etag"), first.validators), NotModified)
            assert isinstance(await client.fetch(Request(hostile + "/304body"), first.validators), NotModified)
