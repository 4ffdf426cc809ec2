"""How long another server asked us to wait: a Retry-After header as seconds from now.

Only what RFC 9110 §10.2.3 allows counts: ASCII digits, or a date in one of the three HTTP forms. Python's own
readers take more (`int("١٢٠")`, `float("nan")`), and a value read too kindly would hold deliveries back.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

LONGEST = 86_400.0
"""Seconds. Nobody holds us back for more than a day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<month>[a-z]{3})", r"(?P<year>[0-9]{4}|[0-9]{2})"
_ZONE = r"(?P<zone>GMT|UTC|[+-][0-9]{4})"
_DATES = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"[a-z]{{3,9}}, {_DAY}[ -]{_MONTH}[ -]{_YEAR} {_TIME} {_ZONE}",
        rf"[a-z]{{3}} {_MONTH} +{_DAY} {_TIME} {_YEAR}(?P<zone>)",
    )
)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, 0 to LONGEST; None when there is no header or it says nothing we understand."""
    text = (value or "").strip(" \t")
    if re.fullmatch("[0-9]+", text):
        return _seconds(text)
    until = _date(text, now)
    if until is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST)


def _seconds(digits: str) -> float:
    # int() refuses more than 4,300 digits, and six are already past a day.
    significant = digits.lstrip("0")
    return LONGEST if len(significant) > len("86400") else min(float(significant or "0"), LONGEST)


def _date(text: str, now: datetime) -> datetime | None:
    match = next((found for form in _DATES if (found := form.fullmatch(text))), None)
    if match is None or match["month"].lower() not in _MONTHS:
        return None
    try:
        return datetime(
            _year(match["year"], now),
            _MONTHS.index(match["month"].lower()) + 1,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            min(int(match["second"]), 59),  # 60 is a leap second
            tzinfo=_zone(match["zone"]),
        )
    except ValueError:  # 31 February, hour 25, year 0, an offset of a day
        return None


def _year(digits: str, now: datetime) -> int:
    """Two digits mean the year at most 50 years ahead (RFC 9110 §5.6.7)."""
    if len(digits) == 4:
        return int(digits)
    year = now.year - now.year % 100 + int(digits)
    return year - 100 if year > now.year + 50 else year


def _zone(text: str) -> timezone:
    if not text.startswith(("+", "-")):
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return timezone(-offset if text.startswith("-") else offset)
