"""Bytes to items, items to judged mentions: the functions that reader processes run, by name.

read_page    response → page and the identity keys of its items       foreign bytes, one connector
judge        items × brands → match → language → marks → tone → topics → relevance  pure, in batches
assess       one text → judgement                                     the command line's own process

A batch takes one step after the other, each with all of its items, so that a step finds its code and tables where the
processor left them: item after item 100 posts take a quarter to a half longer, the more the busier the machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import sources
from monitor import models
from monitor.core import aspects, tiebreak, window
from monitor.core.calibration import NONE, Shift
from monitor.core.findings import Judged, ReadPage, Watched
from monitor.core.fold import Span
from monitor.core.identity import keys_of, listed_keys
from monitor.core.lessons import NOTHING
from monitor.core.match import BrandQuery, Document, Match, Matcher
from monitor.core.query import parse
from monitor.core.relevance import Sense, relevance
from monitor.core.scoring import Weights
from monitor.core.spoken import Named
from monitor.core.story import Marks, marks_of
from monitor.core.taxonomy import names_of
from monitor.core.tiebreak import Settled
from monitor.core.tone import judge_parts, text_alone
from monitor.core.topics import Lexicon
from monitor.core.window import Part
from monitor.model import Item, Judgement, MentionType
from monitor.models.fields import fields_of
from monitor.models.language import detect_language
from monitor.models.topics import topic_words
from monitor.settings import TopicsSettings
from monitor.source import Response, Source


def read_page(source: Source, response: Response) -> ReadPage:
    """`listed` comes back as keys only: nobody needs more. Raises Unreadable."""
    page = sources.connector(source.kind).read(source, response)
    keys, listed = map(keys_of, page.items), map(listed_keys, page.listed)
    return ReadPage(replace(page, listed=()), tuple(keys), tuple(listed))


Shifts = Mapping[MentionType, Shift]
"""What this installation learned of each type of mention from this kind of source (core/calibration)."""


def judge(
    watched: Watched, source: str, items: Sequence[Item], shifts: Shifts = MappingProxyType({})
) -> tuple[tuple[Judged, ...], ...]:
    """One tuple per item, in order; empty where it matches no brand."""
    matcher = _matcher(watched.brands)
    found = [_found(matcher, watched, source, item) for item in items]
    languages = [_language(item) if brands else None for item, brands in zip(items, found, strict=True)]
    marks = [mark for item, brands in zip(items, found, strict=True) for mark in _marks(item, brands)]
    texts = [
        _Text(place, items[place], languages[place], match.brand, match.spans)
        for place, brands in enumerate(found)
        for match in brands
    ]
    answers: list[list[Judged]] = [[] for _ in items]
    for text, mark, judgement in zip(texts, marks, _judgements(texts, watched, shifts), strict=True):
        by_text = _beside_stars(text.item, judgement)
        answers[text.place].append(Judged(text.brand, judgement, text.language, mark, by_text=by_text))
    return tuple(map(tuple, answers))


def assess(item: Item, brand: tuple[str, str] | None, sense: Sense | None = None) -> tuple[Judgement, str | None]:
    """Judgement and language of one text, toward `brand` (name, query) where one is given."""
    name = brand[0] if brand else ""
    spans = _matcher((brand,)).spans(name, _document(item, "")) if brand else ()
    text = _Text(0, item, _language(item), name, spans)
    senses = ((name, sense),) if brand and sense else ()
    (judgement,) = _judgements([text], Watched((), senses=senses), MappingProxyType({}))
    return judgement, text.language


class _Text(NamedTuple):
    """An item, and where it names one brand."""

    place: int
    """Of the item in its batch."""
    item: Item
    language: str | None
    brand: str
    spans: Sequence[Span]

    @property
    def whole(self) -> str:
        return f"{self.item.title}\n{self.item.text}"


def _found(matcher: Matcher, watched: Watched, source: str, item: Item) -> Sequence[Match]:
    document = _document(item, source)
    if watched.whole is None:
        return matcher.find(document)
    return (Match(watched.whole, matcher.spans(watched.whole, document)),)


def _marks(item: Item, brands: Sequence[Match]) -> Sequence[Marks]:
    return marks_of(item, [match.brand for match in brands]) if brands else ()


def _judgements(texts: Sequence[_Text], watched: Watched, shifts: Shifts) -> list[Judgement]:
    """One per text, in order: of what speaks of the brand."""
    weights, own, senses, lessons = models.load(), dict(watched.topics), dict(watched.senses), dict(watched.lessons)
    parted = [window.parts(text.whole, text.spans, weights.ordinary) for text in texts]
    tones = [_tone(text, parts, weights, shifts) for text, parts in zip(texts, parted, strict=True)]
    spoken = [parts[0].text for parts in parted]
    topics = [_lexicon(own.get(text.brand), text.language).find(said) for text, said in zip(texts, spoken, strict=True)]
    settled = [
        tiebreak.settle(said, found, lessons.get(text.brand, NOTHING), names_of(own.get(text.brand)))
        for text, said, found in zip(texts, spoken, topics, strict=True)
    ]
    judgements = [
        _with_topics(tone, said, each, weights.of(text.language))
        for text, said, each, tone in zip(texts, spoken, settled, tones, strict=True)
    ]
    return [_weighed(each, text, senses.get(text.brand)) for text, each in zip(texts, judgements, strict=True)]


def _with_topics(tone: Judgement, spoken: str, settled: Settled, weights: Weights) -> Judgement:
    if settled == tiebreak.NO_TOPICS:
        return tone
    topics = aspects.toned(spoken, settled.found, tone, weights)
    return replace(tone, topics=topics, reasons=tone.reasons + settled.reasons)


def _tone(text: _Text, parts: Sequence[Part], weights: Weights, shifts: Shifts) -> Judgement:
    item, whole = text.item, text.whole
    return judge_parts(
        parts,
        [whole[start:end] for start, end in text.spans],
        language=text.language,
        rating=item.rating,
        recommended=item.recommended,
        weights=weights,
        shift=shifts.get(item.type, NONE),
    )


def _weighed(judgement: Judgement, text: _Text, sense: Sense | None) -> Judgement:
    """With its relevance, where the name means something else too."""
    if sense is None or not sense.ambiguous:
        return judgement
    named = Named(text.whole, text.spans, text.language)
    found = relevance(named, sense, fields_of(text.language), [topic.name for topic in judgement.topics])
    return replace(judgement, relevance=found.value, relevance_reasons=found.reasons)


def _beside_stars(item: Item, judgement: Judgement) -> float | None:
    """What the text says where the stars say it too: the pair that a shift is learned from."""
    if item.rating is None or item.recommended is not None or not item.text.strip():
        return None
    return text_alone(judgement, item.rating)


def _language(item: Item) -> str | None:
    return detect_language(f"{item.title}\n{item.text}", item.language)


def _document(item: Item, source: str) -> Document:
    return Document(item.title, item.text, item.author.name, item.url, source, item.language)


@lru_cache(maxsize=128)
def _lexicon(own: TopicsSettings | None, language: str | None) -> Lexicon:
    return Lexicon(topic_words(own, language))


@lru_cache(maxsize=256)
def _matcher(brands: tuple[tuple[str, str], ...]) -> Matcher:
    return Matcher([BrandQuery(name, parse(query)) for name, query in brands])
