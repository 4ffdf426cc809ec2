"""Do two texts say the same thing? Decides on where they differ, and says why.

    words they share, in order (core/alignment) → what stands in the gaps (core/differences) → one story, or two

How much two texts share says little: one template with other facts ("X beats Y 3-1") shares as much as an edited text
does (1,556 of 1,991 merged in performance.md §7, still 454 with the rule that numbers must occur). So the gaps are
read: where both texts put a name or a number into the same gap and the two differ, they tell of different things, and a
wrong merge hides a customer. A gap with words on one side only is a cut or an addition.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.core.alignment import Run, firm, runs
from monitor.core.differences import FACTS, LONG, SOLID, Differences, Text, differences
from monitor.core.fingerprint import Fingerprint, Kind, weight

LEAST = 8
"""Words; shorter texts are the same only when they are equal, or when one is the cut beginning of the other."""
LEAST_CUT, CUT_LETTERS = 4, 16
"""Words and letters of such a beginning, the cut word's among them; a sign counts for two. As much is shared with
another text by 3 to 5 % of the texts of 13 sets, by 1 % in Chinese and Japanese; five words of fewer letters by 7 %.
"""
BRIEF = 12
"""Words; a shorter text must stand where the longer begins: stock phrases are as long."""
ALONE = 15
"""Words; from here on a text speaks for itself under whatever headline. A shorter one must be equal to the word."""
LONGER = 60
"""Words; from here on two gaps may hold other content beside no edit; under it "nurse" for "cook" is another job."""
HEADLINE = 3
"""Words of a headline that can be told from another one."""
FEW = 2
"""Edits; of a long text there are more, and a template that puts other content there and denies makes no more."""
EDITED, LONG_EDITED = 0.12, 0.15
"""Of the shorter text's words that need not stand in the longer; under LONG one word more. Half, as containment would
have it, merges two reviews that a site ends with the same notice.
"""
SOLID_SHARE = 0.5
"""Of the shorter text that must stand in rows of so many words (differences.SOLID)."""
LEAD = 6
"""Words before a brief text, of names, numbers and grammar: a dateline, a byline."""
LEAST_WORDS, LEAST_SIGNS, LEAST_LETTERS = 2, 2, 3
"""In a row; fewer between two gaps are there by chance."""
NAMES = 5
"""Gaps that differ, to one with other names: in a long text that was edited one is an edit, and where only names differ
it is another customer.
"""
NUMBERED = 10
"""Such gaps to one where each has a number that the other has not."""


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


def same(one: Fingerprint, other: Fingerprint) -> Sameness | None:
    """None: they are two stories. Symmetric."""
    if _are_numbered(one, other) or (_lacks_too_much(one, other) and _lacks_too_much(other, one)):
        return None  # most pairs that share anchors end here: 10 µs
    headlines = _headline(one), _headline(other)
    if headlines[0].words == headlines[1].words:
        return _alike(_whole(one), _whole(other))
    if not _is_cut(*headlines):
        return _alike(_text(one), _text(other), headline=True) if _may_be_headlines(one, other) else None
    texts = _text(one), _text(other)
    found = _alike(*texts)
    return found if found or min(text.size for text in texts) >= ALONE else _alike(_whole(one), _whole(other))


def _lacks_too_much(one: Fingerprint, other: Fingerprint) -> bool:
    """Words of its text that stand nowhere in the other, whatever their order."""
    text, _, allowed = _bag(one)
    return len(text - _bag(other)[1]) > allowed


@lru_cache(maxsize=256)
def _bag(print_: Fingerprint) -> tuple[frozenset[bytes], frozenset[bytes], float]:
    """Words of the text, words of title and text, and how many of the former another text may lack."""
    words = print_.opened()
    text = frozenset(words[print_.title :])
    allowed = _allowed(weight(print_.kinds), len(print_)) + print_.kinds.endswith(_CUT)
    return text, text.union(words[: print_.title]), allowed


@lru_cache(maxsize=256)
def _headline(print_: Fingerprint) -> Text:
    return _opened(print_, slice(0, print_.title))


@lru_cache(maxsize=64)
def _text(print_: Fingerprint) -> Text:
    return _opened(print_, slice(print_.title, None))


@lru_cache(maxsize=64)
def _whole(print_: Fingerprint) -> Text:
    return replace(_opened(print_, slice(0, None)), title=print_.title)


def _opened(print_: Fingerprint, span: slice) -> Text:
    kinds = print_.kinds[span]
    words = print_.opened()[span]
    tail = words[-1] if kinds.endswith(_CUT) else b""
    kinds = kinds.removesuffix(_CUT)
    return Text(words[: len(kinds)], kinds, weight(kinds), _least(kinds), tail)


def _least(kinds: bytes) -> int:
    if 2 * kinds.count(Kind.LETTER) > len(kinds):
        return LEAST_LETTERS
    signs = kinds.count(Kind.SIGN) + kinds.count(Kind.PARTICLE)
    return LEAST_SIGNS if 2 * signs > len(kinds) else LEAST_WORDS


def _is_cut(one: Text, other: Text) -> bool:
    """A headline may be missing, cut, or be the text's beginning."""
    least = min(len(one.words), len(other.words))
    return one.words[:least] == other.words[:least]


def _are_numbered(one: Fingerprint, other: Fingerprint) -> bool:
    """Headlines of one kind with other numbers: "Part 3", "Part 4"."""
    ours, theirs = _numbers(one), _numbers(other)
    if ours <= theirs or theirs <= ours:
        return False
    return _are_alike(*sorted((_headline(one), _headline(other)), key=_order))


