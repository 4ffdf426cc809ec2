"""Reviews of an app in Apple's store, from its public RSS: one source, several countries.

    cursor → which country, page and format (_apple_round) → Request
    bytes → XML or JSON, whichever came (_apple_reviews) → drop what stands in the cursor → items → the next page

XML is asked for, since the JSON of some years has no dates; JSON where XML fails. Apple names one date, which moves
with an edit, one link for all reviews of an app, no language and no answer of the owner.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

import xxhash
from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor.core import dates
from monitor.core.text import one_line
from monitor.core.url import absolute, is_web
from monitor.model import Author, Item, Listed, MentionType, Rating
from monitor.source import NEW_LIMIT, Outcome, Page, Request, Response, Source
from sources import _apple_reviews, _apple_round, _feed_charset, _feed_mend, _feed_page
from sources._apple_reviews import Review, Reviews
from sources._apple_round import FIRST_ROUND_PAGES, Format, Round

kind = "apple_app_store"
hosts: tuple[str, ...] = ("itunes.apple.com",)
min_interval = timedelta(seconds=1)
default_every = timedelta(minutes=5)
terms: Literal["open", "key", "opt-in"] = "open"
evidence: Literal["recorded", "vendor-doc", "memory"] = "recorded"

SITE = "https://itunes.apple.com"
BEST = 5.0
FULL_PAGE = 50
"""Reviews; a page that holds so many has a next one, whether it says so or not."""
_ACCEPT = {Format.XML: "application/atom+xml, application/xml;q=0.9, */*;q=0.5", Format.JSON: "application/json"}
_BLANK = "\ufeff \t\r\n\0"


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    app: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
    """The digits in the app's address: apps.apple.com/us/app/name/id284882215."""
    countries: tuple[str, ...] = ("us",)
    """Two-letter codes of the stores that are read."""
    base_url: str | None = None
    """Stands in for the site in tests and behind proxies."""

    @field_validator("countries", mode="before")
    @classmethod
    def _as_list(cls, value: Any) -> Any:
        """`us,gb` is how a command line says it."""
        return value.split(",") if isinstance(value, str) else value

    @field_validator("countries")
    @classmethod
    def _are_countries(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(code.strip().lower() for code in value))
        wrong = next((code for code in codes if not re.fullmatch("[a-z]{2}", code)), None)
        if wrong is not None or not codes:
            raise ValueError(f'two-letter codes such as "us", found "{wrong or ""}"')
        if "uk" in codes:
            raise ValueError('the United Kingdom is "gb"; Apple refuses "uk"')
        if len(codes) > FIRST_ROUND_PAGES:
            raise ValueError(f"at most {FIRST_ROUND_PAGES} countries in one source, found {len(codes)}; make two of it")
        return codes

    @field_validator("base_url")
    @classmethod
    def _is_web(cls, value: str | None) -> str | None:
        if value is not None and not is_web(value):
            raise ValueError("an http or https address")
        return value


def request(source: Source) -> Request:
    now = _now(source)
    return Request(_address(source.options, now), accept=_ACCEPT[now.format], conditional=now.again)


def failed(source: Source) -> tuple[bytes, bool]:
    """The cursor to go on with after a page that could not be had, and whether to go on at once."""
    after, at_once = _apple_round.failed(_now(source), source.options.countries)
    return _apple_round.dump(after), at_once


def read(source: Source, response: Response) -> Page:
    """Raises Unreadable."""
    text = _feed_charset.decode(response.body, response.headers.get("content-type", "")).strip(_BLANK)
    if not text:
        return Page(Outcome.CHANGED, why="empty body")
    if _DEPTH.match(text):
        return _turn(source, Reviews((), 0, offers_next=False), response, why="Apple shows no page behind this one")
    if text[0] in "{[":
        found = _apple_reviews.from_json(text)
        return _turn(source, found, response) if found else Page(Outcome.CHANGED, why="JSON, but no reviews of an app")
    if not _feed_mend.may_be_feed(text):
        outcome, why = _feed_page.judge(text, response.url)
        return Page(outcome, why=why)
    found = _apple_reviews.from_xml(text)
    return _turn(source, found, response) if found else Page(Outcome.CHANGED, why="a feed, but no reviews of an app")


