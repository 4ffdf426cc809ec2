"""The other side of the webhook: checks the signature with the standard's own library, writes down what came, answers.

It knows nothing of monitor but the contract: Standard Webhooks headers, and `data.mentions[]` of the body.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from http import HTTPStatus
from time import time

from standardwebhooks import Webhook, WebhookVerificationError

from .ledger import about
from .loopback import Asked, Reply


@dataclass(frozen=True, slots=True)
class Told:
    """One mention inside a message; a mail does not say more than which."""

    slug: str
    """The entry that it is about, or its title where nobody can tell."""
    id: str = ""
    tone: str = ""
    seen_at: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One POST or mail. `digest` is of its body, byte for byte; `status` what we answered."""

    at: float
    webhook_id: str
    """Of a mail: its Message-ID."""
    digest: str
    status: int
    subscription: str | None = None
    told: tuple[Told, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.status == HTTPStatus.NO_CONTENT

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


def arrival(line: str) -> Arrival:
    """What `line` wrote."""
    said = json.loads(line)
    return Arrival(**said | {"told": tuple(Told(**mention) for mention in said["told"])})


class Receiver:
    """`refuse_every` n: the first attempt of each n-th message is answered with 500, to see the second; 0: none is."""

    def __init__(self, secret: str, note: Callable[[Arrival], None], *, refuse_every: int = 0) -> None:
        self._webhook = Webhook(secret)
        self._note = note
        self._refuse_every = refuse_every
        self._seen: set[str] = set()

    async def answer(self, asked: Asked) -> Reply:
        self._note(came := self._arrival(asked))
        return Reply(came.status)

    def _arrival(self, asked: Asked) -> Arrival:
        name = asked.headers.get("webhook-id", "")
        digest = blake2b(asked.body, digest_size=16).hexdigest()
        try:
            said = self._webhook.verify(asked.body, dict(asked.headers))
        except WebhookVerificationError:
            return Arrival(time(), name, digest, HTTPStatus.UNAUTHORIZED)
        data = said["data"]
        told = tuple(_told(mention) for mention in data["mentions"])
        return Arrival(time(), name, digest, self._status(name), data["subscription"], told)

    def _status(self, name: str) -> HTTPStatus:
        first = name not in self._seen
        self._seen.add(name)
        if first and self._refuse_every and len(self._seen) % self._refuse_every == 0:
            return HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.NO_CONTENT


def _told(mention: dict[str, object]) -> Told:
    url = None if mention["url"] is None else str(mention["url"])
    title = str(mention["title"])
    return Told(
        slug=about(str(mention["text"]), url) or f"(no link: {title})",
        id=str(mention["id"]),
        tone=str(mention["tone"]),
        seen_at=str(mention["seen_at"]),
    )
