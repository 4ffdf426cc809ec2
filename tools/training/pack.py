"""The weights as they are shipped: bytes around 128, compressed, and beside them a JSON: what they were made from."""

import json
import zlib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from fit import PATTERN_NAMES, Floats, Heads
from matrix import SIGNS, Size

from monitor.core.scoring import NONE
from monitor.models import FORMAT

CLIP = 99.95
"""Percentile of the weights that stand for ±127: one outlier must not cost the others their digits."""


class Section(NamedTuple):
    """One model: its tables and what is said of them."""

    tables: bytes
    facts: dict[str, Any]


def section(heads: Heads, factors: Floats, size: Size) -> Section:
    """Five tables each of words, letter groups and signs."""
    words, chars = size.words, size.words + size.chars
    borders = {"word": slice(0, words), "char": slice(words, chars), "sign": slice(chars, None)}
    five = (heads.general.opinion, heads.general.liking, heads.customers.opinion, heads.customers.liking, heads.kin)
    tables, scales = [], {}
    for name, border in borders.items():
        columns = [_bytes(head.weights[border]) for head in five]
        scales[f"{name}_scale"] = [scale for _, scale in columns]
        tables += [values.tobytes() for values, _ in columns]
    facts = {
        "bits": [(border - 1).bit_length() for border in (size.words, size.chars, SIGNS)],
        **scales,
        "bias": [head.bias for head in five],
        "calibration": [[round(float(value), 6) for value in row] for row in factors[:, :SEEN]],
        "lifts": {
            name: [round(float(value), 6) for value in column]
            for name, column in zip(PATTERN_NAMES, factors[:, SEEN:].T, strict=True)
        },
    }
    return Section(b"".join(tables), facts)


SEEN = 8
"""Factors of the calibration before those of the patterns."""


def write(folder: Path, sections: dict[str, Section], facts: dict[str, Any]) -> None:
    """The tables one after the other, in the order of the sections."""
    content = {"format": FORMAT, "models": {name: each.facts for name, each in sections.items()}, **facts}
    packed = zlib.compress(b"".join(each.tables for each in sections.values()), 9)
    (folder / "weights.bin").write_bytes(packed)
    (folder / "weights.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _bytes(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.uint8], float]:
    used = np.abs(weights[weights != 0])
    scale = float(np.percentile(used, CLIP)) / 127 if used.size else 1.0
    values = (np.clip(np.round(weights / scale), -127, 127) + NONE).astype(np.uint8)
    values[0] = NONE
    return values, scale


def digest(files: Iterable[Path]) -> str:
    """sha256 over names and contents, in the order of the names."""
    total = sha256()
    for file in sorted(files):
        total.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()
