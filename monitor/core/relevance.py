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
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.core import naming
from monitor.core.fields import Fields, tokens
from monitor.core.fold import fold
from monitor.core.learnt import Learnt
from monitor.core.naming import Sign
from monitor.core.spoken import PLACES, Named, Spoken, places, words_of
from monitor.model import Reason

SHOWN = 6
"""Reasons that are given."""
FADING = 0.6
"""What each further word of a kind adds, of the one before it."""
UNOPPOSED, INVENTED, AMBIGUOUS = 0.7, 0.1, -0.7
"""What a text starts with: where no words against the name are given, where it is no word that any list knows ("Acme"),
and where it is.
"""
WEIGHTS = {
    "context": 2.6,
    "against": -3.0,
    "own field": 1.8,
    "other field": -1.3,
    "customer": 0.7,
    "company": 1.5,
    "topic": 0.7,
    "person": -2.0,
    "account": 4.0,
    "learnt": 1.0,
    Sign.HANDLE: 1.5,
    Sign.HASHTAG: 0.2,
    Sign.DOMAIN: 2.5,
    Sign.CAPITAL: 1.1,
    Sign.SMALL: -3.0,
    Sign.CARELESS: 0.5,
    Sign.DETERMINED: -1.3,
    Sign.THE: -1.3,
    Sign.PARTITIVE: -1.3,
    Sign.OURS: 0.5,
    Sign.VERB: -1.2,
    Sign.HYPHEN: -1.0,
    Sign.AT: 0.9,
    Sign.ADDRESSED: 1.2,
    Sign.ACTING: 1.9,
    Sign.LONGER: -1.4,
    Sign.PLACE: -2.0,
}
"""In logits; 2.2 turns an even chance into 9 to 1."""
NO_SIDE = frozenset(("customer", "company", "common"))
"""Fields that are no meaning of a name: the first two speak for any brand, the third lists words that firms take for
names.
"""
PROPER = frozenset(("geography", "person"))
"""Fields of names."""
UNTOLD = 0.5
"""What a capital, or none, counts where the name is no common word: Tim, the Amazon."""


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


class Evidence(NamedTuple):
    kind: str
    strength: float
    text: str
    why: str

    @property
    def weight(self) -> float:
        return WEIGHTS[self.kind] * self.strength


def relevance(named: Named, sense: Sense, fields: Fields, topics: Collection[str] = ()) -> Relevance:
    """For a sense that is ambiguous; `fields` are those of the text's language, `topics` those found in the text."""
    found = list(evidence(named, sense, fields, topics))
    logit = prior(named, sense, fields) + sum(one.weight for one in found)
    value = 1 / (1 + math.exp(-max(min(logit, 20.0), -20.0)))
    decided = sorted(found, key=lambda one: ((one.weight > 0) != (logit >= 0), -abs(one.weight)))
    reasons = tuple(Reason(one.text, one.why) for one in decided[:SHOWN] if one.weight)
    return Relevance(round(value, 3), reasons)


def prior(named: Named, sense: Sense, fields: Fields) -> float:
    if not sense.against:
        return UNOPPOSED
    word = any(fields.of(token.word) for a, b in named.spans[:PLACES] for token in tokens(named.text[a:b]))
    return INVENTED if fields and named.language and not word else AMBIGUOUS


_CASES = frozenset((Sign.CAPITAL, Sign.SMALL))


def evidence(named: Named, sense: Sense, fields: Fields, topics: Collection[str] = ()) -> Iterator[Evidence]:
    spoken = Spoken(named)
    used: set[int] = set()
    yield from _given(spoken, "context", sense.context, "“{}” is a context word", used)
    yield from _given(spoken, "against", sense.against, "“{}” speaks against it", used)
    meant = _Meant.of(spoken, sense, fields)
    yield from _of_fields(spoken, meant, fields, used)
    yield from _person(spoken, fields)
    yield from (Evidence("topic", FADING**n, "", f"customers speak of {topic}") for n, topic in enumerate(topics))
    for sign, words in naming.signs(spoken.text, spoken.spans, named.language):
        strength = UNTOLD if sign in _CASES and not meant.name - PROPER else 1.0
        yield Evidence(sign, strength, words, _SIGNS[sign].format(words))
    yield from _accounts(spoken.text, sense.accounts)
    yield from _learnt(spoken, sense.learnt)


