"""What the internet does on purpose: bombs, liars and inner addresses, met by the real daemon. Other sources stay on
time, each bad one has an error with a name, and memory comes back.
"""

import asyncio
import gzip
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.daemons import Running, a_daemon, configuration, until
from tests.passes import entries, entry, rss
from tools.demolib.loopback import Reply
from tools.demolib.service import free_port

pytestmark = pytest.mark.slow
SHARED = Path(__file__).parents[2] / "shared"
MIB = 1024 * 1024
GROWTH = 64 * MIB


def zeros(size: int) -> bytes:
    """gzip of `size` zero bytes, made a MiB at a time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(bytes(MIB)) for _ in range(size // MIB)] + [packer.flush()])


def an_rss(doctype: str, text: str, attributes: str = "") -> bytes:
    head = f'<?xml version="1.0"?>{doctype}<rss version="2.0" {attributes}><channel><title>t</title>'
    return (head + f"<item><guid>1</guid><title>{text}</title></item></channel></rss>").encode()


LAUGHS = "".join(f'<!ENTITY a{n} "{(f"&a{n - 1};") * 10}">' for n in range(1, 10))
BOMBS: dict[str, Reply] = {
    "gzip-1gib": Reply(200, zeros(1024 * MIB), {"Content-Encoding": "gzip"}),
    "gzip-in-gzip": Reply(200, gzip.compress(zeros(256 * MIB)), {"Content-Encoding": "gzip, gzip"}),
    "gzip-cut": Reply(200, gzip.compress(b"<rss/>" * 10000)[:-20], {"Content-Encoding": "gzip"}),
    "brotli": Reply(200, b"\x0b\x02\x80", {"Content-Encoding": "br"}),
    "laughs": Reply(200, an_rss(f'<!DOCTYPE rss [<!ENTITY a0 "lol">{LAUGHS}]>', "&a9;")),
    "quadratic": Reply(200, an_rss(f'<!DOCTYPE rss [<!ENTITY a "{"A" * 100_000}">]>', "&a;" * 10_000)),
    "file-entity": Reply(200, an_rss('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;")),
    "attributes": Reply(200, an_rss("", "x", " ".join(f'a{n}="1"' for n in range(50_000)))),
    "namespaces": Reply(200, an_rss("", "x", " ".join(f'xmlns:n{n}="u"' for n in range(20_000)))),
    "deep-xml": Reply(200, an_rss("", "<a>" * 200_000 + "</a>" * 200_000)),
    "long-author": Reply(200, an_rss("", "x</title><author>" + "a" * 400_000 + "</author><title>")),
    "deep-html": Reply(200, b"<div>" * 200_000, {"Content-Type": "text/html"}),
    "deep-json": Reply(200, b"[" * 100_000 + b"]" * 100_000, {"Content-Type": "application/json"}),
    "a-path": Reply(200, b"/etc/passwd"),
    "an-address": Reply(200, b"http://169.254.169.254/latest/meta-data/"),
}


def pss(pid: int) -> int:
    """Bytes of memory of one process, shared pages counted by their share."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))) * 1024


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [pid]
    for child in children.read_text().split() if children.exists() else []:
        found += family(int(child))
    return found


def whole(pid: int) -> int:
    total = 0
    for one in family(pid):
        try:
            total += pss(one)
        except (FileNotFoundError, ProcessLookupError, StopIteration):
            continue  # it ended while we looked
    return total


class Watch:
    """The largest size of the main process while it runs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.top = self.start = pss(pid)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator["Watch"]:
        async def look() -> None:
            while True:
                self.top = max(self.top, pss(self.pid))
                await asyncio.sleep(0.05)

        task = asyncio.create_task(look())
        try:
            yield self
        finally:
            task.cancel()


async def sources(running: Running) -> dict[str, dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", "sources", "--json", "--config", str(running.config),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    return {one["name"]: one for one in map(orjson.loads, output.splitlines())}


async def warm(running: Running) -> int:
    """The good feed is read and something was told, so that everything is loaded once; the daemon's pid."""
    running.town.pages["/good"] = rss(*entries(range(3)))
    await running.start()
    await running.until_read("/good")
    running.town.pages["/good"] = rss(entry(3), *entries(range(3)))
    await until(lambda: len(running.town.messages) == 1)
    return running.service.sessions[-1]


async def test_bombs_end_as_errors_of_their_own_source_and_memory_comes_back(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, {"good": "/good"}, start=False) as running:
        pid = await warm(running)
        before = whole(pid)
        for name, reply in BOMBS.items():
            running.town.pages[f"/{name}"] = lambda reply=reply: reply  # type: ignore[misc]  # bound now
        names = {"good": "/good", **{name: f"/{name}" for name in BOMBS}}
        async with Watch(pid).looking() as watch:
            running.config.write_text(configuration(running.town, names, running.web.removeprefix("http://")))
            await until(lambda: all(f"/{name}" in running.town.asked for name in BOMBS))
            running.town.pages["/good"] = rss(entry(4), entry(3), *entries(range(3)))
            await until(lambda: len(running.town.messages) == 2, 20)
            states = await settled(running, set(BOMBS))
        assert watch.top - watch.start <= GROWTH
        running.config.write_text(configuration(running.town, {"good": "/good"}, running.web.removeprefix("http://")))
        await until(lambda: whole(pid) - before <= GROWTH, 10)
        failing = {name for name, state in states.items() if state["state"] == "failing"}
        assert failing >= set(BOMBS) - {"laughs", "quadratic", "file-entity", "long-author", "namespaces", "deep-xml"}
        assert all(state["why"] for name, state in states.items() if name in failing)
        assert "root:" not in (tmp_path / "log").read_text()


