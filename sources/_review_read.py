"""The text of an answer → the reviews in it and where they stood, or why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from monitor.core.url import absolute
from monitor.errors import Unreadable
from monitor.source import Metric, Outcome, Response, Source
from sources import _feed_facts as facts
from sources import _review_microdata, _review_path, _review_select, _review_wall
from sources._feed_facts import Place
from sources._review_graph import Node, Review, Survey, survey, text_of
from sources._review_harvest import metrics
from sources._review_item import Page
from sources._review_markup import address_of, attribute, title_of, tree
from sources._review_path import Shape
from sources._review_repair import loads
from sources._review_round import following
from sources._review_select import Preset

LOOKED_FOR = "JSON-LD, microdata, the JSON of Trustpilot, the markup of Shopify and Amazon, hreview"


@dataclass(frozen=True, slots=True)
class Where:
    """What the configuration says of the place of the reviews."""

    path: Shape | None = None
    selectors: Preset | None = None


@dataclass(frozen=True, slots=True)
class Found:
    page: Page
    reviews: Sequence[Review] = ()
    metrics: tuple[Metric, ...] = ()
    repaired: tuple[str, ...] = ()
    broken: int = 0
    """Blocks that speak of reviews and cannot be read."""
    next: str | None = None
    outcome: Outcome = Outcome.ITEMS
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The JSON-LD of a page."""

    values: tuple[Any, ...]
    repaired: tuple[str, ...]
    broken: int


def find(text: str, source: Source, response: Response, where: Where) -> Found:
    """Raises Unreadable."""
    text = text.strip(_BLANK)
    if text[:1] in ("{", "["):
        return _in_json(text, source, response, where)
    return _in_page(text, source, response, where)


def nothing(response: Response) -> Found:
    """Of an empty body: AWS challenges with 202 and nothing in it."""
    reason = _review_wall.by_headers(response.headers)
    outcome = Outcome.BLOCKED if reason else Outcome.CHANGED
    return Found(Page(Place((), response.at), None, {}), outcome=outcome, why=reason or "empty body")


def _in_json(text: str, source: Source, response: Response, where: Where) -> Found:
    mended = loads(text)
    graph = survey([mended.value]) if mended else Survey()
    page = Page(_place(source, response, (response.url,), None), response.url or None, graph.nodes)
    if mended is None:
        return Found(page, outcome=Outcome.CHANGED, why="broken JSON")
    repaired = tuple(f"JSON: {step}" for step in mended.repaired)
    nodes = _by_path([mended.value], (where.path,) if where.path else _review_path.TRUSTPILOT)
    reviews = _reviews(nodes or ()) if nodes or where.path else graph.reviews
    rated = metrics(graph.aggregates)
    if reviews:
        return Found(page, reviews, rated, repaired)
    reached = bool(where.path) and nodes is not None
    speaks = _is_json_ld(mended.value) or where.path is not None
    outcome, why = _emptiness(graph.things if speaks else (), rated if speaks else (), where, reached=reached)
    wall = _review_wall.by_marks(text) if outcome is Outcome.CHANGED else ""
    if wall:
        outcome, why = Outcome.BLOCKED, wall
    return Found(page, (), rated, repaired, outcome=outcome, why=f"{why} (JSON)")


def _in_page(text: str, source: Source, response: Response, where: Where) -> Found:
    parsed = tree(text)
    blocks = _json_ld(parsed)
    graph = survey(blocks.values)
    micro = survey([_review_microdata.nodes(parsed)] if "itemscope" in text else [])
    page = _standing(parsed, source, response, graph)
    old = [node for preset in _review_select.MICROFORMATS for node in _review_select.aggregates(parsed, preset)]
    rated = metrics(graph.aggregates) or metrics(micro.aggregates) or metrics(old)
    ahead = following(parsed, page.address or "", page.place.bases)
    reviews, reached = _reviews_of(text, parsed, where, graph, micro)
    if reviews:
        return Found(page, reviews, rated, blocks.repaired, blocks.broken, ahead)
    outcome, why = _emptiness(graph.things + micro.things, rated, where, reached=reached)
    wall = _review_wall.block(text, parsed, response.headers) if outcome is Outcome.CHANGED else ""
    if wall:
        outcome, why = Outcome.BLOCKED, wall
    elif blocks.broken:
        raise Unreadable(f"{blocks.broken} of the page's JSON-LD blocks speak of reviews and are broken beyond repair")
    elif outcome is Outcome.CHANGED:
        why += f", on a page titled {title_of(parsed)!r}"
    return Found(page, (), rated, blocks.repaired, outcome=outcome, why=why)


