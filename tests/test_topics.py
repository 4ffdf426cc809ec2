"""Topics through the whole: read, stored, told, taught, asked for, counted."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from monitor.core.findings import Watched
from monitor.core.lessons import TAUGHT, TopicLessons
from monitor.model import Mention, Said, Tone, Topic, Triage
from monitor.settings import TopicsSettings
from monitor.store import Store, read_rows, triage_changes
from monitor.store.ids import new_id
from monitor.store.story_changes import Hearers
from monitor.understand import judge
from tests.cli.desk import Desk, a_desk
from tests.fakes import NOON, an_item
from tests.passes import a_monitor, entry, rss
from tests.stores import bring

DESK = triage_changes.Desk(Hearers((), {}), 1.0, None, new_id)
ROAST = TopicsSettings(words=(("roast club", "en", ("roast*",)),))


def test_each_brand_has_its_own_taxonomy() -> None:
    watched = Watched((("Acme", "acme"), ("Yeti", "yeti")), topics=(("Yeti", ROAST),))
    item = an_item(title="", text="Acme and Yeti both sell this roasted blend, and both parcels were late by two weeks")
    (acme, yeti) = judge(watched, "blog", [item])[0]
    assert [topic.name for topic in acme.judgement.topics] == ["delivery"]
    assert [topic.name for topic in yeti.judgement.topics] == ["delivery", "roast club"]


def test_what_is_said_of_another_brand_is_no_topic_of_ours() -> None:
    watched = Watched((("Acme", "acme"),))
    said = an_item(title="", text="Acme has wonderful staff, while Amazon lost my parcel again")
    ((judged,),) = judge(watched, "blog", [said])
    assert [topic.name for topic in judged.judgement.topics] == ["staff"]


def test_a_batch_says_of_each_item_what_it_says_of_it_alone() -> None:
    watched = Watched((("Acme", "acme"), ("Yeti", "yeti")), topics=(("Yeti", ROAST),))
    texts = (
        "Acme and Yeti both sell this roasted blend, and both parcels were late by two weeks",
        "Nobody is named here",
        "Die Lieferung von Yeti kam drei Wochen zu spät und niemand geht ans Telefon",
        "Acme has wonderful staff",
    )
    items = [an_item(f"g{at}", title="", text=text) for at, text in enumerate(texts)]
    together = judge(watched, "blog", items)
    assert [len(judged) for judged in together] == [2, 0, 1, 1]
    assert together == tuple(judge(watched, "blog", [item])[0] for item in items)


def test_a_brand_has_what_triage_taught_of_its_topics() -> None:
    taught = TopicLessons({"crema": ("roast club",)}, frozenset({("delivery", "parcel")}))
    watched = Watched((("Yeti", "yeti"),), topics=(("Yeti", ROAST),))
    item = an_item(title="", text="Yeti, a terrible, awful crema on a parcel of land")
    ((before,),) = judge(watched, "blog", [item])
    ((after,),) = judge(replace(watched, lessons=(("Yeti", taught),)), "blog", [item])
    assert [topic.name for topic in before.judgement.topics] == ["delivery"]
    assert after.judgement.topics == (Topic("roast club", Tone.NEGATIVE, ("crema", TAUGHT)),)
    assert after.judgement.reasons[-1].why.startswith("no topic delivery, taught")


async def test_what_triage_refused_three_times_is_no_topic_of_the_next_mention(tmp_path: Path) -> None:
    """And is one again when a word is taken back."""
    texts = [f"Acme announced parcel number {number} of the land by the lake" for number in range(5)]
    with a_monitor(tmp_path) as monitor:
        await monitor.poll(rss(*(entry(number, text=texts[number]) for number in range(3))))
        first = monitor.store.read_now(_mentions)
        assert all("delivery" in [topic.name for topic in mention.judgement.topics] for mention in first)
        for mention in first:
            no = Said(Triage.NOT_TOPIC, "anna", NOON, "delivery")
            monitor.store.write_now(triage_changes.say, mention.id, no, DESK)
        await monitor.poll(rss(entry(3, text=texts[3])))
        monitor.store.write_now(triage_changes.undo, first[0].id, "anna", DESK, NOON)
        await monitor.poll(rss(entry(4, text=texts[4])))
        now = {mention.item.text: mention.judgement for mention in monitor.store.read_now(_mentions)}
    assert now[texts[3]].topics == ()
    assert now[texts[3]].reasons[-1].text == "parcel"
    assert [topic.name for topic in now[texts[4]].topics] == ["delivery"]


async def test_topics_are_stored_told_and_asked_for(tmp_path: Path) -> None:
    with a_monitor(tmp_path, when="topic = delivery") as monitor:
        await monitor.poll(rss(entry(0)))
        bad = entry(1, title="Acme", text="My parcel never came and the courier is rude")
        other = entry(2, title="Acme", text="The soup was cold and much too salty for us")
        assert await monitor.told(rss(bad, other)) == 1
        newest = list(monitor.store.read_now(_mentions))
        topics = {mention.item.text: mention.judgement.topics for mention in newest}
        found = topics["My parcel never came and the courier is rude"]
        assert Topic("delivery", Tone.NEGATIVE, ("parcel", "courier")) in found
        (alert,) = monitor.store.read_now(lambda connection: list(read_rows.newest_alerts(connection, None, 5)))
        assert alert.why == ("topic is delivery (parcel, courier)",)


def test_topics_counts_by_tone_and_shows_them(tmp_path: Path) -> None:
    desk = _filled(tmp_path)
    (seen,) = desk.run("topics", "--since", "2020-01-01", "--json").lines
    assert (seen["brand"], seen["mentions"]) == ("Acme", 2)
    assert seen["topics"] == [
        {"name": "delivery", "mentions": 2, "negative": 1, "neutral": 0, "positive": 1},
        {"name": "staff", "mentions": 1, "negative": 1, "neutral": 0, "positive": 0},
    ]
    assert seen["emerging"] == []
    shown = desk.run("topics", "--brand", "acme", "--since", "2020-01-01").out
    assert "delivery\t2\t1\t0\t1" in shown


def test_topics_shows_what_triage_taught(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    desk.fill(_bring_refused)
    (seen,) = desk.run("topics", "--since", "2020-01-01", "--json").lines
    assert seen["taught"] == [{"word": "parcel", "topic": "delivery", "is_one": False}]
    assert "parcel\tdelivery\tnone by it alone" in desk.run("topics", "--since", "2020-01-01").out


def test_topics_of_an_unknown_brand_is_a_usage_error(tmp_path: Path) -> None:
    said = a_desk(tmp_path).run("topics", "--brand", "Acmee")
    assert said.code == 2
    assert "did you mean `Acme`?" in said.err


def test_a_mention_tells_its_topics_with_their_words(tmp_path: Path) -> None:
    told = [mention["topics"] for mention in _filled(tmp_path).run("mentions", "--json").lines]
    assert {"name": "delivery", "tone": "positive", "words": ["parcel"]} in told[0] + told[1]


def _filled(folder: Path) -> Desk:
    desk = a_desk(folder)
    desk.fill(_bring)
    return desk


async def _bring(store: Store) -> None:
    late = (Topic("delivery", Tone.NEGATIVE, ("courier",)), Topic("staff", Tone.NEGATIVE, ("rude",)))
    kind = (Topic("delivery", Tone.POSITIVE, ("parcel",)),)
    await bring(store, an_item("1", title="", text="the courier was rude and late once more"), topics=late)
    parcel = an_item("2", title="", text="the parcel came a day early, thank you", url="https://a.test/2")
    await bring(store, parcel, tone=Tone.POSITIVE, topics=kind)


async def _bring_refused(store: Store) -> None:
    for number in range(3):
        item = an_item(
            f"g{number}", title="", text=f"A parcel of land, number {number}", url=f"https://a.test/{number}"
        )
        settled = await bring(store, item, topics=(Topic("delivery", Tone.NEUTRAL, ("parcel",)),))
        no = Said(Triage.NOT_TOPIC, "anna", NOON, "delivery")
        store.write_now(triage_changes.say, settled.mentions[0].mention.id, no, DESK)


def _mentions(connection: Connection) -> list[Mention]:
    return list(read_rows.each_wanted_mention(connection, brand=None, tone=None, since=None))
