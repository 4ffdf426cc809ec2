"""Texts that say the same, and texts that only look so: what sameness is measured on. Repeatable by the seed.

real text → cut · byline · source behind · RT · entities · other case · a tenth of its words edited · headline
real text → the same with other numbers, the same with other names
template  → two fillings that differ in a fact
"""

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from monitor.core.grammar import DENIALS, GRAMMAR

TEMPLATES = Path(__file__).parent / "templates.tsv"
_LEADS = (
    "LONDON (Reuters) – ",
    "BERLIN, Nov 21 (dpa) - ",
    "By Jane Doe, The Daily Example | ",
    "(AFP) — ",
    "Von Max Muster — ",
    "PARIS — ",
)
_TAILS = (
    " Read more at https://news.test/a/1",
    " Read more at Example News",
    " via @newsbot",
    " - Example News",
    " | The Daily Example",
    " © 2026 Example Media",
    " [+1234 chars]",
)
_SPACELESS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_UNITS = re.compile("[0-9A-Za-z]+|.", re.DOTALL)
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_LINK = re.compile(r"\bhttps?\S*|[@#]\S+")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    kind: str
    one: Text
    other: Text


def units(text: str) -> list[str]:
    """What an editor changes one by one: words, or characters where words have no spaces."""
    return _UNITS.findall(text) if _is_spaceless(text) else text.split()


def variants(text: str, vocabulary: Sequence[str], headlines: Sequence[str], chance: random.Random) -> Iterator[Pair]:
    """Each says the same as `text`."""
    whole = Text("", text)
    for kind, other in (
        ("cut", _cut(text, chance.uniform(0.5, 0.8)) + "…"),
        ("before", chance.choice(_LEADS) + text),
        ("behind", text + chance.choice(_TAILS)),
        ("RT", f"RT @some_one: {text}"),
        ("RT cut", f"RT @some_one: {text[:110]}…"),
        ("marks", _marks(text)),
        ("case", chance.choice((text.upper(), text.lower()))),
        ("dropped", _edited(text, vocabulary, chance, ("drop",))),
        ("inserted", _edited(text, vocabulary, chance, ("insert",))),
        ("replaced", _edited(text, vocabulary, chance, ("replace",))),
        ("mixed", _edited(text, vocabulary, chance, ("drop", "insert", "replace"))),
    ):
        yield Pair(kind, whole, Text("", other))
    first, second = chance.sample(headlines, 2)
    yield Pair("headline", Text(first, text), Text(second, text))


def other_facts(text: str, names: Sequence[str], chance: random.Random) -> Iterator[Pair]:
    """Each says something else than `text`, in the same words."""
    text = _LINK.sub("", text)
    numbered = _NUMBER.sub(lambda found: _other_number(found[0], chance), text)
    if numbered != text:
        yield Pair("numbers", Text("", text), Text("", numbered))
    found = names_in(text)
    if found and names:
        name = chance.choice(found)
        other = chance.choice([one for one in names if one != name] or [f"{name}ville"])
        yield Pair("names", Text("", text), Text("", re.sub(rf"\b{name}\b", other, text)))


def names_in(text: str) -> list[str]:
    return [name for name in _NAME.findall(text) if name.lower() not in GRAMMAR | DENIALS]


def filled(chance: random.Random, each: int) -> Iterator[tuple[str, Pair]]:
    """(language, pair) of our own templates, alone and three in a row; the two of a pair differ in a slot."""
    alone = list(_templates())
    rows = [
        (first[0], ". ".join((first[1], second[1], third[1])), first[2])
        for first, second, third in zip(alone, alone[1:], alone[2:], strict=False)
        if first[0] == third[0]
    ]
    for language, template, slots in [*alone, *rows]:
        made = list(dict.fromkeys(_fill(template, slots, chance) for _ in range(4 * each)))[: each + 1]
        for one, other in pairwise(made):
            yield language, Pair("template", Text("", one), Text("", other))


def _templates() -> Iterator[tuple[str, str, Mapping[str, Sequence[str]]]]:
    slots: dict[tuple[str, str], list[str]] = {}
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        language, slot, said = line.split("\t")
        if slot == "=":
            yield language, said, {name: words for (of, name), words in slots.items() if of == language}
        else:
            slots[language, slot] = said.split("|")


def _fill(template: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    def fill(found: re.Match[str]) -> str:
        name = found[1].rstrip("0123456789")
        return str(chance.randrange(2, 900)) if name == "n" else chance.choice(slots[name])

    return _SLOT.sub(fill, template)


def _other_number(number: str, chance: random.Random) -> str:
    return str(int(number[:12]) + chance.randrange(1, 9))


def _is_spaceless(text: str) -> bool:
    return len(_SPACELESS.findall(text)) > len(text) / 3


def _joined(found: Sequence[str], like: str) -> str:
    return ("" if _is_spaceless(like) else " ").join(found)


def _cut(text: str, share: float) -> str:
    found = units(text)
    return _joined(found[: max(1, round(len(found) * share))], text)


def _marks(text: str) -> str:
    """Entities, curly quotes, other blanks."""
    curly = text.replace("'", "’")
    return html.escape(curly).replace(" ", "&nbsp;", 1).replace(" ", "  ", 2).replace("ö", "&ouml;")


def _edited(text: str, vocabulary: Sequence[str], chance: random.Random, ways: Sequence[str]) -> str:
    """A tenth of its words, one at least."""
    found = units(text)
    for _ in range(max(1, round(len(found) / 10))):
        at, way = chance.randrange(len(found)), chance.choice(ways)
        if way == "drop" and len(found) > 1:
            del found[at]
        elif way == "insert":
            found.insert(at, chance.choice(vocabulary))
        elif way == "replace":
            found[at] = chance.choice(vocabulary)
    return _joined(found, text)
