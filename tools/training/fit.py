"""The recipe: naive-Bayes weighted logistic regression, several times; a calibration on unseen sets.

Each column is multiplied by its log-count ratio between the two sides, a regression with L2 is fitted on the result,
and both are folded into one weight. `opinion` is neutral against the rest, `liking` positive against negative.
Every language's tones are balanced (factor 0.4–3), and a set of more than 3,000 rows counts as the root of its size:
without that English tweets and Chinese meals decide for everybody.

    all texts, each as one      → general reader       ╮
    our own and some public     → customers' reader    ├ blended by kinship, text for text
    our hard ones against some  → kinship              ╯

The customers' reader is the sum of two fits: of our texts beside every third public one, and of ours alone, whose
log-count ratios know which words tell in such texts. Against one reader for all, on a third of the English rows: F1 of
negative on texts of writers left out .718 → .744, their neutral texts called negative .20 → .14, macro-F1 and AP on
public rows .584 → .620 and .632 → .655, on public sets left out .560 → .585 and .588 → .629.
"""

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matrix
import numpy as np
import numpy.typing as npt
from data import HARD, PLAIN, Row
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from monitor.core import features
from monitor.core.lexicon import patterns
from monitor.core.weighing import ENOUGH, FEW, LIKING_BEND, OPINION_BEND

STRENGTH = 5.0
"""C of the regression; 1 loses 2–4 points of macro-F1 on rows, 30 loses 2 points of AP on unseen sets."""
ROUNDS = 150
NO_NEUTRAL = 0.2
"""How much the sets without neutral texts say about opinion."""
TEMPER = 3000
BALANCE = (0.4, 3.0)
PLAINLY = 5.0
"""How much a plain text of ours counts beside public ones, for the general reader, which reads the short texts: for
eight languages tweets and film subtitles are nearly all the others that there are. At 15, our hard ones counting 3,
public rows of languages other than English lose 2 points of macro-F1 and plain texts of writers left out win none."""
OWN = 8.0
"""How much a text of ours counts beside public ones, for the customers' reader: of few it is made."""
SOME = 3
"""Of so many public texts one teaches the customers' reader, and kinship."""
ALONE = 20.0
"""C of the regression over our texts alone."""
KIN = 5.0
"""C of kinship."""
SHARP, DOUBT = 2.0, 1.0
"""How much surer kinship is made than it was learned, and what is then taken off before its bend: a public text of
kinship .2 was read by a reader that knows nothing of it. Against 1 and .5 English rows of public sets gain .4 points of
macro-F1 and .6 of AP, our texts of writers left out lose .7 of F1."""
STREAM = 2.0
"""How much oftener a mention is neutral than our texts are, of which three in ten are, for each that is not. It halves
the neutral texts called negative (16 to 8 of 98 in English) for one point of F1 there, four in other languages."""
STRANGE = -20.0
"""Kinship before its bend, where there are no texts of ours: none."""
Floats = npt.NDArray[np.float64]
PATTERN_NAMES = tuple(dict.fromkeys(pattern.name for pattern in patterns.PATTERNS))


@dataclass(frozen=True, slots=True)
class Head:
    weights: matrix.Vector
    bias: float


@dataclass(frozen=True, slots=True)
class Reader:
    opinion: Head
    liking: Head

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Opinion and liking of each row."""
        return np.column_stack([rows @ head.weights + head.bias for head in (self.opinion, self.liking)])

    def __add__(self, other: "Reader") -> "Reader":
        return Reader(_sum(self.opinion, other.opinion), _sum(self.liking, other.liking))


def _sum(one: Head, other: Head) -> Head:
    return Head(one.weights + other.weights, one.bias + other.bias)


@dataclass(frozen=True, slots=True)
class Heads:
    general: Reader
    customers: Reader
    kin: Head

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Of each row the general reader's opinion and liking, the customers', and kinship before its bend."""
        kin = rows @ self.kin.weights + self.kin.bias
        return np.column_stack([self.general.scores(rows), self.customers.scores(rows), kin])


def blended(scores: Floats, groups: Floats, trust: float) -> Floats:
    """Opinion, liking and kinship, as `monitor.core.weighing.Reader` makes them of five sums and letter groups."""
    long = np.clip((groups - FEW) / (ENOUGH - FEW), 0, 1)
    kin = ((0.5 + 0.5 * np.tanh(scores[:, 4] / 2)) * trust * long)[:, None]
    return np.hstack([scores[:, :2] + kin * (scores[:, 2:4] - scores[:, :2]), kin])


def heads(
    texts: sparse.csr_matrix, rows: Sequence[Row], rounds: int = ROUNDS, size: matrix.Size = matrix.FULL
) -> Heads:
    ours = np.array([row.ours for row in rows])
    general = _reader(texts, rows, np.where([row.domain == PLAIN for row in rows], PLAINLY, 1.0), rounds, size)
    if not ours.any():
        return Heads(general, general, Head(np.zeros(size.width, np.float32), STRANGE))
    some = np.array([row.side % SOME == 0 for row in rows])
    hard = np.array([row.domain == HARD for row in rows])
    told = np.flatnonzero(hard | some & ~ours)
    kin = _kin(texts[told], [rows[place] for place in told], hard[told], rounds, size)
    counts = np.where(ours, OWN, np.where(some, 1.0, 0.0))
    joint = _reader(texts, rows, counts, rounds, size)
    alone = _reader(texts, rows, np.where(ours, 1.0, 0.0), rounds, size, ALONE)
    return Heads(general, joint + alone, kin)


