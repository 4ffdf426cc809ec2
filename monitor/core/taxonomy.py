"""The notation of topics: what a line of a lexicon means, read once into what `core.topics` looks for.

    parcel                  the word, whole; case and accents are ignored
    deliver*  *lieferung*   the word from there on, and up to there (German compounds)
    never arriv*|came       words one after the other; one of several in a place
    # minute*               # is a number
    wait* + # minute*       both in one sentence, at most ten words apart, in any order
    -delivery room          cancels what overlaps it

In scripts that write no spaces a word is found anywhere. `not` is added by nobody: "no refund" and "refund" are both
about refunds, and the tone says which.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from monitor.core.fold import fold
from monitor.settings import TopicsSettings

NAMES = (
    "delivery", "staff", "price", "quality", "app", "waiting", "availability", "refunds", "safety", "feature_request",
)  # fmt: skip
"""The topics of the shipped taxonomy, in the order in which they are shown."""
ANY = "any"
"""In place of a language: words that every language uses (app, login)."""
TOKEN = re.compile(
    r"\d+|(?:[^\W\d_]|[\u3099\u309a\u0900-\u0dff\u0e00-\u0eff])+(?:'(?:t|d|m|ll|re|ve)(?![^\W_]))?|[$€£¥%&]"
)
"""A number, a word with its English contraction, or a sign that means something, in a folded text. Some scripts'
vowels are marks, which \\w leaves out."""
ASCII_TOKEN = re.compile(r"[a-z]+(?:'(?:t|d|m|ll|re|ve)(?![a-z0-9]))?|[0-9]+|[$%&]")
"""The same tokens of a folded text in ASCII, in half the time."""
LENGTH_LIMIT = 500
"""Characters of a phrase."""
NUMBER = "#"
NUMBERS = frozenset(
    fold(
        "a an one two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty ninety "
        "half ein eine einen einer zwei drei vier fünf sechs sieben acht neun zehn zwölf fünfzehn zwanzig dreißig "
        "vierzig halbe halben un une deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente quarante "
        "demi una dos tres cuatro cinco seis siete ocho nueve diez quince veinte treinta cuarenta media "
        "uno due tre quattro cinque sei sette otto nove dieci venti trenta quaranta mezza mezz mezzora "
        "um uma dois duas três quatro oito dez quinze vinte trinta quarenta meia "
        "een één twee drie vier vijf zes zeven acht negen tien twintig dertig veertig half "
        "jeden jedną dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć dwadzieścia trzydzieści pół"
    ).split()
)
"""That are read as numbers where a phrase has #: "six hours", "eine Stunde"."""


class Words(NamedTuple):
    """What one language's lexicon says of one topic, as it is written."""

    topic: str
    language: str
    """ISO 639-1, or `any`."""
    phrases: tuple[str, ...]


class Atom(NamedTuple):
    """A word, or the part of one that is given."""

    text: str
    """Folded; `#` is any number."""
    before: bool
    """Whether a word may have more before it."""
    behind: bool


Slot = frozenset[Atom]
"""One place in a phrase: any of these."""
Group = tuple[Slot, ...]
"""Places one after the other."""


@dataclass(frozen=True, slots=True)
class Phrase:
    groups: tuple[Group, ...]
    """All of them, in one sentence."""
    cancels: bool = False


def names_of(own: TopicsSettings | None) -> tuple[str, ...]:
    """The topics of a brand: the shipped ones first, then its own in the order of its file."""
    if own is None:
        return NAMES
    kept = (name for name in NAMES if own.extends and name not in own.removed)
    return tuple(dict.fromkeys((*kept, *own.names)))


def phrase(written: str) -> Phrase:
    """Raises ValueError in words."""
    if len(written) > LENGTH_LIMIT:
        raise ValueError(f"a phrase has at most {LENGTH_LIMIT} characters, found {len(written)}")
    bare = fold(written).strip()
    cancels = bare.startswith("-")
    return Phrase(tuple(_group(part, written) for part in bare.removeprefix("-").split("+")), cancels)


def is_long(written: str) -> bool:
    """Several words, or one of five letters and more: nearly no word of another language looks like that."""
    words = TOKEN.findall(fold(written))
    return len(words) > 1 or all(len(word) >= 5 or not word.isascii() for word in words)


def plain(token: str) -> str:
    """The token as it is compared: "don't" and "dont" are one."""
    return token.replace("'", "")


def _group(part: str, written: str) -> Group:
    slots = [slot for place in part.split() for slot in _slots(place, written)]
    if not slots:
        raise ValueError(f'"{written}" holds no word' if part == written else f'"{written}": a word is missing at +')
    if all(atom.text == NUMBER for atom in slots[0]) and len(slots) == 1:
        raise ValueError(f'"{written}": a number alone says nothing')
    return tuple(slots)


def _slots(place: str, written: str) -> Iterator[Slot]:
    """One place, or several for what is written together and is several words (l'app, wi-fi)."""
    parted = [[*_atoms(word, written)] for word in place.split("|")]
    if len(parted) == 1:
        yield from (frozenset((atom,)) for atom in parted[0])
        return
    if any(len(atoms) != 1 for atoms in parted):
        raise ValueError(f'"{written}": between | stand single words')
    yield frozenset(atoms[0] for atoms in parted)


def _atoms(word: str, written: str) -> Iterator[Atom]:
    found = [NUMBER] if word == NUMBER else TOKEN.findall(word)
    if "*" in word.strip("*"):
        raise ValueError(f'"{written}": * stands at the beginning or at the end of a word')
    for place, text in enumerate(map(plain, found)):
        before = place == 0 and word.startswith("*")
        behind = place == len(found) - 1 and word.endswith("*")
        if (before or behind) and len(text) < 2 and text.isascii():
            raise ValueError(f'"{written}": two letters at least stand beside *')
        yield Atom(text, before, behind)
