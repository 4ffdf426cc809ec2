"""What precision is left where complaints are rare, by the shipped weights on sets that were never trained on.

Tier C, up to `MOST` rows of each of its sets, judged as an installation judges them. Of negatives and of all others the
share that is called negative, and the precision that these two give where 2, 5 and 20 % of the texts are negative.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import data

from monitor import models
from monitor.core import tone
from monitor.model import Tone

MOST = 1200
SURE = (0.0, 0.5, 0.7, 0.85)
"""Probabilities of negative from which a text counts as called so."""
SHARES = (0.02, 0.05, 0.2)


class Called(NamedTuple):
    """A row of tier C."""

    english: bool
    negative: bool
    probability: float
    """Of negative, where it is called so; else −1."""


def table(folder: Path) -> dict[str, Any]:
    """By language group and least probability: found, false, and the precision at each of `SHARES`."""
    called = [_called(row) for row in _rows(folder)]
    return {
        name: {f"p >= {sure}": _figures([each for each in called if each.english is english], sure) for sure in SURE}
        for name, english in (("English", True), ("other languages", False))
    }


def _rows(folder: Path) -> list[data.Row]:
    by_set: dict[str, list[data.Row]] = {}
    for row in data.read(folder, "C"):
        by_set.setdefault(row.set, []).append(row)
    some: list[data.Row] = []
    for rows in by_set.values():
        random.Random(1).shuffle(rows)
        some += rows[:MOST]
    return some


def _called(row: data.Row) -> Called:
    judged = tone.judge(
        "",
        row.text,
        language=row.language.split("-")[0],
        rating=None,
        recommended=None,
        spans=(),
        weights=models.load(),
    )
    said = judged.probabilities.negative if judged.tone is Tone.NEGATIVE else -1.0
    return Called(row.language == "en", row.tone == 0, said)


def _figures(called: Sequence[Called], sure: float) -> dict[str, float]:
    found = _share([each for each in called if each.negative], sure)
    false = _share([each for each in called if not each.negative], sure)
    right = {
        f"precision at {share:.0%}": round(found * share / (found * share + false * (1 - share) or 1.0), 2)
        for share in SHARES
    }
    return {"found": round(found, 2), "false": round(false, 3), **right}


def _share(called: Sequence[Called], sure: float) -> float:
    return sum(each.probability >= sure for each in called) / max(1, len(called))
