"""Which story does a mention join? Decides "the same thing, said again", per brand, and says by what.

    a person's word            → joined, or kept apart
    equal words                → joined: at least 8 of them; shorter or empty texts only with an equal, non-empty author
    a near-duplicate's shingles → joined: the best of the few stories that share anchors (core/sameness)

A story stays open for 7 days after its newest mention. It is compared by its first text, which stays its text, so that
a chain of small edits does not wander off. Where one origin puts one text under a third headline, the text is taken for
boiler-plate and says nothing any more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

import xxhash

from monitor.core.fingerprint import Fingerprint, anchors, fingerprint
from monitor.core.sameness import Sameness, same
from monitor.core.text import normalized
from monitor.model import Item

STORY_WORDS = 8
OPEN_FOR = timedelta(days=7)
COMPARED = 3
"""Stories that one mention is compared with: those that share most anchors."""
SHARING = 4
"""Of the texts that share one anchor the newest count: a page may bring a thousand of one template."""
HEADLINES = 2
"""Under so many headlines one origin may put one text."""
EQUAL = "its words are those of the story's first text"
SAID = "a person said that they are one story"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a mention is known by among the stories of its brand."""

    key: int | None
    """Of equal words; None when no other can be equal."""
    print: Fingerprint
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    brand: str
    first_at: datetime
    newest_at: datetime
    copies: int
    headlines: frozenset[int] = frozenset()
    """Of its own origin, hashed."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A text that stands for a story: its first one, and those of the stories that a person merged into it."""

    story: str
    key: int | None
    print: Fingerprint | None
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What persons said of pairs of texts: key → keys of texts that are the same, or not."""

    same: Mapping[int, frozenset[int]] = field(default_factory=dict)
    apart: Mapping[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joined:
    story: Story
    why: str | None
    """None: the mention began it."""


def story_key(item: Item) -> int | None:
    """64 bits, signed; None when the item can be equal to no other."""
    words = normalized(f"{item.title} {item.text}")
    if words.count(" ") + 1 >= STORY_WORDS:
        return _hash(words)
    author = (item.author.name or "").casefold()
    return _hash(f"{author}\n{words}") if author else None


def marks_of(item: Item, brands: Iterable[str]) -> tuple[Marks, ...]:
    """One per brand, in order."""
    key, print_ = story_key(item), fingerprint(item)
    return tuple(Marks(key, print_, anchors(print_, brand)) for brand in brands)


def is_open(newest_at: datetime, seen_at: datetime) -> bool:
    return seen_at - newest_at <= OPEN_FOR


class Stories:
    """The open stories that one pass may join, and those it begins."""

    def __init__(self, stories: Iterable[Story], faces: Iterable[Face], verdicts: Verdicts, now: datetime) -> None:
        self._now = now
        self._verdicts = verdicts
        self._stories = {story.id: story for story in stories if is_open(story.newest_at, now)}
        self._by_key: dict[tuple[str, int], str] = {}
        self._by_anchor: dict[int, list[Face]] = {}
        for face in faces:
            if face.story in self._stories:
                self._show(face)

    def join(self, marks: Marks, brand: str, new_id: str) -> Joined:
        """The story that a mention with these marks belongs to, one copy larger; a new one named `new_id` if none."""
        found = self._said(marks, brand) or self._equal(marks, brand) or self._near(marks, brand)
        if found is None:
            story = Story(new_id, brand, self._now, self._now, 1, frozenset((_headline(marks.print),)))
            self._stories[new_id] = story
            self._show(Face(new_id, marks.key, marks.print, marks.anchors))
            return Joined(story, None)
        story = replace(found.story, newest_at=self._now, copies=found.story.copies + 1)
        self._stories[story.id] = story
        return Joined(story, found.why)

    def _show(self, face: Face) -> None:
        if face.key is not None:
            self._by_key[self._stories[face.story].brand, face.key] = face.story
        for anchor in face.anchors:
            faces = self._by_anchor.setdefault(anchor, [])
            faces.append(face)
            del faces[:-SHARING]

    def _equal(self, marks: Marks, brand: str) -> Joined | None:
        return self._keyed(marks.key, brand, EQUAL)

    def _said(self, marks: Marks, brand: str) -> Joined | None:
        for key in sorted(self._verdicts.same.get(marks.key, ())) if marks.key is not None else ():
            if found := self._keyed(key, brand, SAID):
                return found
        return None

    def _keyed(self, key: int | None, brand: str, why: str) -> Joined | None:
        story = self._by_key.get((brand, key)) if key is not None else None
        return Joined(self._stories[story], why) if story else None

    def _near(self, marks: Marks, brand: str) -> Joined | None:
        """The story whose text is nearest; among equals the oldest."""
        alike = [
            (self._stories[face.story], sameness, face)
            for face in self._candidates(marks)
            if self._stories[face.story].brand == brand and face.print and (sameness := same(marks.print, face.print))
        ]
        headline = _headline(marks.print)
        known = {one for story, sameness, face in alike if _own(sameness, face, marks) for one in story.headlines}
        boiler_plate = len(known | {headline}) > HEADLINES
        alike = [
            one for one in alike if not (boiler_plate and _own(one[1], one[2], marks)) or headline in one[0].headlines
        ]
        if not alike:
            return None
        story, sameness, face = min(alike, key=lambda one: (-one[1].share, one[0].first_at, one[0].id))
        if _own(sameness, face, marks):
            story = replace(story, headlines=story.headlines | {headline})
        return Joined(story, sameness.why)

    def _candidates(self, marks: Marks) -> list[Face]:
        shared = Counter(chain.from_iterable(self._by_anchor.get(anchor, ()) for anchor in marks.anchors))
        apart = self._verdicts.apart.get(marks.key, frozenset()) if marks.key is not None else frozenset()
        return [face for face, _ in shared.most_common(COMPARED) if face.key is None or face.key not in apart]


def _own(sameness: Sameness, face: Face, marks: Marks) -> bool:
    """Another headline, and the same who published it?"""
    return sameness.headline and face.print is not None and face.print.origin == marks.print.origin


def _headline(print_: Fingerprint) -> int:
    return _hash_of(b" ".join(print_.headline()))


def _hash(text: str) -> int:
    return _hash_of(text.encode())


def _hash_of(text: bytes) -> int:
    return xxhash.xxh3_64_intdigest(text) - (1 << 63)
