"""Which stretch of time is searched next, and what was seen: the connector's cursor.

    since ────────────────────────── until        newest hits first; a search brings at most so many
            ◄─── next page ───┤ oldest hit        a full page is followed by the time before its oldest hit

So no search ever reaches Algolia's limit of 1,000 hits, and no page number shifts while hits arrive. The new `since`
holds only when the window was read to its end. It lies OVERLAP behind the newest hit, since the index lags and texts
may be edited for two hours; what was seen there is dropped by its hash.

Phrases have their turns one after the other. The first round reads the newest hits only, and so few pages that it fits
into the 50 of a baseline: what a later round found there would be told as news.
"""

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

OVERLAP = 2 * 3600
"""Seconds."""
FIRST_ROUND_PAGES = 50
FIRST_PAGES = 10
"""Of one phrase."""
KEPT = 5_600
"""8 bytes each, in base64 60 of the 64 KiB that a cursor may have."""


@dataclass(frozen=True, slots=True)
class Window:
    """Times are seconds since 1970."""

    newest: tuple[int, ...]
    """Per phrase the newest hit of all finished windows; 0: none was finished yet."""
    phrase: int = 0
    until: int | None = None
    """The time before which this page is searched, itself included."""
    reached: int = 0
    """The newest hit of this window."""
    page: int = 1
    again: bool = False
    """This very page was the last one read: its validators may be sent."""
    seen: tuple[int, ...] = ()
    """Marks of hits, the last seen first."""

    @property
    def since(self) -> int | None:
        """Only what is later is searched; None: no limit."""
        newest = self.newest[self.phrase]
        return newest - OVERLAP if newest else None


def load(cursor: bytes, phrases: int) -> Window:
    if not cursor:
        return Window((0,) * phrases)
    said: dict[str, Any] = orjson.loads(cursor)
    raw = base64.b64decode(said["seen"])
    return Window(
        tuple(said["newest"]),
        said["phrase"],
        said["until"],
        said["reached"],
        said["page"],
        said["again"],
        struct.unpack(f"<{len(raw) // 8}Q", raw),
    )


def dump(now: Window) -> bytes:
    return orjson.dumps(
        {
            "newest": now.newest,
            "phrase": now.phrase,
            "until": now.until,
            "reached": now.reached,
            "page": now.page,
            "again": now.again,
            "seen": base64.b64encode(struct.pack(f"<{len(now.seen)}Q", *now.seen)).decode(),
        }
    )


def news(now: Window, marks: Sequence[int]) -> list[int]:
    """The places on the page of hits that are new or were edited."""
    known = frozenset(now.seen)
    return [place for place, mark in enumerate(marks) if mark not in known]


def turned(now: Window, marks: Sequence[int], times: Sequence[int], *, full: bool) -> tuple[Window, bool]:
    """The page was read. The window as it goes on, and whether the round does; else it begins anew.

    `marks` are 64 bits per hit, the upper half its id: an edit takes the place of what was known of it. `times` are
    those of the hits, none of them in the future. `full`: there is more than the page could hold.
    """
    after = replace(_remembered(now, marks), reached=max(now.reached, *times, 0))
    inside = [time for time in times if _is_inside(now, time)]
    if full and inside and now.page < _pages(now):
        oldest = min(inside)
        until = oldest if now.until is None or oldest < now.until else oldest - 1
        return replace(after, until=until, page=now.page + 1), True
    return _next_phrase(after)


def _is_inside(now: Window, time: int) -> bool:
    """A server that ignores what it was asked must not keep the window open."""
    return (now.since is None or time > now.since) and (now.until is None or time <= now.until)


def _pages(now: Window) -> float:
    """A first round is bounded, later ones are read to their end."""
    return float("inf") if now.newest[now.phrase] else max(1, min(FIRST_PAGES, FIRST_ROUND_PAGES // len(now.newest)))


def _remembered(now: Window, marks: Sequence[int]) -> Window:
    ids = {mark >> 32 for mark in marks}
    older = (mark for mark in now.seen if mark >> 32 not in ids)
    return replace(now, seen=(*dict.fromkeys(marks), *older)[:KEPT])


def _next_phrase(now: Window) -> tuple[Window, bool]:
    newest = list(now.newest)
    newest[now.phrase] = max(newest[now.phrase], now.reached)
    following = now.phrase + 1
    goes_on = following < len(newest)
    return Window(tuple(newest), following if goes_on else 0, seen=now.seen), goes_on
