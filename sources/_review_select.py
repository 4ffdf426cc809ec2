"""CSS selectors → reviews as schema.org nodes: those of the configuration, of known sites, and of microformats.

A selector is `css`, `css@attribute` or, for an attribute of the review's own element, `@attribute`. Only types,
classes, ids, attributes, `*`, commas and combinators: `li:nth-child(2n+1)` over 20,000 items took Lexbor 2 s (F7).
"""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from sources._review_graph import Node
from sources._review_markup import attribute, text_within

LENGTH_LIMIT = 500
"""Characters of one selector."""


def check(selector: str) -> str:
    """Raises ValueError for what may not or cannot be compiled."""
    css, name = split(selector)
    if len(selector) > LENGTH_LIMIT:
        raise ValueError(f"longer than {LENGTH_LIMIT} characters")
    if not css and not name:
        raise ValueError("empty")
    bare = _QUOTED.sub('""', css)
    if not _ALLOWED.fullmatch(bare):
        raise ValueError(f'"{css}" uses more than types, classes, ids, attributes, * , > + ~')
    if name and not _NAME.fullmatch(name):
        raise ValueError(f'"{name}" is no name of an attribute')
    try:
        LexborHTMLParser("").css(css or "*")
    except SelectolaxError as e:
        raise ValueError(f'"{css}" is no CSS selector') from e
    return selector


Selector = Annotated[str, AfterValidator(check)]


class Selectors(BaseModel):
    """`item` finds the reviews; the others are looked for inside one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: Selector
    """One review."""
    id: Selector | None = None
    """What the site calls it by."""
    link: Selector | None = None
    """Its own address."""
    title: Selector | None = None
    """Its headline."""
    text: Selector | None = None
    """What the customer wrote."""
    author: Selector | None = None
    """The customer's name."""
    author_link: Selector | None = None
    """The customer's page."""
    rating: Selector | None = None
    """The number, or the words that hold it."""
    best: Selector | None = None
    """The highest rating there is, where the rating does not say it itself ("4 of 5")."""
    date: Selector | None = None
    """When it was written."""
    language: Selector | None = None
    """Its language code."""
    reply: Selector | None = None
    """The owner's answer."""
    reply_date: Selector | None = None
    """When that was written."""
    helpful: Selector | None = None
    """How many called it helpful."""
    verified: Selector | None = None
    """True where it matches."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A known shape; each field's selectors are tried in order."""

    name: str
    item: str
    fields: dict[str, tuple[str, ...]]
    aggregate: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """`item`, `rating`, `best` and `count` of the page as a whole."""


def configured(selectors: Selectors) -> Preset:
    said = selectors.model_dump(exclude_none=True)
    return Preset("selectors", said.pop("item"), {name: (selector,) for name, selector in said.items()})


def nodes(parsed: LexborHTMLParser, preset: Preset) -> list[Node]:
    """In the order of the page; a match inside another match is part of that review."""
    return [_node(found, preset.fields) for found in _outermost(parsed.css(split(preset.item)[0]))]


def aggregates(parsed: LexborHTMLParser, preset: Preset) -> list[Node]:
    found = parsed.css(preset.aggregate["item"][0]) if preset.aggregate else []
    keys = {"rating": "ratingValue", "best": "bestRating", "count": "ratingCount"}
    return [
        {"@type": "AggregateRating", **{keys[name]: _said(one, preset.aggregate.get(name, ())) for name in keys}}
        for one in found
    ]


def split(selector: str) -> tuple[str, str]:
    """`css@attribute` → both; an @ inside brackets belongs to the CSS."""
    found = _ATTRIBUTE.search(selector)
    return (selector[: found.start()].strip(), found[1]) if found else (selector.strip(), "")


def _node(found: LexborNode, fields: dict[str, tuple[str, ...]]) -> Node:
    said = {name: _said(found, selectors) for name, selectors in fields.items()}
    node: Node = {_NAMES[name]: value for name, value in said.items() if name in _NAMES and value}
    node["@type"] = "Review"
    node["author"] = {"name": said.get("author", ""), "url": said.get("author_link", "")}
    node["reviewRating"] = {"ratingValue": said.get("rating", ""), "bestRating": said.get("best", "")}
    if said.get("reply"):
        node["reply"] = {"text": said["reply"], "dateCreated": said.get("reply_date", "")}
    if "verified" in fields:
        node["verified"] = any(_first(found, selector) is not None for selector in fields["verified"])
    return node


