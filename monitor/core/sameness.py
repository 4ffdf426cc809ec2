"""Do two texts say the same thing? Decides on where they differ, and says why.

    words they share, in order (core/alignment) → gaps → what stands in the gaps: facts, denials, content, grammar

How much two texts share says little: one template with other facts ("X beats Y 3-1") shares as much as an edited text
does (1,556 of 1,991 merged in performance.md §7, still 454 with the rule that numbers must occur). So the gaps are
read: where both texts put a name or a number into the same gap and the two differ, they tell of different things, and a
wrong merge hides a customer. A gap with words on one side only is a cut or an addition.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.core.alignment import Gap, Run, firm, gaps, runs
from monitor.core.fingerprint import Fingerprint, Kind, weight

LEAST = 8
"""Words; shorter texts are the same only when they are equal, or when one is the cut beginning of the other."""
LEAST_CUT = 5
"""Words of such a beginning."""
BRIEF = 12
"""Words; a shorter text must stand where the longer begins: stock phrases are as long."""
ALONE = 15
"""Words; from here on a text speaks for itself under whatever headline. A shorter one must be equal to the word."""
LONG = 30
"""Words; a shorter text may differ in no content, a longer one may."""
HEADLINE = 3
"""Words of a headline that can be told from another one."""
EDITED, LONG_EDITED = 0.12, 0.15
"""Of the shorter text's words that need not stand in the longer; under LONG one word more. Half, as containment would
have it, merges two reviews that a site ends with the same notice.
"""
SOLID = 3
"""Words in a row that count as the same text; fewer are found in any two texts of a language."""
SOLID_SHARE = 0.5
"""Of the shorter text that must stand in such rows."""
LEAD = 4
"""Words before a brief text: a dateline."""
LEAST_WORDS, LEAST_SIGNS, LEAST_LETTERS = 2, 2, 3
NAMES = 5
"""Gaps that differ, to one with other names: in a long text that was edited one is an edit, and where only names differ
it is another customer.
"""
_NUMBERS = frozenset((Kind.NUMBER, Kind.NUMBER_SIGN))
_FACTS = _NUMBERS | {Kind.NAME}
_CONTENT = frozenset((Kind.WORD, Kind.NAME, Kind.SIGN, Kind.LETTER))


@dataclass(frozen=True, slots=True)
class Sameness:
    share: float
    """Of the shorter text's words that stand in the longer, in their order."""
    headline: bool = False
    """They have different headlines: only their texts were compared."""

    @property
    def why(self) -> str:
        words = f"{int(self.share * 100)} % of its words stand in the story's first text"
        return f"{words}, under another headline" if self.headline else words


@dataclass(frozen=True, slots=True)
class _Text:
    words: tuple[int, ...]
    kinds: bytes
    size: float
    title: int
    """Words of it that are the title."""
    known: frozenset[int]
    least: int
    """Of its words in a row between two gaps; fewer are there by chance."""
    cut: bool = False
    """It says itself that more follows. The last word, which may be half a one, is left out."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A fingerprint, opened."""

    whole: _Text
    headline: _Text
    text: _Text


@dataclass(slots=True)
class _Differences:
    missing: int = 0
    """Words of the shorter text that the longer has not."""
    added: int = 0
    """Words of the longer between those of the shorter."""
    gaps: int = 0
    content: int = 0
    """Gaps where both have content."""
    names: int = 0
    """Gaps where both have names, and other ones."""
    numbers: bool = False
    """Each has numbers that the other has not."""
    denied: bool = False
    """Only one says "not"."""


def same(one: Fingerprint, other: Fingerprint) -> Sameness | None:
    """None: they are two stories. Symmetric."""
    ours, theirs = _read(one), _read(other)
    texts = ours.text, theirs.text
    if ours.headline.words == theirs.headline.words:
        headline, texts = False, (ours.whole, theirs.whole)
    elif headline := not _is_cut(ours.headline.words, theirs.headline.words):
        if _lacks_too_much(*texts) or not _may_be_headlines(ours, theirs):
            return None
    elif min(text.size for text in texts) < ALONE:
        texts = ours.whole, theirs.whole
    share = _share(*texts)
    return None if share is None else Sameness(share, headline)


