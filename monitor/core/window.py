"""Which part of a text speaks of the brand: the clause around its name, then the sentence, then the whole.

"X was great, Y ruined my day" says two things. The clause around a name is the surest witness, but a complaint is
often told in the next one ("I ordered at X. Nobody came."), so the sentence and the whole text keep a smaller share.
"""

import re
from collections.abc import Sequence

_SENTENCE = re.compile(r"(?:[.!?…]+(?=\s|$)|[。！？\n])+")
_CLAUSE = re.compile(
    r"[,;:，、；]|\s[-–—]\s|\b(?:but|while|whereas|however|although|though|and then|unlike|than|compared to|instead of"
    r"|aber|während|jedoch|dagegen|als|mais|alors que|tandis que|contrairement à|pero|mientras|aunque|ma|mentre|invece"
    r"|però|mas|enquanto|porém|maar|terwijl|ale|natomiast|podczas gdy|но|а|зато|тогда как)\b|但是?|不过|而|けど|けれど|が、",
    re.IGNORECASE,
)
CLAUSE, SENTENCE, WHOLE = 0.55, 0.25, 0.2
"""Shares of the three when they differ."""
_WORDS = 2
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


def narrow(whole: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The pieces from the narrowest to the whole: where reasons are looked for, in this order."""
    return [piece for _, piece in reversed(parts(whole, spans))]


def _around(whole: str, spans: Sequence[tuple[int, int]], inner: re.Pattern[str] | None) -> str:
    """The sentences that hold a span; with `inner`, only their clauses that do."""
    kept = []
    for start, end in _pieces(whole, 0, len(whole), _SENTENCE):
        if not _touched(start, end, spans):
            continue
        if inner is None:
            kept.append(whole[start:end])
            continue
        kept += [whole[a:b] for a, b in _pieces(whole, start, end, inner) if _touched(a, b, spans)]
    return " ".join(kept)


def _pieces(whole: str, start: int, end: int, border: re.Pattern[str]) -> list[tuple[int, int]]:
    """Pieces between borders; a closing mark stays with the piece before it, a conjunction goes to the one after."""
    cuts = [start]
    for found in border.finditer(whole, start, end):
        cuts.append(found.start() if found.group()[0].isalpha() else found.end())
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]


def _touched(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and b > start for a, b in spans)


def _speaks(clause: str, spans: Sequence[tuple[int, int]]) -> bool:
    named = max(end - start for start, end in spans)
    words = clause.split()
    return len(words) > _WORDS or (len(words) == 1 and len(clause) > named + 4)
