"""Mail servers on loopback: a real one (aiosmtpd) that takes everything, and one that misbehaves as its script says."""

import asyncio
import ssl
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from monitor.notify._smtp import Server, Tls
from tests.notify.letters import Opened, opened

DROP = "DROP"
"""Breaks the connection instead of an answer."""
HANG = "HANG"
"""Says nothing for as long as the test lasts."""


@dataclass(frozen=True, slots=True)
class Delivered:
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def letter(self) -> Opened:
        return opened(self.raw)


@dataclass
class Office:
    """What both have: a port, the connections made, the mails taken."""

    taken: list[Delivered] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _server: asyncio.Server | None = None

    def at(self, tls: Tls = Tls.OFFERED, host: str = "127.0.0.1") -> Server:
        return Server(host, self.port, tls)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """On the port that it had before, if it had one."""
        raise NotImplementedError

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None


@dataclass
class RealOffice(Office):
    """aiosmtpd; `logins` are the ones it knows, None: it asks for none."""

    logins: dict[str, str] | None = None
    tls: ssl.SSLContext | None = None
    from_the_first_byte: bool = False
    tried: list[tuple[str, str]] = field(default_factory=list)
    limit: int | None = None
    _sessions: list[SMTP] = field(default_factory=list)

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        direct = self.tls if self.from_the_first_byte else None
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port, ssl=direct)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        await super().close()
        for session in self._sessions:
            if isinstance(session.transport, asyncio.Transport):
                session.transport.abort()
        await asyncio.sleep(0)

    def _session(self) -> SMTP:
        self.connections += 1
        more: dict[str, Any] = {"data_size_limit": self.limit} if self.limit else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that logins go without TLS: on loopback they do
            session = SMTP(
                self,
                hostname="office.test",
                tls_context=None if self.from_the_first_byte else self.tls,
                authenticator=self._know,
                auth_required=self.logins is not None,
                auth_require_tls=False,
                loop=asyncio.get_running_loop(),
                **more,
            )
        self._sessions.append(session)
        return session

    def _know(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        name, password = data.login.decode(), data.password.decode()
        self.tried.append((name, password))
        known = self.logins is not None and self.logins.get(name) == password
        return AuthResult(success=known, handled=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        self.taken.append(Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        return "250 OK"


@dataclass
class ScriptedOffice(Office):
    """Answers each stage (connect, ehlo, mail, rcpt, data, body, dot, quit) with what stands for it: one answer for
    ever, or a list that ends with the usual; `rcpt ADDRESS` stands for one recipient. Only `dot`
    takes the mail before it says its answer.
    """

    script: dict[str, str | list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    _sessions: set[asyncio.Task[Any]] = field(default_factory=set)

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        for session in self._sessions:
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)
        await super().close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        session = asyncio.create_task(self._session(reader, writer))
        self._sessions.add(session)
        with suppress(ConnectionError, _DroppedError, asyncio.CancelledError):
            await session
        writer.transport.abort()

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, "connect", "220 office.test")
        sender, recipients = "", list[str]()
        while line := (await reader.readline()).decode():
            self.lines.append(line.strip())
            word = line[:4].upper().strip()
            if word in ("EHLO", "HELO"):
                await self._say(writer, "ehlo", "250-office.test\r\n250 SIZE 1000000")
            elif word == "MAIL":
                sender = _address(line)
                await self._say(writer, "mail", "250 ok")
            elif word == "RCPT":
                recipients.append(_address(line))
                stage = f"rcpt {_address(line)}"
                await self._say(writer, stage if stage in self.script else "rcpt", "250 ok")
            elif word == "DATA":
                if await self._say(writer, "data", "354 go"):
                    raw = await self._body(reader, writer)
                    self.taken.append(Delivered(sender, tuple(recipients), raw))
                    await self._say(writer, "dot", "250 taken")
            elif word == "QUIT":
                await self._say(writer, "quit", "221 bye")
                return
            else:
                await self._say(writer, "other", "250 ok")

    async def _say(self, writer: asyncio.StreamWriter, stage: str, usual: str) -> bool:
        """True: it was the usual."""
        planned = self.script.get(stage, usual)
        answer = planned if isinstance(planned, str) else planned.pop(0) if planned else usual
        if answer == DROP:
            raise _DroppedError
        if answer == HANG:
            await asyncio.Event().wait()
        writer.write(answer.encode() + b"\r\n")
        await writer.drain()
        return answer == usual

    async def _body(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        raw = b""
        while (line := await reader.readline()) != b".\r\n":
            if not line or self.script.get("body") == DROP:
                raise _DroppedError
            raw += line[1:] if line.startswith(b".") else line
        return raw


class _DroppedError(Exception):
    """The script says so."""


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
