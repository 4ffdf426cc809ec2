"""Feeds of a fixed size, the same in every run: entry N of feed F says the same each time it is asked for."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

ENTRY_BYTES = 1000
BRAND = "Northwind"
_START = datetime.now(UTC).replace(microsecond=0)
_SENTENCES = (
    "The {b} parcel never came and nobody answers the phone.",
    "I bought a kettle from {b} in spring and it still works every morning.",
    "Support at {b} was friendly, quick and even sent a replacement lid.",
    "After the last update the {b} app crashes whenever I open my orders.",
    "The store in the old harbour opens at nine and closes at six.",
    "Delivery took three weeks, and then the box was broken.",
    "We compared four brands; the table below lists weight, price and warranty.",
    "My refund was promised on Monday, and it is still not on the account.",
    "The colours look exactly like the pictures, I am very happy with it.",
    "According to the annual report, revenue rose by four percent.",
    "Honestly the worst customer service I have had this year.",
    "It does what it should, no more and no less.",
    "The manual comes in six languages and is easy to follow.",
    "They charged me twice and ask me to prove it with a letter.",
    "A neighbour recommended it, and I would do the same.",
    "The new line was shown at the fair in Lyon on Thursday.",
)


def feed(number: int, generation: int, entries: int) -> bytes:
    """`entries` entries, newest first; each generation has one new one at the top and loses the oldest."""
    newest = entries + generation
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Shop talk {number}</title><link>https://talk{number}.example/</link>"
        "<description>What people say</description>"
    )
    said = [_entry(number, at, entries) for at in range(newest - 1, generation - 1, -1)]
    return "".join([head, *said, "</channel></rss>\n"]).encode()


def text(number: int, at: int, size: int = ENTRY_BYTES - 420) -> str:
    """About `size` bytes that name the brand, unlike those of any other entry."""
    chance = random.Random(number * 100_003 + at)
    said = [chance.choice(_SENTENCES[:4]), f"My order was {chance.randrange(10**9)}."]
    length = sum(map(len, said))
    while length < size:
        said.append(chance.choice(_SENTENCES))
        length += len(said[-1]) + 1
    return " ".join(said).format(b=BRAND)


def _entry(number: int, at: int, entries: int) -> str:
    link = f"https://talk{number}.example/posts/{at}?from=feed"
    written = _START + timedelta(minutes=at - entries)
    return (
        f'<item><guid isPermaLink="false">talk-{number}-{at}</guid><title>{BRAND} and me, part {at} of {number}</title>'
        f"<link>{link}</link><dc:creator>Reader {at % 17}</dc:creator><category>shops</category>"
        f"<pubDate>{format_datetime(written)}</pubDate>"
        f"<description>&lt;p&gt;{text(number, at)}&lt;/p&gt;</description></item>\n"
    )
