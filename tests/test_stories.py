"""Stories through whole passes: one alert for what is said again, one for each that says something else."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, func, select

from monitor.core.render import mention_json
from monitor.model import Item
from monitor.store import Store, item_rows, story_rows
from monitor.store.tables import anchors, stories
from tests.fakes import NOON, an_item, days
from tests.passes import a_monitor, entry, rss
from tests.stores import a_store, bring
from tests.variants import look_alikes, texts

ENGLISH = texts()[0]
REVIEWS = ("The lamp is dark.", "The lamp went dark.", "The lamp stays dark.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def numbered(number: int, **more: str) -> Item:
    item = an_item(f"g{number}", url=f"https://news{number}.test/p/{number}", author=f"Author {number}")
    return replace(item, **more)  # type: ignore[arg-type]  # only texts are given


async def test_a_text_that_two_sources_bring_makes_one_alert(store: Store) -> None:
    first = await bring(store, numbered(1, title=ENGLISH.headline, text=ENGLISH.text))
    wrapped = f"By Jane Doe, The Daily Example | {ENGLISH.text[:300]}… Read more"
    second = await bring(store, numbered(2, title=ENGLISH.headline, text=wrapped), source="news", now=NOON + days(1))
    assert (len(first.alerts), len(second.alerts)) == (1, 0)
    assert (second.mentions[0].mention.story_id, second.mentions[0].mention.copies) == (first.begun[0][0].id, 2)
    assert second.mentions[0].mention.joined == "100 % of its words stand in the story's first text"


async def test_three_short_reviews_make_three_alerts(store: Store) -> None:
    settled = await bring(store, *(numbered(at, title="", text=text) for at, text in enumerate(REVIEWS)))
    assert len(settled.alerts) == 3


async def test_look_alikes_make_an_alert_each(store: Store) -> None:
    items = [item for group in look_alikes().values() for item in group]
    items = [numbered(at, title="", text=item.text) for at, item in enumerate(items)]
    assert len((await bring(store, *items)).alerts) == len(items)


async def test_a_copy_on_the_same_page_is_told_once(tmp_path: Path) -> None:
    with a_monitor(tmp_path) as monitor:
        await monitor.poll(rss(entry(1)))
        copy = f"RT @shopper: {ENGLISH.text}"
        page = rss(entry(2, title="", text=ENGLISH.text), entry(3, title="", text=copy, author="Bo"))
        assert await monitor.told(page) == 1
        assert monitor.count("mentions") == 3


async def test_what_joins_an_untold_story_is_told(store: Store) -> None:
    await bring(store, numbered(1, text=ENGLISH.text), baseline=frozenset({"Acme"}))
    settled = await bring(store, numbered(2, text=ENGLISH.text + " Shame!"), now=NOON + days(1))
    assert (len(settled.grown), len(settled.alerts)) == (1, 1)


async def test_a_story_is_forgotten_seven_days_after_its_newest_mention(store: Store) -> None:
    seen = [NOON, NOON + days(6), NOON + days(12), NOON + days(19) + timedelta(seconds=1)]
    settled = [
        await bring(store, numbered(at, text=f"{ENGLISH.text} {'Shame! ' * at}"), now=now)
        for at, now in enumerate(seen)
    ]
    assert [len(one.alerts) for one in settled] == [1, 0, 0, 1]
    assert all(after - before <= days(7) + timedelta(seconds=1) for before, after in pairwise(seen))


async def test_what_left_the_window_leaves_no_anchor_behind(store: Store) -> None:
    await bring(store, numbered(1, text=ENGLISH.text))
    await bring(
        store, numbered(2, text="The shop in Ulm has been shut for two weeks and says nothing"), now=NOON + days(3)
    )

    def count(connection: Connection) -> tuple[int, int]:
        joinable = select(func.count()).select_from(stories).where(stories.c.fingerprint.is_not(None))
        kept = select(func.count(anchors.c.story_id.distinct()))
        return connection.scalar(joinable) or 0, connection.scalar(kept) or 0

    assert store.read_now(count) == (2, 2)
    assert store.write_now(story_rows.fade, NOON + days(8)) == 1
    assert store.read_now(count) == (1, 1)
    assert store.write_now(story_rows.fade, NOON + days(8)) == 0


async def test_a_template_that_thousands_share_keeps_its_look_ups_small(store: Store) -> None:
    for page in range(10):
        items = [
            numbered(
                number, title="", text=f"My order at Acme has the number {number} and nobody there answers me at all"
            )
            for number in range(page * 40, page * 40 + 40)
        ]
        assert len((await bring(store, *items)).alerts) == 40
    most = select(func.count()).select_from(anchors).group_by(anchors.c.key).order_by(func.count().desc()).limit(1)
    assert store.read_now(lambda connection: connection.scalar(most)) == story_rows.PLACES


async def test_no_look_up_of_a_pass_reads_a_whole_table(store: Store) -> None:
    said: list[str] = []

    def watch(connection: Connection) -> None:
        cast("sqlite3.Connection", connection.connection.dbapi_connection).set_trace_callback(said.append)

    store.write_now(watch)
    await bring(store, numbered(1, text=ENGLISH.text))
    await bring(store, numbered(2, text=ENGLISH.text + " Shame!"))
    tables = ("stories", "anchors", "verdicts")
    asked = [one for one in said if one.startswith("SELECT") and any(name in one for name in tables)]
    assert len(asked) >= 7

    def plans(connection: Connection) -> list[str]:
        return [str(row[3]) for one in asked for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}")]

    assert [step for step in store.read_now(plans) if step.startswith("SCAN")] == []


def five(hours: int) -> list[Item]:
    """Five accounts of one forum with one text, an hour apart."""
    said = [numbered(at, title="", text=ENGLISH.text, url=f"https://forum.test/p/{at}") for at in range(5)]
    return [replace(item, published_at=NOON + timedelta(hours=at * hours)) for at, item in enumerate(said)]


async def test_a_campaign_is_told_and_flagged_with_its_reasons(store: Store) -> None:
    settled = [await bring(store, item) for item in five(hours=1)]
    assert [len(one.alerts) for one in settled] == [1, 0, 0, 0, 0]
    (shown, *_) = store.read_now(lambda connection: [*item_rows.each_mention(connection, None)])
    story = mention_json(shown, NOON)["story"]
    assert story["coordinated"] == ("5 accounts said it within 4 h", "5 of them in equal words")
    assert (story["copies"], story["why"]) == (5, "its words are those of the story's first text")


async def test_a_text_that_comes_back_for_days_is_no_campaign(store: Store) -> None:
    for item in five(hours=20):
        settled = await bring(store, item)
    assert settled.mentions[0].mention.copies == 5
    mentions = store.read_now(lambda connection: [*item_rows.each_mention(connection, None)])
    assert {one.coordinated for one in mentions} == {()}
