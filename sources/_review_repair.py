"""A JSON block as a page's author wrote it → its value, and what had to be mended to read it.

One broken block must not cost the others: extruct loses all JSON-LD of a page for one (2 of 336 pages with reviews).
The steps are cumulative; each one that changed the text is named, and the first text that parses counts.

    as it is → control characters → entities → comments and CDATA → text after the value → stray commas
             → lone backslashes → bare words → missing braces

Every step is one forward scan in which a string, whole or unclosed, is one token: linear in the length.
"""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

MEND_LIMIT = 1_000_000
"""Characters; a longer text that is broken stays broken: mending takes 0.6 s for each million."""


@dataclass(frozen=True, slots=True)
class Mended:
    value: Any
    repaired: tuple[str, ...] = ()


def loads(text: str) -> Mended | None:
    """None where nothing helps. A block with nothing in it is the value None."""
    try:
        return Mended(orjson.loads(text))
    except orjson.JSONDecodeError:
        pass
    if not text.strip():
        return Mended(None)
    value = _parse(text)
    if value is not _FAILED:
        return Mended(value, ("control characters",) if _CONTROL.search(text) else ())
    return _mend(text) if len(text) <= MEND_LIMIT else None


def _mend(text: str) -> Mended | None:
    done: list[str] = []
    for name, step in _STEPS:
        changed = step(text).strip()
        if changed == text.strip():
            continue
        text = changed
        done.append(name)
        value = _parse(text)
        if value is not _FAILED:
            return Mended(value, tuple(done))
    return None


def _parse(text: str) -> Any:
    """The standard parser: it takes control characters (19 blocks in 1,448), NaN and lone surrogates."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _FAILED


def _without_entities(text: str) -> str:
    return html.unescape(text) if _ENTITIES.match(text) else text


def _without_comments(text: str) -> str:
    return _COMMENTS.sub(lambda found: found[0] if found[0][0] == '"' else " ", text)


def _values_alone(text: str) -> str:
    """`{…};` is the object, `{…}{…}` a list of both."""
    values, depth, start = [], 0, 0
    for found in _BRACKETS.finditer(text):
        if found[0][0] == '"':
            continue
        if found[0] in "[{":
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            values += [text[start : found.end()]] if depth == 0 else []
    if _PROPERTY.match(text) or not values:
        return text
    return values[0] if len(values) == 1 else f"[{','.join(values)}]"


def _without_stray_commas(text: str) -> str:
    return _COMMAS.sub(_comma, text)


def _comma(found: re.Match[str]) -> str:
    """Nothing before a closing bracket, one for several, a string as it is."""
    if found[0][0] == '"' or found[1]:
        return found[1] or found[0]
    return "," if found[0].count(",") > 1 else found[0]


def _with_whole_escapes(text: str) -> str:
    return _STRINGS.sub(lambda found: _ESCAPE.sub(_whole_escape, found[0]), text)


def _whole_escape(found: re.Match[str]) -> str:
    """A script's `\\'` is an apostrophe; before anything else the backslash is meant."""
    follows = found[1]
    if follows == "'":
        return "'"
    return found[0] if follows[:1] and (follows[0] in '"\\/bfnrt' or len(follows) == 5) else "\\" + found[0]


def _with_quoted_words(text: str) -> str:
    return _WORDS.sub(_quoted, text)


def _quoted(found: re.Match[str]) -> str:
    word = found[0]
    if word[0] == '"':
        return word
    return _LITERALS.get(word) or (word if word in {"true", "false", "null"} else f'"{word}"')


def _with_braces(text: str) -> str:
    """`"@context": …, "@type": …` without the braces around it (Sainsbury's)."""
    return "{" + text.strip().strip(",") + "}" if _PROPERTY.match(text) else text


_FAILED = object()
_STRING = r'"(?:[^"\\]++|\\(?:.|\Z))*+(?:"|\Z)'
_CONTROL = re.compile("[\x00-\x1f]")
_ENTITIES = re.compile(r"\s*[\[{]\s*(?:\{\s*)?&(?:quot|#34|#x22);")
_COMMENTS = re.compile(
    _STRING
    + r"|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|(?://[ \t]*)?<!\[CDATA\[|(?://[ \t]*)?\]\]>|<!--|-->|(?<![:\w])//[^\n]*",
    re.DOTALL,
)
_BRACKETS = re.compile(_STRING + r"|[\[\]{}]", re.DOTALL)
_COMMAS = re.compile(_STRING + r"|,[\s,]*+([\]}])?+", re.DOTALL)
_STRINGS = re.compile(_STRING, re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.|\Z)", re.DOTALL)
_WORDS = re.compile(_STRING + r"|[A-Za-z_$@][\w$@.-]*", re.DOTALL)
_LITERALS = {"True": "true", "False": "false", "None": "null", "undefined": "null", "NaN": "null", "Infinity": "null"}
_PROPERTY = re.compile(r'\s*"[^"\\]{1,100}"\s*:')
_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("entities", _without_entities),
    ("comments or CDATA", _without_comments),
    ("text after the value", _values_alone),
    ("stray commas", _without_stray_commas),
    ("backslashes", _with_whole_escapes),
    ("bare words", _with_quoted_words),
    ("missing braces", _with_braces),
)
