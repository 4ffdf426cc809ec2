"""What a judgement adds up is what training counted."""

from math import sqrt

import pytest

from monitor import models
from monitor.core import features
from monitor.core.scoring import Plane, look, read

WEIGHTS = models.load()
TEXTS = {
    "a plain sentence": "The parcel came on Tuesday and the staff were lovely.",
    "words under a negation": "It does not work, and nobody ever answers my mails!",
    "a negation within another": "I never do not like it",
    "lines, which part pairs of words": "Great food\n\nbut we waited an hour.\nNever again",
    "a script without spaces": "服务很差，不好。\nThe staff 很好",
    "signs alone": "!!! ??? ...",
    "one word": "terrible",
    "more words than are added at once": "not good, really slow and late " * 90,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_judgement_adds_up_the_features_that_training_counts(text: str) -> None:
    units = [features.unit(token) for token in features.tokens(text)]
    bag = features.bag([unit.key for unit in units], features.marked([unit.tags for unit in units]))
    groups = [group for unit in units for group in unit.chars]
    planes = ((WEIGHTS.words, bag.words), (WEIGHTS.chars, groups))
    by_hand = [
        bias
        + sum(_sum(plane, numbers, which) / sqrt(len(numbers) or 1) for plane, numbers in planes)
        + _sum(WEIGHTS.signs, bag.signs, which) * features.SIGN_VALUE
        for which, bias in enumerate(WEIGHTS.bias)
    ]
    found = read(look(text, WEIGHTS), WEIGHTS)
    assert (found.opinion, found.liking) == pytest.approx(by_hand)


def _sum(plane: Plane, numbers: list[int], which: int) -> float:
    scale = (plane.opinion_scale, plane.liking_scale)[which]
    return sum(plane.weight(number)[which] for number in numbers) * scale
