"""Figures of a model: macro-F1 over the tones present, F1 and AP of negative, per set and in the mean."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from data import Row
from fit import Floats
from sklearn.metrics import average_precision_score, f1_score

Figures = tuple[float, float, float]


def by_set(rows: Sequence[Row], likely: Floats) -> dict[str, Figures]:
    """(macro-F1, F1 of negative, AP of negative) of every set that has more than one tone here."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.set].append(place)
    figures = {}
    for name, where in places.items():
        tone = np.array([rows[place].tone for place in where])
        if len(set(tone)) > 1 and 0 in tone:
            figures[name] = _figures(tone, likely[where])
    return figures


def _figures(tone: np.ndarray, likely: Floats) -> Figures:  # type: ignore[type-arg]  # labels are whole numbers
    said = likely.argmax(axis=1)
    return (
        float(f1_score(tone, said, labels=sorted(set(tone)), average="macro", zero_division=0)),
        float(f1_score(tone == 0, said == 0, zero_division=0)),
        float(average_precision_score(tone == 0, likely[:, 0])),
    )


def mean(figures: Sequence[Figures]) -> list[float]:
    return [round(float(value), 3) for value in np.mean(figures, axis=0)] if figures else []


def summary(rows: Sequence[Row], likely: Floats) -> dict[str, list[float]]:
    """Means over the English sets, the others, and each set by itself."""
    figures = by_set(rows, likely)
    languages = {row.set: row.language for row in rows}
    english = [each for name, each in figures.items() if languages[name] == "en"]
    others = [each for name, each in figures.items() if languages[name] != "en"]
    return {
        f"English ({len(english)} sets)": mean(english),
        f"other languages ({len(others)} sets)": mean(others),
        **{name: [round(value, 3) for value in each] for name, each in sorted(figures.items())},
    }


def error(rows: Sequence[Row], likely: Floats) -> dict[str, float]:
    """Precision of negative at p ≥ 0.7, and how far confidence and truth lie apart (ECE of ten steps)."""
    tone = np.array([row.tone for row in rows])
    sure = likely[:, 0] >= 0.7
    confidence, right = likely.max(axis=1), likely.argmax(axis=1) == tone
    steps = np.minimum((confidence * 10).astype(int), 9)
    gap = sum(abs(float(confidence[steps == step].sum() - right[steps == step].sum())) for step in set(steps.tolist()))
    return {
        "precision of negative at 0.7": round(float((tone[sure] == 0).mean()), 3) if sure.any() else 0.0,
        "ECE": round(gap / len(rows), 3),
    }
