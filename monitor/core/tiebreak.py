"""Where words alone are no sure sign of a topic, what triage taught of them decides. Pure.

    topics found → refused words that stand alone are no ground → missed words are one → topics, and why

One call site, behind `core.topics`; a brand without lessons costs nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from monitor.core.fold import Folded, Span, fold
from monitor.core.lessons import TAUGHT, TopicLessons, alone, words_of
from monitor.core.topics import LIMIT, SHOWN, Found
from monitor.model import Reason


class Settled(NamedTuple):
    found: tuple[Found, ...]
    reasons: tuple[Reason, ...]
    """Of what was left out."""


NO_TOPICS = Settled((), ())


def settle(text: str, found: Sequence[Found], lessons: TopicLessons, names: Collection[str]) -> Settled:
    """`names`: the topics that the brand has, in order. What is left out is not found again by another word."""
    if not (lessons.missed or lessons.refused):
        return Settled(tuple(found), ())
    out = {each.topic: each for each in found if _is_refused(each, lessons)}
    kept = [each for each in found if each.topic not in out]
    there = {each.topic for each in found}
    more = [each for each in _missed(text[:LIMIT], lessons) if each.topic in names and each.topic not in there]
    order = {name: place for place, name in enumerate(names)}
    together = sorted((*kept, *more), key=lambda each: order.get(each.topic, len(order)))
    return Settled(tuple(together), tuple(_why(each) for each in out.values()))


def _is_refused(found: Found, lessons: TopicLessons) -> bool:
    ground = alone(found.words)
    return ground is not None and (found.topic, ground) in lessons.refused


def _why(found: Found) -> Reason:
    return Reason(found.words[0], f"no topic {found.topic}, {TAUGHT}")


def _missed(text: str, lessons: TopicLessons) -> Iterator[Found]:
    if not lessons.missed:
        return
    folded = Folded(fold(text), text)
    told: dict[str, list[tuple[str, Span]]] = {}
    for word, start in words_of(folded.text):
        for topic in lessons.missed.get(word, ()):
            told.setdefault(topic, []).append((word, folded.origin(start, start + len(word))))
    for topic, places in told.items():
        shown: dict[str, str] = {}
        for word, (start, end) in places:
            shown.setdefault(word, text[start:end])
        yield Found(topic, tuple(span for _, span in places), (*[*shown.values()][:SHOWN], TAUGHT))
