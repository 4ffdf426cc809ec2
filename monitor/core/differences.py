"""What stands in the gaps between the words that two texts share: facts, denials, content, grammar.

runs of equal words (core/alignment) → gaps → what each text has there → how often which kind stands against which
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.alignment import Gap, Run, firm, gaps
from monitor.core.fingerprint import Kind
from monitor.core.numerals import DAYS
from monitor.core.opposites import are_opposed
from monitor.core.slip import is_slip

SOLID = 3
"""Words in a row that count as the same text; fewer are found in any two texts of a language."""
NUMBERS = frozenset((Kind.NUMBER, Kind.NUMBER_SIGN))
FACTS = NUMBERS | {Kind.NAME}
_CONTENT = NUMBERS | {Kind.WORD, Kind.NAME, Kind.SIGN, Kind.LETTER}
_REPLACED = _CONTENT | {Kind.TURN}
_TYPED = frozenset((Kind.WORD, Kind.NAME, Kind.MINOR))
"""No denials: "keine" and "kleine" are one letter apart."""
COMPARED = 64
"""Pairs of words of one gap that are looked at for slips."""
LONG = 30
"""Words; from here on an edit may put other content into a gap, and deny what the other says."""
CHANGED = 2
"""Words that changed places."""
_DAYS = frozenset(day.encode() for day in DAYS)
_PLUS, _IS_NE = b"plus", re.compile(rb"ne$|n'").match
"""Together they deny in French ("n'est plus"); alone they are "more" and half a denial."""
_LETTER = bytes((Kind.LETTER,))
_PARTICLES, _SIGNS = bytes((Kind.PARTICLE,)) * 2, bytes((Kind.SIGN,)) * 2


@dataclass(frozen=True, slots=True)
class Text:
    """A fingerprint's title, text, or both, opened."""

    words: tuple[bytes, ...]
    kinds: bytes
    size: float
    """In words (fingerprint.weight)."""
    least: int
    """Of its words in a row between two gaps; fewer are there by chance."""
    tail: bytes = b""
    """Its last word, which is none of `words`, where it says itself that more follows: it may be half a one."""
    title: int = 0
    """Words of it that are the title."""

    @property
    def numbers(self) -> frozenset[bytes]:
        return frozenset(_Side(self.words, self.kinds).of(NUMBERS))


@dataclass(slots=True)
class Differences:
    """Of a shorter and a longer text."""

    missing: int = 0
    """Words of the shorter text that the longer has not."""
    added: int = 0
    """Words of the longer between those of the shorter."""
    gaps: int = 0
    """But for what only one of them has at its edge."""
    content: int = 0
    """Gaps where both have content."""
    names: int = 0
    """Gaps where both have names, and other ones."""
    numbers: bool = False
    """Each has numbers that the other has not."""
    denied: bool = False
    """Only one says "not", or one says the opposite of the other."""
    turned: int = 0
    """Gaps without content where they do."""
    dated: bool = False
    """Only one names a weekday or a month."""


def differences(shorter: Text, longer: Text, found: Sequence[Run]) -> Differences:
    """Single words that both texts have between two gaps say nothing of order: "good service, slow delivery", "slow
    service, good delivery".
    """
    sizes = len(shorter.words), len(longer.words)
    seen = Differences(missing=sizes[0] - sum(run.size for run in found))
    seen.added = sum(gap.sizes[1] for gap in gaps(found, *sizes) if not _is_addition(gap))
    numbers: tuple[set[bytes], set[bytes]] = set(), set()
    is_cut = bool(shorter.tail or longer.tail)
    for gap in gaps(firm(found, shorter.least, *sizes), *sizes):
        ours, theirs = _side(shorter, gap.ours), _side(longer, gap.theirs)
        if _is_addition(gap):
            seen.denied |= not is_cut and max(gap.sizes) <= SOLID and _denies(ours) != _denies(theirs)
        elif any(gap.sizes):
            seen.gaps += 1
            ours, theirs = _without_slips(ours, theirs, brief=shorter.size < LONG)
            _weigh(ours, theirs, seen, inside=gap.ours.start > 0)
            seen.dated |= not gap.edge and _names_a_day(ours) != _names_a_day(theirs)
            numbers[0].update(ours.of(NUMBERS))
            numbers[1].update(theirs.of(NUMBERS))
    seen.numbers = not numbers[0] <= numbers[1] and not numbers[1] <= numbers[0]
    return seen