@lru_cache(maxsize=256)
def _read(print_: Fingerprint) -> _Read:
    """Kept for the few texts that are compared with one another."""
    kinds, title = print_.kinds, print_.title
    cut = kinds.endswith(_CUT)
    kinds = kinds.removesuffix(_CUT)
    words = struct.unpack_from(f"<{len(kinds)}I", print_.words)
    whole = _Text(words, kinds, weight(kinds), title, frozenset(words), _least(kinds), cut)
    return _Read(whole, _part(whole, slice(0, title)), _part(whole, slice(title, None)))


def _part(whole: _Text, span: slice) -> _Text:
    words, kinds = whole.words[span], whole.kinds[span]
    if words == whole.words:
        return replace(whole, title=0)
    return _Text(words, kinds, weight(kinds), 0, frozenset(words), whole.least, whole.cut and span.stop is None)


def _least(kinds: bytes) -> int:
    if 2 * kinds.count(Kind.LETTER) > len(kinds):
        return LEAST_LETTERS
    signs = kinds.count(Kind.SIGN) + kinds.count(Kind.PARTICLE)
    return LEAST_SIGNS if 2 * signs > len(kinds) else LEAST_WORDS


def _is_cut(one: Sequence[int], other: Sequence[int]) -> bool:
    """A headline may be missing, cut, or be the text's beginning."""
    least = min(len(one), len(other))
    return one[:least] == other[:least]


def _may_be_headlines(one: _Read, other: _Read) -> bool:
    """Of one text? Two that share half of their words are of one kind ("Part 3", "Part 4"), and what differs in them
    counts; others are what two editors made of one text.
    """
    size = min(one.text.size, other.text.size)
    shorter, longer = sorted((one.headline, other.headline), key=_order)
    if _are_alike(shorter, longer):
        differences = _differences(shorter, longer, runs(shorter.words, longer.words))
        return not (differences.numbers or (size < LONG and (differences.names or differences.content)))
    return size >= ALONE or (one.text.words == other.text.words and len(shorter.words) >= HEADLINE)


def _are_alike(shorter: _Text, longer: _Text) -> bool:
    shared = firm(runs(shorter.words, longer.words), shorter.least, len(shorter.words), len(longer.words))
    return 2 * sum(run.size for run in shared) >= len(shorter.words)


def _lacks_too_much(one: _Text, other: _Text) -> bool:
    """Whatever the order. Most pairs that share anchors end here: 3 µs."""
    shorter, longer = sorted((one, other), key=_order)
    return shorter.size >= LEAST and len(shorter.known - longer.known) > _allowed(shorter)


def _order(text: _Text) -> tuple[int, tuple[int, ...]]:
    return len(text.words), text.words


def _share(one: _Text, other: _Text) -> float | None:
    """Of the shorter text that stands in the longer, in words."""
    shorter, longer = sorted((one, other), key=_order)
    if shorter.size < LEAST and not (shorter.size >= LEAST - 1 <= longer.size - 1 <= LEAST):
        return _cut_share(shorter, longer)
    allowed = _allowed(shorter)
    if len(shorter.known - longer.known) > allowed:
        return None
    found = runs(shorter.words, longer.words)
    if sum(run.size for run in found if run.size >= SOLID) < SOLID_SHARE * len(shorter.words):
        return None
    differences = _differences(shorter, longer, found)
    if differences.missing > allowed or not _is_one(shorter, longer, found, differences, allowed):
        return None
    return 1 - differences.missing / len(shorter.words)


def _cut_share(shorter: _Text, longer: _Text) -> float | None:
    """Of a few words that say themselves that more follows, and that stand at the beginning of the other text."""
    words = shorter.words
    if not shorter.cut or shorter.size < LEAST_CUT:
        return None
    begins = any(longer.words[at : at + len(words)] == words for at in (0, longer.title))
    return 1.0 if begins else None


def _allowed(shorter: _Text) -> float:
    """Words, or signs, of the shorter text that may be missing in the longer."""
    words = shorter.size * LONG_EDITED if shorter.size >= LONG else 1 + shorter.size * EDITED
    return words * len(shorter.words) / shorter.size


