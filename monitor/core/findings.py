"""What one page brings to the store, and how it is settled against what is there. Pure.

    findings + open stories + stored mentions + told stories → rows to write, alerts among them

The store calls `settle` inside the writing transaction, so that two sources that bring the same story at the same
moment still make one story and one alert.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core import held
from monitor.core.held import Freed
from monitor.core.identity import Keys, ListedKeys
from monitor.core.lessons import Lesson, TopicLessons
from monitor.core.priority import priority, velocity
from monitor.core.reach import reach, reactions
from monitor.core.relevance import Sense
from monitor.core.route import Alert, Offer, Subscription, route, untold
from monitor.core.story import Face, Joined, Marks, Stories, Story, Verdicts
from monitor.core.triage import said_so, same_text
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
    senses: tuple[tuple[str, Sense], ...] = ()
    """Of brands that queries decide on: (name, what tells it from what else the name may mean)."""

    lessons: tuple[tuple[str, TopicLessons], ...] = ()
    """What triage taught of the topics of each brand that it taught something of."""

    def taught(self, learnt: Mapping[str, Lesson]) -> "Watched":
        """With what triage taught."""
        if not learnt:
            return self
        senses = tuple(
            (brand, replace(sense, learnt=learnt[brand].name) if brand in learnt else sense)
            for brand, sense in self.senses
        )
        return replace(self, senses=senses, lessons=tuple((brand, lesson.topics) for brand, lesson in learnt.items()))


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
    begun: tuple[tuple[Story, Marks | None], ...]
    """New stories with the marks of their first mention; None: nothing can join."""
    grown: tuple[Story, ...]
    mentions: tuple[NewMention, ...]
    edited: tuple[Mention, ...]
    """Stored mentions with their new judgement."""
    alerts: tuple[NewAlert, ...]
    freed: tuple[Freed, ...] = ()
    """Those of `edited` that were held until now."""


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
    desk = _Desk(stored, around)
    for finding in findings:
        for judged in finding.judged:
            old = stored.mentions.get((finding.item_id, judged.brand))
            if old is None:
                desk.add(finding, judged)
            elif finding.before is not None and held.says_the_edit(_still_said(old, finding), judged.judgement):
                desk.free(old, finding, judged)
            else:
                desk.judge_again(old, finding, judged)
    return desk.settled()


class _Desk:
    """Where the findings of one pass are put into stories, and gathered for `route`."""

    def __init__(self, stored: Stored, around: Circumstances) -> None:
        self._around = around
        self._told = stored.told
        self._stories = Stories(stored.stories, stored.faces, stored.verdicts, around.now)
        self._begun: dict[str, Marks | None] = {}
        self._latest: dict[str, Story] = {}
        self._added: list[NewMention] = []
        self._edited: list[Mention] = []
        self._freed: list[Freed] = []
        self._offers: list[Offer] = []

    def add(self, finding: Finding, judged: Judged) -> None:
        why = held.why_held(judged.judgement)
        joined = self._join(judged, closed=why is not None)
        self._latest[joined.story.id] = joined.story
        mention = replace(
            _mention(finding, judged, joined, self._around), held=why, untold=_untold(finding, judged, self._around)
        )
        self._added.append(NewMention(mention, finding.item_id))
        self._offers.append(Offer(mention, untold=mention.untold))

    def judge_again(self, old: Mention, finding: Finding, judged: Judged) -> None:
        now_so = _again(old, finding, judged, self._around)
        self._edited.append(now_so)
        if finding.before is not None:
            self._offers.append(Offer(now_so, before=old, untold=_baseline(judged, self._around)))

    def free(self, old: Mention, finding: Finding, judged: Judged) -> None:
        """Offered as if it came now; one that would not have been told anyhow, as any edit of it."""
        free = held.freed(_again(old, finding, judged, self._around), judged.marks, self._stories)
        self._latest[free.story.id] = free.story
        mention = weighed(free.mention, self._around.weight, self._around.now)
        self._freed.append(replace(free, mention=mention))
        self._edited.append(mention)
        before = replace(old, held=None) if old.untold else None
        self._offers.append(Offer(mention, before, _baseline(judged, self._around), released=held.BY_EDIT))

    def settled(self) -> Settled:
        around = self._around
        alerts = route(self._offers, around.subscriptions, self._told, around.now)
        return Settled(
            tuple((self._latest[story_id], marks) for story_id, marks in self._begun.items()),
            tuple(story for story in self._latest.values() if story.id not in self._begun),
            tuple(self._added),
            tuple(self._edited),
            tuple(NewAlert(around.new_id("alt"), alert) for alert in alerts),
            tuple(self._freed),
        )

    def _join(self, judged: Judged, *, closed: bool) -> Joined:
        """`closed`: into a story of its own that nothing can join."""
        new_id, now = self._around.new_id("sty"), self._around.now
        if closed:
            self._begun[new_id] = None
            return Joined(Story(new_id, judged.brand, now, now, 1), None)
        joined = self._stories.join(judged.marks, judged.brand, new_id)
        if joined.why is None:
            self._begun[joined.story.id] = judged.marks
        return joined


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
    """A customer turned only where the words did: another judgement of the same words recovers nobody. What a person
    said of them holds as long as they do.
    """
    turned = finding.before is not None and old.judgement.tone is Tone.NEGATIVE
    mention = replace(
        old,
        item=finding.item,
        language=judged.language,
        revision=finding.revision,
        was_bad=old.was_bad or turned,
        held=old.held and (held.why_held(judged.judgement) or old.held),
    )
    said = _still_said(old, finding).said
    return weighed(said_so(mention, judged.judgement, said), around.weight, around.now)


def _still_said(old: Mention, finding: Finding) -> Mention:
    """The stored mention without the words that an edit of its text ends."""
    return old if same_text(finding.before, finding.item) else said_so(old, old.judged or old.judgement, ())


def _baseline(judged: Judged, around: Circumstances) -> Untold | None:
    return Untold.BASELINE if judged.brand in around.baseline else None


def _untold(finding: Finding, judged: Judged, around: Circumstances) -> Untold | None:
    """A known item that only now matches a brand (its query was changed, or an edit names it) is told like a new
    one, unless this round is that brand's baseline.
    """
    return untold(finding.item.published_at, around.now, baseline=judged.brand in around.baseline)
