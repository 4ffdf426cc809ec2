"""`monitor topics`: what people speak of, how, which words are new, and what triage taught of them.

Reads beside a running daemon. Emerging terms compare the period with the eight of the same length before it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.cli.mentions import brand_named, since_when
from monitor.core.emerging import Said, Term, emerging
from monitor.core.lessons import Taught, learn_topics
from monitor.engine import utc_now
from monitor.model import Mention, Status, Tone
from monitor.store import read_rows, triage_rows

PERIODS = 8
"""Of the same length, that are the baseline."""
Counts = dict[str, Counter[Tone]]


@click.command()
@click.option("--brand", help="Only of this brand.")
@click.option("--since", metavar="WHEN", default="7d", show_default=True, help="A date (2026-11-01) or so long (7d).")
@json_option
@click.pass_context
def command(ctx: click.Context, *, brand: str | None, since: str, as_json: bool) -> None:
    """Show topics by tone, the words that are new, and what triage taught of them, for each brand."""
    settings = load_settings(ctx)
    now = utc_now()
    earliest = since_when(since, ZoneInfo(settings.timezone), now)
    with open_store(settings) as store:
        named = [brand_named(brand, settings, store)] if brand is not None else store.read_now(read_rows.brands)
        for name in named:
            counts, terms, total = store.read_now(_seen, name, earliest, now - earliest)
            taught = learn_topics(store.read_now(triage_rows.triaged, name)).in_words()
            if as_json:
                print_json(
                    _json(name, earliest, total, counts, terms) | {"taught": [each._asdict() for each in taught]}
                )
            else:
                _show(name, total, counts, terms)
                _show_taught(name, taught)


def _seen(
    connection: Connection, brand: str, earliest: datetime, period: timedelta
) -> tuple[Counts, tuple[Term, ...], int]:
    """Newest first, so that of the weeks before no text is kept. What a person dismissed is in no count."""
    newest: list[Mention] = []
    older: Iterable[Mention] = ()
    every = read_rows.each_wanted_mention(connection, brand=brand, tone=None, since=earliest - PERIODS * period)
    found = (mention for mention in every if mention.status is not Status.DISMISSED)
    for mention in found:
        if mention.seen_at < earliest:
            older = chain((mention,), found)
            break
        newest.append(mention)
    return _counts(newest), emerging([*map(_said, newest)], map(_said, older)), len(newest)


def _said(mention: Mention) -> Said:
    item = mention.item
    return Said(mention.id, item.author.name, f"{item.title}\n{item.text}")


def _counts(mentions: Iterable[Mention]) -> Counts:
    counts: Counts = {}
    for mention in mentions:
        for topic in mention.judgement.topics:
            counts.setdefault(topic.name, Counter())[topic.tone] += 1
    return dict(sorted(counts.items(), key=lambda each: (-each[1].total(), each[0])))


def _json(brand: str, since: datetime, total: int, counts: Counts, terms: Iterable[Term]) -> dict[str, Any]:
    return {
        "brand": brand,
        "since": since,
        "mentions": total,
        "topics": [
            {"name": name, "mentions": tones.total()} | {tone.value: tones[tone] for tone in Tone}
            for name, tones in counts.items()
        ],
        "emerging": [asdict(term) for term in terms],
    }


def _show(brand: str, total: int, counts: Counts, terms: Iterable[Term]) -> None:
    rows = [(name, tones.total(), *(tones[tone] for tone in Tone)) for name, tones in counts.items()]
    table(("topic", "mentions", *(tone.value for tone in Tone)), rows, title=f"{brand}: {total} mentions")
    new = [(term.text, f"{term.z:g}", term.mentions, term.before, " ".join(term.examples)) for term in terms]
    if new:
        table(("new word", "z", "mentions", "before", "such as"), new, title=f"{brand}: new words")


def _show_taught(brand: str, taught: Iterable[Taught]) -> None:
    rows = [(each.word, each.topic, "found by it" if each.is_one else "none by it alone") for each in taught]
    if rows:
        table(("word", "topic", "taught by triage"), rows, title=f"{brand}: taught words")
