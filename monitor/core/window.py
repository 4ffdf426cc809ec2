"""Which part of a text speaks of the brand: the clause around its name, then the sentence, then the whole.

"X was great, Y ruined my day" says two things. The clause around a name is the surest witness, but a complaint is
often told in the next one ("I ordered at X. Nobody came."), so the sentence and the whole text keep a smaller share.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|[。！？\n]++")
"""Starts at the first mark of a run only: 100,000 dots are one step each, not one run each."""
_TURNS = (
    "but while whereas however although though and_then unlike than compared_to instead_of "
    "aber während jedoch dagegen als mais alors_que tandis_que contrairement_à pero mientras aunque "
    "ma mentre invece però mas enquanto porém maar terwijl ale natomiast podczas_gdy но зато тогда_как"
)
_CLAUSE = re.compile(
    r"[,;:，、；]|\s[-–—]\s|\b(?:" + "|".join(_TURNS.replace("_", r"\s").split()) + r")\b|但是?|不过|けど|けれど|が、",
    re.IGNORECASE,
)
CLAUSE, SENTENCE, WHOLE = 0.7, 0.2, 0.1
"""Shares of the three when they differ."""
_WORDS = 1
"""A clause with fewer words beside the name says nothing by itself."""


def parts(whole: str, spans: Sequence[tuple[int, int]]) -> list[tuple[float, str]]:
    """Pieces of the text with their shares; without spans the whole alone."""
    if not spans:
        return [(1.0, whole)]
    clause, sentence = _around(whole, spans, _CLAUSE), _around(whole, spans, None)
    pieces = [(WHOLE, whole)]
    if sentence.strip() != whole.strip():
        pieces.append((SENTENCE, sentence))
    if clause != sentence and _speaks(clause, spans):
        pieces.append((CLAUSE, clause))
    return pieces


def _around(whole: str, spans: Sequence[tuple[int, int]], inner: re.Pattern[str] | None) -> str:
    """The sentences that hold a span; with `inner`, only their clauses that do."""
    sentences = [piece for piece in _pieces(whole, 0, len(whole), _SENTENCE) if _touched(*piece, spans)]
    if inner is not None:
        sentences = [
            piece for start, end in sentences for piece in _pieces(whole, start, end, inner) if _touched(*piece, spans)
        ]
    return " ".join(whole[start:end] for start, end in sentences)


def _pieces(whole: str, start: int, end: int, border: re.Pattern[str]) -> list[tuple[int, int]]:
    """Pieces between borders; a closing mark stays with the piece before it, a conjunction goes to the one after."""
    found = border.finditer(whole, start, end)
    cuts = [start, *(each.start() if each.group()[0].isalpha() else each.end() for each in found), end]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _touched(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and b > start for a, b in spans)


def _speaks(clause: str, spans: Sequence[tuple[int, int]]) -> bool:
    named = max(end - start for start, end in spans)
    words = clause.split()
    return len(words) > _WORDS or (len(words) == 1 and len(clause) > named + 4)
