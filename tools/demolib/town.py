"""The web of the demo: ten sites that write about one coffee roaster, and what happens to them beat by beat.

    most beats   something new on one site: a complaint, praise, plain news, or something about somebody else
    each twelve  a complaint copied by a second site · a typo mended · a link with utm parameters, or an old entry back
                 on top · a customer who was hopeful and is angry now
    now and then a site breaks (503; an HTML page in its place) and is mended while it goes on publishing

What each entry must lead to is written into the ledger before it appears. Every event is chosen by a seed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from . import texts
from .feeds import Entry, Fault, Feed, Form
from .ledger import Published
from .shapes import moved, retitled
from .texts import Mood

WINDOW = 40
BEFORE = 4
"""Entries that stand on each site from the start: the baseline, told to nobody."""
RIPE = timedelta(seconds=4)
"""So old is an entry, at least, that is copied or changed: its first form has been read."""
BROKEN_FOR = timedelta(seconds=5)
"""Longer than the gap between two polls, so that a broken site is seen broken."""
STARRED = (Form.JSON_LD, Form.MICRODATA, Form.APP_STORE)
"""Customers only, with stars."""
FORUMS = (Form.RSS, Form.RSS_WITHOUT_IDS, Form.ATOM, Form.RDF, Form.JSON)
STARS = {Mood.UNHAPPY: (1, 2), Mood.HAPPY: (5,), Mood.WAITING: (5,)}
ANGRY_STARS = 1


def feeds() -> list[Feed]:
    return [
        Feed("grinder-forum", "The Grinder, a coffee forum", Form.ATOM, "en", WINDOW),
        Feed("city-herald", "City Herald, letters", Form.RSS, "en", WINDOW),
        Feed("stadtgespraech", "Stadtgespräch", Form.RSS_WITHOUT_IDS, "de", WINDOW),
        Feed("kaffeefreunde", "Kaffeefreunde", Form.JSON, "de", WINDOW),
        Feed("tasse-pleine", "Tasse pleine", Form.RDF, "fr", WINDOW),
        Feed("opiniones", "Opiniones de café", Form.ATOM, "es", WINDOW),
        Feed("machine-shop", "Northwind One, reviews", Form.JSON_LD, "en", WINDOW),
        Feed("cafe-bewertungen", "Northwind am Markt, Bewertungen", Form.MICRODATA, "de", WINDOW),
        Feed("app-store", "Northwind in the App Store", Form.APP_STORE, "en", WINDOW),
        Feed("hacker-news", "Hacker News", Form.HACKER_NEWS, "en", WINDOW),
    ]


class Town:
    """`note` writes the ledger; `now` is the clock."""

    def __init__(
        self, feeds: Sequence[Feed], seed: int, note: Callable[[Published], None], now: Callable[[], datetime]
    ) -> None:
        self.feeds = feeds
        self._chance = Random(seed)
        self._note = note
        self._now = now
        self._number = 41_000
        self._complaints: list[tuple[Feed, Entry]] = []
        self._mistyped: list[tuple[Feed, Entry]] = []
        self._hopeful: list[tuple[Feed, Entry]] = []
        self._mend_at: datetime | None = None
        self._breakdowns = 0
        self._shown_again = 0
        self._plots = (
            *(self._complain_in_two_places, self._praise, self._hope, self._mistype, self._complain, self._report),
            *(self._praise, self._copy, self._mend_a_typo, self._show_again, self._anger, self._rate_badly),
        )
        for feed in feeds:
            for _ in range(BEFORE):
                self._publish(feed, self._mood(feed), baseline=True)

    @property
    def all_read(self) -> bool:
        """Every site was asked for a second time: what it first said has been committed."""
        return all(feed.asked >= 2 for feed in self.feeds)

    def beat(self, number: int) -> None:
        """One thing happens."""
        if self._mend_at is not None and self._now() >= self._mend_at:
            self.mend()
        self._plots[number % len(self._plots)]()

    def break_down(self) -> None:
        """A site breaks, each time in the other way, and what its people write meanwhile is missed at first."""
        feed = self._any(self._feeds_of(FORUMS))
        feed.break_down((Fault.ERROR, Fault.PAGE)[self._breakdowns % 2])
        self._breakdowns += 1
        self._mend_at = self._now() + BROKEN_FOR
        for _ in range(2):
            self._publish(feed, Mood.UNHAPPY)

    def mend(self) -> None:
        """What was broken answers again."""
        self._mend_at = None
        for feed in self.feeds:
            feed.fault = None

    def _feeds_of(self, forms: Iterable[Form]) -> list[Feed]:
        return [feed for feed in self.feeds if feed.form in forms]

    def _any(self, feeds: Sequence[Feed]) -> Feed:
        return self._chance.choice(feeds)

    def _mood(self, feed: Feed) -> Mood:
        moods = [Mood.UNHAPPY, Mood.HAPPY, Mood.WAITING]
        return self._chance.choice(moods + [Mood.PLAIN, Mood.ELSEWHERE] * (feed.form in FORUMS))

    def _complain(self) -> None:
        self._publish(self._any(self.feeds), Mood.UNHAPPY)

    def _complain_in_two_places(self) -> None:
        """Here the first of them; `_copy` brings the second."""
        self._publish(self._any([feed for feed in self._feeds_of(FORUMS) if self._neighbours(feed)]), Mood.UNHAPPY)

    def _rate_badly(self) -> None:
        self._publish(self._any(self._feeds_of(STARRED)), Mood.UNHAPPY)

    def _praise(self) -> None:
        self._publish(self._any(self.feeds), Mood.HAPPY)

    def _report(self) -> None:
        self._publish(self._any(self._feeds_of(FORUMS)), self._chance.choice((Mood.PLAIN, Mood.ELSEWHERE)))

    def _publish(self, feed: Feed, mood: Mood, *, baseline: bool = False) -> Entry:
        """A complaint has to be told, but for the baseline; nothing else ever."""
        entry = self._written(feed, mood)
        tell = mood is Mood.UNHAPPY and not baseline
        self._add(feed, entry, entry.slug, tell=tell, what="baseline" if baseline else mood)
        if tell:
            self._complaints.append((feed, entry))
        return entry

    def _written(self, feed: Feed, mood: Mood) -> Entry:
        self._number += 1
        words = texts.write(self._chance, feed.language, mood, self._number)
        author = self._chance.choice(texts.AUTHORS[feed.language])
        stars = self._chance.choice(STARS[mood]) if feed.form in STARRED else None
        slug = str(self._number)
        return Entry(slug, feed.link(slug), words.title, words.text, author, self._now(), stars)

    def _add(self, feed: Feed, entry: Entry, story: str, *, tell: bool, what: str) -> None:
        self._write(feed, entry, story, tell=tell, what=what)
        feed.add(entry)

    def _write(self, feed: Feed, entry: Entry, story: str, *, tell: bool, what: str) -> None:
        at = self._now().timestamp()
        self._note(Published(entry.slug, story, feed.name, entry.title, at, tell, feed.failed, what))

    def _copy(self) -> None:
        """Another site of the same language says the same, word for word: one story, told once."""
        found = self._ripe(self._complaints, lambda feed: feed.form in FORUMS and bool(self._neighbours(feed)))
        if found is None:
            return
        origin, entry = found
        other = self._any(self._neighbours(origin))
        slug = f"{entry.slug}-copy"
        copy = replace(entry, slug=slug, link=other.link(slug), at=self._now())
        self._add(other, copy, entry.slug, tell=False, what="copy")

    def _neighbours(self, origin: Feed) -> list[Feed]:
        others = [feed for feed in self._feeds_of(FORUMS) if feed is not origin]
        return [feed for feed in others if feed.language == origin.language]

    def _mistype(self) -> None:
        feed = self._any(self.feeds)
        entry = self._written(feed, Mood.UNHAPPY)
        self._add(
            feed, retitled(entry, texts.mistyped(entry.title)), entry.slug, tell=True, what=f"{Mood.UNHAPPY}, a typo"
        )
        self._mistyped.append((feed, entry))

    def _mend_a_typo(self) -> None:
        """What was told stays told: an edit that changes nothing for a subscription is no news."""
        if found := self._ripe(self._mistyped):
            feed, entry = found
            feed.change(entry.slug, lambda _: entry)

    def _show_again(self) -> None:
        """The same entry on top once more, under a longer link or with a newer date."""
        found = self._ripe(self._complaints, lambda feed: feed.form in FORUMS)
        if found is None:
            return
        feed, entry = found
        self._shown_again += 1
        feed.change(entry.slug, moved if self._shown_again % 2 else lambda old: replace(old, at=self._now()))
        feed.lift(entry.slug)

    def _hope(self) -> None:
        feed = self._any(self.feeds)
        self._hopeful.append((feed, self._publish(feed, Mood.WAITING)))

    def _anger(self) -> None:
        """From now on it has to be told, once."""
        if found := self._ripe(self._hopeful):
            feed, entry = found
            text = texts.angered(feed.language, int(entry.slug))
            stars = ANGRY_STARS if entry.stars else None
            self._write(feed, entry, entry.slug, tell=True, what=f"{Mood.WAITING} → {Mood.UNHAPPY}")
            feed.change(entry.slug, lambda old: replace(old, text=text, stars=stars))

    def _ripe(
        self, entries: list[tuple[Feed, Entry]], fits: Callable[[Feed], bool] = lambda _: True
    ) -> tuple[Feed, Entry] | None:
        """The newest of them that fits and was read; each is taken once."""
        for place in reversed(range(len(entries))):
            feed, entry = entries[place]
            if fits(feed) and not feed.failed and self._now() - entry.at >= RIPE:
                return entries.pop(place)
        return None
