"""Apple's reviews as it writes them, XML or JSON → one form, so that both give the same items and the same hashes.

XML is Atom with Apple's `im:` names; JSON says the same, each value as {"label": …}, with `entry` a list, one object,
or absent. The first entry may be the app itself: it has a name and a price and no rating. JSON of 2018–2021 has no
`updated`. Shapes: recorded 2021 and 2025.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.core.text import AUTHOR_LIMIT, TEXT_LIMIT, TITLE_LIMIT, clean, html_to_text, one_line
from monitor.errors import Unreadable
from sources import _feed_mend
from sources._lenient_json import loads


@dataclass(frozen=True, slots=True)
class Review:
    """Plain words, as written; empty where it says nothing."""

    id: str
    title: str
    text: str
    rating: str
    author: str
    author_url: str
    link: str
    version: str
    helpful: str
    updated: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """One page."""

    reviews: tuple[Review, ...]
    skipped: int
    """Entries that are neither a review nor the app."""
    offers_next: bool
    repaired: tuple[str, ...] = ()


def from_json(text: str) -> Reviews | None:
    """None where it is no feed of reviews. Raises Unreadable where no entry is one."""
    document = loads(text)
    feed = document.get("feed") if isinstance(document, dict) else None
    if not isinstance(feed, dict):
        return None
    entries = [_Said(_json_values(entry)) for entry in _list(feed.get("entry"))]
    rels = [_attribute(link, "rel") for link in _list(feed.get("link"))]
    return _page(entries, rels, text)


def from_xml(text: str) -> Reviews | None:
    """None where it is no feed of reviews. Raises Unreadable where no entry is one, or nothing can be read."""
    mended, repaired = _feed_mend.mend(text)
    root = _tree(mended, recover=False)
    if root is None:
        root = _tree(_feed_mend.repair(mended), recover=True)
        repaired = (*repaired, "markup")
    if root is None:
        raise Unreadable("the XML cannot be read, not even leniently")
    if _name(root) != "feed":
        return None
    children = list(root.iterchildren("*"))
    entries = [_Said(_xml_values(child)) for child in children if _name(child) == "entry"]
    rels = [child.get("rel", "") for child in children if _name(child) == "link"]
    if not _feed_mend.is_whole(mended):
        repaired = tuple(dict.fromkeys((*repaired, "cut off")))
        entries = _without_the_torn(entries, mended)
    return _page(entries, rels, mended, repaired)


class _Said:
    """What one entry says: name → values, in its order."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = defaultdict(list)
        for name, value in values:
            if value.strip():
                self._values[name].append(value)

    def first(self, name: str) -> str:
        return next(iter(self._values.get(name, ())), "")

    @property
    def is_review(self) -> bool:
        return "im:rating" in self._values and "id" in self._values

    @property
    def is_app(self) -> bool:
        return "im:rating" not in self._values and "im:name" in self._values

    def review(self) -> Review:
        text = clean(self.first("content"), TEXT_LIMIT) or html_to_text(self.first("content:html"), TEXT_LIMIT)
        return Review(
            id=one_line(self.first("id"), AUTHOR_LIMIT),
            title=one_line(self.first("title"), TITLE_LIMIT),
            text=text,
            rating=one_line(self.first("im:rating"), 20),
            author=one_line(self.first("author/name"), AUTHOR_LIMIT),
            author_url=self.first("author/uri").strip(),
            link=self.first("link").strip(),
            version=one_line(self.first("im:version"), 100),
            helpful=self.first("im:voteSum").strip(),
            updated=self.first("updated").strip(),
        )


def _page(entries: list[_Said], rels: list[str], text: str, repaired: tuple[str, ...] = ()) -> Reviews | None:
    """A page without reviews counts only where it says that it is one of reviews: the charts look alike."""
    reviews = tuple(entry.review() for entry in entries if entry.is_review)
    if not reviews and not _MARK.search(text):
        return None
    skipped = sum(not entry.is_review and not entry.is_app for entry in entries)
    if skipped and not reviews:
        raise Unreadable(f"none of {len(entries)} entries is a review")
    return Reviews(reviews, skipped, "next" in rels, repaired)


# --- JSON ---------------------------------------------------------------------------------------------------------


def _json_values(entry: Any) -> Iterable[tuple[str, str]]:
    for name, value in entry.items() if isinstance(entry, dict) else ():
        for one in _list(value):
            if name == "author":
                yield "author/name", _label(one.get("name")) if isinstance(one, dict) else ""
                yield "author/uri", _label(one.get("uri")) if isinstance(one, dict) else ""
            elif name == "link":
                yield name, _attribute(one, "href")
            elif name == "content":
                yield "content:html" if _attribute(one, "type") == "html" else name, _label(one)
            else:
                yield name, _label(one)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _label(value: Any) -> str:
    label = value.get("label") if isinstance(value, dict) else value
    return label if isinstance(label, str) else str(label) if isinstance(label, int) else ""


def _attribute(value: Any, name: str) -> str:
    attributes = value.get("attributes") if isinstance(value, dict) else None
    found = attributes.get(name) if isinstance(attributes, dict) else None
    return found if isinstance(found, str) else ""


# --- XML ----------------------------------------------------------------------------------------------------------


def _tree(text: str, *, recover: bool) -> etree._Element | None:
    """No entity, no network, no comment; libxml2's own limits on depth and size stay on."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
        recover=recover,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _xml_values(entry: etree._Element) -> Iterable[tuple[str, str]]:
    for child in entry.iterchildren("*"):
        name = _name(child)
        if name == "author":
            yield from ((f"author/{_name(part)}", _text(part)) for part in child.iterchildren("*"))
        elif name == "link":
            yield name, child.get("href", "")
        elif name == "content" and child.get("type", "text") != "text":
            yield "content:html", _text(child)
        else:
            yield name, _text(child)


def _name(element: etree._Element) -> str:
    """`im:` for Apple's own names, whatever the prefix is."""
    space, _, local = element.tag.rpartition("}")
    return local if space in _ATOM else f"im:{local}"


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _without_the_torn(entries: list[_Said], text: str) -> list[_Said]:
    """Half a review is not shown: the next answer brings it whole. Raises Unreadable where nothing else is there."""
    if text.rfind("<entry") > text.rfind("</entry"):
        entries = entries[:-1]
    if not entries:
        raise Unreadable("the document is cut off before the end of its first review")
    return entries


_ATOM = frozenset({"", "{http://www.w3.org/2005/Atom", "{http://purl.org/atom/ns#"})
_MARK = re.compile("customerreviews|iTunes Store: Customer Reviews", re.IGNORECASE)
