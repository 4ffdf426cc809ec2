"""How many texts a second are matched, judged and understood, in this process.

Matching 100,000 keywords is measured beside a bare loop over ahocorasick_rs, which neither folds, nor looks whether a
word is whole, nor says whose it is. Judging (tone alone) and understanding (match → language → tone → topics →
fingerprint) are measured beside VADER. All in turns of a hundred texts, so that other load falls on all of them.
Texts are ours (training and tests): as they stand, two together as long as a post, four as a review; "new words" starts
with nothing known of any word, "known words" has read the same texts before.
"""

import importlib.util
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from benchlib import feeds
from monitor import models, understand
from monitor.core.findings import Watched
from monitor.core.match import BrandQuery, Document, Matcher
from monitor.core.query import Query, Term, parse
from monitor.core.scoring import Weights
from monitor.core.tone import judge
from monitor.model import Item, MentionType

TEXTS = 2000
QUERIES = 1000
KEYWORDS = 100_000
TURN = 100
_ROOT = Path(__file__).resolve().parents[2]
_OURS = ("tools/training/own/own_en_1.tsv", "tests/fixtures/tone/hard_en.tsv", "tests/fixtures/tone/fresh_en.tsv")
_SIZES = {"as they stand": 1, "posts": 2, "reviews": 4}
"""How many of our texts make one."""
_PEERS = {"matched": "bare loop", "judged": "VADER", "understood": "VADER"}
Work = Callable[[Sequence[str]], object]
"""What is done to the texts of one turn."""


def speeds() -> dict[str, float]:
    """Texts per CPU second, by "what, on which texts, how"; matching on 440 characters as in performance.md §8."""
    texts = [feeds.text(at % 50, at, 440) for at in range(TEXTS)]
    matcher = Matcher([BrandQuery(name, parse(query)) for name, query in _queries()])
    found = {f"matched, {QUERIES} queries": _together(texts, {"": lambda some: _find(matcher, some)})[""]}
    found |= _named(f"matched, {KEYWORDS} keywords", _together(*_keywords()))
    own = _texts()
    for kind, many in _SIZES.items():
        some = [" ".join(own[at : at + many]) for at in range(0, len(own), many)]
        size = sum(map(len, some)) // len(some)
        found |= _named(f"judged, {kind} of {size} characters", _together(some, _judges(some)))
        about = [f"{feeds.BRAND}: {text}" for text in some]
        found |= _named(f"understood, {kind} of {size} characters", _together(about, _understanding(about)))
    return found


def vader() -> bool:
    """Whether the peer can be measured here."""
    return importlib.util.find_spec("vaderSentiment") is not None


def ratios(found: dict[str, float]) -> dict[str, float]:
    """Our speed as a share of the peer's on the same texts; empty where it was not measured."""
    shares: dict[str, float] = {}
    for name, speed in found.items():
        what, peer = name.rpartition(", ")[0], _PEERS[name.partition(",")[0]]
        if f"{what}, {peer}" in found and not name.endswith(peer):
            shares[f"{name} : {peer}"] = speed / found[f"{what}, {peer}"]
    return shares


def _named(what: str, speeds: dict[str, float]) -> dict[str, float]:
    return {f"{what}, {how}": speed for how, speed in speeds.items()}


def _keywords() -> tuple[list[str], dict[str, Work]]:
    """Texts of 440 characters of words of two to four syllables; one in five names one of the keywords."""
    chance = random.Random(7)
    parts = [first + second for first in "bcdfghjklmnprstvwz" for second in ("a", "e", "i", "o", "u", "an", "er", "il")]
    words = ["".join(chance.choices(parts, k=chance.randint(3, 5))) + "x" for _ in range(KEYWORDS)]
    words = list(dict.fromkeys(words))
    texts = []
    for at in range(TEXTS):
        said = ["".join(chance.choices(parts, k=chance.randint(1, 3))).capitalize() for _ in range(70)]
        said += chance.choices(words, k=1 if at % 5 == 0 else 0)
        chance.shuffle(said)
        texts.append(" ".join(said)[:440])
    matcher = Matcher([BrandQuery(word, Query(word, Term(word))) for word in words])
    bare = AhoCorasick(words).find_matches_as_indexes
    return texts, {
        "bare loop": lambda some: [bare(text.lower()) for text in some],
        "ours": lambda some: _find(matcher, some),
    }


def _find(matcher: Matcher, texts: Sequence[str]) -> None:
    for text in texts:
        matcher.find(Document("", text))


def _judges(texts: Sequence[str]) -> dict[str, Work]:
    new, known = models.read(models.FOLDER), models.read(models.FOLDER)
    _tone(texts, known)
    return _vaders() | {"new words": lambda some: _tone(some, new), "known words": lambda some: _tone(some, known)}


def _tone(texts: Sequence[str], weights: Weights) -> None:
    for text in texts:
        judge("", text, language="en", rating=None, recommended=None, spans=(), weights=weights)


def _understanding(texts: Sequence[str]) -> dict[str, Work]:
    watched = Watched(_queries())

    def ours(some: Sequence[str]) -> None:
        understand.judge(watched, "bench", [_item(text) for text in some])

    ours(texts)
    return _vaders() | {"ours": ours}


def _vaders() -> dict[str, Work]:
    if not vader():
        return {}
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - only where it is

    scores = SentimentIntensityAnalyzer().polarity_scores
    return {"VADER": lambda some: [scores(text) for text in some]}


def _item(text: str) -> Item:
    return Item(None, "https://talk.example/posts/1", "", text, MentionType.POST)


def _queries() -> tuple[tuple[str, str], ...]:
    names = [feeds.BRAND, *(f"brand{number} shop" for number in range(QUERIES - 1))]
    return tuple((name, f'"{name}" AND NOT "{name} comics"') for name in names)


def _texts() -> list[str]:
    """The last column of our English texts."""
    lines = [line for name in _OURS for line in (_ROOT / name).read_text(encoding="utf-8").splitlines()]
    return [line.rpartition("\t")[2] for line in lines if line.startswith(("negative", "neutral", "positive"))]


def _together(texts: Sequence[str], works: dict[str, Work]) -> dict[str, float]:
    """Texts per CPU second of each, in turns."""
    spent = dict.fromkeys(works, 0.0)
    for at in range(0, len(texts), TURN):
        for name, work in works.items():
            started = time.process_time()
            work(texts[at : at + TURN])
            spent[name] += time.process_time() - started
    return {name: len(texts) / seconds for name, seconds in spent.items()}