def _is_addition(gap: Gap) -> bool:
    """At an edge: what one text has and the other has not, so that its words stand for no others."""
    ours, theirs = gap.sizes
    return gap.edge and (not ours or not theirs or theirs > 2 * ours + SOLID or ours > 2 * theirs + SOLID)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one text has in a gap."""

    words: tuple[bytes, ...]
    kinds: bytes

    def of(self, kinds: frozenset[int]) -> list[bytes]:
        return [word for word, kind in zip(self.words, self.kinds, strict=True) if kind in kinds]

    def beside(self, other: "_Side") -> bytes:
        """Kinds of the words that the other has not; nouns in hiragana are longer than its grammar."""
        own = bytes(kind for word, kind in zip(self.words, self.kinds, strict=True) if word not in other.words)
        return own.replace(_PARTICLES, _SIGNS)

    def only(self, places: Sequence[int]) -> "_Side":
        return _Side(tuple(self.words[at] for at in places), bytes(self.kinds[at] for at in places))


def _side(text: Text, span: slice) -> _Side:
    return _Side(text.words[span], text.kinds[span])


def _without_slips(ours: _Side, theirs: _Side, *, brief: bool) -> tuple[_Side, _Side]:
    """Both without the words that are one, mistyped in one of them."""
    if not ours.words or not theirs.words or len(ours.words) * len(theirs.words) > COMPARED:
        return ours, theirs
    left, right = list(range(len(ours.words))), list(range(len(theirs.words)))
    for at in range(len(ours.words)):
        twin = next((place for place in right if _are_slips(ours, at, theirs, place, brief=brief)), None)
        if twin is not None:
            left.remove(at)
            right.remove(twin)
    return ours.only(left), theirs.only(right)


def _are_slips(ours: _Side, at: int, theirs: _Side, place: int, *, brief: bool) -> bool:
    kinds = ours.kinds[at], theirs.kinds[place]
    if not _TYPED.issuperset(kinds) or ours.words[at] == theirs.words[place]:
        return False
    return is_slip(ours.words[at], theirs.words[place], name=kinds == (Kind.NAME, Kind.NAME), brief=brief)


def _weigh(ours: _Side, theirs: _Side, seen: Differences, *, inside: bool) -> None:
    names = ours.of(FACTS), theirs.of(FACTS)
    seen.names += not _within(*names) and not _within(*reversed(names))
    own = ours.beside(theirs), theirs.beside(ours)
    replaces = own != (_LETTER, _LETTER) and (  # one of a word is a slip
        _replaces(set(own[0]) & _REPLACED, set(own[1]) & _REPLACED, inside=inside) or _have_changed_places(ours, theirs)
    )
    denies = _denies(ours) != _denies(theirs) or are_opposed(ours.words, theirs.words)
    seen.content += replaces
    seen.denied |= denies
    seen.turned += denies and not replaces


def _denies(side: _Side) -> int:
    return side.kinds.count(Kind.DENIAL) + (_PLUS in side.words and any(map(_IS_NE, side.words)))


def _names_a_day(side: _Side) -> bool:
    return not _DAYS.isdisjoint(side.words)


def _have_changed_places(ours: _Side, theirs: _Side) -> bool:
    """Have two words of content, "great food, slow service"? Of two that stand side by side it is a slip, but for names
    and signs.
    """
    if len(ours.words) < CHANGED or len(theirs.words) < CHANGED:
        return False
    left, right = ours.of(_CONTENT), theirs.of(_CONTENT)
    if left == right or len(left) < CHANGED or sorted(left) != sorted(right):
        return False
    return len(ours.words) > CHANGED or Kind.WORD not in ours.kinds or Kind.WORD not in theirs.kinds


def _replaces(ours: set[int], theirs: set[int], *, inside: bool) -> bool:
    """Does content stand where the other text has other content? A name stands for a thing only where a sentence may
    begin, a turn only for another one.
    """
    if Kind.TURN in ours & theirs:
        return True
    ours, theirs = ours & _CONTENT, theirs & _CONTENT
    if inside and {*map(frozenset, (ours, theirs))} == {frozenset({Kind.WORD}), frozenset({Kind.NAME})}:
        return False
    return bool(ours and theirs)


def _within(few: list[bytes], many: list[bytes]) -> bool:
    """Are `few` among `many`, in their order?"""
    rest = iter(many)
    return all(one in rest for one in few)
