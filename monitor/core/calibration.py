"""How one installation corrects the tone model: per type of mention and kind of source, from items that carry stars,
and from what persons said of texts (`monitor triage`).

    starred items → what the text alone said, what the stars say  → `Outcome`: counts by tenths of probability
    triaged texts → what the text alone said, what a person says  → the same
    outcomes      → `Shift`: how much more (or less) likely negative is here, and from where on a text is called so

The model's probabilities are right at home and up to .30 off elsewhere (docs/model-card.md): a tweet to a brand is
negative more often than a film review of the same words. Counts are all that is stored, so a shift can be shown,
computed anew and taken back at any time; the model itself never changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from monitor.model import MentionType, Probabilities

STEPS = 10
LEAST = 30
"""Outcomes below which nothing is moved: of 30 the share of negatives is known to ±.09."""
PRIOR = 100
"""Outcomes that speak for no change stand beside those counted: 100 counted move half of the way."""
TRIAGED = 2
"""Items with stars that one triaged text counts as. Stars speak of the whole purchase, a person's word of this text
toward this brand. A label that is wrong in a share e of all texts tells (1 - 2e)² of what a right one does: with 15 %
for stars and 5 % for a colleague, which we assume and did not measure, that is .49 against .81. Not more, for people
correct what is wrong sooner than they confirm what is right.
"""
MOST = 1.5
"""Bounds of the bias, in logits: from .50 to .82 or .18."""
THRESHOLDS = (0.3, 0.7)
"""Bounds of the threshold."""
_DOUBT = 10
"""Outcomes at a step's upper edge that stand beside those counted there: alone they give a threshold of .4, about
where negative is the likeliest of three."""
_HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of items of one type from one kind of source whose text gave this tenth of probability."""

    type: MentionType
    kind: str
    """Of the source."""
    step: int
    """0: negative below .1 by the text alone … 9: from .9 on."""
    items: int
    negatives: int
    """Those that the stars call negative."""
    triaged: int = 0
    """Items that a person called negative or not, beside those."""
    triaged_negatives: int = 0

    @property
    def weight(self) -> int:
        return self.items + TRIAGED * self.triaged

    @property
    def negative_weight(self) -> int:
        return self.negatives + TRIAGED * self.triaged_negatives


@dataclass(frozen=True, slots=True)
class Shift:
    bias: float
    """Logits added to the probability of negative."""
    threshold: float | None
    """A text is negative from this probability on, before the bias; None: when negative is the likeliest."""
    why: str
    items: int
    """With stars."""
    negatives: int
    triaged: int = 0
    triaged_negatives: int = 0


NONE = Shift(0.0, None, "too few items with stars", 0, 0)


def step(negative: float) -> int:
    """Of a probability of negative by the text alone."""
    return min(int(negative * STEPS), STEPS - 1)


def shifts(outcomes: Iterable[Outcome]) -> Mapping[tuple[MentionType, str], Shift]:
    """The shift of every (type, kind of source) that was counted."""
    groups: dict[tuple[MentionType, str], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.type, outcome.kind), []).append(outcome)
    return {group: shift(counted) for group, counted in groups.items()}


def shift(counted: Sequence[Outcome]) -> Shift:
    """From the outcomes of one type and kind; a step may stand there more than once."""
    rated, negatives = sum(each.items for each in counted), sum(each.negatives for each in counted)
    triaged, confirmed = sum(each.triaged for each in counted), sum(each.triaged_negatives for each in counted)
    what = _what(rated, triaged)
    if rated + triaged < LEAST:
        return Shift(0.0, None, f"{what}, fewer than {LEAST}", rated, negatives, triaged, confirmed)
    weight = sum(each.weight for each in counted)
    bias = round(_bias(counted, sum(each.negative_weight for each in counted)) * weight / (weight + PRIOR), 3)
    threshold = _threshold(counted)
    expected = sum((each.items + each.triaged) * _middle(each.step) for each in counted)
    why = (
        f"of {what} {negatives + confirmed} are negative, by their texts {expected:.0f}: "
        f"negative counts {'more' if bias > 0 else 'less'} ({bias:+.2f}), from {threshold:.2f} on"
    )
    return Shift(bias, threshold, why, rated, negatives, triaged, confirmed)


def _what(rated: int, triaged: int) -> str:
    if not triaged:
        return f"{rated} items with stars"
    return f"{rated} items with stars and {triaged} triaged" if rated else f"{triaged} triaged items"


def shifted(said: Probabilities, by: Shift) -> Probabilities:
    """Four digits that sum to one; neutral and positive keep their proportion."""
    if not by.bias or said.negative >= 1:
        return said
    odds = said.negative * exp(by.bias)
    rest = 1 - said.negative
    negative = round(odds / (odds + rest), 4)
    positive = round((1 - negative) * said.positive / rest, 4)
    return Probabilities(negative, round(1 - negative - positive, 4), positive)


def _bias(counted: Sequence[Outcome], negatives: int) -> float:
    """Where the expected number of negatives is the counted one, found by halving between the bounds."""
    low, high = -MOST, MOST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if sum(each.weight * _moved(_middle(each.step), middle) for each in counted) < negatives:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _moved(probability: float, bias: float) -> float:
    odds = probability * exp(bias)
    return odds / (odds + 1 - probability)


def _middle(place: int) -> float:
    return (place + 0.5) / STEPS


def _threshold(counted: Sequence[Outcome]) -> float:
    """The lower edge of the lowest step, below which no step holds, where most items are negative."""
    lowest, highest = (round(bound * STEPS) for bound in THRESHOLDS)
    for place in range(highest - 1, lowest - 1, -1):
        here = [each for each in counted if each.step == place]
        items = sum(each.weight for each in here) + _DOUBT
        negatives = sum(each.negative_weight for each in here) + _DOUBT * (place + 1) / STEPS
        if negatives < items / 2:
            return (place + 1) / STEPS
    return THRESHOLDS[0]
