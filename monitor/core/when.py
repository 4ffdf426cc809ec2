"""`when`: which mentions a subscription wants. Text in, a frozen tree out; a verdict says which comparisons decided.

    tone = negative AND (priority >= 0.3 OR stars <= 2) AND NOT source in [app-store, crm]

    tone experience topic type language source author    = != in        a word or a "quoted text"
    priority rating stars reach                          = != < <= > >= in
    text                                                 has "a brand query"

AND, OR, NOT, in and has may be written in any case. NOT binds before AND, AND before OR. A comparison with a missing
value is false, `!=` too; NOT inverts it. `rating` is the share of best (0–1), `stars` the same on 1–5; `source` is its
name or its kind; `language = pt` is true of pt-BR; `topic` is any topic of the mention.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.core.experience import experience_of
from monitor.core.match import Document, matches
from monitor.core.stars import stars
from monitor.core.when_syntax import And, Field, Has, Node, Not, Numbers, Or, When, Words, parse
from monitor.model import Mention

__all__ = ["Verdict", "When", "evaluate", "parse", "topics_named"]


@dataclass(frozen=True, slots=True)
class Verdict:
    holds: bool
    why: tuple[str, ...]
    """The comparisons that decided, in words, with the values of the mention."""


def evaluate(when: When, view: Mention, now: datetime) -> Verdict:
    """`now` decides the experience."""
    return _verdict(when.root, view, now)


def topics_named(when: When) -> tuple[str, ...]:
    """Topics that are asked for, in lower case."""
    return tuple(dict.fromkeys(_topics(when.root)))


def _topics(node: Node) -> Iterator[str]:
    match node:
        case Words() if node.field is Field.TOPIC:
            yield from node.wanted
        case Not():
            yield from _topics(node.part)
        case And() | Or():
            for part in node.parts:
                yield from _topics(part)
        case _:
            return


def _verdict(node: Node, view: Mention, now: datetime) -> Verdict:
    """NOT only turns the verdict: what made its inside false is why it holds."""
    match node:
        case Words():
            return _compare_words(node, view, now)
        case Numbers():
            return _compare_numbers(node, view)
        case Has():
            return _compare_text(node, view)
        case Not():
            inner = _verdict(node.part, view, now)
            return Verdict(not inner.holds, inner.why)
        case And():
            return _joined([_verdict(part, view, now) for part in node.parts], all)
        case Or():
            return _joined([_verdict(part, view, now) for part in node.parts], any)


def _joined(verdicts: list[Verdict], holds_if: Callable[[Iterable[bool]], bool]) -> Verdict:
    holds = holds_if(verdict.holds for verdict in verdicts)
    deciding = [verdict for verdict in verdicts if verdict.holds == holds]
    return Verdict(holds, tuple(dict.fromkeys(why for verdict in deciding for why in verdict.why)))


def _compare_text(node: Has, view: Mention) -> Verdict:
    item = view.item
    document = Document(item.title, item.text, item.author.name, item.url, view.source, view.language)
    holds = matches(node.query, document)
    return Verdict(holds, (f"text {'has' if holds else 'has not'} {_quoted(node.query.text)}",))


def _compare_numbers(node: Numbers, view: Mention) -> Verdict:
    actual = _number(node.field, view)
    if actual is None:
        return Verdict(holds=False, why=(f"no {node.field}",))
    holds = _NUMBERS[node.operator](actual, node.wanted)
    shown = ", ".join(map(_figure, node.wanted))
    sign = _SIGNS.get(node.operator, node.operator)
    return Verdict(holds, (f"{node.field} {_short(actual, node.wanted)}{'' if holds else ', not'} {sign} {shown}",))


def _compare_words(node: Words, view: Mention, now: datetime) -> Verdict:
    actual = _words(node.field, view, now)
    if not actual:
        return Verdict(holds=False, why=(f"no {node.field}",))
    hit = not {form for word in actual for form in _forms(node.field, word)}.isdisjoint(node.wanted)
    holds = hit != (node.operator == "!=")
    shown = f"{node.field} is {_shown(node, view, actual, hit=hit)}"
    return Verdict(holds, (shown if hit else f"{shown}, not {' or '.join(node.wanted)}",))


def _shown(node: Words, view: Mention, actual: tuple[str, ...], *, hit: bool) -> str:
    if node.field is Field.TONE:
        return f"{actual[0]} ({getattr(view.judgement.probabilities, actual[0]):.2f})"
    if node.field is not Field.TOPIC:
        return actual[0]
    topics = view.judgement.topics
    told = [topic for topic in topics if topic.name.casefold() in node.wanted] if hit else topics
    return " and ".join(f"{topic.name} ({', '.join(topic.words)})" for topic in told)


def _number(field: Field, view: Mention) -> float | None:
    rating = view.item.rating
    if field is Field.PRIORITY:
        return view.priority
    if field is Field.REACH:
        return view.reach
    if rating is None:
        return None
    return rating.value / rating.best if field is Field.RATING else stars(rating)


def _words(field: Field, view: Mention, now: datetime) -> tuple[str, ...]:
    """The values a comparison may hit, the one to show first; empty where the mention has none."""
    match field:
        case Field.TONE:
            values: tuple[str | None, ...] = (view.judgement.tone,)
        case Field.EXPERIENCE:
            values = (experience_of(view, now),)
        case Field.TOPIC:
            values = tuple(topic.name for topic in view.judgement.topics)
        case Field.TYPE:
            values = (view.item.type,)
        case Field.LANGUAGE:
            values = (view.language,)
        case Field.AUTHOR:
            values = (view.item.author.name,)
        case _:
            values = (view.source, view.source_kind)
    return tuple(str(value) for value in values if value)


def _forms(field: Field, word: str) -> tuple[str, ...]:
    lower = word.casefold()
    return (lower, re.split(r"[-_]", lower)[0]) if field is Field.LANGUAGE else (lower,)


def _short(actual: float, wanted: tuple[float, ...]) -> str:
    """Two decimals, more where rounding would hide the difference to a bound."""
    short = round(actual, 2)
    return f"{actual:.6g}" if short in wanted and actual not in wanted else _figure(short)


def _figure(number: float) -> str:
    """People are whole, and a million of them is no 1e+06."""
    return f"{number:,.0f}" if number >= 1000 else f"{number:g}"


def _quoted(text: str) -> str:
    return text if text.startswith('"') and text.endswith('"') else f'"{text}"'


_NUMBERS: dict[str, Callable[[float, tuple[float, ...]], bool]] = {
    "=": lambda actual, wanted: actual == wanted[0],
    "!=": lambda actual, wanted: actual != wanted[0],
    "<": lambda actual, wanted: actual < wanted[0],
    "<=": lambda actual, wanted: actual <= wanted[0],
    ">": lambda actual, wanted: actual > wanted[0],
    ">=": lambda actual, wanted: actual >= wanted[0],
    "in": lambda actual, wanted: actual in wanted,
}
_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "in": "in"}
