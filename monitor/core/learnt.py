"""What triage teaches about one brand's name: words that stand in texts which were about it, or were not.

    (text, about it?) → per word: in how many texts of each side → log-odds, shrunk and bounded → words that tell

A word counts from MIN_TEXTS texts on, and two more texts are imagined on each side, so that one angry morning does not
outweigh what the configuration says.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.core.fields import tokens

MIN_TEXTS = 3
"""That hold a word."""
MIN_SIDE = 3
"""Verdicts of each side: one side alone shows what people write, not what tells."""
IMAGINED = 2.0
"""Texts on each side, at the share of verdicts that side has."""
MOST = 1.5
"""Logits of one word; so much alone turns an even chance into 4 to 1."""
LEAST = 0.4
KEPT = 200
"""Words, the most telling ones."""
READ = 4000
"""Characters of a text that are learnt from: 500 of 40,000 took eleven seconds."""
COUNTED = 3
"""Words of one text."""


@dataclass(frozen=True, slots=True)
class Learnt:
    weights: tuple[tuple[str, float], ...] = ()
    """Folded word → logits; the most telling first."""

    def of(self, words: Iterable[str]) -> Iterator[tuple[str, float]]:
        """The most telling of these words, each once."""
        if not self.weights:
            return
        there = set(words)
        told = 0
        for word, weight in self.weights:
            if word in there:
                yield word, weight / (1 + told)
                told += 1
            if told == COUNTED:
                return


def learn(verdicts: Iterable[tuple[str, bool]]) -> Learnt:
    """`verdicts`: (text, whether it is about the brand). Nothing is learnt before three of each side."""
    holding: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    texts: Counter[bool] = Counter()
    for text, about in verdicts:
        texts[about] += 1
        holding[about].update({token.word for token in tokens(text[:READ]) if len(token.word) > 2})
    if min(texts[True], texts[False]) < MIN_SIDE:
        return Learnt()
    weights = {word: _weight(word, holding, texts) for word in holding[True] | holding[False]}
    telling = sorted(
        ((word, weight) for word, weight in weights.items() if abs(weight) >= LEAST),
        key=lambda one: (-abs(one[1]), one[0]),
    )
    return Learnt(tuple(telling[:KEPT]))


def _weight(word: str, holding: dict[bool, Counter[str]], texts: Counter[bool]) -> float:
    """0 for a word of too few texts."""
    ours, theirs = holding[True][word], holding[False][word]
    if ours + theirs < MIN_TEXTS:
        return 0.0
    share = (ours + theirs) / (texts[True] + texts[False])
    about = (ours + IMAGINED * share) / (texts[True] + IMAGINED)
    other = (theirs + IMAGINED * share) / (texts[False] + IMAGINED)
    return round(max(min(math.log(about / other), MOST), -MOST), 3)
