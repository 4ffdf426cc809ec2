"""Decides whether robots.txt lets us read a page (RFC 9309), and how slowly it wants to be read.

    2xx       its rules hold for 24 h
    4xx       there are none (§2.3.1.3); 429 is no answer but a request to come later
    else      unreachable: nothing is read for now (§2.3.1.4), asked again after a minute

One robots.txt per origin; its crawl-delay goes to whoever paces the host. Only pages ask (`Request.robots`); a feed
is offered to be polled.
"""

import asyncio
import math
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from protego import Protego

from monitor.errors import BadStatus, FetchError, HostPaused, Refused
from monitor.fetch.answers import Limits
from monitor.fetch.guard import where

AGENT = "monitor"
_KEPT_ORIGINS = 512

_LINE = re.compile(r"\s*(user[- ]?agent|[a-z-]+)\s*[:\s]\s*(.*)", re.IGNORECASE | re.ASCII)
_FIELDS = ("allow", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw", "crawl-delay")
_ESCAPED = re.compile(r"%(?=2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)", re.IGNORECASE)
"""The percent sign of an escape that hides a letter, a digit or one of `-._~`."""

Get = Callable[[str], Awaitable[bytes]]
"""The address of a robots.txt to its bytes. Raises FetchError."""


class Rules:
    """What one robots.txt says to us.

    protego takes `mon` for us too, reads `Foo Bar` as one name and lets unknown lines end a group, so the text is
    tidied first: with that all 139 of Google's own cases come out right. `%62` and `b` are the same to RFC 9309 and
    differ for Google; where the two readings disagree, the stricter one holds.
    """

    def __init__(self, body: bytes, agent: str = AGENT) -> None:
        text = "\n".join(_tidy(body.decode("utf-8-sig", "replace"), agent))
        self._agent = agent
        self._decoded = Protego.parse(text)
        self._literal = Protego.parse(_ESCAPED.sub("%25", text)) if _ESCAPED.search(text) else None

    def allow(self, url: str) -> bool:
        decoded = self._decoded.can_fetch(url, self._agent)
        literal = self._literal is None or self._literal.can_fetch(_ESCAPED.sub("%25", url), self._agent)
        return bool(decoded and literal)

    def crawl_delay(self) -> float:
        """Seconds; 0 where none is asked for or it is no number."""
        delay = self._decoded.crawl_delay(self._agent)
        return float(delay) if delay is not None and math.isfinite(delay) and delay > 0 else 0.0


def _tidy(text: str, agent: str) -> Iterator[str]:
    """Only lines that matter to `agent`, with the names of all others made one that nobody has."""
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        field, value = found[1].lower(), found[2]
        if field.startswith("user"):
            yield f"user-agent: {_whom(value, agent)}"
        elif field in _FIELDS:
            yield f"{field}: {value}"


def _whom(value: str, agent: str) -> str:
    """A name ends where its letters end: `Monitor/2.0 (crawler)` is us (RFC 9309 §2.2.1)."""
    if re.match(r"\*(?:\s|$|#)", value):
        return "*"
    name = re.match(r"[a-z_-]*", value, re.IGNORECASE | re.ASCII)
    return agent if name is not None and name[0] and name[0].lower() == agent.lower() else "-"


@dataclass(slots=True)
class _Origin:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    unreachable: str | None = None
    expires: float = -math.inf


class Robots:
    def __init__(self, get: Get, slow_down: Callable[[str, float], None], limits: Limits) -> None:
        self._get = get
        self._slow_down = slow_down
        self._limits = limits
        self._origins: dict[str, _Origin] = {}

    async def check(self, url: str) -> None:
        """Raises Refused when robots.txt forbids `url`, or cannot be read now."""
        origin = where(url)
        known = self._origins.get(origin) or self._remember(origin)
        async with known.lock:
            if known.expires <= asyncio.get_running_loop().time():
                await self._ask(origin, known)
        if known.unreachable is not None:
            raise Refused(f"{origin}: nothing is read while its robots.txt is out of reach ({known.unreachable})")
        if known.rules is not None and not known.rules.allow(url):
            raise Refused(f"{origin}: robots.txt forbids this page")

    async def _ask(self, origin: str, known: _Origin) -> None:
        known.unreachable = None
        age = self._limits.robots_age
        try:
            known.rules = Rules(await self._get(f"{origin}/robots.txt"))
        except HostPaused:
            raise
        except FetchError as error:
            known.rules = None
            if not _means_none(error):
                known.unreachable = str(error)
                age = self._limits.robots_retry
        known.expires = asyncio.get_running_loop().time() + age
        self._slow_down(origin, known.rules.crawl_delay() if known.rules else 0.0)

    def _remember(self, origin: str) -> _Origin:
        if len(self._origins) >= _KEPT_ORIGINS:
            self._origins = {name: known for name, known in self._origins.items() if known.lock.locked()}
        known = self._origins[origin] = _Origin()
        return known


def _means_none(error: FetchError) -> bool:
    return isinstance(error, BadStatus) and 400 <= error.status < 500 and error.status != 429
