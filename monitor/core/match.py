"""Which brands a text names, and where. One scan finds the words of all brands; each query is asked only when one hit.

    title\\ntext → folded (case, width, accents) → Aho-Corasick: words → brands that have one → their query → spans

Folding drops accents on both sides ("loreal" = "L'Oréal"). Words are compared whole: a neighbour that is a letter or
a digit is no hit, except in scripts that write no spaces (Han, kana, Hangul, Thai, Lao, Khmer, Burmese). An apostrophe
may be left out by either side ("mcdonalds" = "McDonald's"), but not that of "she'll", which is no "shell". Between the
words of a phrase stand spaces, hyphens or punctuation, never the end of the title.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from monitor.core.fold import Literal, Span, fold, foldings, literals, word_starts
from monitor.core.query import And, Field, Near, Node, Not, Or, Query, Term, could_hold, nodes


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    text: str
    author: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class BrandQuery:
    name: str
    query: Query


@dataclass(frozen=True, slots=True)
class Match:
    brand: str
    spans: tuple[Span, ...]
    """What made the query true, in order, without overlap; empty when only fields did."""


class Matcher:
    """Built once for all brands (0.2 s for 10,000); a pickle holds the brands and builds it anew."""

    def __init__(self, brands: Sequence[BrandQuery]) -> None:
        self._brands = tuple(brands)
        self._numbers = {brand.name: number for number, brand in enumerate(self._brands)}
        self._always = [n for n, brand in enumerate(self._brands) if could_hold(brand.query.root, fields=None) is None]
        self._asked_by: dict[Literal, list[int]] = {}
        for number, brand in enumerate(self._brands):
            for literal in dict.fromkeys(_literals(brand.query)):
                self._asked_by.setdefault(literal, []).append(number)
        self._plain = [_plain(brand.query.root) for brand in self._brands]
        anchored: dict[str, list[Literal]] = {}
        for literal in self._asked_by:
            anchored.setdefault(literal.anchor, []).append(literal)
        self._by_anchor = list(anchored.values())
        self._scan = AhoCorasick(list(anchored)).find_matches_as_indexes

    def __reduce__(self) -> tuple[type["Matcher"], tuple[tuple[BrandQuery, ...]]]:
        return (Matcher, (self._brands,))

    def find(self, document: Document) -> tuple[Match, ...]:
        """The brands whose query holds, in the order they were given."""
        hits = self._hits(document)
        if not hits and not self._always:
            return ()
        asked = {number for literal in hits for number in self._asked_by[literal]}
        view = _View(document, hits)
        found = []
        for number in sorted(asked.union(self._always)):
            brand = self._brands[number]
            spans: Sequence[Span] | None = [span for one in self._plain[number] for span in hits.get(one, ())]
            spans = spans or _holds(brand.query.root, view)
            if spans is not None:
                found.append(Match(brand.name, _merged(spans)))
        return tuple(found)

    def spans(self, name: str, document: Document) -> tuple[Span, ...]:
        """Where the brand is named, also when its query does not hold: for sources that are all about it."""
        root = self._brands[self._numbers[name]].query.root
        view = _View(document, self._hits(document))
        return _merged(span for term in _wanted(root) for span in view.places(term))

    def _hits(self, document: Document) -> dict[Literal, set[Span]]:
        hits: dict[Literal, set[Span]] = {}
        border = len(document.title)
        for folded in foldings(f"{document.title}\n{document.text}"):
            for number, start, end in self._scan(folded.text, True):
                for literal in self._by_anchor[number]:
                    place = literal.at(folded.text, start, end)
                    if place is not None:
                        span = folded.origin(*place)
                        if not span[0] <= border < span[1]:
                            hits.setdefault(literal, set()).add(span)
        return hits


def matches(query: Query, document: Document) -> bool:
    return bool(_matcher_of(query).find(document))


@lru_cache(maxsize=256)
def _matcher_of(query: Query) -> Matcher:
    return Matcher([BrandQuery("", query)])


def _literals(query: Query) -> Iterator[Literal]:
    for node in nodes(query.root):
        if isinstance(node, Term) and node.field in _SCANNED:
            yield from _literals_of(node)


def _plain(root: Node) -> tuple[Literal, ...]:
    """Of a query that is one word or phrase, as most are: its hits are its spans. Empty for any other."""
    return _literals_of(root) if isinstance(root, Term) and root.field is None else ()


@lru_cache(maxsize=65536)
def _literals_of(term: Term) -> tuple[Literal, ...]:
    return literals(term.words, prefix=term.prefix)


def _wanted(node: Node) -> Iterator[Term]:
    """Terms outside any NOT."""
    match node:
        case Term():
            yield node
        case Near():
            yield from _wanted(node.left)
            yield from _wanted(node.right)
        case And() | Or():
            for part in node.parts:
                yield from _wanted(part)
        case Not():
            return


# --- one query on one text --------------------------------------------------------------------------------------------

_Place = tuple[int, int, tuple[Span, ...]]
"""Start, end, and the spans it consists of (several for NEAR)."""


class _View:
    """A document and what the scan found in it."""

    def __init__(self, document: Document, hits: dict[Literal, set[Span]]) -> None:
        self._document = document
        self._hits = hits
        self._words: list[int] | None = None

    def places(self, term: Term) -> list[Span]:
        """Spans in title and text; none for the other fields."""
        if term.field not in _SCANNED:
            return []
        spans = {span for literal in _literals_of(term) for span in self._hits.get(literal, ())}
        border = len(self._document.title)
        if term.field is Field.TITLE:
            spans = {span for span in spans if span[1] <= border}
        elif term.field is Field.TEXT:
            spans = {span for span in spans if span[0] > border}
        return sorted(spans)

    def field_holds(self, term: Term) -> bool:
        document = self._document
        match term.field:
            case Field.AUTHOR:
                return _occurs(term, document.author)
            case Field.URL:
                return _occurs(term, document.url)
            case Field.LANGUAGE:
                return _is(term, document.language, or_part=True)
            case _:
                return _is(term, document.source)

    def between(self, left: Span, right: Span) -> int | None:
        """Words between two places, None across the end of the title."""
        if left[1] <= len(self._document.title) < right[0]:
            return None
        if self._words is None:
            self._words = word_starts(f"{self._document.title}\n{self._document.text}")
        return bisect_left(self._words, right[0]) - bisect_left(self._words, left[1])


_SCANNED = {None, Field.TITLE, Field.TEXT}


def _holds(node: Node, view: _View) -> tuple[Span, ...] | None:
    """The spans that make it true, None where it is false."""
    match node:
        case Term():
            if node.field not in _SCANNED:
                return () if view.field_holds(node) else None
            return tuple(view.places(node)) or None
        case Near():
            return tuple(span for place in _near(node, view) for span in place[2]) or None
        case Not():
            return () if _holds(node.part, view) is None else None
        case And():
            return _all_of(node.parts, view)
        case Or():
            true = [spans for part in node.parts if (spans := _holds(part, view)) is not None]
            return tuple(span for spans in true for span in spans) if true else None


def _all_of(parts: tuple[Node, ...], view: _View) -> tuple[Span, ...] | None:
    together: list[Span] = []
    for part in parts:
        spans = _holds(part, view)
        if spans is None:
            return None
        together += spans
    return tuple(together)


def _places(node: Node, view: _View) -> list[_Place]:
    """Where an operand of NEAR stands, by start."""
    match node:
        case Term():
            return [(start, end, ((start, end),)) for start, end in view.places(node)]
        case Near():
            return sorted(_near(node, view))
        case Or():
            return sorted({place for part in node.parts for place in _places(part, view)})
        case And() | Not():
            return []


def _near(node: Near, view: _View) -> set[_Place]:
    """Each place of one side with its nearest of the other, before and behind it, so that long texts stay linear."""
    left, right = _places(node.left, view), _places(node.right, view)
    found = set()
    for first, second in (*_neighbours(left, right), *_neighbours(right, left)):
        between = view.between(first[:2], second[:2])
        if between is not None and between <= node.between:
            found.add((first[0], second[1], (*first[2], *second[2])))
    return found


def _neighbours(firsts: list[_Place], seconds: list[_Place]) -> Iterator[tuple[_Place, _Place]]:
    """Each of `firsts` with the next of `seconds` behind it, each of `seconds` with the last of `firsts` before it."""
    starts = [place[0] for place in seconds]
    for first in firsts:
        index = bisect_left(starts, first[1])
        if index < len(seconds):
            yield first, seconds[index]
    ended = sorted(firsts, key=itemgetter(1))
    ends = [place[1] for place in ended]
    for second in seconds:
        index = bisect_right(ends, second[0])
        if index:
            yield ended[index - 1], second


def _is(term: Term, value: str | None, *, or_part: bool = False) -> bool:
    """The whole value, or the part before its hyphen (`language:pt` is true of pt-BR)."""
    words, folded = fold(term.words), fold(value or "")
    return folded.startswith(words) if term.prefix else folded == words or (or_part and folded.startswith(f"{words}-"))


def _occurs(term: Term, value: str | None) -> bool:
    return any(
        literal.at(folded.text, hit.start(), hit.start() + len(literal.anchor)) is not None
        for folded in foldings(value or "")
        for literal in _literals_of(term)
        for hit in re.finditer(f"(?={re.escape(literal.anchor)})", folded.text)
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
