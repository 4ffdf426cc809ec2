"""What may not be about the brand waits for a person, through whole passes and a real database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.core.relevance import Sense
from monitor.core.route import Subscription
from monitor.core.when import parse
from monitor.model import Mention, Said, Triage
from monitor.store import Store, held_rows, read_rows, triage_changes
from monitor.store.held_rows import Released
from monitor.store.ids import new_id
from monitor.store.story_changes import Hearers
from monitor.store.tables import owed, stories
from monitor.store.triage_changes import Desk
from tests.fakes import NOON
from tests.passes import Monitor, a_monitor, entry, rss
from tests.stores import CRM

SENSE = Sense(("coffee", "barista"), ("coyote", "cartoon", "dynamite"))
OURS = "The barista at Acme shouted at me and kept my change"
THEIRS = "The coyote orders dynamite from Acme and the cartoon ends badly for him again"
HEARERS = Hearers(
    (Subscription("care", frozenset({"Acme"}), parse("priority >= 0"), NOON - timedelta(days=1)),), {"care": [CRM]}
)


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    with a_monitor(tmp_path, whole=False, sense=SENSE) as made:
        yield made


def post(number: int, text: str, **how: str) -> str:
    return entry(number, title="A post", text=text, **how)  # type: ignore[arg-type]  # texts only


async def began(monitor: Monitor) -> None:
    """Its baseline is behind it."""
    await monitor.poll(rss(post(0, "Acme opened another coffee place by the river today")))


def release(store: Store, mention: str, ids: Callable[[str], str] = new_id) -> Released | None:
    return store.write_now(held_rows.release, mention, HEARERS, NOON + timedelta(hours=1), ids)


def waiting(monitor: Monitor) -> list[Mention]:
    return list(
        monitor.store.read_now(
            lambda c: list(read_rows.each_wanted_mention(c, brand=None, tone=None, since=None, held=True))
        )
    )


def shown(monitor: Monitor) -> list[str]:
    return monitor.store.read_now(
        lambda c: [one.id for one in read_rows.each_wanted_mention(c, brand=None, tone=None, since=None)]
    )


def debts(store: Store) -> int:
    return len(store.read_now(lambda c: c.execute(select(owed)).all()))


async def test_what_is_not_about_the_brand_is_stored_judged_and_told_to_nobody(monitor: Monitor) -> None:
    await began(monitor)
    assert await monitor.told(rss(post(1, OURS), post(2, THEIRS))) == 1
    (held,) = waiting(monitor)
    assert held.item.text == THEIRS
    assert held.held is not None
    assert held.held.startswith("relevance 0.0")
    assert "speaks against it" in held.held
    assert held.judgement.relevance is not None
    assert held.judgement.probabilities.negative > 0
    assert held.id not in shown(monitor)


async def test_a_released_mention_is_told_once(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS)))
    (held,) = waiting(monitor)
    assert release(monitor.store, held.id) == Released(was_held=True, alerts=1)
    assert release(monitor.store, held.id) == Released(was_held=False)
    assert (debts(monitor.store), waiting(monitor)) == (1, [])
    assert held.id in shown(monitor)
    (alert,) = monitor.store.read_now(lambda c: list(read_rows.newest_alerts(c, None, 10)))
    assert alert.why[-1] == "released by triage"
    assert await monitor.told(rss(post(1, THEIRS))) == 0, "the page still lists it"


async def test_a_release_that_is_cut_off_leaves_it_held_and_the_next_one_tells_it_once(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS)))
    (held,) = waiting(monitor)

    class Killed(Exception):
        pass

    def dies(_prefix: str) -> str:
        raise Killed

    with pytest.raises(Killed):
        release(monitor.store, held.id, dies)
    assert ([one.id for one in waiting(monitor)], debts(monitor.store)) == ([held.id], 0)
    assert release(monitor.store, held.id) == Released(was_held=True, alerts=1)
    assert debts(monitor.store) == 1


async def test_nobody_can_release_what_is_not_there(monitor: Monitor) -> None:
    assert release(monitor.store, "men_none") is None


async def test_a_held_mention_makes_no_story_grow_and_joins_one_when_it_is_released(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS, author="Ann"), post(2, THEIRS, author="Bob")))
    first, second = waiting(monitor)[::-1]
    assert first.story_id != second.story_id
    assert (first.copies, second.copies) == (1, 1)
    assert release(monitor.store, first.id) == Released(was_held=True, alerts=1)
    assert release(monitor.store, second.id) == Released(was_held=True, alerts=0), "its story was told"
    together = {one.id: one for one in monitor.mentions()}
    assert together[second.id].story_id == together[first.id].story_id
    assert together[second.id].copies == 2
    left = monitor.store.read_now(lambda c: list(c.scalars(select(stories.c.id))))
    assert second.story_id not in left, "the story that it waited in is gone"


async def test_a_copy_that_comes_later_joins_the_story_of_a_released_one(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS)))
    (held,) = waiting(monitor)
    release(monitor.store, held.id)
    monitor.sense = None
    assert await monitor.told(rss(post(2, THEIRS, author="Bob"))) == 0
    assert monitor.mentions()[-1].story_id == held.story_id


async def test_a_held_copy_of_a_told_story_is_no_copy_of_it(monitor: Monitor) -> None:
    """A text under other words for and against: what waits does not make the told story grow."""
    await began(monitor)
    monitor.sense = None
    await monitor.told(rss(post(1, THEIRS)))
    monitor.sense = SENSE
    await monitor.told(rss(post(1, THEIRS), post(2, THEIRS, author="Bob")))
    (held,) = waiting(monitor)
    assert (held.joined, held.copies) == (None, 1)
    assert next(one for one in monitor.mentions() if one.id != held.id and one.item.text == THEIRS).copies == 1
    assert release(monitor.store, held.id) == Released(was_held=True, alerts=0), "its story was told already"


async def test_an_edit_that_makes_it_relevant_tells_it_once(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS)))
    assert await monitor.told(rss(post(1, OURS))) == 1
    assert waiting(monitor) == []
    assert await monitor.told(rss(post(1, f"{OURS}, twice"))) == 0
    (alert,) = monitor.store.read_now(lambda c: list(read_rows.newest_alerts(c, None, 10)))
    assert "released by an edit" in alert.why


async def test_an_edit_that_makes_it_no_more_relevant_leaves_it_held_with_the_new_reason(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS)))
    assert await monitor.told(rss(post(1, "An old cartoon: dynamite by Acme"))) == 0
    (held,) = waiting(monitor)
    assert held.item.text == "An old cartoon: dynamite by Acme"


async def test_what_was_told_is_not_held_by_an_edit(monitor: Monitor) -> None:
    await began(monitor)
    assert await monitor.told(rss(post(1, OURS))) == 1
    await monitor.told(rss(post(1, THEIRS)))
    assert waiting(monitor) == []


async def test_a_held_mention_of_a_baseline_is_released_but_not_told(monitor: Monitor) -> None:
    await monitor.poll(rss(post(1, THEIRS)))
    (held,) = waiting(monitor)
    assert release(monitor.store, held.id) == Released(was_held=True, alerts=0)
    assert held.id in shown(monitor)


async def test_who_subscribed_after_it_was_seen_does_not_hear_of_its_release(monitor: Monitor) -> None:
    await began(monitor)
    await monitor.told(rss(post(1, THEIRS)))
    (held,) = waiting(monitor)
    late = replace(HEARERS.subscriptions[0], since=held.seen_at + timedelta(minutes=1))
    hearers = Hearers((late,), HEARERS.recipients)
    done = monitor.store.write_now(held_rows.release, held.id, hearers, NOON + timedelta(hours=1), new_id)
    assert done == Released(was_held=True, alerts=0)


async def test_what_triage_taught_decides_on_the_next_page(monitor: Monitor) -> None:
    await began(monitor)
    plain = "A new model by Acme stands in the window of the {} and people stop to look"
    await monitor.told(rss(*(post(n, f"{plain.format('gallery')}, number {n * 7}") for n in range(1, 5))))
    await monitor.told(rss(*(post(n, f"{plain.format('workshop')}, number {n * 7}") for n in range(11, 15))))
    for mention in monitor.mentions()[1:]:
        verdict = Triage.NOT_ABOUT_US if "gallery" in mention.item.text else Triage.NOT_NEGATIVE
        said = Said(verdict, "anna", NOON)
        monitor.store.write_now(triage_changes.say, mention.id, said, Desk(HEARERS, 1.0, None, new_id))
    await monitor.told(rss(post(21, "The gallery shows Acme again"), post(22, "The workshop shows Acme again")))
    by_text = {one.item.text: one for one in monitor.mentions()}
    gallery, workshop = by_text["The gallery shows Acme again"], by_text["The workshop shows Acme again"]
    assert gallery.judgement.relevance is not None
    assert workshop.judgement.relevance is not None
    assert gallery.judgement.relevance < workshop.judgement.relevance
    assert "triage found texts with “gallery” not about it" in [one.why for one in gallery.judgement.relevance_reasons]


async def test_everything_of_a_source_about_the_brand_is_about_the_brand(tmp_path: Path) -> None:
    with a_monitor(tmp_path, whole=True) as monitor:
        await began(monitor)
        assert await monitor.told(rss(post(1, THEIRS))) == 1


async def test_without_words_for_or_against_nothing_is_held(tmp_path: Path) -> None:
    with a_monitor(tmp_path, whole=False, sense=Sense()) as monitor:
        await began(monitor)
        assert await monitor.told(rss(post(1, THEIRS))) == 1
