"""A review as a schema.org node → an Item. Every reader of review pages brings its reviews into this one shape.

Beside schema.org's own names a node may carry what only pages and APIs say: `reply`, `helpful`, `verified`, `native`.
What has neither words nor a rating is no review: a site's own empty "review" (fitmencook.com) says nothing.
"""

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag

from monitor.core.text import TEXT_LIMIT, TITLE_LIMIT, clean, html_to_text, normalized, one_line
from monitor.core.url import absolute, is_web
from monitor.model import Author, Item, MentionType, Reply
from sources import _feed_facts as facts
from sources._feed_facts import Place
from sources._review_graph import Node, Review, first_dict, resolved, text_of, types
from sources._review_rating import Rated, count, rate


@dataclass(frozen=True, slots=True)
class Page:
    """Where the reviews stand."""

    place: Place
    address: str | None
    """The page's own; None where nothing says it."""
    nodes: dict[str, Node]
    """By @id."""


@dataclass(frozen=True, slots=True)
class Built:
    item: Item | None
    """None: nothing in it."""
    date: str
    """As written, "" where it is relative: it says something else every day."""
    notes: tuple[str, ...] = ()


def build(review: Review, page: Page) -> Built:
    node = review.node
    rated = _rated(node, page)
    author = _author(resolved(node.get("author") or node.get("creator"), page.nodes))
    text = _text(node)
    title = _title(node, author.name, _about(node, review, page))
    place = page.place
    said = _dates(node, "datePublished", "dateCreated")
    when = _read_dates(said, _dates(node, "dateModified"), place)
    written = next(iter(said), "")
    date = one_line(written, 60) if _YEAR.search(written) else ""
    notes = (rated.why,) if rated.why else ()
    if not (text or title or rated.rating):
        return Built(None, date, notes)
    item = Item(
        native_id=_native_id(node) or _made_id(author, date, text or title),
        url=_url(node, page),
        title=title,
        text=text,
        type=MentionType.REVIEW,
        author=author,
        rating=rated.rating,
        recommended=_yes_or_no(node.get("recommended")),
        published_at=when.published_at,
        date_guessed=when.guessed,
        updated_at=when.updated_at,
        language=_language(node),
        reply=_reply(node, page),
        helpful=count(node.get("helpful", node.get("upvoteCount"))),
        verified=_yes_or_no(node.get("verified")),
        extra=_extra(when.impossible, rated),
    )
    return Built(item, date, notes)


def are_positions(ids: Sequence[str]) -> bool:
    """Whether the ids of a page count its reviews (`#review-1`, `#review-2` …): then they name places, not reviews."""
    numbers = [found[1] if (found := _NUMBERED.search(one)) else "" for one in ids]
    if len(numbers) < 2 or not all(numbers):
        return False
    first = int(numbers[0])
    return first in (0, 1) and [int(number) for number in numbers] == list(range(first, first + len(numbers)))


def made_id(item: Item, date: str) -> str:
    return _made_id(item.author, date, item.text or item.title)


def _made_id(author: Author, date: str, text: str) -> str:
    """For a review without an id of its own: who, when, and how it begins; a reply or another rating is an edit."""
    said = f"{(author.name or '').casefold()}\n{date}\n{normalized(text)[:200]}"
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _rated(node: Node, page: Page) -> Rated:
    said = resolved(node.get("reviewRating", node.get("rating")), page.nodes)
    holder = first_dict(said)
    if holder is None and text_of(said):
        return rate(_scalar(said), node.get("bestRating"), node.get("worstRating"))
    holder = holder or node
    value = resolved(holder.get("ratingValue"), page.nodes)
    return rate(_scalar(value), _scalar(holder.get("bestRating")), _scalar(holder.get("worstRating")))


def _scalar(value: Any) -> Any:
    """A number stays one."""
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, int | float) else html.unescape(text_of(value))


def _author(said: Any) -> Author:
    """A list's first name (seen 4 times in 2,101); a bare string; given and family name."""
    people = said if isinstance(said, list) else [said]
    return facts.byline(_person(who) for who in people)


def _person(who: Any) -> tuple[str, str | None]:
    if not isinstance(who, dict):
        return text_of(who), None
    parts = (text_of(who.get("givenName")), text_of(who.get("familyName")))
    name = text_of(who.get("name")) or " ".join(part for part in parts if part) or text_of(who.get("alternateName"))
    return name, absolute(text_of(who.get("url"))) if who.get("url") else None


