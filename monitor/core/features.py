"""What a text shows to the tone model: numbers of words, of letter groups, and of signs.

    text → tokens → units (one per token, worth keeping) → bag of numbers

Words, word pairs and words under a negation go into one table, letter groups of 3–4 (1–4 where a script writes
no spaces) into another, and signs (a complaint pattern, a question mark, capitals, length …) into a third,
by crc32, so that no vocabulary has to be shipped. Training and judging use the same functions: a feature can
not mean two things. Everything that depends on one token alone stands in its `Unit`, so that a caller can
keep units: 95 % of the tokens of a stream were seen before.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import xor
from typing import NamedTuple
from zlib import crc32

from monitor.core import lexicon
from monitor.core.lexicon import patterns

WORD_BITS = 20
CHAR_BITS = 19
SIGN_BITS = 14
_WORD_MASK = (1 << WORD_BITS) - 1
_CHAR_MASK = (1 << CHAR_BITS) - 1
_SIGN_MASK = (1 << SIGN_BITS) - 1

SIGN_VALUE = 0.3
"""What one sign counts beside words and letter groups, each of which is scaled by 1/√(how many there are)."""

LONGEST_PIECE = 6
"""Letters of the longest word looked for inside a run without spaces."""
TEXT_LIMIT = 4000
"""Characters of a text that are looked at: the training data end at 1,000, a judgement must end soon."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d"
_LETTER = rf"(?:[^\W{_UNSPACED}]|[{_MARKS}])"
_EMOTICON = r"[:;=8][-'^o]?[)(\]\[DPpOo/\\|*3@$](?!\w)|[xX]D+\b|<3+|\^_*\^|-_+-|[)(]{2,}"
TOKEN = re.compile(
    rf"https?://\S+|www\.\S+|@{_LETTER}+|{_EMOTICON}|[{_UNSPACED}]+|{_LETTER}+(?:['’]{_LETTER}+)*"
    r"|[!?！？]+|\.{2,}|\n+|[\u2190-\u2bff\U0001f000-\U0001faff]|[^\s\w]"
)
_ASCII_TOKEN = re.compile(
    r"[a-gi-vyzA-WYZ0-79_]\w*(?:'\w+)*|https?://\S+|www\.\S+|@\w+|"
    rf"{_EMOTICON}|\w+(?:'\w+)*|[!?]+|\.{{2,}}|\n+|[^\s\w]",
    re.ASCII,
)
"""The same tokens for a text in ASCII, sooner: most words begin with a letter that nothing else begins with."""
_ELONGATED = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(rf"[{_UNSPACED}]")
_NOT = 0x5BD1E995
"""What the number of a word is mixed with when it stands under a negation."""
_PAIR = 40503
"""Knuth's multiplier; small, so that a pair of words stays one machine word."""
SCOPE = 4
"""Words that a negation reaches."""
_STOP, _BUT, _NEGATOR, _GOOD, _BAD = lexicon.STOP, lexicon.BUT, lexicon.NEGATOR, lexicon.GOOD, lexicon.BAD
"""Looked up once, not for each of a text's words."""
_TOLD = _GOOD | _BAD
_TURNS = _TOLD | _BUT


class Unit(NamedTuple):
    """All that one token shows by itself."""

    key: int
    """The word's number: crc32 of the normal form, `WORD_BITS` of it; 0 for what breaks a pair of words."""
    chars: tuple[int, ...]
    tags: int
    """Bits of `lexicon`."""


Marked = tuple[int, int]
"""The place of a token, and its tags."""


class Said(NamedTuple):
    """What the tags of a text say."""

    denied: list[int]
    """The places that stand under a negation."""
    signs: list[int]


class Bag(NamedTuple):
    """The features of one text but for its letter groups, which stand in the units."""

    words: list[int]
    signs: list[int]


def tokens(text: str) -> list[str]:
    return (_ASCII_TOKEN if text.isascii() else TOKEN).findall(text, 0, TEXT_LIMIT)


def unit(token: str) -> Unit:
    first = token[0]
    if first == "\n":
        return Unit(0, (), lexicon.STOP)
    if unspaced(token):
        return _of_run(token)
    word = normal(token)
    tags = lexicon.tags(word) | _shape(token)
    return Unit(number(word), _groups(word) if first.isalnum() or first == "#" else (), tags)


