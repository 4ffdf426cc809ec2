"""What was published, when, and what must become of it: a JSON line per entry, written just before it appears."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from .texts import references


@dataclass(frozen=True, slots=True)
class Published:
    slug: str
    """What no other entry has: the reference in its text, or the last part of its link."""
    story: str
    """Equal for entries that say the same thing: one of them is told."""
    feed: str
    title: str
    at: float
    """Seconds since 1970."""
    tell: bool
    """From now on. An entry that turns into a complaint has a second line that says so."""
    broken: bool = False
    """Its source was out of order when it appeared."""
    what: str = ""
    """In a word, for the screen."""

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


def read(lines: Iterable[str]) -> list[Published]:
    return [Published(**json.loads(line)) for line in lines]


def about(text: str, url: str | None) -> str | None:
    """The entry that something told is about. Not every link leads to one entry: the App Store's are all the same."""
    return next(iter(references(text)), None) or slug_of(url)


def slug_of(url: str | None) -> str | None:
    """The entry a link leads to, whatever its scheme and query."""
    return urlsplit(url).path.rpartition("/")[2] if url else None
