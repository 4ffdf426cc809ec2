"""The vocabulary of the tests: short names for the nouns, with defaults that no test depends on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import (
    Author,
    Item,
    Judgement,
    Mention,
    MentionType,
    Probabilities,
    Rating,
    Reason,
    Tone,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def an_item(
    native_id: str | None = "g1",
    *,
    url: str | None = "https://shop.test/p/1",
    title: str = "Never came",
    text: str = "The parcel never came and nobody answers the phone at all",
    author: str | None = "Ann",
    rating: Rating | None = None,
    **more: Any,
) -> Item:
    return Item(
        native_id=native_id,
        url=url,
        title=title,
        text=text,
        type=MentionType.ARTICLE,
        author=Author(author),
        rating=rating,
        **more,
    )


def a_judgement(tone: Tone = Tone.NEGATIVE, negative: float = 0.9) -> Judgement:
    rest = round((1 - negative) / 2, 4)
    return Judgement(tone, Probabilities(negative, rest, rest), 0.8, (Reason("never", "negative word"),))


def a_mention(
    item: Item | None = None,
    *,
    tone: Tone = Tone.NEGATIVE,
    brand: str = "Acme",
    story: str = "sty_1",
    seen_at: datetime = NOON,
    id: str = "men_1",  # noqa: A002 the word of the contract
) -> Mention:
    judgement = a_judgement(tone, 0.9 if tone is Tone.NEGATIVE else 0.1)
    return Mention(
        id=id,
        brand=brand,
        source="blog",
        source_kind="feed",
        item=item or an_item(),
        judgement=judgement,
        language="en",
        seen_at=seen_at,
        priority=judgement.probabilities.negative,
        story_id=story,
    )


def days(number: float) -> timedelta:
    return timedelta(days=number)
