"""What a text is about: the topics of a taxonomy whose words it holds, with those words. Pure.

    text → folded → tokens → (known tokens) → slots → phrases → topics with their places

One Aho-Corasick scan per *new* token finds all words of the lexicon in it; what a token holds is remembered, so that
a text costs one look-up a word. Phrases are put together from the few tokens that hold anything. In a run without
spaces (Han, kana, Thai) a word is found wherever it stands.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from monitor.core.fold import Folded, Span, fold
from monitor.core.taxonomy import ASCII_TOKEN, NUMBER, NUMBERS, TOKEN, Group, Phrase, Slot, Words, phrase, plain

LIMIT = 4000
"""Characters that are looked at: a text that is longer is about everything."""
APART = 10
"""Words between two that stand together by +."""
KEPT = 40_000
"""Tokens that are remembered, about 8 MB; past that the store starts anew."""
KEPT_LETTERS = 24
"""Longer tokens (runs of Chinese) are rarely seen twice."""
SHOWN = 5
"""Words shown of one topic."""
_SPACELESS = "\u0e00"
"""From here on scripts write no spaces, or so few words stand there that it does not matter."""
_MARKS = "\u3099\u309a"
"""か with one of them is another letter."""
_ADDRESS = re.compile(r"@\w+|https?://\S+")
"""Handles and links speak of nothing: @user, …/shipping.html."""
_SENTENCE = re.compile(r"[.!?…](?=\s|$)|[。！？\n]")


class Found(NamedTuple):
    topic: str
    spans: tuple[Span, ...]
    """In the text, in order, without overlap."""
    words: tuple[str, ...]
    """As they stand there, each once."""


class _Hit(NamedTuple):
    """A group of a phrase, in tokens and in characters of the folded text."""

    first: int
    last: int
    start: int
    end: int


class _Sought(NamedTuple):
    """A group that is looked for by a slot that a token holds."""

    group: int
    at: int
    """Which of its slots that is."""
    slots: tuple[int, ...]
    start: int
    end: int
    """In the token."""


class _Held(NamedTuple):
    """What a token holds of the lexicon."""

    slots: frozenset[int]
    sought: tuple[_Sought, ...]
    groups: frozenset[int]
    """Of `sought`."""


class _Rule(NamedTuple):
    topic: str
    groups: tuple[int, ...]
    cancels: bool


class Lexicon:
    """The words of a taxonomy in one language, made ready: 30 ms for the 1,550 phrases of English."""

    def __init__(self, words: Iterable[Words]) -> None:
        self._slots: dict[Slot, int] = {}
        self._groups: dict[Group, int] = {}
        self._rules: list[_Rule] = []
        self._order: dict[str, int] = {}
        for each in words:
            self._order.setdefault(each.topic, len(self._order))
            for written in each.phrases:
                self._add(each.topic, phrase(written))
        self._index()

    def find(self, text: str) -> tuple[Found, ...]:
        """Topics in the order of the taxonomy; () where the text holds none of their words."""
        text = text[:LIMIT]
        spoken = _ADDRESS.sub(_blank, text) if "@" in text or "://" in text else text
        folded = Folded(fold(spoken), spoken)
        tokens = (ASCII_TOKEN if folded.text.isascii() else TOKEN).findall(folded.text)
        held = self._held(tokens)
        asked = self._asked(held)
        if not asked:
            return ()
        hits = self._hits(folded.text, tokens, held, asked)
        return tuple(self._found(folded, text, hits))

    def _add(self, topic: str, read: Phrase) -> None:
        for group in read.groups:
            for slot in group:
                self._slots.setdefault(slot, len(self._slots))
            self._groups.setdefault(group, len(self._groups))
        self._rules.append(_Rule(topic, tuple(self._groups[group] for group in read.groups), read.cancels))

    def _index(self) -> None:
        """Slots by the text to look for, groups by their rarest slot, rules by their first group."""
        anchored: dict[str, list[tuple[int, bool, bool]]] = {}
        self._numbers: list[int] = []
        for slot, number in self._slots.items():
            for atom in slot:
                if atom.text == NUMBER:
                    self._numbers.append(number)
                else:
                    anchored.setdefault(atom.text, []).append((number, atom.before, atom.behind))
        self._anchored = list(anchored.values())
        self._scan = AhoCorasick(list(anchored)).find_matches_as_indexes
        self._by_slot: dict[int, list[tuple[int, int, tuple[int, ...]]]] = {}
        for group, number in self._groups.items():
            at = max(range(len(group)), key=lambda place: _rarity(group[place]))
            slots = tuple(self._slots[slot] for slot in group)
            self._by_slot.setdefault(slots[at], []).append((number, at, slots))
        self._by_group: dict[int, list[_Rule]] = {}
        for rule in dict.fromkeys(self._rules):
            self._by_group.setdefault(rule.groups[0], []).append(rule)
        self._known: dict[str, _Held | None] = {}

    def _held(self, tokens: Sequence[str]) -> dict[int, _Held]:
        """What each token holds, by its place, that holds a slot."""
        known = self._known
        held = {}
        for place, token in enumerate(tokens):
            holds = known[token] if token in known else self._look_up(token)
            if holds:
                held[place] = holds
        return held

    def _asked(self, held: dict[int, _Held]) -> set[int]:
        """The groups of rules that may hold: of those that may stand in a text, one in twenty."""
        may: frozenset[int] = frozenset().union(*[holds.groups for holds in held.values()])
        first = may & self._by_group.keys()
        rules = (rule for group in first for rule in self._by_group[group] if may.issuperset(rule.groups))
        return {group for rule in rules for group in rule.groups}

    def _look_up(self, token: str) -> _Held | None:
        size = len(token)
        bare = plain(token)
        found = tuple((slot, start, size if end == len(bare) else end) for slot, start, end in self._places(bare))
        if token.isdigit() or token in NUMBERS:
            found += tuple((slot, 0, size) for slot in self._numbers)
        sought = tuple(
            _Sought(*group, start, end) for slot, start, end in found for group in self._by_slot.get(slot, ())
        )
        slots, groups = frozenset(slot for slot, _, _ in found), frozenset(each.group for each in sought)
        holds = _Held(slots, sought, groups) if found else None
        if size <= KEPT_LETTERS:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[token] = holds
        return holds

    def _places(self, token: str) -> Iterator[tuple[int, int, int]]:
        """A word with letters before or behind it is shown whole where they may stand there."""
        for number, start, end in self._scan(token, True):
            left = start == 0 or token[start] >= _SPACELESS or token[start - 1] >= _SPACELESS
            right = end == len(token) or (
                (token[end] >= _SPACELESS or token[end - 1] >= _SPACELESS) and token[end] not in _MARKS
            )
            for slot, before, behind in self._anchored[number]:
                if (left or before) and (right or behind):
                    yield slot, start if left else 0, end if right else len(token)

    def _hits(self, text: str, tokens: Sequence[str], held: dict[int, _Held], asked: set[int]) -> dict[int, list[_Hit]]:
        """Of each group that is asked for where it stands."""
        starts = _starts(text, tokens)
        found: dict[int, list[_Hit]] = {}
        for place, holds in held.items():
            if asked.isdisjoint(holds.groups):
                continue
            for group, at, slots, start, end in holds.sought:
                if group not in asked:
                    continue
                if len(slots) == 1:
                    base = starts[place]
                    found.setdefault(group, []).append(_Hit(place, place, base + start, base + end))
                elif _follow(held, place - at, slots):
                    first, last = place - at, place - at + len(slots) - 1
                    hit = _Hit(first, last, starts[first], starts[last] + len(tokens[last]))
                    if not _SENTENCE.search(text, hit.start, hit.end - 1):
                        found.setdefault(group, []).append(hit)
        return found

    def _found(self, folded: Folded, text: str, hits: dict[int, list[_Hit]]) -> Iterator[Found]:
        spans: dict[str, list[Span]] = {}
        cancelled: dict[str, list[Span]] = {}
        for group in hits:
            for rule in self._by_group.get(group, ()):
                places = cancelled if rule.cancels else spans
                for together in _together(folded.text, rule.groups, hits):
                    places.setdefault(rule.topic, []).extend((hit.start, hit.end) for hit in together)
        for topic in sorted(spans, key=self._order.__getitem__):
            kept = _merged(_without(spans[topic], cancelled.get(topic, ())))
            if kept:
                own = tuple(folded.origin(*span) for span in kept)
                yield Found(topic, own, _shown(text, own))


def _rarity(slot: Slot) -> int:
    """Letters of its shortest word; numbers are everywhere."""
    return min(0 if atom.text == NUMBER else len(atom.text) for atom in slot)


def _blank(address: re.Match[str]) -> str:
    return " " * len(address[0])


def _starts(text: str, tokens: Iterable[str]) -> list[int]:
    """Between two tokens nothing stands that a token could begin with."""
    find = text.index
    starts, at = [], 0
    for token in tokens:
        start = find(token, at)
        starts.append(start)
        at = start + len(token)
    return starts


def _shown(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    shown: dict[str, str] = {}
    for start, end in spans:
        shown.setdefault(text[start:end].casefold(), text[start:end])
    return tuple(shown.values())[:SHOWN]


def _follow(held: dict[int, _Held], first: int, slots: Sequence[int]) -> bool:
    """Ten of these are asked for a post, and nearly all end at the first step."""
    for place, slot in enumerate(slots, first):  # noqa: SIM110 - `all` over a generator takes three times as long
        if place not in held or slot not in held[place].slots:
            return False
    return True


def _together(text: str, groups: Sequence[int], hits: dict[int, list[_Hit]]) -> Iterator[tuple[_Hit, ...]]:
    """Each place of the first group, with the nearest of the others in its sentence."""
    for first in hits[groups[0]]:
        others = [_nearest(text, first, hits.get(group, ())) for group in groups[1:]]
        if all(others):
            yield (first, *(each for each in others if each))


def _nearest(text: str, first: _Hit, places: Sequence[_Hit]) -> _Hit | None:
    """`places` stand in the order of the text."""
    low = bisect_left(places, first.first - APART - 1, key=_last)
    near = itertools.takewhile(lambda each: each.first <= first.last + APART + 1, places[low : low + 2 * APART])
    sorted_near = sorted(near, key=lambda each: abs(each.first - first.first))
    return next((each for each in sorted_near if _one_sentence(text, first, each)), None)


def _last(hit: _Hit) -> int:
    return hit.last


def _one_sentence(text: str, first: _Hit, second: _Hit) -> bool:
    before, behind = (first, second) if first.start <= second.start else (second, first)
    return before.end >= behind.start or not _SENTENCE.search(text, before.end, behind.start)


def _without(spans: Iterable[Span], cancelled: Sequence[Span]) -> list[Span]:
    return [(start, end) for start, end in spans if not any(a < end and b > start for a, b in cancelled)]


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
