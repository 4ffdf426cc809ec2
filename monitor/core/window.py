"""Which parts of a text speak of the brand.

A text that names one brand is about it as a whole: "I ordered at Acme. It never came." Its clauses around the name
are read once more, for three tenths. Where another name is the subject of a clause ("Acme was great, Globex ruined my
day"), each clause speaks of whom it names, else of whom the one before it spoke, and what speaks of the other is not
read at all. Where the brand is only what another is compared with, the other's clause is read, turned around
(`monitor.core.comparison`).
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from monitor.core import comparison
from monitor.core.lexicon import brands

_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|[。！？\n]++")
"""Starts at the first mark of a run only: 100,000 dots are one step each, not one run each."""
_TURNS = (
    "but while whereas however although though and_then unlike than compared_to instead_of "
    "aber während jedoch dagegen als mais alors_que tandis_que contrairement_à pero mientras aunque "
    "ma mentre invece però mas enquanto porém maar terwijl ale natomiast podczas_gdy но зато тогда_как"
)
_TURN = r"(?:" + "|".join(_TURNS.replace("_", r"\s").split()) + r")\b"
_CLAUSE = re.compile(rf"[,;:，、；]|\s[-–—]\s|\b{_TURN}|但是?|不过|けど|けれど|が、")
"""For a text in lower case: told to ignore case it takes seven times as long."""
_SUBJECT = re.compile(
    rf"[\s\"'“„»«(¿¡*–—-]*+(?:(?:and|so|und|et|y|e|en|i|и|{_TURN})\s+)*+"
    r"(?:(?:at|with|from|bei|von|mit|chez|avec|con|en|da|bij|met|w|z|na|the|my|our|their|le|la|mon|ma|el|mi|il|o|a|meu|mijn)\s+){0,2}"
    r"[@#]?([^\W\d_][\w&'’.-]*\w)\s*+([^\W\d_]*)",
    re.IGNORECASE,
)
"""The first word of a clause behind conjunctions, prepositions and articles: its subject, if a name; and the next."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&-]+")
_RUNS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
CLAUSE, ALL = 0.3, 0.7
"""Shares of the clauses that name the brand and of all that speaks of it, where they differ."""
_WORDS = 1
"""A clause with fewer words beside the name says nothing by itself."""
LIMIT = 4000
"""Characters that are parted; no more of a text is read."""
Span = tuple[int, int]


class Part(NamedTuple):
    """A piece of the text."""

    share: float
    text: str
    turned: bool = False
    """It praises or blames another, and so says the opposite of the brand."""
    last: bool = True
    """Nothing is said behind it."""


def parts(whole: str, spans: Sequence[Span], known: Callable[[str], bool]) -> list[Part]:
    """Pieces of the text with their shares, the widest first; without spans the whole alone.

    `known` says whether a word is an ordinary one: a capitalized word that is not may be another's name.
    """
    if not spans or spans[0][0] >= LIMIT:
        return [Part(1.0, whole)]
    if piece := comparison.about_another(whole[:LIMIT], spans):
        return [Part(1.0, whole[slice(*piece)], turned=True)]
    clauses = _clauses(whole[:LIMIT])
    named = [piece for piece in clauses if _touched(piece, spans)]
    owned = _owned(whole, clauses, named, spans, known)
    everything = whole if len(owned) == len(clauses) else _joined(whole, owned)
    clause = _joined(whole, named)
    if len(named) == len(owned) or not _speaks(clause, spans):
        return [Part(1.0, everything)]
    return [Part(ALL, everything), Part(CLAUSE, clause, last=named[-1] == clauses[-1])]


def around(whole: str, spans: Sequence[Span]) -> str | None:
    """The clauses in which something stands, of a text that is about it as a whole; None where they say no more than
    the text: they are all of it, or only name it, or compare it.
    """
    if spans[0][0] >= LIMIT or comparison.about_another(whole[:LIMIT], spans):
        return None
    clauses = _clauses(whole[:LIMIT])
    named = [piece for piece in clauses if _touched(piece, spans)]
    if len(named) == len(clauses):
        return None
    clause = _joined(whole, named)
    return clause if _speaks(clause, spans) else None


