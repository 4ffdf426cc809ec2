"""What triage taught, read from a real store: it comes with the words of persons, and goes with them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.lessons import TopicLessons
from monitor.model import Mention, Said, Tone, Topic, Triage
from monitor.store import Store, triage_changes
from monitor.store.ids import new_id
from monitor.store.passes import Passes
from monitor.store.story_changes import Hearers
from monitor.store.triage_changes import Desk
from tests.fakes import NOON, an_item
from tests.stores import BOOT, a_store, bring

DESK = Desk(Hearers((), {}), 1.0, None, new_id)
WAITING = Topic("waiting", Tone.NEGATIVE, ("line",))
REFUSED = TopicLessons(refused=frozenset({("waiting", "line")}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


async def come(store: Store, number: int, text: str, *topics: Topic) -> Mention:
    item = an_item(f"g{number}", url=f"https://n{number}.test/", title="", text=text, author=f"Author {number}")
    return (await bring(store, item, topics=topics)).mentions[0].mention


async def coats(store: Store) -> list[Mention]:
    return [await come(store, n, f"A new line of {n} coats for spring", WAITING) for n in range(3)]


def say(store: Store, mention: Mention, verdict: Triage, topic: str | None = None) -> None:
    assert store.write_now(triage_changes.say, mention.id, Said(verdict, "anna", NOON, topic), DESK)


async def taught(passes: Passes) -> TopicLessons | None:
    lesson = (await passes.learnt(["Acme"])).get("Acme")
    return lesson.topics if lesson else None


async def test_nobody_said_anything(store: Store) -> None:
    await coats(store)
    assert await taught(Passes(store, BOOT)) is None


async def test_a_word_is_refused_when_three_texts_said_so_and_no_more_when_one_is_taken_back(store: Store) -> None:
    mentions, passes = await coats(store), Passes(store, BOOT)
    for mention in mentions[:2]:
        say(store, mention, Triage.NOT_TOPIC, "waiting")
    assert await taught(passes) == TopicLessons()
    say(store, mentions[2], Triage.NOT_TOPIC, "waiting")
    assert await taught(passes) == REFUSED
    store.write_now(triage_changes.undo, mentions[0].id, "bo", DESK, NOON)
    assert await taught(passes) == TopicLessons()


async def test_words_that_are_taken_back_at_one_moment_are_all_noticed(store: Store) -> None:
    mentions, passes = (
        [*await coats(store), await come(store, 3, "A new line of hats for spring", WAITING)],
        Passes(store, BOOT),
    )
    for mention in mentions:
        say(store, mention, Triage.NOT_TOPIC, "waiting")
    assert await taught(passes) == REFUSED
    store.write_now(triage_changes.undo, mentions[0].id, "bo", DESK, NOON)
    assert await taught(passes) == REFUSED
    store.write_now(triage_changes.undo, mentions[1].id, "bo", DESK, NOON)
    assert await taught(passes) == TopicLessons()


async def test_a_word_that_ended_by_an_earlier_clock_is_noticed(store: Store) -> None:
    mentions, passes = await coats(store), Passes(store, BOOT)
    for mention in mentions:
        say(store, mention, Triage.NOT_TOPIC, "waiting")
    say(store, mentions[0], Triage.NEGATIVE)
    store.write_now(triage_changes.undo, mentions[0].id, "bo", DESK, NOON)
    assert await taught(passes) == REFUSED
    store.write_now(triage_changes.undo, mentions[1].id, "bo", DESK, NOON - timedelta(seconds=5))
    assert await taught(passes) == TopicLessons()


async def test_what_a_person_dismissed_teaches_nothing_of_topics(store: Store) -> None:
    mentions = await coats(store)
    for mention in mentions:
        say(store, mention, Triage.NOT_TOPIC, "waiting")
    say(store, mentions[0], Triage.SPAM)
    assert await taught(Passes(store, BOOT)) == TopicLessons()


async def test_a_missed_word_is_learnt_beside_texts_that_were_triaged_otherwise(store: Store) -> None:
    for number in range(45):
        say(store, await come(store, number, f"We went to shop {number} and all went well"), Triage.NEGATIVE)
    for number, what in enumerate(("lovely", "stale", "sour"), 45):
        say(store, await come(store, number, f"Such {what} crema"), Triage.TOPIC, "quality")
    lessons = await taught(Passes(store, BOOT))
    assert lessons == TopicLessons(missed={"such": ("quality",), "crema": ("quality",)})


async def test_another_brand_learns_nothing(store: Store) -> None:
    for mention in await coats(store):
        say(store, mention, Triage.NOT_TOPIC, "waiting")
    assert await Passes(store, BOOT).learnt(["Yeti"]) == {}
