"""The nouns, frozen. One word for one thing: in code, tables, API and pages (docs/words.md).

item → mention → story → alert → message → attempt. Times are UTC-aware datetimes everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class MentionType(StrEnum):
    REVIEW = "review"
    POST = "post"
    COMMENT = "comment"
    ARTICLE = "article"
    TICKET = "ticket"
    SURVEY = "survey"
    EMAIL = "email"


class Scale(StrEnum):
    """How a rating is read: stars and CSAT from 1, NPS from 0."""

    STARS = "stars"
    NPS = "nps"
    CSAT = "csat"


class Status(StrEnum):
    """What the team did with a mention."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    REPLIED = "replied"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class Triage(StrEnum):
    """What a person says of a mention."""

    NEGATIVE = "negative"
    NOT_NEGATIVE = "not-negative"
    NOT_ABOUT_US = "not-about-us"
    SPAM = "spam"
    TOPIC = "topic"
    """It is about this topic."""
    NOT_TOPIC = "not-topic"


class Experience(StrEnum):
    """What the customer lived; never stored (core/experience)."""

    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"
    UGLY = "ugly"
    """Bad, its deadline passed, no answer."""
    RECOVERED = "recovered"
    """Was bad or ugly, turned good."""


class Untold(StrEnum):
    """Why a stored mention was never offered to subscriptions."""

    BASELINE = "baseline"
    OLD = "older than 30 days"


@dataclass(frozen=True, slots=True)
class Author:
    name: str | None = None
    url: str | None = None
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    value: float
    best: float
    scale: Scale = Scale.STARS

    def __post_init__(self) -> None:
        if not (0 < self.best <= 1000 and 0 <= self.value <= self.best):
            raise ValueError(f"rating {self.value} of {self.best} is impossible")


@dataclass(frozen=True, slots=True)
class Reply:
    """The owner's answer."""

    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What a connector read. Texts are plain (no markup), NFC, without control characters.

    `native_id` is the id the site itself gives, `url` the item's own link, query and fragment untouched.
    `published_at` is never invented; `date_guessed` means the zone was.
    """

    native_id: str | None
    url: str | None
    title: str
    text: str
    type: MentionType
    author: Author = Author()
    rating: Rating | None = None
    recommended: bool | None = None
    published_at: datetime | None = None
    date_guessed: bool = False
    updated_at: datetime | None = None
    language: str | None = None
    reply: Reply | None = None
    helpful: int | None = None
    verified: bool | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry that stands on a page, parsed or not: enough to say "the source still lists it"."""

    native_id: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided: the words of the text, and what they mean."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of a number that is shown with its parts: in words, and what it added."""

    text: str
    added: float


@dataclass(frozen=True, slots=True)
class Probabilities:
    negative: float
    neutral: float
    positive: float


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text is about, by the brand's taxonomy, and how it speaks of that."""

    name: str
    tone: Tone
    words: tuple[str, ...]
    """That say so, as they stand in the text."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What understanding says of one text toward one brand."""

    tone: Tone
    probabilities: Probabilities
    confidence: float
    reasons: tuple[Reason, ...]
    relevance: float | None = None
    """0–1: how likely it is that the brand is meant; None where its name means nothing else."""
    topics: tuple[Topic, ...] = ()
    """In the order of the taxonomy."""
    relevance_reasons: tuple[Reason, ...] = ()
    """The weightiest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word on a mention, which holds until a later one or an edit of the text."""

    verdict: Triage
    by: str
    at: datetime
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """item × brand, as `when` sees it and as it is told (design: "A mention as JSON")."""

    id: str
    brand: str
    source: str
    source_kind: str
    item: Item
    judgement: Judgement
    language: str | None
    seen_at: datetime
    priority: float
    story_id: str
    copies: int = 1
    joined: str | None = None
    """Why it is of its story; None: it began it."""
    coordinated: tuple[str, ...] = ()
    """Why its story looks coordinated."""
    status: Status = Status.NEW
    owner: str | None = None
    revision: int = 0
    priority_parts: tuple[Part, ...] = ()
    reach: float | None = None
    """People who may see it; docs/priority.md."""
    reach_parts: tuple[Part, ...] = ()
    story_since: datetime | None = None
    """When the first mention of its story was seen."""
    was_bad: bool = False
    """An earlier revision was negative."""
    untold: Untold | None = None
    """Why it was offered to no subscription when it was first seen."""
    held: str | None = None
    """Why it waits for a person: it may not be about the brand. It is told when it is released."""
    said: tuple[Said, ...] = ()
    """What persons say of it: the last word on the whole, then on each topic."""
    judged: Judgement | None = None
    """What understanding says, where a person says otherwise; `judgement` is the person's then."""
