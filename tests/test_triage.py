"""Verdicts beside a running daemon: it sees them with its next look, sends what is new and leaves what is withdrawn."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import Desk
from tests.daemons import Running, a_daemon, until
from tests.passes import entry, rss
from tools.demolib.loopback import Reply

FEED = {"blog": "/feed"}
CALM = entry(1, text="Acme opens a shop in the old town on Friday at nine in the morning")
ANGRY = entry(2, text="Acme broke my lamp, terrible service, I want my money back, never again")
ANGRIER = entry(3, text="Acme lost my order twice, horrible support, a complete scam, avoid them")


async def shows(running: Running, *entries: str) -> None:
    running.town.pages["/feed"] = rss(*entries)
    await running.until_read("/feed")


async def monitor(folder: Path, *words: str) -> list[Any]:
    """A command beside the daemon, in this process and out of the way of its servers."""
    said = await asyncio.to_thread(Desk(folder).run, *words, "--json")
    assert said.code == 0, said.err
    return said.lines


async def named(folder: Path, title: str) -> str:
    return str(next(one["id"] for one in await monitor(folder, "mentions") if one["title"] == title))


@pytest.mark.slow
async def test_a_running_daemon_tells_once_what_a_person_calls_negative(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, when="tone = negative", start=False) as running:
        running.town.pages["/feed"] = rss()
        await running.start()
        await running.until_read("/feed")
        await shows(running, CALM)
        mention = await named(tmp_path, "Item 1 of Acme")
        assert running.town.messages == []
        (done,) = await monitor(tmp_path, "triage", mention, "negative", "--by", "anna")
        assert done["told"] == 1
        await until(lambda: running.town.told == ["Item 1 of Acme"])
        (told,) = running.town.messages[0][1]["data"]["mentions"]
        assert (told["tone"], told["why"][-1].startswith("triage: negative by anna")) == ("negative", True)
        await monitor(tmp_path, "triage", mention, "--undo")
        await monitor(tmp_path, "triage", mention, "negative")
        await shows(running, CALM, ANGRY)
        await until(lambda: len(running.town.messages) == 2)
        assert running.town.told == ["Item 1 of Acme", "Item 2 of Acme"]


@pytest.mark.slow
async def test_what_is_withdrawn_is_not_sent_when_the_receiver_is_back_nor_after_a_kill(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, when="tone = negative", start=False) as running:
        running.town.pages["/feed"] = rss()
        running.town.hook = lambda: Reply(500)
        await running.start()
        await running.until_read("/feed")
        await shows(running, ANGRY)
        await until(lambda: len(running.town.messages) > 0)
        (done,) = await monitor(tmp_path, "triage", await named(tmp_path, "Item 2 of Acme"), "not-about-us")
        assert done["withdrawn"] == 1
        await running.service.kill()
        running.town.messages.clear()
        running.town.hook = lambda: Reply(204)
        await running.start()
        await shows(running, ANGRY, ANGRIER)
        await until(lambda: len(running.town.messages) > 0)
        states = {one["state"] for one in await monitor(tmp_path, "alerts")}
        assert states <= {"silenced", "delivered", "waiting"}
        await monitor(tmp_path, "triage", await named(tmp_path, "Item 2 of Acme"), "--undo")
        await until(lambda: len(running.town.messages) == 2)
        assert running.town.told == ["Item 3 of Acme", "Item 2 of Acme"]
