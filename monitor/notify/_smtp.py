"""One mail to one recipient over SMTP, and what a refusal means.

    connect · greeting · EHLO · STARTTLS · AUTH      a failure here says nothing of the message: `unreachable`
    MAIL                                             4xx: later; 5xx: it does not want our sender, whoever is told
    RCPT · DATA · the dot                            4xx or a broken line: later; 5xx: never

A reply may repeat what it was sent. So the password is masked in every text of ours, and of replies to AUTH and DATA
only the codes are shown.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

import aiosmtplib
from aiosmtplib import SMTPException, SMTPHeloError, SMTPResponseException

from monitor.core.text import one_line
from monitor.errors import DeliveryError

REFUSED_AT_THE_DOOR = 3600.0
"""Seconds: a server that answers the connection with 5xx is asked once an hour."""
_TLS_PORT = 465
_CLOSING = 421
_TOO_LARGE = 552
_AUTH_WANTED = (530, 534, 535, 538)
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")
_FAILURES = (SMTPException, OSError, ValueError)
"""ValueError: a host name that cannot be one."""


class Tls(StrEnum):
    DIRECT = "from the first byte"
    REQUIRED = "STARTTLS, or nothing is sent"
    OFFERED = "STARTTLS where it is offered"
    """On loopback only. A certificate that is not good is a failure here too, never a reason for plain text."""


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    tls: Tls

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Login:
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. RFC 5321 §4.5.3.2 gives ten minutes after the dot, because who gives up early tells twice; a server
    that takes five holds up everybody behind it.
    """

    connect: float = 30.0
    command: float = 60.0
    accept: float = 300.0


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: str
    recipient: str
    data: bytes


async def hand_over(
    server: Server, login: Login | None, envelope: Envelope, patience: Patience, trust: ssl.SSLContext | None = None
) -> None:
    """Returns when the server has taken the mail. Raises DeliveryError. `trust` None: what this machine trusts."""
    smtp = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=patience.command,
        use_tls=server.tls is Tls.DIRECT,
        start_tls=False,
        tls_context=trust,
        # Not our own name: finding that out asks the name server, and it is nobody's business.
        local_hostname=envelope.sender.rpartition("@")[2],
    )
    said = _Said(server, login)
    try:
        await _open(smtp, server, login, patience, said)
        await _send(smtp, envelope, patience, said)
        with suppress(*_FAILURES):  # it has the mail; how it says good-bye is its own affair
            await smtp.quit(timeout=patience.connect)
    finally:
        smtp.close()


async def _open(smtp: aiosmtplib.SMTP, server: Server, login: Login | None, patience: Patience, said: "_Said") -> None:
    with said.unreachable("did not take the connection", retry_after=REFUSED_AT_THE_DOOR):
        await smtp.connect(timeout=patience.connect)
    with said.unreachable("refused EHLO"):
        await _greet(smtp)
    if server.tls is Tls.REQUIRED and not smtp.supports_extension("starttls"):
        raise DeliveryError(f"{server} does not offer STARTTLS: nothing was sent", unreachable=True)
    if server.tls is not Tls.DIRECT and smtp.supports_extension("starttls"):
        with said.unreachable("failed at STARTTLS, nothing was sent"):
            await smtp.starttls(timeout=patience.connect)
            await _greet(smtp)
    if login:
        with said.unreachable("refused user name or password", codes_only=True):
            await smtp.login(login.username, login.password)


async def _greet(smtp: aiosmtplib.SMTP) -> None:
    try:
        await smtp.ehlo()
    except SMTPHeloError:
        await smtp.helo()


async def _send(smtp: aiosmtplib.SMTP, envelope: Envelope, patience: Patience, said: "_Said") -> None:
    size = [f"SIZE={len(envelope.data)}"] if smtp.supports_extension("size") else []
    with said.refused("the sender", ours=True):
        await smtp.mail(envelope.sender, options=size)
    with said.refused(envelope.recipient):
        await smtp.rcpt(envelope.recipient)
    with said.refused("the mail", codes_only=True):
        await smtp.data(envelope.data, timeout=patience.accept)


@dataclass(frozen=True, slots=True)
class _Said:
    """Turns what the library raises into one DeliveryError that names the server and shows no secret."""

    server: Server
    login: Login | None

    @contextmanager
    def unreachable(self, what: str, *, retry_after: float | None = None, codes_only: bool = False) -> Iterator[None]:
        """`retry_after` where the answer is 5xx."""
        try:
            yield
        except _FAILURES as e:
            wait = retry_after if _is_permanent(_code(e)) else None
            text = f"{self.server} {what}: {self._shown(e, codes_only=codes_only)}"
            raise DeliveryError(text, unreachable=True, retry_after=wait) from _cause(e)

    @contextmanager
    def refused(self, what: str, *, ours: bool = False, codes_only: bool = False) -> Iterator[None]:
        """`ours`: a refusal for good is one of all that we send."""
        try:
            yield
        except _FAILURES as e:
            code = _code(e)
            verb = "refused" if code else "broke off at"
            for_all = code in (_CLOSING, *_AUTH_WANTED) or (ours and _is_permanent(code) and code != _TOO_LARGE)
            text = f"{self.server} {verb} {what}: {self._shown(e, codes_only=codes_only)}"
            raise DeliveryError(text, permanent=_is_permanent(code) and not for_all, unreachable=for_all) from _cause(e)

    def _shown(self, error: Exception, *, codes_only: bool) -> str:
        if isinstance(error, SMTPResponseException):
            status = _STATUS.match(error.message)
            text = (status[0] if status else "") if codes_only else error.message
            return f"{error.code} {self._masked(text)}".strip() if error.code > 0 else "no SMTP answer"
        root = error.__cause__ or error  # the library repeats the address around what the system said
        known = self._known(root)
        return known or (self._masked(str(root)) if str(root) and not codes_only else type(root).__name__)

    def _known(self, root: BaseException) -> str | None:
        """In our words, and how to mend it."""
        words: str | None
        match root:
            case ssl.SSLCertVerificationError():
                words = f"its certificate is not trusted: {root.verify_message}"
            case ssl.SSLError(reason="WRONG_VERSION_NUMBER") if self.server.tls is Tls.DIRECT:
                words = "it does not begin with TLS on this port: try smtp:// instead of smtps://"
            case socket.gaierror(errno=socket.EAI_AGAIN):
                words = "its name cannot be looked up now: the name server does not answer"
            case socket.gaierror():
                words = "its name is not known: check the host in smtp_url"
            case TimeoutError() if self.server.port == _TLS_PORT and self.server.tls is not Tls.DIRECT:
                words = f"no answer in time; port {_TLS_PORT} usually begins with TLS: try smtps:// instead of smtp://"
            case TimeoutError():
                words = "no answer in time"
            case ConnectionRefusedError():
                words = "connection refused"
            case ConnectionError():
                words = "the connection broke"
            case _:
                words = None
        return words

    def _masked(self, text: str) -> str:
        shown = one_line(text.encode("utf-8", "replace").decode(), 2000)
        if self.login and self.login.password:
            shown = shown.replace(self.login.password, "…")
        return shown[:200]


def _code(error: Exception) -> int | None:
    """Of the reply; None where there was none that is one."""
    if isinstance(error, SMTPResponseException) and 200 <= error.code <= 599:
        return error.code
    return None


def _is_permanent(code: int | None) -> bool:
    return code is not None and 500 <= code <= 599


def _cause(error: Exception) -> Exception | None:
    """What carries a reply is not chained: its text may repeat what it was sent."""
    return None if isinstance(error, SMTPResponseException) else error
