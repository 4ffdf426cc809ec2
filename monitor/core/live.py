"""How good the judgements of this installation are, by what persons said of them: live precision and recall. Pure.

    precision   of what was called negative and triaged, how much is a complaint about the brand
    recall      of all complaints, how many were called negative: an estimate, for nobody reads everything

People triage mostly what was called negative, and what else they triage they came upon because it was wrong. Counted as
it is, that would say nothing of complaints that nobody saw. So mentions stand in three bands of what was thought of
them, and what is not triaged of a band is estimated from those that chance drew there (`monitor triage --next`), each
standing for as many as were not looked at. What people picked themselves counts for itself alone. A band of which too
few were drawn gives no estimate, and the answer is how many are missing.

    called negative    everybody sees it, so all that is triaged of it is the sample
    unsure             not called negative, with a probability of .2 and more
    rest               everything else: large, and nearly without complaints

Both come with 95 % intervals: Wilson's for a share (`core.evaluation`); for the recall the worst and the best that the
intervals of its bands allow together. Of 1,500 simulated installations each, with .2 to 10 % of complaints among the
rest and 30 to 150 of it drawn, .93 to .97 of the intervals held the truth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.core.evaluation import Share
from monitor.model import Tone, Triage

UNSURE = 0.2
"""Probability of negative from which what is called otherwise is worth a second look."""
LEAST = 10
"""Drawn from a band before it is estimated: of ten without a complaint, up to 28 % may be some."""


class Band(StrEnum):
    NEGATIVE = "called negative"
    UNSURE = "unsure"
    REST = "rest"


def band(tone: Tone, negative: float) -> Band:
    """Of a judgement that no person has changed."""
    if tone is Tone.NEGATIVE:
        return Band.NEGATIVE
    return Band.UNSURE if negative >= UNSURE else Band.REST


@dataclass(frozen=True, slots=True)
class Stratum:
    """The mentions of one brand in one band."""

    band: Band
    mentions: int
    """Triaged or not."""
    drawn: Mapping[Triage, int] = field(default_factory=dict)
    """Verdict → mentions that chance proposed."""
    picked: Mapping[Triage, int] = field(default_factory=dict)
    """The same of those that a person came upon."""

    @property
    def triaged(self) -> int:
        return sum(self.drawn.values()) + sum(self.picked.values())

    def said(self, verdict: Triage) -> int:
        return self.drawn.get(verdict, 0) + self.picked.get(verdict, 0)


@dataclass(frozen=True, slots=True)
class Estimate:
    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    triaged: int
    precision: Share
    wrong: Mapping[Triage, int]
    """What was called negative and is not: verdict → mentions."""
    missed: int
    """Complaints known that were not called negative."""
    recall: Estimate | None
    why: str
    """Where the recall comes from, or what is missing for one."""


def quality(strata: Sequence[Stratum]) -> Quality:
    """Of one brand, or of several together."""
    called = [stratum for stratum in strata if stratum.band is Band.NEGATIVE]
    others = [stratum for stratum in strata if stratum.band is not Band.NEGATIVE]
    right = sum(stratum.said(Triage.NEGATIVE) for stratum in called)
    recall, why = _recall(called, others)
    return Quality(
        triaged=sum(stratum.triaged for stratum in strata),
        precision=Share(right, sum(stratum.triaged for stratum in called)),
        wrong={
            verdict: number
            for verdict in (Triage.NOT_NEGATIVE, Triage.NOT_ABOUT_US, Triage.SPAM)
            if (number := sum(stratum.said(verdict) for stratum in called))
        },
        missed=sum(stratum.said(Triage.NEGATIVE) for stratum in others),
        recall=recall,
        why=why,
    )


def _recall(called: Sequence[Stratum], others: Sequence[Stratum]) -> tuple[Estimate | None, str]:
    missing = {True: sum(map(_missing, called)), False: sum(map(_missing, others))}
    if any(missing.values()):
        kinds = {True: "called negative", False: "not called negative"}
        more = " and ".join(f"{number} {kinds[which]}" for which, number in missing.items() if number)
        return None, f"not enough: triage {more} (monitor triage --next names them)"
    found, lost = _sum(map(_complaints, called)), _sum(map(_complaints, others))
    if not found.value + lost.value:
        return None, "there is no complaint among what was triaged"
    read = sum(stratum.triaged for stratum in others)
    every = sum(stratum.mentions for stratum in others)
    why = f"about {found.value:.0f} complaints found, {lost.value:.0f} missed, by {read} of {every} not called negative"
    low, high = _part(found.low, lost.high), _part(found.high, lost.low)
    value = _part(found.value, lost.value)
    return Estimate(min(low, value), value, max(value, high)), why


def _missing(stratum: Stratum) -> int:
    """How many more must be drawn before this band can be estimated."""
    drawn = sum(_sample(stratum).values())
    return max(0, min(LEAST - drawn, stratum.mentions - stratum.triaged))


def _complaints(stratum: Stratum) -> Estimate:
    """In this band: those that are known, and as many among what was not looked at as the sample says."""
    sample = _sample(stratum)
    known = stratum.said(Triage.NEGATIVE)
    unread = stratum.mentions - stratum.triaged
    share = Share(sample.get(Triage.NEGATIVE, 0), sum(sample.values()))
    low, high = share.interval
    return Estimate(known + unread * low, known + unread * (share.value or 0.0), known + unread * high)


def _sample(stratum: Stratum) -> Mapping[Triage, int]:
    if stratum.band is not Band.NEGATIVE:
        return stratum.drawn
    return {verdict: stratum.said(verdict) for verdict in Triage}


def _sum(estimates: Iterable[Estimate]) -> Estimate:
    every = list(estimates)
    return Estimate(
        sum(each.low for each in every), sum(each.value for each in every), sum(each.high for each in every)
    )


def _part(one: float, other: float) -> float:
    return one / (one + other) if one + other else 0.0
