"""What a site wrote as a rating → a Rating on the site's own scale, or nothing and why.

    4.5 · "4,5" · "4.5/5" · "Rated 4 out of 5" · "4,0 von 5 Sternen" · "80%" · "★★★★☆"

Best is what the text says ("of 5"); else what the site says; else 5, but 10 for a value above 5 and 100 above 10: then
the scale is guessed. Of 1,149 real pages 596 aggregates and 1,747 reviews name no best. worst ≥ best is ignored (seen
as 5 and 5). Zero is a rating only where the site says that its scale begins there; else nobody rated. What cannot be
(7 of 5) is no rating.
"""

import math
import re
from dataclasses import dataclass
from typing import Any

from monitor.model import Rating

DEFAULT_BEST = 5.0
BEST_LIMIT = 1000.0
_GUESSES = (DEFAULT_BEST, 10.0, 100.0)


@dataclass(frozen=True, slots=True)
class Rated:
    rating: Rating | None = None
    guessed: bool = False
    """The scale was not said."""
    why: str = ""
    """Why there is no rating although something was written."""


def rate(value: Any, best: Any = None, worst: Any = None) -> Rated:
    """Each is a number or a text; None and "" are missing."""
    points, of = _points(value)
    if points is None:
        return Rated()
    said = of or number(best) or 0.0
    top = said if said > 0 else next((guess for guess in _GUESSES if points <= guess), DEFAULT_BEST)
    if points == 0 and not _begins_at_zero(worst, top):
        return Rated()
    if not (0 <= points <= top <= BEST_LIMIT):
        return Rated(why=f"rating {points:g} of {top:g} is impossible")
    return Rated(Rating(points, top), guessed=top not in (said, DEFAULT_BEST))


def number(value: Any) -> float | None:
    """The one number a value is: a decimal comma is a point, "1.234,5" and "1,234.5" are one thousand and more."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e15 and math.isfinite(value) else None
    found = _NUMBER.fullmatch(str(value).strip()[:40])
    return float(_plain(found[0])) if found else None


def count(value: Any) -> int | None:
    """How many: "1.234", "1,234", "12 reviews", "1 234 Bewertungen"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and _EXPONENT.fullmatch(value[:200].strip()):
        value = float(value[:200])
    if isinstance(value, int | float):
        return int(value) if 0 <= value < 1e12 else None
    found = _COUNT.search(str(value)[:200])
    return int(_NO_DIGIT.sub("", found[0])) if found else None


def _points(value: Any) -> tuple[float | None, float | None]:
    """The value, and of how many where the text says so."""
    if not isinstance(value, str):
        return number(value), None
    text = value[:200]
    if _EXPONENT.fullmatch(text.strip()):
        return number(float(text)), None
    for pattern, first in _OF:
        found = pattern.search(text)
        if found:
            return float(_plain(found[first])), float(_plain(found[3 - first]))
    percent = _PERCENT.search(text)
    if percent:
        return float(_plain(percent[1])), 100.0
    full = sum(text.count(star) for star in "★⭐")
    if full:
        return float(full), float(full + text.count("☆")) if "☆" in text else None
    found = _FIRST_NUMBER.search(text)
    return (float(_plain(found[0])), None) if found else (None, None)


def _begins_at_zero(worst: Any, top: float) -> bool:
    lowest = number(worst)
    return lowest is not None and lowest <= 0 < top


def _plain(digits: str) -> str:
    """The last separator is the decimal one."""
    digits = digits.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    whole, point, part = digits.rpartition(".")
    return f"{whole.replace('.', '')}{point}{part}"


_DIGITS = r"(-?\d{1,6}(?:[.,]\d{1,12})?)"
_NUMBER = re.compile(r"-?\d{1,3}(?:[., ]\d{3})*[.,]\d{1,20}|-?\d{1,15}(?:[.,]\d{1,20})?")
_FIRST_NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,12})?")
_COUNT = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)|\d{1,12}")
_EXPONENT = re.compile(r"[-+]?\d{1,20}(?:\.\d{0,20})?[eE][-+]?\d{1,9}")
"""As JSON may write a number: "1e400" is none, not a 1."""
_NO_DIGIT = re.compile(r"\D")
_PERCENT = re.compile(_DIGITS + r"\s*%")
_OF_WORDS = "out of|of|von|sur|de|di|su|van|av|af|z|из|dari"
_OF = (
    (re.compile(rf"{_DIGITS}\s*[^\W\d]{{0,12}}\s*(?:/|／|\b(?:{_OF_WORDS})\b)\s*{_DIGITS}"), 1),
    (re.compile(r"(\d{1,3})つ星のうち\s*(\d(?:[.,]\d{1,2})?)"), 2),
    (re.compile(r"(\d(?:[.,]\d{1,2})?)[^\d]{0,8}最多\s*(\d{1,3})"), 1),
)  # fmt: skip
"""The pattern, and which of its groups is the value."""