def _given(spoken: Spoken, kind: str, words: Iterable[str], why: str, used: set[int]) -> Iterator[Evidence]:
    """Each word of the team once, where it counts most."""
    found = []
    for word in words:
        found_at = list(places(spoken, word))
        if found_at:
            share, text, taken = max(found_at, key=lambda place: place[0])
            used.update(taken)
            found.append((share, text))
    found.sort(key=lambda one: -one[0])
    for rank, (share, text) in enumerate(found):
        yield Evidence(kind, share * FADING**rank, text, why.format(text))


class _Meant(NamedTuple):
    """Fields that speak for the brand, and those that speak against it."""

    own: frozenset[str]
    other: frozenset[str]
    name: frozenset[str]
    """Those of the name as a word."""

    @classmethod
    def of(cls, spoken: Spoken, sense: Sense, fields: Fields) -> "_Meant":
        """By the words that the team gave, and by what the name itself means as a word."""
        own = _opened(sense.context, fields)
        against = _opened(sense.against, fields)
        itself = _fields_of(spoken.names, fields)
        return cls(own - against - NO_SIDE, (against | itself) - own - NO_SIDE, itself)


def _opened(words: Iterable[str], fields: Fields) -> frozenset[str]:
    """Fields that the words of one side open. A word of several fields opens those that another word is of too, or that
    nothing else is known by: "skin" beside "soap" means beauty, and not anatomy.
    """
    each = [of for word in words for one in words_of(word) if (of := fields.of(one))]
    sure = Counter(field for of in each for field in of)
    backed = frozenset(field for of in each for field in of if len(of) == 1 or sure[field] > 1)
    return frozenset(field for of in each for field in (of & backed or of))


def _fields_of(words: Iterable[str], fields: Fields) -> frozenset[str]:
    return frozenset(found for word in words for one in words_of(word) for found in fields.of(one))


def _of_fields(spoken: Spoken, meant: _Meant, fields: Fields, used: Collection[int]) -> Iterator[Evidence]:
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for token in spoken.tokens:
        if token.start in used or not (of := fields.of(token.word)):
            continue
        kind = _kind(of, meant)
        if kind:
            words = found.setdefault(kind, {})
            share = spoken.share(token)
            if words.get(token.word, (0.0, ""))[0] < share:
                words[token.word] = (share, spoken.text[token.start : token.end])
    for kind, words in found.items():
        ranked = sorted(words.values(), key=lambda one: -one[0])
        for rank, (share, text) in enumerate(ranked):
            yield Evidence(kind, share * FADING**rank, text, _FIELDS[kind].format(text))


def _kind(of: frozenset[str], meant: _Meant) -> str | None:
    """None for what speaks for both sides, or for none."""
    if "customer" in of:
        return "customer"
    own, other = bool(of & meant.own), bool(of & meant.other)
    if own or other:
        return None if own and other else "own field" if own else "other field"
    return "company" if "company" in of else None


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


_FIELDS: Mapping[str, str] = {
    "own field": "“{}” is spoken of with the context words",
    "other field": "“{}” is spoken of with another meaning of the name",
    "customer": "customers speak of “{}”",
    "company": "“{}” is said of firms",
}
_SIGNS: Mapping[Sign, str] = {
    Sign.HANDLE: "“{}” is an account",
    Sign.HASHTAG: "“{}” is a tag",
    Sign.DOMAIN: "“{}” is how a brand writes itself",
    Sign.CAPITAL: "“{}” is written as a name",
    Sign.SMALL: "“{}” is written as a common word",
    Sign.CARELESS: "“{}” has no capital, as nothing in the text",
    Sign.DETERMINED: "“{}” is said of a thing",
    Sign.THE: "“{}” is said of a thing",
    Sign.PARTITIVE: "“{}” is a common word",
    Sign.OURS: "“{}” belongs to somebody",
    Sign.VERB: "“{}” is a verb",
    Sign.HYPHEN: "“{}” is part of another word",
    Sign.AT: "“{}” is said of firms and places",
    Sign.ADDRESSED: "“{}” speaks to it",
    Sign.ACTING: "“{}” is what firms do or have",
    Sign.LONGER: "“{}” is another name",
    Sign.PLACE: "“{}” is another name",
}
