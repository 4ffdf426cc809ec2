"""Is the brand meant, or only a word like its name? One open sum in logit space, each part with its reason.

    prior                       lower where the team gave words against a name that is a common word
    + context words found       − words against it found          what the team says; nearer to the name counts more
    + words of their fields     − words of the other fields       "peel" is spoken of with fruit (core/fields)
    + what customers speak of   + how the name is written         core/naming
    + the brand's own accounts  + what triage taught              core/learnt
    → 0–1 by the logistic function

Each further word of a kind adds less than the one before it. docs/relevance.md explains every number.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.core import naming
from monitor.core.beside import Sign
from monitor.core.evidence import BACKING, COMMON, FIELDS, NAMELIKE, SIGNS, Evidence
from monitor.core.fields import Fields
from monitor.core.fold import fold
from monitor.core.learnt import Learnt
from monitor.core.lexicon.naming import EVERYDAY
from monitor.core.meant import Meant
from monitor.core.spoken import Named, Spoken, places
from monitor.model import Reason

SHOWN = 6
"""Reasons that are given."""
FADING = 0.6
"""What each further word of a kind adds, of the one before it."""
UNOPPOSED, INVENTED, AMBIGUOUS, TOWN = 0.7, -1.1, -0.9, -1.5
"""What a text starts with: where no words against the name are given, where it is no word that any list knows ("Acme"),
where it is, and where it is a place's.
"""
EVERYDAYS = 0.5
"""What "year" and "two" count as words against."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What is known of a brand's name, beside its query."""

    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    learnt: Learnt = field(default_factory=Learnt)

    @property
    def ambiguous(self) -> bool:
        return bool(self.context or self.against or self.learnt.weights)


@dataclass(frozen=True, slots=True)
class Relevance:
    value: float
    reasons: tuple[Reason, ...]
    """Those that decided first, the weightiest before others."""


def relevance(named: Named, sense: Sense, fields: Fields, topics: Collection[str] = ()) -> Relevance:
    """For a sense that is ambiguous; `fields` are those of the text's language, `topics` those found in the text."""
    start, found = weighed(named, sense, fields, topics)
    logit = start + sum(one.weight for one in found)
    value = 1 / (1 + math.exp(-max(min(logit, 20.0), -20.0)))
    decided = sorted(found, key=lambda one: ((one.weight > 0) != (logit >= 0), -abs(one.weight)))
    reasons = tuple(Reason(one.text, one.why) for one in decided[:SHOWN] if one.weight)
    return Relevance(round(value, 3), reasons)


def weighed(
    named: Named, sense: Sense, fields: Fields, topics: Collection[str] = ()
) -> tuple[float, Sequence[Evidence]]:
    """What the text starts with, and what it shows."""
    spoken = Spoken(named)
    meant = Meant.of(spoken, sense.context, sense.against, fields)
    known = bool(fields) and named.language is not None
    return _prior(sense, meant, known=known), _evidence(spoken, meant, sense, fields, topics)


def _prior(sense: Sense, meant: Meant, *, known: bool) -> float:
    """`known`: there are lists of the text's language."""
    if not sense.against:
        return UNOPPOSED
    if meant.town:
        return TOWN
    return INVENTED if known and not meant.name else AMBIGUOUS


def _evidence(
    spoken: Spoken, meant: Meant, sense: Sense, fields: Fields, topics: Collection[str]
) -> Sequence[Evidence]:
    used: set[int] = set()
    signs = list(_signs(spoken, meant, sense, fields))
    found = [
        *_given(spoken, "context", sense.context, "“{}” is a context word", used),
        *_given(spoken, "against", sense.against, "“{}” speaks against it", used),
        *_of_fields(spoken, meant, fields, used),
        *signs,
        *_accounts(spoken.text, sense.accounts),
        *_learnt(spoken, sense.learnt),
    ]
    kinds = {one.kind for one in signs}
    if not COMMON.isdisjoint(kinds) and NAMELIKE.isdisjoint(kinds):
        return [one for one in found if one.kind != "customer"]
    if BACKING.isdisjoint(one.kind for one in found):
        return found
    spoken_of = (Evidence("topic", FADING**n, "", f"customers speak of {topic}") for n, topic in enumerate(topics))
    return [*found, *spoken_of]


