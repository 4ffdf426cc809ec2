"""What an entry says of itself beside its words: id, link, dates, author, language. Every reader of feeds fills these
in; here it is decided what they mean (design §7, "An item's `url` is…").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import xxhash

from monitor.core import dates
from monitor.core.text import AUTHOR_LIMIT, URL_LIMIT, html_to_text, one_line
from monitor.core.url import absolute, is_web, unwrap
from monitor.model import Author

MANY = 100
_NOBODY = Author()


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    rel: str = "alternate"
    type: str = ""
    base: str | None = None
    """xml:base, as far as it goes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the feed stands and how its dates are to be read."""

    bases: tuple[str, ...]
    """What relative links are relative to, the nearest first: the feed's own link, the fetched address."""
    now: datetime
    timezone: str | None = None
    date_order: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """By what an entry is known."""

    native_id: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Dates:
    published_at: datetime | None
    updated_at: datetime | None
    guessed: bool
    impossible: str
    """What stood there when it was no date."""


@dataclass(frozen=True, slots=True)
class Facts:
    marks: Marks
    published: tuple[str, ...] = ()
    """As written, the likeliest first."""
    updated: tuple[str, ...] = ()
    author: Author = _NOBODY
    language: str | None = None
    publisher: str = ""
    comments: str = ""
    reply: bool = False


def settled(place: Place, own: str | None, spoken: str | None, entries: int) -> Place:
    """`place` with the feed's own link and language.

    A feed of hundreds that says no language has its dates asked in English only: 5 ms each in 35 languages.
    """
    languages = (*place.languages, *((spoken,) if spoken else ()))
    if not languages and entries > MANY:
        languages = ("en",)
    return replace(place, bases=(own, *place.bases) if own else place.bases, languages=languages)


def marks(guid: str | None, links: Iterable[Link], place: Place) -> Marks:
    guid = guid.strip() if guid else ""
    return Marks(_native_id(guid), _own_link(list(links), place) or _guid_link(guid))


def read_dates(published: Iterable[str], updated: Iterable[str], place: Place) -> Dates:
    """`published_at` falls back to the date of the last change; an impossible date is kept as it was written."""
    changed = [_when(raw, place) for raw in updated if raw.strip()]
    raws = [raw for raw in published if raw.strip()]
    first = next((when for raw in raws if (when := _when(raw, place)).at), None)
    last = next((when for when in changed if when.at), None)
    chosen = first or last or dates.NOTHING
    written = next(iter(raws), None) or next((raw for raw in updated if raw.strip()), "")
    return Dates(
        chosen.at, last.at if last else None, chosen.guessed, "" if chosen.at else one_line(written, dates.LENGTH_LIMIT)
    )


def person(text: str) -> str | None:
    """`a@b.c (Name)` and `Name (a@b.c)` are Name; a bare address stays."""
    name = one_line(html_to_text(text[:4_000], 2 * AUTHOR_LIMIT), 2 * AUTHOR_LIMIT).removeprefix("mailto:")
    found = _ADDRESS_FIRST.fullmatch(name) or _ADDRESS_LAST.fullmatch(name)
    if found and found[1].strip():
        name = found[1].strip().strip("\"'")
    return one_line(name.strip(), AUTHOR_LIMIT) or None


def byline(candidates: Iterable[tuple[str, str | None]]) -> Author:
    """(name, address of their page), the nearest to the entry first. A name beats a bare mail address."""
    people = [(name, url) for text, url in candidates if text and (name := person(text))]
    if not people:
        return Author()
    name, url = next((who for who in people if not _ADDRESS.fullmatch(who[0])), people[0])
    return Author(name, url if url and is_web(url) and len(url) <= URL_LIMIT else None)


def language(*tags: str | None) -> str | None:
    """The first that is a BCP 47 tag: feeds also say "English" and ""."""
    for tag in tags:
        tag = (tag or "").strip().replace("_", "-")  # noqa: PLW2901  # the same thing, tidied
        if _LANGUAGE.fullmatch(tag):
            return tag
    return None


def _native_id(guid: str) -> str | None:
    """Verbatim; Bing's carries a number of the request, so a redirector's id is where it leads."""
    if not guid:
        return None
    guid = unwrap(guid)
    if not _TIDY.fullmatch(guid):
        guid = one_line(guid, len(guid))
    if len(guid) > URL_LIMIT:
        guid = f"{guid[: URL_LIMIT - 17]}#{xxhash.xxh3_64_hexdigest(guid.encode())}"
    return guid or None


def _own_link(links: list[Link], place: Place) -> str | None:
    for link in links if len(links) == 1 else sorted(links, key=_rank):
        if _rank(link) == _NEVER:
            return None
        href = link.href.strip()
        if href.startswith("www."):
            href = f"http://{href}"
        bases = (absolute(link.base, *place.bases), *place.bases) if link.base else place.bases
        url = absolute(href, *bases)
        if url:
            return unwrap(url)
    return None


def _rank(link: Link) -> int:
    rel = link.rel.strip().lower().rpartition("/")[2]
    if rel in {"", "alternate"}:
        return 0 if link.type in _PAGES else 1
    return 2 if rel == "self" else _NEVER


def _guid_link(guid: str) -> str | None:
    if guid[:4].lower() == "urn:":
        return guid if len(guid) <= URL_LIMIT and not re.search(r"\s", guid) else None
    return unwrap(guid) if _WEB.match(guid) and absolute(guid) == guid else None


def _when(raw: str, place: Place) -> dates.When:
    return dates.parse(
        raw, now=place.now, timezone=place.timezone, languages=place.languages, date_order=place.date_order
    )


_TIDY = re.compile("[!-~]+")
_NEVER = 9
_PAGES = frozenset({"", "text/html", "application/xhtml+xml", "text/xhtml"})
_WEB = re.compile("https?://", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@()<>]+@[^\s@()<>]+")
_ADDRESS_FIRST = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\s*\((.*)\)")
_ADDRESS_LAST = re.compile(r"([^()<>@]*[^()<>@\s])\s*[(<]\s*(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+\s*[)>]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
