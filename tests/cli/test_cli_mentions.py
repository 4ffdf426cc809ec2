"""`monitor mentions` over a real database."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Tone
from monitor.store import Store
from tests.cli.desk import Desk, a_desk, monitor
from tests.fakes import NOON, an_item
from tests.stores import bring

KEYS = [
    "id",
    "type",
    "brand",
    "source",
    "url",
    "title",
    "text",
    "language",
    "author",
    "rating",
    "recommended",
    "published_at",
    "seen_at",
    "tone",
    "probabilities",
    "experience",
    "topics",
    "reasons",
    "reach",
    "reach_parts",
    "priority",
    "priority_parts",
    "story",
    "reply",
    "status",
    "owner",
    "revision",
    "relevance",
    "relevance_reasons",
    "held",
    "triage",
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three mentions: a parcel two days ago, a shop one day ago, praise today."""

    async def work(store: Store) -> None:
        days = timedelta(days=1)
        parcel = an_item(
            "1", title="Parcel", text="never came and nobody answers the phone at all", url="https://a.test/1"
        )
        shop = an_item(
            "2", title="Shop", text="rude people in the shop \x1b[31m of the old town", url="https://a.test/2"
        )
        praise = an_item("3", title="Praise", text="what a lovely place, we will come again", url="https://a.test/3")
        await bring(store, parcel, now=NOON - 2 * days)
        await bring(store, shop, source="news", now=NOON - days)
        await bring(store, praise, tone=Tone.POSITIVE, now=NOON)

    made = a_desk(tmp_path)
    made.fill(work)
    return made


FOUND: dict[str, tuple[list[str], list[str]]] = {
    "newest first": ([], ["Praise", "Shop", "Parcel"]),
    "of a brand": (["--brand", "Acme"], ["Praise", "Shop", "Parcel"]),
    "the case of a brand is ignored": (["--brand", "acme"], ["Praise", "Shop", "Parcel"]),
    "of a tone": (["--tone", "negative"], ["Shop", "Parcel"]),
    "so many": (["--limit", "1"], ["Praise"]),
    "that a query is true of": (["--query", "parcel OR place"], ["Praise", "Parcel"]),
    "that a query of a field is true of": (["--query", "rude source:news"], ["Shop"]),
    "so many of those a query is true of": (["--query", "nobody", "--limit", "1"], ["Parcel"]),
    "since a day, which begins in the configured zone": (["--since", "2026-11-20"], ["Praise", "Shop"]),
    "since a moment": (["--since", "2026-11-20T13:00"], ["Praise", "Shop"]),
    "since a moment later than the oldest two, by their zone": (["--since", "2026-11-20T13:01"], ["Praise"]),
    "since a moment with a zone": (["--since", "2026-11-20T12:00Z"], ["Praise", "Shop"]),
    "since so long": (["--since", "3650d"], ["Praise", "Shop", "Parcel"]),
    "all at once": (["--brand", "Acme", "--tone", "negative", "--query", "shop", "--since", "2026-01-01"], ["Shop"]),
    "nothing": (["--tone", "neutral"], []),
}


@pytest.mark.parametrize(("words", "titles"), FOUND.values(), ids=FOUND)
def test_what_is_found(desk: Desk, words: list[str], titles: list[str]) -> None:
    said = desk.run("mentions", "--json", *words)
    assert (said.code, said.err) == (0, "")
    assert [mention["title"] for mention in said.lines] == titles


def test_what_waits_for_a_person_is_listed_alone_newest_first_with_its_reason(desk: Desk) -> None:
    async def work(store: Store) -> None:
        for number, at in (("4", NOON - timedelta(hours=2)), ("5", NOON - timedelta(hours=1))):
            text = f"acme number {number} is the peak of a mountain"
            await bring(store, an_item(number, title=f"Peak {number}", text=text), relevance=0.2, now=at)

    desk.fill(work)
    said = desk.run("mentions", "--held", "--json")
    assert [one["title"] for one in said.lines] == ["Peak 5", "Peak 4"]
    for one in said.lines:
        assert list(one)[: len(KEYS)] == KEYS
        assert one["relevance"] == 0.2
        assert one["held"] == "relevance 0.20 is below 0.5: nothing says that the brand is meant"
    assert "Peak" not in desk.run("mentions").out
    assert "relevance 0.20 is below 0.5" in desk.run("mentions", "--held", "--limit", "1").out.replace("\n", " ")
    assert desk.run("mentions", "--held", "--tone", "positive", "--json").lines == []
    assert desk.run("alerts", "--json").out.count("Peak") == 0


REFUSED: dict[str, tuple[list[str], str]] = {
    "an unknown brand": (["--brand", "Acne"], "unknown brand `Acne`; did you mean `Acme`? Known: Acme"),
    "an unknown tone": (["--tone", "negativ"], "unknown tone `negativ`; did you mean `negative`?"),
    "a query that is none, with its place": (["--query", "acme AND"], "        ^"),
    "an empty query": (["--query", ""], "the query is empty"),
    "a date that is none": (["--since", "yesterday"], '--since: found "yesterday"; allowed is a date'),
    "a date before time": (["--since", "0001-01-01"], '--since: found "0001-01-01"'),
    "a limit of nothing": (["--limit", "0"], "0 is not in the range x>=1"),
}


@pytest.mark.parametrize(("words", "text"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(desk: Desk, words: list[str], text: str) -> None:
    said = desk.run("mentions", *words)
    assert (said.code, said.out) == (2, "")
    assert text in said.err


def test_every_key_of_a_mention_is_there(desk: Desk) -> None:
    for mention in desk.run("mentions", "--json").lines:
        assert list(mention) == KEYS


def test_a_number_is_the_sum_of_the_parts_beside_it(desk: Desk) -> None:
    mentions = desk.run("mentions", "--json").lines
    for mention in mentions:
        for number in ("reach", "priority"):
            assert round(sum(part["added"] for part in mention[f"{number}_parts"]), 2) == mention[number]
    assert [(mention["experience"], mention["priority"]) for mention in mentions] == [
        ("good", 0.06),
        ("bad", 0.58),
        ("bad", 0.58),
    ]


def test_the_table_shows_local_time_and_cannot_drive_the_terminal(desk: Desk) -> None:
    said = desk.run("mentions")
    head, *rows = said.out.splitlines()
    assert head.split("\t") == ["seen", "brand", "tone", "source", "author", "text", "url", "id"]
    assert [row.split("\t")[0] for row in rows] == ["2026-11-21 13:00", "2026-11-20 13:00", "2026-11-19 13:00"]
    assert "\x1b" not in said.out


def test_a_brand_that_left_the_configuration_is_still_found(desk: Desk) -> None:
    config = desk.folder / "config.toml"
    config.write_text(config.read_text().replace('name = "Acme"', 'name = "Zenith"'))
    assert len(desk.run("mentions", "--json", "--brand", "acme").lines) == 3
    assert "Known: Acme, Zenith" in desk.run("mentions", "--brand", "x").err


def test_an_empty_database_is_made_and_holds_nothing(tmp_path: Path) -> None:
    a_desk(tmp_path)
    said = monitor("mentions", "--json", folder=tmp_path)
    assert (said.code, said.out, said.err) == (0, "", "")
    assert (tmp_path / "monitor.db").exists()


def test_without_a_configuration_it_is_2(tmp_path: Path) -> None:
    said = monitor("mentions", folder=tmp_path)
    assert (said.code, said.out) == (2, "")
