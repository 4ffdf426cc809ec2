"""What a fetch is asked with and what it answers, and how the headers of an answer are read.

Validators are black boxes: kept and sent back byte for byte, quotes and `W/` included, never derived from other
headers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.source import Validators

_HEADERS = 100
_HEADER_LENGTH = 4096
_VALIDATOR = re.compile(r"[\x20-\x7e\x80-\xff]{1,2048}")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})(?![0-9])", re.IGNORECASE | re.ASCII)
_NO_STORE = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)

RawHeaders = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes. Waiting for a host's turn does not count into `total`."""

    total: float = 30.0
    connect: float = 5.0
    read: float = 10.0
    body: int = 5 * 1024 * 1024
    """Of the raw and of the inflated body."""
    redirects: int = 5
    attempts: int = 3
    robots: int = 500 * 1024
    """Bytes of robots.txt that are read (RFC 9309 §2.5); the rest is ignored."""
    robots_age: float = 24 * 3600.0
    robots_retry: float = 60.0
    """How long an unreachable robots.txt is not asked for again."""
    reply: int = 64 * 1024
    """Bytes of the reply to a post."""


def headers_of(raw: RawHeaders) -> dict[str, str]:
    """Lower-case names, Latin-1 values, repeated ones joined by a comma; at most 100, of 4,096 characters each.

    Cookies are not kept: every request stands alone.
    """
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name = raw_name.decode("latin-1").lower()
        value = raw_value.decode("latin-1")[:_HEADER_LENGTH]
        if name == "set-cookie":
            continue
        if name in headers:
            headers[name] = f"{headers[name]}, {value}"[:_HEADER_LENGTH]
        elif len(headers) < _HEADERS:
            headers[name] = value
    return headers


def validators_of(raw: RawHeaders) -> Validators:
    found = {name.lower(): value.decode("latin-1") for name, value in reversed(raw) if name.lower() in _VALIDATOR_NAMES}
    return Validators(_sendable(found.get(b"etag")), _sendable(found.get(b"last-modified")))


_VALIDATOR_NAMES = (b"etag", b"last-modified")


def max_age_of(headers: Mapping[str, str]) -> float | None:
    control = headers.get("cache-control", "")
    found = _MAX_AGE.search(control)
    if found is None or _NO_STORE.search(control):
        return None
    return float(found[1])


def _sendable(validator: str | None) -> str | None:
    """What cannot be sent back byte for byte is no validator."""
    return validator if validator is not None and _VALIDATOR.fullmatch(validator) else None
