"""A mail per recipient with all mentions of a message: text and HTML, over SMTP, with TLS.

What is frozen is the payload; the mail is made from it at each attempt and is the same to the byte: Message-ID and
boundary come from the message's id, the date from its timestamp. So a mail whose acceptance was lost behind the dot is
recognised when it comes again. Nothing in it is active or remote: no image, no script, no form, one link per mention.
`List-Unsubscribe` waits for an address that works.
"""

import re
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

import can_ada
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from monitor.core.letter import Letter, contents_line, letter, plain
from monitor.errors import DeliveryError
from monitor.notifier import Door, Message, Notifier, Schedule
from monitor.notify._mime import Mail, mail_bytes
from monitor.notify._smtp import Envelope, Login, Patience, Server, Tls, hand_over
from monitor.secret import SecretRef
from monitor.settings import Secret

kind = "email"
limit = None
schedule = Schedule.MAIL

_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_+.=&'~-]{0,62}[A-Za-z0-9_+=~-])?")
_LABELS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ADDRESS_LIMIT = 254
_TEMPLATES = Environment(
    loader=PackageLoader("monitor", "notify"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    smtp_url: str = Field(repr=False)
    """The mail server: `smtp://` is STARTTLS, required unless it is this machine; `smtps://` is TLS at once."""
    sender: str
    """The address in From, where bounces go."""
    username: str | None = None
    """At the mail server; with the password, or without both."""
    password: SecretRef | None = None
    """Of that user name."""

    @field_validator("smtp_url")
    @classmethod
    def _is_a_server(cls, url: str) -> str:
        server_of(url)
        return url

    @field_validator("sender")
    @classmethod
    def _is_an_address(cls, sender: str) -> str:
        return address(sender)

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password belong together: give both or none")
        return self


def create(options: Options, door: Door) -> Notifier:
    """Reads no secret. SMTP does not go through the door, and a mail's date is its message's."""
    del door
    return Mailer(server_of(options.smtp_url), options.sender, options.username, options.password)


def recipients(options: Options, to: tuple[str, ...]) -> tuple[str, ...]:
    """Each address once, its domain in lower-case punycode. Raises ValueError."""
    del options
    if not to:
        raise ValueError('a mail needs somebody to go to, such as to = ["care@acme.example"]')
    return tuple(dict.fromkeys(address(one) for one in to))


@dataclass(frozen=True, slots=True)
class Mailer:
    server: Server
    sender: str
    username: str | None = None
    password: Secret | None = None
    patience: Patience = field(default_factory=Patience)
    trust: ssl.SSLContext | None = None
    """None: what this machine trusts."""

    async def send(self, message: Message) -> None:
        """Raises DeliveryError; ConfigError when the password is missing."""
        data = rendered(message, self.sender)
        login = Login(self.username, self.password.reveal()) if self.username and self.password else None
        envelope = Envelope(self.sender, message.recipient, data)
        await hand_over(self.server, login, envelope, self.patience, self.trust)


def rendered(message: Message, sender: str) -> bytes:
    """The whole mail, the same for the same message. Raises DeliveryError."""
    told = letter(message.payload, message.subscription, message.audience)
    mail = Mail(message.id, sender, message.recipient, told.subject, told.at, plain(told), page(told))
    try:
        return mail_bytes(mail)
    except ValueError as e:
        raise DeliveryError(str(e), permanent=True) from e


def page(told: Letter) -> str:
    """The HTML part."""
    return _TEMPLATES.get_template("email.html").render(letter=told, line=contents_line)


def server_of(url: str) -> Server:
    """`smtp://host[:port]` or `smtps://host[:port]`. Raises ValueError, which does not repeat it."""
    form = 'the server is written "smtp://mail.example:587" or "smtps://mail.example:465"'
    if not url.isascii() or not url.isprintable() or re.search(r"[\s\\%]", url):
        raise ValueError(form)
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise ValueError("user name and password have keys of their own, they do not stand in smtp_url")
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
    extras = parts.path.strip("/") or re.search(r"[?#]|:0*/*$", url)
    if port is None or not (_LABELS.fullmatch(host) or _is_ip(host)) or extras:
        raise ValueError(form)
    return Server(host, port, _tls(parts.scheme, host))


def address(text: str) -> str:
    """One mail address as it may stand in an envelope and a header. Raises ValueError.

    Narrower than RFC 5321 on purpose: no quotes, no comments, no lists, nothing a shell or a header would read
    otherwise, no local part beyond ASCII (few servers take it).
    """
    local, sign, domain = text.rpartition("@")
    host = _punycode(domain)
    if not sign or not _LOCAL_PART.fullmatch(local) or ".." in local or host is None:
        raise ValueError(f"{text[:80]!a} is not one plain mail address such as care@acme.example")
    if len(local) + len(host) >= _ADDRESS_LIMIT:
        raise ValueError(f"a mail address has at most {_ADDRESS_LIMIT} characters")
    return f"{local}@{host}"


def _punycode(domain: str) -> str | None:
    """`bücher.example` → `xn--bcher-kva.example`; None for what is no name of a domain."""
    if not domain or not all(char.isalnum() or char in "-." for char in domain):
        return None
    try:
        host = can_ada.parse(f"http://{domain}/").hostname
    except ValueError:
        return None
    return host if _LABELS.fullmatch(host) else None


def _tls(scheme: str, host: str) -> Tls:
    if scheme == "smtps":
        return Tls.DIRECT
    return Tls.OFFERED if host == "localhost" or (_is_ip(host) and ip_address(host).is_loopback) else Tls.REQUIRED


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
