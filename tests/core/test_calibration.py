"""What an installation learns from its starred items, and how it is applied."""

import pytest

from monitor import models
from monitor.core import calibration, tone
from monitor.core.calibration import LEAST, MOST, THRESHOLDS, Outcome, Shift, shift, shifted, shifts, step
from monitor.model import Judgement, MentionType, Probabilities, Rating, Tone

REVIEW = MentionType.REVIEW


def outcomes(*counted: tuple[int, int, int]) -> list[Outcome]:
    """(step, items, negatives) of reviews from a feed."""
    return [Outcome(REVIEW, "feed", place, items, negatives) for place, items, negatives in counted]


def test_a_few_items_move_nothing() -> None:
    found = shift(outcomes((2, LEAST - 1, LEAST - 1)))
    assert (found.bias, found.threshold) == (0.0, None)
    assert str(LEAST) in found.why


def triaged(*counted: tuple[int, int, int]) -> list[Outcome]:
    """The same of what persons said."""
    return [Outcome(REVIEW, "feed", place, 0, 0, items, negatives) for place, items, negatives in counted]


def test_a_few_triaged_texts_move_nothing_and_are_not_called_starred() -> None:
    found = shift(triaged((2, LEAST - 1, LEAST - 1)))
    assert (found.bias, found.threshold, found.triaged) == (0.0, None, LEAST - 1)
    assert found.why == f"{LEAST - 1} triaged items, fewer than {LEAST}"


def test_a_triaged_text_counts_as_two_with_stars() -> None:
    assert shift(triaged((2, 40, 30))).bias == shift(outcomes((2, 80, 60))).bias
    assert shift(triaged((5, 40, 4))).threshold == shift(outcomes((5, 80, 8))).threshold


def test_stars_and_triage_are_counted_together_and_shown_apart() -> None:
    found = shift([*outcomes((2, 20, 5)), *triaged((2, 10, 9))])
    assert (found.items, found.negatives, found.triaged, found.triaged_negatives) == (20, 5, 10, 9)
    assert found.why.startswith("of 20 items with stars and 10 triaged 14 are negative, by their texts 8: ")


BIASES = {
    "texts say too little: negative counts more": (outcomes((1, 100, 40), (3, 100, 70)), 0.3, MOST),
    "texts say too much: negative counts less": (outcomes((6, 100, 20), (8, 100, 40)), -MOST, -0.3),
    "texts are right: nothing moves": (outcomes((1, 1000, 150), (8, 1000, 850)), -0.01, 0.01),
    "all are negative: the bound holds": (outcomes((0, 10_000, 10_000)), MOST * 0.9, MOST),
    "none is negative: the other bound holds": (outcomes((9, 10_000, 0)), -MOST, -MOST * 0.9),
    "little was counted: it moves a part of the way": (outcomes((1, 40, 40)), 0.3, 0.5),
}


@pytest.mark.parametrize("sentence", BIASES)
def test_the_bias(sentence: str) -> None:
    counted, low, high = BIASES[sentence]
    found = shift(counted)
    assert low <= found.bias <= high
    assert str(found.items) in found.why
    assert str(found.negatives) in found.why


THRESHOLD = {
    "nothing is counted near it: where negative is the likeliest": (outcomes((0, 100, 0)), 0.4),
    "texts of .3 are mostly negative here": (outcomes((3, 100, 80), (4, 100, 90)), 0.3),
    "texts of .5 are mostly not negative here": (outcomes((4, 100, 10), (5, 100, 20), (6, 100, 80)), 0.6),
    "nothing is negative: not above the bound": (outcomes((6, 100, 0), (9, 100, 0)), THRESHOLDS[1]),
}


@pytest.mark.parametrize("sentence", THRESHOLD)
def test_the_threshold(sentence: str) -> None:
    counted, expected = THRESHOLD[sentence]
    assert shift(counted).threshold == expected


def test_each_type_and_kind_of_source_has_its_own_shift() -> None:
    posts = [Outcome(MentionType.POST, "feed", 1, 200, 150)]
    found = shifts([*outcomes((8, 200, 20)), *posts])
    assert found[REVIEW, "feed"].bias < 0 < found[MentionType.POST, "feed"].bias


def test_a_bias_is_taken_back_by_its_opposite() -> None:
    said = Probabilities(0.3, 0.5, 0.2)
    there = shifted(said, Shift(1.0, None, "", 0, 0))
    back = shifted(there, Shift(-1.0, None, "", 0, 0))
    assert there.negative > 0.5
    assert back.negative == pytest.approx(said.negative, abs=0.001)
    assert there.neutral / there.positive == pytest.approx(2.5, abs=0.01)


@pytest.mark.parametrize("negative", [0.0, 0.0999, 0.1, 0.5, 0.95, 1.0])
def test_every_probability_has_a_step(negative: float) -> None:
    assert step(negative) == min(9, int(negative * 10))


WEIGHTS = models.load()
TEXT = "The parcel came on Tuesday and the box was open."


def test_a_threshold_decides_and_the_reasons_follow() -> None:
    plain = judged(TEXT)
    low = judged(TEXT, Shift(0.0, plain.probabilities.negative, "", 0, 0))
    high = judged(TEXT, Shift(0.0, 1.0, "", 0, 0))
    assert low.tone is Tone.NEGATIVE
    assert low.reasons
    assert high.tone is not Tone.NEGATIVE
    assert low.probabilities == plain.probabilities


def test_a_bias_moves_the_probabilities() -> None:
    assert judged(TEXT, Shift(1.0, None, "", 0, 0)).probabilities.negative > judged(TEXT).probabilities.negative


def test_a_shift_never_touches_a_clear_rating() -> None:
    strict = Shift(MOST, 0.01, "", 0, 0)
    assert judged(TEXT, strict, Rating(5, 5)) == judged(TEXT, rating=Rating(5, 5))


def test_what_shows_nothing_stays_neutral() -> None:
    assert judged("...", Shift(MOST, 0.3, "", 0, 0)).tone is Tone.NEUTRAL


@pytest.mark.parametrize("stars", [1, 3, 5])
def test_what_the_text_said_is_known_of_a_judgement_by_stars(stars: int) -> None:
    said = judged(TEXT).probabilities.negative
    found = tone.text_alone(judged(TEXT, rating=Rating(stars, 5)), Rating(stars, 5))
    assert found == pytest.approx(said, abs=0.001)


def judged(text: str, shift: Shift = calibration.NONE, rating: Rating | None = None) -> Judgement:
    return tone.judge("", text, language=None, rating=rating, recommended=None, spans=(), weights=WEIGHTS, shift=shift)
