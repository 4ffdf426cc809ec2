"""The parts put together: what could not be understood is asked about again, and settings are replaced."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.query import default_query
from monitor.core.relevance import Sense
from monitor.engine import Engine, Modules, utc_now
from monitor.errors import ReaderDied
from monitor.notify import notifiers
from monitor.notify.webhook import Options
from monitor.settings import BrandSettings, NotifierSettings, Settings, SourceSettings, SubscriptionSettings
from monitor.store import puzzle_rows, source_rows
from sources import connectors
from tests.passes import URL, HereReaders, Monitor, a_monitor, entries, entry, rss
from tests.stores import state_of


class Secret:
    def reveal(self) -> str:
        return "whsec_" + "QUJD" * 12


SETTINGS = Settings(
    database="",
    brands=(BrandSettings("Acme", default_query("Acme")),),
    sources=(SourceSettings("blog", "feed", {"url": URL}, brand="Acme"),),
    notifiers=(NotifierSettings("crm", "webhook", Options.model_construct(url="https://crm.test/", secret=Secret())),),
    subscriptions=(SubscriptionSettings("care", "crm", when="priority >= 0"),),
)


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    with a_monitor(tmp_path) as one:
        yield one


def an_engine(monitor: Monitor, readers: HereReaders, settings: Settings = SETTINGS) -> Engine:
    return Engine(settings, monitor.store, readers, Modules(connectors(), notifiers()))  # type: ignore[arg-type]


def kills_poison(function: str, args: tuple[Any, ...]) -> Exception | None:
    poison = function.endswith(":judge") and any("POISON" in item.text for item in args[2])
    return ReaderDied("killed", limit="crash") if poison else None


async def test_a_puzzle_is_told_once_it_is_understood(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(range(3))))
    monitor.readers.killer = kills_poison
    assert await monitor.told(rss(entry(3, text="POISON"), *entries(range(3)))) == 0
    stubborn = HereReaders()
    stubborn.killer = kills_poison
    engine = an_engine(monitor, stubborn)
    assert await engine.solve_puzzles() == (0, 0)
    assert monitor.store.read_now(puzzle_rows.open_puzzles, 9)[0].tries == 1
    assert await an_engine(monitor, HereReaders()).solve_puzzles() == (1, 1)
    assert monitor.store.read_now(puzzle_rows.count) == 0
    assert monitor.told_titles() == ["Item 3 of Acme"]


async def test_a_puzzle_of_a_baseline_is_solved_and_not_told(monitor: Monitor) -> None:
    monitor.readers.killer = kills_poison
    assert await monitor.told(rss(entry(3, text="POISON"), *entries(range(3)))) == 0
    assert await an_engine(monitor, HereReaders()).solve_puzzles() == (1, 0)
    assert monitor.count("mentions") == 4


async def test_other_words_for_a_name_make_no_new_baseline(monitor: Monitor) -> None:
    source = replace(SETTINGS.sources[0], brand=None)
    words = replace(SETTINGS.brands[0], context=("lamp",), against=("coyote",), accounts=("@acme",))
    before = an_engine(monitor, HereReaders(), replace(SETTINGS, sources=(source,))).plant.jobs["blog"]
    after = an_engine(monitor, HereReaders(), replace(SETTINGS, sources=(source,), brands=(words,))).plant.jobs["blog"]
    assert after.target == before.target
    assert dict(after.watched.senses) == {"Acme": Sense(("lamp",), ("coyote",), ("@acme",))}
    all_about_it = an_engine(monitor, HereReaders(), replace(SETTINGS, brands=(words,))).plant.jobs["blog"]
    assert all_about_it.watched.senses == ()


async def test_a_shorter_every_pulls_the_next_poll_in(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(range(3))))
    engine = an_engine(monitor, HereReaders())
    before = state_of(monitor.store).next_poll_at
    (source,) = SETTINGS.sources
    short = replace(SETTINGS, sources=(replace(source, every=timedelta(seconds=1)),))
    await asyncio.to_thread(engine.replace, short)
    assert state_of(monitor.store).next_poll_at < before


async def test_a_source_taken_out_while_it_was_claimed_gives_its_lease_back(monitor: Monitor) -> None:
    engine = an_engine(monitor, HereReaders())
    (state,) = await engine.claim(10)
    engine.replace(replace(SETTINGS, sources=()))
    assert (await engine.poll(state)).outcome == "paused"
    engine.replace(SETTINGS)
    assert [one.name for one in await engine.claim(10)] == ["blog"]


async def test_of_those_who_waited_at_their_host_only_the_wanted_are_taken_up(monitor: Monitor) -> None:
    engine = an_engine(monitor, HereReaders())
    (state,) = await engine.claim(10)
    await engine.store.write(source_rows.set_paused, state.name, utc_now())
    assert await engine.store.write(source_rows.take_up, engine.boot, [state.name, "never heard of"]) == []
    await engine.store.write(source_rows.set_paused, state.name, None)
    (again,) = await engine.claim(10)
    assert [one.name for one in await engine.store.write(source_rows.take_up, engine.boot, [again.name])] == ["blog"]
