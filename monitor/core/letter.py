"""A message as a person reads it: the frozen payload of design §7 → subject, contents, entries. Pure.

    payload → Letter → text part (here) and HTML part (notify/email.html)

The same payload and audience give the same letter at every attempt. The most urgent mention stands first and gives the
subject, which tells its story: `★1 Acme · "never came, no refund" · App Store US`. All that comes from outside is
plain text here; a link is only what is clearly a web address.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import orjson

from monitor.core.marks import Mark, Piece, first_reason, marked
from monitor.core.phrases import Phrases, phrases
from monitor.core.priority import in_words
from monitor.core.text import clean, one_line, told_once
from monitor.core.url import is_web
from monitor.model import Part, Tone
from monitor.notifier import Audience

SUBJECT_LIMIT = 150
"""Characters; a phone shows 40, a long line is what spam looks like."""
QUOTE_LIMIT = 60
IN_FULL = 30
"""Mentions that stand in one mail with their texts; the others are a line each. 30 × 2.5 kB stay below the 102 kB
where Gmail cuts a mail."""
LONG_FOR = 5
"""Up to so many mentions each shows all of its text that travels; more of them show EXCERPT characters."""
EXCERPT = 500
_LIMIT = 4000
_LINK = re.compile(r"https?://[^\s<>\"\\^`{|}]{1,2040}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One mention."""

    number: int
    brand: str
    source: str
    short_rating: str
    """`★1`, `3/10` or nothing."""
    long_rating: str
    """`★☆☆☆☆ 1/5`, `3/10` or nothing."""
    at: str
    quote: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    shortened: bool
    author: str
    why: str
    words: str
    priority: str
    """What it is, and what added to it; only of what is negative."""
    topics: tuple[str, ...]
    """`delivery (parcel, courier)`"""
    link: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    language: str
    at: datetime
    heading: str
    lead: str
    """What stands where there are no entries."""
    entries: tuple[Entry, ...]
    further: tuple[Entry, ...]
    """Told by one line each."""
    footer: tuple[str, ...]
    phrases: Phrases


def letter(payload: bytes, subscription: str, audience: Audience) -> Letter:
    body = orjson.loads(payload)
    data, words = body["data"], phrases(audience.language)
    mentions = sorted(data["mentions"], key=lambda mention: -(mention["priority"] or 0))
    room = _LIMIT if len(mentions) <= LONG_FOR else EXCERPT
    rooms = [room if place < IN_FULL else 0 for place in range(len(mentions))]
    zone = ZoneInfo(audience.timezone)
    entries = tuple(
        _entry(number, one, words, zone, room)
        for number, (one, room) in enumerate(zip(mentions, rooms, strict=True), 1)
    )
    return Letter(
        subject=_subject(entries, words),
        language=audience.language,
        at=datetime.fromisoformat(body["timestamp"]),
        heading=words.mentions.format(count=len(entries)) if entries else words.test,
        lead="" if entries else words.test_text,
        entries=entries[:IN_FULL],
        further=entries[IN_FULL:],
        footer=_footer(data, subscription, words),
        phrases=words,
    )


def contents_line(entry: Entry) -> str:
    """`★1 Acme · "never came" · App Store US`"""
    head = " ".join(part for part in (entry.short_rating, entry.brand) if part)
    quote = f'"{entry.quote}"' if entry.quote else ""
    return " · ".join(part for part in (head, quote, entry.source) if part)


def facts_line(entry: Entry) -> str:
    """`★☆☆☆☆ 1/5 · Acme · App Store US · 2026-11-21 13:00 CET · by Ann`"""
    parts = (entry.long_rating, entry.brand, entry.source, entry.at, entry.author)
    return " · ".join(part for part in parts if part)


def plain(letter: Letter) -> str:
    """The text part: lines end with \\n."""
    blocks = [letter.heading]
    if letter.lead:
        blocks.append(letter.lead)
    if len(letter.entries) > 1:
        blocks.append("\n".join(f"{entry.number}. {contents_line(entry)}" for entry in letter.entries))
    blocks += [_plain_entry(entry, letter.phrases) for entry in letter.entries]
    if letter.further:
        lines = [f"{entry.number}. {contents_line(entry)}" + _after(entry.link) for entry in letter.further]
        blocks.append("\n".join([f"{letter.phrases.further}:", *lines]))
    blocks.append("\n".join(["--", *letter.footer]))
    return "\n\n".join(blocks) + "\n"


def _plain_entry(entry: Entry, words: Phrases) -> str:
    lines = [f"{entry.number}. {facts_line(entry)}", "", _starred(entry.title), _starred(entry.text)]
    lines.append(f"({words.shortened})" if entry.shortened else "")
    lines.append(f"{words.why}: {entry.why}" if entry.why else "")
    lines.append(f"{words.words}: {entry.words}" if entry.words else "")
    lines.append(f"{words.priority}: {entry.priority}" if entry.priority else "")
    lines.append(f"{words.topics}: {', '.join(entry.topics)}" if entry.topics else "")
    lines.append(entry.link or "")
    return "\n".join(line for line in lines if line)


def _starred(pieces: Sequence[Piece]) -> str:
    return "".join(f"**{piece.text}**" if piece.mark is not Mark.NONE else piece.text for piece in pieces)


def _after(link: str | None) -> str:
    return f"\n   {link}" if link else ""


