"""A signed POST in the form of Standard Webhooks 1.0.0 (standardwebhooks.com), as the receiver's own library checks it.

The body is the frozen payload, byte for byte; `webhook-id` is the message's id at every attempt, so a receiver can
drop what it has; timestamp and signature are made anew for each attempt. Only 2xx is success. 410 says that nobody
listens any more; everything else, redirects included, is tried again. The URL is a capability: nothing but scheme,
host and port of it is ever shown.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from math import floor
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator
from standardwebhooks import Webhook

from monitor.core.retry_after import retry_after
from monitor.errors import ConfigError, DeliveryError, FetchError, Problem, Refused
from monitor.notifier import Answer, Door, Message, Notifier, Outgoing, Schedule
from monitor.secret import SecretRef
from monitor.settings import Secret

kind = "webhook"
limit = 18_000
"""Bytes of one payload: Standard Webhooks asks for less than 20 kB."""
schedule = Schedule.WEBHOOK

_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)
_THROTTLED = (429, 502, 503, 504)


class SigningSecret(SecretRef):
    """Of the form that Standard Webhooks asks for, or it is refused when it is read."""

    __slots__ = ()

    def reveal(self) -> str:
        value = super().reveal()
        try:
            _key(value)
        except ValueError as e:
            raise self.error(str(e)) from e
        return value


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str = Field(repr=False)
    """Where messages are posted to. Whoever knows it can post there: it is shown without its path."""
    secret: SigningSecret
    """Signs each message: `whsec_` and the base64 of 24 to 64 bytes. The receiver needs the same."""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if re.search(r"[\s\\\x00-\x1f\x7f]", url):
            raise ValueError("the url holds blanks, control characters or a backslash")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the url must be http://host/… or https://host/…")
        if parts.username is not None or parts.password is not None:
            raise ValueError("the url must not hold a user name or password")
        _ = parts.port  # raises ValueError past 65535
        return url


def create(options: Options, door: Door) -> Notifier:
    """Reads no secret: a receiver that gets nothing needs none."""
    return _Webhook(options.url, options.secret, door)


def recipients(options: Options, to: tuple[str, ...]) -> tuple[str, ...]:
    """The one place the URL leads to, as `scheme://host[:port]`. Raises ConfigError."""
    if to:
        raise ConfigError([Problem("to", "a webhook has one recipient, its url: leave `to` out")])
    return (_origin(urlsplit(options.url)),)


@dataclass(frozen=True, slots=True)
class _Webhook:
    url: str
    secret: Secret
    door: Door

    async def send(self, message: Message) -> None:
        """Raises DeliveryError; ConfigError when the secret is missing or has another form."""
        request = Outgoing(self.url, _headers(self.secret.reveal(), message, self.door.now()), message.payload)
        try:
            answer = await self.door.post(request)
        except Refused as e:
            raise DeliveryError(f"{self._place}: not contacted: {self._masked(e)}", retry_after=e.retry_after) from e
        except FetchError as e:
            raise DeliveryError(f"{self._place}: no answer: {self._masked(e)}", retry_after=e.retry_after) from e
        _judge(answer, self._place, self.door.now())

    @property
    def _place(self) -> str:
        return _origin(urlsplit(self.url))

    def _masked(self, error: FetchError) -> str:
        """What the door says, without the parts of the URL that let one post there."""
        parts = urlsplit(self.url)
        text = str(error).replace(self.url, self._place)
        text = re.sub(r"(https?://[^\s/?#]+)[/?#]\S*", r"\1", text)
        for private in (f"{parts.path}?{parts.query}", parts.query, parts.fragment, parts.path):
            text = text.replace(private, "…") if len(private) > 1 else text
        return text


def _headers(secret: str, message: Message, now: datetime) -> dict[str, str]:
    # The library reads the time's fields as UTC, whatever its zone.
    at = now.astimezone(UTC)
    return {
        "content-type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(floor(at.timestamp())),
        "webhook-signature": Webhook(_key(secret)).sign(message.id, at, message.payload.decode()),
    }


def _key(secret: str) -> bytes:
    """`whsec_` + base64 of 24 to 64 bytes. Raises ValueError, which does not repeat it."""
    text = secret.strip()
    if not text.startswith(_PREFIX):
        raise _wrong_secret(f'does not begin with "{_PREFIX}"')
    encoded = text.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise _wrong_secret("is not base64") from None  # the cause may hold the text
    if len(key) not in _KEY_BYTES:
        raise _wrong_secret(f"holds {len(key)} bytes")
    return key


def _wrong_secret(seen: str) -> ValueError:
    return ValueError(f'the webhook secret {seen}; it is "{_PREFIX}" + base64 of 24 to 64 bytes')


def _judge(answer: Answer, place: str, now: datetime) -> None:
    """Raises DeliveryError for every status but 2xx."""
    status = answer.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status == HTTPStatus.GONE:
        raise DeliveryError(f"{place} answered 410: nobody listens there any more", permanent=True, gone=True)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise DeliveryError(f"{place} answered {status}: redirects are not followed, the url must be the final one")
    if status == HTTPStatus.NOT_FOUND:
        raise DeliveryError(f"{place} answered 404: nothing takes messages at the path of `url`, check it")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise DeliveryError(
            f"{place} answered {status}: `secret` may not be the one it checks signatures with, or it asks for another "
            "authentication"
        )
    wait = retry_after(answer.headers.get("retry-after"), now) if status in _THROTTLED else None
    asked = "" if wait is None else f" and asked to wait {wait:.0f} s"
    raise DeliveryError(f"{place} answered {status}{asked}", retry_after=wait)


def _origin(parts: SplitResult) -> str:
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{parts.port}" if parts.port else "")
