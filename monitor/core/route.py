"""Who is told what, and why: mentions × subscriptions → alerts.

    untold (baseline, old), held, dismissed      → nobody
    new, `when` holds                            → an alert, or one more copy of a story already told
    edited, `when` holds now and did not before  → an alert, unless this subscription was told the story

Every alert carries its reasons in words; they are stored, shown and sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.when import When, evaluate
from monitor.model import Mention, Status, Untold

OLD = timedelta(days=30)
"""An item that was published longer ago is stored, but not told."""
LATE = timedelta(days=1)
"""From here on an alert says how late it is."""


@dataclass(frozen=True, slots=True)
class Subscription:
    name: str
    brands: frozenset[str]
    when: When
    since: datetime
    """It hears only of what is first seen from then on."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A mention that is new, or changed when `before` is there."""

    mention: Mention
    before: Mention | None = None
    untold: Untold | None = None
    released: str | None = None
    """Why it is told only now."""
    changed: str = "it was edited and did not match before"
    """Why it is another than before, in words."""


@dataclass(frozen=True, slots=True)
class Alert:
    subscription: str
    mention_id: str
    story_id: str
    why: tuple[str, ...]


def untold(published_at: datetime | None, now: datetime, *, baseline: bool) -> Untold | None:
    """Why a new mention is told to nobody, or None."""
    if baseline:
        return Untold.BASELINE
    return Untold.OLD if published_at and now - published_at > OLD else None


def route(
    offers: Sequence[Offer], subscriptions: Iterable[Subscription], told: Iterable[tuple[str, str]], now: datetime
) -> tuple[Alert, ...]:
    """`told`: the (subscription, story) pairs that have an alert already. Alerts in the order of `offers`."""
    heard = set(told)
    alerts = []
    for offer in offers:
        for subscription in subscriptions:
            pair = (subscription.name, offer.mention.story_id)
            why = _why(offer, subscription, now) if pair not in heard else None
            if why is not None:
                heard.add(pair)
                alerts.append(Alert(subscription.name, offer.mention.id, offer.mention.story_id, why))
    return tuple(alerts)


def wanted(subscription: Subscription, mention: Mention, now: datetime) -> bool:
    """Whether its `when` holds of a mention that may be told at all."""
    return _is_open(mention) and evaluate(subscription.when, mention, now).holds


def _why(offer: Offer, subscription: Subscription, now: datetime) -> tuple[str, ...] | None:
    mention = offer.mention
    if offer.untold or not _is_open(mention) or mention.brand not in subscription.brands:
        return None
    if mention.seen_at < subscription.since:
        return None
    verdict = evaluate(subscription.when, mention, now)
    if not verdict.holds:
        return None
    if offer.before is None:
        return (*verdict.why, *_late(mention), *_released(offer))
    if wanted(subscription, offer.before, now):
        return None
    return (*verdict.why, offer.changed, *_released(offer))


def _is_open(mention: Mention) -> bool:
    """Nobody dismissed it, and it waits for nobody."""
    return mention.status is not Status.DISMISSED and mention.held is None


def _released(offer: Offer) -> tuple[str, ...]:
    return (offer.released,) if offer.released else ()


def _late(mention: Mention) -> tuple[str, ...]:
    published = mention.item.published_at
    if published is None or mention.seen_at - published < LATE:
        return ()
    return (f"late by {(mention.seen_at - published).days} d",)