def _is_one(shorter: _Text, longer: _Text, found: Sequence[Run], differences: _Differences, allowed: float) -> bool:
    if differences.numbers:
        return False
    if shorter.size >= LONG:
        return differences.names <= differences.gaps // NAMES
    if shorter.size < BRIEF and not _begins(found[0], longer):
        return False
    content = differences.content > 0
    return not (differences.names or differences.denied or content or differences.added > allowed)


def _begins(first: Run, longer: _Text) -> bool:
    """Does the shorter text stand where the longer, or its text behind the title, begins, or behind a dateline?"""
    start = first.theirs - first.ours
    return any(
        at <= start <= at + 1 or (at < start <= at + LEAD and _FACTS.issuperset(longer.kinds[at:start]))
        for at in (0, longer.title)
    )


def _differences(shorter: _Text, longer: _Text, found: Sequence[Run]) -> _Differences:
    """Single words that both texts have between two gaps say nothing of order: "good service, slow delivery", "slow
    service, good delivery".
    """
    sizes = len(shorter.words), len(longer.words)
    all_ = _Differences(missing=sizes[0] - sum(run.size for run in found))
    all_.added = sum(gap.sizes[1] for gap in gaps(found, *sizes) if not _is_addition(gap))
    numbers: tuple[set[int], set[int]] = set(), set()
    for gap in gaps(firm(found, shorter.least, *sizes), *sizes):
        if any(gap.sizes) and not _is_addition(gap):
            all_.gaps += 1
            ours, theirs = _side(shorter, gap.ours), _side(longer, gap.theirs)
            _weigh(ours, theirs, all_, inside=gap.ours.start > 0)
            numbers[0].update(ours.of(_NUMBERS))
            numbers[1].update(theirs.of(_NUMBERS))
    all_.numbers = not numbers[0] <= numbers[1] and not numbers[1] <= numbers[0]
    return all_


def _is_addition(gap: Gap) -> bool:
    """At an edge: what one text has and the other has not, so that its words stand for no others."""
    ours, theirs = gap.sizes
    return gap.edge and (not ours or not theirs or theirs > 2 * ours + SOLID or ours > 2 * theirs + SOLID)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one text has in a gap."""

    words: tuple[int, ...]
    kinds: bytes

    def of(self, kinds: frozenset[int]) -> list[int]:
        return [word for word, kind in zip(self.words, self.kinds, strict=True) if kind in kinds]

    def beside(self, other: "_Side") -> bytes:
        """Kinds of the words that the other has not; nouns in hiragana are longer than its grammar."""
        own = bytes(kind for word, kind in zip(self.words, self.kinds, strict=True) if word not in other.words)
        return own.replace(_PARTICLES, _SIGNS)


def _side(text: _Text, span: slice) -> _Side:
    return _Side(text.words[span], text.kinds[span])


def _weigh(ours: _Side, theirs: _Side, all_: _Differences, *, inside: bool) -> None:
    names = ours.of(_FACTS), theirs.of(_FACTS)
    all_.names += not _within(*names) and not _within(*reversed(names))
    all_.content += _replaces(set(ours.beside(theirs)) & _CONTENT, set(theirs.beside(ours)) & _CONTENT, inside=inside)
    all_.denied |= ours.kinds.count(Kind.DENIAL) != theirs.kinds.count(Kind.DENIAL)


def _replaces(ours: set[int], theirs: set[int], *, inside: bool) -> bool:
    """Does content stand where the other text has other content? A name stands for a thing only where a sentence may
    begin.
    """
    if inside and {*map(frozenset, (ours, theirs))} == {frozenset({Kind.WORD}), frozenset({Kind.NAME})}:
        return False
    return bool(ours and theirs)


def _within(few: list[int], many: list[int]) -> bool:
    """Are `few` among `many`, in their order?"""
    rest = iter(many)
    return all(one in rest for one in few)


_CUT = bytes((Kind.CUT,))
_PARTICLES, _SIGNS = bytes((Kind.PARTICLE,)) * 2, bytes((Kind.SIGN,)) * 2