@lru_cache(maxsize=256)
def _numbers(print_: Fingerprint) -> frozenset[bytes]:
    """Of the headline."""
    return _headline(print_).numbers


def _may_be_headlines(one: Fingerprint, other: Fingerprint) -> bool:
    """Of one text? Where a short text has two that share half of their words, what differs in them counts ("Kettle
    broken", "Toaster broken"); others are what two editors made of one text.
    """
    shorter, longer = sorted((_headline(one), _headline(other)), key=_order)
    size = min(weight(print_.kinds[print_.title :]) for print_ in (one, other))
    if size >= LONG:
        return True
    if _are_alike(shorter, longer):
        seen = differences(shorter, longer, runs(shorter.words, longer.words))
        return not (seen.names or seen.content)
    return size >= ALONE or (len(shorter.words) >= HEADLINE and _is_whole_or_cut(_text(one), _text(other)))


def _is_whole_or_cut(*texts: Text) -> bool:
    """Are two texts equal, but for what one of them says that it left out at its end?"""
    shorter, longer = sorted(texts, key=_order)
    size = len(shorter.words)
    if shorter.words != longer.words[:size] or not _goes_on(shorter, longer, size):
        return False
    return bool(shorter.tail) or shorter == longer


def _are_alike(shorter: Text, longer: Text) -> bool:
    found = runs(shorter.words, longer.words)
    shared = firm(found, shorter.least, len(shorter.words), len(longer.words))
    return 2 * sum(run.size for run in shared) >= len(shorter.words)


def _order(text: Text) -> tuple[int, tuple[bytes, ...]]:
    return len(text.words), text.words


def _alike(one: Text, other: Text, *, headline: bool = False) -> Sameness | None:
    share = _share(*sorted((one, other), key=_order))
    return None if share is None else Sameness(share, headline)


def _share(shorter: Text, longer: Text) -> float | None:
    """Of the shorter text that stands in the longer, in words."""
    if shorter.size < LEAST and not (shorter.size >= LEAST - 1 <= longer.size - 1 <= LEAST):
        return _cut_share(shorter, longer)
    allowed = _allowed(shorter.size, len(shorter.words))
    found = runs(shorter.words, longer.words)
    if sum(run.size for run in found if run.size >= SOLID) < SOLID_SHARE * len(shorter.words):
        return None
    if found[0].size == len(shorter.words) and not _goes_on(shorter, longer, found[0].theirs + found[0].size):
        return None
    seen = differences(shorter, longer, found)
    if seen.missing > allowed or not _is_one(shorter, longer, found, seen, allowed):
        return None
    return 1 - seen.missing / len(shorter.words)


def _cut_share(shorter: Text, longer: Text) -> float | None:
    """Of a few words that say themselves that more follows, and that stand at the beginning of the other text."""
    size = len(shorter.words)
    if not shorter.tail or size + 1 < LEAST_CUT or _letters(shorter) < CUT_LETTERS:
        return None
    begins = any(
        longer.words[at : at + size] == shorter.words and _goes_on(shorter, longer, at + size)
        for at in (0, longer.title)
    )
    return 1.0 if begins else None


def _letters(text: Text) -> int:
    """Of all its words, and of the one that may be half; a sign counts for two."""
    words = b"".join(text.words).decode()
    return len(words) + sum(text.kinds.count(kind) for kind in _SIGNS) + len(text.tail.decode())


def _goes_on(shorter: Text, longer: Text, at: int) -> bool:
    """With the word that may be half a one?"""
    after = longer.words[at] if at < len(longer.words) else longer.tail
    return after.startswith(shorter.tail) or (after is longer.tail and shorter.tail.startswith(after))


def _allowed(size: float, tokens: int) -> float:
    """Words, or signs, of a text that may be missing in a longer one."""
    words = size * LONG_EDITED if size >= LONG else 1 + size * EDITED
    return words * tokens / size if size else 0


def _is_one(shorter: Text, longer: Text, found: Sequence[Run], seen: Differences, allowed: float) -> bool:
    """A template with other facts differs in content alone, an edited text in grammar too."""
    edits = seen.gaps - seen.content - seen.turned
    if seen.numbers and (shorter.size < LONG or seen.names > seen.gaps // NUMBERED):
        return False
    if shorter.size >= LONG:
        if seen.denied and seen.content and edits <= FEW:
            return False
        return seen.names <= seen.gaps // NAMES and seen.content <= 2 * edits + 2 * (shorter.size >= LONGER)
    if shorter.size < BRIEF and not _begins(found[0], longer):
        return False
    if seen.names or seen.denied or seen.dated or seen.added > allowed:
        return False
    return seen.content <= (edits if shorter.size >= ALONE else 0)


def _begins(first: Run, longer: Text) -> bool:
    """Does the shorter text stand where the longer, or its text behind the title, begins, or behind a dateline?"""
    start = first.theirs - first.ours
    return any(
        at <= start <= at + 1 or (at < start <= at + LEAD and _LEAD.issuperset(longer.kinds[at:start]))
        for at in (0, longer.title)
    )


_CUT = bytes((Kind.CUT,))
_SIGNS = (Kind.SIGN, Kind.PARTICLE, Kind.NUMBER_SIGN)
_LEAD = FACTS | {Kind.MINOR}
