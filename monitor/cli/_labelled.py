"""A file of texts whose tone a person has said → questions with what was meant, line by line.

JSON lines have the keys of `assess --lines` and `label`. A table (TSV, CSV, with `,` or `;`) names its columns in the
first line: `label` and `text`, and what else `assess --lines` takes as a text: title, language, brand, type.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson

from monitor.cli._assess_line import BadLine, Question, question
from monitor.model import Tone

LABEL = "label"
COLUMNS = (LABEL, "text", "title", "language", "brand", "type")


@dataclass(frozen=True, slots=True)
class Labelled:
    line: int
    meant: Tone
    question: Question


@dataclass(frozen=True, slots=True)
class Bad:
    line: int
    why: str


def labelled(file: Path, about: tuple[str, str] | None) -> Iterator[Labelled | Bad]:
    """`about` is the brand where a line names none. Raises BadLine when the file is no such table at all."""
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    rows = _json_lines(text) if text.lstrip().startswith("{") else _table(text)
    for line, row in rows:
        try:
            yield _labelled(line, row, about)
        except BadLine as e:
            yield Bad(line, str(e))


def _labelled(line: int, row: dict[str, Any], about: tuple[str, str] | None) -> Labelled:
    said = row.pop(LABEL, None)
    if said not in list(Tone):
        raise BadLine(f"`{LABEL}`: found {said!r}; allowed are {', '.join(Tone)}")
    return Labelled(line, Tone(said), question(orjson.dumps(row), about))


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, _object(line)


def _object(line: str) -> dict[str, Any]:
    """What is no object has no label either, and says so."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return row if isinstance(row, dict) else {}


def _table(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    lines = io.StringIO(text, newline="")
    reader = csv.DictReader(
        lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    )
    _check_columns(reader.fieldnames or ())
    for row in reader:
        yield reader.line_num, {key: value for key, value in row.items() if key in COLUMNS and value}


def _check_columns(names: Any) -> None:
    missing = [name for name in (LABEL, "text") if name not in names]
    if missing:
        near = get_close_matches(missing[0], [str(name) for name in names], 1)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        raise BadLine(f"line 1: no column `{missing[0]}`, found {', '.join(map(str, names)) or 'nothing'}{hint}")
