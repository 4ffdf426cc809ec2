"""The web of the demo: eight feeds that write about one coffee roaster, and what happens to them beat by beat.

    most beats   something new in one feed: a complaint, praise, plain news, or something about somebody else
    now and then a story copied by a second feed · a title corrected · a link that gains https and utm parameters
    twice        a feed breaks (500; an HTML page in its place) and is mended while it goes on publishing

What each entry must lead to is written into the ledger when it appears. Every event is chosen by a seed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random

from . import texts
from .feeds import Entry, Fault, Feed, Form, moved, retitled
from .ledger import Published
from .loopback import Asked, Reply
from .texts import Mood

WINDOW = 40
BEFORE = 4
"""Entries that stand in each feed from the start: the baseline, told to nobody."""
RIPE = timedelta(seconds=4)
"""So old is an entry, at least, that is copied or changed: its first form has been read."""
BROKEN_FOR = timedelta(seconds=5)
"""Longer than the gap between two polls, so that a broken feed is seen broken."""
MOODS = (Mood.UNHAPPY, Mood.HAPPY, Mood.PLAIN)


def feeds() -> list[Feed]:
    return [
        Feed("blog-comments", "Comments on our blog", Form.RSS, "en", WINDOW),
        Feed("forum", "Coffee forum", Form.ATOM, "en", WINDOW),
        Feed("reviews", "Shop reviews", Form.JSON, "en", WINDOW),
        Feed("nachrichten", "Stadtnachrichten", Form.RSS, "de", WINDOW),
        Feed("kaffeefreunde", "Kaffeefreunde", Form.RSS_WITHOUT_IDS, "de", WINDOW),
        Feed("actualites", "Actualités", Form.RSS, "fr", WINDOW),
        Feed("avis", "Avis de clients", Form.JSON, "fr", WINDOW),
        Feed("opiniones", "Opiniones", Form.ATOM, "es", WINDOW),
    ]


class Town:
    """`note` writes the ledger; `now` is the clock."""

    def __init__(self, seed: int, note: Callable[[Published], None], now: Callable[[], datetime]) -> None:
        self.feeds = {feed.path: feed for feed in feeds()}
        self._chance = Random(seed)
        self._note = note
        self._now = now
        self._number = 10_000
        self._untouched: list[tuple[Feed, Entry]] = []
        self._mend_at: datetime | None = None
        for feed in self.feeds.values():
            for _ in range(BEFORE):
                self._publish(feed, self._mood(), tell=False)
        self._untouched.clear()

    async def answer(self, asked: Asked) -> Reply:
        feed = self.feeds.get(asked.path)
        return feed.answer(asked) if feed else Reply(HTTPStatus.NOT_FOUND)

    @property
    def all_read(self) -> bool:
        """Every feed was asked for a second time: what it first said has been committed."""
        return all(feed.asked >= 2 for feed in self.feeds.values())

    def beat(self, number: int) -> None:
        """One thing happens; of each ten beats seven bring something new."""
        if self._mend_at is not None and self._now() >= self._mend_at:
            self.mend()
        match number % 10:
            case 3:
                self._copy()
            case 6:
                self._change(lambda entry: retitled(entry, texts.corrected(entry.title)))
            case 9:
                self._change(moved)
            case _:
                feed = self._chance.choice(list(self.feeds.values()))
                mood = self._mood()
                self._publish(feed, mood, tell=mood is not Mood.ELSEWHERE)

    def break_two(self) -> None:
        """Two feeds break at once, each in its way."""
        first, second = self._chance.sample(list(self.feeds.values()), 2)
        first.break_down(Fault.ERROR)
        second.break_down(Fault.PAGE)
        self._mend_at = self._now() + BROKEN_FOR
        for feed in (first, second):
            self._publish(feed, Mood.UNHAPPY, tell=True)

    def mend(self) -> None:
        """What was broken answers again."""
        self._mend_at = None
        for feed in self.feeds.values():
            feed.fault = None

    def _mood(self) -> Mood:
        return Mood.ELSEWHERE if self._chance.random() < 0.1 else self._chance.choice(MOODS)

    def _publish(self, feed: Feed, mood: Mood, *, tell: bool) -> None:
        self._number += 1
        slug = f"n{self._number}"
        words = texts.write(self._chance, feed.language, mood, self._number)
        entry = Entry(
            slug,
            f"http://{feed.name}.example/{feed.language}/{slug}",
            words.title,
            words.text,
            self._chance.choice(texts.AUTHORS),
            self._now(),
        )
        self._add(feed, entry, slug, tell=tell, unhappy=mood is Mood.UNHAPPY)
        if tell:
            self._untouched.append((feed, entry))

    def _add(self, feed: Feed, entry: Entry, story: str, *, tell: bool, unhappy: bool) -> None:
        feed.add(entry)
        at = entry.at.timestamp()
        self._note(
            Published(entry.slug, story, feed.name, entry.title, at, tell=tell, unhappy=unhappy, broken=feed.failed)
        )

    def _copy(self) -> None:
        """Another feed says the same, word for word: one story, told once."""
        if (found := self._ripe()) is None:
            return
        origin, entry = found
        other = self._chance.choice([feed for feed in self.feeds.values() if feed is not origin])
        self._number += 1
        slug = f"n{self._number}"
        link = f"http://{other.name}.example/{other.language}/{slug}"
        copy = Entry(slug, link, entry.title, entry.text, entry.author, self._now())
        self._add(other, copy, entry.slug, tell=True, unhappy=False)

    def _change(self, edit: Callable[[Entry], Entry]) -> None:
        """What was told stays told: an edit that changes nothing for a subscription is no news."""
        if found := self._ripe():
            feed, entry = found
            feed.change(entry.slug, edit)

    def _ripe(self) -> tuple[Feed, Entry] | None:
        """The oldest entry that nothing has happened to; each is taken once."""
        if self._untouched and self._now() - self._untouched[0][1].at >= RIPE:
            return self._untouched.pop(0)
        return None
