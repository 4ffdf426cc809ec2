"""Was everything told that had to be, once? Counts what arrived against what was published; trusts nobody's word.

    ledger (what appeared) + arrivals (what the receiver was told) → a verdict, each fault with its name

The exact part is the subscription EVERYTHING, whose `when` asks no model: each story that names the brand is told in
one message under one mention id, everything else never. UNHAPPY is told by the tone model: it is shown, and held only
to telling nothing twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median

from .ledger import Published, slug_of
from .receiver import Arrival, Told

EVERYTHING = "everything"
UNHAPPY = "unhappy"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The faults are lists of what they concern; empty lists everywhere are a pass."""

    published: int
    to_tell: int
    told: int
    missing: tuple[str, ...] = ()
    """Stories that had to be told and were not."""
    double: tuple[str, ...] = ()
    """Stories that one subscription was told in several messages."""
    wrong: tuple[str, ...] = ()
    """Entries that were told and should not have been, or that nobody published."""
    two_ids: tuple[str, ...] = ()
    """Entries that came under two mention ids."""
    altered: tuple[str, ...] = ()
    """Messages that came twice with one id and different bytes."""
    repeated: tuple[str, ...] = ()
    """Messages that came again after they had been accepted."""
    unsigned: int = 0
    """Messages whose signature was wrong."""
    seconds: tuple[float, ...] = ()
    """Appeared → told, of every story told, sorted."""
    recovered: tuple[float, ...] = ()
    """The same where the source was out of order."""
    unhappy_told: int = 0
    """Clear complaints that UNHAPPY was told."""
    unhappy_due: int = 0
    unhappy_wrong: int = 0
    """What UNHAPPY was told besides."""
    retried: int = 0
    """Messages that we refused once and then accepted."""

    @property
    def faults(self) -> tuple[str, ...]:
        counts = {
            "missing": len(self.missing),
            "double": len(self.double),
            "wrong": len(self.wrong),
            "two ids": len(self.two_ids),
            "altered": len(self.altered),
            "repeated": len(self.repeated),
            "unsigned": self.unsigned,
            "nothing to tell": int(self.to_tell == 0),
        }
        return tuple(f"{name}: {count}" for name, count in counts.items() if count)

    @property
    def good(self) -> bool:
        return not self.faults


def judge(ledger: Sequence[Published], arrivals: Sequence[Arrival]) -> Verdict:
    accepted = [arrival for arrival in arrivals if arrival.accepted]
    stories = _by_story(ledger)
    story_of = {entry.slug: entry.story for entry in ledger}
    must = {story for story, entries in stories.items() if any(entry.tell for entry in entries)}
    exact = _told_to(accepted, EVERYTHING, story_of)
    shown = _told_to(accepted, UNHAPPY, story_of)
    complaints = {story for story in must if stories[story][0].unhappy}
    quick, slow = _seconds(stories, must, accepted, story_of)
    return Verdict(
        published=len(ledger),
        to_tell=len(must),
        told=len(must & exact.keys()),
        missing=tuple(sorted(must - exact.keys())),
        double=tuple(sorted({story for told in (exact, shown) for story, ids in told.items() if len(ids) > 1})),
        wrong=tuple(sorted((exact.keys() | shown.keys()) - must)),
        two_ids=_two_ids(accepted),
        altered=_altered(arrivals),
        repeated=_repeated(accepted),
        unsigned=sum(arrival.status == HTTPStatus.UNAUTHORIZED for arrival in arrivals),
        seconds=quick,
        recovered=slow,
        unhappy_told=len(complaints & shown.keys()),
        unhappy_due=len(complaints),
        unhappy_wrong=len(shown.keys() - complaints),
        retried=len({arrival.webhook_id for arrival in arrivals if arrival.status >= HTTPStatus.INTERNAL_SERVER_ERROR}),
    )


