"""The mail server that the chaos tells by: a real one (aiosmtpd), which knows nothing of monitor, takes every mail and
reads in its two parts which entries it tells of.

A mail is taken at its last dot, before that is said. So who is killed in between must send it again, the same to the
byte.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import blake2b
from http import HTTPStatus
from time import time
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from .ledger import slug_of
from .receiver import Arrival, Told

_LINK = re.compile(r"https?://[^\s\"<>]+")


class PostOffice:
    """`async with PostOffice(note) as office:` listens on a free loopback port until the end of the block; `note` hears
    of each mail, once per recipient, whose address stands as the arrival's subscription; the server's answer waits for
    it.
    """

    def __init__(self, note: Callable[[Arrival], Awaitable[None]]) -> None:
        self._note = note
        self._server: asyncio.Server | None = None
        self._sessions: list[SMTP] = []

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("the server is not listening yet")
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(self._session, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            for session in self._sessions:
                if isinstance(session.transport, asyncio.Transport):
                    session.transport.abort()
            await self._server.wait_closed()

    def _session(self) -> SMTP:
        self._sessions.append(session := SMTP(self, hostname="office.example", loop=asyncio.get_running_loop()))
        return session

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        del server, session
        content = envelope.content
        for recipient in envelope.rcpt_tos:
            await self._note(arrival_of(content if isinstance(content, bytes) else b"", recipient))
        return "250 taken"


def arrival_of(mail: bytes, recipient: str) -> Arrival:
    """An entry is told where both parts lead to it; as often as they do."""
    message = BytesParser(policy=policy.default).parsebytes(mail)
    told = _links(message, "plain") & _links(message, "html")
    return Arrival(
        at=time(),
        webhook_id=str(message["message-id"] or ""),
        digest=blake2b(mail, digest_size=16).hexdigest(),
        status=HTTPStatus.NO_CONTENT,
        subscription=recipient,
        told=tuple(Told(slug) for slug in told.elements()),
    )


def _links(message: EmailMessage, kind: str) -> Counter[str]:
    part = message.get_body((kind,))
    text = str(part.get_content()) if part is not None else ""
    return Counter(slug_of(link) or link for link in _LINK.findall(text))
