"""What a piece of evidence weighs, and how it is said. docs/relevance.md explains every number."""

from collections.abc import Mapping
from typing import NamedTuple

from monitor.core.beside import Sign

WEIGHTS = {
    "context": 2.7,
    "against": -2.8,
    "own field": 2.1,
    "other field": -1.3,
    "customer": 0.4,
    "company": 1.5,
    "topic": 0.7,
    "person": -2.3,
    "account": 4.0,
    "learnt": 1.0,
    Sign.HANDLE: 1.5,
    Sign.HASHTAG: 0.2,
    Sign.DOMAIN: 2.5,
    Sign.CAPITAL: 1.8,
    Sign.SMALL: -3.3,
    Sign.CARELESS: 0.7,
    Sign.DETERMINED: -1.4,
    Sign.THE: -2.0,
    Sign.PARTITIVE: -1.2,
    Sign.OURS: 0.9,
    Sign.VERB: -1.2,
    Sign.HYPHEN: -1.0,
    Sign.AT: 1.1,
    Sign.ADDRESSED: 1.5,
    Sign.ACTING: 2.5,
    Sign.LONGER: -2.5,
    Sign.PLACE: -2.0,
    Sign.PREDICATE: -3.3,
    Sign.BARE: 2.1,
    Sign.WITHIN: -1.8,
    Sign.BRANCH: 1.8,
    Sign.LISTED: 1.3,
    Sign.TO_US: 0.8,
    Sign.BEING: 0.9,
    Sign.FOLLOWED: -0.8,
    Sign.TITLE: -2.1,
}
"""In logits; 2.2 turns an even chance into 9 to 1."""
COMMON = frozenset((Sign.SMALL, Sign.DETERMINED, Sign.PREDICATE, Sign.VERB, Sign.PARTITIVE))
NAMELIKE = frozenset((Sign.HANDLE, Sign.DOMAIN, Sign.CAPITAL, Sign.BARE, Sign.ADDRESSED, Sign.ACTING, Sign.OURS))
"""With a sign of the first kind and none of the second the name is a common word, and what customers speak of tells
nothing: one orders oranges too.
"""
BACKING = frozenset(
    (
        "context",
        "own field",
        "customer",
        "account",
        Sign.HANDLE,
        Sign.DOMAIN,
        Sign.AT,
        Sign.BARE,
        Sign.OURS,
        Sign.ADDRESSED,
        Sign.ACTING,
        Sign.BRANCH,
    )
)
"""Without one of them a topic tells nothing: stories and news speak of safety and of prices too."""


class Evidence(NamedTuple):
    kind: str
    strength: float
    text: str
    why: str

    @property
    def weight(self) -> float:
        return WEIGHTS[self.kind] * self.strength


FIELDS: Mapping[str, str] = {
    "own field": "“{}” is spoken of with the context words",
    "other field": "“{}” is spoken of with another meaning of the name",
    "customer": "customers speak of “{}”",
    "company": "“{}” is said of firms",
}
SIGNS: Mapping[Sign, str] = {
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
    Sign.PREDICATE: "“{}” says how something is",
    Sign.BARE: "“{}” is said of firms",
    Sign.WITHIN: "“{}” is said of a place",
    Sign.BRANCH: "“{}” is how branches are named",
    Sign.LISTED: "“{}” is another name beside it",
    Sign.TO_US: "“{}” is what firms do to customers",
    Sign.BEING: "“{}” is said of something with a name",
    Sign.FOLLOWED: "“{}” may be another name",
    Sign.TITLE: "“{}” is a title",
}
