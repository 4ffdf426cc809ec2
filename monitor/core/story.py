"""Which story does a mention join? Decides "the same thing, said again", per brand.

Equal normalized words (digits kept) of at least 8 words are one story; shorter or empty texts only when a non-empty
author is equal too. A story stays open for 7 days after its newest mention. The words are title and text together:
feeds often carry one boiler-plate description under different headlines, and a wrong merge hides a customer.
"""

from datetime import datetime, timedelta

import xxhash

from monitor.core.text import normalized
from monitor.model import Item

STORY_WORDS = 8
OPEN_FOR = timedelta(days=7)


def story_key(item: Item) -> int | None:
    """64 bits, signed; None when the item can be part of no other story than its own."""
    words = normalized(f"{item.title} {item.text}")
    if words.count(" ") + 1 >= STORY_WORDS:
        return _hash(words)
    author = (item.author.name or "").casefold()
    return _hash(f"{author}\n{words}") if author else None


def is_open(newest_at: datetime, seen_at: datetime) -> bool:
    return seen_at - newest_at <= OPEN_FOR


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode()) - (1 << 63)
