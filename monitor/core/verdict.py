"""What becomes of a judgement when another judge of tone was asked. Pure.

The judge decides the tone; the local model's reasons stay where both say the same, since words that speak for
"positive" do not explain "negative". Without a verdict the local judgement stands, and says why it had to.
"""

from collections.abc import Mapping
from dataclasses import replace

from monitor.model import Judgement, Probabilities, Reason, Tone

MOST = 5
"""Reasons of one judgement."""
LABELLED: Mapping[Tone, Probabilities] = {
    Tone.NEGATIVE: Probabilities(0.9, 0.05, 0.05),
    Tone.NEUTRAL: Probabilities(0.05, 0.9, 0.05),
    Tone.POSITIVE: Probabilities(0.05, 0.05, 0.9),
}
"""For a judge that only names the tone: as sure as a rating is."""


def judged_by(judge: str, local: Judgement, said: Probabilities) -> Judgement:
    tone = _likeliest(said)
    share: float = getattr(said, tone.value)
    same = tone is local.tone
    why = f"{tone} ({share:.2f})" if same else f"{tone} ({share:.2f}); the local model said {local.tone}"
    reasons = (Reason(f"judged by {judge}", why), *(local.reasons if same else ()))
    return replace(local, tone=tone, probabilities=said, confidence=share, reasons=reasons[:MOST])


def not_judged_by(judge: str, local: Judgement, why: str) -> Judgement:
    """`why` in words: what the judge did instead of answering."""
    reason = Reason("judged by the local model", f"{judge} gave no verdict: {why}")
    return replace(local, reasons=(*local.reasons[: MOST - 1], reason))


def _likeliest(said: Probabilities) -> Tone:
    """As for the local model: what is not likelier than neutral is neutral."""
    if said.negative > said.neutral and said.negative >= said.positive:
        return Tone.NEGATIVE
    return Tone.POSITIVE if said.positive > said.neutral else Tone.NEUTRAL
