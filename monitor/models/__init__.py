"""The trained weights, read into 13 MB of memory once per process.

`weights.bin` holds two models, of all languages and of English, of six tables of bytes each: opinion and liking of
words, letter groups and signs. `weights.json` says how large they are, what they are scaled by, and from which data and
code they were made (docs/model-card.md).
"""

import json
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from sys import byteorder
from typing import Any

from monitor.core import features
from monitor.core.scoring import Plane, Weights
from monitor.models.language import detect_language

__all__ = ["detect_language", "load", "read"]

FORMAT = 2
"""Of weights.json and weights.bin together; it grows when either is laid out or read differently."""
FOLDER = Path(__file__).parent


@cache
def load() -> Weights:
    """The shipped weights; the second call costs nothing."""
    return read(FOLDER)


def read(folder: Path) -> Weights:
    """The weights in a folder. Raises ValueError when they have another format or other features than this code."""
    facts = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    if facts.get("format") != FORMAT:
        raise ValueError(
            f"{folder}: weights of format {facts.get('format')}, this code reads format {FORMAT}; train them anew"
        )
    sizes = list(_BITS)
    if facts["models"]["all"]["bits"] != sizes:
        raise ValueError(
            f"{folder}: weights for tables of {facts['models']['all']['bits']} bits, this code has {sizes}"
        )
    expected = [sum(2 << size for size in each["bits"]) for each in facts["models"].values()]
    stored = (folder / "weights.bin").read_bytes()
    if len(stored) != sum(expected):
        raise ValueError(f"{folder}: weights of {len(stored)} bytes, expected {sum(expected)}")
    english = _weights(facts["models"]["en"], stored[expected[0] :]) if "en" in facts["models"] else None
    return replace(_weights(facts["models"]["all"], stored), english=english)


def _weights(facts: dict[str, Any], stored: bytes) -> Weights:
    sizes = facts["bits"]
    words, chars, signs = (_plane(stored, place, sizes, _pair(facts[name])) for place, name in enumerate(_SCALES))
    return Weights(
        words=words,
        chars=chars,
        signs=signs,
        bias=_pair(facts["bias"]),
        calibration=(_quad(facts["calibration"][0]), _quad(facts["calibration"][1]), _quad(facts["calibration"][2])),
        lifts={features.pattern_sign(name): (more[0], more[1], more[2]) for name, more in facts["lifts"].items()},
    )


_SCALES = ("word_scale", "char_scale", "sign_scale")
_BITS = (features.WORD_BITS, features.CHAR_BITS, features.SIGN_BITS)


def _plane(stored: bytes, place: int, sizes: Sequence[int], scales: tuple[float, float]) -> Plane:
    """The tables of one kind: opinion, then liking in the file; side by side in memory (2 ms).

    A table with fewer places than the features have numbers is repeated.
    """
    start, length = sum(2 << size for size in sizes[:place]), 1 << sizes[place]
    both = bytearray(4 * length)
    low, high = (0, 2) if byteorder == "little" else (3, 1)
    both[low::4] = stored[start : start + length]
    both[high::4] = stored[start + length : start + 2 * length]
    table = array("I")
    table.frombytes(both)
    return Plane(table * (1 << _BITS[place] - sizes[place]), *scales)


def _quad(values: list[Any]) -> tuple[float, float, float, float]:
    one, opinion, liking, strength = values
    return float(one), float(opinion), float(liking), float(strength)


def _pair(values: list[Any]) -> tuple[float, float]:
    opinion, liking = values
    return float(opinion), float(liking)
