"""One place of a name: the words around it, and how careful its text is with capitals."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from monitor.core.fold import Span

AROUND = 40
"""Characters before and behind a place."""


class Sign(StrEnum):
    HANDLE = "handle"
    HASHTAG = "hashtag"
    DOMAIN = "domain"
    CAPITAL = "capital"
    SMALL = "small"
    CARELESS = "careless"
    DETERMINED = "determined"
    THE = "the"
    PARTITIVE = "partitive"
    OURS = "ours"
    VERB = "verb"
    PREDICATE = "predicate"
    HYPHEN = "hyphen"
    AT = "at"
    BARE = "bare"
    WITHIN = "within"
    BRANCH = "branch"
    LISTED = "listed"
    ADDRESSED = "addressed"
    ACTING = "acting"
    TO_US = "to us"
    BEING = "being"
    LONGER = "longer"
    FOLLOWED = "followed"
    TITLE = "title"
    PLACE = "place"


class Shown(NamedTuple):
    sign: Sign
    text: str


class Style(NamedTuple):
    careful: bool
    """Capitals mean what they should."""
    headline: bool
    """Every word has one."""

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> "Style":
        rest = "".join(char for place, char in enumerate(text[:4000]) if not any(a <= place < b for a, b in spans))
        long_words = re.findall(r"[^\W\d_]{4,}", rest)
        letters = [char for char in rest if char.isalpha()]
        raised = sum(word[0].isupper() for word in long_words)
        shouted = len(letters) > 10 and sum(char.isupper() for char in letters) > 0.6 * len(letters)
        headline = shouted or (len(long_words) >= 4 and raised > 0.75 * len(long_words))
        first = next((char for char in text if char.isalpha()), "")
        starts = re.findall(r"(?:^|[.!?…]\s+|\n)[\"'“«(*]*([^\W\d_])", text)
        careful = not headline and sum(char.isupper() for char in starts) * 2 > len(starts) and first.isupper()
        return cls(careful, headline)


class Here(NamedTuple):
    """One place."""

    before: str
    name: str
    behind: str
    style: Style
    language: str
    starts: bool
    """It begins a sentence."""

    @classmethod
    def of(cls, text: str, span: Span, style: Style, language: str) -> "Here":
        start, end = span
        before, behind = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        return cls(before, text[start:end], behind, style, language, starts=_starts(text, start))

    @property
    def raised(self) -> bool:
        """With a capital, or in a script that has none."""
        return not self.name[:1].islower()

    @property
    def marked(self) -> bool:
        """An account or a tag."""
        return self.before[-1:] in ("@", "#")

    @property
    def previous(self) -> str:
        """The word right before it, as it stands; empty where a mark stands between."""
        return self.earlier(0)

    def earlier(self, number: int) -> str:
        """0 is the word right before it, 1 the one before that."""
        found = re.search(r"([^\W\d_]+(?:['’-][^\W\d_]+)?)((?: [^\W\d_]+(?:['’-][^\W\d_]+)?)*) $", self.before)
        words = f"{found[1]}{found[2]}".split() if found else []
        return words[-1 - number] if number < len(words) else ""

    @property
    def next(self) -> str:
        found = re.match(r"(?:['’]s)? ([^\W\d_]+(?:['’][^\W\d_]+)?)", self.behind)
        return found[1] if found else ""

    @property
    def later(self) -> str:
        """The word behind the next one."""
        found = re.match(r"(?:['’]s)? [^\W\d_]+(?:['’][^\W\d_]+)? ([^\W\d_]+(?:['’][^\W\d_]+)?)", self.behind)
        return found[1] if found else ""


def _starts(text: str, start: int) -> bool:
    return re.search(r"(?:^|[.!?…:]\s*|\n|[\"“«(•*–—-]\s?)[@#]?$", text[max(start - 10, 0) : start]) is not None
