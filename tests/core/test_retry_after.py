"""Retry-After: digits and the three HTTP dates count, everything else is silence."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.core.retry_after import retry_after

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHARED = Path(__file__).parents[3] / "shared/fixtures/hostile/http/retry_after.jsonl"

ANSWERS: dict[str, tuple[str | None, float | None]] = {
    "no header": (None, None),
    "an empty header": ("", None),
    "seconds": ("120", 120),
    "seconds with blanks round them": (" 120\t", 120),
    "seconds with leading zeros": ("000120", 120),
    "now": ("0", 0),
    "more than a day is a day": ("86401", 86_400),
    "more digits than int() takes": ("9" * 5000, 86_400),
    "a sign": ("+5", None),
    "a negative number": ("-1", None),
    "a fraction": ("1.5", None),
    "an exponent": ("1e3", None),
    "an underscore": ("1_0", None),
    "digits of another script": ("١٢٠", None),
    "full-width digits": ("１２０", None),
    "a line break behind": ("120\n", None),
    "two values": ("120, 60", None),
    "the usual date": ("Sat, 21 Nov 2026 12:02:00 GMT", 120),
    "the date of RFC 850": ("Saturday, 21-Nov-26 12:02:00 GMT", 120),
    "the date of asctime": ("Sat Nov 21 12:02:00 2026", 120),
    "asctime pads the day with a blank": ("Tue Dec  1 12:00:00 2026", 86_400),
    "a date with an offset": ("Sat, 21 Nov 2026 10:02:00 -0200", 120),
    "a date that is past": ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
    "two digits may lie 50 years ahead": ("Saturday, 21-Nov-76 12:00:00 GMT", 86_400),
    "two digits beyond that are the last century": ("Sunday, 06-Nov-94 08:49:37 GMT", 0),
    "a leap second": ("Sat, 21 Nov 2026 12:00:60 GMT", 59),
    "a month that is none": ("Sat, 21 Foo 2026 12:02:00 GMT", None),
    "a day that is none": ("Sat, 31 Feb 2026 12:00:00 GMT", None),
    "an offset that is none": ("Sat, 21 Nov 2026 12:00:00 +2500", None),
    "a year of five digits": ("Sat, 21 Nov 10000 12:00:00 GMT", None),
    "an ISO date": ("2026-11-21T12:02:00Z", None),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_header_becomes_seconds(case: str) -> None:
    value, expected = ANSWERS[case]
    assert retry_after(value, NOW) == expected


if SHARED.exists():
    ROWS = [json.loads(line) for line in SHARED.read_text().splitlines()]

    @pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
    def test_the_shared_lines_are_read_as_they_say(row: dict[str, Any]) -> None:
        assert retry_after(row["value"], datetime.fromisoformat(row["now"])) == row["wait_s"]