def number(word: str) -> int:
    """The number of a word in its normal form, never 0."""
    return (crc32(_bytes(word)) | 1) & _WORD_MASK


def _bytes(word: str) -> bytes:
    """A lone surrogate is a letter that nobody wrote, no error."""
    return word.encode("utf-8", "surrogatepass")


def normal(token: str) -> str:
    """Lower case, digits as 0, at most two equal letters in a row, addresses and names as one sign."""
    if token.startswith(("http", "www.")):
        return "http:"
    if token[0] == "@":
        return "@"
    if len(token) > 3 and token[0] in "!?":
        token = token[:3]
    word = token.lower().replace("’", "'")
    if word.isalpha():
        return _ELONGATED.sub(r"\1\1", word) if _ELONGATED.search(word) else word
    return _DIGIT.sub("0", _ELONGATED.sub(r"\1\1", word))


def _shape(token: str) -> int:
    if token.isalpha():
        tags = 0
        if len(token) >= 3:
            if token.isupper():
                tags |= lexicon.CAPITALS
            if _ELONGATED.search(token):
                tags |= lexicon.ELONGATED
        return tags
    tags = lexicon.NUMBER if token[0].isdigit() else 0
    if token[0] in ".!?;…。！？；":
        tags |= lexicon.STOP
    if "?" in token or "？" in token:
        tags |= lexicon.QUESTION
    if "!" in token:
        tags |= lexicon.EXCLAIM
    return tags


def _groups(word: str) -> tuple[int, ...]:
    framed = f"<{word[:24]}>"
    if framed.isascii():  # cut the bytes, not the text: half the time of a new word
        cut = framed.encode()
        return tuple([crc32(cut[piece]) & _CHAR_MASK for piece in _SLICES[len(framed)]])
    return tuple([crc32(_bytes(framed[piece])) & _CHAR_MASK for piece in _SLICES[len(framed)]])


_SLICES = tuple(
    tuple(slice(start, start + size) for size in (3, 4) for start in range(length - size + 1)) for length in range(27)
)
"""By length, where the groups of 3 and 4 letters of a framed word stand. Groups of 2 and 5 too would be twice as many,
most of a new word's time, and gave .3 points of macro-F1 on rows of known sets, nothing on unseen sets."""


def unspaced(token: str) -> bool:
    """Whether a token is a run of a script that writes no spaces."""
    return _RUN.match(token) is not None


def _of_run(run: str) -> Unit:
    """A run of a script without spaces: groups of 1–4 letters, and the words of the lexicon found inside."""
    end = len(run)
    groups, tags = [], 0
    for start in range(end):
        for size in range(1, min(LONGEST_PIECE, end - start) + 1):
            piece = run[start : start + size]
            if size <= 4:
                groups.append(crc32(piece.encode()) & _CHAR_MASK)
            found = lexicon.WORDS.get(piece, 0)
            if found and start and run[start - 1] in "不没沒無无未":
                found = lexicon.negated(found)
            tags |= found
    return Unit(0, tuple(groups), tags)


def marked(tags: Sequence[int]) -> list[Marked]:
    """The places that carry tags: most tokens carry none, and only these are walked through."""
    return [(place, own) for place, own in enumerate(tags) if own]


def bag(keys: Sequence[int], marks: Sequence[Marked]) -> Bag:
    """Words, pairs, negations and signs of one text, from the keys of its units and their tags."""
    denied, found = said(marks, len(keys))
    words = list(keys)
    for place in denied:
        words[place] = word(keys[place], True)
    words = [own for own, key in zip(words, keys, strict=True) if key]
    return Bag([*words, *pairs(keys, list(map(ahead, keys)))], found)


def pairs(keys: Sequence[int], heads: Sequence[int]) -> list[int]:
    """Numbers of the words that follow each other; `heads` are the keys as the first of a pair."""
    if 0 not in keys:
        return list(map(xor, heads, keys[1:]))
    return [head ^ key for head, key in zip(heads, keys[1:], strict=False) if head and key]


def ahead(key: int) -> int:
    """The number of a word as the first of a pair; never 0 but for the key 0."""
    return key * _PAIR & _WORD_MASK