def lines(verdict: Verdict) -> list[str]:
    """The verdict in words."""
    counted = f"published {verdict.published} · to be told {verdict.to_tell} · told {verdict.told}"
    faults = f"missing {len(verdict.missing)} · double {len(verdict.double)} · wrong {len(verdict.wrong)}"
    said = [
        f"{counted} · {faults}",
        f"appeared → told: {_spread(verdict.seconds)}",
    ]
    if verdict.recovered:
        said.append(f"after their source was mended: {_spread(verdict.recovered)}")
    said.append(
        f"unhappy: {verdict.unhappy_told} of {verdict.unhappy_due} clear complaints told, "
        f"{verdict.unhappy_wrong} besides · {verdict.retried} messages refused once and sent again"
    )
    said.append("verdict: good" if verdict.good else f"verdict: BAD ({', '.join(verdict.faults)})")
    for name in ("missing", "double", "wrong", "two_ids", "altered", "repeated"):
        said += [f"  {name}: {one}" for one in getattr(verdict, name)[:10]]
    return said


def waits_for(ledger: Sequence[Published], arrivals: Sequence[Arrival]) -> int:
    """How many stories still have to be told."""
    return len(judge(ledger, arrivals).missing)


def _by_story(ledger: Iterable[Published]) -> dict[str, list[Published]]:
    stories: dict[str, list[Published]] = defaultdict(list)
    for entry in ledger:
        stories[entry.story].append(entry)
    return stories


def _mentions(arrivals: Iterable[Arrival]) -> Iterable[tuple[Arrival, Told, str]]:
    for arrival in arrivals:
        for told in arrival.told:
            yield arrival, told, slug_of(told.url) or f"(no link: {told.title})"


def _told_to(
    accepted: Iterable[Arrival], subscription: str, story_of: dict[str, str]
) -> dict[str, set[tuple[str, str]]]:
    """Story → the (message, mention) pairs that told it."""
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for arrival, mention, slug in _mentions(accepted):
        if arrival.subscription == subscription:
            told[story_of.get(slug, slug)].add((arrival.webhook_id, mention.id))
    return told


def _two_ids(accepted: Iterable[Arrival]) -> tuple[str, ...]:
    ids: dict[str, set[str]] = defaultdict(set)
    for _, mention, slug in _mentions(accepted):
        ids[slug].add(mention.id)
    return tuple(sorted(slug for slug, found in ids.items() if len(found) > 1))


def _altered(arrivals: Iterable[Arrival]) -> tuple[str, ...]:
    bodies: dict[str, set[str]] = defaultdict(set)
    for arrival in arrivals:
        bodies[arrival.webhook_id].add(arrival.digest)
    return tuple(sorted(name for name, digests in bodies.items() if len(digests) > 1))


def _repeated(accepted: Iterable[Arrival]) -> tuple[str, ...]:
    seen: set[str] = set()
    again: set[str] = set()
    for arrival in accepted:
        (again if arrival.webhook_id in seen else seen).add(arrival.webhook_id)
    return tuple(sorted(again))


def _seconds(
    stories: dict[str, list[Published]], must: set[str], accepted: Iterable[Arrival], story_of: dict[str, str]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Appeared → told: of sources in order, and of sources that were not. From the first entry to the first telling."""
    first: dict[str, float] = {}
    for arrival, _, slug in _mentions(accepted):
        story = story_of.get(slug)
        if story in must and arrival.subscription == EVERYTHING:
            first[story] = min(arrival.at, first.get(story, arrival.at))
    quick: list[float] = []
    slow: list[float] = []
    for story, at in first.items():
        entry = stories[story][0]
        (slow if entry.broken else quick).append(at - entry.at)
    return tuple(sorted(quick)), tuple(sorted(slow))


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "nothing was told"
    p99 = seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))]
    return f"p50 {median(seconds):.1f} s · p99 {p99:.1f} s · slowest {seconds[-1]:.1f} s"
