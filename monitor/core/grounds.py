"""Why a text was judged so: at most five stretches of it that a person accepts as grounds, each as it stands there.

    idioms and complaint patterns   "thanks for nothing", "never came"
    words of the lexicon            "awful", "broken", a smile
    negations with what they negate "no refund"
    one learned word                only where nothing else stands and it weighs much
    the sentence                    only where nothing else stands at all

Stretches end with words and stay inside one sentence; where two overlap the longer stays. "Negative word: three" told
nobody anything: a number, a day or a pronoun carries a pattern, never a reason of its own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from monitor.core import features, lexicon
from monitor.core.lexicon import patterns
from monitor.core.lexicon.idioms import Meaning
from monitor.core.lexicon.patterns import Holding
from monitor.core.scoring import Known, Look, Weights, liked
from monitor.model import Reason, Tone

MOST = 5
LONGEST = 60
"""Letters of a pattern's stretch; what lies farther apart is not shown."""
_HEAVY = 3.0
"""What a learned word weighs at least to be a reason by itself: at 1.5 "lounge", "only" and "sont" were shown."""
_SPELLED = 4
"""Letters of the shortest learned word."""
_AMISS = "not as it should be"
_FAULTLESS = "no fault to be found"
"""What a negation says: "not recommend", "never had any problems"."""
_MONEY = frozenset({"geld", "money", "argent", "dinero", "soldi", "dinheiro"})
"""Words that tell something only with those beside them: "my money back"."""
_VAGUE = _MONEY | frozenset(
    {"sent", "stay", "away", "down", "black", "blank", "behind", "half", "open", "opens", "off"}
    | {"weg", "fällt", "anwalt"}
)
"""Words that complete a pattern and tell nothing alone."""
_CLOSE = 35
"""Letters of a stretch that holds a pattern's second word too."""
_NEAR = 12
"""Carrying words looked at from each: a text of one endless sentence must end soon."""
_RUN = 8
"""Letters of a run without spaces that is shown whole."""
_SHOWN = 100
"""Letters shown of a sentence."""

_MARKS = lexicon.STOP | lexicon.QUESTION | lexicon.EXCLAIM | lexicon.CAPITALS | lexicon.ELONGATED


def _any(names: str) -> int:
    return sum(lexicon.TAG[name] for name in names.split())


_GOOD = _any("GOOD SMILE")
_BAD = _any("BAD FROWN RUDE")
_FLAW = _any("FLAW BROKEN LATE DIRTY MISSING COSTLY LEAVE CANCEL REFUND NOT_WORK NO_ANSWER NO_COME NOT_GOOD")
_DENIED = _any("NOT_GOOD NOT_WORK NO_ANSWER NO_COME REFUND SUPPORT ADVISE WORK ANSWER COME")
_EMPTY = _any("I YOU TIME NUMBER SINCE STILL BUT WHERE WHY HOWMANY SOMEBODY HOURS NEWS ORDER SUPPORT NEGATOR UPDATE")
"""Tags of words that explain nothing by themselves."""
_PRAISE = _GOOD | _any("NOT_BAD")
_ANY_TAG = (1 << lexicon.BITS) - 1
_WEAK = _any("I YOU NUMBER SINCE BUT")


_T = TypeVar("_T")


class _Word(NamedTuple):
    start: int
    end: int
    tags: int
    """As meant where it stands: turned around under a negation."""
    negator: int | None
    """Where the negation begins that it stands under."""
    unit: Known


class _Ground(NamedTuple):
    rank: int
    weight: float
    start: int
    end: int
    why: str


def reasons(piece: Look, tone: Tone, weights: Weights) -> tuple[Reason, ...]:
    """At most `MOST`, the best first; a negative text has at least one, praise without a word of praise none."""
    words = _words(piece, _ANY_TAG if tone is Tone.NEGATIVE else _PRAISE)
    found = _idioms(piece, tone)
    if tone is Tone.NEGATIVE:
        found += _patterns(piece.text, words)
    found += _named(piece.text, words, tone, weights)
    if not found:
        found = [_learned(piece, weights)] if tone is Tone.NEGATIVE else []
    chosen = _apart(found) if len(found) > 1 else found
    shown = {piece.text[each.start : each.end].lower(): each for each in reversed(chosen)}
    best = sorted(each for said, each in shown.items() if not any(said != other and said in other for other in shown))[
        :MOST
    ]
    return tuple(Reason(piece.text[each.start : each.end], each.why) for each in best)


def _apart(found: Sequence[_Ground]) -> list[_Ground]:
    """Without those that overlap a longer one."""
    kept: list[_Ground] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.rank)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return kept


def _words(piece: Look, wanted: int) -> list[_Word]:
    """The words with one of the wanted tags, with their places.

    A complaint pattern may hang on any tag; praise is said by words. Those of an idiom mean nothing beside it.
    """
    found = [each for each in _meant(piece) if each[1] & wanted]
    if not found:
        return []
    ends, tokens, units = _ends(piece), piece.tokens, piece.units
    return [
        _Word(
            ends[place] - len(tokens[place]),
            ends[place],
            meant,
            None if under is None else ends[under] - len(tokens[under]),
            units[place],
        )
        for place, meant, under in found
    ]


