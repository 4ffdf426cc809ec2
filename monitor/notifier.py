"""The notifier contract: one method that returns when the other side accepted, or raises `DeliveryError`.

A notifier is a module with `kind`, `Options` and `create(options, door) -> Notifier`. It does not retry, log,
look up or choose; what it sends was frozen before its first attempt and carries a stable id. `schedule` says how often
delivery tries again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel


class Schedule(StrEnum):
    """When a message that was not accepted is tried again (core/schedule)."""

    WEBHOOK = "webhook"
    MAIL = "mail"
    """One message at a time: all recipients share one server, which is left alone while it cannot be reached."""


@dataclass(frozen=True, slots=True)
class Audience:
    """How the people of a subscription are spoken to, where a channel writes words and hours itself."""

    language: str = "en"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery to one recipient. `payload` is the JSON of design §7, byte for byte the same at each attempt, and
    so is `audience`.
    """

    id: str
    type: str
    subscription: str
    recipient: str
    payload: bytes
    audience: Audience = Audience()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One POST. Redirects are never followed; the reply is read to 64 KiB."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    timeout: float = 20.0
    """Seconds, in all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` have lower-case names; `body` is cut at 64 KiB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Door(Protocol):
    """Handed in by daemon or cli: the one outbound client and the clock."""

    async def post(self, request: Outgoing) -> Answer:
        """Raises `FetchError` when there is no answer."""
        ...

    def now(self) -> datetime: ...


class Notifier(Protocol):
    async def send(self, message: Message) -> None:
        """Returns when accepted. Raises DeliveryError."""
        ...


class NotifierModule(Protocol):
    kind: str
    Options: type[BaseModel]
    limit: int | None
    """Most bytes of one payload before it is told in parts; None: no limit."""
    schedule: Schedule

    def create(self, options: Any, door: Door) -> Notifier: ...
    def recipients(self, options: Any, to: tuple[str, ...]) -> tuple[str, ...]:
        """Who gets a message of a subscription with this `to`: shown to people, keys the delivery."""
        ...
