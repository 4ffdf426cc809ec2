"""Do two texts say the same thing? Decides on where they differ, and says why.

    shared shingles, in order → blocks that are equal → gaps between them → facts and words in the gaps

Containment of shingles alone merges one template with other facts ("X beats Y 3-1"): 1,556 of 1,991 in
performance.md §7, still 454 with the rule that numbers must occur. So the gaps are read: where both texts put a name
or a number into the same gap and the two differ, they tell of different things, and a wrong merge hides a customer. A
gap with words on one side only is a cut or an addition.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from monitor.core.fingerprint import BYTES, SHINGLE, Fingerprint, Kind, shingles, weight

LEAST = 8
"""Words; shorter texts are the same only when they are equal."""
LONG = 30
"""Words; a shorter text may differ in a tenth of its words, a longer one in more."""
BRIEF = 12
"""Words; a shorter text must stand in the longer word for word, at its beginning: stock phrases are as long."""
ALONE = 15
"""Words; from here on a text speaks for itself, whatever its headline."""
CHAIN = 0.5
"""Of the shorter text's shingles that must stand in the longer, in their order."""
SHORT_CHAIN = 0.35
"""The same under LONG: two words edited of twenty cost eight of seventeen shingles."""
EDITED, LONG_EDITED = 0.1, 0.15
"""Of the shorter text's words that need not stand in the longer. Half, as containment would have it, merges two reviews
that a site ends with the same notice.
"""
NEAR = 24
"""Words; in a larger gap nothing is found again."""
NAMES_PER = 100
"""Words to one gap with other names: in a long text one is an edit, in a short one another customer."""
_NUMBERS = frozenset((Kind.NUMBER, Kind.NUMBER_SIGN))
_FACTS = _NUMBERS | {Kind.NAME}
_CONTENT = frozenset((Kind.WORD, Kind.NAME, Kind.SIGN, Kind.LETTER))


@dataclass(frozen=True, slots=True)
class Sameness:
    share: float
    """Of the shorter text's words that stand in the longer, in their order."""
    headline: bool = False
    """They have different headlines: only their long texts were compared."""

    @property
    def why(self) -> str:
        words = f"{int(self.share * 100)} % of its words stand in the story's first text"
        return f"{words}, under another headline" if self.headline else words


@dataclass(frozen=True, slots=True)
class _Text:
    words: bytes
    kinds: bytes
    title: int = 0
    """Words of it that are the title."""

    def word(self, at: int) -> bytes:
        return self.words[at * BYTES : (at + 1) * BYTES]


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two equal blocks; `edge` when there is a block at one side only."""

    ours: tuple[int, int]
    theirs: tuple[int, int]
    edge: bool


def same(one: Fingerprint, other: Fingerprint) -> Sameness | None:
    """None: they are two stories. Symmetric."""
    texts = _text(one), _text(other)
    same_title = one.words[: one.title * BYTES] == other.words[: other.title * BYTES]
    alone = not same_title and all(weight(text.kinds) >= ALONE for text in texts)
    if alone and _are_numbered(one, other):
        return None
    if not alone:
        texts = _Text(one.words, one.kinds, one.title), _Text(other.words, other.kinds, other.title)
    share = _share(*sorted(texts, key=lambda text: (len(text.kinds), text.words)))
    if share is None:
        return None
    return Sameness(share, alone and _has_other_headline(one, other))


def _text(whole: Fingerprint) -> _Text:
    return _Text(whole.words[whole.title * BYTES :], whole.kinds[whole.title :])


def _has_other_headline(one: Fingerprint, other: Fingerprint) -> bool:
    """Both have one, and neither begins with the other: a headline may be cut, or be the text's beginning."""
    ours, theirs = one.words[: one.title * BYTES], other.words[: other.title * BYTES]
    return bool(ours and theirs) and not ours.startswith(theirs) and not theirs.startswith(ours)


def _are_numbered(one: Fingerprint, other: Fingerprint) -> bool:
    """Other numbers in their headlines: "Part 3", "Part 4"."""
    titles = _Text(one.words, one.kinds), _Text(other.words, other.kinds)
    return _contradict(*titles, _Gap((0, one.title), (0, other.title), edge=True), _NUMBERS)


