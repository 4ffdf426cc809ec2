"""What words are spoken of with: a file per language, each a list of fields to read and edit (docs/relevance.md).

A file is read when its language is met for the first time.
"""

import tomllib
from functools import cache
from pathlib import Path

from monitor.core.fields import Fields

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
UNKNOWN = "en"
"""Where nobody knows the language: short texts with an English name mostly are."""


@cache
def fields_of(language: str | None) -> Fields:
    """Of one language; empty where there is no list of it."""
    language = (language or UNKNOWN).partition("-")[0]
    if language not in LANGUAGES:
        return Fields(language, {})
    return Fields(language, tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