def _reviews_of(
    text: str, parsed: LexborHTMLParser, where: Where, graph: Survey, micro: Survey
) -> tuple[Sequence[Review], bool]:
    """The reviews of the first place that has some, and whether the configured place is there at all."""
    if where.path:
        nodes = _by_path(_review_path.documents(parsed), (where.path,))
        return _reviews(nodes or ()), nodes is not None
    if where.selectors:
        return _reviews(_review_select.nodes(parsed, where.selectors)), False
    if '"consumer"' in text:
        nodes = _by_path(_review_path.documents(parsed), _review_path.TRUSTPILOT)
        if nodes:
            return _reviews(nodes), True
    for place in (graph, micro):
        if any(text_of(review.node.get(key)) for review in place.reviews for key in _WORDS):
            return place.reviews, True
    for preset in (*_review_select.SITES, *_review_select.MICROFORMATS):
        nodes = _review_select.nodes(parsed, preset)
        if nodes:
            return _reviews(nodes), True
    return graph.reviews or micro.reviews, False


def _is_json_ld(value: Any) -> bool:
    """JSON of another shape may hold a piece of JSON-LD beside reviews that only its own site's words name."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and bool({"@type", "@graph", "@context"} & first.keys())


def _emptiness(things: Sequence[str], rated: Sequence[Metric], where: Where, *, reached: bool) -> tuple[Outcome, str]:
    """No reviews: because there are none, because scripts load them, or because the site changed?"""
    counts = [metric.count for metric in rated if metric.count is not None]
    said = f"rated by {counts[0]}" if counts and counts[0] else "not rated yet" if counts else "without a rating"
    if reached:
        return Outcome.EMPTY, "the list of reviews is empty"
    if where.path or where.selectors:
        named = where.path.items[0] if where.path else where.selectors.item if where.selectors else ""
        if (things or rated) and not any(counts):
            return Outcome.EMPTY, f"no reviews, {said}"
        return Outcome.CHANGED, f"nothing where the configuration says that the reviews stand: {named}"
    if things or rated:
        return Outcome.EMPTY, f"no reviews on the page, {said}: {', '.join(things[:3]) or 'a rating'}"
    return Outcome.CHANGED, f"no reviews and nothing that is reviewed; looked for {LOOKED_FOR}"


def _by_path(documents: Sequence[Any], shapes: Sequence[Shape]) -> list[Node] | None:
    """The first that has some; else [] where a path leads to an empty list, None where none leads anywhere."""
    found = [_review_path.nodes(document, shape) for shape in shapes for document in documents]
    return next((nodes for nodes in found if nodes), next((nodes for nodes in found if nodes is not None), None))


def _json_ld(parsed: LexborHTMLParser) -> _Blocks:
    """Each script on its own: a broken one costs no other."""
    values, repaired, broken = [], [], 0
    for script in parsed.css("script[type]"):
        if "ld+json" not in attribute(script, "type").lower():
            continue
        text = script.text()
        mended = loads(text)
        if mended is None:
            broken += "review" in text.lower()
            repaired.append("JSON-LD: a block is beyond repair")
            continue
        values.append(mended.value)
        repaired += [f"JSON-LD: {step}" for step in mended.repaired]
    return _Blocks(tuple(values), tuple(dict.fromkeys(repaired)), broken)


def _standing(parsed: LexborHTMLParser, source: Source, response: Response, graph: Survey) -> Page:
    own = absolute(address_of(parsed), response.url)
    base = parsed.css_first("base[href]")
    nearest = absolute(attribute(base, "href"), response.url, own) if base is not None else None
    bases = tuple(url for url in (nearest, response.url, own) if url)
    root = parsed.css_first("html")
    spoken = facts.language(attribute(root, "lang")) if root is not None else None
    return Page(_place(source, response, bases, spoken), response.url or own, graph.nodes)


def _place(source: Source, response: Response, bases: tuple[str, ...], spoken: str | None) -> Place:
    languages = tuple(language for language in (source.language, spoken) if language)
    return Place(bases, response.at, source.timezone, source.date_order, languages)


def _reviews(nodes: Sequence[Node]) -> list[Review]:
    return [Review(node, "", 0) for node in nodes]


_WORDS = ("reviewBody", "description", "text")
_BLANK = "\ufeff \t\r\n\0"