def said(marks: Sequence[Marked], count: int) -> Said:
    """What stands under a negation, and the signs of a text of `count` tokens."""
    denied: list[int] = []
    sentences: list[int] = []
    sentence = good = bad = turn = 0
    reach = -1
    for at, (place, tags) in enumerate(marks):
        if tags & _STOP:
            sentences.append(sentence | tags)
            sentence, reach = 0, -1
            continue
        meant = lexicon.negated(tags) if place <= reach else tags
        sentence |= meant
        if meant & _TURNS:
            if tags & _BUT:
                turn = _BUT
            elif meant & _TOLD:
                turn |= meant & _TOLD if turn else 0
                good += meant & _GOOD > 0
                bad += meant & _BAD > 0
        if tags & _NEGATOR:
            reach = place + SCOPE
            denied += range(place + 1, min(_stop(marks, at, reach) + 1, count))
    sentences.append(sentence)
    found = signs(sentences, good, bad, count)
    return Said(denied, [*found, *_of_turn(turn)] if turn else found)


def _stop(marks: Sequence[Marked], at: int, reach: int) -> int:
    """The last place that a negation reaches: `SCOPE` words, at most to the end of the sentence."""
    for place, tags in marks[at + 1 : at + 1 + SCOPE]:
        if tags & _STOP:
            return min(place, reach)
    return reach


def word(key: int, negated: bool) -> int:
    return (key ^ _NOT if negated else key) & _WORD_MASK


def signs(sentences: Sequence[int], good: int, bad: int, count: int) -> list[int]:
    """Numbers of the signs that hold: patterns by sentence, how many good and bad words, marks, length."""
    told = [each for each in sentences if each]
    everything = 0
    for sentence in told:
        everything |= sentence
    last = sentences[-1] or (sentences[-2] if len(sentences) > 1 else 0)
    found = (
        _of_sentence(told[0]) if len(told) == 1 else dict.fromkeys(sign for each in told for sign in _of_sentence(each))
    )
    return [*found, *_of_text(everything), *_of_end(last), *_of_counts(good, bad, count.bit_length())]


@lru_cache(maxsize=1 << 16)
def _of_sentence(tags: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number & _SIGN_MASK for number in patterns.holding(tags)))


@lru_cache(maxsize=1 << 16)
def _of_text(tags: int) -> tuple[int, ...]:
    return tuple(sign(f"tag {bit}") for bit in range(lexicon.BITS) if tags >> bit & 1)


@lru_cache(maxsize=1 << 16)
def _of_end(tags: int) -> tuple[int, ...]:
    """The last sentence is the verdict: "I love them. They lost my order and refuse a refund"."""
    held = {each.name for each in patterns.named(tags)}
    ends = (("ends bad", tags & lexicon.BAD), ("ends good", tags & lexicon.GOOD), ("ends in complaint", held))
    return tuple(sign(name) for name, there in ends if there)


@cache
def _of_turn(tags: int) -> tuple[int, ...]:
    """What stands behind the last "but": the half that counts."""
    ends = ((lexicon.BAD, "but bad"), (lexicon.GOOD, "but good"))
    return tuple(sign(name) for tag, name in ends if tags & tag) or ((sign("but nothing"),) if tags else ())


@lru_cache(maxsize=1 << 12)
def _of_counts(good: int, bad: int, length: int) -> tuple[int, ...]:
    """`length` in binary digits."""
    balanced = f"balance {max(-2, min(2, good - bad))}" if good or bad else "no balance"
    return tuple(map(sign, (f"bad {min(bad, 3)}", f"good {min(good, 3)}", balanced, f"length {min(length, 8)}")))


def pattern_sign(name: str) -> int:
    return patterns.number(name) & _SIGN_MASK


def sign(name: str) -> int:
    return crc32(f"\x02{name}".encode()) & _SIGN_MASK


COMPLAINTS = frozenset(map(pattern_sign, patterns.COMPLAINTS))
SILENT = sign("no balance")
"""The sign of a text without a good or a bad word."""
SPEAKS = lexicon.TAG["GOOD"] | lexicon.TAG["BAD"] | lexicon.TAG["SMILE"] | lexicon.TAG["FROWN"]
"""Tags that are evidence by themselves, where there are no letters: emoji, emoticons, 404."""
