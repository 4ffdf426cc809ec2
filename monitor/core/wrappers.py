"""What the way to us wrapped around a text, and its author did not write: taken off before texts are compared.

    entities decoded twice · web addresses · "RT @user:" · "via @user" · dateline and byline · "[+1234 chars]" ·
    "Read more" · "The post … appeared first on …"

Only what is certain stands here. Everything else at the edge of a text is for core/sameness to weigh.
"""

import html
import re
from collections.abc import Callable

_ADDRESS = re.compile(r"\b(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+", re.IGNORECASE)
_NAME = r"[^\W\d_][\w.'’-]{0,20}"
_LEADS = (
    re.compile(r"(?:\W{0,3}\b[RMQ]T\s{0,2}:?\s{1,3}@\w{1,30}\s{0,2}:?\s{0,3})+", re.IGNORECASE),
    re.compile(r"@[\w.]{1,30}\s{0,2}:\s{1,3}"),
    re.compile(  # LONDON, Nov 21 (Reuters) -
        r"[^\W\d_][\w .,'’/-]{1,40}\((?:Reuters|dpa|Xinhua|Kyodo|Bloomberg|[A-Z]{2,6})\)"
        r"\s{0,2}(?:[-–—:|]{1,2}|\n)\s{0,2}"
    ),
    re.compile(r"\(?(?:Reuters|AP|AFP|dpa|EFE|ANSA|UPI|TASS)\)?\s{0,2}[-–—:|]{1,2}\s{0,2}"),
    re.compile(  # By Jane Doe, The Daily Example |
        rf"(?i:by|von|par|por|di|da|door|av|af|od|autor|autore|от|автор)\s{{1,2}}{_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,7}}"
        r"\s{0,2}(?:[-–—|•]|\n)\s{0,2}"
    ),
)
_MORE = (
    "read more|read on|read the full (?:story|article)|continue reading|keep reading|click here|full story|"
    "weiterlesen|mehr lesen|zum artikel|lire la suite|lire plus|en savoir plus|leer más|seguir leyendo|sigue leyendo|"
    "leggi tutto|continua a leggere|leggi di più|lees meer|lees verder|ler mais|leia mais|continue lendo|"
    "czytaj dalej|czytaj więcej|läs mer|les mer|læs mere|číst dále|devamını oku|selengkapnya|baca selengkapnya|"
    "читать далее|читать дальше|подробнее|читати далі|اقرأ المزيد|קרא עוד|続きを読む|もっと見る|"
    "阅读全文|查看更多|閱讀更多|더 보기|더보기|자세히 보기|อ่านต่อ|อ่านเพิ่มเติม"
)
_POST = re.compile(r"\s{0,3}\bThe post [^\n]{1,300}? (?:first )?appeared (?:first )?on [^\n]{1,80}\Z")
_TAILS = (
    re.compile(r"[.…\s]{0,6}\[\+?\d{1,7} (?:chars|characters|words)\]\s{0,3}\Z"),
    re.compile(rf"(?<=[\s.…\[(。！？」])(?:{_MORE})\W{{0,5}}\Z", re.IGNORECASE),
    re.compile(r"(?<=[\s(\[])(?:via|h/t)[ :]{1,2}@?\w[\w.]{0,30}[)\]]?\W{0,3}\Z", re.IGNORECASE),
)
EDGE = 60
"""Characters from the end in which a tail is looked for: a search over all of a long text would be for nothing."""


def passed_on(text: str) -> bool:
    """Does it say itself that it repeats another's words?"""
    return _LEADS[0].match(text) is not None


def unwrapped(text: str) -> str:
    """`text` without its wrappers; what is wrapped twice is unwrapped twice."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "://" in text or "www." in text or ".co" in text:
        text = _ADDRESS.sub(" ", text)
    text = text.strip()
    if not text:
        return ""
    if "appeared " in text[-4 * EDGE :]:
        text = text[: -8 * EDGE] + _POST.sub("", text[-8 * EDGE :])
    return _twice(_without_tails, _twice(_without_leads, text))


def _twice(unwrap: Callable[[str], str], text: str) -> str:
    """Once where nothing comes off, as of most texts."""
    once = unwrap(text)
    return once if once == text else unwrap(once)


def _without_leads(text: str) -> str:
    for lead in _LEADS:
        if (found := lead.match(text)) and found.end() < len(text):
            text = text[found.end() :]
    return text


def _without_tails(text: str) -> str:
    for tail in _TAILS:
        found = tail.search(text, max(1, len(text) - EDGE))
        text = text[: found.start()] if found else text
    return text
