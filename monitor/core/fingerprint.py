"""What the store remembers of a text, so that it knows it again when it comes cut, wrapped or edited.

    item → title and text without wrappers → words, folded, each with a kind → fingerprint → anchors

A fingerprint holds the words in their order: sameness (core/sameness) is decided on where two texts differ, which no
sketch of sets can say, and it holds their letters, for hashes of "delivery" and "delviery" have nothing in common.
A word said twice in a row is held once. Anchors are the few shingles (4 words in a row) by which it is found again.
Both are made in reader processes. Characters of scripts without spaces are words of half the weight.
"""

import re
import struct
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise

import xxhash

from monitor.core.grammar import DENIALS, DENYING_SIGNS, GRAMMAR, PARTICLES, TURNS
from monitor.core.numerals import NUMERALS, number
from monitor.core.text import SPACELESS, WORD_LETTERS
from monitor.core.wrappers import unwrapped
from monitor.model import Item

MOST_WORDS = 2000
"""Of a longer text the beginning stands for all."""
SHINGLE = 4
ANCHORS = 10
"""About so many shingles of a text are anchors; all of a text of up to 15 words."""
LEADS = 3
"""So many at the beginning of the text are anchors too: what is cut is cut at its end."""
MINOR = 2
"""Letters of the longest word that counts as grammar in any language."""
LETTERS = 32
"""Of a longer word (a chain of hashtags) the hash stands for it."""


class Kind(IntEnum):
    """What two texts that differ in a word of this kind may differ in."""

    WORD = 0
    MINOR = 1
    """Grammar (core/grammar)."""
    NAME = 2
    """Has a capital: a name ("iOS", "l'Aude"), a German noun, or the first word of a sentence, which often is one."""
    NUMBER = 3
    SIGN = 4
    """One Han character or kana."""
    NUMBER_SIGN = 5
    LETTER = 6
    """One of a script whose words have no spaces: Thai, Lao, Burmese, Khmer."""
    CUT = 7
    """The last word, where it may be half a one."""
    DENIAL = 8
    PARTICLE = 9
    """A sign that mostly is grammar."""
    TURN = 10
    """Grammar, unless another one stands in its place."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Title and text are one sequence, of which the title is the first `title` words."""

    words: bytes
    """UTF-8, one blank between two"""
    kinds: bytes
    title: int
    origin: int
    """Who published it: a hash of the link's host, 0 where there is none."""

    def __len__(self) -> int:
        return len(self.kinds)

    def packed(self) -> bytes:
        head = _HEAD.pack(self.title, len(self.kinds), self.origin)
        return head + self.kinds + self.words

    def opened(self) -> tuple[bytes, ...]:
        return tuple(self.words.split())

    def headline(self) -> tuple[bytes, ...]:
        return tuple(self.words.split(maxsplit=self.title)[: self.title])


def unpack(packed: bytes) -> Fingerprint:
    title, size, origin = _HEAD.unpack_from(packed)
    middle = _HEAD.size + size
    return Fingerprint(packed[middle:], packed[_HEAD.size : middle], title, origin)


