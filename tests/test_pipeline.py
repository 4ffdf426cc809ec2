"""One pass, from bytes to alert: nothing lost, nothing told twice, whatever a site does to its feed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor.errors import BadStatus, ReaderDied, StoreError, Unreachable
from monitor.pipeline import Report, one_pass
from monitor.store import puzzle_rows, retention, source_rows
from monitor.store.tables import kept, native_ids
from tests.fakes import NOON, days
from tests.passes import URL, Monitor, a_monitor, entries, entry, rss
from tests.stores import BOOT, state_of


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    with a_monitor(tmp_path) as one:
        yield one


BASELINE = range(50)

SAME_ITEMS: dict[str, dict[str, Any]] = {
    "as it was": {},
    "all ids changed": {"guid": "new{n}"},
    "http became https": {"link": "http://blog.test/p/{n}"},
    "tracking parameters were added": {"link": "https://blog.test/p/{n}?utm_source=rss&amp;utm_medium=feed"},
    "www and a trailing slash came": {"link": "https://www.blog.test/p/{n}/"},
    "the ids were lost": {"guid": None},
    "the titles were edited": {"title": "Item {n} of Acme (updated)"},
    "the texts were edited": {"text": "Quite other words about {n}"},
    "the dates were bumped": {"date": NOON + timedelta(hours=1)},
    "the dates were lost": {"date": None},
    "ids changed and titles edited": {"guid": "new{n}", "title": "Acme item {n}, improved"},
    "ids and links changed": {"guid": "new{n}", "link": "https://blog.test/moved/{n}"},
    "ids changed, links lost": {"guid": "new{n}", "link": None},
    "ids lost, tracking added, titles edited": {
        "guid": None,
        "link": "https://blog.test/p/{n}?utm_source=x",
        "title": "E{n}",
    },
}


@pytest.mark.parametrize("change", SAME_ITEMS.values(), ids=SAME_ITEMS.keys())
async def test_what_a_site_does_to_its_feed_tells_nothing_again(monitor: Monitor, change: dict[str, Any]) -> None:
    assert await monitor.told(rss(*entries(BASELINE))) == 0
    assert await monitor.told(rss(*entries(BASELINE, **change))) == 0
    assert await monitor.told(rss(*entries(BASELINE))) == 0
    assert monitor.count("items") == 50


async def test_the_order_reversed_tells_nothing(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    assert await monitor.told(rss(*reversed(entries(BASELINE)))) == 0


@pytest.mark.parametrize(
    "change", [{"guid": "new{n}"}, {"guid": "new{n}", "title": "Edited {n} today by us"}], ids=["ids", "ids and titles"]
)
async def test_ids_changed_and_three_new_tells_exactly_three(monitor: Monitor, change: dict[str, Any]) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    assert await monitor.told(rss(*entries(range(50, 53)), *entries(BASELINE, **change))) == 3


async def test_the_baseline_is_stored_and_not_told(monitor: Monitor) -> None:
    assert await monitor.told(rss(*entries(BASELINE))) == 0
    assert (monitor.count("mentions"), monitor.count("alerts")) == (50, 0)


async def test_an_empty_first_round_is_the_baseline(monitor: Monitor) -> None:
    assert await monitor.told(rss()) == 0
    assert await monitor.told(rss(*entries(range(2)))) == 2


async def test_a_new_item_is_told_once(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    assert await monitor.told(rss(*entries(range(50, 51)), *entries(BASELINE))) == 1
    for _ in range(20):
        assert await monitor.told(rss(*entries(range(50, 51)), *entries(BASELINE))) == 0
    assert monitor.told_titles() == ["Item 50 of Acme"]


async def test_25_reviews_that_share_one_link_and_short_titles_are_all_told(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    reviews = entries(
        range(100, 125), link="https://blog.test/reviews", title="Bad", text="bad thing {n}", author="A{n}"
    )
    assert await monitor.told(rss(*reviews, *entries(BASELINE))) == 25


async def test_reviews_without_ids_that_share_one_link_are_all_told(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    reviews = entries(range(100, 125), guid=None, link="https://blog.test/reviews", title="Bad", author="A{n}")
    assert await monitor.told(rss(*reviews, *entries(BASELINE))) == 25


async def test_25_entries_with_one_id_are_all_told(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    assert await monitor.told(rss(*entries(range(100, 125), guid="same"), *entries(BASELINE))) == 25
    assert await monitor.told(rss(*entries(range(100, 126), guid="same"), *entries(BASELINE))) == 1


async def test_a_new_comment_under_a_threads_one_link_is_told(monitor: Monitor) -> None:
    thread: dict[str, Any] = {"link": "https://blog.test/thread", "title": "Re: Acme"}
    await monitor.told(rss(entry(1, **thread)))
    assert await monitor.told(rss(entry(2, **thread))) == 1
    assert await monitor.told(rss(entry(3, **thread), entry(2, **thread))) == 1


async def test_two_star_only_reviews_by_a_google_user_are_two_mentions(monitor: Monitor) -> None:
    stars: dict[str, Any] = {"title": "", "text": "", "author": "A Google user", "link": "https://blog.test/place"}
    await monitor.told(rss())
    await monitor.told(rss(entry(1, **stars)))
    await monitor.told(rss(entry(2, **stars)))
    assert monitor.count("mentions") == 2


async def test_an_old_item_that_surfaces_is_stored_and_not_told(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    assert await monitor.told(rss(entry(900, date=NOON - days(3000)), *entries(BASELINE))) == 0
    assert monitor.count("mentions") == 51


async def test_an_item_of_three_days_ago_is_told(monitor: Monitor) -> None:
    await monitor.told(rss())
    assert await monitor.told(rss(entry(1, date=NOON - days(3)))) == 1


async def test_an_edit_that_turns_negative_is_told_once(tmp_path: Path) -> None:
    good = "Acme is great, I love the friendly people and the wonderful coffee, thank you so much!"
    bad = "Acme is terrible, rude people and disgusting coffee, the worst ever. I want my money back!"
    with a_monitor(tmp_path, when="tone = negative") as monitor:
        await monitor.told(rss(entry(1, text=good)))
        assert await monitor.told(rss(entry(2, text=good), entry(1, text=good))) == 0
        assert await monitor.told(rss(entry(2, text=bad), entry(1, text=good))) == 1
        assert await monitor.told(rss(entry(2, text=bad + " Really."), entry(1, text=good))) == 0
        assert await monitor.told(rss(entry(2, text=good), entry(1, text=bad))) == 1
        assert await monitor.told(rss(entry(2, text=bad), entry(1, text=bad))) == 0
        assert monitor.count("revisions") == 5


async def test_an_item_that_names_no_brand_is_not_stored(tmp_path: Path) -> None:
    with a_monitor(tmp_path, whole=False) as monitor:
        await monitor.told(rss())
        assert await monitor.told(rss(entry(1, title="Nothing of ours"), entry(2))) == 1
        assert (monitor.count("items"), monitor.count("mentions")) == (1, 1)


async def test_a_brand_that_is_added_later_is_a_baseline_of_its_own(tmp_path: Path) -> None:
    with a_monitor(tmp_path, whole=False) as monitor:
        await monitor.told(rss(*entries(range(10))))
        monitor.brands["Other"] = '"item"'
        page = [entry(10), *entries(range(10))]
        assert await monitor.told(rss(*page)) == 1  # the new item, for Acme; Other is silent
        assert monitor.count("mentions") == 22
        assert await monitor.told(rss(entry(11), *page)) == 2


async def test_the_same_words_from_two_places_are_one_alert(monitor: Monitor) -> None:
    await monitor.told(rss())
    twice = [entry(1, guid="a", link="https://a.test/"), entry(1, guid="b", link="https://b.test/")]
    assert await monitor.told(rss(*twice)) == 1
    assert monitor.count("mentions") == 2


async def test_unchanged_is_not_read_again(monitor: Monitor) -> None:
    await monitor.poll(rss(entry(1)))
    assert (await monitor.poll()).outcome == "unchanged"
    assert monitor.web.asked[-1][1].etag is not None


FAILURES: dict[str, tuple[bytes | Exception, str]] = {
    "no connection": (Unreachable("blog.test: refused"), "unreachable"),
    "a status": (BadStatus("blog.test: 500", status=500), "bad-status"),
    "an empty body": (b"", "changed"),
    "a block page": (b"<html><head><title>Just a moment...</title></head><body>Checking</body></html>", "blocked"),
    "a page that is no feed": (b"<html><body><p>Hello</p></body></html>", "changed"),
}


@pytest.mark.parametrize(("answer", "outcome"), FAILURES.values(), ids=FAILURES.keys())
async def test_a_failure_is_named_and_what_came_meanwhile_is_told_after_it(
    monitor: Monitor, answer: bytes | Exception, outcome: str
) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    report = await monitor.poll(answer)
    assert (report.outcome, report.ok) == (outcome, False)
    state = state_of(monitor.store)
    assert (state.outcome, state.rhythm.failures) == (outcome, 1)
    assert state.why
    assert await monitor.told(rss(entry(50), *entries(BASELINE))) == 1
    assert state_of(monitor.store).rhythm.failures == 0


async def test_bytes_that_could_not_be_read_are_kept(monitor: Monitor) -> None:
    await monitor.poll(b"<html><body><p>Hello</p></body></html>")
    assert monitor.store.read_now(lambda c: c.scalars(select(kept.c.body)).all()) == [
        b"<html><body><p>Hello</p></body></html>"
    ]


async def test_a_first_round_that_fails_leaves_the_baseline_to_the_next(monitor: Monitor) -> None:
    await monitor.poll(Unreachable("refused"))
    assert await monitor.told(rss(*entries(BASELINE))) == 0
    assert await monitor.told(rss(entry(50), *entries(BASELINE))) == 1


async def test_a_text_that_kills_readers_is_stored_as_a_puzzle_and_the_others_are_told(monitor: Monitor) -> None:
    def killer(function: str, args: tuple[Any, ...]) -> Exception | None:
        poison = function.endswith(":judge") and any("POISON" in item.text for item in args[2])
        return ReaderDied("out of memory", limit="memory") if poison else None

    await monitor.told(rss())
    monitor.readers.killer = killer
    page = [*entries(range(30)), entry(30, text="POISON"), *entries(range(31, 40))]
    assert await monitor.told(rss(*page)) == 39
    assert monitor.count("items") == 40
    (puzzle,) = monitor.store.read_now(puzzle_rows.open_puzzles, 10)
    assert (puzzle.item.text, puzzle.source) == ("POISON", "blog")
    assert await monitor.told(rss(*page)) == 0


async def test_a_pass_that_dies_before_its_commit_is_repeated_without_loss(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(BASELINE)))
    page = rss(entry(50), *entries(BASELINE))
    monitor.web.pages["https://blog.test/feed"] = page
    await monitor.store.write(source_rows.claim_named, "boot_dead", ["blog"])
    assert monitor.store.write_now(source_rows.free_others, BOOT) == 1
    assert await monitor.told(page) == 1


async def test_a_pass_without_its_lease_stores_nothing(monitor: Monitor) -> None:
    (state,) = await monitor.store.write(source_rows.claim_named, "boot_other", ["blog"])
    monitor.web.pages["https://blog.test/feed"] = rss(entry(1))
    with pytest.raises(StoreError, match="lease"):
        await one_pass(monitor._job(), state, monitor._tools())
    assert monitor.count("items") == 0


async def test_a_report_of_a_round_adds_its_pages() -> None:
    first = Report("blog", "items", new=3, alerts=1, more=True)
    assert first.plus(Report("blog", "items", new=2)) == Report("blog", "items", new=5, alerts=1)


async def test_readers_that_die_without_poison_lose_nothing(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(range(3))))
    monitor.readers.killer = lambda function, _: (
        ReaderDied("killed", limit="crash") if function.endswith(":judge") else None
    )
    report = await monitor.poll(rss(entry(3), *entries(range(3))))
    assert (report.outcome, monitor.count("items")) == ("reader-died", 3)
    monitor.readers.killer = lambda _function, _args: None
    assert await monitor.told(rss(entry(3), *entries(range(3)))) == 1


async def test_one_death_of_a_reader_proves_nothing(monitor: Monitor) -> None:
    deaths = iter([ReaderDied("killed", limit="crash")])

    def killer(function: str, _args: tuple[Any, ...]) -> Exception | None:
        return next(deaths, None) if function.endswith(":judge") else None

    await monitor.told(rss(*entries(range(3))))
    monitor.readers.killer = killer
    assert await monitor.told(rss(entry(3), *entries(range(3)))) == 1


async def test_whoever_subscribes_while_a_source_is_read_hears_of_it(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(range(3))))
    monitor.clock.turn(minutes=10)
    monitor.web.pages[URL] = rss(entry(3), *entries(range(3)))
    (state,) = await monitor.store.write(source_rows.claim_named, BOOT, ["blog"])
    job = monitor._job()
    late = replace(job, subscriptions=(*job.subscriptions, replace(job.subscriptions[0], name="boss")))
    late = replace(late, recipients={**job.recipients, "boss": job.recipients["care"]})
    report = await one_pass(job, state, replace(monitor._tools(), latest=lambda _: late))
    assert report.alerts == 2


async def test_a_tombstone_that_is_listed_is_told_to_nobody(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(range(3))))
    monitor.store.write_now(retention.bury, NOON + days(1000), NOON + days(1000))
    assert monitor.count("mentions") == 0
    assert await monitor.told(rss(*entries(range(3), guid="new{n}", title="Edited {n} today again"))) == 0
    assert monitor.count("mentions") == 0


async def test_a_tombstone_lives_as_long_as_its_source_lists_it(monitor: Monitor) -> None:
    await monitor.told(rss(*entries(range(3))))
    buried = NOON + days(1)
    monitor.store.write_now(retention.bury, buried, buried)
    later = buried + days(500)
    monitor.store.write_now(retention.keep_listed, later)
    assert monitor.store.write_now(retention.drop_tombstones, later) == 0
    await monitor.told(rss(entry(9)))
    monitor.store.write_now(retention.keep_listed, later + days(399))
    assert monitor.store.write_now(retention.drop_tombstones, later + days(401)) == 3


async def test_a_site_that_makes_up_ids_at_each_poll_does_not_fill_the_store(monitor: Monitor) -> None:
    for number in range(70):
        await monitor.poll(rss(entry(1, guid=f"g{number}")))
    natives = monitor.store.read_now(lambda c: len(c.execute(select(native_ids)).all()))
    assert (monitor.count("items"), natives) == (1, 50)


async def test_a_counter_in_a_text_makes_no_endless_history(monitor: Monitor) -> None:
    for number in range(70):
        await monitor.poll(rss(entry(1, text=f"Seen by {number} people")))
    assert monitor.count("revisions") == 50
