"""What a sentence says when certain tags stand in it together: the complaints that have no word of emotion.

"Waited 50 minutes and nobody came" holds no bad word in any lexicon. It holds WAIT, NUMBER, TIME and NOBODY, in every
language, and that is a complaint. What a pattern is worth is learned from data, not written here. A pattern holds in
one sentence: all of `every`, one of `some` (when given), none of `but`.
"""

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from monitor.core.lexicon import TAG


class Pattern(NamedTuple):
    name: str
    every: str
    some: str = ""
    but: str = ""


PATTERNS = (
    Pattern("waiting", "WAIT TIME", "NUMBER NOBODY STILL SINCE"),
    Pattern("waiting", "WAIT", "NOBODY STILL NEVER"),
    Pattern("waiting long", "WAIT TIME NUMBER", "NOBODY STILL BUT NEGATOR WITHOUT"),
    Pattern("nobody there", "NOBODY", "ANSWER COME SUPPORT NO_ANSWER NO_COME WAIT"),
    Pattern("no answer", "NO_ANSWER"),
    Pattern("no answer", "ANSWER", "WITHOUT NEVER NOTHING"),
    Pattern("did not arrive", "NO_COME"),
    Pattern("did not arrive", "COME", "NEVER LATE MISSING BROKEN DIRTY"),
    Pattern("did not arrive", "ORDER STILL", "NEGATOR SINCE WAIT TIME"),
    Pattern("still not", "STILL NEGATOR"),
    Pattern("still wrong", "STILL", "BROKEN LATE MISSING CHARGE WAIT REFUND"),
    Pattern("since then", "SINCE TIME", "NEGATOR BROKEN MISSING WAIT STILL NO_ANSWER"),
    Pattern("since then", "SINCE UPDATE", "NEGATOR BROKEN NOT_WORK MISSING"),
    Pattern("again", "AGAIN", "BROKEN CANCEL LATE MISSING CHARGE NOT_WORK WAIT", "NEVER"),
    Pattern("the third one", "ORDINAL TIME", "", "NEWS HOURS SCARY"),
    Pattern("the third one", "ORDINAL AGAIN"),
    Pattern("the third one", "ORDINAL", "BROKEN LATE DIRTY MISSING"),
    Pattern("charged wrongly", "CHARGE", "TWICE CANCEL AGAIN BUT"),
    Pattern("charged wrongly", "CHARGE REFUND", "NEGATOR STILL"),
    Pattern("cancelled", "CANCEL", "BUT AGAIN LATE CHARGE I"),
    Pattern("broken", "BROKEN", "I YOU TIME SINCE AGAIN", "NEWS SCARY"),
    Pattern("broken", "BROKEN", "COME ORDER UPDATE NUMBER"),
    Pattern("does not work", "NOT_WORK"),
    Pattern("refund", "REFUND", "STILL NEGATOR WAIT WHERE I WITHOUT BAD CANCEL", "THANKS"),
    Pattern("late", "LATE", "TIME I ORDER SUPPORT"),
    Pattern("missing", "MISSING", "ORDER I COME TWICE AGAIN"),
    Pattern("dirty", "DIRTY", "I COME TWICE ORDINAL SUPPORT"),
    Pattern("broken promise", "PROMISE", "NEGATOR BUT NUMBER", "NEWS"),
    Pattern("asked in anger", "QUESTION WHY", "I STILL AGAIN CHARGE NEGATOR YOU"),
    Pattern("asked in anger", "QUESTION HOWMANY", "TWICE I AGAIN"),
    Pattern("asked in anger", "QUESTION SOMEBODY", "ANSWER YOU STILL WORK SUPPORT"),
    Pattern("asked in anger", "QUESTION WHERE", "REFUND"),
    Pattern("asked in anger", "QUESTION WHERE ORDER", "I STILL"),
    Pattern(
        "plain question", "QUESTION", "", "I BAD BROKEN CHARGE NEGATOR STILL AGAIN REFUND SOMEBODY LATE MISSING WHY"
    ),
    Pattern("thanks for nothing", "THANKS NOTHING"),
    Pattern("thanks for nothing", "THANKS", "CANCEL BROKEN LATE AGAIN MISSING NEGATOR"),
    Pattern("bitter praise", "GOOD", "CANCEL BROKEN MISSING CHARGE LATE NO_ANSWER NO_COME NOT_WORK"),
    Pattern("bitter praise", "GOOD AGAIN", "CANCEL UPDATE LATE BROKEN"),
    Pattern("nothing wrong", "NOT_BAD", "", "NOT_GOOD NOT_WORK"),
    Pattern("nothing wrong", "NEVER FLAW"),
    Pattern("good and bad", "GOOD BAD"),
    Pattern("good, but", "GOOD BUT"),
    Pattern("bad, but", "BAD BUT"),
    Pattern("never again", "NEVER AGAIN"),
    Pattern("warned off", "LEAVE"),
    Pattern("too dear", "COSTLY", "", "NEGATOR"),
    Pattern("my day", "I TIME", "", "QUESTION GOOD HOURS NEWS"),
    Pattern("my number", "I NUMBER", "", "QUESTION GOOD HOURS NEWS"),
    Pattern("you, it was", "YOU", "", "QUESTION GOOD THANKS"),
    Pattern("you, was it", "YOU QUESTION", "", "GOOD"),
    Pattern("asked about mine", "QUESTION I", "", "GOOD BAD"),
    Pattern("so called", "QUOTE GOOD"),
    Pattern("so called", "QUOTE PROMISE"),
    Pattern("said and written", "QUOTE", "I YOU SUPPORT", "GOOD"),
    Pattern("good in spite", "GOOD", "BROKEN LATE MISSING CANCEL", "NEGATOR BUT"),
    Pattern("solved", "SOLVED", "", "NEGATOR STILL QUESTION WAIT NOBODY WITHOUT"),
    Pattern("solved", "SOLVED GOOD", "", "NEGATOR QUESTION"),
    Pattern("not solved", "SOLVED", "NEGATOR STILL QUESTION WAIT NOBODY WITHOUT"),
    Pattern(
        "solved what was wrong",
        "SOLVED",
        "FLAW BROKEN BAD MISSING LATE SUPPORT",
        "NEGATOR STILL QUESTION WAIT NOBODY WITHOUT",
    ),
    Pattern("put right", "REFUND GOOD"),
    Pattern("put right", "REFUND", "SUPPORT", "NEGATOR STILL WAIT QUESTION"),
    Pattern("good to me", "GOOD I", "", "BUT NEGATOR BAD BROKEN LATE MISSING CANCEL CHARGE"),
    Pattern("news", "NEWS"),
    Pattern("frightening news", "SCARY", "", "I YOU GOOD BAD"),
    Pattern("frightening news", "SCARY NEWS"),
    Pattern("opening hours", "HOURS", "", "I YOU GOOD BAD BROKEN NEGATOR"),
    Pattern(
        "says nothing", "", "", "I YOU GOOD BAD BROKEN NEGATOR NOT_GOOD NOT_BAD SMILE FROWN EXCLAIM LATE CANCEL MISSING"
    ),
)
COMPLAINTS = {
    "waiting": "waiting too long",
    "waiting long": "waiting too long",
    "nobody there": "nobody helps or answers",
    "no answer": "no answer or no help",
    "did not arrive": "did not come as it should",
    "still not": "still not done",
    "still wrong": "still not right",
    "since then": "says since when or how soon it went wrong",
    "again": "it happens again",
    "the third one": "not the first time",
    "charged wrongly": "charged wrongly",
    "cancelled": "something was cancelled",
    "broken": "something is broken",
    "does not work": "does not work",
    "refund": "about money not given back",
    "late": "too late",
    "missing": "something is missing",
    "dirty": "not clean or not fresh",
    "broken promise": "a promise was not kept",
    "asked in anger": "asked in anger",
    "thanks for nothing": "thanks that are not meant",
    "bitter praise": "praise that is not meant",
    "never again": "does not want to come back",
    "warned off": "leaves, or warns others",
    "too dear": "too expensive",
}
"""What a reason may be called by, in the words that people read; the rest are only features. A pattern holds for more
than its name says: "did not arrive" for "kam beschädigt an", "dirty" for cold food.
"""


