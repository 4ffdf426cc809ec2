"""Items with stars are counted beside what their texts say, once each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from monitor import understand
from monitor.core.calibration import LEAST, NONE, Outcome, shifts
from monitor.core.findings import Finding, Watched
from monitor.core.identity import keys_of
from monitor.model import Item, MentionType, Rating
from monitor.store import Store, outcome_rows
from tests.fakes import an_item
from tests.stores import a_store

ACME = Watched((("Acme", "Acme"), ("Parcels", "parcel")), whole=None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def found(item: Item, *, new: bool = True) -> Finding:
    """An item, understood as a reader process does."""
    (judged,) = understand.judge(ACME, "blog", [item])
    return Finding("itm_1", item, keys_of(item), new=new, judged=judged)


def counted(store: Store, *findings: Finding) -> list[Outcome]:
    def there(connection: Connection) -> list[Outcome]:
        outcome_rows.count(connection, "feed", findings)
        return outcome_rows.read(connection)

    return store.write_now(there)


def starred(stars: float | None, text: str = "Acme lost my parcel, terrible service") -> Item:
    return an_item(text=text, title="", rating=None if stars is None else Rating(stars, 5))


COUNTED = {
    "one star, one negative": (starred(1), (1, 1)),
    "five stars, none negative, whatever the text says": (starred(5), (1, 0)),
    "three stars are not negative": (starred(3), (1, 0)),
}


@pytest.mark.parametrize("sentence", COUNTED)
def test_an_item_with_stars_counts_once_though_it_names_two_brands(store: Store, sentence: str) -> None:
    item, expected = COUNTED[sentence]
    (outcome,) = counted(store, found(item))
    assert (outcome.items, outcome.negatives) == expected
    assert (outcome.type, outcome.kind) == (item.type, "feed")
    assert outcome.step >= 5


SKIPPED = {
    "no stars": found(starred(None)),
    "no text": found(an_item(title="Acme parcel", text="", rating=Rating(1, 5))),
    "seen before": found(starred(1), new=False),
    "it names no brand": found(starred(1, "Nothing of interest here")),
}


@pytest.mark.parametrize("sentence", SKIPPED)
def test_what_teaches_nothing_is_not_counted(store: Store, sentence: str) -> None:
    assert counted(store, SKIPPED[sentence]) == []


def test_counts_add_up_and_become_a_shift(store: Store) -> None:
    kind = starred(5).type
    for _ in range(LEAST):
        outcomes = counted(store, found(starred(5)), found(starred(5)))
    assert sum(each.items for each in outcomes) == 2 * LEAST
    assert shifts(outcomes)[kind, "feed"].bias < 0


def test_a_shift_changes_what_is_said_of_texts_without_stars() -> None:
    learned = shifts([Outcome(MentionType.REVIEW, "feed", step, 500, 0) for step in range(10)])
    item = starred(None)
    plain = understand.judge(ACME, "blog", [item])[0][0]
    moved = understand.judge(ACME, "blog", [item], {item.type: learned[MentionType.REVIEW, "feed"]})[0][0]
    assert moved.judgement.probabilities.negative < plain.judgement.probabilities.negative
    assert understand.judge(ACME, "blog", [item], {item.type: NONE})[0][0] == plain


def test_what_was_learned_can_be_taken_back(store: Store) -> None:
    counted(store, *[found(starred(5))] * LEAST)
    store.write_now(outcome_rows.forget, "feed")
    assert counted(store) == []
