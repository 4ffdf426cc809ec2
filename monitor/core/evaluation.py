"""How well tones were judged, from pairs of what was meant and what was said: confusion matrix, precision, recall, F1.

Each share carries its 95 % interval (Wilson, 1927, "Probable inference, the law of succession, and statistical
inference"): of twenty texts a recall of .9 may as well be .7, and a team should see that before it trusts a figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from monitor.model import Tone

_Z = 1.96
"""95 %, both sides."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`; `value` is None of none. `low` and `high` bound it with 95 % confidence."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, _Z * _Z
        middle = share + square / (2 * self.of)
        spread = _Z * sqrt(share * (1 - share) / self.of + square / (4 * self.of * self.of))
        scale = 1 + square / self.of
        low = (middle - spread) / scale if self.hits else 0.0  # exactly, which the sums miss by 1e-17
        return low, (middle + spread) / scale if self.hits < self.of else 1.0

    @property
    def in_words(self) -> str:
        """`0.81 (0.62–0.92) of 21`"""
        low, high = self.interval
        return f"{'–' if self.value is None else f'{self.value:.2f}'} ({low:.2f}–{high:.2f}) of {self.of}"


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one tone."""

    precision: Share
    """Of what was called so, what was meant so."""
    recall: Share
    """Of what was meant so, what was called so."""

    @property
    def f1(self) -> float | None:
        """None where it was neither meant nor said."""
        total = self.precision.of + self.recall.of
        return 2 * self.recall.hits / total if total else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    matrix: Mapping[tuple[Tone, Tone], int]
    """(meant, said) → texts"""

    @property
    def texts(self) -> int:
        return sum(self.matrix.values())

    @property
    def right(self) -> Share:
        return Share(sum(self.matrix.get((tone, tone), 0) for tone in Tone), self.texts)

    @property
    def macro_f1(self) -> float | None:
        """The mean over the tones that were meant; None of none."""
        scores = [each.f1 for tone in Tone if (each := self.of(tone)).recall.of and each.f1 is not None]
        return sum(scores) / len(scores) if scores else None

    def of(self, tone: Tone) -> Quality:
        hits = self.matrix.get((tone, tone), 0)
        said = sum(number for (_, each), number in self.matrix.items() if each is tone)
        meant = sum(number for (each, _), number in self.matrix.items() if each is tone)
        return Quality(Share(hits, said), Share(hits, meant))


def evaluated(pairs: Iterable[tuple[Tone, Tone]]) -> Evaluation:
    """`pairs`: (meant, said)."""
    return Evaluation(Counter(pairs))
