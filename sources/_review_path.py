"""A path into JSON → reviews as schema.org nodes: that of the configuration, and Trustpilot's.

    props.pageProps.reviews[*]      names, [*] for every element, [0] for one

The JSON is the answer itself, or what the page carries for its own script (`__NEXT_DATA__`).
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict
from selectolax.lexbor import LexborHTMLParser

from sources import _review_repair
from sources._review_graph import Node, text_of
from sources._review_markup import attribute

LENGTH_LIMIT = 500
"""Characters of one path."""


def check(path: str) -> str:
    """Raises ValueError."""
    if len(path) > LENGTH_LIMIT or not _PATH.fullmatch(path):
        raise ValueError(f'"{path[:80]}" is no path such as props.pageProps.reviews[*]')
    return path


Path = Annotated[str, AfterValidator(check)]


class Fields(BaseModel):
    """Where each field stands inside one review."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Path | None = None
    """What the site calls it by."""
    link: Path | None = None
    """Its own address."""
    title: Path | None = None
    """Its headline."""
    text: Path | None = None
    """What the customer wrote."""
    author: Path | None = None
    """The customer's name."""
    author_link: Path | None = None
    """The customer's page."""
    rating: Path | None = None
    """The number, or the words that hold it."""
    best: Path | None = None
    """The highest rating there is, where the rating does not say it itself ("4 of 5")."""
    date: Path | None = None
    """When it was written."""
    updated: Path | None = None
    """When it was last changed."""
    language: Path | None = None
    """Its language code."""
    reply: Path | None = None
    """The owner's answer."""
    reply_date: Path | None = None
    """When that was written."""
    helpful: Path | None = None
    """How many called it helpful."""
    verified: Path | None = None
    """Whether the site says that this customer bought it."""
    recommended: Path | None = None
    """Whether the customer recommends it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`items` lead to the reviews, `fields` from a review to what it says."""

    name: str
    items: tuple[str, ...]
    fields: dict[str, str]
    marks: frozenset[str] = frozenset()
    """Keys that a review of this shape has."""
    link: str = ""
    """Stands before the review's id."""
    people: str = ""
    """Stands before what `author_link` leads to."""


def configured(path: str, fields: Fields) -> Shape:
    return Shape("json_path", (path,), fields.model_dump(exclude_none=True))


def documents(parsed: LexborHTMLParser) -> list[Any]:
    """The JSON that a page carries, `__NEXT_DATA__` first."""
    scripts = parsed.css("script#__NEXT_DATA__")
    scripts += [one for one in parsed.css('script[type="application/json"]') if attribute(one, "id") != "__NEXT_DATA__"]
    read = [_review_repair.loads(script.text()) for script in scripts]
    return [one.value for one in read if one]


def nodes(document: Any, shape: Shape) -> list[Node] | None:
    """None where no path leads to a list, or to reviews of another shape."""
    for path in shape.items:
        found = _follow(document, path)
        if found is not None and all(isinstance(one, dict) and shape.marks <= one.keys() for one in found):
            return [_node(one, shape) for one in found]
    return None


def _follow(document: Any, path: str) -> list[Any] | None:
    """Everything the path leads to; None where it leads nowhere."""
    found = [document]
    for step in _STEP.findall(path):
        following: list[Any] = []
        for value in found:
            if step == "[*]":
                if not isinstance(value, list):
                    return None
                following += value
            elif step[0] == "[":
                following += value[int(step[1:-1]) :][:1] if isinstance(value, list) else []
            elif isinstance(value, dict) and step in value:
                following.append(value[step])
        if not following and step != "[*]":
            return None
        found = following
    return [one for many in found for one in many] if found and all(isinstance(one, list) for one in found) else found


def _node(said: dict[str, Any], shape: Shape) -> Node:
    values = {name: _first(said, path) for name, path in shape.fields.items()}
    native = text_of(values.get("id"))
    node: Node = {_NAMES[name]: value for name, value in values.items() if name in _NAMES and value is not None}
    node["@type"] = "Review"
    person = text_of(values.get("author_link"))
    node["author"] = {"name": values.get("author"), "url": shape.people + person if person else ""}
    node["reviewRating"] = {"ratingValue": values.get("rating"), "bestRating": values.get("best")}
    if values.get("reply"):
        node["reply"] = {"text": values["reply"], "dateCreated": values.get("reply_date")}
    if shape.link and native and "url" not in node:
        node["url"] = shape.link + native
    return node


def _first(said: dict[str, Any], path: str) -> Any:
    found = _follow(said, path)
    return found[0] if found else None


_NAMES = {
    "id": "native", "link": "url", "title": "headline", "text": "reviewBody", "date": "datePublished",
    "updated": "dateModified", "language": "inLanguage", "helpful": "helpful", "verified": "verified",
    "recommended": "recommended",
}  # fmt: skip
_PATH = re.compile(r"(?:[\w$@:-]+|\[(?:\*|\d{1,4})\])(?:\.[\w$@:-]+|\[(?:\*|\d{1,4})\])*")
_STEP = re.compile(r"[\w$@:-]+|\[(?:\*|\d+)\]")
_SITE = "https://www.trustpilot.com/"

TRUSTPILOT = (
    Shape(
        "trustpilot",
        ("props.pageProps.reviews[*]", "pageProps.reviews[*]", "reviews[*]", "[*]"),
        {
            "id": "id", "title": "title", "text": "text", "author": "consumer.displayName",
            "author_link": "consumer.id", "rating": "rating",
            "date": "dates.publishedDate", "updated": "dates.updatedDate", "language": "language",
            "reply": "reply.message", "reply_date": "reply.publishedDate", "helpful": "likes",
            "verified": "labels.verification.isVerified",
        },
        frozenset({"id", "consumer", "dates", "rating"}),
        _SITE + "reviews/",
        _SITE + "users/",
    ),
    Shape(
        "trustpilot API",
        ("reviews[*]", "[*]"),
        {
            "id": "id", "title": "title", "text": "text", "author": "consumer.displayName",
            "author_link": "consumer.id", "rating": "stars",
            "date": "createdAt", "updated": "updatedAt", "language": "language", "reply": "companyReply.text",
            "reply_date": "companyReply.createdAt", "helpful": "numberOfLikes", "verified": "isVerified",
        },
        frozenset({"id", "consumer", "stars", "createdAt"}),
        _SITE + "reviews/",
        _SITE + "users/",
    ),
)  # fmt: skip
"""The page of 2023 and what it carries; the API's answer."""