def _weight(word: _Word, tone: Tone, weights: Weights) -> float:
    """Toward the tone, as learned; only asked of words that may be shown, for it takes a third of all reasons."""
    sign = -1.0 if tone is Tone.NEGATIVE else 1.0
    return sign * liked(word.unit, weights, negated=word.negator is not None)


def _meant(piece: Look, *, untagged: bool = False) -> list[tuple[int, int, int | None]]:
    """Of each token with a tag, on demand of all: its place, its tags as meant there, the place of the negation that it
    stands under.
    """
    within = {at for start, length, _ in piece.idioms for at in range(start, start + length)} if piece.idioms else ()
    found: list[tuple[int, int, int | None]] = []
    reach = negator = -1
    for place, tags in enumerate(piece.columns[1]) if untagged else piece.marked:
        if place in within:
            continue
        found.append((place, lexicon.negated(tags), negator) if place <= reach else (place, tags, None))
        if tags & lexicon.STOP:
            reach = -1
        elif tags & lexicon.NEGATOR:
            negator, reach = place, place + features.SCOPE
    return found


def _ends(piece: Look) -> list[int]:
    """Where each token ends in the text."""
    find = piece.text.index
    at = 0
    return [at := find(token, at) + len(token) for token in piece.tokens]


def _idioms(piece: Look, tone: Tone) -> list[_Ground]:
    if not piece.idioms:
        return []
    negative = tone is Tone.NEGATIVE
    wanted = (Meaning.BLAME,) if negative else (Meaning.PRAISE, Meaning.FINE)
    why = "a turn of speech that blames" if negative else _FAULTLESS
    ends = _ends(piece)
    return [
        _Ground(0, 0.0, ends[place] - len(piece.tokens[place]), ends[place + length - 1], why)
        for place, length, meaning in piece.idioms
        if meaning in wanted
    ]


def _patterns(text: str, words: Sequence[_Word]) -> list[_Ground]:
    """Complaint patterns, each with the shortest stretch of a sentence that carries it."""
    found: dict[str, _Ground] = {}
    for sentence in _sentences(words):
        tags = 0
        for word in sentence:
            tags |= word.tags
        for held in patterns.named(tags):
            if held.name not in found and (stretch := _stretch(text, sentence, held)):
                found[held.name] = _Ground(1, 0.0, *stretch, f"complaint: {patterns.COMPLAINTS[held.name]}")
    return list(found.values())


def _sentences(words: Sequence[_Word]) -> list[Sequence[_Word]]:
    return _cut_at(words, [place for place, word in enumerate(words) if word.tags & lexicon.STOP])


def _cut_at(some: Sequence[_T], stops: Sequence[int]) -> list[Sequence[_T]]:
    """Pieces that end with the items at `stops`."""
    ends = [0, *(place + 1 for place in stops), len(some)]
    return [some[start:end] for start, end in pairwise(ends) if start < end]


def _stretch(text: str, sentence: Sequence[_Word], held: Holding) -> tuple[int, int] | None:
    """The shortest run of words that makes the pattern hold, whole negations in it.

    What explains nothing ("I", a question mark) is not looked for, and a second word that stands far off neither.
    """
    every = held.every & ~_MARKS & ~_WEAK or held.every & ~_MARKS
    near = _shortest(sentence, every, held.some & ~_MARKS & ~_WEAK)
    if near and near[1] - near[0] <= _CLOSE:
        return _telling(text, _inside(text, *near, every | held.some), every)
    alone = _shortest(sentence, every, 0) or near
    if alone and alone[1] - alone[0] <= LONGEST:
        return _telling(text, _inside(text, *alone, every | held.some), every)
    return None


def _telling(text: str, stretch: tuple[int, int], every: int) -> tuple[int, int] | None:
    """A single word tells something unless it is vague, one letter, or there to complete a pattern only."""
    shown = text[stretch[0] : stretch[1]]
    if shown.lower() in _MONEY:
        return _with_those_beside(text, stretch)
    lonely = " " not in shown and (not every & ~_EMPTY or shown.lower() in _VAGUE or len(shown) < 2)
    return None if lonely else stretch


def _with_those_beside(text: str, stretch: tuple[int, int]) -> tuple[int, int]:
    """With the word before and the word behind: "my money back"."""
    start, end = stretch
    before, behind = _BEFORE.search(text, max(0, start - LONGEST), start), _BEHIND.match(text, end)
    return (before.start() if before else start), (behind.end() if behind else end)


_BEFORE = re.compile(r"\w+ \Z")
_BEHIND = re.compile(r" \w{1,20}")


