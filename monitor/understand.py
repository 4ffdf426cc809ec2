"""Bytes to items, items to judged mentions: the functions that reader processes run, by name.

read_page    response → page and the identity keys of its items       foreign bytes, one connector
judge        items × brands → match → language → tone → topics → relevance → marks  pure, in batches
assess       one text → judgement                                     the command line's own process
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import sources
from monitor import models
from monitor.core import aspects, window
from monitor.core.calibration import NONE, Shift
from monitor.core.findings import Judged, ReadPage, Watched
from monitor.core.identity import keys_of, listed_keys
from monitor.core.match import BrandQuery, Document, Matcher
from monitor.core.query import parse
from monitor.core.relevance import Sense, relevance
from monitor.core.spoken import Named
from monitor.core.story import marks_of
from monitor.core.tone import judge_parts, text_alone
from monitor.core.topics import Lexicon
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
    return tuple(_judge_item(matcher, watched, source, item, shifts.get(item.type, NONE)) for item in items)


def assess(item: Item, brand: tuple[str, str] | None, sense: Sense | None = None) -> tuple[Judgement, str | None]:
    """Judgement and language of one text, toward `brand` (name, query) where one is given."""
    spans = _matcher((brand,)).spans(brand[0], _document(item, "")) if brand else ()
    language = _language(item)
    judgement = _judgement(item, language, spans, None)
    return (_weighed(judgement, item, language, spans, sense) if brand and sense else judgement), language


def _judge_item(matcher: Matcher, watched: Watched, source: str, item: Item, shift: Shift) -> tuple[Judged, ...]:
    document = _document(item, source)
    if watched.whole is not None:
        named = [(watched.whole, matcher.spans(watched.whole, document))]
    else:
        named = [(match.brand, match.spans) for match in matcher.find(document)]
    if not named:
        return ()
    language = _language(item)
    topics, senses = dict(watched.topics), dict(watched.senses)
    judged = []
    marks = marks_of(item, [brand for brand, _ in named])
    for (brand, spans), mark in zip(named, marks, strict=True):
        judgement = _judgement(item, language, spans, topics.get(brand), shift)
        if brand in senses:
            judgement = _weighed(judgement, item, language, spans, senses[brand])
        judged.append(Judged(brand, judgement, language, mark, by_text=_beside_stars(item, judgement)))
    return tuple(judged)


def _judgement(
    item: Item,
    language: str | None,
    spans: Sequence[tuple[int, int]],
    own: TopicsSettings | None,
    shift: Shift = NONE,
) -> Judgement:
    """With the topics of what speaks of the brand."""
    whole, weights = f"{item.title}\n{item.text}", models.load()
    parts = window.parts(whole, spans, weights.ordinary)
    judgement = judge_parts(
        parts,
        [whole[start:end] for start, end in spans],
        language=language,
        rating=item.rating,
        recommended=item.recommended,
        weights=weights,
        shift=shift,
    )
    spoken = parts[0].text
    found = _lexicon(own, language).find(spoken)
    return (
        replace(judgement, topics=aspects.toned(spoken, found, judgement, weights.of(language))) if found else judgement
    )


def _weighed(
    judgement: Judgement, item: Item, language: str | None, spans: Sequence[tuple[int, int]], sense: Sense
) -> Judgement:
    """With its relevance, where the name means something else too."""
    if not sense.ambiguous:
        return judgement
    named = Named(f"{item.title}\n{item.text}", spans, language)
    found = relevance(named, sense, fields_of(language), [topic.name for topic in judgement.topics])
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
