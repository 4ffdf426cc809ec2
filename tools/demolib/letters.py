"""A mail as a person reads it, and which entries it tells of: parsed as any mail, nothing is known of monitor."""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import blake2b
from http import HTTPStatus

from .mailbox import Mail
from .receiver import Arrival, Told
from .texts import references


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    sender: str
    recipient: str
    text: str
    html: str

    @property
    def beginning(self) -> str:
        """The first text that it tells of, or its first line."""
        lines = [line.replace("**", "") for line in self.text.splitlines() if line.strip()]
        return next((line for line in lines if references(line)), next(iter(lines), ""))


def opened(mail: Mail) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(mail.data)
    return Letter(
        subject=str(message["subject"] or ""),
        sender=str(message["from"] or ""),
        recipient=", ".join(mail.recipients),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def arrival_of(mail: Mail, subscription: str) -> Arrival:
    """What the text part tells of, each time that it does: every text ends with its reference, no title holds it."""
    told = tuple(Told(number) for number in references(opened(mail).text))
    digest = blake2b(mail.data, digest_size=16).hexdigest()
    return Arrival(mail.at, mail.message_id, digest, HTTPStatus.NO_CONTENT, subscription, told)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
