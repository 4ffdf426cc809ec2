"""The trained weights, mapped into memory: 3.6 MB that all processes share.

`weights.bin` holds two models, of all languages and of English. Each has three tables, of words, letter groups and
signs: a bit for each number that a feature may have, then a row of five bytes for each bit that is set: opinion and
liking of the general reader and of the customers', and kinship. Three of four numbers weigh nothing and have no row.
`weights.json` says how large the tables are, what they are scaled by, and from which data and code they were made
(docs/model-card.md).
"""

import json
from functools import cache
from math import isfinite
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from monitor.core import features
from monitor.core.scoring import Weights
from monitor.core.weighing import HEADS, Eight, Five, Plane, Triple
from monitor.models.language import detect_language

__all__ = ["detect_language", "load", "read"]

FORMAT = 4
"""Of weights.json and weights.bin together; it grows when either is laid out or read differently."""
FOLDER = Path(__file__).parent


@cache
def load() -> Weights:
    """The shipped weights; the second call costs nothing."""
    return read(FOLDER)


def read(folder: Path) -> Weights:
    """The weights in a folder. Raises ValueError when they have another format or other features than this code, and
    when they are damaged.
    """
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
    expected = [_length(each) for each in facts["models"].values()]
    stored = _mapped(folder / "weights.bin")
    if len(stored) != sum(expected):
        raise ValueError(f"{folder}: weights of {len(stored)} bytes, expected {sum(expected)}")
    try:
        english = _weights(facts["models"]["en"], stored[expected[0] :]) if "en" in facts["models"] else None
        return _weights(facts["models"]["all"], stored, english, TRUST)
    except ValueError as e:
        raise ValueError(f"{folder}: {e}") from e


TRUST = 0.3
"""How much the customers' reader of all languages is believed: most of our 1,000 texts of each are hard ones, and it
still doubts plain words: of "son horribles, rancios y malos … un servicio pésimo y vergonzoso" it makes .46 where this
makes .69. At .6 hard texts gain a point of F1 of negative, public rows lose .3 of macro-F1."""


def _length(facts: dict[str, Any]) -> int:
    """Bytes of one model."""
    return sum((1 << bits) // 8 + HEADS * rows for bits, rows in zip(facts["bits"], facts["rows"], strict=True))


def _mapped(file: Path) -> memoryview:
    with file.open("rb") as opened:
        return memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))


def _weights(facts: dict[str, Any], stored: memoryview, english: Weights | None = None, trust: float = 1.0) -> Weights:
    planes, start = [], 0
    for bits, rows, name in zip(facts["bits"], facts["rows"], _SCALES, strict=True):
        middle, end = start + (1 << bits) // 8, start + (1 << bits) // 8 + HEADS * rows
        planes.append(Plane(stored[start:middle], stored[middle:end], _five(facts[name])))
        start = end
    words, chars, signs = planes
    return Weights(
        words=words,
        chars=chars,
        signs=signs,
        bias=_five(facts["bias"]),
        calibration=(_eight(facts["calibration"][0]), _eight(facts["calibration"][1]), _eight(facts["calibration"][2])),
        lifts={features.pattern_sign(name): _three(more) for name, more in facts["lifts"].items()},
        trust=trust,
        english=english,
    )


_SCALES = ("word_scale", "char_scale", "sign_scale")
_BITS = (features.WORD_BITS, features.CHAR_BITS, features.SIGN_BITS)


def _eight(values: list[Any]) -> Eight:
    one, opinion, liking, strength, *more = _numbers(values)
    kin, opinion_more, liking_more, strength_more = more
    return one, opinion, liking, strength, kin, opinion_more, liking_more, strength_more


def _five(values: list[Any]) -> Five:
    opinion, liking, theirs, likes, kin = _numbers(values)
    return opinion, liking, theirs, likes, kin


def _three(values: list[Any]) -> Triple:
    negative, neutral, positive = _numbers(values)
    return negative, neutral, positive


def _numbers(values: list[Any]) -> list[float]:
    """JSON as Python reads it knows NaN and Infinity."""
    numbers = [float(value) for value in values]
    if not all(map(isfinite, numbers)):
        raise ValueError(f"{values}: weights are finite numbers")
    return numbers
