"""Is a story said by people on their own, or put into many mouths? By account age, burst and sameness.

    mentions of one story → one voice per account → those of the busiest 24 hours → reasons, or none

A flag, never a filter: what is coordinated is told like anything else. Articles count only beside others of their own
site, for a syndicated text stands on many sites at once and is no campaign; so does a text that is openly passed on.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BURST = timedelta(hours=24)
VOICES = 5
"""Accounts in one burst that say the same in equal words."""
YOUNG_VOICES = 3
"""Accounts are enough where at least half of those whose age is known are young."""
EQUAL = 0.8
YOUNG = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Voice:
    """A mention of the story, as far as it matters here."""

    account: str
    place: str
    """Where accounts are compared: a site; empty for posts and reviews, which are compared everywhere."""
    words: int | None
    """A hash of what it says."""
    at: datetime
    account_since: datetime | None = None


def coordinated(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Why the story looks coordinated, in words; empty when it does not."""
    places: dict[str, dict[str, Voice]] = {}
    for voice in sorted(voices, key=lambda voice: voice.at):
        places.setdefault(voice.place, {}).setdefault(voice.account, voice)
    bursts = [_burst(list(accounts.values())) for accounts in places.values()]
    return next((why for burst in sorted(bursts, key=len, reverse=True) if (why := _why(burst))), ())


def _burst(voices: Sequence[Voice]) -> Sequence[Voice]:
    """The most that fall into 24 hours; `voices` oldest first."""
    times = [voice.at for voice in voices]
    spans = [(start, bisect_right(times, at + BURST)) for start, at in enumerate(times)]
    start, end = max(spans, key=lambda span: span[1] - span[0])
    return voices[start:end]


def _why(burst: Sequence[Voice]) -> tuple[str, ...]:
    words = [voice.words for voice in burst]
    equal = max(map(words.count, set(words)))
    ages = [voice.at - voice.account_since for voice in burst if voice.account_since]
    young = sum(age < YOUNG for age in ages)
    many = len(burst) >= VOICES and equal >= EQUAL * len(burst)
    fresh = len(burst) >= YOUNG_VOICES and young >= YOUNG_VOICES and 2 * young >= len(ages)
    if not many and not fresh:
        return ()
    said = (f"{len(burst)} accounts said it within {_hours(burst)} h", f"{equal} of them in equal words")
    return (*said, f"{young} of {len(ages)} accounts were younger than {YOUNG.days} days") if ages else said


def _hours(burst: Sequence[Voice]) -> int:
    return -((burst[0].at - burst[-1].at) // timedelta(hours=1)) or 1
