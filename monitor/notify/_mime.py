"""The bytes of a mail: our headers, a text part, an HTML part, the same bytes for the same values.

Written by hand because the standard library's `EmailMessage` lets an encoded word in a title put headers into a mail
(F2, CVE-2024-6923, Python 3.11.7 and others) and draws its boundaries by chance. Foreign text reaches one header, the
subject, through `header_text`; bodies are base64, so that no line of theirs is a line of SMTP. The finished head is
looked at once more before it leaves.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import sha256

from monitor.core.text import one_line

SUBJECT_LIMIT = 200
"""Characters."""
NAMES = (
    "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "X-Auto-Response-Suppress",
    "Content-Type",
)  # fmt: skip
"""Every header that a mail of ours has, in order."""

_EOL = b"\r\n"
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_LINE = re.compile(r"(?:([A-Za-z-]+):)? [\x20-\x7e]{1,900}")


@dataclass(frozen=True, slots=True)
class Mail:
    id: str
    """Of the message: Message-ID and boundary come from it."""
    sender: str
    recipient: str
    subject: str
    at: datetime
    text: str
    html: str


def mail_bytes(mail: Mail) -> bytes:
    """Raises ValueError when the head would hold anything but our headers."""
    key = _key(mail.id)
    boundary = f"=_{key}"
    head = _head(mail, key, boundary)
    _check(head)
    parts = _part("plain", mail.text), _part("html", mail.html)
    mark = b"--" + boundary.encode()
    bodies = b"".join(mark + _EOL + part for part in parts)
    return head.encode("ascii") + _EOL * 2 + bodies + mark + b"--" + _EOL


def header_text(value: str) -> str:
    """One line without control, bidi or hidden characters, in which nothing reads as an encoded word."""
    return one_line(value, SUBJECT_LIMIT).replace("=?", "= ?")


def _head(mail: Mail, key: str, boundary: str) -> str:
    values = {
        "From": mail.sender,
        "To": mail.recipient,
        "Subject": _encoded(header_text(mail.subject)),
        "Date": format_datetime(mail.at),
        "Message-ID": f"<{key}@{mail.sender.rpartition('@')[2]}>",
        "MIME-Version": "1.0",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    return "\r\n".join(f"{name}: {values[name]}" for name in NAMES)


def _key(message_id: str) -> str:
    """Ours are plain; whatever else becomes a hash."""
    return message_id if _PLAIN_ID.fullmatch(message_id) else sha256(message_id.encode("utf-8", "replace")).hexdigest()


def _encoded(subject: str) -> str:
    """As it is when it is short ASCII, else in encoded words of at most 75 characters, cut between characters."""
    if subject.isascii() and 0 < len(subject) <= 66:
        return subject
    return Header(subject or "-", "utf-8", header_name="Subject").encode(linesep="\r\n")


def _check(head: str) -> None:
    lines = [_LINE.fullmatch(line) for line in head.split("\r\n")]
    if not all(lines) or tuple(line[1] for line in lines if line and line[1]) != NAMES:
        raise ValueError("the head of this mail would hold more than our headers")


def _part(subtype: str, text: str) -> bytes:
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    body = base64.encodebytes(text.replace("\n", "\r\n").encode("utf-8", "replace"))
    return head.encode() + body.replace(b"\n", _EOL)
