"""Held mentions beside a running daemon: told to nobody until a person releases them, then once, whatever is killed."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import Desk
from tests.daemons import a_daemon, until
from tests.passes import entry, rss
from tools.demolib.loopback import Reply

ORANGE = """
[[brands]]
name = "Orange"
context = ["sim", "broadband"]
against = ["juice", "peel"]

[[sources]]
name = "web"
kind = "feed"
every = "1s"
url = "{origin}/feed"
"""
OURS = entry(1, title="One", text="Orange cut my broadband off and nobody answers, shameful")
THEIRS = entry(2, title="Two", text="I ruined my shirt with orange juice, the peel was rotten, what an awful mess")


async def monitor(folder: Path, *words: str) -> list[Any]:
    said = await asyncio.to_thread(Desk(folder).run, *words, "--json")
    assert said.code == 0, said.err
    return said.lines


@pytest.mark.slow
async def test_what_is_held_is_told_once_when_it_is_released_also_after_kills(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, {}, when="priority >= 0", start=False) as running:
        town = running.town
        running.config.write_text(running.config.read_text() + ORANGE.format(origin=town.origin))
        town.pages["/feed"] = rss()
        await running.start()
        await running.until_read("/feed")
        town.pages["/feed"] = rss(OURS, THEIRS)
        await until(lambda: town.told == ["One"])
        (held,) = await monitor(tmp_path, "mentions", "--held")
        assert held["title"] == "Two"
        assert held["relevance"] < 0.2
        town.hook = lambda: Reply(500)
        await monitor(tmp_path, "triage", held["id"], "negative")
        await until(lambda: town.told == ["One", "Two"])
        await running.service.kill()
        town.hook = lambda: Reply(204)
        await running.start()
        await until(lambda: len(town.messages) > 2)
        await running.until_read("/feed")
        ids = {message_id for message_id, _ in town.messages}
        assert len(ids) == 2, "each was told in one message, repeated under its own id while it was refused"
        (alert,) = [one for one in await monitor(tmp_path, "alerts") if held["id"] in one["mentions"]]
        assert "released by triage" in alert["why"]
        assert await monitor(tmp_path, "mentions", "--held") == []
