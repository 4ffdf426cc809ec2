"""One training from data to weights and figures; the steps in order. Tier C is read for the figures only."""

import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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

FOLDS = 4
DEV = 10
"""Rows of sides below this are never trained on while figures are made; the final weights use all."""
_CODE = ("monitor/core/features.py", "monitor/core/lexicon", "tools/training")
_ROOT = Path(__file__).resolve().parents[2]


def train(folder: Path, tiers: str, out: Path, *, small: bool = False) -> dict[str, Any]:
    """Writes weights.bin and weights.json to `out`; the report is what the model card quotes."""
    rows = data.read(folder, "ABC") + ([] if small else data.own())
    facts = {name: each["tier"] for name, each in data.index(folder).items()}
    trainable = np.array([facts.get(row.set, "A") in tiers for row in rows])
    _say(f"{len(rows)} rows, {trainable.sum()} to train on")
    texts = matrix.of(row.text for row in rows)
    scores, unseen = _left_out(texts, rows, trainable, rounds=20 if small else fit.ROUNDS)
    judged = [rows[place] for place in unseen]
    factors = fit.calibration(scores["unseen"], judged)
    kept = np.flatnonzero(trainable)
    heads = fit.heads(texts[kept], [rows[place] for place in kept], 20 if small else fit.ROUNDS)
    report = _report(rows, trainable, scores, unseen, factors)
    made_from = {
        "tiers": tiers,
        "rows": int(trainable.sum()),
        "data": pack.digest(folder / f"{name}.tsv" for name, tier in facts.items() if tier in tiers),
        "code": pack.digest(_code()),
        "sets": sorted({rows[place].set for place in kept}),
    }
    pack.write(out, heads, factors, {"made_from": made_from, "figures": report})
    return report


def _left_out(
    texts: sparse.csr_matrix, rows: Sequence[Row], trainable: Any, rounds: int
) -> tuple[dict[str, fit.Floats], Any]:
    """Scores by models that never saw the row: `home` by its own set's other rows, `unseen` without its whole set.

    A fold leaves a quarter of the sets out; the rows of the held-out side are scored in the next fold, which has
    their set's other rows. Sets that share texts (German tweets) are in one fold.
    """
    fold = np.array([_fold(row.set) for row in rows])
    dev = np.array([row.side < DEV for row in rows])
    home, unseen = np.zeros((len(rows), 2)), np.zeros((len(rows), 2))
    for number in range(FOLDS):
        train_on = np.flatnonzero(trainable & ~dev & (fold != number))
        heads = fit.heads(texts[train_on], [rows[place] for place in train_on], rounds)
        left = np.flatnonzero(fold == number)
        unseen[left] = heads.scores(texts[left])
        near = np.flatnonzero(dev & ((fold + 1) % FOLDS == number))
        home[near] = heads.scores(texts[near])
        _say(f"fold {number + 1} of {FOLDS}: trained on {len(train_on)} rows")
    measured = np.arange(len(rows))
    return {"home": home, "unseen": unseen}, measured


def _fold(name: str) -> int:
    family = "german tweets" if name in {"sb10k_de", "xlmt_de", "potts_de"} else name
    return zlib.crc32(family.encode()) % FOLDS


def _report(
    rows: Sequence[Row], trainable: Any, scores: dict[str, fit.Floats], unseen: Any, factors: fit.Floats
) -> dict[str, Any]:
    at_home = [place for place in range(len(rows)) if trainable[place] and rows[place].side < DEV]
    home_rows, far_rows = [rows[place] for place in at_home], [rows[place] for place in unseen]
    home = fit.probabilities(scores["home"][at_home], factors)
    far = fit.probabilities(scores["unseen"][unseen], factors)
    return {
        "held-out rows": evaluate.summary(home_rows, home) | evaluate.error(home_rows, home),
        "sets left out": evaluate.summary(far_rows, far) | evaluate.error(far_rows, far),
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
