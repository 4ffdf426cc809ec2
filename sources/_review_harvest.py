"""Review nodes → items in the order of the page, each once, with what was skipped and what was mended.

The same review in two blocks of a page (a theme's and a plugin's JSON-LD) is one: same words, author, date and rating.
Twice in one block it is two: a short "Great!" without a name may well be said by two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import xxhash

from monitor.model import Item
from monitor.source import Metric
from sources import _review_item
from sources._review_graph import Node, Review, first_dict, text_of
from sources._review_item import Built, Page
from sources._review_rating import count, number, rate


@dataclass(frozen=True, slots=True)
class Harvest:
    items: list[Item] = field(default_factory=list)
    digests: list[int] = field(default_factory=list)
    skipped: int = 0
    notes: tuple[str, ...] = ()


def harvest(reviews: Sequence[Review], page: Page) -> Harvest:
    built = [(review.block, _review_item.build(review, page)) for review in reviews]
    kept = _once(built)
    items = _with_own_ids([one.item for one in kept if one.item], kept)
    notes = tuple(note for one in kept for note in one.notes)
    return Harvest(items, _digests(items, kept), sum(one.item is None for one in kept), notes)


def metrics(aggregates: Sequence[Node]) -> tuple[Metric, ...]:
    """Each once. Zero of nobody is no rating, and one without rating and count says nothing."""
    return tuple(dict.fromkeys(metric for node in aggregates if (metric := _metric(node))))


def _metric(node: Node) -> Metric | None:
    """`ratingCount` is given alone (339), with `reviewCount` (225), or that alone (135). data-vocabulary.org nests."""
    node = {**(first_dict(node.get("reviewRating")) or {}), **node}
    how_many = next(
        (found for key in ("ratingCount", "reviewCount") if (found := count(_plain(node, key))) is not None), None
    )
    rated = rate(_plain(node, "ratingValue"), _plain(node, "bestRating"), _plain(node, "worstRating")).rating
    if rated is None or (not how_many and rated.value == 0):
        best = number(_plain(node, "bestRating"))
        return None if how_many is None else Metric(None, best if best and best > 0 else None, how_many)
    return Metric(rated.value, rated.best, how_many)


def _plain(node: Node, key: str) -> str | int | float | None:
    value = node.get(key)
    return value if isinstance(value, int | float) else text_of(value) or None


def _once(built: Sequence[tuple[int, Built]]) -> list[Built]:
    earlier: set[int] = set()
    here: set[int] = set()
    number, kept = 0, []
    for block, one in built:
        if block != number:
            number, earlier, here = block, earlier | here, set()
        digest = _words(one.item, one.date) if one.item else 0
        if one.item is None or digest not in earlier:
            kept.append(one)
        here.add(digest)
    return kept


def _with_own_ids(items: list[Item], kept: Sequence[Built]) -> list[Item]:
    """Ids that count the reviews of the page would make each new review an edit of the one that stood there."""
    if not _review_item.are_positions([item.native_id or "" for item in items]):
        return items
    dates = [one.date for one in kept if one.item]
    return [replace(item, native_id=_review_item.made_id(item, date)) for item, date in zip(items, dates, strict=True)]


def _digests(items: Sequence[Item], kept: Sequence[Built]) -> list[int]:
    """The second of two equal ones is another one."""
    dates = [one.date for one in kept if one.item]
    times: dict[int, int] = {}
    found = []
    for item, date in zip(items, dates, strict=True):
        digest = _words(item, date, item.native_id, item.reply.text if item.reply else None)
        times[digest] = times.get(digest, 0) + 1
        found.append(digest if times[digest] == 1 else xxhash.xxh3_64_intdigest(f"{digest} {times[digest]}".encode()))
    return found


def _words(item: Item, date: str, *more: str | None) -> int:
    """What a change of means another revision; a relative date says something else every day and is left out."""
    said = (item.title, item.text, item.author.name, item.rating, item.recommended, date, *more)
    return xxhash.xxh3_64_intdigest(repr(said).encode("utf-8", "replace"))
