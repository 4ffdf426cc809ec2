"""Collects what is wrong, with file, line and key, and says it in words a person can act on.

A problem says what was found, what is allowed, and the nearest right spelling. What was found is shown for our own
keys only: an option of a connector or notifier may be a secret or carry one (a webhook's address does), so of those
the kind of value is named and never the value.
"""

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.config.lines import Lines, Path
from monitor.config.unsupported import USUAL_NAMES, refusal
from monitor.errors import ConfigError, Problem

_WANTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list in [ ]",
    "tuple_type": "a list in [ ]",
    "set_type": "a list in [ ]",
    "frozen_set_type": "a list in [ ]",
    "dict_type": "a table",
    "mapping_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
_KINDS = {
    bool: "true or false",
    str: "a text",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}
_LISTED = 30
"""Most names shown of those that would be right."""


class Problems:
    """Everything wrong in one file. `add` a path and a text; `stop` raises when there was anything."""

    def __init__(self, file: str, lines: Lines) -> None:
        self._file = printable(file)
        self._lines = lines
        self._all: list[tuple[int, Problem]] = []

    def add(self, path: Path, text: str) -> None:
        line = self._lines.of(path)
        keys = ".".join(str(part) for part in path)
        where = f"{self._file}:{line} {printable(keys)}".rstrip()
        self._all.append((line, Problem(where=where, text=_printable_lines(text))))

    def add_unknown(self, path: Path, allowed: Iterable[str], hint: str | None = None) -> None:
        """The last part of `path` is a key that does not exist, or that this version does not support."""
        self.add(path, hint or refusal(path) or unknown("key", str(path[-1]), allowed))

    def add_invalid(self, path: Path, found: Any, invalid: ValidationError, *, show: bool) -> None:
        """Every error of one pydantic model, which read the table `found` at `path`."""
        for error in invalid.errors(include_url=False):
            self._add_detail(path, found, error, show=show)

    def _add_detail(self, path: Path, found: Any, error: ErrorDetails, *, show: bool) -> None:
        inner = _standing(found, error["loc"])
        kind = error["type"]
        if kind == "missing":
            self.add((*path, *inner, error["loc"][-1]), "missing; this key is required here")
        elif kind == "extra_forbidden":
            self.add((*path, *inner), f"unknown key `{inner[-1]}`" if inner else "unknown key")
        else:
            self.add((*path, *inner), _in_words(error, show=show))

    def stop(self) -> None:
        """Raises ConfigError with every problem, in the order of the file."""
        if self._all:
            raise ConfigError([problem for _, problem in sorted(self._all, key=lambda found: found[0])])


def unknown(noun: str, found: str, allowed: Iterable[str]) -> str:
    """Such as: unknown key `intervall`; did you mean `every`? Known: …"""
    known = sorted(allowed)
    text = f"unknown {noun} `{_short(found)}`"
    if not known:
        return f"{text}; none is configured"
    near = nearest(found, known)
    return f"{text}{f'; did you mean `{near}`?' if near else '.'} Known: {_listed(known)}"


def _listed(names: list[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` most likely means: by the usual other names of keys and by spelling."""
    return _nearest(word, tuple(choices))


@lru_cache(maxsize=4096)  # a brand that was renamed is unknown to each of its ten thousand sources: 1 ms each
def _nearest(word: str, choices: tuple[str, ...]) -> str | None:
    spelled = {choice.casefold(): choice for choice in choices}
    usual = {other: spelled[name] for other, name in USUAL_NAMES.items() if name in spelled}
    candidates = {**usual, **spelled}
    close = difflib.get_close_matches(word[:100].casefold(), candidates, n=1, cutoff=0.65)
    return candidates[close[0]] if close else None


def shown(value: Any) -> str:
    """What stood in the file, short enough for one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, int | float):
        return _short(str(value))
    return kind_of(value)


def kind_of(value: Any) -> str:
    return _KINDS.get(type(value), "a date or time")


def printable(text: str) -> str:
    """Control characters become visible escapes: a name must not be able to drive a terminal."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _printable_lines(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _standing(found: Any, location: tuple[int | str, ...]) -> Path:
    """The part of a pydantic location that stands in the file; pydantic also names union members and validators."""
    path: Path = ()
    for part in location:
        if isinstance(found, Mapping) and part in found:
            found = found[str(part)]
        elif isinstance(found, list) and isinstance(part, int) and part < len(found):
            found = found[part]
        else:
            break
        path = (*path, part)
    return path


def _in_words(error: ErrorDetails, *, show: bool) -> str:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, ValueError):
        return str(cause)
    wanted = _WANTED.get(error["type"]) or _after(error["msg"], "Input should be ")
    if wanted is None:
        return error["msg"]
    found = shown(error["input"]) if show else kind_of(error["input"])
    return f"found {found}; allowed is {wanted}"


def _after(text: str, start: str) -> str | None:
    return text.removeprefix(start) if text.startswith(start) else None
