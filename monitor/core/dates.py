"""A date as somebody wrote it → an instant in UTC, or nothing. Never invented, never from this machine's clock.

    epoch → ISO 8601 → year first (2020/1/10, 2004년 5월 28일) → numbers (21/11/2026) → words (RFC 822, RFC 850,
    asctime, "Seg, 24 Set 2018", "Friday, January 29, 2021 04:42 PM") → dateparser ("vor 2 Tagen")

Own rules first: feedparser reads "2020/1/10 14:33:00" as November, and gives nothing for `GMT+9` or Portuguese.
Impossible dates, dates before 1990 and dates more than a day ahead of `now` are no dates.
"""

import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=24)
LENGTH_LIMIT = 100
"""Characters; what is longer is no date."""


@dataclass(frozen=True, slots=True)
class When:
    """`guessed`: the text named no zone, so the source's (or UTC) was taken, or its order of day and month was open."""

    at: datetime | None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Hints:
    now: datetime
    zone: tzinfo
    languages: tuple[str, ...]
    day_first: bool | None
    """None: nothing says so."""


NOTHING = When(None)


def parse(
    value: str,
    *,
    now: datetime,
    timezone: str | None = None,
    languages: Sequence[str] = (),
    date_order: str | None = None,
) -> When:
    """`date_order` is DMY, MDY or YMD; `languages` are BCP 47 tags, the likeliest first."""
    text = _prepare(value)
    if not text:
        return NOTHING
    hints = _Hints(now, zone(timezone) or UTC, tuple(languages), _day_first(date_order, languages))
    try:
        for reader in _READERS:
            when = reader(text, hints)
            if when is not None:
                return _plausible(when, now)
    except (ValueError, OverflowError):  # 30 February, hour 25, an offset past 24 h
        return NOTHING
    return NOTHING


def zone(name: str | None) -> tzinfo | None:
    """An IANA zone, or None where there is none of that name."""
    if not name or not _ZONE_NAME.fullmatch(name):
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _prepare(value: str) -> str:
    """ASCII digits, single spaces, no comments in parentheses; empty for what is too long to be a date."""
    if len(value) > 4 * LENGTH_LIMIT:
        return ""
    text = " ".join(value.split())
    if not text.isascii():
        text = "".join(_ascii_digit(char) for char in unicodedata.normalize("NFKC", text) if char.isprintable())
    text = _COMMENT.sub("", text).strip(" ,;")
    return text if len(text) <= LENGTH_LIMIT else ""


def _ascii_digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def _plausible(when: When, now: datetime) -> When:
    return when if when.at and EARLIEST <= when.at <= now + AHEAD else NOTHING


def _day_first(date_order: str | None, languages: Sequence[str]) -> bool | None:
    if date_order:
        return date_order.upper() != "MDY" and date_order.upper() != "YMD"
    if not languages:
        return None
    return languages[0].replace("_", "-").lower() not in {"en", "en-us", "en-ph"}


# --- readers: None is "not my form" -----------------------------------------------------------------------------


def _epoch(text: str, _: _Hints) -> When | None:
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    seconds = int(found[1]) / (1000 if len(found[1]) == 13 else 1)
    return When(datetime.fromtimestamp(seconds, UTC))


def _iso(text: str, hints: _Hints) -> When | None:
    found = _ISO.fullmatch(text)
    if found:
        return _at(_day(found["y"], found["m"] or found["bm"], found["d"] or found["bd"] or "1"), found["rest"], hints)
    week = _ISO_WEEK.fullmatch(text)
    if week:
        return _at(date.fromisocalendar(int(week[1]), int(week[2]), int(week[3] or 1)), "", hints)
    return None


def _year_first(text: str, hints: _Hints) -> When | None:
    found = _YEAR_FIRST.fullmatch(text)
    return _at(_day(found["y"], found["m"], found["d"]), found["rest"], hints) if found else None