@lru_cache(maxsize=16)
def _clauses(text: str) -> Sequence[Span]:
    """Kept for a moment: the brand asks for them, and then each topic."""
    low = text.replace("İ", "I").lower()  # no other letter becomes longer
    cuts = [piece for start, end in _pieces(low, 0, len(low), _SENTENCE) for piece in _pieces(low, start, end, _CLAUSE)]
    return [(start, end) for start, end in cuts if not text[start:end].isspace()]


def _pieces(whole: str, start: int, end: int, border: re.Pattern[str]) -> list[Span]:
    """Pieces between borders; a closing mark stays with the piece before it, a conjunction goes to the one after."""
    found = border.finditer(whole, start, end)
    cuts = [start, *(each.start() if each.group()[0].isalpha() else each.end() for each in found), end]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _owned(
    whole: str, clauses: Sequence[Span], named: Sequence[Span], spans: Sequence[Span], known: Callable[[str], bool]
) -> list[Span]:
    """The clauses that speak of the brand. What stands before the first name speaks of the first that is named."""
    brand = {whole[start:end].lower() for start, end in spans}
    acting = any(_acts(whole, clause, spans) for clause in named)
    owned: list[Span] = []
    waiting: list[Span] = []
    ours: bool | None = None
    for clause in clauses:
        if clause in named:
            ours = True
        elif _other(whole, clause, brand, known, acting=acting):
            ours = False
        if ours is None:
            waiting.append(clause)
        elif ours:
            owned += [*waiting, clause]
        if ours is not None:
            waiting = []
    return owned


def _acts(whole: str, clause: Span, spans: Sequence[Span]) -> bool:
    """Whether the brand itself is the subject of a clause."""
    found = _SUBJECT.match(whole, *clause)
    return found is not None and _touched(found.span(1), spans)


def _other(whole: str, clause: Span, brand: set[str], known: Callable[[str], bool], *, acting: bool) -> bool:
    """Whether the subject of a clause is a name that is not the brand's.

    Inside a sentence a capital says so. Every sentence begins with one, and of the words that begin a sentence of a
    review the weights do not know 6 % (English) to 43 % (Polish): there a verb must follow, and
    the brand must be a subject too ("Globex was awful. Acme is wonderful."): behind "booked at Acme", "Receptionist was
    rude" is about Acme, and a complaint that is missed costs more than one too many. By the verb alone 0 to 2.5 % of
    the clauses of seven sets of reviews are taken for another's, 10 % of German tweets, which begin with handles.
    """
    text = whole[clause[0] : clause[1]]
    if not text.isascii() and _RUNS.search(text):
        return any(name.lower() not in brand and not known(name) for name in _LATIN.findall(text))
    found = _SUBJECT.match(text)
    if found is None or not found[1][0].isupper() or found[1].lower() in brand | brands.STAND_INS or known(found[1]):
        return False
    inside = whole[: clause[0]].rstrip()[-1:] in {",", ";", ":"} or found.start(1) > len(text) - len(text.lstrip())
    if inside or found[1].lower() in brands.NAMES:
        return True
    return acting and (found[2] in brands.VERBS or found[2].endswith("ed"))


def _touched(piece: Span, spans: Sequence[Span]) -> bool:
    start, end = piece
    for a, b in spans:  # noqa: SIM110 - asked of each clause; `any` takes thrice as long
        if a < end and b > start:
            return True
    return False


def _joined(whole: str, pieces: Sequence[Span]) -> str:
    """Pieces that follow each other stay as they stand; a gap is a new line, so that nothing is read across it."""
    joined = ""
    last = None
    for start, end in pieces:
        joined += whole[start:end] if last in (None, start) else "\n" + whole[start:end]
        last = end
    return joined.rstrip(" ,;:，、；")  # a mark at the end is no word of the clause, and weighs as one


def _speaks(clause: str, spans: Sequence[Span]) -> bool:
    longest = max(end - start for start, end in spans)
    words = clause.split()
    return len(words) > _WORDS or (len(words) == 1 and len(clause) > longest + 4)
