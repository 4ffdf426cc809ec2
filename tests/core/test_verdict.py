"""What another judge's verdict does to the local judgement."""

import pytest

from monitor.core.verdict import LABELLED, judged_by, not_judged_by
from monitor.model import Judgement, Probabilities, Reason, Tone
from tests.fakes import a_judgement

NEVER = Reason("never", "negative word")

VERDICTS = {
    "the same tone keeps the local reasons": (
        Probabilities(0.7, 0.2, 0.1),
        Tone.NEGATIVE,
        0.7,
        (Reason("judged by lexa", "negative (0.70)"), NEVER),
    ),
    "another tone does not: they speak for the tone that was overruled": (
        Probabilities(0.1, 0.3, 0.6),
        Tone.POSITIVE,
        0.6,
        (Reason("judged by lexa", "positive (0.60); the local model said negative"),),
    ),
    "as likely negative as neutral is neutral": (
        Probabilities(0.45, 0.45, 0.1),
        Tone.NEUTRAL,
        0.45,
        (Reason("judged by lexa", "neutral (0.45); the local model said negative"),),
    ),
    "as likely negative as positive is negative": (
        Probabilities(0.4, 0.2, 0.4),
        Tone.NEGATIVE,
        0.4,
        (Reason("judged by lexa", "negative (0.40)"), NEVER),
    ),
}


@pytest.mark.parametrize(("said", "tone", "confidence", "reasons"), VERDICTS.values(), ids=VERDICTS)
def test_the_judge_decides_the_tone(
    said: Probabilities, tone: Tone, confidence: float, reasons: tuple[Reason, ...]
) -> None:
    assert judged_by("lexa", a_judgement(), said) == Judgement(tone, said, confidence, reasons)


@pytest.mark.parametrize("tone", Tone)
def test_a_label_is_as_sure_as_a_rating(tone: Tone) -> None:
    judged = judged_by("lexa", a_judgement(), LABELLED[tone])
    assert (judged.tone, judged.confidence) == (tone, 0.9)


def test_without_a_verdict_the_local_judgement_stands_and_says_why() -> None:
    local = a_judgement()
    kept = not_judged_by("lexa", local, "it answered 500")
    assert (kept.tone, kept.probabilities, kept.confidence) == (local.tone, local.probabilities, local.confidence)
    assert kept.reasons == (
        *local.reasons,
        Reason("judged by the local model", "lexa gave no verdict: it answered 500"),
    )


def test_there_are_never_more_than_five_reasons() -> None:
    local = Judgement(Tone.NEGATIVE, Probabilities(0.9, 0.05, 0.05), 0.9, (NEVER,) * 5)
    assert len(judged_by("lexa", local, LABELLED[Tone.NEGATIVE]).reasons) == 5
    kept = not_judged_by("lexa", local, "it hangs").reasons
    assert (len(kept), kept[-1].why) == (5, "lexa gave no verdict: it hangs")