def number(name: str) -> int:
    """The feature number of a pattern, in the table of words."""
    return crc32(f"\x03{name}".encode())


def holding(sentence: int) -> tuple[int, ...]:
    """Feature numbers of the patterns that hold in a sentence with these tags, in the order of `PATTERNS`."""
    return tuple(dict.fromkeys(each.number for each in MASKS if _holds(each, sentence)))


class Holding(NamedTuple):
    """A complaint pattern that holds: all tags of `every` stand in the sentence, and of `some` these."""

    name: str
    every: int
    some: int


@lru_cache(maxsize=1 << 14)
def named(sentence: int) -> tuple[Holding, ...]:
    """The complaint patterns that hold in a sentence with these tags, in the order of `PATTERNS`."""
    return tuple(
        Holding(pattern.name, masks.every, sentence & masks.some)
        for pattern, masks in zip(PATTERNS, MASKS, strict=True)
        if masks.complaint and _holds(masks, sentence)
    )


class Masks(NamedTuple):
    """A pattern as numbers."""

    number: int
    every: int
    some: int
    but: int
    complaint: bool


def _holds(masks: Masks, sentence: int) -> bool:
    _, every, some, but, _ = masks
    return sentence & every == every and (not some or sentence & some != 0) and not sentence & but


def _masks(each: Pattern) -> Masks:
    return Masks(number(each.name), _mask(each.every), _mask(each.some), _mask(each.but), each.name in COMPLAINTS)


def _mask(names: str) -> int:
    return sum(TAG[name] for name in names.split())


MASKS = tuple(map(_masks, PATTERNS))
"""In the order of `PATTERNS`."""
