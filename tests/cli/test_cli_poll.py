"""`monitor poll` and `monitor deliver`: the daemon's work, once at a time, told by a real receiver."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.daemons import Running, a_daemon
from tests.passes import entries, entry, rss
from tools.demolib.loopback import Reply
from tools.demolib.service import SECRET_NAME

FEED = {"blog": "/feed"}
CHANGES: tuple[dict[str, Any], ...] = (
    {"guid": "new{n}"},
    {"guid": None},
    {"title": "E{n}"},
    {"link": "http://www.blog.test/p/{n}"},
)


async def monitor(running: Running, *words: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and JSON lines."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor", *words, "--json", "--config", str(running.config)),
        env={SECRET_NAME: running.town.secret},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, [orjson.loads(line) for line in output.splitlines()]


async def told(running: Running, body: bytes) -> int:
    """How many mentions one `poll` and one `deliver` told."""
    running.town.pages["/feed"] = body
    before = len(running.town.told)
    assert (await monitor(running, "poll", "--all"))[0] == 0
    assert (await monitor(running, "deliver"))[0] == 0
    return len(running.town.told) - before


@pytest.mark.slow
async def test_nothing_is_told_again_and_what_is_new_is_told_exactly(tmp_path: Path) -> None:
    thread: dict[str, Any] = {"link": "https://blog.test/thread", "title": "Re: Acme"}
    stars: dict[str, Any] = {"title": "", "text": "", "author": "A Google user", "link": "https://blog.test/place"}
    reviews = entries(range(100, 125), link="https://blog.test/all", title="Bad", text="bad thing {n}", author="A{n}")
    old = entries(range(50))
    async with a_daemon(tmp_path, FEED, start=False) as running:
        assert await told(running, rss(*old)) == 0
        for change in CHANGES:
            assert await told(running, rss(*entries(range(50), **change))) == 0
        assert await told(running, rss(*reversed(old))) == 0
        assert await told(running, rss(*entries(range(50, 53)), *entries(range(50), guid="other{n}"))) == 3
        assert await told(running, rss(*reviews, *old)) == 25
        assert await told(running, rss(entry(200, **thread), *reviews, *old)) == 1
        assert await told(running, rss(entry(201, **thread), entry(200, **thread), *reviews, *old)) == 1
        await told(running, rss(entry(300, **stars), entry(301, **stars), *old))
        _, mentions = await monitor(running, "mentions", "--limit", "1000")
        assert sum(mention["author"]["name"] == "A Google user" for mention in mentions) == 2


async def test_a_source_that_fails_is_exit_1_and_the_others_are_read(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, {**FEED, "broken": "/broken"}, start=False) as running:
        running.town.pages["/feed"] = rss(*entries(range(3)))
        code, reports = await monitor(running, "poll")
        assert (code, {one["source"]: one["outcome"] for one in reports}) == (
            1,
            {"blog": "items", "broken": "bad-status"},
        )


@pytest.mark.slow
async def test_poll_reads_what_is_due_and_all_reads_everything_but_what_asked_to_wait(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, {**FEED, "shy": "/shy"}, start=False) as running:
        running.config.write_text(running.config.read_text().replace('every = "1s"', 'every = "1h"'))
        running.town.pages["/feed"] = rss(*entries(range(3)))
        running.town.pages["/shy"] = rss(*entries(range(3)))
        await monitor(running, "poll")
        assert await monitor(running, "poll") == (0, [])
        running.town.pages["/shy"] = lambda: Reply(503, b"", {"Retry-After": "600"})
        assert [one["source"] for one in (await monitor(running, "poll", "--source", "shy", "--all"))[1]] == ["shy"]
        assert [one["source"] for one in (await monitor(running, "poll", "--all"))[1]] == ["blog"]


@pytest.mark.slow
async def test_deliver_makes_waits_due_but_obeys_retry_after(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        running.town.pages["/feed"] = rss(*entries(range(3)))
        await monitor(running, "poll", "--all")
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        await monitor(running, "poll", "--all")
        running.town.hook = lambda: Reply(500)
        code, (sent,) = await monitor(running, "deliver")
        assert (code, sent["outcome"]) == (1, "retry")
        running.town.hook = lambda: Reply(429, b"", {"Retry-After": "600"})
        code, (again,) = await monitor(running, "deliver")
        assert (again["outcome"], again["message"]) == ("retry", sent["message"])
        running.town.hook = lambda: Reply(204)
        assert await monitor(running, "deliver") == (0, [])
        assert {identity for identity, _ in running.town.messages} == {sent["message"]}


async def test_an_unknown_source_is_wrong_usage(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        assert (await monitor(running, "poll", "--source", "blgo"))[0] == 2
