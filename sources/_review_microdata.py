"""HTML microdata → schema.org nodes, in the shape that JSON-LD has.

Also data-vocabulary.org, its forerunner, under schema.org's names. An item's property is what `content`, a link, a
`<time>` or the text says. Inside an author that is no item of its own nothing is a property of the review:
Bazaarvoice nests two `itemprop=name`, the author's and the title. `itemref` names elements that stand elsewhere on the
page and belong to the item as if they stood in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources._review_graph import Node
from sources._review_markup import attribute, text_within

DEEP = 100
"""Items inside each other for which `itemref` is followed: a chain of them must not use up the stack."""
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src"}
_VALUES = {"meta": "content", "time": "datetime", "data": "value", "meter": "value"}
_OLD_NAMES = {
    "reviewer": "author", "dtreviewed": "datePublished", "summary": "headline", "itemreviewed": "itemReviewed",
    "rating": "reviewRating", "value": "ratingValue", "average": "ratingValue", "best": "bestRating",
    "worst": "worstRating", "count": "reviewCount", "votes": "ratingCount",
}  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """Of one page: an item that several name is read once, one that leads back to itself ends there."""

    named: dict[str, LexborNode]
    """Elements that some item's `itemref` names, by their id."""
    found: list[Node] = field(default_factory=list)
    """Items that are nobody's property."""
    read: dict[int, Node] = field(default_factory=dict)
    """By the element's place in memory."""
    open: set[int] = field(default_factory=set)


def nodes(parsed: LexborHTMLParser) -> list[Node]:
    """Items that are no other item's property, in the order of the page."""
    reading = _Reading(_named_by_others(parsed))
    outer = [scope for scope in parsed.css("[itemscope]") if not _is_inner(scope)]
    elsewhere = {element.mem_id for element in reading.named.values()}
    for scope in sorted(outer, key=lambda one: _is_property(one, elsewhere)):
        if scope.mem_id not in reading.read:
            reading.found.append(_item(scope, reading))
    return reading.found


def _named_by_others(parsed: LexborHTMLParser) -> dict[str, LexborNode]:
    wanted = {name for scope in parsed.css("[itemscope][itemref]") for name in _references(scope)}
    if not wanted:
        return {}
    elements = [one for one in parsed.css("[id]") if attribute(one, "id") in wanted]
    return {attribute(one, "id"): one for one in reversed(elements)}


def _references(scope: LexborNode) -> list[str]:
    return attribute(scope, "itemref").split()


def _is_inner(scope: LexborNode) -> bool:
    """An item inside another one is read with it."""
    return any("itemscope" in parent.attributes for parent in _parents(scope))


def _is_property(scope: LexborNode, elsewhere: set[int]) -> bool:
    """Of an item that stands elsewhere: it is read with that one, if that one is read."""
    return "itemprop" in scope.attributes and any(
        one.mem_id in elsewhere for one in (scope, *(_parents(scope) if elsewhere else ()))
    )


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _item(scope: LexborNode, reading: _Reading) -> Node:
    """`reading.found` gains the items inside that are nobody's property."""
    kinds = attribute(scope, "itemtype").split()
    old = any("data-vocabulary.org" in kind for kind in kinds)
    node: Node = {"@type": kinds} if kinds else {}
    own = _own_id(scope)
    if own:
        node["@id" if attribute(scope, "itemid") else "native"] = own
    reading.read[scope.mem_id] = node
    reading.open.add(scope.mem_id)
    for element, inside_author in _elements(scope, reading):
        names = attribute(element, "itemprop").split()
        is_scope = "itemscope" in element.attributes
        if is_scope and element.mem_id in reading.open:
            continue
        if names and not inside_author:
            value: Any = _inner(element, reading) if is_scope else _value(_named(element, names))
            for name in names:
                _add(node, _OLD_NAMES.get(name, name) if old else name, value)
        elif is_scope and element.mem_id not in reading.read:
            reading.found.append(_item(element, reading))
    reading.open.discard(scope.mem_id)
    return node


def _inner(scope: LexborNode, reading: _Reading) -> Node:
    known = reading.read.get(scope.mem_id)
    return _item(scope, reading) if known is None else known


def _elements(scope: LexborNode, reading: _Reading) -> Iterator[tuple[LexborNode, bool]]:
    """Every element of an item, each once, and whether it stands inside an author; not what is inside inner items."""
    names = _references(scope) if len(reading.open) <= DEEP else ()
    others = [reading.named[name] for name in names if name in reading.named]
    stack = [(element, False) for element in reversed([*scope.iter(), *others])]
    seen: set[int] = set()
    while stack:
        element, inside_author = stack.pop()
        if others and element.mem_id in seen:
            continue
        seen.add(element.mem_id)
        yield element, inside_author
        if "itemscope" not in element.attributes:
            names = attribute(element, "itemprop").split()
            inside = inside_author or bool({"author", "reviewer"} & set(names))
            stack.extend((child, inside) for child in reversed(list(element.iter())))


def _own_id(scope: LexborNode) -> str:
    return attribute(scope, "itemid") or attribute(scope, "data-review-id")


def _named(element: LexborNode, names: list[str]) -> LexborNode:
    """An author that is no item of its own may hold its name."""
    inner = element.css_first("[itemprop=name]") if "author" in names else None
    return inner if inner is not None else element


def _value(element: LexborNode) -> str:
    name = _VALUES.get(element.tag or "") or _LINKS.get(element.tag or "")
    said = attribute(element, "content") or (attribute(element, name) if name else "")
    return said or text_within(element)


def _add(node: Node, name: str, value: Any) -> None:
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]
