"""Where each key of a TOML document stands: path → line.

tomllib gives values and, for syntax errors only, a position. Problems of meaning ("unknown brand") need one too,
so this file walks the same text once more and notes the line of every key, table header and list element. It runs
after tomllib accepted the text, so it recognises structure and checks nothing.
"""

import re
import tomllib
from bisect import bisect_right
from typing import Any

Path = tuple[str | int, ...]
"""Keys and, inside lists, positions from 0: ("sources", 0, "every")."""

_BLANK = re.compile(r"(?:[ \t\n]+|#[^\n]*)*+")
_PART = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*(\.?)""")
_STRING = re.compile(
    r'''"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|\'\'\'(?:[^']|'{1,2}(?!'))*+'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''',
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]*")
_DEPTH = 100
"""Parts of one key; each notes a path as long as itself."""


class Lines:
    """The line of a path, counted from 1; a path that does not stand there has the line of what would hold it."""

    def __init__(self, found: dict[Path, int]) -> None:
        self._found = found

    def of(self, path: Path) -> int:
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)


def lines(text: str) -> Lines:
    """`text` is a valid document. Raises RecursionError where it is nested too deeply."""
    return Lines(_Walk(text).document())


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._ends = [match.start() for match in re.finditer("\n", self._text)]
        self._at = 0
        self._found: dict[Path, int] = {}
        self._sizes: dict[Path, int] = {}
        """How many entries each list of tables has so far."""

    def document(self) -> dict[Path, int]:
        table: Path = ()
        while self._blank():
            if self._next("[["):
                table = self._header(many=True)
            elif self._next("["):
                table = self._header(many=False)
            else:
                self._pair(table)
        return self._found

    def _header(self, *, many: bool) -> Path:
        """`[a.b]` or `[[a.b]]`; inside a list of tables the newest entry is meant."""
        line = self._line()
        keys = self._key()
        self._at += 2 if many else 1
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            self._note(path, line)
            if many and position == len(keys) - 1:
                self._sizes[path] = self._sizes.get(path, 0) + 1
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
        self._note(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self._key():
            path = (*path, key)
            self._note(path, line)
        self._at += 1  # the equals sign
        self._blank()
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._next("["):
            self._list(path)
        elif self._next("{"):
            self._inline_table(path)
        else:
            match = _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            self._at = match.end() if match else self._at

    def _list(self, path: Path) -> None:
        position = 0
        while self._blank() and not self._next("]"):
            self._note((*path, position), self._line())
            self._value((*path, position))
            position += 1
            self._blank()
            self._next(",")

    def _inline_table(self, path: Path) -> None:
        while self._blank() and not self._next("}"):
            self._pair(path)
            self._blank()
            self._next(",")

    def _key(self) -> list[str]:
        keys = []
        while match := _PART.match(self._text, self._at):
            self._at = match.end()
            keys.append(_plain(match[1]))
            if len(keys) > _DEPTH:
                raise RecursionError(f"a key of more than {_DEPTH} parts")
            if not match[2]:
                break
        return keys

    def _blank(self) -> bool:
        """Passes spaces, line ends and comments; False at the end of the text."""
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at < len(self._text)

    def _next(self, sign: str) -> bool:
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _line(self) -> int:
        return bisect_right(self._ends, self._at - 1) + 1

    def _note(self, path: Path, line: int) -> None:
        self._found.setdefault(path, line)


def _plain(part: str) -> str:
    if part[0] not in "\"'":
        return part
    document: dict[str, Any] = tomllib.loads(f"key = {part}")
    return str(document["key"])
