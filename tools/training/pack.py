"""The weights as they are shipped: rows of bytes around 128, and beside them a JSON: what they were made from."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from fit import PATTERN_NAMES, Floats, Heads
from matrix import SIGNS, Size

from monitor.core.weighing import HEADS, NONE
from monitor.models import FORMAT

CLIP = 99.95
"""Percentile of the weights that stand for ±127: one outlier must not cost the others their digits."""


MOST = 3_900_000
"""Bytes of the file: 4 MB at most, and no surprise."""
Rows = npt.NDArray[np.uint8]


class Section(NamedTuple):
    """One model: its tables and what is said of them."""

    tables: Sequence[Rows]
    """Of words, letter groups and signs: a row of five bytes for each number."""
    facts: dict[str, Any]


def section(heads: Heads, factors: Floats, size: Size) -> Section:
    words, chars = size.words, size.words + size.chars
    borders = {"word": slice(0, words), "char": slice(words, chars), "sign": slice(chars, None)}
    five = (heads.general.opinion, heads.general.liking, heads.customers.opinion, heads.customers.liking, heads.kin)
    tables, scales = [], {}
    for name, border in borders.items():
        columns = [_bytes(head.weights[border]) for head in five]
        scales[f"{name}_scale"] = [scale for _, scale in columns]
        tables.append(np.stack([values for values, _ in columns], axis=1))
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
    return Section(tables, facts)


SEEN = 8
"""Factors of the calibration before those of the patterns."""


def write(folder: Path, sections: dict[str, Section], facts: dict[str, Any]) -> None:
    """The tables one after the other, in the order of the sections."""
    tables = [table for each in sections.values() for table in each.tables]
    least = _least(tables)
    models = {
        name: each.facts | {"rows": [_used(table, least) for table in each.tables]} for name, each in sections.items()
    }
    content = {"format": FORMAT, "models": models, **facts}
    fresh = folder / "weights.bin.new"  # processes that run have the old file mapped: it is replaced, not rewritten
    fresh.write_bytes(b"".join(sparse(table, least) for table in tables))
    fresh.replace(folder / "weights.bin")
    (folder / "weights.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def sparse(table: Rows, least: int = 1) -> bytes:
    """A bit for each row that weighs at least so many steps, then these rows."""
    used = _steps(table) >= least
    return np.packbits(used, bitorder="little").tobytes() + table[used].tobytes()


def _least(tables: Sequence[Rows]) -> int:
    """The steps that a row must weigh for all to fit into the file: 1, unless there are too many."""
    bits = sum(len(table) // 8 for table in tables)
    steps = np.concatenate([_steps(table) for table in tables])
    rows = (MOST - bits) // HEADS
    return max(1, int(np.sort(steps)[::-1][rows]) + 1) if len(steps) > rows else 1


def _used(table: Rows, least: int) -> int:
    return int(np.count_nonzero(_steps(table) >= least))


def _steps(table: Rows) -> npt.NDArray[np.int64]:
    return np.abs(table.astype(np.int64) - NONE).sum(axis=1)


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
