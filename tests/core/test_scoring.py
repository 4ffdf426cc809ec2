"""What a judgement adds up is what training counted."""

from collections.abc import Sequence
from math import sqrt, tanh

import pytest

from monitor import models
from monitor.core import features
from monitor.core.scoring import look
from monitor.core.weighing import ENOUGH, FEW

WEIGHTS = models.load()
WORDS, CHARS, SIGNS = range(3)
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
    opinion, liking, theirs, likes, kin = (
        bias
        + _sum(WORDS, bag.words, head) / sqrt(len(bag.words) or 1)
        + _sum(CHARS, groups, head) / sqrt(len(groups) or 1)
        + _sum(SIGNS, bag.signs, head) * features.SIGN_VALUE
        for head, bias in enumerate(WEIGHTS.bias)
    )
    kinship = (1 / 2 + tanh(kin / 2) / 2) * min(max((len(groups) - FEW) / (ENOUGH - FEW), 0), 1)
    kinship *= WEIGHTS.trust
    blended = (opinion * (1 - kinship) + theirs * kinship, liking * (1 - kinship) + likes * kinship, kinship)
    found = look(text, WEIGHTS).score
    assert (found.opinion, found.liking, found.kinship) == pytest.approx(blended)


def _sum(kind: int, numbers: Sequence[int], head: int) -> float:
    """Of one of the five weights that each feature has."""
    scale = (WEIGHTS.words, WEIGHTS.chars, WEIGHTS.signs)[kind].scales[head]
    return sum(row[head] for each in numbers if (row := WEIGHTS.reader.row(kind, each))) * scale
