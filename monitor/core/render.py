"""What is told, as JSON: the one form that webhooks, the command line and exports share (design §7).

Every key is always there; what this version does not compute is null, [] or {}.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from monitor.core.experience import experience_of
from monitor.model import Item, Mention, Reason, Said, Topic

TEXT_TOLD = 2000
"""Characters of a text that travel in a message."""


def stamp(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second where there is nothing finer."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def item_json(item: Item) -> dict[str, Any]:
    """An item as `preview` shows it."""
    return {
        "id": item.native_id,
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "author": asdict(item.author),
        "rating": _rating(item),
        "recommended": item.recommended,
        "published_at": stamp(item.published_at),
        "date_guessed": item.date_guessed,
        "updated_at": stamp(item.updated_at),
        "language": item.language,
        "reply": _reply(item),
        "helpful": item.helpful,
        "verified": item.verified,
        "extra": dict(item.extra),
    }


def mention_json(mention: Mention, now: datetime) -> dict[str, Any]:
    """A mention as it is told, listed and exported; its experience is that of `now`."""
    item, judgement = mention.item, mention.judgement
    return {
        "id": mention.id,
        "type": item.type,
        "brand": mention.brand,
        "source": {"name": mention.source, "kind": mention.source_kind},
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "language": mention.language,
        "author": asdict(item.author),
        "rating": _rating(item),
        "recommended": item.recommended,
        "published_at": stamp(item.published_at),
        "seen_at": stamp(mention.seen_at),
        "tone": judgement.tone,
        "probabilities": asdict(judgement.probabilities),
        "experience": experience_of(mention, now),
        "topics": topics_json(judgement.topics),
        "reasons": reasons_json(judgement.reasons),
        "reach": mention.reach,
        "reach_parts": [asdict(part) for part in mention.reach_parts],
        "priority": mention.priority,
        "priority_parts": [asdict(part) for part in mention.priority_parts],
        "story": {
            "id": mention.story_id,
            "copies": mention.copies,
            "why": mention.joined,
            "coordinated": mention.coordinated,
        },
        "reply": _reply(item),
        "status": mention.status,
        "owner": mention.owner,
        "revision": mention.revision,
        "relevance": judgement.relevance,
        "relevance_reasons": reasons_json(judgement.relevance_reasons),
        "held": mention.held,
        "triage": said_json(mention.said),
    }


def told_json(mention: Mention, alert: str, why: Sequence[str], now: datetime) -> dict[str, Any]:
    """A mention inside a message: with its alert, its reasons, and a text of at most 2,000 characters."""
    told = mention_json(mention, now) | {"alert": alert, "why": list(why)}
    if len(told["text"]) > TEXT_TOLD:
        told |= {"text": told["text"][:TEXT_TOLD], "truncated": True}
    return told


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its id, its body, and how many of the mentions it tells."""

    id: str
    body: bytes
    count: int


def payloads(
    kind: str,
    subscription: str | None,
    told: Sequence[Mapping[str, Any]],
    now: datetime,
    limit: int | None,
    *,
    new_id: Callable[[str], str],
    link: Callable[[str], str] | None = None,
) -> list[Part]:
    """The messages that tell all of `told`, in order, each within `limit` bytes where one mention alone does not
    pass it. Nothing to tell (a test) is one message. `link` leads from a message's id to its page.
    """
    parts = _split([orjson.dumps(mention) for mention in told], limit)
    messages = []
    for number, part in enumerate(parts, start=1):
        message_id = new_id("msg")
        data: dict[str, Any] = {
            "subscription": subscription,
            "mentions": [orjson.Fragment(mention) for mention in part],
            "count": len(part),
            "part": number,
            "parts": len(parts),
            "links": {"message": link(message_id)} if link else {},
        }
        body = orjson.dumps({"type": kind, "timestamp": stamp(now), "data": data})
        messages.append(Part(message_id, body, len(part)))
    return messages


def reasons_json(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [asdict(reason) for reason in reasons]


def topics_json(topics: Iterable[Topic]) -> list[dict[str, Any]]:
    return [{"name": topic.name, "tone": topic.tone, "words": list(topic.words)} for topic in topics]


def said_json(said: Iterable[Said]) -> list[dict[str, Any]]:
    return [{"verdict": one.verdict, "topic": one.topic, "by": one.by, "at": stamp(one.at)} for one in said]


def _split(told: Sequence[bytes], limit: int | None) -> list[list[bytes]]:
    parts: list[list[bytes]] = [[]]
    room = (limit or 0) - 768  # the envelope around the mentions, its link included
    size = 0
    for mention in told:
        if limit and parts[-1] and size + len(mention) + 1 > room:
            parts.append([])
            size = 0
        parts[-1].append(mention)
        size += len(mention) + 1
    return parts


def _rating(item: Item) -> dict[str, float] | None:
    return {"value": item.rating.value, "best": item.rating.best} if item.rating else None


def _reply(item: Item) -> dict[str, str | None] | None:
    return {"text": item.reply.text, "at": stamp(item.reply.at)} if item.reply else None
