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
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import attrgetter, or_
from typing import NamedTuple

from monitor.core import features, lexicon
from monitor.core.lexicon import patterns
from monitor.core.lexicon.idioms import Meaning
from monitor.core.lexicon.patterns import Holding
from monitor.core.scoring import Look
from monitor.core.weighing import Word
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
_WEAK = _any("I YOU NUMBER SINCE BUT")
_TELLS = ~(_WEAK | _MARKS)
_NOT_BAD = lexicon.TAG["NOT_BAD"]
_TURNED = _DENIED | _NOT_BAD
"""Tags that a word may owe to a negation."""
_TAGGED, _LIKED = attrgetter("tags"), attrgetter("liking")


class _Ground(NamedTuple):
    rank: int
    weight: float
    start: int
    end: int
    why: str


def reasons(piece: Look, tone: Tone) -> tuple[Reason, ...]:
    """At most `MOST`, the best first; a negative text has at least one, praise without a word of praise none. Of any
    text: a tone may come from elsewhere.
    """
    text, words = piece.text, piece.words(False)
    if tone is Tone.NEGATIVE:
        found = [*_idioms(piece, tone), *_patterns(text, words), *_named(text, words, tone)]
        found = found or ([_learned(piece)] if text.strip() else [])
    else:
        praise = [word for word in words if word.tags & _PRAISE]
        found = [*_idioms(piece, tone), *_named(text, praise, tone)]
    if len(found) > 1:
        found = _best(text, _apart(found))
    return tuple([Reason(text[start:end], why) for _, _, start, end, why in found])


def _best(text: str, found: Sequence[_Ground]) -> list[_Ground]:
    """Each stretch once, none that stands in another."""
    shown = {text[each.start : each.end].lower(): each for each in reversed(found)}
    apart = [each for said, each in shown.items() if not any(said != other and said in other for other in shown)]
    return sorted(apart)[:MOST]


def _apart(found: Sequence[_Ground]) -> list[_Ground]:
    """Without those that overlap a longer one."""
    kept: list[_Ground] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.rank)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return kept


def _idioms(piece: Look, tone: Tone) -> list[_Ground]:
    if not piece.idioms:
        return []
    negative = tone is Tone.NEGATIVE
    wanted = (Meaning.BLAME,) if negative else (Meaning.PRAISE, Meaning.FINE)
    why = "a turn of speech that blames" if negative else _FAULTLESS
    return [_Ground(0, 0.0, start, end, why) for start, end, meaning in piece.idioms if meaning in wanted]


def _patterns(text: str, words: Sequence[Word]) -> Iterable[_Ground]:
    """Complaint patterns, each with the shortest stretch of a sentence that carries it."""
    found: dict[str, _Ground] = {}
    for sentence in _sentences(words):
        tags = reduce(or_, map(_TAGGED, sentence))
        for held in patterns.named(tags):
            if held.name not in found and (stretch := _stretch(text, sentence, held)):
                found[held.name] = _Ground(1, 0.0, *stretch, f"complaint: {patterns.COMPLAINTS[held.name]}")
    return found.values()


def _sentences(words: Sequence[Word]) -> list[Sequence[Word]]:
    return _cut_at(words, [place for place, word in enumerate(words) if word.tags & lexicon.STOP])


def _cut_at(some: Sequence[Word], stops: Sequence[int]) -> list[Sequence[Word]]:
    """Pieces that end with the items at `stops`."""
    ends = [0, *(place + 1 for place in stops), len(some)]
    return [some[start:end] for start, end in pairwise(ends) if start < end]


def _stretch(text: str, sentence: Sequence[Word], held: Holding) -> tuple[int, int] | None:
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


