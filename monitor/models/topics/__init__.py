"""The shipped taxonomy, and what a brand makes of it: ten topics, a lexicon per language, each a file to read.

A file is read when its language is met for the first time: all at once cost each reader process 0.25 s.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from monitor.core.taxonomy import ANY, NAMES, Words, is_long
from monitor.settings import TopicsSettings

__all__ = ["LANGUAGES", "shipped", "topic_words"]

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml") if file.stem != ANY))


def topic_words(own: TopicsSettings | None, language: str | None) -> tuple[Words, ...]:
    """What to look for in a text of a language.

    In a language without a lexicon, or one that nobody knows, that is every language's phrases that are long enough
    not to be another word there ("die", "mal", "pan").
    """
    own = own or TopicsSettings()
    spoken = {*LANGUAGES, *(each for _, each, _ in own.words)} - {ANY}
    if language in spoken:
        return tuple(_of(own, (ANY, language)))
    cautious = [
        Words(topic, each, tuple(filter(is_long, phrases))) for topic, each, phrases in _of(own, sorted(spoken))
    ]
    return (*_of(own, (ANY,)), *cautious)


@cache
def shipped(language: str) -> tuple[Words, ...]:
    """The phrases of one language (or `any`), topic by topic; none where there is no lexicon of it."""
    if language not in (*LANGUAGES, ANY):
        return ()
    document = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return tuple(Words(topic, language, tuple(document[topic])) for topic in NAMES)


def _of(own: TopicsSettings, languages: Sequence[str]) -> Iterator[Words]:
    """The shipped ones first, then a brand's own in the order of its file."""
    if own.extends:
        every = (each for language in languages for each in shipped(language))
        yield from (each for each in every if each.topic not in own.removed)
    yield from (Words(*each) for each in own.words if each[1] in languages)
