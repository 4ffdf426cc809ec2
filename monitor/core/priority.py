"""Priority, 0–1: what to do first. One open formula, each part in words with the number it added (docs/priority.md).

    priority = how surely it is a complaint × (0.6 + rating + reach + velocity + topic + deadline), at most 1

Everything is multiplied by the probability that the mention is negative: praise stays low however many read it. Parts
are whole hundredths, so that what a person sees adds up exactly; nothing here is known to the thousandth.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log, log10

from monitor.core.stars import stars
from monitor.model import Part, Rating

WEIGHTS = {
    "tone": 0.60,
    "rating": 0.30,
    "reach": 0.20,
    "velocity": 0.15,
    "topic": 0.20,
    "deadline": 0.20,
}
"""The most that each adds to a sure complaint. A plain one stands at 0.5 to 0.6, a lukewarm one (less likely negative
than not) below 0.3, one star with clear words near 0.9."""
TOPICS = {"safety": 1.0, "refunds": 0.5}
"""Share of the topic's weight; other topics say what to do, not how urgently. The heaviest counts."""
FEW, MANY = 100, 10_000_000
"""People: so few add nothing, so many add all; each tenfold the same."""
FAST = 60.0
"""Further copies an hour that add all."""
MOST = 1.0


@dataclass(frozen=True, slots=True)
class Priority:
    value: float
    """0–1: the sum of its parts."""
    parts: tuple[Part, ...]


def priority(
    negative: float,
    *,
    reach: float | None = None,
    velocity: float = 0.0,
    rating: Rating | None = None,
    recommended: bool | None = None,
    topics: Collection[str] = (),
    spent: float | None = None,
) -> Priority:
    """`negative`: its probability. `reach`: people, None when nothing is known. `velocity`: further copies an hour.
    `spent`: the share of the time to its deadline that is over, None without one. A worse value never lowers it.
    """
    shares = [
        (f"{100 * negative:.0f} % negative", WEIGHTS["tone"]),
        *_rated(rating, recommended),
        *_spread(reach, velocity),
        *_heaviest(topics),
        *_late(spent),
    ]
    parts = [(text, round(100 * negative * share)) for text, share in shares]
    if (over := sum(added for _, added in parts) - round(100 * MOST)) > 0:
        parts.append(("no more than 1", -over))
    told = tuple(Part(text, added / 100) for place, (text, added) in enumerate(parts) if added or not place)
    return Priority(sum(added for _, added in parts) / 100, told)


def velocity(copies: int, since: datetime | None, now: datetime) -> float:
    """Further copies an hour since the story began; its first hour counts as a whole one."""
    if since is None or copies < 2:
        return 0.0
    return (copies - 1) / max((now - since) / timedelta(hours=1), 1.0)


def in_words(value: float, parts: Iterable[Part]) -> str:
    """`0.88: 98 % negative +0.59 · rated 1 of 5 +0.29 · …`"""
    return f"{value:.2f}: " + " · ".join(f"{part.text} {part.added:+.2f}" for part in parts)


def _rated(rating: Rating | None, recommended: bool | None) -> Iterator[tuple[str, float]]:
    """1 star adds all, 2 half of it, 3 and more nothing; a thumb down is 1 star where there is no number."""
    if rating is not None:
        share = max((3 - stars(rating)) / 2, 0.0)
        yield f"rated {rating.value:g} of {rating.best:g}", WEIGHTS["rating"] * share
    elif recommended is False:
        yield "not recommended", WEIGHTS["rating"]


def _spread(reach: float | None, velocity: float) -> Iterator[tuple[str, float]]:
    if reach is not None:
        share = log10(max(reach, FEW) / FEW) / log10(MANY / FEW)
        yield f"may reach {reach:,.0f} people", WEIGHTS["reach"] * min(share, 1.0)
    if velocity > 0:
        share = log(1 + velocity) / log(1 + FAST)
        yield f"its story grows by {velocity:,.1f} an hour", WEIGHTS["velocity"] * min(share, 1.0)


def _heaviest(topics: Collection[str]) -> Iterator[tuple[str, float]]:
    weighing = sorted((topic for topic in topics if topic in TOPICS), key=lambda topic: (-TOPICS[topic], topic))
    if weighing:
        yield f"about {weighing[0]}", WEIGHTS["topic"] * TOPICS[weighing[0]]


def _late(spent: float | None) -> Iterator[tuple[str, float]]:
    if spent is not None:
        share = min(max(spent, 0.0), 1.0)
        over = "its deadline has passed" if share == 1 else f"{100 * share:.0f} % of its time is over"
        yield over, WEIGHTS["deadline"] * share
