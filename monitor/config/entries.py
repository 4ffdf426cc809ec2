"""Reads one table of the file by one schema."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.config.lines import Path
from monitor.config.problems import Problems
from monitor.config.schema import Section

S = TypeVar("S", bound=Section)


def entries(document: dict[str, Any], section: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The tables of a list such as [[sources]], each with its path; what has another shape was reported before."""
    found = document.get(section)
    for position, entry in enumerate(found if isinstance(found, list) else []):
        if isinstance(entry, dict):
            yield (section, position), entry


def read(model: type[S], path: Path, table: dict[str, Any], problems: Problems) -> S | None:
    """None when something was wrong. Each unknown key is answered with its nearest spelling."""
    known = {key: value for key, value in table.items() if key in model.model_fields}
    unknown = [key for key in table if key not in known]
    for key in unknown:
        problems.add_unknown((*path, key), model.model_fields)
    try:
        return model.model_validate(known)
    except ValidationError as e:
        problems.add_invalid(path, table, e, show=True)
        return None