def _entry(number: int, mention: Mapping[str, Any], words: Phrases, zone: ZoneInfo, room: int) -> Entry:
    brand = one_line(mention["brand"], 100)
    reasons = [one_line(reason["text"], 200) for reason in mention["reasons"]]
    heading, whole = told_once(one_line(mention["title"], 500), clean(mention["text"], _LIMIT))
    title = marked(heading, reasons, brand)
    text = _excerpt(whole, reasons, brand, room) if room else ""
    rating = mention["rating"]
    return Entry(
        number=number,
        brand=brand,
        source=one_line(mention["source"]["name"], 100),
        short_rating=_short(rating) if rating else "",
        long_rating=_long(rating) if rating else "",
        at=_hour(mention, words, zone),
        quote=_quote(title, whole, reasons, brand),
        title=title,
        text=marked(text, reasons, brand),
        shortened=text != whole or bool(mention.get("truncated")),
        author=_author(mention["author"]["name"], words),
        why=" · ".join(one_line(why, 200) for why in mention["why"]),
        words=", ".join(_words(one_line(one["text"], 60), one_line(one["why"], 120)) for one in mention["reasons"]),
        priority=_priority(mention),
        topics=tuple(_topic(topic) for topic in mention["topics"]),
        link=_link(mention["url"]),
    )


def _priority(mention: Mapping[str, Any]) -> str:
    if mention["tone"] != Tone.NEGATIVE:
        return ""
    return in_words(mention["priority"], (Part(**part) for part in mention["priority_parts"]))


def _words(text: str, why: str) -> str:
    """`“never came” (negation)`; a rating says itself: `1 of 5 stars`."""
    return why if why.startswith(text) else f"“{text}” ({why})"


def _topic(topic: Mapping[str, Any]) -> str:
    words = ", ".join(one_line(word, 60) for word in topic["words"])
    name = one_line(topic["name"], 60)
    return f"{name} ({words})"


def _excerpt(text: str, reasons: Sequence[str], brand: str, room: int) -> str:
    """The beginning of the text, or what stands around the first reason when that is further on."""
    if len(text) <= room:
        return text
    at = first_reason(marked(text, reasons, brand)) or 0
    start = 0 if at < room * 3 // 4 else _word_at(text, at - room // 4, at)
    return ("… " if start else "") + text[start : start + room].strip() + (" …" if start + room < len(text) else "")


def _word_at(text: str, start: int, end: int) -> int:
    """The first beginning of a word from `start` on; `start` where there are no blanks before `end`."""
    blank = text.find(" ", start, end)
    return start if blank < 0 else blank + 1


def _quote(title: tuple[Piece, ...], text: str, reasons: Sequence[str], brand: str) -> str:
    """The title, or of a text without one what stands around its first reason."""
    words = "".join(piece.text for piece in title)
    return _cut(words, QUOTE_LIMIT) if words else _cut(one_line(_excerpt(text, reasons, brand, 80), 90), QUOTE_LIMIT)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words, _, rest = head.rpartition(" ")
    return (words if words and len(rest) < limit // 3 else head).rstrip(" ,;:.-") + "…"


def _short(rating: Mapping[str, float]) -> str:
    value, best = rating["value"], rating["best"]
    return f"★{value:g}" if best == 5 else f"{value:g}/{best:g}"


def _long(rating: Mapping[str, float]) -> str:
    value, best = rating["value"], rating["best"]
    full = round(value) if best == 5 else 0
    return ("★" * full + "☆" * (5 - full) + " " if best == 5 else "") + f"{value:g}/{best:g}"


def _hour(mention: Mapping[str, Any], words: Phrases, zone: ZoneInfo) -> str:
    """When it was written; else when it was seen, and said so."""
    published = mention["published_at"]
    if published:
        return _written(datetime.fromisoformat(published), zone)
    return words.seen.format(at=_minute(datetime.fromisoformat(mention["seen_at"]), zone))


def _written(at: datetime, zone: ZoneInfo) -> str:
    """A date without an hour is stored as its midnight, in UTC or where the source is: no hour is made of it."""
    days = (there for place in (UTC, zone) if (there := at.astimezone(place)).time() == time(0))
    day = next(days, None)
    return f"{day:%Y-%m-%d}" if day else _minute(at, zone)


def _minute(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _author(name: str | None, words: Phrases) -> str:
    shown = one_line(name or "", 100)
    return words.author.format(name=shown) if shown else ""


def _link(url: str | None) -> str | None:
    """Only a clear web address: no other scheme, nothing hidden, no user name that looks like a host."""
    if not url or not _LINK.fullmatch(url) or not url.isprintable() or not is_web(url):
        return None
    return None if "@" in urlsplit(url).netloc else url


def _subject(entries: Sequence[Entry], words: Phrases) -> str:
    if not entries:
        return words.test
    more = f" · {words.more.format(count=len(entries) - 1)}" if len(entries) > 1 else ""
    return _cut(contents_line(entries[0]), SUBJECT_LIMIT - len(more)) + more


def _footer(data: Mapping[str, Any], subscription: str, words: Phrases) -> tuple[str, ...]:
    part = words.part.format(part=data["part"], parts=data["parts"]) if data["parts"] > 1 else ""
    name = one_line(subscription, 100)
    return tuple(line for line in (part, words.subscription.format(name=name) if name else "") if line)
