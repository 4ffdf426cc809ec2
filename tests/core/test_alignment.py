"""The alignment of two texts is a longest common subsequence: checked against the textbook's table."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alignment import Run, firm, gaps, runs

WORDS = st.lists(st.integers(0, 6), max_size=30)


def longest(ours: tuple[int, ...], theirs: tuple[int, ...]) -> int:
    @cache
    def of(at: int, place: int) -> int:
        if at == len(ours) or place == len(theirs):
            return 0
        if ours[at] == theirs[place]:
            return 1 + of(at + 1, place + 1)
        return max(of(at + 1, place), of(at, place + 1))

    return of(0, 0)


@given(WORDS, WORDS)
def test_runs_hold_equal_words_and_rise_in_both_texts(ours: list[int], theirs: list[int]) -> None:
    at, place = 0, 0
    for run in runs(ours, theirs):
        assert run.ours >= at
        assert run.theirs >= place
        assert ours[run.ours : run.ours + run.size] == theirs[run.theirs : run.theirs + run.size]
        at, place = run.ours + run.size, run.theirs + run.size


@given(st.lists(st.integers(0, 6), max_size=8), st.lists(st.integers(0, 6), max_size=8))
def test_no_longer_subsequence_is_common(ours: list[int], theirs: list[int]) -> None:
    assert sum(run.size for run in runs(ours, theirs)) == longest(tuple(ours), tuple(theirs))


@given(WORDS, WORDS)
def test_runs_and_gaps_are_the_whole_of_both_texts(ours: list[int], theirs: list[int]) -> None:
    if found := runs(ours, theirs):
        between = [gap.sizes for gap in gaps(found, len(ours), len(theirs))]
        shared = sum(run.size for run in found)
        assert (sum(ours for ours, _ in between) + shared, sum(theirs for _, theirs in between) + shared) == (
            len(ours),
            len(theirs),
        )


RUNS = {
    "equal texts are one run": ("a b c", "a b c", [Run(0, 0, 3)]),
    "a cut text is one run at the beginning": ("a b", "a b c d e", [Run(0, 0, 2)]),
    "a word that is replaced parts two runs": ("a b c d e", "a b x d e", [Run(0, 0, 2), Run(3, 3, 2)]),
    "a word that stands once more far behind is no run": ("a b c z", "a b c d e f g h i j k l z", [Run(0, 0, 3)]),
    "a word that stands once more far before is no run": ("z a b c", "z d e f g h i j k l a b c", [Run(1, 10, 3)]),
    "texts without a common word have none": ("a b", "c d", []),
}


@pytest.mark.parametrize(("ours", "theirs", "found"), RUNS.values(), ids=RUNS.keys())
def test_what_is_a_run(ours: str, theirs: str, found: list[Run]) -> None:
    assert runs([*map(ord, ours.split())], [*map(ord, theirs.split())]) == found


def test_a_single_word_between_two_gaps_is_not_firm_and_at_an_end_it_is() -> None:
    found = [Run(0, 0, 1), Run(2, 2, 1), Run(4, 4, 3)]
    assert firm(found, 2, 7, 7) == [Run(0, 0, 1), Run(4, 4, 3)]
    assert firm([Run(1, 1, 1)], 2, 3, 3) == [Run(1, 1, 1)]
