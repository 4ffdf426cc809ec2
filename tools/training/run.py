"""One training from data to weights and figures; the steps in order. Tier C is read for the figures only."""

import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import data
import evaluate
import fit
import matrix
import numpy as np
import pack
from data import Row
from scipy import sparse

from monitor import models
from monitor.core import tone

FOLDS = 3
DEV = 10
"""Rows of sides below this are never trained on while figures are made; the final weights use all."""
_CODE = ("monitor/core/features.py", "monitor/core/lexicon", "tools/training")
_ROOT = Path(__file__).resolve().parents[2]


ENGLISH = matrix.Size(1 << 19, 1 << 18)
"""Columns of the English model; with those of all languages the file stays under 4 MB."""
_SETS = 6
"""English sets that there must be for a model of their own. It gave 1 to 2 points of macro-F1 and 2 of AP: "war", "die"
and "bad" mean one thing in it."""


def train(folder: Path, tiers: str, out: Path, *, small: bool = False) -> dict[str, Any]:
    """Writes weights.bin and weights.json to `out`; the report is what the model card quotes."""
    rows = data.read(folder, "ABC") + ([] if small else data.own())
    facts = {name: each["tier"] for name, each in data.index(folder).items()}
    trainable = np.array([facts.get(row.set, "A") in tiers for row in rows])
    _say(f"{len(rows)} rows, {trainable.sum()} to train on")
    texts = matrix.of(row.text for row in rows)
    rounds = 20 if small else fit.ROUNDS
    made = {"all": _model(texts, rows, trainable, rounds, matrix.FULL, models.TRUST)}
    likely = made["all"].likely
    english = np.flatnonzero([row.language == "en" for row in rows])
    if len({rows[place].set for place in english if trainable[place]}) >= _SETS:
        some = [rows[place] for place in english]
        smaller = matrix.folded(texts[english], ENGLISH)
        made["en"] = _model(smaller, some, trainable[english], rounds, ENGLISH, 1.0)
        for mine, theirs in zip(likely, made["en"].likely, strict=True):
            mine[english] = theirs
    report = _report(rows, trainable, likely)
    made_from = {
        "tiers": tiers,
        "rows": int(trainable.sum()),
        "data": pack.digest(folder / f"{name}.tsv" for name, tier in facts.items() if tier in tiers),
        "code": pack.digest(_code()),
        "sets": sorted({row.set for row, used in zip(rows, trainable, strict=True) if used}),
    }
    sections = {name: pack.section(each.heads, each.factors, each.size) for name, each in made.items()}
    pack.write(out, sections, {"made_from": made_from, "figures": report})
    return report


class Model(NamedTuple):
    heads: fit.Heads
    factors: fit.Floats
    likely: "Likely"
    """Of the rows it was made from, by models that never saw them."""
    size: matrix.Size


def _model(
    texts: sparse.csr_matrix, rows: Sequence[Row], trainable: Any, rounds: int, size: matrix.Size, trust: float
) -> Model:
    kept = np.flatnonzero(trainable)
    groups = matrix.groups(texts, size)
    scores = Likely(*(fit.blended(each, groups, trust) for each in _left_out(texts, rows, trainable, rounds, size)))
    holding = fit.held(texts, size)
    factors = fit.calibration(scores.unseen[kept], holding[kept], [rows[place] for place in kept])
    heads = fit.heads(texts[kept], [rows[place] for place in kept], rounds, size)
    likely = Likely(*(fit.probabilities(each, holding, factors) for each in scores))
    return Model(heads, factors, likely, size)


class Likely(NamedTuple):
    """Scores or probabilities of every row: `home` by its own set's other rows, `unseen` without its whole set."""

    home: fit.Floats
    unseen: fit.Floats


def _left_out(texts: sparse.csr_matrix, rows: Sequence[Row], trainable: Any, rounds: int, size: matrix.Size) -> Likely:
    """Scores by models that never saw the row.

    A fold leaves a third of the sets out; the rows of the held-out side are scored in the next fold, which has
    their set's other rows. Sets that share texts (German tweets) are in one fold.
    """
    fold = np.array([_fold(row) for row in rows])
    dev = np.array([row.side < DEV for row in rows])
    home, unseen = np.zeros((len(rows), 5)), np.zeros((len(rows), 5))
    for number in range(FOLDS):
        train_on = np.flatnonzero(trainable & ~dev & (fold != number))
        heads = fit.heads(texts[train_on], [rows[place] for place in train_on], rounds, size)
        left = np.flatnonzero(fold == number)
        unseen[left] = heads.scores(texts[left])
        near = np.flatnonzero(dev & ((fold + 1) % FOLDS == number))
        home[near] = heads.scores(texts[near])
        _say(f"fold {number + 1} of {FOLDS}: trained on {len(train_on)} rows")
    return Likely(home, unseen)


def _fold(row: Row) -> int:
    """Our own sets are numbered in each language, by writer, so that every fold has texts of ours to learn from."""
    if row.ours:
        return int(row.set.rpartition("_")[2]) % FOLDS
    family = "german tweets" if row.set in {"sb10k_de", "xlmt_de", "potts_de"} else row.set
    return zlib.crc32(family.encode()) % FOLDS


def _report(rows: Sequence[Row], trainable: Any, likely: Likely) -> dict[str, Any]:
    at_home = [place for place, row in enumerate(rows) if trainable[place] and row.side < DEV]
    home_rows, home = [rows[place] for place in at_home], likely.home[at_home]
    return {
        "held-out rows": evaluate.summary(home_rows, home) | evaluate.error(home_rows, home),
        "sets left out": evaluate.summary(rows, likely.unseen) | evaluate.error(rows, likely.unseen),
    }


def check(folder: Path) -> None:
    """The weights of the self-test judge what they were taught. Raises ValueError when they do not."""
    weights = models.read(folder)
    for text, expected in (("terrible awful broken", "negative"), ("great wonderful perfect", "positive")):
        judged = tone.judge("", text, language="en", rating=None, recommended=None, spans=(), weights=weights)
        if judged.tone != expected:
            raise ValueError(f"{text!r} was judged {judged.tone}, taught {expected}")


def _code() -> list[Path]:
    found: list[Path] = []
    for name in _CODE:
        path = _ROOT / name
        found += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
