"""One text as it comes to us a second time: cut, wrapped, edited, under another headline. Repeatable by its seed."""

import html
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.model import Item
from tests.fakes import an_item

STORIES = Path(__file__).parent / "fixtures" / "stories"
BYLINES = ("By Jane Doe, The Daily Example | ", "LONDON, Nov 21 (Reuters) - ", "Von Max Muster — ", "(AFP) — ")
TAILS = (" © 2026 Example Media", " Read more", " via @newsbot", "… https://news.test/a/1", " (Quelle: dpa)")
_SPACELESS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_UNITS = re.compile("[0-9A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    language: str
    headline: str
    other_headline: str
    text: str

    @property
    def item(self) -> Item:
        return an_item(title=self.headline, text=self.text)


def texts() -> list[Told]:
    lines = (STORIES / "texts.tsv").read_text(encoding="utf-8").splitlines()
    return [Told(*line.split("\t")) for line in lines]


def look_alikes() -> dict[tuple[str, str], list[Item]]:
    """(language, template) → texts of that template with other facts."""
    found: dict[tuple[str, str], list[Item]] = {}
    for line in (STORIES / "lookalikes.tsv").read_text(encoding="utf-8").splitlines():
        language, template, text = line.split("\t")
        found.setdefault((language, template), []).append(an_item(title="", text=text))
    return found


def variants(told: Told, vocabulary: Sequence[str], chance: random.Random) -> Iterator[tuple[str, Item]]:
    item, text = told.item, told.text
    yield "cut to 60 %", replace(item, text=_cut(text, 0.6) + "…")
    yield "cut to 30 %", replace(item, text=_cut(text, 0.3) + "... [+1234 chars]")
    yield "a byline before", replace(item, text=chance.choice(BYLINES) + text)
    yield "a source behind", replace(item, text=text + chance.choice(TAILS))
    yield "repeated by another", replace(item, title="", text=f"RT @some_one: {text} https://t.co/xYz12")
    yield "entities twice", replace(item, text=html.escape(html.escape(text)).replace(" ", "&nbsp;", 1))
    yield "10 % edited", replace(item, text=_edited(text, vocabulary, chance))
    yield "another headline", replace(item, title=told.other_headline)


def words(text: str) -> list[str]:
    """What an editor would change one by one; characters where words have no spaces."""
    return _UNITS.findall(text) if len(_SPACELESS.findall(text)) > len(text) / 3 else text.split()


def _cut(text: str, share: float) -> str:
    found = words(text)
    return _joined(found[: int(len(found) * share)], text)


def _edited(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    found = words(text)
    for _ in range(len(found) // 10):
        at = chance.randrange(len(found) - 1)
        match chance.randrange(4):
            case 0:
                found[at] = chance.choice(vocabulary)
            case 1:
                del found[at]
            case 2:
                found.insert(at, chance.choice(vocabulary))
            case _:
                found[at], found[at + 1] = found[at + 1], found[at]
    return _joined(found, text)


def _joined(found: Sequence[str], like: str) -> str:
    return ("" if len(_SPACELESS.findall(like)) > len(like) / 3 else " ").join(found)
