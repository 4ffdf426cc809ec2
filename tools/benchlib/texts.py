"""How many texts a second are matched and judged, in this process: the two parts of understanding that are ours."""

import importlib.util
import time
from collections.abc import Callable, Sequence

from benchlib import feeds
from monitor import models
from monitor.core.match import BrandQuery, Document, Matcher
from monitor.core.query import parse
from monitor.core.scoring import Weights
from monitor.core.tone import judge
from monitor.model import Judgement

TEXTS = 2000
QUERIES = 1000


def speeds() -> dict[str, float]:
    """Texts per CPU second, texts of 440 characters as in performance.md §8."""
    texts = [feeds.text(at % 50, at, 440) for at in range(TEXTS)]
    matcher = Matcher([BrandQuery(name, parse(f'"{name}" AND NOT "{name} comics"')) for name in _names()])
    weights = models.load()
    found = {
        f"matched against {QUERIES} queries": _speed(texts, lambda text: matcher.find(_document(text))),
        "judged": _speed(texts, lambda text: _tone(text, weights)),
    }
    if importlib.util.find_spec("vaderSentiment"):
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - only where it is

        found["judged by VADER"] = _speed(texts, SentimentIntensityAnalyzer().polarity_scores)
    return found


def _tone(text: str, weights: Weights) -> Judgement:
    return judge("", text, language="en", rating=None, recommended=None, spans=(), weights=weights)


def _names() -> list[str]:
    return [feeds.BRAND, *(f"brand{number} shop" for number in range(QUERIES - 1))]


def _document(text: str) -> Document:
    return Document("", text, None, None, "bench", "en")


def _speed(texts: Sequence[str], work: Callable[[str], object]) -> float:
    work(texts[0])
    started = time.process_time()
    for text in texts:
        work(text)
    return len(texts) / (time.process_time() - started)
