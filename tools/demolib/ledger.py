"""What was published, when, and what must become of it: one JSON line per entry, written when it appears."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Published:
    slug: str
    """What no other entry has: the last part of its link."""
    story: str
    """Equal for entries that say the same thing: one of them is told."""
    feed: str
    title: str
    at: float
    """Seconds since 1970."""
    tell: bool
    """It names the brand and appeared after its source had been read once."""
    unhappy: bool = False
    """A clear complaint."""
    broken: bool = False
    """Its source was out of order when it appeared."""

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


def read(lines: Iterable[str]) -> list[Published]:
    return [Published(**json.loads(line)) for line in lines]


def slug_of(url: str | None) -> str | None:
    """The entry a link leads to, whatever its scheme and query."""
    return urlsplit(url).path.rpartition("/")[2] if url else None
