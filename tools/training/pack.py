"""The weights as they are shipped: signed bytes, and beside them a JSON that says what they were made from."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from fit import Floats, Heads
from matrix import CHARS, WORDS

from monitor.core import features

CLIP = 99.95
"""Percentile of the weights that stand for ±127: one outlier must not cost the others their digits."""


def write(folder: Path, heads: Heads, factors: Floats, facts: dict[str, Any]) -> None:
    borders = {"word": slice(0, WORDS), "char": slice(WORDS, WORDS + CHARS), "sign": slice(WORDS + CHARS, None)}
    tables, scales = [], {}
    for name, border in borders.items():
        columns = [_bytes(head.weights[border]) for head in (heads.opinion, heads.liking)]
        scales[f"{name}_scale"] = [scale for _, scale in columns]
        tables.append(np.column_stack([values for values, _ in columns]).tobytes())
    content = {
        "bits": [features.WORD_BITS, features.CHAR_BITS, features.SIGN_BITS],
        **scales,
        "bias": [heads.opinion.bias, heads.liking.bias],
        "calibration": [[round(float(value), 6) for value in row] for row in factors],
        **facts,
    }
    (folder / "weights.bin").write_bytes(b"".join(tables))
    (folder / "weights.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _bytes(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], float]:
    used = np.abs(weights[weights != 0])
    scale = float(np.percentile(used, CLIP)) / 127 if used.size else 1.0
    return np.clip(np.round(weights / scale), -127, 127).astype(np.int8), scale


def digest(files: Iterable[Path]) -> str:
    """sha256 over names and contents, in the order of the names."""
    total = sha256()
    for file in sorted(files):
        total.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()