def _shortest(sentence: Sequence[Word], every: int, some: int) -> tuple[int, int] | None:
    """Where the shortest run stands that holds all of `every` and one of `some`."""
    carrying = [(place, word) for place, word in enumerate(sentence) if word.tags & (every | some)]
    runs = [
        (_from_negation(word), _to_negated(sentence, place))
        for first, (_, word) in enumerate(carrying)
        if (place := _complete(carrying[first : first + _NEAR], every, some)) is not None
    ]
    return min(runs, key=_length, default=None)


def _length(run: tuple[int, int]) -> int:
    return run[1] - run[0]


def _complete(carrying: Sequence[tuple[int, Word]], every: int, some: int) -> int | None:
    tags = 0
    for place, word in carrying:
        tags |= word.tags
        if tags & every == every and (not some or tags & some):
            return place
    return None


def _to_negated(sentence: Sequence[Word], place: int) -> int:
    """A negation ends with the first word behind it that means something."""
    if not sentence[place].tags & lexicon.NEGATOR:
        return sentence[place].end
    for word in sentence[place + 1 : place + 1 + features.SCOPE]:
        if word.tags & _TELLS:
            return word.end
    return sentence[place].end


def _from_negation(word: Word) -> int:
    return word.negator if word.negator >= 0 and word.tags & _DENIED else word.start


def _named(text: str, words: Sequence[Word], tone: Tone) -> Iterator[_Ground]:
    """Words of the lexicon, and negations with what they negate."""
    negative = tone is Tone.NEGATIVE
    plain, more = (_BAD, _FLAW) if negative else (_GOOD, _NOT_BAD)
    for start, end, tags, negator, liking in words:
        if not tags & (plain | more) or text[start:end].lower() in _VAGUE:
            continue
        weight = -liking if negative else liking
        if negator >= 0 and tags & _TURNED and end - negator <= LONGEST:
            yield _Ground(2, -weight, negator, end, _AMISS if negative else _FAULTLESS)
        elif weight > (-1.0 if tags & plain else 0.0):
            first, last = _inside(text, start, end, plain | more)
            noun = "word" if any(map(str.isalnum, text[first:last])) else "sign"
            yield _Ground(2, -weight, first, last, f"{tone} {noun}")


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


def _learned(piece: Look) -> _Ground:
    """The heaviest word, or the sentence that weighs most, where no word weighs much; of a text that is one turn of
    speech after the other, its beginning.
    """
    text, words = piece.text, piece.words(True)
    if all(text[word.start].isspace() for word in words):
        start = len(text) - len(text.lstrip())
        return _Ground(4, 0.0, start, min(len(text.rstrip()), start + _SHOWN), "the text as a whole reads negative")
    heavy = [word for word in words if word.liking <= -_HEAVY and not word.tags & _EMPTY]
    telling = [word for word in heavy if _telling_alone(text[word.start : word.end])]
    if telling:
        start, end, *_ = min(telling, key=_LIKED)
        return _Ground(3, 0.0, *_inside(text, start, end, 0), "negative word")
    return _Ground(4, 0.0, *_cut(text, _heaviest(text, _sentences(words))), "the text as a whole reads negative")


def _heaviest(text: str, sentences: Sequence[Sequence[Word]]) -> Sequence[Word]:
    if len(sentences) == 1:
        return sentences[0]
    said = [each for each in sentences if not text[each[0].start].isspace()]
    told = [each for each in said if sum(text[word.start].isalnum() for word in each) > 1] or said
    return min(told, key=lambda each: sum(map(_LIKED, each)))


def _cut(text: str, sentence: Sequence[Word]) -> tuple[int, int]:
    """From the first word to the last that is shown; of a sentence of signs alone, the signs."""
    shown = [word for word in sentence if text[word.start].isalnum()]
    shown = shown or [word for word in sentence if not text[word.start].isspace()]
    start = shown[0].start
    return start, max((word.end for word in shown if word.end - start <= _SHOWN), default=start + _SHOWN)


def _telling_alone(word: str) -> bool:
    spelled = len(word) >= _SPELLED and word.isalpha() and word.lower() not in _VAGUE
    return spelled or features.unspaced(word)
