"""Which words are new this week: terms of the newest texts against those of the weeks before. Pure.

    texts → terms of each text (words and pairs of words; pairs of letters in Han and kana) → counts per period
          → log-odds with an informative Dirichlet prior → z → what is significant and said by several people

The formula is that of Monroe, Colaresi and Quinn, "Fightin' Words" (2008), §3.5.1: the prior of a term is its share of
both periods together, so that a word nobody used before is believed only after several texts; words that everybody uses
at all times have a z near zero, which makes lists of stop words needless. A term counts once a text: one angry essay
is one voice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from monitor.core.fold import fold
from monitor.core.taxonomy import TOKEN

SIGNIFICANT = 3.0
"""z; one in 740 terms is there by chance."""
MENTIONS, AUTHORS = 5, 3
"""That say a term at least."""
EXAMPLES = 3
PRIOR = 500.0
"""Terms that the prior weighs: with less a single new word of a small brand is significant, with more only a flood."""
MOST = 20
_SPACELESS = "\u2e80"


@dataclass(frozen=True, slots=True)
class Said:
    """One mention."""

    id: str
    author: str | None
    """None: nobody else's."""
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    z: float
    mentions: int
    """In the newest period."""
    before: int
    examples: tuple[str, ...]
    """Ids, in the order given."""


def emerging(newest: Sequence[Said], before: Iterable[Said]) -> tuple[Term, ...]:
    """At most 20, the most significant first; of terms that stand in the same texts only the longest."""
    told: dict[str, list[Said]] = {}
    for said in newest:
        for term in terms(said.text):
            told.setdefault(term, []).append(said)
    now = Counter({term: len(those) for term, those in told.items()})
    then = Counter(term for said in before for term in terms(said.text))
    found = [
        Term(term, round(z, 1), now[term], then[term], tuple(said.id for said in told[term][:EXAMPLES]))
        for term, z in _scores(now, then)
        if z >= SIGNIFICANT and now[term] >= MENTIONS and _voices(told[term]) >= AUTHORS
    ]
    ranked = sorted(found, key=lambda term: (-term.z, -len(term.text), term.text))
    return tuple(_apart(ranked, told))[:MOST]


def terms(text: str) -> set[str]:
    """Words of two letters and more, pairs of words, and pairs of letters where no spaces are written; no numbers."""
    words = [token for token in TOKEN.findall(fold(text)) if not token.isdigit()]
    found: set[str] = set()
    for word in words:
        if word[0] >= _SPACELESS:
            found.update(first + second for first, second in pairwise(word))
        elif len(word) > 1:
            found.add(word)
    pairs = (pair for pair in pairwise(words) if max(pair) < _SPACELESS and min(map(len, pair)) > 1)
    return found.union(" ".join(pair) for pair in pairs)


def _scores(now: Counter[str], then: Counter[str]) -> Iterator[tuple[str, float]]:
    """z of each term of the newest period; nothing where one of the periods is empty."""
    size_now, size_then = now.total(), then.total()
    if not size_now or not size_then:
        return
    for term, count in now.items():
        prior = PRIOR * (count + then[term]) / (size_now + size_then)
        mine, theirs = count + prior, then[term] + prior
        odds = log(mine / (size_now + PRIOR - mine)) - log(theirs / (size_then + PRIOR - theirs))
        yield term, odds / sqrt(1 / mine + 1 / theirs)


def _voices(those: Sequence[Said]) -> int:
    return len({said.author or said.id for said in those})


def _apart(ranked: Iterable[Term], told: dict[str, list[Said]]) -> Iterator[Term]:
    kept: list[tuple[Term, set[str]]] = []
    for term in ranked:
        ids = {said.id for said in told[term.text]}
        if not any(_same(term.text, ids, other.text, theirs) for other, theirs in kept):
            kept.append((term, ids))
            yield term


def _same(text: str, ids: set[str], other: str, theirs: set[str]) -> bool:
    """A word in common, mostly in the same texts: locker and pod locker, pod locker and locker broken."""
    return not _parts(text).isdisjoint(_parts(other)) and len(ids & theirs) >= 0.7 * min(len(ids), len(theirs))


def _parts(term: str) -> set[str]:
    return set(term) if term[0] >= _SPACELESS else set(term.split())