def _signs(spoken: Spoken, meant: Meant, sense: Sense, fields: Fields) -> Iterator[Evidence]:
    persons = list(_person(spoken, fields))
    yield from persons
    for sign, words in naming.signs(spoken.text, spoken.spans, spoken.language):
        if sign is Sign.FOLLOWED and _is_ours(fold(words.split()[-1]), meant, sense, fields):
            continue
        if (strength := meant.telling(sign, words)) and not (sign is Sign.OURS and persons):
            yield Evidence(sign, strength, words, SIGNS[sign].format(words))


def _is_ours(word: str, meant: Meant, sense: Sense, fields: Fields) -> bool:
    """Shell Recharge, Apple Support: the word behind the name speaks for the brand."""
    return meant.side(fields.of(word)) in ("own field", "customer") or word in map(fold, sense.context)


def _given(spoken: Spoken, kind: str, words: Iterable[str], why: str, used: set[int]) -> Iterator[Evidence]:
    """Each word of the team once, where it counts most."""
    found = []
    for word in words:
        found_at = list(places(spoken, word))
        if found_at:
            share, text, taken = max(found_at, key=lambda place: place[0])
            used.update(taken)
            found.append((share * (_against(spoken, word, text) if kind == "against" else 1.0), text))
    found.sort(key=lambda one: -one[0])
    for rank, (share, text) in enumerate(found):
        yield Evidence(kind, share * FADING**rank, text, why.format(text))


def _against(spoken: Spoken, word: str, text: str) -> float:
    """Everyday words speak against a name only right beside it."""
    if fold(word) not in EVERYDAY:
        return 1.0
    reach = len(text) + 2
    for start, end in spoken.spans:
        before, behind = spoken.text[max(start - reach, 0) : start], spoken.text[end : end + reach]
        if before.rstrip(" -").endswith(text) or behind.lstrip(" -").startswith(text):
            return 1.0
    return EVERYDAYS


def _of_fields(spoken: Spoken, meant: Meant, fields: Fields, used: Collection[int]) -> Iterator[Evidence]:
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for token in spoken.tokens:
        if token.start in used or not (of := fields.of(token.word)):
            continue
        kind = meant.side(of)
        if kind:
            words = found.setdefault(kind, {})
            share = spoken.share(token)
            if words.get(token.word, (0.0, ""))[0] < share:
                words[token.word] = (share, spoken.text[token.start : token.end])
    for kind, words in found.items():
        ranked = sorted(words.values(), key=lambda one: -one[0])
        for rank, (share, text) in enumerate(ranked):
            yield Evidence(kind, share * FADING**rank, text, FIELDS[kind].format(text))


def _person(spoken: Spoken, fields: Fields) -> Iterator[Evidence]:
    """Uncle Otto, our flatmate Tim."""
    starts = {start for start, _ in spoken.spans}
    for token in spoken.tokens:
        if token.end + 1 in starts and spoken.text[token.end] == " " and "person" in fields.of(token.word):
            name = spoken.text[token.start : token.end]
            yield Evidence("person", 1.0, name, f"“{name}” stands before persons' names")
            return


def _accounts(text: str, accounts: Iterable[str]) -> Iterator[Evidence]:
    folded = fold(text)
    for account in accounts:
        if re.search(rf"(?<![\w@./]){re.escape(fold(account))}(?!\w)", folded):
            yield Evidence("account", 1.0, account, f"it names the account {account}")
            return


def _learnt(spoken: Spoken, learnt: Learnt) -> Iterator[Evidence]:
    for word, weight in learnt.of(token.word for token in spoken.tokens):
        side = "about the brand" if weight > 0 else "not about it"
        yield Evidence("learnt", weight, word, f"triage found texts with “{word}” {side}")
