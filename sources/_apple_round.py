"""Which page of the App Store comes next, and what was seen: the connector's cursor.

    country us: page 1 → 2 → … until a page brings nothing new → country gb: page 1 → … → the round is over

A known page ends a country's walk; an empty one does not at once, since pages in the middle may be empty (2026-06).
A country that is read for the first time is walked less deep when there are many, so that the first round of all fits
into the 50 pages of a baseline: what a later round found there would be told as news.
A walk that broke off on a bad page is marked as torn: the next one does not stop at what is known above the gap.
"""

import base64
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import orjson

LAST_PAGE = 10
"""Apple answers page 11 with "page depth is limited to 10"."""
FIRST_ROUND_PAGES = 50
EMPTY_IN_A_ROW = 3
KEPT = 600
"""Reviews remembered per country: 10 pages of 50, and some that come in between."""
KEPT_IN_ALL = 5_600
"""8 bytes each, in base64 60 of the 64 KiB that a cursor may have."""


class Format(StrEnum):
    XML = "xml"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Round:
    """`country`, `page` and `format` are what is asked for now."""

    country: str
    page: int = 1
    format: Format = Format.XML
    fresh: int = 0
    """How many of this country's hashes, from the front, are of this walk."""
    first: bool = False
    """This country is read for the first time."""
    empty: int = 0
    """Pages in a row without a review."""
    again: bool = False
    """This very page was the last one read: its validators may be sent."""
    seen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """country → what `marks` gave for its reviews, the newest first."""
    torn: frozenset[str] = frozenset()

    @property
    def known(self) -> tuple[int, ...]:
        return self.seen.get(self.country, ())


def load(cursor: bytes, countries: Sequence[str]) -> Round:
    if not cursor:
        return Round(countries[0])
    said: dict[str, Any] = orjson.loads(cursor)
    return Round(
        said["country"],
        said["page"],
        Format(said["format"]),
        said["fresh"],
        said["first"],
        said["empty"],
        said["again"],
        {country: _unpacked(packed) for country, packed in said["seen"].items()},
        frozenset(said["torn"]),
    )


def dump(now: Round) -> bytes:
    seen = {country: _packed(hashes) for country, hashes in now.seen.items()}
    return orjson.dumps(
        {
            "country": now.country,
            "page": now.page,
            "format": now.format,
            "fresh": now.fresh,
            "first": now.first,
            "empty": now.empty,
            "again": now.again,
            "seen": seen,
            "torn": sorted(now.torn),
        }
    )


def news(now: Round, marks: Sequence[int]) -> list[int]:
    """The places on the page of reviews that are new or were edited."""
    known = frozenset(now.known)
    return [place for place, mark in enumerate(marks) if mark not in known]


def turned(now: Round, marks: Sequence[int], *, more: bool, countries: Sequence[str]) -> tuple[Round, bool]:
    """The page was read. The round as it goes on, and whether it does; else it begins anew.

    `marks` are 64 bits per review, the upper half its id: an edit takes the place of what was known of it. `more`:
    the page says that there are further ones.
    """
    now = replace(now, first=now.first or now.country not in now.seen)
    empty = 0 if marks else now.empty + 1
    after = replace(_remembered(now, marks, len(countries)), empty=empty)
    if more and now.page < _depth(now, len(countries)) and empty < EMPTY_IN_A_ROW and _leads_on(now, marks):
        return replace(after, page=now.page + 1, again=False), True
    return _next_country(replace(after, torn=now.torn - {now.country}), countries)


def failed(now: Round, countries: Sequence[str]) -> tuple[Round, bool]:
    """The page could not be had. As JSON at once; after that another country's turn, when the source is due again."""
    if now.format is Format.XML:
        return replace(now, format=Format.JSON, again=False), True
    torn = now.torn | {now.country} if now.page > 1 else now.torn
    after, _ = _next_country(replace(now, torn=torn), countries)
    return replace(after, format=Format.XML, again=False), False


def _leads_on(now: Round, marks: Sequence[int]) -> bool:
    return not marks or bool(news(now, marks)) or now.country in now.torn


def _depth(now: Round, countries: int) -> int:
    return max(1, min(LAST_PAGE, FIRST_ROUND_PAGES // countries)) if now.first else LAST_PAGE


def _remembered(now: Round, marks: Sequence[int], countries: int) -> Round:
    """This walk's first, in its order; then what was known, without the earlier states of what was edited."""
    walked = dict.fromkeys((*now.known[: now.fresh], *marks))
    ids = {mark >> 32 for mark in walked}
    older = [mark for mark in now.known[now.fresh :] if mark >> 32 not in ids]
    kept = (*walked, *older)[: min(KEPT, KEPT_IN_ALL // countries)]
    return replace(now, fresh=min(len(walked), len(kept)), seen={**now.seen, now.country: kept})


def _next_country(now: Round, countries: Sequence[str]) -> tuple[Round, bool]:
    place = countries.index(now.country) + 1
    goes_on = place < len(countries)
    first = Round(countries[place] if goes_on else countries[0], seen=now.seen, torn=now.torn)
    if goes_on:
        return replace(first, format=now.format), True
    again = (first.country, first.page, first.format) == (now.country, now.page, now.format)
    return replace(first, again=again), False


def _packed(hashes: Sequence[int]) -> str:
    return base64.b64encode(struct.pack(f"<{len(hashes)}Q", *hashes)).decode()


def _unpacked(packed: str) -> tuple[int, ...]:
    raw = base64.b64decode(packed)
    return struct.unpack(f"<{len(raw) // 8}Q", raw)
