"""A mail server that takes every mail and keeps it: the other side of the notifier `email`.

The commands of RFC 5321 that a client needs, on a free loopback port, without TLS or login. A mail is taken when its
last dot has come, and is kept before that is said: who is killed in between will send it again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from time import time

from .loopback import IDLE, Listener

MAIL_LIMIT = 4 * 1024 * 1024
"""Bytes; a mail of 30 mentions has 100 kB."""
_ANSWERS = {b"RSET": b"250 forgotten", b"NOOP": b"250 still here", b"QUIT": b"221 good-bye"}


@dataclass(frozen=True, slots=True)
class Mail:
    """As it came: `data` are its bytes, without the dots that SMTP adds; `at` seconds since 1970."""

    message_id: str
    recipients: tuple[str, ...]
    data: bytes
    at: float


class Mailbox(Listener):
    """`async with Mailbox() as box:` listens until the end of the block; `note` hears of each mail that was taken."""

    def __init__(self, note: Callable[[Mail], None] = lambda _: None) -> None:
        super().__init__()
        self.mails: list[Mail] = []
        """In the order of their coming."""
        self._note = note

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipients: list[str] = []
        answer = b"220 mailbox.example takes everything"
        while not answer.startswith(b"221"):
            writer.write(answer + b"\r\n")
            await writer.drain()
            line = await asyncio.wait_for(reader.readuntil(b"\n"), IDLE)
            match line[:4].strip().upper():
                case b"EHLO" | b"HELO" | b"MAIL":
                    recipients, answer = [], b"250 mailbox.example"
                case b"RCPT":
                    recipients.append(line.partition(b"<")[2].partition(b">")[0].decode("ascii", "replace"))
                    answer = b"250 known here"
                case b"DATA" if recipients:
                    writer.write(b"354 go on\r\n")
                    answer = self._taken(recipients, await asyncio.wait_for(_body(reader), IDLE))
                case command:
                    answer = _ANSWERS.get(command, b"503 not now")
        writer.write(answer + b"\r\n")
        await writer.drain()

    def _taken(self, recipients: list[str], data: bytes) -> bytes:
        name = str(BytesHeaderParser().parsebytes(data).get("message-id", "")).strip()
        self.mails.append(mail := Mail(name, tuple(recipients), data, time()))
        self._note(mail)
        return b"250 taken"


async def _body(reader: asyncio.StreamReader) -> bytes:
    """Up to the line that is a dot. Raises ConnectionError for more than MAIL_LIMIT."""
    body = bytearray()
    while (line := await reader.readuntil(b"\n")) != b".\r\n":
        body += line[1:] if line.startswith(b".") else line
        if len(body) > MAIL_LIMIT:
            raise ConnectionError(f"a mail of more than {MAIL_LIMIT} bytes")
    return bytes(body)