def _numbers(text: str, hints: _Hints) -> When | None:
    """21/11/2026, 21.11.2026, 1/2/21 5:00 PM. Points are day first; for the rest what is impossible decides first."""
    found = _NUMBERS.fullmatch(_LEADING_WEEKDAY.sub("", text))
    if not found:
        return None
    first, second, rest = int(found["a"]), int(found["b"]), found["rest"]
    day_first, open_order = True, False
    if found["sep"] != "." and first <= 12 and second <= 12:
        american = bool(_HALF_DAY.search(rest))
        day_first = not american if hints.day_first is None else hints.day_first
        open_order = first != second
    elif second > 12:
        day_first = False
    day, month = (first, second) if day_first else (second, first)
    when = _at(date(_year(found["y"]), month, day), rest, hints)
    return When(when.at, when.guessed or open_order) if when else None


def _words(text: str, hints: _Hints) -> When | None:
    """A month by name, a day, a year, a time and a zone, in any order that people write."""
    time = _TIME.search(text)
    clock = _clock(time) if time else None
    offset, behind = _take_zone(text[time.end() :]) if time else (None, text)
    tokens = _TOKEN.findall(f"{text[: time.start()] if time else ''} {behind}".lower())
    months = [(place, month) for place, token in enumerate(tokens) if (month := _month(token))]
    numbers = [token for token in tokens if token.isdigit()]
    if not months or len(numbers) != 2 or any(_strange(token) for token in tokens):
        return None
    month = _named_month(tokens, months)
    day, year = _day_and_year(numbers)
    return _instant(date(_year(year), month, int(day)), clock, offset, hints)


def _relative(text: str, hints: _Hints) -> When | None:
    """dateparser, with our clock: "vor 2 Tagen", "1 个月前", months in 200 languages."""
    if not _WORTH_ASKING.search(text) or (len(text) > 40 and not _DIGIT.search(text)):
        return None
    order = {True: "DMY", False: "MDY", None: None}[hints.day_first]
    settings = {
        "RELATIVE_BASE": hints.now.astimezone(hints.zone).replace(tzinfo=None),
        "TIMEZONE": str(hints.zone),
        "RETURN_AS_TIMEZONE_AWARE": True,
        "PREFER_DATES_FROM": "past",
        "PARSERS": ["relative-time", "absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
    } | ({"DATE_ORDER": order} if order else {})
    at = _ask(text, hints.languages, settings)
    if at is None:
        return None
    named = bool(_ZONE_WORD.search(text)) and at.utcoffset() is not None
    return When(at.astimezone(UTC), not named)


_READERS: tuple[Callable[[str, _Hints], When | None], ...] = (_epoch, _iso, _year_first, _numbers, _words, _relative)


# --- parts ------------------------------------------------------------------------------------------------------


def _day(year: str, month: str, day: str) -> date:
    return date(int(year), int(month), int(day))


def _year(text: str) -> int:
    year = int(text)
    return year if year >= 100 else year + (1900 if year >= 69 else 2000)


def _at(day: date, rest: str, hints: _Hints) -> When | None:
    """A day and what follows it: a time, a zone, or nothing."""
    rest = _CONNECTIVE.sub("", rest).strip(" ,")
    time = _TIME.match(rest) or _BASIC_TIME.match(rest)
    offset, left = _take_zone(rest[time.end() :] if time else rest)
    if left.strip(" ;,"):
        return None
    return _instant(day, _clock(time) if time else None, offset, hints)


def _clock(time: re.Match[str]) -> timedelta:
    hour, minute, second = int(time["h"]), int(time["mi"]), min(int(time["s"] or 0), 59)
    half = (time["half"] or time["before"] or "").lower().replace(".", "")
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0) if hour <= 12 else hour
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(f"no such time: {hour}:{minute}")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _take_zone(text: str) -> tuple[tzinfo | None, str]:
    """The zone that `text` names (None: none), and the text without it."""
    found = _BRACKET_ZONE.search(text)
    if found and (named := zone(found[1])):
        left = text[: found.start()]
        offset = _OFFSET.search(left)
        return named, left[: offset.start()] if offset else left
    found = _OFFSET.search(text)
    if found:
        return _offset(found), _ZONE_WORD.sub(" ", text[: found.start()] + " " + text[found.end() :])
    found = _ZONE_WORD.search(text)
    if found:
        hours = _ZONES[found[0].upper()]
        return fixed_zone(timedelta(hours=hours)), text[: found.start()] + " " + text[found.end() :]
    return None, text


