"""A date as somebody wrote it becomes an instant in UTC, or nothing; never an invented one."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.dates import NOTHING, parse, zone

SHARED = Path(__file__).parents[3] / "shared/fixtures/hostile/http/dates.jsonl"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

KNOWN_ZONE = {
    "RFC 822": ("Sat, 21 Nov 2026 10:00:00 GMT", "2026-11-21T10:00"),
    "a year of two digits": ("Sat, 21 Nov 26 10:00:00 +0000", "2026-11-21T10:00"),
    "a two-digit year of the last century": ("Fri, 21 Nov 97 10:00:00 GMT", "1997-11-21T10:00"),
    "without a weekday": ("1 Feb 2020 03:04 -0500", "2020-02-01T08:04"),
    "a zone by name": ("Fri, 20 Nov 2026 10:00:00 PST", "2026-11-20T18:00"),
    "a zone twice": ("Tue, 18 Jul 2017 14:15:00 +0000 (UTC)", "2017-07-18T14:15"),
    "a zone twice, glued": ("Sat, 07 Sep 2002 00:00:01 EST-0500", "2002-09-07T05:00"),
    "GMT and a distance, one digit each": ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27T19:35"),
    "RFC 850": ("Sunday, 04-Jan-04 16:29:06 GMT", "2004-01-04T16:29"),
    "asctime with a zone": ("Sun Jan  4 16:29:06 PST 2004", "2004-01-05T00:29"),
    "midnight as 24:00": ("Mon, 01 Jan 2018 24:00:00 GMT", "2018-01-02T00:00"),
    "a leap second": ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59"),
    "ISO 8601": ("2026-11-21T12:00:00+02:00", "2026-11-21T10:00"),
    "ISO 8601 with a fraction": ("2003-12-31T10:14:55.123456-0800", "2003-12-31T18:14"),
    "ISO 8601, basic": ("20261120T120000Z", "2026-11-20T12:00"),
    "ISO 8601 with a zone by name": ("2020-07-01T12:00:00[Europe/Berlin]", "2020-07-01T10:00"),
    "ISO 8601 with offset and zone": ("2020-07-01T12:00:00+02:00[Europe/Berlin]", "2020-07-01T10:00"),
    "a local time that never was": ("2026-03-29T02:30:00[Europe/Berlin]", "2026-03-29T01:30"),
    "seconds since 1970": ("1763726400", "2025-11-21T12:00"),
    "milliseconds since 1970": ("1763726400000", "2025-11-21T12:00"),
    "Portuguese": ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42"),
    "Spanish, where Tuesday is a month": ("mar, 24 sep 2018 10:00:00 +0200", "2018-09-24T08:00"),
    "French": ("lun., 3 févr. 2020 08:00:00 +0100", "2020-02-03T07:00"),
    "French July is not June": ("mer. 15 juil. 2020 08:00 +0200", "2020-07-15T06:00"),
    "Greek": ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00"),
    "a day less than a day ahead": ("2026-11-22T11:00:00Z", "2026-11-22T11:00"),
}

GUESSED_ZONE = {
    "year first, with slashes": ("2020/1/10 14:33:00", "2020-01-10T14:33"),
    "a long weekday and twelve hours": ("Friday, January 29, 2021 04:42 PM", "2021-01-29T16:42"),
    "noon and midnight": ("January 29, 2021 12:05 AM", "2021-01-29T00:05"),
    "asctime": ("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29"),
    "Korean": ("2004년 05월 28일 오후 01:31:15", "2004-05-28T13:31"),
    "Japanese": ("2026年11月20日 10:00", "2026-11-20T10:00"),
    "Russian": ("21 ноября 2025 г.", "2025-11-21T00:00"),
    "German": ("31.12.2021 um 18:00 Uhr", "2021-12-31T18:00"),
    "only a day": ("2026-11-20", "2026-11-20T00:00"),
    "only a month": ("2003-12", "2003-12-01T00:00"),
    "digits of another script": ("٢٠٢٦-١١-٢٠", "2026-11-20T00:00"),
    "a day that cannot be a month": ("21/11/2026", "2026-11-21T00:00"),
    "a month that cannot be a day": ("11/21/2026", "2026-11-21T00:00"),
}

NO_DATE = {
    "nothing": "",
    "a word": "nan",
    "a float": "1e308",
    "a time only": "10:30",
    "a year only": "2003",
    "no year": "May 5",
    "zero": "0000-00-00T00:00:00Z",
    "30 February": "2026-02-30T00:00:00Z",
    "hour 25": "Sat, 21 Nov 2026 25:00:00 GMT",
    "an offset of 25 hours": "2026-11-21T12:00:00+25:00",
    "before 1990": "1969-12-31T23:59:59Z",
    "more than a day ahead": "2026-11-22T12:00:01Z",
    "far ahead": "Tue, 01 Jan 2099 00:00:00 GMT",
    "year 10000": "+010000-01-01T00:00:00Z",
    "a sentence": "the quick brown fox jumps over the lazy dog and sleeps",
    "an endless text": "1 Jan 2020 " * 1000,
    "endless digits": "1" * 5000,
}


@pytest.mark.parametrize("case", KNOWN_ZONE)
def test_a_date_with_its_zone(case: str) -> None:
    written, expected = KNOWN_ZONE[case]
    when = parse(written, now=NOW)
    assert when.at is not None
    assert when.at.strftime("%Y-%m-%dT%H:%M") == expected
    assert when.at.tzinfo is UTC
    assert not when.guessed


@pytest.mark.parametrize("case", GUESSED_ZONE)
def test_a_date_without_a_zone_is_marked_as_guessed(case: str) -> None:
    written, expected = GUESSED_ZONE[case]
    when = parse(written, now=NOW)
    assert when.at is not None
    assert when.at.strftime("%Y-%m-%dT%H:%M") == expected
    assert when.guessed


@pytest.mark.parametrize("case", NO_DATE)
def test_what_is_no_date_is_nothing(case: str) -> None:
    assert parse(NO_DATE[case], now=NOW) == NOTHING


def test_without_a_zone_the_sources_zone_holds() -> None:
    when = parse("2026-07-01 12:00", now=NOW, timezone="Europe/Berlin")
    assert (when.at, when.guessed) == (datetime(2026, 7, 1, 10, tzinfo=UTC), True)


def test_an_unknown_zone_is_none() -> None:
    assert zone("Mars/Olympus") is None
    assert zone("../../etc/passwd") is None


@pytest.mark.parametrize(
    ("written", "languages", "order", "expected"),
    [
        ("3/4/2026", (), None, (4, 3)),
        ("3/4/2026", ("en-US",), None, (3, 4)),
        ("3/4/2026", ("de",), None, (4, 3)),
        ("3/4/2026 5:00 PM", (), None, (3, 4)),
        ("3/4/2026", ("de",), "MDY", (3, 4)),
        ("3/4/2026", ("en",), "DMY", (4, 3)),
        ("3.4.2026", ("en",), None, (4, 3)),
    ],
)
def test_an_open_order_follows_the_source(
    written: str, languages: tuple[str, ...], order: str | None, expected: tuple[int, int]
) -> None:
    when = parse(written, now=NOW, languages=languages, date_order=order)
    assert when.at is not None
    assert (when.at.month, when.at.day) == expected
    assert when.guessed


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("vor 2 Tagen", "de", timedelta(days=2)),
        ("3 hours ago", "en", timedelta(hours=3)),
        ("hace 3 horas", "es", timedelta(hours=3)),
        ("yesterday", "en", timedelta(days=1)),
        ("2 ay önce", "tr", timedelta(days=61)),
        ("1 个月前", None, timedelta(days=31)),
    ],
)
def test_a_relative_date_counts_from_the_clock_it_is_given(
    written: str, language: str | None, expected: timedelta
) -> None:
    when = parse(written, now=NOW, languages=(language,) if language else ())
    assert when.at == NOW - expected
    assert when.guessed


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    when = parse(text, now=NOW, languages=("en",))
    assert when.at is None or datetime(1990, 1, 1, tzinfo=UTC) <= when.at <= NOW + timedelta(days=1)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 20)))  # noqa: DTZ001  # hypothesis wants them naive
def test_what_python_writes_is_read_back(at: datetime) -> None:
    at = at.replace(microsecond=0, tzinfo=UTC)
    for form in ("%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ", "%A, %d-%b-%y %H:%M:%S GMT", "%Y%m%dT%H%M%SZ"):
        assert parse(at.strftime(form), now=NOW).at == at, form


def test_hostile_dates_cost_little() -> None:
    parse("vor 2 Tagen", now=NOW, languages=("de",))
    start = process_time()
    for text in ("1" * 100, "a " * 50, "12:" * 33, "-" * 100, "Mon, " * 20, "1 Jan " * 16, "(" * 100):
        parse(text, now=NOW, languages=("de",))
    assert process_time() - start < 1


if SHARED.exists():
    RECORDED = [json.loads(line) for line in SHARED.read_text().splitlines()]

    @pytest.mark.parametrize("row", RECORDED, ids=[row["why"] for row in RECORDED])
    def test_recorded_dates(row: dict[str, str]) -> None:
        at = parse(row["value"], now=NOW).at
        if row["expect"] == "clamp":
            assert at is None
        elif row["expect"] == "relative":
            assert at is not None
            assert at < NOW
        else:
            assert at == datetime.fromisoformat(row["expect"])
