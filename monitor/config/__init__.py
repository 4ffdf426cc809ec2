"""config.toml → frozen settings, or every problem at once with file, line, key and the nearest right spelling.

    bytes → text → document (tomllib) + line of each key → assemble → Settings

Neither the network nor the database nor a secret is touched: a secret is named here and read by what uses it.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from monitor.config.assemble import assemble
from monitor.config.kinds import Kinds
from monitor.config.lines import lines
from monitor.config.problems import Problems, printable
from monitor.errors import ConfigError, Problem
from monitor.notifier import NotifierModule
from monitor.settings import Settings
from monitor.source import Connector

SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes; ten thousand sources are about 1.5 MB."""
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HINTS = {
    "Invalid value": "a text needs quotes",
    "Expected newline or end of document after a statement": "a text needs quotes, and each key its own line",
    "Cannot overwrite a value": "this key stands here twice",
    "Invalid statement": "allowed are [section], [[section]] and key = value",
}


def load(
    path: str | Path,
    environ: Mapping[str, str],
    *,
    connectors: Mapping[str, Connector],
    notifiers: Mapping[str, NotifierModule],
) -> Settings:
    """The settings of a file. Raises ConfigError with every problem in it, in the order of the file."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except IsADirectoryError as e:
        raise _error(file, "this is a folder; name the file in it") from e
    except FileNotFoundError as e:
        raise _error(
            file, "no such file; name one by --config or MONITOR_CONFIG, or write one by `monitor init`"
        ) from e
    except (OSError, ValueError) as e:
        reason = e.strerror if isinstance(e, OSError) else e
        raise _error(file, f"cannot be read: {reason}") from e
    return load_text(_decoded(data, file), file, environ, connectors=connectors, notifiers=notifiers)


def load_text(
    text: str,
    path: Path,
    environ: Mapping[str, str],
    *,
    connectors: Mapping[str, Connector],
    notifiers: Mapping[str, NotifierModule],
) -> Settings:
    """The same for text that was read before; `path` names it and is where relative paths begin."""
    try:
        document = tomllib.loads(text)
        where = lines(text)
    except tomllib.TOMLDecodeError as e:
        raise _syntax_error(text, path, str(e)) from e
    except RecursionError as e:
        raise _error(path, "nested too deeply") from e
    except ValueError as e:
        # An integer of more than 4,300 digits.
        raise _error(path, str(e)) from e
    kinds = Kinds(connectors, notifiers, environ, folder=path.absolute().parent)
    return assemble(document, path, kinds, Problems(str(path), where))


def _decoded(data: bytes, file: Path) -> str:
    if len(data) > SIZE_LIMIT:
        raise _error(file, f"larger than {SIZE_LIMIT} bytes")
    try:
        # utf-8-sig: editors on Windows put a byte order mark in front, which tomllib does not know.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        column = e.start - data.rfind(b"\n", 0, e.start)
        raise _error(file, "this is not UTF-8 text", line, column) from e


def _syntax_error(text: str, file: Path, said: str) -> ConfigError:
    """tomllib says `Invalid value (at line 2, column 5)`."""
    found = _POSITION.search(said)
    what = said[: found.start()] if found else said
    if found and found[1]:
        line, column = int(found[1]), int(found[2])
    else:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    hint = _HINTS.get(what)
    return _error(file, f"{what}; {hint}" if hint else what, line, column)


def _error(file: Path, text: str, line: int | None = None, column: int | None = None) -> ConfigError:
    where = str(file) if line is None else f"{file}:{line} column {column}"
    return ConfigError([Problem(where=printable(where), text=printable(text))])


__all__ = ["SIZE_LIMIT", "load", "load_text"]
