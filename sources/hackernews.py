"""Stories and comments of Hacker News that hold a phrase, from Algolia's search by date.

    cursor → which phrase, which stretch of time (_hn_window) → Request
    bytes → hits (_hn_hits) → drop what stands in the cursor → the phrase again, ourselves → items → the next page

Algolia finds beginnings of words and words in addresses ("AI" finds "Airlines" and x.ai), so each hit has to hold a
phrase in its title or text as `core.match` reads it. Without a phrase everything is read and the brands decide.
Firebase's items and lists of ids are read too, where a saved page is one; the daemon never asks for them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal, TypeGuard
from urllib.parse import quote

import xxhash
from pydantic import BaseModel, ConfigDict, field_validator

from monitor.core import dates
from monitor.core.match import Document, matches
from monitor.core.query import Query, default_query, parse
from monitor.core.text import URL_LIMIT, one_line
from monitor.core.url import absolute, is_web
from monitor.errors import QueryError, Unreadable
from monitor.model import Author, Item, Listed, MentionType
from monitor.source import NEW_LIMIT, Outcome, Page, Request, Response, Source
from sources import _feed_charset, _feed_page, _hn_window
from sources._hn_hits import Hit, hit
from sources._hn_window import Window
from sources._lenient_json import loads

kind = "hackernews"
hosts: tuple[str, ...] = ("hn.algolia.com",)
min_interval = timedelta(seconds=1)
default_every = timedelta(minutes=1)
terms: Literal["open", "key", "opt-in"] = "open"
evidence: Literal["recorded", "vendor-doc", "memory"] = "recorded"

SITE = "https://hn.algolia.com"
FIREBASE = "https://hacker-news.firebaseio.com"
PERMALINK = "https://news.ycombinator.com"
PER_PAGE = 500
"""Algolia gives up to 1,000; so many with long comments stay below the 5 MiB that are fetched."""
TAGS = ("story", "comment", "poll", "job", "ask_hn", "show_hn")
PHRASES = 50
_EXACT = {"advancedSyntax": "true", "typoTolerance": "false", "queryType": "prefixNone"}
"""Quotes mean a phrase, "NIS2" is not "nice" (30,286 hits without, 100 with), "AI" does not begin "Airlines"."""
_BLANK = "\ufeff \t\r\n\0"


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    query: tuple[str, ...] = ()
    """Phrases, one of which a hit has to hold; none: everything is read."""
    tags: tuple[str, ...] = ("story", "comment")
    """What is read: some of story, comment, poll, job, ask_hn, show_hn."""
    base_url: str | None = None
    """Stands in for the site in tests and behind proxies."""

    @field_validator("query", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("query")
    @classmethod
    def _are_phrases(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        phrases = tuple(dict.fromkeys(" ".join(phrase.replace('"', " ").split()) for phrase in value))
        for phrase in phrases:
            _check_phrase(phrase)
        if len(phrases) > PHRASES:
            raise ValueError(f"at most {PHRASES} phrases in one source, found {len(phrases)}; make two of it")
        return phrases

    @field_validator("tags", mode="before")
    @classmethod
    def _as_list(cls, value: Any) -> Any:
        """`story,comment` is how a command line says it."""
        return value.split(",") if isinstance(value, str) else value

    @field_validator("tags")
    @classmethod
    def _are_tags(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = next((tag for tag in value if tag not in TAGS), None)
        if wrong is not None or not value:
            raise ValueError(f'some of {", ".join(TAGS)}, found "{wrong or ""}"')
        return tuple(dict.fromkeys(value))

    @field_validator("base_url")
    @classmethod
    def _is_web(cls, value: str | None) -> str | None:
        if value is not None and not is_web(value):
            raise ValueError("an http or https address")
        return value


def request(source: Source) -> Request:
    now = _now(source)
    return Request(_address(source.options, now), accept="application/json", conditional=now.again)


def read(source: Source, response: Response) -> Page:
    """Raises Unreadable."""
    text = _feed_charset.decode(response.body, response.headers.get("content-type", "")).strip(_BLANK)
    if not text:
        return Page(Outcome.CHANGED, why="empty body")
    document = loads(text)
    if isinstance(document, dict) and isinstance(document.get("hits"), list):
        return _search(source, document, response)
    if "/api/v1/search" not in response.url and (document is not None or text == "null"):
        page = _saved(source, document, response)
        if page is not None:
            return page
    if isinstance(document, (dict, list)):
        return Page(Outcome.CHANGED, why=f"JSON, but no search result: {one_line(text, 80)}")
    outcome, why = _feed_page.judge(text, response.url)
    return Page(outcome, why=f"no search result: {why}")


def recognises(document: Any) -> bool:
    """Whether JSON without hits is for this connector: a search that found nothing, ids of Firebase, one saved item.
    `[]` may be anybody's.
    """
    if not isinstance(document, dict):
        return bool(document) and _are_ids(document)
    if document.get("hits") == []:
        return "nbHits" in document
    if _are_ids(document.get("items")):
        return bool(document["items"]) or "profiles" in document
    return type(document.get("id")) is int and bool({"by", "author"} & document.keys()) and _is_saved_item(document)


def _search(source: Source, document: dict[str, Any], response: Response) -> Page:
    now, raw = _now(source), document["hits"]
    hits = _readable(raw)
    marks = [_mark(one) for one in hits]
    fresh = [hits[place] for place in _hn_window.news(now, marks) if hits[place].holds_words]
    items = [_item(one, source, response) for one in fresh]
    held = [item for item in items if _holds_a_phrase(item, source.options.query)]
    after, goes_on = _hn_window.turned(now, marks, _times(hits, response), full=_is_full(document))
    following = _address(source.options, after)
    after = replace(after, again=following == _address(source.options, now))
    return Page(
        outcome=Outcome.ITEMS if hits else Outcome.EMPTY,
        items=tuple(held[:NEW_LIMIT]),
        listed=tuple(Listed(one.id, _permalink(one)) for one in hits),
        cursor=_hn_window.dump(after),
        next=following if goes_on else None,
        skipped=len(raw) - len(hits),
        over=max(0, len(held) - NEW_LIMIT),
        why=_why(source.options.query, len(hits), len(items) - len(held)),
    )


def _readable(raw: Sequence[Any]) -> list[Hit]:
    hits = [one for one in map(hit, raw) if one is not None]
    if raw and not hits:
        raise Unreadable(f"none of {len(raw)} hits has an id")
    return hits


def _is_full(document: dict[str, Any]) -> bool:
    """A server may give fewer at a time than it was asked for, and says so; `nbHits` alone is an estimate."""
    found, size, count = len(document["hits"]), document.get("hitsPerPage"), document.get("nbHits")
    if isinstance(size, int):
        return found >= min(size, PER_PAGE)
    return found >= PER_PAGE or (isinstance(count, int) and count > found)


def _times(hits: Sequence[Hit], response: Response) -> list[int]:
    """Never in the future: a cursor that lies there would end the news."""
    found = (dates.parse(one.created, now=response.at).at for one in hits)
    now = int(response.at.timestamp())
    return [min(int(at.timestamp()), now) for at in found if at]


def _holds_a_phrase(item: Item, phrases: tuple[str, ...]) -> bool:
    document = Document(item.title, item.text)
    return not phrases or any(matches(_query(phrase), document) for phrase in phrases)


def _item(one: Hit, source: Source, response: Response) -> Item:
    when = dates.parse(one.created, now=response.at)
    extra = {
        "link": absolute(one.link) or "",
        "story": one.story,
        "points": one.points,
        "comments": one.comments,
        "date": "" if when.at else one_line(one.created, dates.LENGTH_LIMIT),
    }
    return Item(
        native_id=one.id,
        url=_permalink(one),
        title=one.plain_title,
        text=one.plain_text,
        type=MentionType.COMMENT if one.comment else MentionType.POST,
        author=Author(one.author or None, f"{PERMALINK}/user?id={quote(one.author)}" if one.author else None),
        published_at=when.at,
        date_guessed=when.guessed,
        language=source.language,
        extra={name: value[:URL_LIMIT] for name, value in extra.items() if value},
    )


def _saved(source: Source, document: Any, response: Response) -> Page | None:
    """Firebase's answers: ids alone, one item, or `null` for an id that is none. None: it is none of them."""
    ids = document.get("items") if isinstance(document, dict) else document
    if _are_ids(ids):
        following = f"{FIREBASE}/v0/item/{ids[0]}.json" if ids else None
        return Page(Outcome.EMPTY, next=following, why=f"{len(ids)} ids without words")
    if document is None:
        return Page(Outcome.EMPTY, why="there is no such item")
    one = hit(document) if isinstance(document, dict) and _is_saved_item(document) else None
    if one is None:
        return None
    listed = (Listed(one.id, _permalink(one)),)
    if not one.holds_words:
        return Page(Outcome.EMPTY, listed=listed, why="the item was deleted")
    return Page(Outcome.ITEMS, items=(_item(one, source, response),), listed=listed)


