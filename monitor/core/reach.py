"""Reach: how many people may see a mention. An estimate with open parts, in whole people (docs/priority.md).

    who reads such a text anyway + followers + who read and reacted → × source weight → further copies

Connectors seldom know the audience, so every type has one of its own; the source's `weight` corrects it. What only the
team reads (ticket, survey, e-mail) has no followers. Copies share readers: each doubling of the places adds once the
audience of one, so that a hundred copies count as 7.6 and not as a hundred.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from monitor.model import Item, MentionType, Part

AUDIENCE = {
    MentionType.ARTICLE: 1000,
    MentionType.REVIEW: 200,
    MentionType.POST: 100,
    MentionType.COMMENT: 20,
    MentionType.TICKET: 1,
    MentionType.SURVEY: 1,
    MentionType.EMAIL: 1,
}
"""People who read one such text where nothing is known of it."""
PRIVATE = frozenset({MentionType.TICKET, MentionType.SURVEY, MentionType.EMAIL})
PER_REACTION = 20
"""People who read, for each who votes or answers: of a hundred about nine react now and then, and not to everything."""
MANKIND = 8_000_000_000
"""No site's number counts for more."""
_COUNTED = ("points", "comments")
"""What a connector may leave in `extra` as a number; a feed's `comments` is a link."""


@dataclass(frozen=True, slots=True)
class Reach:
    value: float
    """Whole people, at least 0: the sum of its parts."""
    parts: tuple[Part, ...]


def reach(kind: MentionType, *, followers: int | None, reactions: int, weight: float, copies: int) -> Reach:
    """`weight` of the source, 1 as usual; `copies` of the story so far, this one included. Grows with each of them."""
    parts = list(_readers(kind, followers or 0, reactions))
    readers = sum(people for _, people in parts)
    if by_weight := round(readers * (weight - 1)):
        parts.append((f"source weight {weight:g}", by_weight))
    if by_copies := round((readers + by_weight) * log2(max(copies, 1))):
        parts.append((f"seen in {copies} places", by_copies))
    return Reach(
        float(sum(people for _, people in parts)),
        tuple(Part(text, float(people)) for text, people in parts),
    )


def reactions(item: Item) -> int:
    """Votes and answers that the source counted when the item was read; later ones are no news and stay unseen."""
    counts = (item.extra.get(name, "") for name in _COUNTED)
    told = sum(int(count) for count in counts if count.isascii() and count.isdigit() and len(count) <= 10)
    return told + max(item.helpful or 0, 0)


def known(parts: Sequence[Part]) -> bool:
    """Whether anything is known of this mention beside what all of its type have."""
    return len(parts) > 1


def in_words(value: float, parts: Iterable[Part]) -> str:
    """`12,100: a post is read by about 100 +100 · 12,000 followers +12,000`"""
    return f"{value:,.0f}: " + " · ".join(f"{part.text} {part.added:+,.0f}" for part in parts)


def _readers(kind: MentionType, followers: int, reactions: int) -> Iterator[tuple[str, int]]:
    audience = AUDIENCE[kind]
    named = _NAMED.get(kind, f"a {kind}")
    if kind in PRIVATE:
        yield f"{named} is read by the team", audience
        return
    yield f"{named} is read by about {audience:,}", audience
    if followers > 0:
        yield f"{followers:,} followers", min(followers, MANKIND)
    if reactions > 0:
        yield f"{reactions:,} reactions", min(reactions * PER_REACTION, MANKIND)


_NAMED = {MentionType.ARTICLE: "a post or article", MentionType.EMAIL: "an email"}
"""A feed does not say whether it is a magazine's or a forum's."""
