"""One line of `assess --lines`: JSON → what is asked, or why it cannot be. Every key is checked, none is guessed.

`context` and `against` weigh relevance (core/relevance), where a brand is named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, TypeVar

import orjson

from monitor.core.query import default_query, parse
from monitor.core.relevance import Sense
from monitor.core.text import TEXT_LIMIT, TITLE_LIMIT, clean, one_line
from monitor.errors import MonitorError, QueryError
from monitor.model import Item, MentionType, Rating, Scale

C = TypeVar("C", MentionType, Scale)
KEYS = ("text", "title", "language", "rating", "recommended", "type", "brand", "context", "against")
RATING_KEYS = ("value", "best", "scale")
BRAND_LIMIT = 1000
"""Characters, as of a query."""
_QUERY = re.compile(
    r'["“”„()]|\S\*(?:\s|$)|(?:^|\s)(?:AND|OR|NOT|NEAR/[0-9]+)(?:\s|$)|(?:^|\s)(?:title|text|author|url|source|language):'
)
"""What makes it a brand query and no name."""


class BadLine(MonitorError):
    """A line that asks nothing that can be answered."""


@dataclass(frozen=True, slots=True)
class Question:
    item: Item
    brand: tuple[str, str] | None
    """As it was named, and the query that finds it."""
    sense: Sense | None = None
    """Where words for or against it were given."""


def question(line: bytes, about: tuple[str, str] | None) -> Question:
    """`about` is the brand where the line names none. An empty text is one: it shows nothing. Raises BadLine."""
    data = _object(line)
    if "text" not in data:
        raise BadLine("no `text`")
    for key in data:
        if key not in KEYS:
            raise BadLine(_unknown("key", key, KEYS))
    text, title = _text(data, "text") or "", _text(data, "title") or ""
    rating, recommended = _rating(data.get("rating")), _flag(data, "recommended")
    context, against = _words(data, "context"), _words(data, "against")
    brand = _text(data, "brand")
    item = Item(
        native_id=None,
        url=None,
        title=one_line(title, TITLE_LIMIT) if title else "",
        text=clean(text, TEXT_LIMIT),
        type=_choice(MentionType, data.get("type"), "type") or MentionType.POST,
        rating=rating,
        recommended=recommended,
        language=_text(data, "language"),
    )
    return Question(item, about if brand is None else _toward(brand), sense_of(context, against))


def sense_of(context: Iterable[str], against: Iterable[str]) -> Sense | None:
    """None without a word."""
    sense = Sense(tuple(filter(str.strip, context)), tuple(filter(str.strip, against)))
    return sense if sense.ambiguous else None


@lru_cache(maxsize=1024)
def toward(brand: str) -> tuple[str, str]:
    """(the brand as it was named, its query): a query as it stands, a name in quotes. Raises BadLine, QueryError."""
    if len(brand) > BRAND_LIMIT or not brand.strip():
        raise BadLine(f"a brand has 1 to {BRAND_LIMIT} characters, found {len(brand.strip())}")
    query = brand if _QUERY.search(brand) else default_query(brand.strip())
    parse(query)
    return brand, query


def _toward(brand: str) -> tuple[str, str]:
    try:
        return toward(brand)
    except QueryError as e:
        raise BadLine(f"`brand`: {e}") from e


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as e:
        raise BadLine(f"not JSON: {e}") from e
    if not isinstance(data, dict):
        raise BadLine(f"found {_kind(data)}; a line is an object in {{ }}")
    return data


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    if value is None and key != "text":
        return None
    if not isinstance(value, str):
        raise BadLine(f"`{key}`: found {_kind(value)}; allowed is a text")
    return value


def _flag(data: dict[str, Any], key: str) -> bool | None:
    value = data.get(key)
    if value is not None and not isinstance(value, bool):
        raise BadLine(f"`{key}`: found {_kind(value)}; allowed is true, false or null")
    return value


def _words(data: dict[str, Any], key: str) -> list[str]:
    value = data.get(key)
    if value is None:
        return []
    if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
        raise BadLine(f"`{key}`: allowed is a list of texts")
    return value


def _rating(value: Any) -> Rating | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadLine(f"`rating`: found {_kind(value)}; allowed is an object with value and best")
    for key in value:
        if key not in RATING_KEYS:
            raise BadLine(_unknown("key", f"rating.{key}", [f"rating.{name}" for name in RATING_KEYS]))
    scale = _choice(Scale, value.get("scale"), "rating.scale") or Scale.STARS
    try:
        return Rating(_number(value, "value"), _number(value, "best"), scale)
    except ValueError as e:
        raise BadLine(f"`rating`: {e}") from e


def _number(rating: dict[str, Any], key: str) -> float:
    value = rating.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadLine(f"`rating.{key}`: found {_kind(value)}; allowed is a number")
    return value


def _choice(choices: type[C], value: Any, key: str) -> C | None:
    if value is None:
        return None
    try:
        return choices(value)
    except ValueError:
        raise BadLine(_unknown(f"`{key}`", str(value), list(choices))) from None


def _unknown(noun: str, found: str, known: Any) -> str:
    near = get_close_matches(found[:100], known, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else "."
    return f"unknown {noun} `{found[:60]}`{hint} Known: {', '.join(known)}"


def _kind(value: Any) -> str:
    return {type(None): "null", bool: "true or false", str: "a text", list: "a list", dict: "an object"}.get(
        type(value), "a number"
    )
