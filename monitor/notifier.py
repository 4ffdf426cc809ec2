"""The notifier contract: one method that returns when the other side accepted, or raises `DeliveryError`.

A notifier is a module with `kind`, `Options` and `create(options, door) -> Notifier`. It does not retry, log,
look up or choose; what it sends was frozen before its first attempt and carries a stable id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery to one recipient. `payload` is the JSON of design §7, byte for byte the same at each attempt."""

    id: str
    type: str
    subscription: str
    recipient: str
    payload: bytes


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

    def create(self, options: Any, door: Door) -> Notifier: ...
    def recipients(self, options: Any, to: tuple[str, ...]) -> tuple[str, ...]:
        """Who gets a message of a subscription with this `to`: shown to people, keys the delivery."""
        ...
