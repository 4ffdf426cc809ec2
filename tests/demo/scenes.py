"""What the tests of the demo are told with: ledgers, arrivals, mails, feeds, and pages as a browser gets them."""

import base64
import smtplib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

from tools.demolib.feeds import Entry, Feed, Form
from tools.demolib.ledger import Published
from tools.demolib.loopback import Asked, Reply
from tools.demolib.receiver import Arrival, Told
from tools.demolib.setting import BY_HOOK, BY_MAIL

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def published(slug: str = "41001", *, story: str = "", tell: bool = True, at: float = 100.0) -> Published:
    return Published(slug, story or slug, "forum", "A title", at, tell=tell)


def told(slug: str = "41001", mention: str = "") -> Told:
    return Told(slug, mention or f"men_{slug}", "negative")


def hooked(*mentions: Told, name: str = "msg_1", status: int = 204, digest: str = "d1", at: float = 101.5) -> Arrival:
    return Arrival(at, name, digest, status, BY_HOOK, mentions)


def mailed(*slugs: str, name: str = "<1@northwind.example>", digest: str = "d2", at: float = 102.0) -> Arrival:
    """A mail does not say the mention's id."""
    return Arrival(at, name, digest, 204, BY_MAIL, tuple(map(Told, slugs or ("41001",))))


ENTRY = Entry(
    "41001", "http://forum.example/41001", "Tea & coffee", "Northwind's “beans” & more < less", "Ann", NOON, stars=2
)


def a_feed(form: Form = Form.RSS, *entries: Entry) -> Feed:
    return Feed("forum", "Forum", form, "en", window=2, entries=entries)


def mail_of(name: str, *slugs: str) -> bytes:
    """Text and HTML, as the product writes them; the text part in base64, as mail may have it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "monitor@northwind.example", "care@northwind.example", name
    mail["Subject"] = 'Northwind · "Charged twice!" <b>& more</b>'
    texts = [f"Northwind charged me twice. Order NW-{slug}." for slug in slugs]
    mail.set_content("\n\n".join(texts), cte="base64")
    mail.add_alternative("".join(f"<p>{text}</p>" for text in texts), subtype="html")
    return mail.as_bytes(policy=SMTP_POLICY)


def drop(port: int, *mails: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for mail in mails:
            server.sendmail("monitor@northwind.example", ["care@northwind.example"], mail)


async def shown(answer: Callable[[Asked], Awaitable[Reply]], path: str) -> tuple[int, str, str]:
    """Status, policy and body."""
    reply = await answer(Asked("GET", path, {}, b""))
    return reply.status, reply.headers["content-security-policy"], reply.body.decode()
