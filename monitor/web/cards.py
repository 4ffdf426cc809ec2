"""A mention as a card: what both pages show of it. View models, no markup."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.core import priority, reach
from monitor.core.ages import ago
from monitor.core.marks import Piece, marked
from monitor.core.text import told_once
from monitor.core.url import is_web
from monitor.model import Mention, Status, Tone

EXCERPT = 400
"""Characters of a text on the first page; the page of a message shows all of it."""


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    tone: str
    percent: int
    """probability of that tone"""
    dismissed: bool
    brand: str
    source: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    author: str
    stars: str
    link: str | None
    seen: str
    seen_exactly: str
    reasons: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str, str], ...]
    """Name, tone, words."""
    priority: str
    """Only of what is negative: praise is in no hurry."""
    reach: str
    """Of that, where more is known than its type."""
    why: tuple[str, ...]
    """Why it was told, where this stands in a message."""


def card(
    mention: Mention, now: datetime, zone: ZoneInfo, *, excerpt: int | None = None, why: tuple[str, ...] = ()
) -> Card:
    """`excerpt`: most characters of the text; None: all of it."""
    item, judgement = mention.item, mention.judgement
    phrases = [reason.text for reason in judgement.reasons]
    title, text = told_once(item.title, item.text)
    negative = judgement.tone is Tone.NEGATIVE
    return Card(
        id=mention.id,
        tone=judgement.tone,
        percent=round(100 * _share(mention)),
        dismissed=mention.status is Status.DISMISSED,
        brand=mention.brand,
        source=mention.source,
        title=marked(title, phrases, mention.brand),
        text=marked(_beginning(text, excerpt), phrases, mention.brand),
        author=item.author.name or "",
        stars=f"{item.rating.value:g} of {item.rating.best:g}" if item.rating else "",
        link=item.url if item.url and is_web(item.url) else None,
        seen=ago(mention.seen_at, now),
        seen_exactly=clock(mention.seen_at, zone),
        reasons=tuple((reason.text, reason.why) for reason in judgement.reasons),
        topics=tuple((topic.name, topic.tone.value, ", ".join(topic.words)) for topic in judgement.topics),
        priority=priority.in_words(mention.priority, mention.priority_parts) if negative else "",
        reach=_reach(mention) if negative else "",
        why=why,
    )


def headline(mention: Mention) -> str:
    """One line that people recognise a mention by."""
    line = " ".join((mention.item.title or mention.item.text).split())
    return _beginning(line, 120)


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _reach(mention: Mention) -> str:
    if mention.reach is None or not reach.known(mention.reach_parts):
        return ""
    return reach.in_words(mention.reach, mention.reach_parts)


def _beginning(text: str, most: int | None) -> str:
    if most is None or len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


def _share(mention: Mention) -> float:
    share = mention.judgement.probabilities
    shares = {Tone.NEGATIVE: share.negative, Tone.NEUTRAL: share.neutral, Tone.POSITIVE: share.positive}
    return shares[mention.judgement.tone]
