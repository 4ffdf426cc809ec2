"""Merging and splitting by hand: what was told stays told, what was not is told once, and later copies follow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from monitor.core.findings import Settled
from monitor.core.when import parse
from monitor.model import Item
from monitor.store import Store, story_changes, story_rows
from monitor.store.ids import new_id
from monitor.store.story_changes import Hearers, Merged, Split
from monitor.store.tables import alerts, mentions, stories
from tests.fakes import NOON, an_item, days
from tests.stores import CARE, CRM, a_store, bring

LAMP = "The lamp I bought in May went dark in June and nobody takes it back"
NEAR = LAMP + " or pays me"
OTHER = "Support keeps me waiting for two hours and then says that my order does not exist"
HEARERS = Hearers((CARE,), {"care": [CRM]})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def said(number: int, text: str) -> Item:
    return an_item(f"g{number}", url=f"https://n{number}.test/", title="", text=text, author=f"Author {number}")


async def come(store: Store, number: int, text: str, now: datetime = NOON) -> tuple[str, str, int]:
    """(mention, story, alerts)"""
    settled: Settled = await bring(store, said(number, text), now=now)
    mention = settled.mentions[0].mention
    return mention.id, mention.story_id, len(settled.alerts)


def merge(store: Store, *ids: str) -> Merged:
    return store.write_now(story_changes.merge, ids, NOON)


def split(store: Store, mention: str, hearers: Hearers = HEARERS) -> Split:
    done = store.write_now(story_changes.split, mention, hearers, NOON, new_id)
    assert done
    return done


def told(store: Store) -> set[tuple[str, str]]:
    """(story, mention) of every alert."""

    def read(connection: Connection) -> set[tuple[str, str]]:
        return {(row.story_id, row.mention_id) for row in connection.execute(select(alerts))}

    return store.read_now(read)


def copies(store: Store) -> dict[str, int]:
    """Story → its mentions, as they are stored; the count beside it is the same."""

    def read(connection: Connection) -> dict[str, int]:
        members = [str(row.story_id) for row in connection.execute(select(mentions.c.story_id))]
        counted = {row.id: row.copies for row in connection.execute(select(stories)) if row.id in members}
        assert counted == {story: members.count(story) for story in members}
        return counted

    return store.read_now(read)


async def test_merged_stories_are_the_oldest_and_keep_what_was_told(store: Store) -> None:
    _, first, _ = await come(store, 1, LAMP)
    _, second, _ = await come(store, 2, OTHER, NOON + days(1))
    before = told(store)
    assert merge(store, second, first) == Merged(first, 2, (second,))
    assert told(store) == before
    assert copies(store) == {first: 2}
    assert merge(store, second, first) == Merged(first, 2, ())


async def test_copies_of_both_texts_join_the_merged_story_untold(store: Store) -> None:
    _, first, _ = await come(store, 1, LAMP)
    _, second, _ = await come(store, 2, OTHER)
    merge(store, first, second)
    for number, text in enumerate((LAMP, NEAR, OTHER, OTHER + " at all"), start=3):
        assert (await come(store, number, text, NOON + days(number)))[1:] == (first, 0)
    assert copies(store) == {first: 6}


async def test_what_was_merged_is_one_again_when_both_were_long_closed(store: Store) -> None:
    _, first, _ = await come(store, 1, LAMP)
    _, second, _ = await come(store, 2, OTHER)
    merge(store, first, second)
    store.write_now(story_rows.fade, NOON + days(20))
    _, third, alerted = await come(store, 3, OTHER, NOON + days(20))
    assert (third in (first, second), alerted) == (False, 1)
    assert (await come(store, 4, LAMP, NOON + days(21)))[1:] == (third, 0)


async def test_an_alert_of_a_merged_story_moves_where_that_was_not_told(store: Store) -> None:
    quiet = await bring(store, said(1, LAMP), subscriptions=())
    mention, second, _ = await come(store, 2, OTHER)
    first = quiet.mentions[0].mention.story_id
    merge(store, first, second)
    assert told(store) == {(first, mention)}
    assert (await come(store, 3, LAMP, NOON + days(1)))[1:] == (first, 0)


async def test_a_mention_that_was_never_told_is_told_once_when_it_is_split_off(store: Store) -> None:
    first, story, _ = await come(store, 1, LAMP)
    second, joined, alerted = await come(store, 2, NEAR)
    assert (joined, alerted) == (story, 0)
    done = split(store, second)
    assert (done.before, done.alerts) == (story, 1)
    assert told(store) == {(story, first), (done.story, second)}
    assert copies(store) == {story: 1, done.story: 1}
    assert split(store, second) == Split(done.story, None, 0)


async def test_later_copies_follow_a_split(store: Store) -> None:
    _, story, _ = await come(store, 1, LAMP)
    second, _, _ = await come(store, 2, NEAR)
    own = split(store, second).story
    assert (await come(store, 3, NEAR, NOON + days(1)))[1:] == (own, 0)
    assert (await come(store, 4, LAMP, NOON + days(1)))[1:] == (story, 0)
    store.write_now(story_rows.fade, NOON + days(30))
    _, later, _ = await come(store, 5, NEAR, NOON + days(30))
    _, apart, alerted = await come(store, 6, LAMP, NOON + days(30))
    assert (later != apart, alerted) == (True, 1)


async def test_the_mention_that_began_a_story_takes_its_text_and_its_alert_along(store: Store) -> None:
    first, story, _ = await come(store, 1, LAMP)
    second, _, _ = await come(store, 2, NEAR, NOON + days(1))
    done = split(store, first)
    assert told(store) == {(done.story, first), (story, second)}
    assert (await come(store, 3, LAMP, NOON + days(2)))[1] == done.story
    assert (await come(store, 4, NEAR, NOON + days(2)))[1] == story


async def test_an_equal_text_that_is_split_off_stands_alone(store: Store) -> None:
    _, story, _ = await come(store, 1, LAMP)
    second, _, _ = await come(store, 2, LAMP)
    own = split(store, second).story
    assert own != story
    assert (await come(store, 3, LAMP))[1:] == (story, 0)


async def test_a_split_takes_back_a_merge(store: Store) -> None:
    _, first, _ = await come(store, 1, LAMP)
    mention, second, _ = await come(store, 2, OTHER)
    merge(store, first, second)
    own = split(store, mention).story
    assert (await come(store, 3, OTHER, NOON + days(1)))[1:] == (own, 0)
    assert (await come(store, 4, LAMP, NOON + days(1)))[1:] == (first, 0)


async def test_a_baseline_mention_is_told_to_nobody_when_it_is_split_off(store: Store) -> None:
    await come(store, 1, LAMP)
    settled = await bring(store, said(2, NEAR), baseline=frozenset({"Acme"}))
    assert split(store, settled.mentions[0].mention.id).alerts == 0


async def test_a_subscription_whose_when_does_not_hold_hears_of_no_split(store: Store) -> None:
    await come(store, 1, LAMP)
    second, _, _ = await come(store, 2, NEAR)
    never = replace(CARE, name="never", when=parse("tone = positive"))
    assert split(store, second, Hearers((never,), {"never": [CRM]})).alerts == 0


def test_there_is_no_such_mention(store: Store) -> None:
    assert store.write_now(story_changes.split, "men_0", HEARERS, NOON, new_id) is None
    assert store.read_now(story_changes.story_of, "sty_0") is None
