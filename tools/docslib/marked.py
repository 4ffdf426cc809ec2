"""A text with marked parts → the same text with these parts made anew."""

import re
from collections.abc import Callable, Mapping, Sequence

_PART = re.compile(r"(<!-- generated: (?P<name>[a-z_ -]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MARK = re.compile(r"<!-- generated: ")


def renewed(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """Raises KeyError for a part that nobody makes, ValueError for a mark that never ends."""
    made, count = _PART.subn(lambda found: f"{found[1]}\n{parts[found['name']]().strip()}\n\n{found[3]}", text)
    if count != len(_MARK.findall(text)):
        raise ValueError("a generated part has no <!-- end -->, or its name is none")
    return made


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def fenced(text: str, language: str = "") -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
