"""What a brand query means, said as plainly as can be: lists of words, every pair looked at, no index, no scan.

It knows letters that fold one by one, apostrophes, and words with any signs between them; it does not know scripts
without spaces, handles and company signs, which `test_match.py` has tables for.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from monitor.core.match import Document
from monitor.core.query import And, Field, Near, Node, Not, Or, Term

Span = tuple[int, int]
_WORD = re.compile(r"[^\W_]+")
_SPOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word as NEAR counts it: "don't" is one."""
_SILENT = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])(?!(?:ll|re|ve|d|m|t)\b)", re.IGNORECASE)
_GAP = 8


class Word(NamedTuple):
    said: str
    start: int
    end: int


def plainly_found(root: Node, document: Document) -> list[Span] | None:
    """The spans that make a query true, in order, those that overlap as one; None where it is false."""
    places = _true(root, document)
    return None if places is None else _merged(places)


def plain_words(text: str) -> list[set[str]]:
    """Folded, with apostrophes read in one way, and in the other."""
    return [{word.said for word in words} for words in _readings(text)]


def _true(node: Node, document: Document) -> list[Span] | None:
    match node:
        case Term():
            return _term(node, document)
        case Not():
            return [] if _true(node.part, document) is None else None
        case And():
            every = [_true(part, document) for part in node.parts]
            return None if None in every else [span for spans in every if spans for span in spans]
        case Or():
            some = [spans for part in node.parts if (spans := _true(part, document)) is not None]
            return [span for spans in some for span in spans] if some else None
        case Near():
            return [span for place in _near(node, document) for span in place] or None


def _term(term: Term, document: Document) -> list[Span] | None:
    match term.field:
        case Field.AUTHOR:
            return [] if _stands(term, document.author or "") else None
        case Field.URL:
            return [] if _stands(term, document.url or "") else None
        case Field.LANGUAGE:
            value = _folded(document.language or "")
            return [] if _folded(term.words) in (value, value.partition("-")[0]) else None
        case Field.SOURCE:
            return [] if _folded(term.words) == _folded(document.source or "") else None
        case _:
            return _in_texts(term, document) or None


def _in_texts(term: Term, document: Document) -> list[Span]:
    behind = len(document.title) + 1
    spans = [] if term.field is Field.TEXT else list(_stands(term, document.title))
    if term.field is not Field.TITLE:
        spans += [(start + behind, end + behind) for start, end in _stands(term, document.text)]
    return spans


def _stands(term: Term, text: str) -> set[Span]:
    """Where a term stands, with apostrophes as they are on both sides or left out of them."""
    wanted = {tuple(word.said for word in words) for words in _readings(term.words)}
    return {
        place for words in _readings(text) for phrase in wanted for place in _phrase(phrase, words, prefix=term.prefix)
    }


def _phrase(phrase: Sequence[str], words: Sequence[Word], *, prefix: bool) -> Iterator[Span]:
    for at in range(len(words) - len(phrase) + 1):
        if not words[at].said.startswith(phrase[0]):
            continue
        run = words[at : at + len(phrase)]
        said = [word.said for word in run]
        ends = said[-1].startswith(phrase[-1]) if prefix else said[-1] == phrase[-1]
        close = all(second.start - first.end <= _GAP for first, second in pairwise(run))
        if said[:-1] == list(phrase[:-1]) and ends and close:
            yield run[0].start, run[-1].end


@cache
def _readings(text: str) -> list[list[Word]]:
    """The words of a text: apostrophes part words, or are silent inside of them."""
    readings = [[Word(_folded(hit[0]), *hit.span()) for hit in _WORD.finditer(text)]]
    silent = {hit.start() for hit in _SILENT.finditer(text)}
    if silent:
        kept = [place for place in range(len(text)) if place not in silent]
        bare = "".join(text[place] for place in kept)
        readings.append(
            [Word(_folded(hit[0]), kept[hit.start()], kept[hit.end() - 1] + 1) for hit in _WORD.finditer(bare)]
        )
    return readings


@cache
def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("ł", "l").replace("œ", "oe")
    return "".join(char for char in apart if not unicodedata.combining(char))


def _near(node: Near, document: Document) -> list[list[Span]]:
    """Every pair of places with few enough words between them, none of a title with one of a text."""
    counted = [hit.start() for hit in _SPOKEN.finditer(f"{document.title}\n{document.text}")]
    pairs = [
        (first, second)
        for left in _operand(node.left, document)
        for right in _operand(node.right, document)
        for first, second in ((left, right), (right, left))
    ]
    return [
        [*first, *second]
        for first, second in pairs
        if first[-1][1] <= second[0][0]
        and (first[-1][1] <= len(document.title)) == (second[0][0] <= len(document.title))
        and sum(first[-1][1] <= start < second[0][0] for start in counted) <= node.between
    ]


def _operand(node: Node, document: Document) -> list[list[Span]]:
    match node:
        case Near():
            return [sorted(place) for place in _near(node, document)]
        case Or():
            return [place for part in node.parts for place in _operand(part, document)]
        case Term():
            return [[place] for place in _in_texts(node, document)]
        case _:
            return []


def _merged(places: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
