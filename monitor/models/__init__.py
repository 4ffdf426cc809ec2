"""The trained weights, read into 29 MB of memory once per process.

`weights.bin` holds two models, of all languages and of English, compressed by zlib. Each is fifteen tables of bytes:
opinion and liking of the general reader and of the customers', and kinship, for words, letter groups and signs.
`weights.json` says how large they are, what they are scaled by, and from which data and code they were made
(docs/model-card.md).
"""

import json
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from sys import byteorder
from typing import Any

from monitor.core import features
from monitor.core.scoring import Eight, Five, Plane, Weights
from monitor.models.language import detect_language

__all__ = ["detect_language", "load", "read"]

FORMAT = 3
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
    expected = [_length(each["bits"]) for each in facts["models"].values()]
    stored = _unpacked(folder / "weights.bin", sum(expected))
    if len(stored) != sum(expected):
        raise ValueError(f"{folder}: weights of {len(stored)} bytes, expected {sum(expected)}")
    english = _weights(facts["models"]["en"], stored[expected[0] :]) if "en" in facts["models"] else None
    return replace(_weights(facts["models"]["all"], stored), english=english, trust=_TRUST)


_TRUST = 0.3
"""How much the customers' reader of all languages is believed: our 700 texts of each are all hard ones, and it came to
doubt plain words ("un servicio pésimo y vergonzoso" was neutral). Hard texts: F1 of negative .72 at 1, .69 here, .59 at
0; of 141 plain texts of the demo 40 were misread at 1, few here."""


def _length(sizes: Sequence[int]) -> int:
    """Bytes of one model: five tables of each kind."""
    return sum(5 << size for size in sizes)


def _unpacked(file: Path, most: int) -> bytes:
    packed = file.read_bytes()
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error as error:
        raise ValueError(f"{file}: {len(packed)} bytes that are no weights: {error}") from error


def _weights(facts: dict[str, Any], stored: bytes) -> Weights:
    sizes = facts["bits"]
    words, chars, signs = (_plane(stored, place, sizes, facts[name]) for place, name in enumerate(_SCALES))
    return Weights(
        words=words,
        chars=chars,
        signs=signs,
        bias=_five(facts["bias"]),
        calibration=(_eight(facts["calibration"][0]), _eight(facts["calibration"][1]), _eight(facts["calibration"][2])),
        lifts={features.pattern_sign(name): (more[0], more[1], more[2]) for name, more in facts["lifts"].items()},
    )


_SCALES = ("word_scale", "char_scale", "sign_scale")
_BITS = (features.WORD_BITS, features.CHAR_BITS, features.SIGN_BITS)


def _plane(stored: bytes, place: int, sizes: Sequence[int], scales: list[Any]) -> Plane:
    """The tables of one kind, one after the other in the file, side by side in memory (5 ms).

    A table with fewer places than the features have numbers is repeated.
    """
    start, length, times = _length(sizes[:place]), 1 << sizes[place], 1 << _BITS[place] - sizes[place]
    together = bytearray(8 * length)
    for each in range(4):
        at = 2 * each if byteorder == "little" else 7 - 2 * each
        together[at::8] = stored[start + each * length : start + (each + 1) * length]
    table = array("Q")
    table.frombytes(together)
    kinship = stored[start + 4 * length : start + 5 * length]
    return Plane(table * times, kinship * times, _five(scales))


def _eight(values: list[Any]) -> Eight:
    one, opinion, liking, strength, *more = map(float, values)
    kin, opinion_more, liking_more, strength_more = more
    return one, opinion, liking, strength, kin, opinion_more, liking_more, strength_more


def _five(values: list[Any]) -> Five:
    opinion, liking, theirs, likes, kin = map(float, values)
    return opinion, liking, theirs, likes, kin
