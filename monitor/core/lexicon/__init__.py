"""What single words mean to us, in many languages: each word carries tags, and a tag is the same in all of them.

The model learns what a tag and a pattern of tags (`patterns`) is worth from the languages that have data, and so
knows something of those that have none: there are no French or Japanese reviews we may train on. One table
holds all languages, since a short text's language is a guess; a word that means different things in two
languages is left out of both. `stem*` covers every word that begins so.
"""

from functools import lru_cache

from monitor.core.lexicon import de, en, es, events, fr, it, ja, marks, nl, others, pl, pt, ru, zh

NAMES = (
    # marks, seen by shape
    "STOP", "QUESTION", "EXCLAIM", "CAPITALS", "ELONGATED", "NUMBER", "QUOTE",
    # tone
    "GOOD", "BAD", "NOT_GOOD", "NOT_BAD", "SMILE", "FROWN", "RUDE", "FLAW", "SCARY",
    # what turns meanings around
    "NEGATOR", "NEVER", "NOBODY", "NOTHING", "WITHOUT", "BUT",
    # what happens to customers
    "WAIT", "TIME", "STILL", "ANSWER", "NO_ANSWER", "COME", "NO_COME", "BROKEN", "WORK", "NOT_WORK", "REFUND",
    "CHARGE", "TWICE", "AGAIN", "LATE", "CANCEL", "UPDATE", "MISSING", "DIRTY", "PROMISE", "SUPPORT", "ORDER",
    "SINCE", "ORDINAL", "LEAVE", "ADVISE", "COSTLY", "SOLVED",
    # who speaks, who asks
    "I", "YOU", "THANKS", "WHY", "WHERE", "HOWMANY", "SOMEBODY", "HOURS", "NEWS",
)  # fmt: skip
BITS = len(NAMES)
TAG = {name: 1 << bit for bit, name in enumerate(NAMES)}

STOP = TAG["STOP"]
QUESTION = TAG["QUESTION"]
EXCLAIM = TAG["EXCLAIM"]
CAPITALS = TAG["CAPITALS"]
ELONGATED = TAG["ELONGATED"]
NUMBER = TAG["NUMBER"]
GOOD = TAG["GOOD"]
BAD = TAG["BAD"]
NEGATOR = TAG["NEGATOR"]
BUT = TAG["BUT"]

TURNED = {
    TAG["GOOD"]: TAG["NOT_GOOD"],
    TAG["SMILE"]: TAG["NOT_GOOD"],
    TAG["BAD"]: TAG["NOT_BAD"],
    TAG["FLAW"]: TAG["NOT_BAD"],
    TAG["BROKEN"]: TAG["NOT_BAD"],
    TAG["WORK"]: TAG["NOT_WORK"],
    TAG["ANSWER"]: TAG["NO_ANSWER"],
    TAG["COME"]: TAG["NO_COME"],
    TAG["ADVISE"]: TAG["NOT_GOOD"],
}
_TURNABLE = sum(TURNED)


@lru_cache(maxsize=4096)
def negated(tags: int) -> int:
    """The tags of a word that stands under a negation."""
    if not tags & _TURNABLE:
        return tags
    turned = tags & ~_TURNABLE
    for plain, other in TURNED.items():
        if tags & plain:
            turned |= other
    return turned


def tags(word: str) -> int:
    """The tags of a word in its normal form; 0: unknown."""
    found = WORDS.get(word, 0)
    if word[:_SHORTEST_STEM] in _BEGINNINGS:
        for end in range(min(len(word), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
            found |= STEMS.get(word[:end], 0)
    return found


def names(mask: int) -> list[str]:
    return [name for name, bit in TAG.items() if mask & bit]


def _collect() -> tuple[dict[str, int], dict[str, int]]:
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    lists = [language.WORDS for language in (marks, en, de, fr, es, it, pt, nl, pl, ru, ja, zh, others)]
    for by_tag in (*lists, *events.LANGUAGES.values()):
        for name, entries in by_tag.items():
            for entry in entries.split():
                table = stems if entry.endswith("*") else words
                key = entry.rstrip("*")
                table[key] = table.get(key, 0) | TAG[name]
    return words, stems


WORDS, STEMS = _collect()
_LONGEST_STEM = max(map(len, STEMS))
_SHORTEST_STEM = 3
_BEGINNINGS = frozenset(stem[:_SHORTEST_STEM] for stem in STEMS)
"""Three of five words begin as no stem does."""
