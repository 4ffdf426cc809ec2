"""Which fields of words speak for a brand and which against it, and what else its name is: a word, a town, a person."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from monitor.core.beside import Sign
from monitor.core.fields import Fields
from monitor.core.fold import fold
from monitor.core.lexicon.naming import FIRMLY
from monitor.core.spoken import Spoken, words_of

NO_SIDE = frozenset(("customer", "company", "common"))
"""Fields that are no meaning of a name: the first two speak for any brand, the third lists words that firms take for
names.
"""
PROPER = frozenset(("geography", "person", "space"))
"""Fields of names."""
UNTOLD = 0.4
"""What a capital, or none, counts where the name is no common word: Tim, the Amazon."""
_CASES = frozenset((Sign.CAPITAL, Sign.SMALL))


class Meant(NamedTuple):
    """Fields that speak for the brand, and those that speak against it."""

    own: frozenset[str]
    other: frozenset[str]
    name: frozenset[str]
    """Those of the name as a word."""
    town: bool
    person: bool
    """What else the name is, of what has names."""

    @classmethod
    def of(cls, spoken: Spoken, context: Iterable[str], against: Iterable[str], fields: Fields) -> "Meant":
        """By the words that the team gave, and by what the name itself means as a word."""
        own, other = _opened(context, fields), _opened(against, fields)
        itself = _fields_of(spoken.names, fields)
        return cls(
            own - other - NO_SIDE,
            (other | itself) - own - NO_SIDE,
            itself,
            town=not itself and "geography" in other,
            person="person" in itself or not (itself - NO_SIDE or other.isdisjoint(("person", "religion"))),
        )

    def side(self, fields: frozenset[str]) -> str | None:
        """Of a word of these fields; None for what speaks for both sides, or for none."""
        if "customer" in fields:
            return "customer"
        own, other = bool(fields & self.own), bool(fields & self.other)
        if own or other:
            return None if own and other else "own field" if own else "other field"
        return "company" if "company" in fields else None

    def telling(self, sign: Sign, words: str) -> float:
        """How much of its weight the sign has with a name of this kind."""
        proper = self.town or self.person
        if sign in _CASES:
            return UNTOLD if proper or (self.name and not self.name - PROPER) else 1.0
        if sign in (Sign.ACTING, Sign.BEING) and proper:
            return UNTOLD
        if sign is Sign.OURS and self.person:
            return 0.0
        if sign is Sign.WITHIN:
            return float(self.town)
        if sign is Sign.AT and proper:
            return float(fold(words).split()[0] in FIRMLY)
        return 1.0


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
