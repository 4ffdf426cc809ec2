"""Items to bytes and back: the one form in which the store keeps a text."""

from dataclasses import fields
from datetime import datetime
from typing import Any

import orjson

from monitor.model import (
    Author,
    Item,
    Judgement,
    MentionType,
    Part,
    Probabilities,
    Rating,
    Reason,
    Reply,
    Said,
    Scale,
    Tone,
    Topic,
    Triage,
)


def item_bytes(item: Item) -> bytes:
    """JSON without what is empty: half the size of the full form. orjson takes the parts as they are; `asdict` would
    copy them first, which cost 20 times as much.
    """
    values = ((name, getattr(item, name)) for name in _NAMES)
    return orjson.dumps({name: value for name, value in values if value is not None and value not in ("", {})})


_NAMES = tuple(field.name for field in fields(Item))


def item_from(body: bytes) -> Item:
    data: dict[str, Any] = orjson.loads(body)
    rating, reply = data.get("rating"), data.get("reply")
    return Item(
        native_id=data.get("native_id"),
        url=data.get("url"),
        title=data.get("title", ""),
        text=data.get("text", ""),
        type=MentionType(data["type"]),
        author=Author(**data.get("author", {})),
        rating=Rating(rating["value"], rating["best"], Scale(rating["scale"])) if rating else None,
        recommended=data.get("recommended"),
        published_at=_time(data.get("published_at")),
        date_guessed=data.get("date_guessed", False),
        updated_at=_time(data.get("updated_at")),
        language=data.get("language"),
        reply=Reply(reply["text"], _time(reply.get("at"))) if reply else None,
        helpful=data.get("helpful"),
        verified=data.get("verified"),
        extra=data.get("extra", {}),
    )


def reasons_text(reasons: tuple[Reason, ...]) -> str:
    return orjson.dumps([[reason.text, reason.why] for reason in reasons]).decode()


def reasons_from(text: str) -> tuple[Reason, ...]:
    return tuple(Reason(*pair) for pair in orjson.loads(text))


def topics_text(topics: tuple[Topic, ...]) -> str:
    return orjson.dumps([[topic.name, topic.tone, topic.words] for topic in topics]).decode()


def topics_from(text: str) -> tuple[Topic, ...]:
    return tuple(Topic(name, Tone(tone), tuple(words)) for name, tone, words in orjson.loads(text))


def said_text(said: tuple[Said, ...]) -> str | None:
    """None where nobody said anything: of nearly every mention."""
    return orjson.dumps([[one.verdict, one.by, one.at, one.topic] for one in said]).decode() if said else None


def said_from(text: str | None) -> tuple[Said, ...]:
    rows = orjson.loads(text) if text else ()
    return tuple(Said(Triage(verdict), by, datetime.fromisoformat(at), topic) for verdict, by, at, topic in rows)


def judgement_text(judged: Judgement | None) -> str | None:
    return orjson.dumps(judged).decode() if judged else None


def judgement_from(text: str | None) -> Judgement | None:
    if text is None:
        return None
    data = orjson.loads(text)
    reasons, about = (tuple(Reason(**one) for one in data.pop(name)) for name in ("reasons", "relevance_reasons"))
    topics = tuple(Topic(topic["name"], Tone(topic["tone"]), tuple(topic["words"])) for topic in data.pop("topics"))
    tone, probabilities = Tone(data.pop("tone")), Probabilities(**data.pop("probabilities"))
    return Judgement(tone, probabilities, reasons=reasons, topics=topics, relevance_reasons=about, **data)


def parts_text(parts: tuple[Part, ...]) -> str:
    return orjson.dumps([[part.text, part.added] for part in parts]).decode()


def parts_from(text: str) -> tuple[Part, ...]:
    return tuple(Part(*pair) for pair in orjson.loads(text))


def moment(value: str | None) -> datetime | None:
    """What stands in an item's `extra` as RFC 3339; None for anything else."""
    try:
        found = _time(value)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
