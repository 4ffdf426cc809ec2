"""What a judgement adds up is what training counted."""

from math import sqrt, tanh

import pytest

from monitor import models
from monitor.core import features
from monitor.core.scoring import ENOUGH, FEW, NONE, Plane, look, read

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
    opinion, liking, theirs, likes, kin = (
        bias
        + sum(_sum(plane, numbers, which) / sqrt(len(numbers) or 1) for plane, numbers in planes)
        + _sum(WEIGHTS.signs, bag.signs, which) * features.SIGN_VALUE
        for which, bias in enumerate(WEIGHTS.bias)
    )
    kinship = (1 / 2 + tanh(kin / 2) / 2) * min(max((len(groups) - FEW) / (ENOUGH - FEW), 0), 1)
    kinship *= WEIGHTS.trust
    blended = (opinion * (1 - kinship) + theirs * kinship, liking * (1 - kinship) + likes * kinship, kinship)
    found = read(look(text, WEIGHTS), WEIGHTS)
    assert (found.opinion, found.liking, found.kinship) == pytest.approx(blended)


def _sum(plane: Plane, numbers: list[int], which: int) -> float:
    """Of one of the five bytes that each feature has."""
    tables = [plane.kinship[each] if which == 4 else plane.table[each] >> 16 * which & 0xFFFF for each in numbers]
    return sum(byte - NONE for byte in tables) * plane.scales[which]
