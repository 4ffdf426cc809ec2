"""How a text speaks of a brand: negative, neutral or positive, how surely, and because of which words.

    a rating decides where there is one          → `_by_rating`
    else the clause around the brand, its
    sentence and the whole text, weighed         → `_reading`
    else, no evidence at all                     → neutral

A rating is what the customer says of the whole; a text of "no parking" under 8 of 10 is no complaint. Only a number in
the middle leaves the decision to a clearly negative text. Zero evidence is neutral: peers that count a score of zero
as negative report "The store opens at 9 am." with certainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core import calibration, features, grounds, window
from monitor.core.calibration import Shift
from monitor.core.scoring import Look, Weights, look, probabilities
from monitor.core.weighing import Score, rounded
from monitor.core.window import Part
from monitor.model import Judgement, Probabilities, Rating, Reason, Scale, Tone

__all__ = ["CLEAR", "LOW", "Weights", "judge", "judge_parts", "rated", "text_alone"]

CLEAR = 0.7
"""From this probability of negative a text overrules a rating in the middle."""
LOW = 0.5
"""Judgements below this confidence are for a person to look at: about half of them are wrong."""
NOTHING = Probabilities(negative=0.1, neutral=0.8, positive=0.1)
"""What is said of a text that shows nothing."""
_SAID = 0.9
"""The least that a rating gives to the tone it says."""
_NPS_BEST = 10


Read = tuple[Part, Look]
"""A part of the text, and what it weighs."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a rating or a thumb says, in the words a person reads."""

    tone: Tone
    text: str
    why: str


def judge(
    title: str,
    text: str,
    *,
    language: str | None,
    rating: Rating | None,
    recommended: bool | None,
    spans: Sequence[tuple[int, int]],
    weights: Weights,
    shift: Shift = calibration.NONE,
) -> Judgement:
    """The tone toward the brand that stands at `spans` (start, end in `f"{title}\\n{text}"`; none: the whole text).

    `shift` is what this installation learned of such texts; it never overrules a clear rating.
    """
    whole = f"{title}\n{text}"
    return judge_parts(
        window.parts(whole, spans, weights.ordinary),
        tuple(whole[start:end] for start, end in spans),
        language=language,
        rating=rating,
        recommended=recommended,
        weights=weights,
        shift=shift,
    )


def judge_parts(
    parts: Sequence[Part],
    named: Sequence[str],
    *,
    language: str | None,
    rating: Rating | None,
    recommended: bool | None,
    weights: Weights,
    shift: Shift = calibration.NONE,
) -> Judgement:
    """The same of a text that is parted already; `named` is the brand as it stands there."""
    weights = weights.of(language)
    names = frozenset([token for name in named for token in features.tokens(name)] if named else ())
    pieces = [(part, look(part.text.strip("\n"), weights, names)) for part in parts]
    text_says = _reading(pieces, weights)
    verdict = _said(rating, recommended)
    if verdict is None:
        return _by_text(pieces, text_says, shift)
    if verdict.tone is Tone.NEUTRAL and text_says.negative >= CLEAR:
        judged = _by_text(pieces, text_says, shift)
        return Judgement(
            judged.tone,
            judged.probabilities,
            judged.confidence,
            (_reason(verdict), *judged.reasons[: grounds.MOST - 1]),
        )
    agrees = verdict.tone is not Tone.NEUTRAL and _likeliest(text_says, shift.threshold) is verdict.tone
    return _by_rating(verdict, text_says, _reasons(pieces[0], verdict.tone) if agrees else ())


def text_alone(judged: Judgement, rating: Rating) -> float:
    """The probability of negative that the text gave, to three digits, of a judgement with stars and no thumb."""
    if judged.tone is not rated(rating):
        return judged.probabilities.negative
    given = _SAID if judged.tone is Tone.NEGATIVE else 0.0
    return min(1.0, max(0.0, (judged.probabilities.negative - given) / (1 - _SAID)))


def rated(rating: Rating) -> Tone:
    """NPS 0–6, 7–8, 9–10; stars and CSAT by their share from 1: below .4, to .6, above."""
    if rating.scale is Scale.NPS:
        points = rating.value * _NPS_BEST / rating.best
        return Tone.NEGATIVE if points < 7 else Tone.NEUTRAL if points < 9 else Tone.POSITIVE
    share = (rating.value - 1) / (rating.best - 1) if rating.best > 1 else rating.value / rating.best
    share = round(share, 6)
    return Tone.NEGATIVE if share < 0.4 else Tone.NEUTRAL if share <= 0.6 else Tone.POSITIVE


def _reading(pieces: Sequence[Read], weights: Weights) -> Probabilities:
    """Probabilities by the text alone."""
    whole, read = pieces[0]
    if len(pieces) == 1 and not whole.turned:
        return Probabilities(*read.likely) if read.score.evidence else NOTHING
    scores = [(part, found) for part, read in pieces if (found := _score(part, read)).evidence]
    told = [(part.share, each) for part, each in scores if each is scores[0][1] or _counts(part, each, scores[0][1])]
    if not told:
        return NOTHING
    if len(told) == 1:
        return probabilities(told[0][1], weights)
    return _mixed([(share * _strength(each), each) for share, each in told], weights)