def _share(shorter: _Text, longer: _Text) -> float | None:
    """Of the shorter text that stands in the longer, in words."""
    size = weight(shorter.kinds)
    if size < LEAST:
        return None
    least = (CHAIN if size >= LONG else SHORT_CHAIN) * (len(shorter.kinds) - SHINGLE + 1)
    chain = _chain(shorter, longer, least)
    if not chain:
        return None
    missing, names, replaced = 0.0, 0, 0.0
    for gap in _gaps(chain, len(shorter.kinds), len(longer.kinds)):
        missing += _missing(shorter, longer, gap)
        if _is_addition(gap):
            continue
        if _contradict(shorter, longer, gap, _NUMBERS):
            return None
        names += _contradict(shorter, longer, gap, _FACTS)
        replaced += _replaced(shorter, longer, gap)
    other_facts = names > size / NAMES_PER or (size < LONG and replaced > 0)
    if other_facts or missing > _allowed(size) or (size < BRIEF and not _begins(chain, longer)):
        return None
    return 1 - missing / size


def _allowed(size: float) -> float:
    """Words of the shorter text that may be missing in the longer."""
    if size < BRIEF:
        return 0
    return size * (EDITED if size < LONG else LONG_EDITED)


def _begins(chain: list[tuple[int, int]], longer: _Text) -> bool:
    """Does the shorter text stand where the longer, or its text behind the title, begins?"""
    return chain[0][1] - chain[0][0] in (0, longer.title)


def _chain(shorter: _Text, longer: _Text, least: float) -> list[tuple[int, int]]:
    """Places of shared shingles, rising in both texts; empty where they are fewer than `least`. Most pairs that share
    anchors end here, so it is written for speed: 15 µs for two texts of 80 words.
    """
    theirs = shingles(longer.words)
    places = dict(zip(reversed(theirs), range(len(theirs) - 1, -1, -1), strict=True))
    pairs = [(at, places[one]) for at, one in enumerate(shingles(shorter.words)) if one in places]
    chain = _rising(pairs) if len(pairs) >= least else []
    return chain if len(chain) >= least else []


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second parts rise."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        tails[at : at + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = tails[-1] if tails else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _gaps(chain: list[tuple[int, int]], ours: int, theirs: int) -> Iterator[_Gap]:
    first, last = chain[0], chain[-1]
    yield _Gap((0, first[0]), (0, first[1]), edge=True)
    for (at, place), (next_at, next_place) in pairwise(chain):
        if next_at - at != next_place - place or next_at - at > SHINGLE:
            yield _Gap((at + SHINGLE, next_at), (place + SHINGLE, next_place), edge=False)
    yield _Gap((last[0] + SHINGLE, ours), (last[1] + SHINGLE, theirs), edge=True)


def _is_addition(gap: _Gap) -> bool:
    """At an edge: what one text has and the other has not, so that its words stand for no others."""
    ours, theirs = gap.ours[1] - gap.ours[0], gap.theirs[1] - gap.theirs[0]
    return gap.edge and (theirs > 2 * ours + SHINGLE or ours > 2 * theirs + SHINGLE)


def _missing(shorter: _Text, longer: _Text, gap: _Gap) -> float:
    """Weight of our words in the gap that do not stand in theirs."""
    if max(gap.ours[1] - gap.ours[0], gap.theirs[1] - gap.theirs[0]) > NEAR:
        return weight(shorter.kinds[gap.ours[0] : gap.ours[1]])
    theirs = Counter(longer.word(at) for at in range(*gap.theirs))
    kinds = bytearray()
    for at in range(*gap.ours):
        word = shorter.word(at)
        if theirs[word] > 0:
            theirs[word] -= 1
        else:
            kinds.append(shorter.kinds[at])
    return weight(bytes(kinds))


def _contradict(shorter: _Text, longer: _Text, gap: _Gap, kinds: frozenset[int]) -> bool:
    """Both texts have facts here, and neither leaves out some of the other's."""
    ours, theirs = _facts(shorter, gap.ours, kinds), _facts(longer, gap.theirs, kinds)
    return not _within(ours, theirs) and not _within(theirs, ours)


def _replaced(shorter: _Text, longer: _Text, gap: _Gap) -> float:
    """How many words of content stand where the other text has others? "The kettle broke", "the toaster broke"."""
    ours, theirs = (
        {text.word(at): text.kinds[at] for at in range(*span)}
        for text, span in ((shorter, gap.ours), (longer, gap.theirs))
    )
    ours_only = bytes(kind for word, kind in ours.items() if kind in _CONTENT and word not in theirs)
    theirs_only = bytes(kind for word, kind in theirs.items() if kind in _CONTENT and word not in ours)
    return min(weight(ours_only), weight(theirs_only))


def _facts(text: _Text, span: tuple[int, int], kinds: frozenset[int]) -> list[bytes]:
    return [text.word(at) for at in range(*span) if text.kinds[at] in kinds]


def _within(few: list[bytes], many: list[bytes]) -> bool:
    """Are `few` among `many`, in their order?"""
    rest = iter(many)
    return all(one in rest for one in few)
