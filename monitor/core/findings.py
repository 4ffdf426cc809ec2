"""What one page brings to the store, and how it is settled against what is there. Pure.

    findings + open stories + stored mentions + told stories → rows to write, alerts among them

The store calls `settle` inside the writing transaction, so that two sources that bring the same story at the same
moment still make one story and one alert.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.identity import Keys, ListedKeys
from monitor.core.priority import priority, velocity
from monitor.core.reach import reach, reactions
from monitor.core.route import Alert, Offer, Subscription, route, untold
from monitor.core.story import Face, Joined, Marks, Stories, Story, Verdicts
from monitor.model import Item, Judgement, Mention, Tone, Untold
from monitor.settings import TopicsSettings
from monitor.source import Page


@dataclass(frozen=True, slots=True)
class Judged:
    """What understanding says of one item toward one brand."""

    brand: str
    judgement: Judgement
    language: str | None
    marks: Marks
    judge: str | None = None
    """Who was asked beside the local model."""
    unjudged: str | None = None
    """Why that judge gave no verdict."""
    by_text: float | None = None
    """The probability of negative by the text alone, where stars say it too (core/calibration)."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a reader process makes of a response."""

    page: Page
    keys: tuple[Keys, ...]
    """One per item of the page."""
    listed: tuple[ListedKeys, ...]
    """One per entry of the page, parsed or not."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The brands that a source is read for: all by their queries, or one that everything there is about."""

    brands: tuple[tuple[str, str], ...]
    """(name, query)"""
    whole: str | None = None
    topics: tuple[tuple[str, TopicsSettings], ...] = ()
    """Own taxonomies: (name, taxonomy)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry that is new (`revision` 0, `before` None), edited (`before` there), or known (neither)."""

    item_id: str
    item: Item
    keys: Keys
    new: bool
    revision: int = 0
    before: Item | None = None
    buried: bool = False
    """A tombstone: it gains aliases and is told to nobody."""
    judged: tuple[Judged, ...] = ()
    puzzle: str | None = None
    """Why it could not be understood: it is stored, and asked about again later."""
    natives: tuple[int, ...] = ()
    """Aliases to add."""
    urls: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewMention:
    mention: Mention
    item_id: str
    untold: Untold | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store holds that the findings touch."""

    stories: Sequence[Story]
    """That share a key or an anchor with a finding."""
    faces: Sequence[Face]
    """Of these stories, oldest first, with the anchors that were asked for."""
    verdicts: Verdicts
    mentions: Mapping[tuple[str, str], Mention]
    """(item id, brand) → the mention as it stands, of items that are edited or known."""
    told: Iterable[tuple[str, str]]
    """(subscription, story id) pairs that have an alert, of all stories above."""


@dataclass(frozen=True, slots=True)
class NewAlert:
    id: str
    alert: Alert


@dataclass(frozen=True, slots=True)
class Settled:
    begun: tuple[tuple[Story, Marks], ...]
    """New stories with the marks of their first mention."""
    grown: tuple[Story, ...]
    mentions: tuple[NewMention, ...]
    edited: tuple[Mention, ...]
    """Stored mentions with their new judgement."""
    alerts: tuple[NewAlert, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of the pass: what `settle` needs beside the findings."""

    source: str
    kind: str
    now: datetime
    baseline: frozenset[str]
    subscriptions: tuple[Subscription, ...]
    new_id: Callable[[str], str]
    """prefix → an id never given before"""
    weight: float = 1.0
    """Of the source: what its reach is multiplied by."""


def settle(findings: Sequence[Finding], stored: Stored, around: Circumstances) -> Settled:
    stories = Stories(stored.stories, stored.faces, stored.verdicts, around.now)
    begun: dict[str, Marks] = {}
    latest: dict[str, Story] = {}
    added: list[NewMention] = []
    edited: list[Mention] = []
    offers: list[Offer] = []
    for finding in findings:
        for judged in finding.judged:
            old = stored.mentions.get((finding.item_id, judged.brand))
            if old is not None:
                now_so = _again(old, finding, judged, around)
                edited.append(now_so)
                if finding.before is not None:
                    offers.append(Offer(now_so, before=old, untold=_baseline(judged, around)))
                continue
            joined = stories.join(judged.marks, judged.brand, around.new_id("sty"))
            latest[joined.story.id] = joined.story
            if joined.why is None:
                begun[joined.story.id] = judged.marks
            mention = _mention(finding, judged, joined, around)
            reason = _untold(finding, judged, around)
            added.append(NewMention(mention, finding.item_id, reason))
            offers.append(Offer(mention, untold=reason))
    alerts = route(offers, around.subscriptions, stored.told, around.now)
    return Settled(
        tuple((latest[story_id], marks) for story_id, marks in begun.items()),
        tuple(story for story in latest.values() if story.id not in begun),
        tuple(added),
        tuple(edited),
        tuple(NewAlert(around.new_id("alt"), alert) for alert in alerts),
    )


def weighed(mention: Mention, weight: float, now: datetime) -> Mention:
    """With reach and priority as they are now. They are known only here: how many copies there are is the story's. What
    joins a story later raises its own priority; those that were told before stay as they were told.
    """
    item = mention.item
    seen_by = reach(
        item.type,
        followers=item.author.followers,
        reactions=reactions(item),
        weight=weight,
        copies=mention.copies,
    )
    first = priority(
        mention.judgement.probabilities.negative,
        reach=seen_by.value,
        velocity=velocity(mention.copies, mention.story_since, now),
        rating=item.rating,
        recommended=item.recommended,
        topics=[topic.name for topic in mention.judgement.topics if topic.tone is Tone.NEGATIVE],
    )
    return replace(
        mention,
        reach=seen_by.value,
        reach_parts=seen_by.parts,
        priority=first.value,
        priority_parts=first.parts,
    )


def _mention(finding: Finding, judged: Judged, joined: Joined, around: Circumstances) -> Mention:
    mention = Mention(
        id=around.new_id("men"),
        brand=judged.brand,
        source=around.source,
        source_kind=around.kind,
        item=finding.item,
        judgement=judged.judgement,
        language=judged.language,
        seen_at=around.now,
        priority=0.0,  # until it is weighed, below
        story_id=joined.story.id,
        copies=joined.story.copies,
        story_since=joined.story.first_at,
        joined=joined.why,
        revision=finding.revision,
    )
    return weighed(mention, around.weight, around.now)


def _again(old: Mention, finding: Finding, judged: Judged, around: Circumstances) -> Mention:
    """A customer turned only where the words did: another judgement of the same words recovers nobody."""
    turned = finding.before is not None and old.judgement.tone is Tone.NEGATIVE
    mention = replace(
        old,
        item=finding.item,
        judgement=judged.judgement,
        language=judged.language,
        revision=finding.revision,
        was_bad=old.was_bad or turned,
    )
    return weighed(mention, around.weight, around.now)


def _baseline(judged: Judged, around: Circumstances) -> Untold | None:
    return Untold.BASELINE if judged.brand in around.baseline else None


def _untold(finding: Finding, judged: Judged, around: Circumstances) -> Untold | None:
    """A known item that only now matches a brand (its query was changed, or an edit names it) is told like a new
    one, unless this round is that brand's baseline.
    """
    return untold(finding.item.published_at, around.now, baseline=judged.brand in around.baseline)
