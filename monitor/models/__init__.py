"""The trained weights, mapped into memory once per process and shared between reader processes.

`weights.bin` holds three tables of signed bytes, one after the other; `weights.json` says how large they are, what
they are scaled by, and from which data and code they were made (docs/model-card.md).
"""

import json
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from monitor.core import features
from monitor.core.scoring import Weights
from monitor.models.language import detect_language

__all__ = ["detect_language", "load", "read"]

FOLDER = Path(__file__).parent


@cache
def load() -> Weights:
    """The shipped weights; the second call costs nothing."""
    return read(FOLDER)


def read(folder: Path) -> Weights:
    """The weights in a folder. Raises ValueError when they were made for other features than this code has."""
    facts = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    sizes = (features.WORD_BITS, features.CHAR_BITS, features.SIGN_BITS)
    if facts["bits"] != list(sizes):
        raise ValueError(f"{folder}: weights for tables of {facts['bits']} bits, this code has {list(sizes)}")
    with (folder / "weights.bin").open("rb") as file:
        view = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)).cast("b")
    expected = sum(2 << bits for bits in sizes)
    if len(view) != expected:
        raise ValueError(f"{folder}: weights of {len(view)} bytes, expected {expected}")
    words, chars = 2 << sizes[0], 2 << sizes[1]
    return Weights(
        words=view[:words],
        chars=view[words : words + chars],
        signs=view[words + chars :],
        word_scale=_pair(facts["word_scale"]),
        char_scale=_pair(facts["char_scale"]),
        sign_scale=_pair(facts["sign_scale"]),
        bias=_pair(facts["bias"]),
        calibration=(
            tuple(facts["calibration"][0]),
            tuple(facts["calibration"][1]),
            tuple(facts["calibration"][2]),
        ),
    )


def _pair(values: list[Any]) -> tuple[float, float]:
    opinion, liking = values
    return float(opinion), float(liking)
