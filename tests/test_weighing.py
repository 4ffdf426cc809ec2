"""Reach, priority and experience through a whole pass: computed where a story is known, stored, read again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.experience import experience_of
from monitor.core.findings import weighed
from monitor.model import Author, Experience, Mention, Tone
from tests.fakes import NOON, an_item
from tests.passes import Monitor, a_monitor, entry, rss
from tests.stores import a_store, bring

BAD = "The parcel never came, I want my money back. Worst shop ever, nobody answers!"
GOOD = "Excellent! They brought it at once after all, wonderful people, we love them."
RECOVERED = "experience = recovered"


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    with a_monitor(tmp_path) as one:
        yield one


def _only(mentions: list[Mention]) -> Mention:
    (mention,) = mentions
    return mention


async def test_what_was_computed_is_what_is_read(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        settled = await bring(store, an_item())
        stored = Monitor(store).mentions()
    assert [new.mention for new in settled.mentions] == stored
    assert stored[0].priority == 0.58
    assert [(part.text, part.added) for part in stored[0].priority_parts] == [
        ("90 % negative", 0.54),
        ("may reach 1,000 people", 0.04),
    ]


async def test_a_copy_weighs_more_than_what_it_repeats_and_leaves_that_alone(monitor: Monitor) -> None:
    copies = [entry(number, title="Acme", text=BAD) for number in (1, 2, 3)]
    await monitor.told(rss())
    await monitor.told(rss(copies[0]))
    (before,) = monitor.mentions()
    await monitor.told(rss(*copies))
    first, second, third = monitor.mentions()
    assert (first.priority, first.reach) == (before.priority, before.reach)
    assert first.priority < second.priority < third.priority
    assert (first.reach, second.reach, third.reach) == (1000, 2000, 2585)
    assert "its story grows by 2.0 an hour" in [part.text for part in third.priority_parts]


async def test_a_source_that_many_read_weighs_more(tmp_path: Path) -> None:
    with a_monitor(tmp_path, weight=50.0) as monitor:
        await monitor.told(rss())
        await monitor.told(rss(entry(1, text=BAD)))
        assert _only(monitor.mentions()).reach == 50_000


@pytest.mark.parametrize(("when", "alerts"), [("reach >= 1000", 1), ("reach > 1000", 0), ("NOT reach > 1000", 1)])
async def test_a_condition_may_ask_for_reach(tmp_path: Path, when: str, alerts: int) -> None:
    with a_monitor(tmp_path, when=when) as monitor:
        await monitor.told(rss())
        assert await monitor.told(rss(entry(1, text=BAD))) == alerts


async def test_a_complaint_that_is_edited_into_praise_has_recovered(tmp_path: Path) -> None:
    with a_monitor(tmp_path, when=RECOVERED) as monitor:
        await monitor.told(rss())
        assert await monitor.told(rss(entry(1, title="Acme", text=BAD))) == 0
        assert _lived(monitor) is Experience.BAD
        assert await monitor.told(rss(entry(1, title="Acme", text=GOOD))) == 1
        assert _lived(monitor) is Experience.RECOVERED
        assert await monitor.told(rss(entry(1, title="Acme", text=f"{GOOD} Really."))) == 0
        assert _lived(monitor) is Experience.RECOVERED, "it stays so through further praise"
        await monitor.told(rss(entry(1, title="Acme", text=BAD)))
        assert _lived(monitor) is Experience.BAD


async def test_praise_that_never_was_a_complaint_is_good(monitor: Monitor) -> None:
    await monitor.told(rss())
    await monitor.told(rss(entry(1, title="Acme", text=GOOD)))
    await monitor.told(rss(entry(1, title="Acme", text=f"{GOOD} Really.")))
    assert _lived(monitor) is Experience.GOOD


async def test_an_edit_is_weighed_anew(monitor: Monitor) -> None:
    await monitor.told(rss())
    await monitor.told(rss(entry(1, title="Acme", text=BAD)))
    bad = _only(monitor.mentions())
    await monitor.told(rss(entry(1, title="Acme", text=GOOD)))
    good = _only(monitor.mentions())
    assert (bad.judgement.tone, good.judgement.tone) == (Tone.NEGATIVE, Tone.POSITIVE)
    assert bad.priority > 0.3 > good.priority


async def test_followers_and_votes_are_counted_as_the_source_tells_them(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        settled = await bring(store, an_item(helpful=3, extra={"points": "7"}))
    mention = settled.mentions[0].mention
    assert mention.reach == 1200
    known = replace(mention, item=replace(mention.item, author=Author("Ann", followers=9000)))
    assert weighed(known, 1.0, NOON).reach == 10_200


def _lived(monitor: Monitor) -> Experience:
    return experience_of(_only(monitor.mentions()), NOON)