def _reader(
    texts: sparse.csr_matrix,
    rows: Sequence[Row],
    counts: Floats,
    rounds: int,
    size: matrix.Size,
    strength: float = STRENGTH,
) -> Reader:
    """`counts`: how much each row counts by what it is."""
    used = np.flatnonzero(counts)
    texts, rows, counts = texts[used], [rows[place] for place in used], counts[used]
    tone = np.array([row.tone for row in rows])
    common = matrix.common(texts, size)
    clear = np.flatnonzero(tone != 1)
    with_neutral = {row.set for row in rows if row.tone == 1}
    says = np.array([1.0 if row.set in with_neutral else NO_NEUTRAL for row in rows])
    likes = (tone[clear] == 2).astype(int)
    opines = (tone != 1).astype(int)
    return Reader(
        opinion=_head(texts, opines, shares(rows, opines) * says * counts, common, rounds, strength),
        liking=_head(
            texts[clear], likes, shares([rows[i] for i in clear], likes) * counts[clear], common, rounds, strength
        ),
    )


def _kin(
    texts: sparse.csr_matrix, rows: Sequence[Row], ours: npt.NDArray[np.bool_], rounds: int, size: matrix.Size
) -> Head:
    """Our texts against public ones. In each language both count the same: no language is ours."""
    languages = np.array([row.language.split("-")[0] for row in rows])
    public = Counter(languages[~ours].tolist())
    own = Counter(languages[ours].tolist())
    share = np.array(
        [public[language] / own[language] if our else 1.0 for language, our in zip(languages, ours, strict=True)]
    )
    learned = _head(texts, ours.astype(int), share / 2, matrix.common(texts, size), rounds, KIN)
    return Head(learned.weights * SHARP, learned.bias * SHARP - DOUBT)


def _head(
    texts: sparse.csr_matrix,
    sides: npt.NDArray[Any],
    share: Floats,
    common: npt.NDArray[np.bool_],
    rounds: int,
    strength: float,
) -> Head:
    ratio = _ratio(texts, sides, share, common)
    used = _often_first(texts, np.flatnonzero(ratio))
    weighted = texts[:, used]
    weighted.data *= ratio[used][weighted.indices]
    model = LogisticRegression(C=strength, max_iter=rounds, tol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # `rounds` is meant to end it: later steps overfit
        model.fit(weighted, sides, sample_weight=share)
    weights = np.zeros(texts.shape[1], np.float32)
    weights[used] = model.coef_.ravel() * ratio[used]
    return Head(weights, float(model.intercept_[0]))


def _often_first(texts: sparse.csr_matrix, used: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Columns that stand together in memory when they are often used together: the same sums, sooner."""
    seen = np.bincount(texts.indices, minlength=texts.shape[1])
    return np.asarray(used[np.argsort(-seen[used], kind="stable")])


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
            for row, language, side in zip(rows, languages, sides.tolist(), strict=True)
        ]
    )


def seen(scores: Floats) -> Floats:
    """What the calibration sees: opinion and liking, bent as in judging, |liking|, and all of them times kinship."""
    bends = np.array([OPINION_BEND, LIKING_BEND])
    bent = bends * np.tanh(scores[:, :2] / bends)
    kin = scores[:, 2:]
    told = np.column_stack([bent, np.abs(bent[:, 1])])
    return np.hstack([told, kin, kin * told])


def held(texts: sparse.csr_matrix, size: matrix.Size = matrix.FULL) -> Floats:
    """Which patterns hold in each row: one column a pattern, in the order of PATTERN_NAMES."""
    first = size.words + size.chars
    columns = [first + features.pattern_sign(name) for name in PATTERN_NAMES]
    return np.asarray((texts[:, columns] != 0).toarray(), dtype=np.float64)


def calibration(scores: Floats, holding: Floats, rows: Sequence[Row]) -> Floats:
    """Factors per tone: 1, those of `seen`, and one a pattern. Every set with all tones counts the same.

    Sets without neutral texts would teach that opinion means nothing. A pattern is rare in tweets and films, so
    the regression keeps its weight small; here, on texts the weights have not seen, it gets what it is worth.
    At last neutral gets, where a text reads like ours, what a stream has more of it (`STREAM`).
    """
    tones: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        tones[row.set].add(row.tone)
    kept = [place for place, row in enumerate(rows) if len(tones[row.set]) == 3]
    sizes = Counter(rows[place].set for place in kept)
    share = np.array([1000 / sizes[rows[place].set] for place in kept])
    model = LogisticRegression(C=0.01, max_iter=2000)
    model.fit(np.column_stack([seen(scores), holding])[kept], [rows[place].tone for place in kept], sample_weight=share)
    factors = np.column_stack([model.intercept_, model.coef_])
    factors[1, _KINSHIP] += np.log(STREAM)
    return factors


_KINSHIP = 4
"""The place of kinship among the factors."""


def probabilities(scores: Floats, holding: Floats, factors: Floats) -> Floats:
    raw = np.column_stack([seen(scores), holding]) @ factors[:, 1:].T + factors[:, 0]
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