def _score(part: Part, read: Look) -> Score:
    return read.score.turned() if part.turned else read.score


def _counts(part: Part, clause: Score, whole: Score) -> bool:
    """A clause that only names the brand ("Bought at Acme.") says nothing; love before a complaint is over."""
    over = clause.liking > 0 and whole.complains and not part.last
    return (clause.opines or clause.complains) and not over


def _strength(each: Score) -> float:
    """A clause that says little leaves the word to its sentence; one that says much is not talked down."""
    return 0.25 + min(abs(each.liking), 3.0)


def _mixed(told: Sequence[tuple[float, Score]], weights: Weights) -> Probabilities:
    """Of the kinships the widest piece's: a clause is too short to tell."""
    total = sum(share for share, _ in told)
    negative, neutral, positive = (sum(share * each.lift[tone] for share, each in told) / total for tone in range(3))
    mixed = told[0][1]._replace(
        opinion=sum(share * each.opinion for share, each in told) / total,
        liking=sum(share * each.liking for share, each in told) / total,
        lift=(negative, neutral, positive),
    )
    return probabilities(mixed, weights)


def _by_text(pieces: Sequence[Read], said: Probabilities, shift: Shift) -> Judgement:
    tone = _likeliest(said, shift.threshold)
    reasons = () if tone is Tone.NEUTRAL else _reasons(pieces[0], tone)
    shown = said if said is NOTHING else calibration.shifted(said, shift)
    confidence = _confidence(shown, tone)
    if tone is Tone.POSITIVE and confidence < LOW:
        reasons = tuple(_doubted(each, shown) for each in reasons)
    return Judgement(tone, shown, confidence, reasons)


def _doubted(reason: Reason, shown: Probabilities) -> Reason:
    """Praise that may be blame says so: calling it neutral instead cost 3 points of macro-F1."""
    return Reason(reason.text, f"{reason.why}, unsure: negative {shown.negative:.2f}")


def _reasons(piece: Read, tone: Tone) -> tuple[Reason, ...]:
    part, read = piece
    if not part.turned:
        return grounds.reasons(read, tone)
    said = read.text.strip(" ,;:-–—")
    return (Reason(said[: grounds.LONGEST].strip(), "said of another, in comparison"),)


def _by_rating(verdict: _Verdict, read: Probabilities, words: tuple[Reason, ...]) -> Judgement:
    """The rating's tone gets 0.9 and a tenth of what the text gives it; the text shares out the rest. `words` of a
    text that says the same are reasons too: a rating alone marks nothing in what a person reads.
    """
    rest = 1 - _SAID
    shares = {tone: rest * getattr(read, tone.value) for tone in Tone}
    shares[verdict.tone] += _SAID
    mixed = Probabilities(*rounded(shares[Tone.NEGATIVE], shares[Tone.POSITIVE]))
    reasons = (_reason(verdict), *words[: grounds.MOST - 1])
    return Judgement(verdict.tone, mixed, _confidence(mixed, verdict.tone), reasons)


def _said(rating: Rating | None, recommended: bool | None) -> _Verdict | None:
    """What number and thumb say; a number in the middle lets the thumb decide."""
    thumb = None
    if recommended is not None:
        text = "recommended" if recommended else "not recommended"
        thumb = _Verdict(Tone.POSITIVE if recommended else Tone.NEGATIVE, text, f"the author's mark: {text}")
    if rating is None:
        return thumb
    tone = rated(rating)
    if tone is Tone.NEUTRAL and thumb is not None:
        return thumb
    shown = f"{rating.value:g} of {rating.best:g}"
    return _Verdict(tone, shown, f"{shown} {_UNITS[rating.scale]}")


_UNITS = {Scale.STARS: "stars", Scale.NPS: "on the NPS scale", Scale.CSAT: "on the CSAT scale"}


def _reason(verdict: _Verdict) -> Reason:
    return Reason(verdict.text, verdict.why)


def _likeliest(said: Probabilities, threshold: float | None) -> Tone:
    """Negative from the threshold on; without one, when nothing is likelier."""
    if said.negative >= threshold if threshold else said.negative > said.neutral and said.negative >= said.positive:
        return Tone.NEGATIVE
    return Tone.POSITIVE if said.positive > said.neutral else Tone.NEUTRAL


def _confidence(read: Probabilities, tone: Tone) -> float:
    """The calibrated probability that the tone is right; nothing to read is no confidence."""
    if read is NOTHING:
        return 0.0
    if tone is Tone.NEGATIVE:
        return read.negative
    return read.positive if tone is Tone.POSITIVE else read.neutral
