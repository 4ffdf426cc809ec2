"""A brand's own taxonomy: the file that `topics = "topics.toml"` names, read like config.toml itself.

    extends = "default"                  # or "nothing": the shipped topics are left out
    remove = ["safety"]                  # shipped topics left out
    [topics.delivery]                    # adds to the shipped one
    en = ["pod locker"]
    [topics.roastery]                    # one of its own
    any = ["single origin"]

Problems carry the file, line and key of the taxonomy, and are told together with those of config.toml.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path as File
from typing import Any

from monitor.config.lines import Path, lines
from monitor.config.problems import Problems, kind_of, printable, shown, unknown
from monitor.core.taxonomy import ANY, NAMES, phrase
from monitor.errors import ConfigError, Problem
from monitor.settings import TopicsSettings

SIZE_LIMIT = 1024 * 1024
"""Bytes; the shipped English lexicon has 36,000."""
PHRASES = 20_000
"""In one file; so many are ready in 0.8 s, once per reader process."""
_KEYS = ("extends", "remove", "topics")
_EXTENDS = ("default", "nothing")
_LANGUAGE = re.compile(r"[a-z]{2}")
_NAME = re.compile(r"[^\W\d_][\w -]{0,49}")


def read_topics(file: File) -> TopicsSettings:
    """Raises ConfigError with every problem in the file."""
    document, problems = _document(file)
    for key in document:
        if key not in _KEYS:
            problems.add_unknown((key,), _KEYS)
    settings = TopicsSettings(
        extends=_extends(document, problems),
        removed=_removed(document, problems),
        words=tuple(_words(document, problems)),
    )
    if sum(len(phrases) for _, _, phrases in settings.words) > PHRASES:
        problems.add(("topics",), f"more than {PHRASES:,} phrases")
    problems.stop()
    return settings


def _document(file: File) -> tuple[dict[str, Any], Problems]:
    try:
        with file.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
        if len(data) > SIZE_LIMIT:
            raise _error(file, f"larger than {SIZE_LIMIT} bytes")
        text = data.decode("utf-8-sig")
        return tomllib.loads(text), Problems(str(file), lines(text))
    except FileNotFoundError as e:
        raise _error(file, "there is no such file") from e
    except OSError as e:
        raise _error(file, f"cannot be read: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise _error(file, "this is not UTF-8 text") from e
    except RecursionError as e:
        raise _error(file, "nested too deeply") from e
    except ValueError as e:  # tomllib's error says line and column
        raise _error(file, str(e)) from e


def _error(file: File, text: str) -> ConfigError:
    return ConfigError([Problem(where=printable(str(file)), text=printable(text))])


def _extends(document: dict[str, Any], problems: Problems) -> bool:
    found = document.get("extends", "default")
    if found not in _EXTENDS:
        problems.add(("extends",), f'found {shown(found)}; allowed is "default" or "nothing"')
    return bool(found == "default")


def _removed(document: dict[str, Any], problems: Problems) -> tuple[str, ...]:
    found = _texts(document.get("remove", []), ("remove",), problems)
    for position, name in enumerate(found):
        if name not in NAMES:
            problems.add(("remove", position), unknown("topic", name, NAMES))
    return tuple(found)


def _words(document: dict[str, Any], problems: Problems) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    topics = document.get("topics", {})
    if not isinstance(topics, dict):
        problems.add(("topics",), f"found {kind_of(topics)}; write [topics.NAME] for each topic")
        return
    spelled: dict[str, str] = {name: name for name in NAMES}
    for name, lexicon in topics.items():
        path: Path = ("topics", name)
        if not _NAME.fullmatch(name):
            problems.add(path, "a topic's name is letters, digits, blanks, - and _, at most 50, a letter first")
        elif spelled.setdefault(name.casefold(), name) != name:
            problems.add(path, f"{shown(name)} is written {shown(spelled[name.casefold()])} elsewhere")
        if not isinstance(lexicon, dict):
            problems.add(path, f'found {kind_of(lexicon)}; write a list for each language: en = ["parcel"]')
            continue
        for language, phrases in lexicon.items():
            yield name, language, _phrases(phrases, (*path, language), problems)


def _phrases(found: Any, path: Path, problems: Problems) -> tuple[str, ...]:
    language = str(path[-1])
    if language != ANY and not _LANGUAGE.fullmatch(language):
        problems.add(path, f"{shown(language)} is no language: two letters such as en, or {ANY}")
    texts = _texts(found, path, problems)
    for position, text in enumerate(texts):
        try:
            phrase(text)
        except ValueError as e:
            problems.add((*path, position), str(e))
    return tuple(texts)


def _texts(found: Any, path: Path, problems: Problems) -> list[str]:
    if isinstance(found, list) and all(isinstance(each, str) for each in found):
        return found
    problems.add(path, f"found {kind_of(found)}; allowed is a list of texts")
    return []