def _shortest(sentence: Sequence[_Word], every: int, some: int) -> tuple[int, int] | None:
    """Where the shortest run stands that holds all of `every` and one of `some`."""
    carrying = [(place, word) for place, word in enumerate(sentence) if word.tags & (every | some)]
    runs = [
        (_from_negation(word), _to_negated(sentence, place))
        for first, (_, word) in enumerate(carrying)
        if (place := _complete(carrying[first : first + _NEAR], every, some)) is not None
    ]
    return min(runs, key=lambda run: run[1] - run[0], default=None)


def _complete(carrying: Sequence[tuple[int, _Word]], every: int, some: int) -> int | None:
    tags = 0
    for place, word in carrying:
        tags |= word.tags
        if tags & every == every and (not some or tags & some):
            return place
    return None


def _to_negated(sentence: Sequence[_Word], place: int) -> int:
    """A negation ends with the first word behind it that means something."""
    if not sentence[place].tags & lexicon.NEGATOR:
        return sentence[place].end
    behind = sentence[place + 1 : place + 1 + features.SCOPE]
    telling = [word for word in behind if word.tags & ~(_WEAK | _MARKS)] or [
        word for word in behind[:1] if not word.tags
    ]
    return telling[0].end if telling else sentence[place].end


def _from_negation(word: _Word) -> int:
    turned = word.negator is not None and word.tags & _DENIED
    return word.negator if turned and word.negator is not None else word.start


def _named(text: str, words: Sequence[_Word], tone: Tone, weights: Weights) -> Iterator[_Ground]:
    """Words of the lexicon, and negations with what they negate."""
    plain = _BAD if tone is Tone.NEGATIVE else _GOOD
    more = _FLAW if tone is Tone.NEGATIVE else lexicon.TAG["NOT_BAD"]
    for word in words:
        if not word.tags & (plain | more) or text[word.start : word.end].lower() in _VAGUE:
            continue
        weight = _weight(word, tone, weights)
        denied = word.negator is not None and word.tags & (_DENIED | lexicon.TAG["NOT_BAD"])
        if denied and word.negator is not None and word.end - word.negator <= LONGEST:
            yield _Ground(2, -weight, word.negator, word.end, _AMISS if tone is Tone.NEGATIVE else _FAULTLESS)
        elif weight > (-1.0 if word.tags & plain else 0.0):
            start, end = _inside(text, word.start, word.end, plain | more)
            noun = "word" if any(map(str.isalnum, text[start:end])) else "sign"
            yield _Ground(2, -weight, start, end, f"{tone} {noun}")


def _inside(text: str, start: int, end: int, wanted: int) -> tuple[int, int]:
    """Of a run without spaces only the stretch that means something."""
    if end - start <= _RUN or not features.unspaced(run := text[start:end]):
        return start, end
    places = [
        (at, at + size)
        for size in range(1, features.LONGEST_PIECE + 1)
        for at in range(len(run) - size + 1)
        if lexicon.WORDS.get(run[at : at + size], 0) & wanted
    ]
    if not places:
        return start, min(end, start + LONGEST)
    first, last = min(at for at, _ in places), max(at for _, at in places)
    if last - first > LONGEST // 3:
        first, last = max(places, key=lambda place: place[1] - place[0])
    return start + first, start + last


def _learned(piece: Look, weights: Weights) -> _Ground:
    """The heaviest word, or the sentence that weighs most, where no word weighs much."""
    tokens, meant, ends = piece.tokens, _meant(piece, untagged=True), _ends(piece)
    weighed = {place: -liked(piece.units[place], weights, negated=under is not None) for place, _, under in meant}
    telling = [
        place
        for place, tags, _ in meant
        if weighed[place] >= _HEAVY and not tags & _EMPTY and _telling_alone(tokens[place])
    ]
    if telling:
        best = max(telling, key=weighed.__getitem__)
        return _Ground(3, 0.0, *_inside(piece.text, ends[best] - len(tokens[best]), ends[best], 0), "negative word")
    stops = [at for at, (_, tags, _) in enumerate(meant) if tags & lexicon.STOP]
    sentences = _cut_at([place for place, _, _ in meant], stops)
    said = [each for each in sentences if not tokens[each[0]].isspace()]
    told = [each for each in said if sum(tokens[place][0].isalnum() for place in each) > 1] or said
    sentence = max(told, key=lambda each: sum(map(weighed.__getitem__, each)))
    return _Ground(4, 0.0, *_cut(tokens, sentence, ends), "the text as a whole reads negative")


def _cut(tokens: Sequence[str], sentence: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    """From the first word to the last that is shown; of a sentence of signs alone, the signs."""
    shown = [place for place in sentence if tokens[place][0].isalnum()]
    shown = shown or [place for place in sentence if not tokens[place].isspace()]
    start = ends[shown[0]] - len(tokens[shown[0]])
    return start, max((ends[place] for place in shown if ends[place] - start <= _SHOWN), default=start + _SHOWN)


def _telling_alone(word: str) -> bool:
    spelled = len(word) >= _SPELLED and word.isalpha() and word.lower() not in _VAGUE
    return spelled or features.unspaced(word)
