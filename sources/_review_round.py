"""The connector's memory: which reviews it saw, and where in its round over the site's pages it stands.

    page 1 → rel=next → page 2 → … a round ends where nothing new was on a page, no next one is named, or at `pages`

The cursor holds the next address, the hashes of this round's pages so far and those of the last whole round. An edit
and its undoing are both seen: what was not on the last round is forgotten.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from monitor.core.url import absolute
from sources._feed_choice import WINDOW
from sources._review_markup import attribute

ROUND_WINDOW = WINDOW // 2 - 300
"""Hashes kept of either round while one is under way; the rest of the cursor is the address."""


@dataclass(frozen=True, slots=True)
class Round:
    next: str = ""
    """The address to ask for; "" at the start of a round."""
    page: int = 1
    before: bytes = b""
    """Packed 8-byte hashes of the last whole round."""
    seen: bytes = b""
    """Those of this round's pages so far."""

    @property
    def known(self) -> bytes:
        return self.before + self.seen


def load(cursor: bytes) -> Round:
    if not cursor:
        return Round()
    head, _, hashes = cursor.partition(b"\n")
    page, size, address = head.decode().split(" ", 2)
    return Round(address, int(page), hashes[: int(size)], hashes[int(size) :])


def dump(state: Round) -> bytes:
    return f"{state.page} {len(state.before)} {state.next}\n".encode() + state.before + state.seen


def turned(state: Round, digests: Sequence[int], following: str | None) -> Round:
    """After a page that held these reviews; `following` is the next page's address when the round goes on."""
    here = struct.pack(f"<{len(digests)}Q", *digests)
    if following is None:
        return Round(before=(state.seen + here)[: 8 * WINDOW])
    limit = 8 * ROUND_WINDOW
    return Round(following, state.page + 1, state.before[:limit], (state.seen + here)[:limit])


def following(parsed: LexborHTMLParser, address: str, bases: Sequence[str]) -> str | None:
    """rel=next, when it leads to another page of the same reviews: blogs name the next article so too."""
    for link in parsed.css("a[rel~=next], link[rel~=next]"):
        url = absolute(attribute(link, "href"), *bases)
        if url and urlsplit(url).netloc and (not address or _same_pages(url, address)) and url != address:
            return url
    return None


def _same_pages(url: str, address: str) -> bool:
    one, other = urlsplit(url), urlsplit(address)
    return one.netloc.lower() == other.netloc.lower() and _unnumbered(one.path) == _unnumbered(other.path)


def _unnumbered(path: str) -> str:
    return _NUMBER.sub("", path).rstrip("/")


_NUMBER = re.compile(r"/(?:(?:page|p|comment-page|seite|pagina)[-/]?)?\d{1,5}/?$", re.IGNORECASE)
