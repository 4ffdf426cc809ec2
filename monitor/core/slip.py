"""Is one word the other one, mistyped? One letter more, less, or another, or two that changed places.

Real words stand as near to one another ("lamp", "lamb"; "Iran", "Iraq"): 5 of 10,000 pairs of frequent words in five
languages, half of them forms of one word. What fills the gap of a template hardly ever does, but for names: "Harlow",
"Marlow"; "Martin", "Martina".
"""

LEAST, SHORT, LONG = 3, 4, 6
"""Letters: from LEAST on two may have changed places, from SHORT on one may differ. Of a name one may be too many or
missing, within it and from LONG on; another letter makes another name in a brief text. In a long one it is a slip.
"""


def is_slip(one: bytes, other: bytes, *, name: bool, brief: bool) -> bool:
    """Of two words that differ, in UTF-8; symmetric. `name` where both have a capital."""
    ours, theirs = one.decode(), other.decode()
    size = max(len(ours), len(theirs))
    if size < LEAST or abs(len(ours) - len(theirs)) > 1:
        return False
    first = _shared(ours, theirs)
    rest = _shared(ours[first:][::-1], theirs[first:][::-1])
    differ = ours[first : len(ours) - rest], theirs[first : len(theirs) - rest]
    if len(differ[0]) == len(differ[1]) == 2:
        return differ[0] == differ[1][::-1]
    if name and (size < LONG or (brief and not (first and rest and len(ours) != len(theirs)))):
        return False
    return size >= SHORT and max(map(len, differ)) <= 1


def _shared(one: str, other: str) -> int:
    """Letters that both begin with."""
    return next(
        (at for at, (ours, theirs) in enumerate(zip(one, other, strict=False)) if ours != theirs),
        min(len(one), len(other)),
    )