def _text(node: Node) -> str:
    """`reviewBody` is missing in 267 of 2,101: then `description` says it."""
    for key in ("reviewBody", "description", "text"):
        text = html_to_text(text_of(node.get(key)), TEXT_LIMIT)
        if text:
            return text
    return ""


def _title(node: Node, author: str | None, about: str) -> str:
    """The author's name and that of what is reviewed are no titles, though pages write them as the review's `name`."""
    others = {(author or "").casefold(), about.casefold()}
    names = [one for key in ("headline", "name") for one in _each(node.get(key))]
    for name in names:
        title = one_line(html_to_text(text_of(name), TITLE_LIMIT), TITLE_LIMIT)
        if title and title.casefold() not in others:
            return title
    return ""


def _about(node: Node, review: Review, page: Page) -> str:
    reviewed = text_of(resolved(node.get("itemReviewed"), page.nodes)) or review.about
    return one_line(html_to_text(reviewed, TITLE_LIMIT), TITLE_LIMIT)


@lru_cache(maxsize=4096)
def _read_dates(published: tuple[str, ...], updated: tuple[str, ...], place: Place) -> facts.Dates:
    """ "2 days ago" takes 1 ms in dateparser, and a page says it fifty times."""
    return facts.read_dates(published, updated, place)


def _dates(node: Node, *keys: str) -> tuple[str, ...]:
    """As written, and without the words before: "Reviewed in Italy on 16 July 2022", "Rezension vom 3. Mai 2021"."""
    written = [html.unescape(text_of(node.get(key))) for key in keys]
    bare = [_LEAD.sub("", raw) for raw in written]
    return tuple(raw for pair in zip(bare, written, strict=True) for raw in dict.fromkeys(pair) if raw.strip())


def _native_id(node: Node) -> str | None:
    """The site's own, verbatim; a blank node (`_:b0`) is none."""
    said = next((text for key in ("native", "@id", "identifier") if (text := text_of(node.get(key)).strip())), "")
    return None if said.startswith("_:") else facts.marks(said, (), _NOWHERE).native_id


def _url(node: Node, page: Page) -> str | None:
    """The review's own link, an @id that is the page or a place on it, else the page's: all its reviews share that."""
    bases = page.place.bases
    for said in _each(node.get("url")):
        url = absolute(html.unescape(text_of(said)), *bases)
        if url:
            return url
    said = text_of(node.get("@id")).strip()
    if is_web(said) and (page.address is None or "#" not in said or urldefrag(said)[0] == urldefrag(page.address)[0]):
        return absolute(said)
    return page.address


def _language(node: Node) -> str | None:
    said = node.get("inLanguage")
    holder = first_dict(said)
    tags = [text_of(holder.get(key)) for key in ("alternateName", "@id", "name")] if holder else [text_of(said)]
    body = first_dict(node.get("reviewBody"))
    return facts.language(*tags, text_of(body.get("@language")) if body else None)


def _reply(node: Node, page: Page) -> Reply | None:
    """What the owner answered: said outright, or a comment by an organization, never one by another customer."""
    for said in _each(node.get("reply")) or [one for one in _each(node.get("comment")) if _by_owner(one, page)]:
        holder = said if isinstance(said, dict) else {"text": said}
        text = clean(
            html_to_text(text_of([holder.get(key) for key in ("text", "reviewBody", "description")]), TEXT_LIMIT),
            TEXT_LIMIT,
        )
        if text:
            dates = _dates(holder, "dateCreated", "datePublished")
            return Reply(text, _read_dates(dates, (), page.place).published_at)
    return None


def _by_owner(comment: Any, page: Page) -> bool:
    author = first_dict(resolved(comment.get("author"), page.nodes)) if isinstance(comment, dict) else None
    return author is not None and any(name in _OWNERS for name in types(author))


def _extra(impossible: str, rated: Rated) -> dict[str, str]:
    found = {"date": impossible, "scale_guessed": f"{rated.rating.best:g}" if rated.rating and rated.guessed else ""}
    return {name: value for name, value in found.items() if value}


def _yes_or_no(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(text_of(value).strip().lower())


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


_NOWHERE = Place((), datetime(1970, 1, 1, tzinfo=UTC))
"""An id is read by no place and no clock."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERED = re.compile(r"#\D{0,40}(\d{1,3})$")
_LEAD = re.compile(r"^[^\d]{3,80}?\b(?:on|vom|am|le|el|il|op|em|den)\s+(?=\S*\s?\S*\d)", re.IGNORECASE)
_OWNERS = frozenset({"Organization", "Corporation", "LocalBusiness", "Store", "OnlineStore", "OnlineBusiness", "Brand"})
