"""Messages as delivery hands them to a channel, built from the nouns, and a mail taken apart again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from monitor.core.render import payloads, told_json
from monitor.model import Judgement, Mention, Part, Probabilities, Rating, Reason, Tone, Topic
from monitor.notifier import Audience, Message
from monitor.notify.email import rendered
from tests.fakes import NOON, an_item

SENDER = "monitor@acme.example"
CARE = "care@acme.example"
WHY = ("tone is negative",)


def told(
    *,
    brand: str = "Acme",
    source: str = "App Store US",
    stars: float | None = 1,
    best: float = 5,
    reasons: Sequence[tuple[str, str]] = (("never", "negation"),),
    topics: Sequence[Topic] = (),
    why: Sequence[str] = WHY,
    priority: float = 0.9,
    published_at: datetime | None = NOON,
    **item: Any,
) -> dict[str, Any]:
    """One mention as a message tells it."""
    rating = Rating(stars, best) if stars is not None else None
    return told_json(
        Mention(
            id="men_1",
            brand=brand,
            source=source,
            source_kind="feed",
            item=an_item(rating=rating, published_at=published_at, **item),
            judgement=Judgement(
                Tone.NEGATIVE,
                Probabilities(0.9, 0.05, 0.05),
                0.9,
                tuple(Reason(*one) for one in reasons),
                topics=tuple(topics),
            ),
            language="en",
            seen_at=NOON,
            priority=priority,
            story_id="sty_1",
            priority_parts=(Part("90 % negative", priority),),
        ),
        "alr_1",
        why,
        NOON,
    )


def a_message(
    *mentions: dict[str, Any],
    id: str = "msg_1",  # noqa: A002 the word of the contract
    subscription: str = "care-team",
    recipient: str = CARE,
    audience: Audience | None = None,
) -> Message:
    body = payloads("mentions", subscription, mentions or (told(),), NOON, None, new_id=lambda prefix: f"{prefix}_1")[
        0
    ].body
    return Message(id, "mentions", subscription, recipient, body, audience or Audience())


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail as a mail program reads it."""

    raw: bytes
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, subtype: str) -> str:
        body = self.mail.get_body((subtype,))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


def opened(raw: bytes) -> Opened:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return Opened(raw, mail)


def read(message: Message) -> Opened:
    return opened(rendered(message, SENDER))