def _are_ids(value: Any) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(type(one) is int and one > 0 for one in value)


def _is_saved_item(document: dict[str, Any]) -> bool:
    return document.get("type") in _TYPES or (document.get("deleted") is True and document.keys() <= _LEFT)


def _mark(one: Hit) -> int:
    """64 bits: the id, and what makes an edit."""
    words = f"{one.title}\0{one.text}"
    return xxhash.xxh32_intdigest(one.id.encode()) << 32 | xxhash.xxh32_intdigest(words.encode("utf-8", "replace"))


def _permalink(one: Hit) -> str:
    return f"{PERMALINK}/item?id={one.id}"


def _why(phrases: tuple[str, ...], hits: int, missed: int) -> str:
    if not hits:
        return f"no hits for {', '.join(phrases)}" if phrases else "no hits"
    return f"{missed} of {hits} hits do not hold the phrase" if missed else ""


def _now(source: Source) -> Window:
    return _hn_window.load(source.cursor, max(1, len(source.options.query)))


def _address(options: Options, now: Window) -> str:
    phrase = options.query[now.phrase] if options.query else ""
    times = [f"created_at_i>{now.since}"] if now.since is not None else []
    times += [f"created_at_i<={now.until}"] if now.until is not None else []
    said = {
        "query": f'"{phrase}"' if phrase else "",
        "tags": f"({','.join(options.tags)})",
        "numericFilters": ",".join(times),
        "hitsPerPage": str(PER_PAGE),
        **(_EXACT if phrase else {}),
    }
    query = "&".join(f"{name}={quote(value, safe='(),')}" for name, value in said.items() if value)
    return f"{(options.base_url or SITE).rstrip('/')}/api/v1/search_by_date?{query}"


def _check_phrase(phrase: str) -> None:
    try:
        _query(phrase)
    except QueryError as e:
        raise ValueError(str(e)) from e


_TYPES = ("story", "comment", "job", "poll", "pollopt")
_LEFT = {"deleted", "id", "time", "parent", "type"}
"""What remains of a deleted item."""


@lru_cache(maxsize=PHRASES)
def _query(phrase: str) -> Query:
    """Raises QueryError."""
    return parse(default_query(phrase))
