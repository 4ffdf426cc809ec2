"""The recipe: naive-Bayes weighted logistic regression, twice; 8-bit tables; a calibration on unseen sets.

Each column is multiplied by its log-count ratio between the two sides, a regression with L2 is fitted on the result,
and both are folded into one weight. `opinion` is neutral against the rest, `liking` positive against negative.
Every language's tones are balanced (factor 0.4–3), and a set of more than 3,000 rows counts as the root of its size:
without that English tweets and Chinese meals decide for everybody.
"""

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matrix
import numpy as np
import numpy.typing as npt
from data import Row
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from monitor.core import features
from monitor.core.lexicon import patterns
from monitor.core.scoring import LIKING_BEND, OPINION_BEND

STRENGTH = 5.0
"""C of the regression; 1 loses 2–4 points of macro-F1 on rows, 30 loses 2 points of AP on unseen sets."""
ROUNDS = 150
NO_NEUTRAL = 0.2
"""How much the sets without neutral texts say about opinion."""
TEMPER = 3000
BALANCE = (0.4, 3.0)
OWN = 20.0
"""How much a text of ours counts: there are a thousand beside 270,000, and they stand for what no set has."""
Floats = npt.NDArray[np.float64]
PATTERN_NAMES = tuple(dict.fromkeys(pattern.name for pattern in patterns.PATTERNS))


@dataclass(frozen=True, slots=True)
class Head:
    weights: matrix.Vector
    bias: float


@dataclass(frozen=True, slots=True)
class Heads:
    opinion: Head
    liking: Head

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Opinion and liking of each row."""
        return np.column_stack([rows @ head.weights + head.bias for head in (self.opinion, self.liking)])


def heads(
    texts: sparse.csr_matrix, rows: Sequence[Row], rounds: int = ROUNDS, size: matrix.Size = matrix.FULL
) -> Heads:
    tone = np.array([row.tone for row in rows])
    common = matrix.common(texts, size)
    clear = np.flatnonzero(tone != 1)
    with_neutral = {row.set for row in rows if row.tone == 1}
    says = np.array([1.0 if row.set in with_neutral else NO_NEUTRAL for row in rows])
    likes = (tone[clear] == 2).astype(int)
    opines = (tone != 1).astype(int)
    return Heads(
        opinion=_head(texts, opines, shares(rows, opines) * says, common, rounds),
        liking=_head(texts[clear], likes, shares([rows[i] for i in clear], likes), common, rounds),
    )


def _head(
    texts: sparse.csr_matrix, sides: npt.NDArray[Any], share: Floats, common: npt.NDArray[np.bool_], rounds: int
) -> Head:
    ratio = _ratio(texts, sides, share, common)
    used = np.flatnonzero(ratio)
    weighted = texts[:, used]
    weighted.data *= ratio[used][weighted.indices]
    model = LogisticRegression(C=STRENGTH, max_iter=rounds, tol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # `rounds` is meant to end it: later steps overfit
        model.fit(weighted, sides, sample_weight=share)
    weights = np.zeros(texts.shape[1], np.float32)
    weights[used] = model.coef_.ravel() * ratio[used]
    return Head(weights, float(model.intercept_[0]))


def _ratio(
    texts: sparse.csr_matrix, sides: npt.NDArray[Any], share: Floats, common: npt.NDArray[np.bool_]
) -> matrix.Vector:
    """log((count on side 1 + 1) / (count on side 0 + 1)), each of its total."""
    yes, no = (np.asarray(texts[sides == side].T @ share[sides == side]).ravel() + 1 for side in (1, 0))
    ratio = np.log((yes / yes.sum()) / (no / no.sum()))
    ratio[~common] = 0
    return ratio.astype(np.float32)


def shares(rows: Sequence[Row], sides: npt.NDArray[Any]) -> Floats:
    """How much each row counts."""
    languages = [row.language.split("-")[0] for row in rows]
    pairs = Counter(zip(languages, sides.tolist(), strict=True))
    totals = Counter(languages)
    kinds: dict[str, set[int]] = defaultdict(set)
    for language, side in pairs:
        kinds[language].add(side)
    sets = Counter(row.set for row in rows)
    return np.array(
        [
            min(max(totals[language] / len(kinds[language]) / pairs[language, side], BALANCE[0]), BALANCE[1])
            * min(1.0, (TEMPER / sets[row.set]) ** 0.5)
            * (OWN if row.domain == "own" else 1.0)
            for row, language, side in zip(rows, languages, sides.tolist(), strict=True)
        ]
    )


def seen(scores: Floats) -> Floats:
    """What the calibration sees: opinion and liking, bent as in judging, and |liking|."""
    bends = np.array([OPINION_BEND, LIKING_BEND])
    bent = bends * np.tanh(scores / bends)
    return np.column_stack([bent, np.abs(bent[:, 1])])


def held(texts: sparse.csr_matrix, size: matrix.Size = matrix.FULL) -> Floats:
    """Which patterns hold in each row: one column a pattern, in the order of PATTERN_NAMES."""
    first = size.words + size.chars
    columns = [first + features.pattern_sign(name) for name in PATTERN_NAMES]
    return np.asarray((texts[:, columns] != 0).toarray(), dtype=np.float64)


def calibration(scores: Floats, holding: Floats, rows: Sequence[Row]) -> Floats:
    """Factors per tone: 1, opinion, liking, |liking|, and one a pattern. Every set with all tones counts the same.

    Sets without neutral texts would teach that opinion means nothing. A pattern is rare in tweets and films, so
    the regression keeps its weight small; here, on texts the weights have not seen, it gets what it is worth.
    Our own texts, where patterns stand, count twice.
    """
    tones: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        tones[row.set].add(row.tone)
    kept = [place for place, row in enumerate(rows) if len(tones[row.set]) == 3]
    sizes = Counter(rows[place].set for place in kept)
    share = np.array([1000 / sizes[rows[place].set] * (2 if rows[place].domain == "own" else 1) for place in kept])
    model = LogisticRegression(C=0.01, max_iter=2000)
    model.fit(np.column_stack([seen(scores), holding])[kept], [rows[place].tone for place in kept], sample_weight=share)
    return np.column_stack([model.intercept_, model.coef_])


def probabilities(scores: Floats, holding: Floats, factors: Floats) -> Floats:
    raw = np.column_stack([seen(scores), holding]) @ factors[:, 1:].T + factors[:, 0]
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