async def settled(running: Running, names: set[str]) -> dict[str, dict[str, Any]]:
    """The sources once each of `names` was read or failed."""
    async with asyncio.timeout(60):
        while True:
            states = await sources(running)
            if all(states.get(name, {}).get("outcome") for name in names):
                return states
            await asyncio.sleep(0.2)


INNER = {
    "loopback-by-number": "http://2130706433/feed",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata-by-name": "http://metadata.google.internal/",
    "private": "http://10.0.0.1/feed",
    "mapped": "http://[::ffff:10.0.0.1]/feed",
}


async def test_inner_addresses_are_never_contacted_through_sources_redirects_or_webhooks(tmp_path: Path) -> None:
    """127.0.0.0/8 is allowed here, so loopback itself is not among them but by its odd spelling."""
    through = {f"to-{name}": f"/to-{name}" for name in INNER}
    hooks = "\n".join(
        f'[[notifiers]]\nname = "hook-{name}"\nkind = "webhook"\nurl = "{url}"\nsecret = "env:DEMO_WEBHOOK_SECRET"\n'
        f'[[subscriptions]]\nname = "sub-{name}"\nnotifier = "hook-{name}"\nwhen = "priority >= 0"\n'
        for name, url in INNER.items()
        if name != "loopback-by-number"
    )
    names = {"good": "/good", **{name: url for name, url in INNER.items() if "number" not in name}, **through}
    async with a_daemon(tmp_path, names, more=hooks, start=False) as running:
        for name, url in INNER.items():
            running.town.pages[f"/to-{name}"] = lambda url=url: Reply(302, b"", {"Location": url})  # type: ignore[misc]
        await warm(running)
        states = await settled(running, set(names))
        outcomes = {name: states[name]["outcome"] for name in names if name != "good"}
        # Where there is no such name, there is nobody to refuse.
        assert {outcomes.pop(name) for name in ("metadata-by-name", "to-metadata-by-name")} <= {
            "refused",
            "unreachable",
        }
        assert set(outcomes.values()) == {"refused"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "alerts", "--json", "--config", str(running.config),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        output, _ = await process.communicate()
        attempts = [
            (message["to"], attempt["outcome"], attempt["text"])
            for alert in map(orjson.loads, output.splitlines())
            for message in alert["messages"]
            for attempt in message["attempts"]
            if alert["subscription"].startswith("sub-")
        ]
        assert len(attempts) >= 4
        assert {outcome for _, outcome, _ in attempts} == {"failed"}


if SHARED.exists():
    ENDS = (
        *("drip?ms=500&n=200", "hang", "hdrdrip", "endless", "redir?n=6", "loop", "status/404", "status/500"),
        *("status/429?ra=120", "status/503?ra=60", "cl_long", "cl_short", "chunk_bad", "hdr_big", "hdr_many"),
        *("304body", "etag_lie", "reset", "close", "cookies", "to?u=file:///etc/passwd", "to?u=http://10.0.0.1/"),
    )

    async def test_the_misbehaving_server_gets_names_and_delays_nobody(tmp_path: Path) -> None:
        port = free_port()
        script = SHARED / "tools" / "hostile_http_server.py"
        server = await asyncio.create_subprocess_exec(sys.executable, str(script), str(port), str(tmp_path))
        try:
            hostile = {f"h{number}": f"http://127.0.0.1:{port}/{end}" for number, end in enumerate(ENDS)}
            async with a_daemon(tmp_path, {"good": "/good", **hostile}, start=False) as running:
                await warm(running)
                for number in range(10, 13):
                    running.town.pages["/good"] = rss(*entries(range(number, 9, -1)), entry(3), *entries(range(3)))
                    await until(lambda number=number: f"Item {number} of Acme" in running.town.told, 10)  # type: ignore[misc]
                states = await sources(running)
                odd = {name: (state["outcome"], state["why"]) for name, state in states.items() if name in hostile}
                assert all(why for outcome, why in odd.values() if outcome), odd
        finally:
            server.kill()
            await server.wait()

    async def test_every_shared_bomb_ends_as_an_error_of_its_source(tmp_path: Path) -> None:
        bombs = tmp_path / "bombs"
        script = SHARED / "tools" / "make_bombs.py"
        maker = await asyncio.create_subprocess_exec(
            sys.executable, str(script), str(bombs), stdout=asyncio.subprocess.DEVNULL
        )
        assert await maker.wait() == 0
        encodings = {".gz": "gzip", ".br": "br", ".zst": "zstd"}
        async with a_daemon(tmp_path, {"good": "/good"}, start=False) as running:
            pid = await warm(running)
            before = whole(pid)
            names = {"good": "/good"}
            for number, path in enumerate(sorted(bombs.iterdir())):
                encoding = "deflate" if "deflate" in path.name else encodings.get(path.suffix)
                if path.name == "gzip_gzip_1GiB.gz":
                    encoding = "gzip, gzip"
                headers = {"Content-Encoding": encoding} if encoding else {}
                reply = Reply(200, path.read_bytes(), headers)
                running.town.pages[f"/bomb{number}"] = lambda reply=reply: reply  # type: ignore[misc]  # bound now
                names[f"bomb{number}"] = f"/bomb{number}"
            async with Watch(pid).looking() as watch:
                running.config.write_text(configuration(running.town, names, running.web.removeprefix("http://")))
                await until(lambda: all(path in running.town.asked for path in names.values()), 60)
                running.town.pages["/good"] = rss(entry(4), entry(3), *entries(range(3)))
                await until(lambda: len(running.town.messages) == 2, 20)
                await settled(running, set(names))
            assert watch.top - watch.start <= GROWTH
            running.config.write_text(
                configuration(running.town, {"good": "/good"}, running.web.removeprefix("http://"))
            )
            await until(lambda: whole(pid) - before <= GROWTH, 10)
