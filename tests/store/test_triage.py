"""Verdicts in a real store: what is told, withdrawn and told again, what is counted, and what an edit ends."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Connection, select

from monitor.core.findings import Settled
from monitor.core.outbox import Attempt, Destination
from monitor.core.when import parse
from monitor.model import Mention, Rating, Said, Status, Tone, Triage
from monitor.store import Store, item_rows, outcome_rows, read_rows, triage_changes, triage_rows
from monitor.store.ids import new_id
from monitor.store.outbox import StoredOutbox
from monitor.store.story_changes import Hearers
from monitor.store.tables import alerts, owed
from monitor.store.triage_changes import Desk, Done
from tests.fakes import NOON, an_item, days
from tests.passes import a_monitor, entry, rss
from tests.stores import BOOT, CARE, CRM, a_store, bring

TO = Destination(*CRM)
HEARERS = Hearers((CARE,), {"care": [CRM]})
DESK = Desk(HEARERS, 1.0, 0.35, new_id)
LATER = NOON + timedelta(hours=1)
LAMP = "The lamp I bought in May went dark in June and nobody takes it back"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


async def come(
    store: Store, text: str = LAMP, *, tone: Tone = Tone.NEGATIVE, number: int = 1, relevance: float | None = None
) -> Mention:
    item = an_item(f"g{number}", url=f"https://n{number}.test/", title="", text=text, author=f"Author {number}")
    settled: Settled = await bring(store, item, tone=tone, relevance=relevance)
    return settled.mentions[0].mention


def say(store: Store, mention: Mention, verdict: str, topic: str | None = None, *, desk: Desk = DESK) -> Done:
    done = store.write_now(triage_changes.say, mention.id, Said(Triage(verdict), "anna", LATER, topic), desk)
    assert done
    return done


def undo(store: Store, mention: Mention) -> Done:
    done = store.write_now(triage_changes.undo, mention.id, "bo", DESK, LATER)
    assert done
    return done


def shown(store: Store, mention: Mention) -> Mention:
    return store.read_now(read_rows.mentions_named, [mention.id])[mention.id]


def states(store: Store) -> list[str]:
    """Of the alerts, oldest first."""
    return [one.state.value for one in store.read_now(lambda c: list(read_rows.newest_alerts(c, None, 50)))][::-1]


class Crm:
    """A destination, as delivery serves it."""

    def __init__(self, store: Store) -> None:
        self.outbox = StoredOutbox(store, BOOT)

    async def begin(self, now: datetime = LATER) -> Attempt | None:
        return await self.outbox.begin(TO, None, now)

    async def told(self, now: datetime = LATER) -> list[str]:
        """Mentions that it is told now; it accepts everything."""
        ids: list[str] = []
        while attempt := await self.begin(now):
            ids += [one["id"] for one in orjson.loads(attempt.message.payload)["data"]["mentions"]]
            await self.outbox.accepted(attempt)
        return ids


async def test_what_waits_is_withdrawn_and_told_once_when_that_is_taken_back(store: Store) -> None:
    mention = await come(store)
    assert say(store, mention, "spam").moved.withdrawn == 1
    assert (states(store), await Crm(store).told()) == (["silenced"], [])
    assert undo(store, mention).moved.restored == 1
    assert (await Crm(store).told(), await Crm(store).told()) == ([mention.id], [])
    assert say(store, mention, "spam").moved.withdrawn == 0
    assert states(store) == ["delivered"]


FROZEN: dict[str, timedelta | None] = {"postponed": timedelta(hours=2), "dead": None}


@pytest.mark.parametrize("sentence", FROZEN)
async def test_a_message_that_was_not_accepted_is_not_sent_again(store: Store, sentence: str) -> None:
    mention, wait = await come(store), FROZEN[sentence]
    crm = Crm(store)
    attempt = await crm.begin()
    assert attempt
    await crm.outbox.refused(attempt, "500", LATER + wait if wait else None)
    assert states(store) == [sentence]
    say(store, mention, "not-about-us")
    assert (states(store), await crm.told(LATER + days(3))) == (["silenced"], [])
    undo(store, mention)
    assert states(store) == [sentence]
    body = attempt.message.payload
    again = await crm.begin(LATER + days(3))
    assert (again.message.payload if again else None) == (body if wait else None)


OUTCOMES = {"it is refused for now": False, "it is given up": True}


@pytest.mark.parametrize("sentence", OUTCOMES)
async def test_what_is_withdrawn_while_it_is_tried_stays_withdrawn(store: Store, sentence: str) -> None:
    mention, crm = await come(store), Crm(store)
    attempt = await crm.begin()
    assert attempt
    say(store, mention, "spam")
    await crm.outbox.refused(attempt, "500", None if OUTCOMES[sentence] else LATER)
    assert (states(store), await crm.told(LATER + days(3))) == (["silenced"], [])


async def test_what_is_accepted_while_it_is_withdrawn_was_told(store: Store) -> None:
    mention, crm = await come(store), Crm(store)
    attempt = await crm.begin()
    assert attempt
    say(store, mention, "spam")
    await crm.outbox.accepted(attempt)
    undo(store, mention)
    assert (states(store), await crm.told()) == (["delivered"], [])


async def test_a_message_goes_as_it_was_frozen_while_one_of_its_mentions_stands(store: Store) -> None:
    first, second = await come(store), await come(store, "They sent me an empty box, twice, and laugh", number=2)
    crm = Crm(store)
    attempt = await crm.begin()
    assert attempt
    await crm.outbox.refused(attempt, "500", LATER)
    say(store, first, "spam")
    assert states(store) == ["postponed", "postponed"]
    say(store, second, "spam")
    assert (states(store), await crm.told()) == (["silenced", "silenced"], [])
    undo(store, second)
    assert await crm.told() == [first.id, second.id]


async def test_a_story_is_told_by_another_mention_of_it(store: Store) -> None:
    first, copy = await come(store), await come(store, number=2)
    assert (copy.story_id, shown(store, first).copies) == (first.story_id, 2)
    done = say(store, first, "not-about-us")
    assert (done.moved.passed_on, done.moved.withdrawn, shown(store, copy).copies) == (1, 0, 1)
    assert await Crm(store).told() == [copy.id]


async def test_a_copy_of_what_was_called_harmless_is_not_told(store: Store) -> None:
    mention = await come(store)
    say(store, mention, "not-negative")
    copy = await come(store, number=2)
    assert (copy.story_id, states(store), await Crm(store).told()) == (mention.story_id, ["silenced"], [])


async def test_a_copy_is_told_where_a_person_says_that_it_is_negative(store: Store) -> None:
    mention = await come(store)
    say(store, mention, "not-negative")
    copy = await come(store, number=2, tone=Tone.NEUTRAL)
    assert say(store, copy, "negative").told == 1
    assert (states(store), await Crm(store).told()) == (["waiting"], [copy.id])
    assert (undo(store, mention).told, await Crm(store).told()) == (0, [])


async def test_the_last_word_holds_and_undo_brings_back_the_one_before(store: Store) -> None:
    mention = await come(store, tone=Tone.NEUTRAL)
    assert say(store, mention, "negative").told == 1
    say(store, mention, "spam")
    assert shown(store, mention).status is Status.DISMISSED
    undo(store, mention)
    assert (shown(store, mention).judgement.tone, states(store)) == (Tone.NEGATIVE, ["waiting"])
    undo(store, mention)
    assert (shown(store, mention).judgement.tone, states(store)) == (Tone.NEUTRAL, ["silenced"])
    assert say(store, mention, "negative").moved.restored == 1
    assert (states(store), await Crm(store).told()) == (["waiting"], [mention.id])


async def test_the_reason_is_told_with_it(store: Store) -> None:
    say(store, await come(store, tone=Tone.NEUTRAL), "negative")
    (alert,) = store.read_now(lambda connection: list(read_rows.newest_alerts(connection, None, 5)))
    assert alert.why == ("tone is negative (1.00)", "triage: negative by anna, 2026-11-21")


async def test_a_baseline_is_told_to_nobody_whatever_a_person_says(store: Store) -> None:
    item = an_item(title="", text=LAMP)
    settled = await bring(store, item, tone=Tone.NEUTRAL, baseline=frozenset({"Acme"}))
    assert say(store, settled.mentions[0].mention, "negative").told == 0
    assert states(store) == []


async def test_a_subscription_that_asks_for_stars_keeps_its_alert(store: Store) -> None:
    stars = replace(CARE, when=parse("stars <= 2"))
    desk = replace(DESK, hearers=Hearers((stars,), HEARERS.recipients))
    item = an_item(title="", text=LAMP, rating=Rating(1, 5))
    settled = await bring(store, item, subscriptions=[stars])
    mention = settled.mentions[0].mention
    assert say(store, mention, "not-negative", desk=desk).moved.withdrawn == 0
    assert say(store, mention, "spam", desk=desk).moved.withdrawn == 1


async def test_an_alert_that_the_configuration_would_no_longer_make_is_not_the_persons_to_withdraw(
    store: Store,
) -> None:
    mention = await come(store)
    hard = Hearers((replace(CARE, when=parse("topic = safety")),), HEARERS.recipients)
    assert say(store, mention, "negative", desk=replace(DESK, hearers=hard)).moved.withdrawn == 0
    assert states(store) == ["waiting"]


async def test_a_topic_that_a_subscription_waits_for_is_told(store: Store) -> None:
    staff = replace(CARE, when=parse("topic = staff"))
    desk = replace(DESK, hearers=Hearers((staff,), HEARERS.recipients))
    settled = await bring(store, an_item(title="", text=LAMP), subscriptions=[staff])
    mention = settled.mentions[0].mention
    assert say(store, mention, "topic", "staff", desk=desk).told == 1
    assert say(store, mention, "not-topic", "staff", desk=desk).moved.withdrawn == 1


def learned(store: Store) -> list[tuple[int, int, int]]:
    """(step, triaged, of that negative)"""
    counted = store.read_now(outcome_rows.read)
    return [(one.step, one.triaged, one.triaged_negatives) for one in counted]


async def test_what_holds_is_counted_once_and_taken_back(store: Store) -> None:
    mention = await come(store)
    say(store, mention, "negative")
    assert learned(store) == [(3, 1, 1)]
    say(store, mention, "not-negative")
    assert learned(store) == [(3, 1, 0)]
    say(store, mention, "spam")
    assert learned(store) == [(3, 0, 0)]
    undo(store, mention)
    undo(store, mention)
    assert learned(store) == [(3, 1, 1)]
    undo(store, mention)
    assert learned(store) == [(3, 0, 0)]


async def test_what_was_forgotten_cannot_be_taken_back_again(store: Store) -> None:
    mention = await come(store)
    say(store, mention, "negative")
    store.write_now(outcome_rows.forget, "feed")
    undo(store, mention)
    assert [one for one in learned(store) if one[1] < 0] == []


async def test_texts_about_the_brand_and_not_newest_first(store: Store) -> None:
    texts = {"One bad lamp and no help": "negative", "A cartoon of that name": "not-about-us", "Buy pills": "spam"}
    for number, (text, verdict) in enumerate(texts.items()):
        say(store, await come(store, text, number=number), verdict)
    changed = await come(store, "It was another firm", number=9)
    say(store, changed, "negative")
    say(store, changed, "not-about-us")
    found = store.read_now(triage_rows.texts_about, "Acme")
    assert [(text.strip(), about) for text, about in found] == [
        ("It was another firm", False),
        ("A cartoon of that name", False),
        ("One bad lamp and no help", True),
    ]
    assert store.read_now(triage_rows.texts_about, "Globex") == []


def test_the_texts_of_a_brand_and_the_log_of_a_mention_are_found_without_a_scan(store: Store) -> None:
    def plans(connection: Connection) -> list[str]:
        queries = [
            "SELECT * FROM triage WHERE mention_id = 'm' ORDER BY id",
            "SELECT * FROM triage WHERE brand = 'Acme' ORDER BY id DESC LIMIT 500",
            "SELECT id FROM mentions WHERE item_id IN ('i') AND said IS NOT NULL",
        ]
        return [str(row[3]) for one in queries for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}").all()]

    assert [plan for plan in store.read_now(plans) if "SCAN" in plan] == []


async def test_an_edit_of_the_text_ends_a_word_and_is_told_anew(tmp_path: Path) -> None:
    with a_monitor(tmp_path, when="tone = negative") as monitor:
        await monitor.told(rss())
        plain = "Acme opens on Friday at nine"
        await monitor.told(rss(entry(1, text="Acme broke my lamp, terrible service, never again")))
        (mention,) = monitor.mentions()
        say(monitor.store, mention, "not-about-us")
        assert await monitor.told(rss(entry(1, text="Acme broke my lamp, terrible service, never again"))) == 0
        assert await monitor.told(rss(entry(1, text="Acme lost my order, terrible service, I want my money"))) == 1
        (edited,) = monitor.mentions()
        assert (edited.status, edited.said, edited.copies) == (Status.NEW, (), 1)
        (only,) = monitor.store.read_now(triage_rows.log, mention.id)
        assert only.ended_why == "the text was edited"
        assert states(monitor.store) == ["waiting"]
        assert await monitor.told(rss(entry(1, text=plain))) == 0


async def test_a_word_survives_an_edit_that_leaves_the_text(tmp_path: Path) -> None:
    with a_monitor(tmp_path, when="tone = negative") as monitor:
        await monitor.told(rss())
        await monitor.told(rss(entry(1, text="Acme opens on Friday at nine")))
        (mention,) = monitor.mentions()
        assert say(monitor.store, mention, "negative").told == 1
        monitor.clock.turn(days=1)
        await monitor.told(rss(entry(1, text="Acme opens on Friday at nine", author="Bo", date=NOON + days(1))))
        (again,) = monitor.mentions()
        assert (again.judgement.tone, len(again.said), states(monitor.store)) == (Tone.NEGATIVE, 1, ["waiting"])


HELD = {"a complaint": ("negative", None, 1), "no complaint": ("not-negative", None, 0), "a topic": ("topic", "app", 1)}


@pytest.mark.parametrize("sentence", HELD)
async def test_a_held_mention_is_released_by_a_word_that_it_is_about_the_brand(store: Store, sentence: str) -> None:
    verdict, topic, alerts = HELD[sentence]
    mention = await come(store, relevance=0.2)
    assert (mention.held is not None, states(store)) == (True, [])
    done = say(store, mention, verdict, topic)
    assert (done.released, done.told, shown(store, mention).held) == (True, alerts, None)
    again = say(store, mention, "negative")
    assert (again.released, alerts + again.told, len(states(store))) == (False, 1, 1)
    assert await Crm(store).told() == [mention.id]


async def test_a_held_mention_that_is_dismissed_is_told_to_nobody_until_a_later_word(store: Store) -> None:
    mention = await come(store, relevance=0.2)
    say(store, mention, "not-about-us")
    assert (states(store), shown(store, mention).status) == ([], Status.DISMISSED)
    undo(store, mention)
    assert (states(store), shown(store, mention).held is not None) == ([], True)
    say(store, mention, "spam")
    done = say(store, mention, "negative")
    assert (done.released, done.told, shown(store, mention).copies) == (True, 1, 1)


async def test_to_take_a_release_back_withdraws_nothing_but_a_dismissal_does(store: Store) -> None:
    mention = await come(store, relevance=0.2)
    say(store, mention, "negative")
    assert undo(store, mention).moved.withdrawn == 0
    assert say(store, mention, "not-about-us").moved.withdrawn == 1


WORDS = (("negative", None), ("not-negative", None), ("not-about-us", None), ("spam", None), ("topic", "app"))


def say_or_undo(store: Store, chance: random.Random, everybody: Sequence[Mention]) -> None:
    """Something is said of somebody's mention; three times in ten somebody's last word is taken back."""
    verdict, topic = chance.choice(WORDS)
    say(store, chance.choice(everybody), verdict, topic)
    if chance.random() < 0.3:
        undo(store, chance.choice(everybody))


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_said_and_taken_back_leaves_everything_as_it_was(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    tones = (Tone.NEGATIVE, Tone.NEUTRAL, Tone.NEGATIVE)
    texts = (LAMP, "Acme opens on Friday at nine in the old town", LAMP)
    everybody = [
        await come(store, text, tone=tone, number=at) for at, (text, tone) in enumerate(zip(texts, tones, strict=True))
    ]
    before = [shown(store, mention) for mention in everybody]
    for _ in range(12):
        say_or_undo(store, chance, everybody)
        assert_sound(store)
    for mention in everybody:
        while undo(store, mention).changed:
            assert_sound(store)
    assert [replace(shown(store, one), priority_parts=(), priority=0.0, reach_parts=(), reach=0) for one in before] == [
        replace(one, priority_parts=(), priority=0.0, reach_parts=(), reach=0) for one in before
    ]
    assert all(triaged == 0 for _, triaged, _ in learned(store))
    told = await Crm(store).told()
    assert len(told) == 1
    assert told[0] in {everybody[0].id, everybody[2].id}


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_said_of_held_mentions_nobody_is_told_twice(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    everybody = [await come(store, number=at, relevance=held) for at, held in enumerate((None, 0.2, 0.3, None))]
    told: list[str] = []
    for _ in range(12):
        say_or_undo(store, chance, everybody)
        assert_sound(store)
        if chance.random() < 0.2:
            told += await Crm(store).told()
    told += await Crm(store).told()
    assert len(told) <= 1, "they all say the same: one story"


def assert_sound(store: Store) -> None:
    """What is dismissed is in no count, nobody is owed it, and each word on the whole is counted once."""

    def read(connection: Connection) -> None:
        standing = [*item_rows.each_mention(connection, None)]
        for mention in standing:
            there = [one for one in standing if one.story_id == mention.story_id]
            assert mention.copies == sum(one.status is not Status.DISMISSED for one in there)
        by_id = {one.id: one for one in standing}
        owing = select(alerts.c.mention_id).join(owed, owed.c.alert_id == alerts.c.id)
        owing = owing.where(owed.c.message_id.is_(None))
        for name in connection.scalars(owing):
            assert (by_id[name].status, by_id[name].judgement.tone) == (Status.NEW, Tone.NEGATIVE)
            assert by_id[name].held is None
        whole = [word for one in standing for word in one.said if word.topic is None]
        assert sum(one.triaged for one in outcome_rows.read(connection)) == sum(
            word.verdict in (Triage.NEGATIVE, Triage.NOT_NEGATIVE) for word in whole
        )

    store.read_now(read)
