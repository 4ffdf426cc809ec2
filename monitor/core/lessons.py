"""What triage teaches about a brand's topics: words that missed a topic, and words that are none of it. Pure.

    triaged texts → MISSED:  words that stand in texts of the topic, found by nobody, and nearly nowhere else
                  → REFUSED: words of the lexicon that were a topic's only ground where a person said it was none

A lesson is a word and not a weight: it can be shown, and goes when the words of persons that taught it are taken back.
Whoever triages a mention and leaves a topic alone is taken to agree with it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import comb
from typing import NamedTuple

from monitor.core.fold import fold
from monitor.core.learnt import Learnt
from monitor.core.taxonomy import TOKEN
from monitor.core.topics import LIMIT

LEAST = 3
"""Texts that teach a word: one angry morning is no lesson."""
MISSED = 0.9
"""Share of the texts with the word that must be of the topic."""
REFUSED = 0.8
"""The same of a word that is none; fewer will do, for one that is left alone was perhaps overlooked."""
CHANCE = 0.0003
"""How likely it may be that a missed word stands on its side by accident, for hundreds are asked about. Three of three
are enough where one text in fifteen was of the topic, four of four in eight, six of six in four. At .001 what was found
by it was right in .86 to .9 of a simulated brand's texts, here in .92 to .95."""
KEPT = 50
"""Words of one topic, the most frequent ones."""
SHORTEST = 3
"""Letters of a word; where a script writes no spaces, a lesson is two characters."""
TAUGHT = "taught by triage"
"""Stands behind the words of a topic that was found by a lesson."""
_SPACELESS = "\u0e00"
_SPOKEN = re.compile(rf"@\w+|https?://\S+|{TOKEN.pattern}")


class Taught(NamedTuple):
    """One lesson, to show."""

    word: str
    topic: str
    is_one: bool
    """The topic is found by the word; otherwise the word alone is none."""


@dataclass(frozen=True, slots=True)
class TopicLessons:
    missed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word, folded → the topics that it tells."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """(topic, the word that alone is no ground for it, folded)"""

    def in_words(self) -> tuple[Taught, ...]:
        """By topic and word."""
        more = [Taught(word, topic, is_one=True) for word, topics in self.missed.items() for topic in topics]
        less = [Taught(word, topic, is_one=False) for topic, word in self.refused]
        return tuple(sorted((*more, *less), key=lambda each: (each.topic, each.word)))


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that triage taught of one brand."""

    name: Learnt = field(default_factory=Learnt)
    """What tells its name from another."""
    topics: TopicLessons = field(default_factory=TopicLessons)


NOTHING = TopicLessons()


@dataclass(frozen=True, slots=True)
class Triaged:
    """One text that a person looked at."""

    text: str
    said: Mapping[str, bool]
    """Topic → whether a person says it is one."""
    found: Mapping[str, tuple[str, ...]]
    """Topic → its words, as understanding found them."""


def learn_topics(texts: Iterable[Triaged]) -> TopicLessons:
    every = [(text, frozenset(word for word, _ in words_of(fold(text.text[:LIMIT])))) for text in texts]
    asked = sorted({topic for text, _ in every for topic in text.said})
    missed: dict[str, tuple[str, ...]] = {}
    for topic in asked:
        for word in _missed(topic, every):
            missed[word] = (*missed.get(word, ()), topic)
    return TopicLessons(missed, frozenset((topic, word) for topic in asked for word in _refused(topic, every)))


def words_of(text: str) -> Iterator[tuple[str, int]]:
    """Of a folded text, each with its place; of a run without spaces every two characters that stand together. Handles
    and links say nothing.
    """
    for token in _SPOKEN.finditer(text):
        word, start = token[0], token.start()
        if word[0] >= _SPACELESS:
            yield from ((word[at : at + 2], start + at) for at in range(len(word) - 1))
        elif len(word) >= SHORTEST and word[0].isalpha():
            yield word, start


def _missed(topic: str, every: Sequence[tuple[Triaged, frozenset[str]]]) -> list[str]:
    """What understanding found itself teaches nothing."""
    ours = [words for text, words in every if text.said.get(topic) and topic not in text.found]
    theirs = [words for text, words in every if not text.said.get(topic) and _is_none(topic, text)]
    if len(ours) < LEAST:
        return []
    here, there = (Counter(word for words in side for word in words) for side in (ours, theirs))
    share = len(ours) / (len(ours) + len(theirs))
    told = [word for word in here if _tells(here[word], there[word], MISSED) and _rare(here[word], there[word], share)]
    return sorted(told, key=lambda word: (-here[word], word))[:KEPT]


def _is_none(topic: str, text: Triaged) -> bool:
    return topic not in text.found or text.said.get(topic) is False


def _refused(topic: str, every: Sequence[tuple[Triaged, frozenset[str]]]) -> list[str]:
    """Only of words that decided alone: two grounds are no doubt. Where a lesson left a topic out that a person wants
    back, that speaks against the lesson.
    """
    no: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    for text, _ in every:
        ground = alone(text.found.get(topic, ()))
        if ground is not None:
            (no if text.said.get(topic) is False else yes)[ground] += 1
    back = [fold(text.text[:LIMIT]) for text, _ in every if text.said.get(topic) and topic not in text.found]
    return [word for word in no if _tells(no[word], yes[word] + sum(word in text for text in back), REFUSED)]


def alone(words: Sequence[str]) -> str | None:
    """The only ground of a topic, folded; None where there are several."""
    own = [word for word in words if word != TAUGHT]
    return fold(own[0]) if len(own) == 1 else None


def _tells(here: int, there: int, share: float) -> bool:
    return here >= LEAST and here >= share * (here + there)


def _rare(here: int, there: int, share: float) -> bool:
    """Whether so many would hardly stand here by accident, if a text is of ours in `share` of all."""
    both = here + there
    return sum(comb(both, k) * share**k * (1 - share) ** (both - k) for k in range(here, both + 1)) <= CHANCE