def recognises(document: Any) -> bool:
    """Whether JSON without reviews is for this connector: Apple's feed, whose values are each a {"label": …}."""
    feed = document.get("feed") if isinstance(document, dict) else None
    return isinstance(feed, dict) and any(isinstance(one, dict) and "label" in one for one in feed.values())


def _turn(source: Source, found: Reviews, response: Response, why: str = "") -> Page:
    now = _now(source)
    marks = [_mark(review) for review in found.reviews]
    places = _apple_round.news(now, marks)
    more = found.offers_next or len(marks) >= FULL_PAGE
    after, goes_on = _apple_round.turned(now, marks, more=more, countries=source.options.countries)
    return Page(
        outcome=Outcome.ITEMS if marks else Outcome.EMPTY,
        items=tuple(_item(found.reviews[place], source, response, now.country) for place in places[:NEW_LIMIT]),
        listed=tuple(Listed(review.id, _link(review, response)) for review in found.reviews),
        cursor=_apple_round.dump(after),
        next=_address(source.options, after) if goes_on else None,
        skipped=found.skipped,
        over=max(0, len(places) - NEW_LIMIT),
        repaired=found.repaired,
        why="" if marks else why or _why_empty(now),
    )


def _item(review: Review, source: Source, response: Response, asked: str) -> Item:
    when = dates.parse(review.updated, now=response.at, timezone=source.timezone) if review.updated else dates.NOTHING
    rating = _rating(review.rating)
    extra = {
        "country": _country(review) or asked,
        "version": review.version,
        "app": source.options.app,
        "date": "" if when.at else one_line(review.updated, dates.LENGTH_LIMIT),
        "rating": "" if rating else review.rating,
    }
    return Item(
        native_id=review.id,
        url=_link(review, response),
        title=review.title,
        text=review.text,
        type=MentionType.REVIEW,
        author=Author(review.author or None, absolute(review.author_url, response.url)),
        rating=rating,
        published_at=when.at,
        date_guessed=when.guessed,
        updated_at=when.at,
        language=source.language,
        helpful=int(review.helpful) if _NUMBER.fullmatch(review.helpful) else None,
        extra={name: value for name, value in extra.items() if value},
    )


def _mark(review: Review) -> int:
    """64 bits: the id, and what makes an edit. Votes and the date change without one, and differ by format."""
    said = f"{review.title}\0{review.text}\0{review.rating}\0{review.author}\0{review.version}"
    return xxhash.xxh32_intdigest(review.id.encode()) << 32 | xxhash.xxh32_intdigest(said.encode())


def _rating(text: str) -> Rating | None:
    return Rating(float(text), BEST) if re.fullmatch("[1-5]", text) else None


def _link(review: Review, response: Response) -> str | None:
    return absolute(review.link, response.url)


def _country(review: Review) -> str | None:
    """As the review itself says it: a saved page does not know what was asked."""
    found = _STORE.match(review.link) or _STORE.match(review.author_url)
    return found[1] if found else None


def _why_empty(now: Round) -> str:
    before = f"; {len(now.known)} were there before" if now.known and not now.fresh else ""
    return f"no reviews in {now.country} on page {now.page}{before}"


def _now(source: Source) -> Round:
    countries: Sequence[str] = source.options.countries
    return _apple_round.load(source.cursor, countries)


def _address(options: Options, now: Round) -> str:
    site = (options.base_url or SITE).rstrip("/")
    return f"{site}/{now.country}/rss/customerreviews/page={now.page}/id={options.app}/sortby=mostrecent/{now.format}"


_DEPTH = re.compile(r"CustomerReviews RSS page depth is limited", re.IGNORECASE)
_NUMBER = re.compile("[0-9]{1,9}")
_STORE = re.compile(r"https?://(?:itunes|apps)\.apple\.com/([a-z]{2})/")
