"""How a name is written: does it look like a firm's name there, or like the common word?

    text, places of the name → signs, each with the words that show it

"Apple refused my refund", "@apple", "at Target" against "an apple a day", "to target voters", "Orange County". What
stands around one place counts (core/roles); where the name stands often, each sign counts once.
"""

import re
from collections.abc import Iterator, Sequence

from monitor.core import roles
from monitor.core.beside import Here, Shown, Sign, Style
from monitor.core.fold import Span

PLACES = 8
"""That are looked at."""


def signs(text: str, spans: Sequence[Span], language: str | None) -> list[Shown]:
    """In the order of the text, each sign once."""
    style = Style.of(text, spans)
    found: dict[Sign, Shown] = {}
    for span in spans[:PLACES]:
        for shown in _signs(Here.of(text, span, style, language or "")):
            found.setdefault(shown.sign, shown)
    return list(found.values())


def _signs(here: Here) -> Iterator[Shown]:
    yield from _marked(here)
    yield from _cased(here)
    yield from roles.signs(here)


def _marked(here: Here) -> Iterator[Shown]:
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


def _cased(here: Here) -> Iterator[Shown]:
    if here.marked:
        return
    nouns_are_raised = here.language == "de"
    if not here.raised and roles.bare(here):
        return
    if not here.raised and (here.style.careful or nouns_are_raised):
        yield Shown(Sign.SMALL, here.name)
    elif not here.raised and not (roles.determined(here) or roles.said_of(here)):
        yield Shown(Sign.CARELESS, here.name)
    elif here.name[:1].isupper() and not (
        here.starts or here.style.headline or nouns_are_raised or roles.surnames(here)
    ):
        yield Shown(Sign.CAPITAL, here.name)
