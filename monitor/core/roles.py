"""What a name does in its sentence: does it act, is one at it, has it an article, is it a part of another name?

    one place of the name → signs

Common words take articles and follow "to"; firms do things, and one buys at them. core/naming says which letters it is
written with.
"""

import re
from collections.abc import Iterator

from monitor.core.beside import Here, Shown, Sign
from monitor.core.fold import fold
from monitor.core.lexicon import naming as words

SHORT = 3
"""Letters of an abbreviation, which shouts nothing."""


def signs(here: Here) -> Iterator[Shown]:
    for sign in (_article, _at, _verb, _addressed, _acting, _part_of_more):
        yield from sign(here)


def bare(here: Here) -> bool:
    """In small letters and without an article where a common noun needs one: "whoever answers at orange"."""
    if here.raised or re.match(r"[-\d]", here.behind):
        return False
    previous = fold(here.previous)
    if here.language != "en" and previous in words.FIRMLY:
        return True
    at_it = previous in words.AT[here.language] if here.language in ("en", "de") else False
    return (at_it or _turned(here)) and (ends_there(here) or fold(here.next) in words.ACTS.get(here.language, ()))


def _turned(here: Here) -> bool:
    """Thanks to it, from another one to it."""
    if here.language != "en" or fold(here.previous) != "to":
        return False
    return any(fold(here.earlier(number)) in words.TURNED for number in (1, 2, 3, 4))


def determined(here: Here) -> bool:
    """An article before it, or whose it is."""
    previous = fold(here.previous)
    if here.language == "en" and (previous == "the" or (previous in words.OWNERS and not here.raised)):
        return True
    return previous in words.DETERMINERS.get(here.language, ())


def said_of(here: Here) -> bool:
    """How something is: "the light is orange"."""
    verb_follows = fold(here.next) in words.ACTS.get(here.language, ())
    return (
        not here.raised and not verb_follows and fold(here.previous) in words.BEFORE_PREDICATES.get(here.language, ())
    )


def ends_there(here: Here) -> bool:
    """No noun follows: "the Amazon in August", but not "the Apple store"."""
    following = fold(here.next)
    return not following or following in words.LITTLE or following.endswith("ed")


def surnames(here: Here) -> bool:
    """A word with a capital right before it makes another name of it; at the beginning of a sentence only one that
    begins no sentence by itself.
    """
    previous = fold(here.previous)
    if here.style.headline or here.language == "de" or not here.raised or not here.previous[:1].isupper():
        return False
    shouted = len(here.name) > SHORT and here.name.isupper() and here.previous.isupper()
    if len(previous) < 2 or previous in words.GREETINGS or shouted:
        return False
    if re.search(r"['’]s $", here.before):
        return not here.starts and re.search(r"[A-Z]\S* [A-Z]\S*['’]s $", here.before) is not None
    if not re.search(r"(?:^|[.!?…:\n\"“(]\s*)[^\W\d_'’]+ $", here.before):
        return True
    return here.language == "en" and previous not in words.BEGINNINGS and not previous.endswith(("ed", "ing", "ly"))


def _article(here: Here) -> Iterator[Shown]:
    previous, following = fold(here.previous), fold(here.next)
    common = not here.raised or here.language == "de"
    after_article = previous in words.DETERMINERS.get(here.language, ()) or (
        here.language == "en" and previous == "the"
    )
    if after_article and common and (here.style.careful or here.language != "en" or ends_there(here)):
        yield Shown(Sign.DETERMINED, f"{here.previous} {here.name}")
    elif common and _described(here):
        yield Shown(Sign.DETERMINED, f"{here.earlier(1)} {here.previous} {here.name}")
    elif previous == "the" and here.raised and ends_there(here):
        yield Shown(Sign.THE, f"{here.previous} {here.name}")
    elif here.raised and here.language != "de" and not here.style.headline and (owner := _owner(here)):
        yield Shown(Sign.OURS, f"{owner} {here.name}")
    if following in words.OF.get(here.language, ()) and (not here.raised or after_article):
        yield Shown(Sign.PARTITIVE, f"{here.name} {here.next}")


def _described(here: Here) -> bool:
    """A better shell, the spring tide."""
    article, between = fold(here.earlier(1)), fold(here.previous)
    articles = words.DETERMINERS.get(here.language, frozenset()) | ({"the"} if here.language == "en" else frozenset())
    little = words.BEGINNINGS if here.language == "en" else words.AT.get(here.language, ())
    return article in articles and between not in little and here.language in ("en", "nl", "de") and ends_there(here)


def _owner(here: Here) -> str:
    """My Jaguar, my old Jaguar."""
    for number in (0, 1):
        if fold(here.earlier(number)) in words.MINE:
            return here.earlier(number)
    return ""


