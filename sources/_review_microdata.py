"""HTML microdata → schema.org nodes, in the shape that JSON-LD has.

Also data-vocabulary.org, its forerunner, under schema.org's names. An item's property is what `content`, a link, a
`<time>` or the text says. Inside an author that is no item of its own nothing is a property of the review:
Bazaarvoice nests two `itemprop=name`, the author's and the title.
"""

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources._review_graph import Node
from sources._review_markup import attribute, text_within

_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src"}
_VALUES = {"meta": "content", "time": "datetime", "data": "value", "meter": "value"}
_OLD_NAMES = {
    "reviewer": "author", "dtreviewed": "datePublished", "summary": "headline", "itemreviewed": "itemReviewed",
    "rating": "reviewRating", "value": "ratingValue", "average": "ratingValue", "best": "bestRating",
    "worst": "worstRating", "count": "reviewCount", "votes": "ratingCount",
}  # fmt: skip


def nodes(parsed: LexborHTMLParser) -> list[Node]:
    """Items that are no other item's property, in the order of the page."""
    found: list[Node] = []
    for scope in parsed.css("[itemscope]"):
        if not _is_inner(scope):
            found.append(_item(scope, found))
    return found


def _is_inner(scope: LexborNode) -> bool:
    """An item inside another one is read with it."""
    parent = scope.parent
    while parent is not None:
        if "itemscope" in parent.attributes:
            return True
        parent = parent.parent
    return False


def _item(scope: LexborNode, loose: list[Node]) -> Node:
    """`loose` gains the items inside that are nobody's property."""
    kinds = attribute(scope, "itemtype").split()
    old = any("data-vocabulary.org" in kind for kind in kinds)
    node: Node = {"@type": kinds} if kinds else {}
    own = _own_id(scope)
    if own:
        node["@id" if attribute(scope, "itemid") else "native"] = own
    stack = [(child, False) for child in reversed(list(scope.iter()))]
    while stack:
        element, inside_author = stack.pop()
        names = attribute(element, "itemprop").split()
        is_scope = "itemscope" in element.attributes
        if names and not inside_author:
            value: Any = _item(element, loose) if is_scope else _value(_named(element, names))
            for name in names:
                _add(node, _OLD_NAMES.get(name, name) if old else name, value)
        elif is_scope:
            loose.append(_item(element, loose))
        if not is_scope:
            inside = inside_author or bool({"author", "reviewer"} & set(names))
            stack.extend((child, inside) for child in reversed(list(element.iter())))
    return node


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
