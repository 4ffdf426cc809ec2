"""Was everything told that had to be, once, on every channel? Counts what arrived against what was published.

    ledger (what appeared) + arrivals (what the receivers were told) → a verdict, each fault with its name

A channel is a subscription. Each story that has to be told is told in one message of each channel, under one mention
id, and not before it was due; everything else never. What is due was known when it was written: nobody asks the
product what it thinks of a text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median

from .ledger import Published
from .receiver import Arrival, Told

EVERYTHING = "everything"
"""The subscription of those who have only one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One channel. The faults are lists of what they concern; empty lists everywhere are a pass."""

    channel: str
    told: tuple[str, ...]
    """Stories that had to be told and were."""
    missing: tuple[str, ...]
    """Stories that had to be told and were not."""
    double: tuple[str, ...]
    """Stories that came more than once: in several messages, or twice in one."""
    wrong: tuple[str, ...]
    """What should not have been told, or not yet, or was published by nobody."""
    seconds: tuple[float, ...]
    """Appeared → told, of every story told, sorted."""
    recovered: tuple[float, ...]
    """The same where the source was out of order."""


@dataclass(frozen=True, slots=True)
class Verdict:
    published: int
    to_tell: int
    tallies: tuple[Tally, ...]
    two_ids: tuple[str, ...] = ()
    """Entries that came under two mention ids."""
    altered: tuple[str, ...] = ()
    """Messages that came twice with one id and different bytes."""
    repeated: tuple[str, ...] = ()
    """Messages that came again after they had been accepted."""
    unsigned: int = 0
    """Messages whose signature was wrong."""
    retried: int = 0
    """Messages that we refused once and then accepted."""

    @property
    def told(self) -> int:
        """Stories that every channel was told."""
        return len(set.intersection(*(set(tally.told) for tally in self.tallies)))

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(_named(tally, story) for tally in self.tallies for story in tally.missing)

    @property
    def double(self) -> tuple[str, ...]:
        return tuple(_named(tally, story) for tally in self.tallies for story in tally.double)

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(_named(tally, story) for tally in self.tallies for story in tally.wrong)

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


def judge(ledger: Sequence[Published], arrivals: Sequence[Arrival], channels: Sequence[str] = (EVERYTHING,)) -> Verdict:
    accepted = [arrival for arrival in arrivals if arrival.accepted]
    due = _due(ledger)
    story_of = {entry.slug: entry.story for entry in ledger}
    return Verdict(
        published=len(story_of),
        to_tell=len(due),
        tallies=tuple(_tally(channel, due, story_of, accepted) for channel in channels),
        two_ids=_two_ids(accepted),
        altered=_altered(arrivals),
        repeated=_repeated(accepted),
        unsigned=sum(arrival.status == HTTPStatus.UNAUTHORIZED for arrival in arrivals),
        retried=len({arrival.webhook_id for arrival in arrivals if arrival.status >= HTTPStatus.INTERNAL_SERVER_ERROR}),
    )


def lines(verdict: Verdict) -> list[str]:
    """The verdict in words."""
    said = [f"published {verdict.published} · to be told {verdict.to_tell}, on each of {len(verdict.tallies)} channels"]
    for tally in verdict.tallies:
        faults = f"missing {len(tally.missing)} · double {len(tally.double)} · wrong {len(tally.wrong)}"
        said.append(f"{tally.channel}: told {len(tally.told)} · {faults} · appeared → told {_spread(tally.seconds)}")
        if tally.recovered:
            said.append(f"{tally.channel}: after their source was mended {_spread(tally.recovered)}")
    if verdict.retried:
        said.append(f"{verdict.retried} messages refused once and sent again")
    said.append("verdict: good" if verdict.good else f"verdict: BAD ({', '.join(verdict.faults)})")
    for name in ("missing", "double", "wrong", "two_ids", "altered", "repeated"):
        said += [f"  {name}: {one}" for one in getattr(verdict, name)[:10]]
    return said


def waits_for(ledger: Sequence[Published], arrivals: Sequence[Arrival], channels: Sequence[str] = (EVERYTHING,)) -> int:
    """How often something still has to be told."""
    return len(judge(ledger, arrivals, channels).missing)


def _named(tally: Tally, story: str) -> str:
    return f"{story} ({tally.channel})"


def _due(ledger: Iterable[Published]) -> dict[str, Published]:
    """Story → the line by which it first had to be told."""
    due: dict[str, Published] = {}
    for entry in ledger:
        if entry.tell:
            due.setdefault(entry.story, entry)
    return due


def _tally(
    channel: str, due: Mapping[str, Published], story_of: Mapping[str, str], accepted: Iterable[Arrival]
) -> Tally:
    came = _told_to(channel, story_of, accepted)
    first = {story: min(arrival.at for arrival, _ in times) for story, times in came.items()}
    early = {story for story in due.keys() & first.keys() if first[story] < due[story].at}
    told = [(due[story], at - due[story].at) for story, at in first.items() if story in due]
    return Tally(
        channel,
        told=tuple(sorted(due.keys() & came.keys())),
        missing=tuple(sorted(due.keys() - came.keys())),
        double=tuple(sorted(story for story, times in came.items() if len(times) > 1)),
        wrong=tuple(sorted((came.keys() - due.keys()) | early)),
        seconds=tuple(sorted(late for entry, late in told if not entry.broken)),
        recovered=tuple(sorted(late for entry, late in told if entry.broken)),
    )


def _told_to(
    channel: str, story_of: Mapping[str, str], accepted: Iterable[Arrival]
) -> dict[str, list[tuple[Arrival, Told]]]:
    """Story → each time that it was told. A message that comes again is another fault: it is read once."""
    came: dict[str, list[tuple[Arrival, Told]]] = defaultdict(list)
    read: set[str] = set()
    for arrival in accepted:
        if arrival.subscription == channel and arrival.webhook_id not in read:
            read.add(arrival.webhook_id)
            for told in arrival.told:
                came[story_of.get(told.slug, told.slug)].append((arrival, told))
    return came


def _two_ids(accepted: Iterable[Arrival]) -> tuple[str, ...]:
    ids: dict[str, set[str]] = defaultdict(set)
    for arrival in accepted:
        for told in arrival.told:
            ids[told.slug] |= {told.id} - {""}  # a mail does not say it
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


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "nothing"
    p99 = seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))]
    return f"p50 {median(seconds):.1f} s · p99 {p99:.1f} s · slowest {seconds[-1]:.1f} s"
