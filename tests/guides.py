"""What a person reads in docs/, taken apart: fenced examples, links and their targets, commands."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]+`")
_HEADING = re.compile(r"^#+ (?P<text>.*)$", re.MULTILINE)
_COMMAND = re.compile(r"^(?:(?:\w+=\S+ )*|.*/bin/)monitor (?P<words>.*)")
"""Alone in its line, behind variables, or with its whole path."""
_ENDS = re.compile(r"\s+(?:[|&>]|#\s).*")


@dataclass(frozen=True, slots=True)
class Example:
    """One fenced block; `above` is the line before it."""

    guide: Path
    language: str
    text: str
    above: str

    def __str__(self) -> str:
        return f"{self.guide.name}: {self.text.splitlines()[0] if self.text else ''}"


def examples(*languages: str, guides: tuple[Path, ...] = GUIDES) -> list[Example]:
    return [one for guide in guides for one in _fences(guide) if one.language in languages]


def _fences(guide: Path) -> Iterator[Example]:
    text = guide.read_text()
    for found in _FENCE.finditer(text):
        inside = re.sub(rf"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
        before = text[: found.start()].rstrip("\n").rpartition("\n")[2]
        yield Example(guide, found["language"], inside, before.strip())


def prose(guide: Path) -> str:
    """Without the fenced blocks."""
    return _FENCE.sub("", guide.read_text())


def links(guide: Path) -> list[str]:
    """Those that stay in the project."""
    found = [one["to"] for one in _LINK.finditer(_CODE.sub("", prose(guide)))]
    return [to for to in found if "://" not in to and not to.startswith("mailto:")]


def anchors(guide: Path) -> set[str]:
    """As GitHub makes them of headings."""
    return {_slug(one["text"]) for one in _HEADING.finditer(prose(guide))}


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


def commands() -> list[tuple[str, list[str]]]:
    """(where, words after `monitor`) of every command in a block of the shell."""
    lines = ((one.guide, line) for one in examples("sh") for line in one.text.splitlines())
    return [(f"{guide.name}: {line}", words) for guide, line in lines if (words := _words(line))]


def named_commands() -> list[tuple[str, list[str]]]:
    """The same of those that the text speaks of; they may leave out what is different each time."""
    codes = ((guide, code.strip("`")) for guide in GUIDES for code in _CODE.findall(prose(guide)))
    return [(f"{guide.name}: {code}", words) for guide, code in codes if (words := _words(code))]


def _words(line: str) -> list[str]:
    command = _COMMAND.search(line)
    return shlex.split(_ENDS.sub("", f" {command['words']}")) if command else []
