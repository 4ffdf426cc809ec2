"""Do near-duplicates find one another, and nothing else? Per kind of variant, length and language.

Each variant is asked for among all texts of its set, by the way the store goes: equal words, then the few stories that
share most anchors, then sameness. Texts are `LABEL\tlanguage\tdomain\ttext` lines of *.tsv files.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchlib import twins
from benchlib.twins import Pair, Text
from monitor.core.fingerprint import weight
from monitor.core.story import COMPARED, Face, Marks, Stories, Story, Verdicts, marks_of
from monitor.model import Author, Item, MentionType

LENGTHS = (8, 15, 30, 80)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BRAND = "Northwind"
Found = Counter[tuple[str, str, str]]
"""(kind, language, length) → pairs"""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--sets", default="", help="names, by comma; all of them by default")
    asked.add_argument("--texts", type=int, default=120, help="of each set")
    asked.add_argument("--missed", type=Path, help="where to write what was decided wrongly")
    given = asked.parse_args()
    names = [name for name in given.sets.split(",") if name] or [path.stem for path in given.folder.glob("*.tsv")]
    asked_of: Found = Counter()
    merged: Found = Counter()
    wrong: list[str] = []
    for pair, language, length, is_one in _all_judged([given.folder / f"{name}.tsv" for name in names], given.texts):
        where = (pair.kind, language, length)
        asked_of[where] += 1
        merged[where] += is_one
        if is_one is (pair.kind in ALIEN):
            wrong.append(f"{pair.kind}\t{language}\t{length}\t{_line(pair.one)}\t{_line(pair.other)}")
    _show(asked_of, merged)
    if given.missed:
        given.missed.write_text("\n".join(wrong), encoding="utf-8")
    return 0


ALIEN = ("numbers", "names", "template", "neighbour")


def _all_judged(paths: Iterable[Path], most: int) -> Iterable[tuple[Pair, str, str, bool]]:
    chance = random.Random(3)
    for path in paths:
        language, said = _texts(path)
        chance.shuffle(said)
        some = said[:most]
        library = Library(some)
        for text, base in zip(some, library.bases, strict=True):
            for pair in twins.variants(text, _vocabulary(some), _headlines(some), chance):
                known = base if pair.kind != "headline" else marks(pair.one)
                yield pair, language, _length(marks(pair.one), marks(pair.other)), library.is_found(known, pair.other)
            for pair in twins.other_facts(text, _names(some), chance):
                yield pair, language, _length(base), library.is_found(base, pair.other)
        for text, other in library.neighbours():
            yield Pair("neighbour", Text("", text), Text("", other)), language, _length(marks(Text("", text))), True
    for language, pair in twins.filled(chance, 60):
        one = marks(pair.one)
        yield pair, language, _length(one, marks(pair.other)), Library([]).is_found(one, pair.other)


class Library:
    """All texts of one set, as the store would hold them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.bases = [marks(Text("", text)) for text in texts]
        self._by_anchor: dict[int, list[int]] = defaultdict(list)
        for number, base in enumerate(self.bases):
            for anchor in base.anchors:
                self._by_anchor[anchor].append(number)

    def is_found(self, known: Marks, text: Text) -> bool:
        """Does `text` join the story that `known` began?"""
        asked = marks(text)
        near = [self.bases[number] for number in self._near(asked) if self.bases[number].key != known.key]
        return _joins(asked, [known, *near]) == "0"

    def neighbours(self) -> list[tuple[str, str]]:
        """Different texts of the set that are taken for one."""
        return [
            (text, self.texts[other])
            for number, (text, base) in enumerate(zip(self.texts, self.bases, strict=True))
            for other in self._near(base)
            if other < number and self.bases[other].key != base.key and _joins(base, [self.bases[other]]) == "0"
        ]

    def _near(self, asked: Marks) -> list[int]:
        shared = Counter(number for anchor in asked.anchors for number in self._by_anchor[anchor][-8:])
        return [number for number, _ in shared.most_common(COMPARED)]


def marks(text: Text) -> Marks:
    item = Item(None, None, text.title, text.text, MentionType.POST, Author("Ann"))
    return marks_of(item, [BRAND])[0]


def _joins(asked: Marks, known: Sequence[Marks]) -> str:
    stories = [Story(str(at), BRAND, NOW, NOW, 1) for at, _ in enumerate(known)]
    faces = [Face(str(at), one.key, one.print, one.anchors) for at, one in enumerate(known)]
    return Stories(stories, faces, Verdicts(), NOW).join(asked, BRAND, "new").story.id


def _texts(path: Path) -> tuple[str, list[str]]:
    """Language and different texts that may be found again, of 8 words and more."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    told = {row[3].replace("\\n", "\n"): None for row in rows if len(row) > 3}
    return rows[0][1], [text for text in told if len(text) < 5000 and weight(marks(Text("", text)).print.kinds) >= 8]


def _vocabulary(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for word in twins.units(text)]


def _headlines(texts: Sequence[str]) -> list[str]:
    return [" ".join(text.split()[: 3 + len(text) % 7])[:80] for text in texts]


def _names(texts: Sequence[str]) -> list[str]:
    return [name for text in texts for name in twins.names_in(text)]


def _length(*known: Marks) -> str:
    """Of the longest: the class of the text, not of what was left of it."""
    size = max(weight(one.print.kinds) for one in known)
    lower = max((step for step in LENGTHS if size >= step), default=0)
    return f"{lower}+"


def _line(text: Text) -> str:
    return " ".join(f"{text.title} ‖ {text.text}".split())


def _show(asked_of: Found, merged: Found) -> None:
    kinds = list(dict.fromkeys(kind for kind, _, _ in asked_of))
    for title, at in (("length", 2), ("language", 1)):
        columns = sorted({where[at] for where in asked_of}, key=lambda name: (len(name), name))
        print(f"\nshare taken for one, by {title}: {' '.join(columns)}")
        for kind in kinds:
            shares = [_share(merged, asked_of, kind, at, column) for column in columns]
            print(f"{kind:10} {_share(merged, asked_of, kind, at, None):>12} " + " ".join(shares))
    right = sum(count for where, count in merged.items() if where[0] not in ALIEN)
    alike = sum(count for where, count in asked_of.items() if where[0] not in ALIEN)
    wrong = sum(count for where, count in merged.items() if where[0] in ALIEN and where[0] != "neighbour")
    aliens = sum(count for where, count in asked_of.items() if where[0] in ALIEN and where[0] != "neighbour")
    balanced = right / (right + wrong * alike / aliens)
    print(f"\nrecall {right / alike:.4f} of {alike:,}; look-alikes merged {wrong:,} of {aliens:,}")
    print(f"precision, as many look-alikes as variants {balanced:.4f}")


def _share(merged: Found, asked_of: Found, kind: str, at: int, column: str | None) -> str:
    chosen = [where for where in asked_of if where[0] == kind and column in (None, where[at])]
    total = sum(asked_of[where] for where in chosen)
    taken: Mapping[str, int] = {"merged": sum(merged[where] for where in chosen)}
    if kind == "neighbour":
        return f"{taken['merged']:5}"
    return f"{taken['merged'] / total:5.3f}" if total else "    –"
