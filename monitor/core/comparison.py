"""Two brands held against each other: what is said of the one is said of the other, turned around.

    "Unlike Y, X answers"    X answers; Y does not
    "X is better than Y"     X is better; Y is not

A clause that names a brand only to compare with it says nothing of it by itself: "than Globex" weighs nothing, and
"Unlike Globex" reads as whatever the letters of Globex happen to weigh.
"""

import re
from collections.abc import Sequence

Span = tuple[int, int]

_CONTRASTS = (
    r"unlike|in contrast to|contrary to|im gegensatz zu[rm]?|anders als|contrairement (?:à|aux?)"
    r"|à la différence d(?:e|es|u)|a diferencia del?|al contrario que|a differenza d(?:i|el|ella|ei)|al contrario di"
    r"|ao contrário d[aeo]s?|diferente d[aeo]s?|in tegenstelling tot|anders dan|w przeciwieństwie do|w odróżnieniu od"
)
_MORE = (
    r"better|worse|faster|slower|cheaper|friendlier|easier|nicer|quicker|stronger|safer|more \w+|less \w+"
    r"|besser\w*|schlechter\w*|schneller\w*|günstiger|billiger|freundlicher\w*|lieber|schlimmer\w*"
    r"|meilleure?s?|mieux|pire|plus \w+|moins \w+|mejor(?:es)?|peor(?:es)?|más \w+|menos \w+"
    r"|migliore?|meglio|peggiore?|peggio|più \w+|meno \w+|melhor(?:es)?|pior(?:es)?|mais \w+"
    r"|beter|slechter|sneller|goedkoper|vriendelijker|lepsz\w+|lepiej|gorsz\w+|gorzej|szybsz\w+|tańsz\w+"
)
_THAN = r"than|als|wie|que|di|del|dell[a']|do que|dan|niż|od"
_ARTICLE = r"(?:(?:the|der|die|das|dem|le|la|les|el|los|il|lo|o|a|os|as|de|het)\s+|l')?[@#]?"
_CONTRAST = re.compile(rf"\b(?:{_CONTRASTS})\s+{_ARTICLE}$", re.IGNORECASE)
_COMPARED = re.compile(rf"\b(?:{_MORE})\b[^.!?…]{{0,40}}?\s((?:{_THAN})\s+{_ARTICLE})$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…\n。！？]")
_NEAR = 80
"""Characters before a name in which a comparison begins."""


def about_another(text: str, spans: Sequence[Span]) -> Span | None:
    """Where that is said of another which is meant of this brand turned around; None: no comparison.

    Only for a brand that is named once: what else is said of it counts for more.
    """
    if len(spans) != 1:
        return None
    start, end = spans[0]
    first, last = _sentence(text, start, end)
    before = text[max(first, start - _NEAR) : start]
    if found := _COMPARED.search(before):
        return first, start - len(found[1])
    if found := _CONTRAST.search(before):
        behind = (end, last)
        return behind if _says(text, behind) else (first, start - len(found[0]))
    return None


def _sentence(text: str, start: int, end: int) -> Span:
    """Where the sentence that holds start:end begins and ends."""
    ends = [mark.end() for mark in _SENTENCE.finditer(text, max(0, start - _LONGEST), start)]
    stop = _SENTENCE.search(text, end, end + _LONGEST)
    return (ends[-1] if ends else max(0, start - _LONGEST)), (stop.start() if stop else min(len(text), end + _LONGEST))


_LONGEST = 400
"""Characters looked at on each side of the name."""


def _says(text: str, piece: Span) -> bool:
    return any(sign.isalnum() for sign in text[slice(*piece)])