def fingerprint(item: Item) -> Fingerprint:
    headline, text = unwrapped(item.title), unwrapped(item.text)
    title = _words(headline, MOST_WORDS // 4)
    told = title + _words(text, MOST_WORDS - len(title))
    kinds = bytearray([kind for _, kind in told])
    if kinds and _is_cut(item, text or headline):
        kinds[-1] = Kind.CUT
    words = " ".join([word for word, _ in told]).encode()
    return Fingerprint(words, bytes(kinds), len(title), _origin(item.url))


def weight(kinds: bytes) -> float:
    """How many words: two Han characters or kana count as one, four of the other scripts without spaces."""
    signs = kinds.count(Kind.SIGN) + kinds.count(Kind.NUMBER_SIGN) + kinds.count(Kind.PARTICLE)
    return len(kinds) - signs / 2 - kinds.count(Kind.LETTER) * 3 / 4


def anchors(print_: Fingerprint, brand: str) -> tuple[int, ...]:
    """Signed 64-bit keys, a brand's own. Those of a piece of a text are among those of the text wherever the piece is
    long enough: what is chosen is chosen by its hash alone.
    """
    seed = xxhash.xxh3_64_intdigest(brand.encode())
    words = print_.words
    starts = list(accumulate([len(word) + 1 for word in words.split()], initial=0))
    spans = zip(starts, starts[SHINGLE:], strict=False)
    hashed = [xxhash.xxh3_64_intdigest(words[start : end - 1], seed) for start, end in spans]
    rare = 1
    while len(hashed) > ANCHORS * rare:
        rare *= 2
    leads = [*hashed[:LEADS], *hashed[print_.title : print_.title + LEADS]] if rare > 1 else []
    chosen = [one for one in hashed if one % rare == 0]
    return tuple(one - (1 << 63) for one in dict.fromkeys([*leads, *chosen]))


def _is_cut(item: Item, bare: str) -> bool:
    """Its end may stand before or behind a wrapper: "… Read more", "[+99 chars]"."""
    return any(text.rstrip("])」 ").endswith(_CUT) for text in (item.text or item.title, bare))


def _words(text: str, most: int) -> list[tuple[str, Kind]]:
    tokens = _ASCII_TOKEN.findall(text) if text.isascii() else _TOKEN.findall(unicodedata.normalize("NFKC", text))
    told = list(map(_word, tokens[:most]))
    return told[:1] + [one for before, one in pairwise(told) if one != before or one[1] in _NUMBERS]


@lru_cache(maxsize=8192)
def _word(word: str) -> tuple[str, Kind]:
    folded = word.casefold().translate(_FOLDED)
    if any(map(str.isdecimal, word)):
        return _short(number(folded)), Kind.NUMBER
    if _SPACELESS.match(word):
        return word, _sign(word)
    return _short(folded), _kind(word, folded)


def _short(word: str) -> str:
    return word if len(word) <= LETTERS else xxhash.xxh3_64_hexdigest(word.encode())


def _sign(sign: str) -> Kind:
    if sign in NUMERALS or sign[0] in NUMERALS:
        return Kind.NUMBER_SIGN if len(sign) == 1 else Kind.NUMBER
    if sign in DENYING_SIGNS:
        return Kind.DENIAL
    if sign in PARTICLES or _HIRAGANA.match(sign):
        return Kind.PARTICLE
    return Kind.SIGN if sign >= "\u3000" else Kind.LETTER


def _kind(word: str, folded: str) -> Kind:
    if word in NUMERALS:
        return Kind.NUMBER
    if folded in DENIALS:
        return Kind.DENIAL
    if folded in TURNS:
        return Kind.TURN
    if folded in GRAMMAR and not (len(word) > 1 and word.isupper()):  # "us" and "it" carry grammar, US and IT are names
        return Kind.MINOR
    if word != word.lower():
        return Kind.NAME
    return Kind.WORD if len(word) > MINOR else Kind.MINOR


def _origin(url: str | None) -> int:
    host = _HOST.match(url.casefold()) if url else None
    return xxhash.xxh3_64_intdigest(host[1].encode()) if host else 0


_TOKEN = re.compile(
    r"[一二三四五六七八九十百千万]{2,}|[月火水木金土日]曜|(?<=ま)せん|な(?:い|かっ)|"
    rf"\d+(?:[.,:]\d+)*(?:{WORD_LETTERS})?|[{SPACELESS}]|{WORD_LETTERS}(?:['’]{WORD_LETTERS})*"
)
"""Of Japanese, a number, a weekday and the end that denies a verb are one token each."""
_ASCII_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:'[A-Za-z0-9]+)*|[0-9]+(?:[.,:][0-9]+)*(?:[A-Za-z0-9]+)?")
"""The same tokens of a text in ASCII, in a quarter of the time: most begin with a letter."""
_HEAD = struct.Struct("<HHQ")
_NUMBERS = (Kind.NUMBER, Kind.NUMBER_SIGN)
_CUT = ("…", "...", " chars")
_FOLDED = str.maketrans({"’": "'", "ı": "i", "\u0307": None})
"""Of Turkish, a text in capitals knows no dotless i where the program that made it knew none."""
_HIRAGANA = re.compile("[\u3041-\u309f]")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_HOST = re.compile(r"https?://(?:www\.)?([^/?#]+)")
