"""Which entries of a page are new: those whose hash does not stand in the cursor. And the cursor that follows.

The cursor is packed 8-byte hashes of this page's entries, the first load included: an entry that comes back after it
left the page is read again, and identity drops it.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.source import CURSOR_LIMIT, NEW_LIMIT

WINDOW = CURSOR_LIMIT // 8 - 192
"""Entries whose hashes are kept; of a longer page the first and the last half of that many."""
_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Choice:
    new: list[int]
    """Places on the page, in its order, at most NEW_LIMIT."""
    over: int
    """Entries that are not read: outside the window, or new beyond NEW_LIMIT."""
    cursor: bytes


def choose(digests: Sequence[int], cursor: bytes, date_of: Callable[[int], datetime | None]) -> Choice:
    """Past NEW_LIMIT the newest by date; without dates the first of the page."""
    places = range(len(digests))
    seen: Sequence[int] = places
    if len(digests) > WINDOW:
        seen = [*places[: WINDOW // 2], *places[-WINDOW // 2 :]]
    known = frozenset(struct.unpack(f"<{len(cursor) // 8}Q", cursor[: len(cursor) // 8 * 8]))
    new = [place for place in seen if digests[place] not in known]
    over = len(digests) - len(seen)
    if len(new) > NEW_LIMIT:
        over += len(new) - NEW_LIMIT
        newest = sorted(new, key=lambda place: date_of(place) or _NO_DATE, reverse=True)
        new = sorted(newest[:NEW_LIMIT])
    return Choice(new, over, struct.pack(f"<{len(seen)}Q", *(digests[place] for place in seen)))