def _said(within: LexborNode, selectors: tuple[str, ...]) -> str:
    for selector in selectors:
        element = _first(within, selector)
        if element is None:
            continue
        _, name = split(selector)
        value = attribute(element, name) if name else _own_words(element)
        if value:
            return value
    return ""


def _first(within: LexborNode, selector: str) -> LexborNode | None:
    css, _ = split(selector)
    return within.css_first(css) if css else within


def _own_words(element: LexborNode) -> str:
    """A `<time>` and a `<meta>` say it in an attribute."""
    name = {"time": "datetime", "meta": "content"}.get(element.tag or "")
    return (attribute(element, name) if name else "") or text_within(element)


def _outermost(found: list[LexborNode]) -> list[LexborNode]:
    taken: set[int] = set()
    kept = []
    for node in found:
        parent: Any = node.parent
        while parent is not None and parent.mem_id not in taken:
            parent = parent.parent
        if parent is None:
            taken.add(node.mem_id)
            kept.append(node)
    return kept


_NAMES = {
    "id": "native", "link": "url", "title": "headline", "text": "reviewBody", "date": "datePublished",
    "language": "inLanguage", "helpful": "helpful",
}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_ALLOWED = re.compile(r'(?:[\w\-.#*>+~,\s]|\[[\w\-]+\s*(?:[~|^$*]?=\s*(?:""|[\w\-]+)\s*[is]?\s*)?\])*')
_NAME = re.compile(r"[A-Za-z_][\w\-:.]*")
_ATTRIBUTE = re.compile(r"@([^@\]\"']*)\Z")

HREVIEW = Preset(
    "hreview",
    ".hreview",
    {
        "link": ("a[rel~=self]@href", "a[rel~=bookmark]@href", "a.permalink@href"),
        "title": (".summary",),
        "text": (".description",),
        "author": (".reviewer .fn", ".reviewer"),
        "author_link": (".reviewer .url@href",),
        "rating": (".rating .value@title", ".rating .value-title@title", ".rating .value", ".rating@title", ".rating"),
        "best": (".rating .best@title", ".rating .best"),
        "date": (".dtreviewed .value-title@title", ".dtreviewed@title", ".dtreviewed"),
    },
    {
        "item": (".hreview-aggregate",),
        "rating": (
            ".rating .average@title", ".rating .average", ".rating .value-title@title", ".rating .value",
            ".average", ".rating@title", ".rating",
        ),
        "best": (".rating .best@title", ".best"),
        "count": (".count", ".votes"),
    },
)  # fmt: skip
H_REVIEW = Preset(
    "h-review",
    ".h-review",
    {
        "link": (".u-url@href",),
        "title": (".p-name", ".p-summary"),
        "text": (".e-content", ".p-content", ".e-description", ".p-description", ".p-summary"),
        "author": (".p-author .p-name", ".p-author", ".p-reviewer"),
        "author_link": (".p-author .u-url@href", ".p-author@href"),
        "rating": (".p-rating .value@title", ".p-rating@value", ".p-rating"),
        "best": (".p-best",),
        "date": (".dt-published", ".dt-reviewed"),
    },
)
SHOPIFY = Preset(
    "shopify_app_store",
    "[data-merchant-review][data-review-content-id]",
    {
        "id": ("@data-review-content-id",),
        "link": ("[data-review-share-link]@data-review-share-link",),
        "text": ("[data-truncate-review] [data-truncate-content-copy]",),
        "author": ("span[title]@title",),
        "rating": ('[aria-label$="out of 5 stars"]@aria-label',),
        "date": ('[aria-label$="out of 5 stars"] + div',),
        "reply": ("[data-merchant-review-reply] [data-truncate-content-copy]",),
    },
)
AMAZON = Preset(
    "amazon",
    '[data-hook="review"], [data-hook="cmps-review"]',
    {
        "id": ("@id",),
        "link": ('a[data-hook="review-title"]@href',),
        "title": (
            '[data-hook="review-title"] > span:not(.a-letter-space)', '[data-hook="reviewTitle"]',
            '[data-hook="review-title"]',
        ),
        "text": ('[data-hook="review-body"]', '[data-hook="reviewRichContentContainer"]'),
        "author": (".a-profile-name",),
        "author_link": ("a.a-profile@href",),
        "rating": ('[data-hook="review-star-rating"]', '[data-hook="cmps-review-star-rating"]'),
        "date": ('[data-hook="review-date"]',),
        "helpful": ('[data-hook="helpful-vote-statement"]',),
        "verified": ('[data-hook="avp-badge"]',),
    },
)  # fmt: skip
MICROFORMATS = (HREVIEW, H_REVIEW)
SITES = (SHOPIFY, AMAZON)
