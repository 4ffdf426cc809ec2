"""Other judges of tone than the local model, chosen per brand: a second look at what was understood.

    mentions of brands with a judge → those without a rating → Judge.judge → its verdict | the local one, and why

`classifier` is a user's ONNX model in a process of its own, `endpoint` an OpenAI-compatible service. Whatever a judge
does (hangs, answers nonsense, has no budget left), a mention keeps the local judgement and says so: a judge can change
a tone, never lose a mention. A rating or a thumb is the customer's own verdict; no judge is asked about it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from monitor.core.findings import Finding, Judged
from monitor.core.verdict import judged_by, not_judged_by
from monitor.halving import Answer
from monitor.model import Item, Probabilities

PATIENCE = 60.0
"""Seconds that the texts of one page may take in all; those without a verdict by then keep the local one."""

Verdict = Probabilities | str
"""What a judge says of a text; in words, why it says nothing."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a judge gets to see of an item."""

    title: str
    text: str


class Judge(Protocol):
    name: str

    async def judge(self, brand: str, texts: Sequence[Text]) -> Sequence[Verdict]:
        """One verdict per text, in order, within PATIENCE."""
        ...


async def reconsidered(judges: Mapping[str, Judge], items: Sequence[Item], answers: Sequence[Answer]) -> list[Answer]:
    """`answers` is what understanding said of each of `items`; `judges` are by brand. The same, reconsidered."""
    found = list(answers)
    for brand, judge in judges.items():
        places = [place for place, answer in enumerate(found) if _is_for(brand, items[place], answer)]
        if not places:
            continue
        verdicts = await _asked(judge, brand, [Text(items[place].title, items[place].text) for place in places])
        for place, verdict in zip(places, verdicts, strict=True):
            found[place] = tuple(
                _settled(judge.name, one, verdict) if one.brand == brand else one for one in _judged(found[place])
            )
    return found


def counted(findings: Sequence[Finding]) -> tuple[tuple[str, str | None, int], ...]:
    """(judge, why it gave no verdict, mentions)"""
    asked = Counter((one.judge, one.unjudged) for finding in findings for one in finding.judged if one.judge)
    return tuple((judge, why, mentions) for (judge, why), mentions in asked.items() if judge)


async def _asked(judge: Judge, brand: str, texts: Sequence[Text]) -> Sequence[Verdict]:
    try:
        return await judge.judge(brand, texts)
    except Exception as error:  # noqa: BLE001 - a judge's edge: recorded on each mention, which must not be lost for it
        return [f"{type(error).__name__}: {error}"] * len(texts)


def _is_for(brand: str, item: Item, answer: Answer) -> bool:
    unrated = item.rating is None and item.recommended is None
    return unrated and any(one.brand == brand for one in _judged(answer))


def _judged(answer: Answer) -> tuple[Judged, ...]:
    return () if isinstance(answer, str) else answer


def _settled(judge: str, local: Judged, verdict: Verdict) -> Judged:
    if isinstance(verdict, str):
        judgement = not_judged_by(judge, local.judgement, verdict)
        return replace(local, judgement=judgement, judge=judge, unjudged=verdict)
    return replace(local, judgement=judged_by(judge, local.judgement, verdict), judge=judge)
