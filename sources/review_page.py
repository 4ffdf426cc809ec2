"""Any page that shows reviews: JSON-LD, microdata, the JSON a page carries, CSS selectors, hreview; and JSON itself.

    bytes → text (charset) → JSON → json_path | Trustpilot | JSON-LD
                           → tree → json_path, selectors: where the configuration says that the reviews stand
                                  | the first that has any: Trustpilot → JSON-LD → microdata → Shopify, Amazon → hreview
          → schema.org nodes → items → drop those whose hash stands in the cursor

Aggregate ratings are metrics, never mentions. A page that rates something and shows no review is EMPTY; one that keeps
us out is BLOCKED; one without any shape we know is CHANGED and says what was looked for: never "no news".
"""

from datetime import timedelta
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from monitor.core.url import is_web
from monitor.errors import Unreadable
from monitor.model import Listed
from monitor.source import Outcome, Page, Request, Response, Source
from sources import _review_path, _review_read, _review_round, _review_select
from sources._feed_choice import choose
from sources._review_harvest import harvest
from sources._review_markup import decode
from sources._review_path import Fields, Path
from sources._review_read import Found, Where
from sources._review_select import Selectors

kind = "review_page"
hosts: tuple[str, ...] = ()
min_interval = timedelta(seconds=1)
default_every = timedelta(hours=1)
terms: Literal["open", "key", "opt-in"] = "open"
evidence: Literal["recorded", "vendor-doc", "memory"] = "recorded"

ACCEPT = "text/html,application/xhtml+xml;q=0.9,application/json;q=0.8,*/*;q=0.5"
PAGES_LIMIT = 10
"""As many as a round of a source has by default."""


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    """The address of the page."""
    base_url: str | None = None
    """Stands in for the site (scheme and host) in tests and behind proxies."""
    pages: int = Field(default=1, ge=1, le=PAGES_LIMIT)
    """How far rel=next is followed, as long as a page brings new reviews."""
    selectors: Selectors | None = None
    """Where the reviews stand in the HTML, as CSS selectors, for a page that says it in no known form."""
    json_path: Path | None = None
    """Where the reviews stand in the JSON of the page; needs `fields`."""
    fields: Fields | None = None
    """Where each field stands inside one review of `json_path`."""

    @field_validator("url", "base_url")
    @classmethod
    def _is_web(cls, value: str | None) -> str | None:
        if value is not None and not is_web(value):
            raise ValueError("an http or https address")
        return value

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if (self.json_path is None) != (self.fields is None):
            raise ValueError("`json_path` says where the reviews stand, `fields` what they say: give both or none")
        if self.json_path and self.selectors:
            raise ValueError("`json_path` and `selectors`: give one of them")
        return self


def request(source: Source) -> Request:
    options: Options = source.options
    target = _review_round.load(source.cursor).next or options.url
    if options.base_url:
        site = urlsplit(options.base_url)
        target = urlsplit(target)._replace(scheme=site.scheme, netloc=site.netloc).geturl()
    return Request(target, accept=ACCEPT, robots=True)


def read(source: Source, response: Response) -> Page:
    """Raises Unreadable."""
    if not response.body.strip(b" \t\r\n\0"):
        return _page(source, _review_read.nothing(response))
    text = decode(response.body, response.headers.get("content-type", ""))
    return _page(source, _review_read.find(text, source, response, _where(source.options)))


def recognises(body: bytes) -> bool:
    """Whether the bytes of what is no feed are for this connector: names are looked for, nothing is parsed."""
    plain = body.replace(b"\0", b"")  # UTF-16
    return any(sign in plain for sign in _SIGNS)


def _where(options: Options) -> Where:
    if options.json_path and options.fields:
        return Where(path=_review_path.configured(options.json_path, options.fields))
    return Where(selectors=_review_select.configured(options.selectors)) if options.selectors else Where()


def _page(source: Source, found: Found) -> Page:
    if found.outcome in (Outcome.BLOCKED, Outcome.CHANGED):
        return Page(found.outcome, why=found.why, repaired=found.repaired)
    reaped = harvest(found.reviews, found.page)
    if found.reviews and not reaped.items and not found.metrics:
        raise Unreadable(f"none of {len(found.reviews)} reviews says anything")
    state = _review_round.load(source.cursor)
    choice = choose(reaped.digests, state.known, lambda at: reaped.items[at].published_at)
    ahead = found.next if choice.new and state.page < source.options.pages else None
    return Page(
        outcome=Outcome.ITEMS if reaped.items else Outcome.EMPTY,
        items=tuple(reaped.items[at] for at in choice.new),
        listed=tuple(Listed(item.native_id, item.url) for item in reaped.items),
        cursor=_review_round.dump(_review_round.turned(state, reaped.digests, ahead)),
        next=ahead,
        skipped=reaped.skipped + found.broken,
        over=choice.over,
        repaired=tuple(dict.fromkeys(found.repaired + reaped.notes)),
        metrics=found.metrics,
        why="" if reaped.items else found.why or "no review on the page has words or a rating",
    )


_SIGNS = (
    b"application/ld+json", b"schema.org/", b"data-vocabulary.org/", b"hreview", b"h-review", b"data-merchant-review",
    b'data-hook="review"', b'"consumersReviewCountOnSameDomain"', b'"companyReply"', b'"reviewRating"', b'"reviewBody"',
)  # fmt: skip
