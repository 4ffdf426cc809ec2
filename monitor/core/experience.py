"""Experience: what the customer lived. Never stored: it depends on the clock, and is told whenever somebody looks.

    positive                                 good, recovered where an earlier revision was negative
    neutral                                  neutral
    negative                                 bad
    negative, deadline passed, no answer     ugly

Acknowledging, resolving or dismissing does not leave ugly; an answer does, also a late one.
"""

from datetime import datetime

from monitor.model import Experience, Mention, Tone


def experience(
    tone: Tone, answered_at: datetime | None, deadline_at: datetime | None, now: datetime, *, was_bad: bool = False
) -> Experience:
    """`was_bad`: an earlier revision was negative, so bad or ugly; without it nobody could have recovered. A deadline
    has passed from its very moment on, or what wakes up to tell of it would find nothing to tell.
    """
    if tone is Tone.POSITIVE:
        return Experience.RECOVERED if was_bad else Experience.GOOD
    if tone is Tone.NEUTRAL:
        return Experience.NEUTRAL
    late = deadline_at is not None and now >= deadline_at
    return Experience.UGLY if late and answered_at is None else Experience.BAD


def experience_of(mention: Mention, now: datetime) -> Experience:
    """Of a mention as it stands; without a deadline, as none is computed yet."""
    return experience(mention.judgement.tone, answered_at(mention), None, now, was_bad=mention.was_bad)


def answered_at(mention: Mention) -> datetime | None:
    """When the owner replied; where the source does not date the reply, when the mention was seen."""
    reply = mention.item.reply
    return (reply.at or mention.seen_at) if reply else None
