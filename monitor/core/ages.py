"""Spans of time as people say them: `3 min ago`, `in 2 h`. One form for the pages and the command line."""

from datetime import datetime

_UNITS = (("d", 86400), ("h", 3600), ("min", 60))


def ago(at: datetime | None, now: datetime) -> str:
    """`12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`, `never`."""
    return "never" if at is None else f"{span((now - at).total_seconds())} ago"


def until(at: datetime, now: datetime) -> str:
    """`in 12 s`, `in 3 min` …; `now` once it is past."""
    seconds = (at - now).total_seconds()
    return f"in {span(seconds)}" if seconds > 0 else "now"


def span(seconds: float) -> str:
    """In the largest unit that fits, rounded down."""
    for unit, size in _UNITS:
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