def _offset(found: re.Match[str]) -> tzinfo:
    delta = timedelta(hours=int(found["oh"]), minutes=int(found["om"] or 0))
    if delta > timedelta(hours=15):
        raise ValueError(f"no zone is {found[0]} away")
    return fixed_zone(-delta if found["sign"] in "-−" else delta)


def _instant(day: date, clock: timedelta | None, offset: tzinfo | None, hints: _Hints) -> When:
    """In a DST gap zoneinfo gives the instant one hour on: valid, which is all anybody can ask for."""
    local = datetime(day.year, day.month, day.day, tzinfo=offset or hints.zone) + (clock or timedelta())
    return When(local.astimezone(UTC), offset is None)


def _month(token: str) -> int | None:
    return _MONTHS.get(token[:3]) if token[:4] not in _FOUR else _FOUR[token[:4]]


def _named_month(tokens: list[str], months: list[tuple[int, int]]) -> int:
    """Spanish "mar" is Tuesday and March: of several the last that stands beside a number."""
    beside = [
        month
        for place, month in months
        if any(tokens[at].isdigit() for at in (place - 1, place + 1) if 0 <= at < len(tokens))
    ]
    return beside[-1] if beside else months[-1][1]


def _day_and_year(numbers: list[str]) -> tuple[str, str]:
    first, second = numbers
    if len(first) > 2 or int(first) > 31:
        return second, first
    return first, second


def _strange(token: str) -> bool:
    """A word that is no part of a written date: the sentence is left to dateparser."""
    return not token.isdigit() and not _month(token) and token not in _FILLERS and not _WEEKDAY.match(token)


def _ask(text: str, languages: tuple[str, ...], settings: dict[str, object]) -> datetime | None:
    """dateparser is loaded when it is first asked: 70 ms that most runs never need."""
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; loaded late, see above
    from dateparser.data.languages_info import language_order  # type: ignore[import-untyped]  # noqa: PLC0415  # same

    short = [tag.replace("_", "-").split("-")[0].lower() for tag in languages]
    known = [tag for tag in short if tag in language_order]
    chosen = list(dict.fromkeys([*known, "en"])) if known else _LANGUAGES
    try:
        at = dateparser.parse(text, languages=chosen, settings=settings)
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):  # all seen on hostile texts
        return None
    return at if isinstance(at, datetime) else None


# --- vocabulary ---------------------------------------------------------------------------------------------------

_EPOCH = re.compile(r"([0-9]{9,10}|[0-9]{13})(?:\.[0-9]+)?")
_ISO = re.compile(
    r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2})(?:-(?P<d>[0-9]{1,2}))?|(?P<bm>[0-9]{2})(?P<bd>[0-9]{2}))"
    r"(?P<rest>$|[T_ ,-].*)",
    re.IGNORECASE,
)
_ISO_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?")
_YEAR_FIRST = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})\s?[./年년-]\s?(?P<m>[0-9]{1,2})\s?[./月월-]\s?(?P<d>[0-9]{1,2})\s?[.日일]?"
    r"(?P<rest>$|[T ,오上下午凌].*|(?<=[.日일]).*)"
)
_NUMBERS = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<sep>[./-])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4}|[0-9]{2})(?P<rest>$|[T ,].*)"
)
_LEADING_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}\.?,?\s+(?=[0-9])")
_HALF = r"[ap]\.?m\.?|오전|오후|上午|下午|凌晨|μμ|πμ"
_HALF_DAY = re.compile(r"[0-9]\s?(?:[ap]\.?m\b)", re.IGNORECASE)
_AFTERNOON = frozenset({"pm", "오후", "下午", "μμ"})
_TIME = re.compile(
    rf"[T_-]?\s?(?P<before>오전|오후|上午|下午|凌晨)?\s?(?<![0-9])(?P<h>[0-9]{{1,2}})[:h.](?P<mi>[0-9]{{1,2}})(?:[:.](?P<s>[0-9]{{1,2}})(?:[.,][0-9]+)?)?"
    rf"(?![0-9])\s?(?P<half>(?:{_HALF})(?![a-z]))?",
    re.IGNORECASE,
)
_BASIC_TIME = re.compile(
    r"T?(?P<before>)(?P<h>[0-9]{2})(?P<mi>[0-9]{2})(?P<s>[0-9]{2})?(?:[.,][0-9]+)?(?![0-9:])(?P<half>)", re.IGNORECASE
)
_OFFSET = re.compile(
    r"(?:\b(?:GMT|UTC?)\s?)?(?P<sign>[+−-])(?P<oh>[0-9]{1,2}):?(?P<om>[0-9]{2})?(?![0-9])", re.IGNORECASE
)
_BRACKET_ZONE = re.compile(r"\[?\b([A-Z][A-Za-z]+(?:/[A-Za-z_+-]+[0-9]{0,2}){1,2})\]?$")
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{1,40}")
_COMMENT = re.compile(r"\([^()]*\)")
_ZONES: dict[str, float] = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "MET": 1,
    "MEST": 2, "EET": 2, "EEST": 3, "SAST": 2, "MSK": 3, "MSD": 4, "IST": 5.5, "PKT": 5, "WIB": 7, "ICT": 7,
    "HKT": 8, "SGT": 8,
    "PHT": 8, "AWST": 8, "KST": 9, "JST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3,
    "ART": -3, "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Hours from UTC, as news feeds use the names: CST is Chicago, IST is India."""