def _at(here: Here) -> Iterator[Shown]:
    previous, following = fold(here.previous), fold(here.next)
    if bare(here):
        yield Shown(Sign.BARE, f"{here.previous} {here.name}")
    elif (previous in words.AT.get(here.language, ()) or _turned(here)) and following not in words.HEADS:
        yield Shown(Sign.AT, f"{here.previous} {here.name}")
    if here.raised and previous in words.WITHIN.get(here.language, ()):
        yield Shown(Sign.WITHIN, f"{here.previous} {here.name}")
    if here.starts and here.raised and (found := _BRANCH.match(here.behind)):
        yield Shown(Sign.BRANCH, f"{here.name}{found[1]}")
    if here.raised and (found := _BESIDE.match(here.behind) or _LAST.search(here.before)):
        yield Shown(Sign.LISTED, found[1])


_BRANCH = re.compile(r"( (?:in|at|on|à|en|a|w) [A-ZÀ-Þ][^\s:,–]+(?: [A-ZÀ-Þ][^\s:,–]+)?)(?::|,| –| -| [a-zß-ÿ])")
"""Netto in Plauen: …"""
_BESIDE = re.compile(r",? ((?:and|vs\.?|or|und|oder|et|ou|y|o|e|i|en|&) [A-ZÀ-Þ][\w.-]+)(?! [A-ZÀ-Þ])")
_LAST = re.compile(r"([A-ZÀ-Þ][\w.-]+ (?:and|vs\.?|or|und|oder|et|ou|y|o|e|i|en|&)) $")
"""Orange and another name."""


def _verb(here: Here) -> Iterator[Shown]:
    previous = fold(here.previous)
    if here.raised or bare(here):
        return
    if here.language == "en" and previous in words.BEFORE_VERBS:
        yield Shown(Sign.VERB, f"{here.previous} {here.name}")
    if said_of(here):
        yield Shown(Sign.PREDICATE, f"{here.previous} {here.name}")


def _addressed(here: Here) -> Iterator[Shown]:
    if fold(here.previous) in words.GREETINGS and (here.raised or not here.style.careful):
        yield Shown(Sign.ADDRESSED, f"{here.previous} {here.name}")
    elif here.starts and _ASKED.match(here.behind):
        yield Shown(Sign.ADDRESSED, here.name)
    elif found := _FAREWELL.search(f"{here.before}|{here.behind}"):
        yield Shown(Sign.ADDRESSED, found[1] or found[2])


_ASKED = re.compile(r", (?:please|why|you|what|how|can|when|do|your|bitte|warum|wann|ihr|pourquoi|por)\b")

_NEVER = r"(never again|nie wieder|nie mehr|plus jamais|nunca mas|nunca más|mai più|nunca mais|nooit meer|nigdy więcej)"
_FAREWELL = re.compile(rf"\b{_NEVER}\b[^.!?]{{0,15}}\||\|[^.!?]{{0,15}}\b{_NEVER}\b", re.IGNORECASE)
"""Never again dove."""


def _acting(here: Here) -> Iterator[Shown]:
    if determined(here) or surnames(here) or _titled(here) or _governed(here):
        return
    following = fold(here.next)
    if following in words.BEING and here.raised:
        yield Shown(Sign.BEING, f"{here.name} {here.next}")
    elif _acts(here, following):
        yield Shown(Sign.ACTING, f"{here.name} {here.next}")
        if following in words.US:
            yield Shown(Sign.TO_US, f"{here.name} {here.next}")
        elif fold(here.later) in words.US:
            yield Shown(Sign.TO_US, f"{here.name} {here.next} {here.later}")


def _governed(here: Here) -> bool:
    """Behind a preposition nothing acts: "a man from Halifax has been arrested"."""
    return fold(here.previous) in words.AT.get(here.language, frozenset()) | words.WITHIN.get(
        here.language, frozenset()
    )


def _acts(here: Here, following: str) -> bool:
    if not here.raised and here.style.careful:
        return following in words.SPEAKS
    if following in words.ACTS.get(here.language, ()):
        return True
    if here.language == "en" and here.starts and here.raised and following == "to":
        return fold(here.later) in words.PLANS
    if (
        not here.next.islower()
        or following in words.LITTLE | words.ASKING
        or (here.language == "de" and not here.starts)
    ):
        return False
    if following.endswith(words.ACTING_ENDINGS.get(here.language, ())) and len(following) >= words.LONG:
        return here.language == "en" or here.raised
    return here.raised and here.language == "en" and fold(here.later) in words.OBJECTS


def _part_of_more(here: Here) -> Iterator[Shown]:
    """Orange County, Big Apple, No Man's Sky."""
    raised_next = here.raised and here.next[:1].isupper() and not here.style.headline and here.language != "de"
    if fold(here.next) in words.HEADS and here.raised and here.next[0].isupper():
        yield Shown(Sign.PLACE, f"{here.name} {here.next}")
    elif _titled(here):
        yield Shown(Sign.TITLE, f"{here.name} {here.next}")
    elif raised_next and not here.behind.startswith(("'", "’")):
        yield Shown(Sign.FOLLOWED, f"{here.name} {here.next}")
    if surnames(here):
        yield Shown(Sign.LONGER, f"{here.previous} {here.name}")


def _titled(here: Here) -> bool:
    """A little word with a capital follows, in a text that gives it to few: a title."""
    small = words.LITTLE | words.BEING
    return (
        here.raised
        and not here.style.headline
        and here.language != "de"
        and here.next.istitle()
        and len(here.next) > 1
        and fold(here.next) in small
    )
