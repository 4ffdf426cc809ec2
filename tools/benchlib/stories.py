"""What a mention costs with few and with many stories stored: the whole commit of a page, in turns on two databases.

The stored stories are generated straight into the tables: random fingerprints of 25 words, 10 anchors each, keys in
rising order, because they are hashes and only their spread matters to a look-up.
"""

import asyncio
import contextlib
import os
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.core.findings import Circumstances, Finding, Judged
from monitor.core.fingerprint import Fingerprint
from monitor.core.identity import keys_of
from monitor.core.route import Subscription
from monitor.core.story import marks_of
from monitor.core.when import parse
from monitor.model import Author, Item, Judgement, MentionType, Probabilities, Tone
from monitor.store import Store, settings_rows, source_rows
from monitor.store.ids import new_id
from monitor.store.passes import Passes

BRAND = "Northwind"
SOURCE = "blog"
FEW = 10_000
ANCHORS = 10
WORDS = 25
PAGES = 40
"""Per database; a page has 20 items, every fourth of which is an edited copy of one of the page before."""
ITEMS = 20
NOW = datetime.now(UTC).replace(microsecond=0)


def growth(folder: Path, many: int) -> dict[str, float]:
    """CPU µs per item with FEW and with `many` stories stored, and their ratio."""
    with contextlib.ExitStack() as opened:
        stores = {size: opened.enter_context(_filled(folder / f"{size}.db", size)) for size in (FEW, many)}
        costs: dict[int, list[float]] = {size: [] for size in stores}
        chances = {size: random.Random(1) for size in stores}
        pages: dict[int, list[str]] = {size: [] for size in stores}
        for turn in range(PAGES + 5):
            for size, store in stores.items():
                pages[size] = _texts(chances[size], pages[size])
                cost = _commit(store, turn, pages[size])
                if turn >= 5:  # the first ones compile statements
                    costs[size].append(cost)
    at = {size: statistics.median(found) / ITEMS * 1e6 for size, found in costs.items()}
    return {f"{size:,} stories": cost for size, cost in at.items()} | {"ratio": at[many] / at[FEW]}


@contextlib.contextmanager
def _filled(path: Path, size: int) -> Iterator[Store]:
    store = Store(f"sqlite:///{path}")
    try:
        store.migrate(NOW)
        store.write_now(settings_rows.sync, {SOURCE: "feed"}, ["care"], NOW)
        _fill(path, size)
        yield store
    finally:
        store.close()


def _fill(path: Path, size: int) -> None:
    chance = random.Random(2)
    at = (NOW - timedelta(days=1)) - datetime(1970, 1, 1, tzinfo=UTC)
    seen = at // timedelta(microseconds=1)
    step = 2**64 // (size * ANCHORS)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executemany(
            "INSERT INTO stories (id, brand, key, fingerprint, headlines, first_at, newest_at, copies, coordinated)"
            " VALUES (?, ?, ?, ?, x'', ?, ?, 1, '[]')",
            (
                (_id(number), BRAND, chance.getrandbits(64) - 2**63, _print(), seen + number, seen + number)
                for number in range(size)
            ),
        )
        connection.executemany(
            "INSERT INTO anchors VALUES (?, ?, ?)",
            ((number * step - 2**63, number % 4, _id(chance.randrange(size))) for number in range(size * ANCHORS)),
        )


def _id(number: int) -> str:
    return f"sty_{number:024d}"


def _print() -> bytes:
    words = b" ".join(os.urandom(3).hex().encode() for _ in range(WORDS))
    return Fingerprint(words, bytes(WORDS), 0, 0).packed()


def _texts(chance: random.Random, before: list[str]) -> list[str]:
    fresh = [" ".join(_word(chance.randrange(30_000)) for _ in range(WORDS)) for _ in range(ITEMS)]
    for at in range(0, len(before), 4):
        fresh[at] = before[at + 1] + " and one word more"
    return fresh


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")


def _commit(store: Store, turn: int, texts: list[str]) -> float:
    """CPU seconds of one page's commit, the writer's thread included."""
    (state,) = store.write_now(source_rows.claim_named, "bench", [SOURCE])
    findings = [_finding(f"{turn}-{at}", text) for at, text in enumerate(texts)]
    care = Subscription("care", frozenset({BRAND}), parse("priority >= 0"), NOW)
    around = Circumstances(SOURCE, "feed", NOW, frozenset(), (care,), new_id)
    recipients = {"care": [("crm", "https://crm.test")]}
    started = time.process_time()
    asyncio.run(Passes(store, "bench").commit(state, findings, around, recipients))
    return time.process_time() - started


def _finding(name: str, text: str) -> Finding:
    item = Item(name, f"https://blog.test/{name}", "", text, MentionType.ARTICLE, Author("Ann"))
    judgement = Judgement(Tone.NEGATIVE, Probabilities(0.9, 0.05, 0.05), 0.8, ())
    (marks,) = marks_of(item, [BRAND])
    judged = Judged(BRAND, judgement, "en", marks)
    keys = keys_of(item)
    natives, urls = ((key,) if key is not None else () for key in (keys.native, keys.url))
    return Finding(new_id("itm"), item, keys, new=True, judged=(judged,), natives=natives, urls=urls)
