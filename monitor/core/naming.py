"""How a name is written: does it look like a firm's name there, or like the common word?

    text, places of the name → signs, each with the words that show it

"Apple refused my refund", "@apple", "at Target" against "an apple a day", "to target voters", "Orange County". What
stands around one place counts; where the name stands often, each sign counts once.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from monitor.core.fold import Span, fold
from monitor.core.lexicon import naming as words

PLACES = 8
"""That are looked at."""
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
    HYPHEN = "hyphen"
    AT = "at"
    ADDRESSED = "addressed"
    ACTING = "acting"
    LONGER = "longer"
    PLACE = "place"


class Shown(NamedTuple):
    sign: Sign
    text: str


def signs(text: str, spans: Sequence[Span], language: str | None) -> list[Shown]:
    """In the order of the text, each sign once."""
    style = _style(text, spans)
    found: dict[Sign, Shown] = {}
    for span in spans[:PLACES]:
        for shown in _signs(text, span, style, language or ""):
            found.setdefault(shown.sign, shown)
    return list(found.values())


class _Style(NamedTuple):
    careful: bool
    """Capitals mean what they should."""
    headline: bool
    """Every word has one."""


def _style(text: str, spans: Sequence[Span]) -> _Style:
    rest = "".join(char for place, char in enumerate(text[:4000]) if not any(a <= place < b for a, b in spans))
    long_words = re.findall(r"[^\W\d_]{4,}", rest)
    letters = [char for char in rest if char.isalpha()]
    raised = sum(word[0].isupper() for word in long_words)
    shouted = len(letters) > 10 and sum(char.isupper() for char in letters) > 0.6 * len(letters)
    headline = shouted or (len(long_words) >= 4 and raised > 0.6 * len(long_words))
    first = next((char for char in text if char.isalpha()), "")
    starts = re.findall(r"(?:^|[.!?…]\s+|\n)[\"'“«(*]*([^\W\d_])", text)
    careful = not headline and sum(char.isupper() for char in starts) * 2 > len(starts) and first.isupper()
    return _Style(careful, headline)


def _signs(text: str, span: Span, style: _Style, language: str) -> Iterator[Shown]:
    start, end = span
    before, name, behind = text[max(start - AROUND, 0) : start], text[start:end], text[end : end + AROUND]
    here = _Here(before, name, behind, style, language, starts=_starts(text, start))
    for sign in (_marked, _cased, _beside, _acting, _part_of_more):
        yield from sign(here)


class _Here(NamedTuple):
    before: str
    name: str
    behind: str
    style: _Style
    language: str
    starts: bool
    """It begins a sentence."""

    @property
    def raised(self) -> bool:
        """With a capital, or in a script that has none."""
        return not self.name[:1].islower()

    @property
    def previous(self) -> str:
        """The word right before it, as it stands; empty where a mark stands between."""
        found = re.search(r"([^\W\d_]+(?:['’][^\W\d_]+)?) $", self.before)
        return found[1] if found else ""

    @property
    def next(self) -> str:
        found = re.match(r"(?:['’]s)? ([^\W\d_]+(?:['’][^\W\d_]+)?)", self.behind)
        return found[1] if found else ""


def _starts(text: str, start: int) -> bool:
    return re.search(r"(?:^|[.!?…:]\s*|\n|[\"“«(•*–—-]\s?)[@#]?$", text[max(start - 10, 0) : start]) is not None


def _marked(here: _Here) -> Iterator[Shown]:
    if here.before.endswith("@"):
        yield Shown(Sign.HANDLE, f"@{here.name}")
    elif here.before.endswith("#"):
        yield Shown(Sign.HASHTAG, f"#{here.name}")
    if found := re.match(
        r"\.(?:com|net|org|co|de|fr|es|it|nl|pl|pt|eu|uk|us|ch|at|be|app|io)\b", here.behind, re.IGNORECASE
    ):
        yield Shown(Sign.DOMAIN, here.name + found[0])
    if re.match(r"[®™]", here.behind):
        yield Shown(Sign.DOMAIN, here.name + here.behind[0])
    hyphen = re.match(r"-[^\W\d_]{2,}", here.behind) or re.search(r"[^\W\d_]-$", here.before)
    if hyphen and not here.raised:
        yield Shown(Sign.HYPHEN, here.name)


def _cased(here: _Here) -> Iterator[Shown]:
    if here.before[-1:] in "@#" and here.before:
        return
    nouns_are_raised = here.language == "de"
    if not here.raised and (here.style.careful or nouns_are_raised):
        yield Shown(Sign.SMALL, here.name)
    elif not here.raised and not _determined(here):
        yield Shown(Sign.CARELESS, here.name)
    elif here.name[:1].isupper() and not (here.starts or here.style.headline or nouns_are_raised or _surnames(here)):
        yield Shown(Sign.CAPITAL, here.name)


def _beside(here: _Here) -> Iterator[Shown]:
    previous, following = fold(here.previous), fold(here.next)
    common = not here.raised or here.language == "de"
    determined = previous in words.DETERMINERS.get(here.language, ()) or (here.language == "en" and previous == "the")
    if determined and common and (here.style.careful or here.language != "en"):
        yield Shown(Sign.DETERMINED, f"{here.previous} {here.name}")
    elif previous == "the" and here.raised and _ends_there(here):
        yield Shown(Sign.THE, f"{here.previous} {here.name}")
    elif previous in words.AT.get(here.language, ()) and following not in words.HEADS:
        yield Shown(Sign.AT, f"{here.previous} {here.name}")
    elif here.language == "en" and previous == "my" and here.raised and not here.style.headline:
        yield Shown(Sign.OURS, f"{here.previous} {here.name}")
    if following in words.OF.get(here.language, ()) and (not here.raised or determined):
        yield Shown(Sign.PARTITIVE, f"{here.name} {here.next}")
    if here.language == "en" and previous in words.BEFORE_VERBS and not here.raised:
        yield Shown(Sign.VERB, f"{here.previous} {here.name}")
    if previous in words.GREETINGS and (here.raised or not here.style.careful):
        yield Shown(Sign.ADDRESSED, f"{here.previous} {here.name}")
    elif here.starts and _ASKED.match(here.behind):
        yield Shown(Sign.ADDRESSED, here.name)


def _ends_there(here: _Here) -> bool:
    """No noun follows: "the Amazon in August", but not "the Apple store"."""
    following = fold(here.next)
    return not following or following in words.LITTLE or following.endswith("ed")


_ASKED = re.compile(r", (?:please|why|you|what|how|can|when|do|your|bitte|warum|wann|ihr|pourquoi|por)\b")


def _acting(here: _Here) -> Iterator[Shown]:
    if _determined(here) or _surnames(here):
        return
    following = fold(here.next)
    acts = following in words.ACTS.get(here.language, ())
    if not here.raised and here.style.careful:
        acts = following in words.SPEAKS
        following = ""
    if acts or (here.language == "en" and following.endswith("ed") and len(following) > 4 and here.next.islower()):
        yield Shown(Sign.ACTING, f"{here.name} {here.next}")


def _determined(here: _Here) -> bool:
    """An article before it, or whose it is."""
    previous = fold(here.previous)
    if here.language == "en" and (previous == "the" or (previous in words.OWNERS and not here.raised)):
        return True
    return previous in words.DETERMINERS.get(here.language, ())


def _part_of_more(here: _Here) -> Iterator[Shown]:
    """Orange County, Big Apple."""
    if fold(here.next) in words.HEADS and here.raised and here.next[0].isupper():
        yield Shown(Sign.PLACE, f"{here.name} {here.next}")
    if _surnames(here):
        yield Shown(Sign.LONGER, f"{here.previous} {here.name}")


def _surnames(here: _Here) -> bool:
    """A word with a capital right before it makes another name of it; at the beginning of a sentence only one that
    begins no sentence by itself.
    """
    previous = fold(here.previous)
    if here.style.headline or here.language == "de" or not here.raised or not here.previous[:1].isupper():
        return False
    if len(previous) < 2 or previous in words.GREETINGS or re.search(r"['’]s $", here.before):
        return False
    if not re.search(r"(?:^|[.!?…:\n\"“(]\s*)[^\W\d_'’]+ $", here.before):
        return True
    return here.language == "en" and previous not in words.BEGINNINGS and not previous.endswith(("ed", "ing", "ly"))
