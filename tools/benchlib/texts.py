"""How many texts a second are matched and judged, in this process: the two parts of understanding that are ours.

Judging is measured beside VADER where `vaderSentiment` is importable, both in turns of a hundred texts so that other
load falls on both. Texts are ours (training and tests): short ones as they stand, long ones of four; "new words" starts
with nothing known of any word, "known words" has read the same texts before.
"""

import importlib.util
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchlib import feeds
from monitor import models
from monitor.core.match import BrandQuery, Document, Matcher
from monitor.core.query import parse
from monitor.core.scoring import Weights
from monitor.core.tone import judge
from monitor.model import Judgement

TEXTS = 2000
QUERIES = 1000
TURN = 100
_ROOT = Path(__file__).resolve().parents[2]
_OURS = ("tools/training/own/own_en.tsv", "tests/fixtures/tone/hard_en.tsv", "tests/fixtures/tone/fresh_en.tsv")
Work = Callable[[str], object]


def speeds() -> dict[str, float]:
    """Texts per CPU second; matching on texts of 440 characters as in performance.md §8."""
    texts = [feeds.text(at % 50, at, 440) for at in range(TEXTS)]
    matcher = Matcher([BrandQuery(name, parse(f'"{name}" AND NOT "{name} comics"')) for name in _names()])
    found = {
        f"matched against {QUERIES} queries": _together(texts, {"": lambda text: matcher.find(_document(text))})[""]
    }
    short = _texts()
    for kind, some in (("short", short), ("long", [" ".join(short[at : at + 4]) for at in range(0, len(short), 4)])):
        size = sum(map(len, some)) // len(some)
        measured = _together(some, _judges(some))
        found |= {f"judged, {kind} ({size} characters), {name}": speed for name, speed in measured.items()}
    return found


def vader() -> bool:
    """Whether the peer can be measured here."""
    return importlib.util.find_spec("vaderSentiment") is not None


def ratios(found: dict[str, float]) -> dict[str, float]:
    """Our speed as a share of VADER's on the same texts; empty where it was not measured."""
    return {
        name: speed / found[peer]
        for name, speed in found.items()
        if name.endswith("words") and (peer := f"{name.rpartition(', ')[0]}, VADER") in found
    }


def _judges(texts: Sequence[str]) -> dict[str, Work]:
    new, known = models.read(models.FOLDER), models.read(models.FOLDER)
    for text in texts:
        _tone(text, known)
    judges: dict[str, Work] = {
        "new words": lambda text: _tone(text, new),
        "known words": lambda text: _tone(text, known),
    }
    if vader():
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - only where it is

        judges["VADER"] = SentimentIntensityAnalyzer().polarity_scores
    return judges


def _tone(text: str, weights: Weights) -> Judgement:
    return judge("", text, language="en", rating=None, recommended=None, spans=(), weights=weights)


def _texts() -> list[str]:
    """The last column of our English texts."""
    lines = [line for name in _OURS for line in (_ROOT / name).read_text(encoding="utf-8").splitlines()]
    return [line.rpartition("\t")[2] for line in lines if line.startswith(("negative", "neutral", "positive"))]


def _names() -> list[str]:
    return [feeds.BRAND, *(f"brand{number} shop" for number in range(QUERIES - 1))]


def _document(text: str) -> Document:
    return Document("", text, None, None, "bench", "en")


def _together(texts: Sequence[str], works: dict[str, Work]) -> dict[str, float]:
    """Texts per CPU second of each, in turns."""
    spent = dict.fromkeys(works, 0.0)
    for at in range(0, len(texts), TURN):
        for name, work in works.items():
            started = time.process_time()
            for text in texts[at : at + TURN]:
                work(text)
            spent[name] += time.process_time() - started
    return {name: len(texts) / seconds for name, seconds in spent.items()}