_ZONE_WORD = re.compile(rf"(?<![^\W\d])(?:{'|'.join(sorted(_ZONES, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+")
_MONTH_WORDS = (
    "jan ene gen янв sty led ιαν oca ian", "feb fev fév février фев lut úno φεβ şub",
    "mar mär maa mrt márc мар březen μαρ",
    "apr abr avr апр kwi dub απρ nis", "may mai mei maj mag май мая kvě μάι μαΐ μαι", "jun giu июн cze čvn ιουν haz",
    "jul lug июл lip čvc ιουλ tem", "aug ago aoû aou авг sie srp αυγ ağu", "sep set сен wrz zář σεπ eyl",
    "oct okt out ott окт paź říj οκτ eki", "nov noi ноя lis νοε kas", "dec dez dic déc des дек gru pro δεκ ara",
)  # fmt: skip
_MONTHS = {word[:3]: number for number, names in enumerate(_MONTH_WORDS, 1) for word in names.split()}
_FOUR = {"juin": 6, "juil": 7, "ιουν": 6, "ιουλ": 7, "ιούν": 6, "ιούλ": 7, "iuni": 6, "iuli": 7, "marc": 3, "czer": 6}
_FILLERS = frozenset(
    {
        "de", "del", "di", "da", "d", "den", "der", "le", "el", "il", "of", "the", "th", "st", "nd", "rd", "at",
        "um", "uhr", "г", "года", "to", "às", "kl", "klo", "o", "à", "a", "las", "alle", "ore", "on", "t",
    }
)  # fmt: skip
_WEEKDAY = re.compile(
    "(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|mie|jeu|jue|ven|vie|sam|sáb|sab|dim|dom|gio|"
    "seg|ter|qua|qui|sex|пн|вт|ср|чт|пт|сб|вс|пон|вто|сре|чет|пят|суб|вос|ma|wo|vr|za|zo|tir|ons|tor|fre|lør|søn|lör|sön|"
    "κυρ|δευ|τρι|τετ|πεμ|παρ|σαβ|pon|wto|śro|czw|pią|sob|nie|sub|út|stř|čtv|pát|ne|paz|pzt|sal|çar|per|cum|cmt|"
    "ti|ke|to|pe|la|su)"
)
_LANGUAGES = [
    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "cs", "sk", "sv", "da", "nb", "fi", "tr", "ro", "hu",
    "el", "bg", "hr", "sr", "ar", "fa", "he", "hi", "bn", "id", "vi", "th", "ja", "ko", "zh", "ca",
]  # fmt: skip
_DIGIT = re.compile("[0-9]")
_CONNECTIVE = re.compile(r"^[ ,]*(?:um|at|kl\.?|klo|às|alle ore|alle|à|o|в)\s|\s(?:uhr|h)\.?$", re.IGNORECASE)
_WORTH_ASKING = re.compile(r"[0-9].*[^\W\d_]{2}|[^\W\d_]{2}.*[0-9]|[^\W\d_]{4}|[\u3040-\u9fff\uac00-\ud7a3]{2}")
