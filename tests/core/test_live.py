"""Live precision and recall: what is counted, what is estimated, and when there is no answer."""

import random
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.live import LEAST, Band, Stratum, band, quality
from monitor.model import Tone, Triage

YES, NO = Triage.NEGATIVE, Triage.NOT_NEGATIVE


def called(mentions: int, right: int, wrong: int) -> Stratum:
    return Stratum(Band.NEGATIVE, mentions, picked={YES: right, NO: wrong})


def rest(mentions: int, drawn: tuple[int, int] = (0, 0), picked: tuple[int, int] = (0, 0)) -> Stratum:
    """(complaints, none) of each."""
    return Stratum(Band.REST, mentions, _counts(drawn), _counts(picked))


def _counts(pair: tuple[int, int]) -> Mapping[Triage, int]:
    return {YES: pair[0], NO: pair[1]}


BANDS = {
    "called negative, surely or not": (Tone.NEGATIVE, 0.4, Band.NEGATIVE),
    "worth a second look": (Tone.NEUTRAL, 0.2, Band.UNSURE),
    "praise that may be blame": (Tone.POSITIVE, 0.45, Band.UNSURE),
    "everything else": (Tone.NEUTRAL, 0.19, Band.REST),
}


@pytest.mark.parametrize("sentence", BANDS)
def test_the_bands(sentence: str) -> None:
    tone, negative, expected = BANDS[sentence]
    assert band(tone, negative) is expected


def test_precision_counts_what_was_triaged_and_what_was_wrong() -> None:
    mine = {YES: 7, NO: 2, Triage.NOT_ABOUT_US: 1}
    found = quality([Stratum(Band.NEGATIVE, 100, drawn={NO: 1, Triage.SPAM: 1}, picked=mine), rest(50)])
    assert (found.precision.hits, found.precision.of) == (7, 12)
    assert found.wrong == {NO: 3, Triage.NOT_ABOUT_US: 1, Triage.SPAM: 1}


ANSWERS = {
    "everything was read: it is known": ([called(10, 8, 2), rest(12, picked=(2, 10))], (0.8, 0.8, 0.8)),
    "each that was drawn stands for ten": ([called(100, 90, 10), rest(200, drawn=(1, 19))], (0.82, 0.9, 0.97)),
    "what was picked stands for itself alone": (
        [called(90, 90, 0), rest(110, drawn=(0, 100), picked=(10, 0))],
        (0.9, 0.9, 0.9),
    ),
    "none was called negative, some are": ([rest(20, drawn=(5, 15))], (0.0, 0.0, 0.0)),
}


@pytest.mark.parametrize("sentence", ANSWERS)
def test_recall(sentence: str) -> None:
    strata, (low, value, high) = ANSWERS[sentence]
    recall = quality(strata).recall
    assert recall
    assert value == pytest.approx(recall.value, abs=0.01)
    assert recall.low <= low + 0.01
    assert recall.high >= high - 0.01


NO_ANSWERS = {
    "nothing was drawn": ([called(20, 15, 5), rest(1000, picked=(30, 0))], f"triage {LEAST} not called negative"),
    "a few were drawn": ([called(20, 15, 5), rest(1000, drawn=(0, 4))], "triage 6 not called negative"),
    "fewer are left than are missing": ([called(20, 15, 5), rest(7, drawn=(0, 4))], "triage 3 not called negative"),
    "nothing called negative was triaged": ([called(50, 0, 0), rest(9, picked=(0, 9))], "triage 10 called negative"),
    "neither": (
        [called(50, 0, 0), rest(50)],
        "triage 10 called negative and 10 not called negative",
    ),
    "there is no complaint": ([called(2, 0, 2), rest(20, drawn=(0, 20))], "no complaint"),
    "there is nothing": ([], "no complaint"),
}


@pytest.mark.parametrize("sentence", NO_ANSWERS)
def test_where_there_is_no_recall_it_says_what_is_missing(sentence: str) -> None:
    strata, why = NO_ANSWERS[sentence]
    found = quality(strata)
    assert found.recall is None
    assert why in found.why


def test_brands_are_estimated_each_by_its_own_sample() -> None:
    """Pooled, the ten of the small brand would stand for the thousand of the large one."""
    small, large = [called(10, 10, 0), rest(20, drawn=(10, 10))], [called(90, 90, 0), rest(1000, drawn=(0, 100))]
    recall = quality([*small, *large]).recall
    assert recall
    assert recall.value == pytest.approx(100 / 110)


counts = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(found=counts, drawn=counts, picked=counts, unread=st.integers(0, 500), untriaged=st.integers(0, 200))
def test_a_recall_lies_in_its_interval_and_both_between_none_and_all(
    found: tuple[int, int], drawn: tuple[int, int], picked: tuple[int, int], unread: int, untriaged: int
) -> None:
    strata = [called(sum(found) + untriaged, *found), rest(sum(drawn) + sum(picked) + unread, drawn, picked)]
    recall = quality(strata).recall
    if recall:
        assert 0 <= recall.low <= recall.value <= recall.high <= 1


@given(drawn=st.integers(LEAST, 60), complaints=st.integers(0, 10))
def test_who_reads_more_knows_it_closer(drawn: int, complaints: int) -> None:
    def width(times: int) -> float:
        sample = (complaints * times, (drawn - complaints) * times)
        recall = quality([called(300, 300, 0), rest(10_000, drawn=sample)]).recall
        assert recall
        return recall.high - recall.low

    assert width(4) < width(1)


def test_about_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    chance, held = random.Random(7), 0
    for _ in range(200):
        found = [chance.random() < 0.85 for _ in range(400)]
        missed = [chance.random() < 0.02 for _ in range(3000)]
        truth = sum(found) / (sum(found) + sum(missed))
        told, looked = Counter(found[:80]), Counter(missed[:60])
        recall = quality([called(400, told[True], told[False]), rest(3000, (looked[True], looked[False]))]).recall
        assert recall
        held += recall.low <= truth <= recall.high
    assert held >= 184  # three standard deviations below
