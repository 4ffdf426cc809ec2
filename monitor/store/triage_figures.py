"""What the log of triage says in sum: how good the judgements are, what to look at next, and the texts with labels.

Read by people and not on the way of a page: a look at every mention of the period is allowed here: of
200,000 the figures take 0.4 s of CPU, `upcoming` 0.9 s. The page asks for `precisions` alone, which reads the log.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xxhash
from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, insert, or_, select

from monitor.core.evaluation import Share
from monitor.core.live import UNSURE, Band, Stratum, band
from monitor.core.text import told_once
from monitor.model import MentionType, Tone, Triage
from monitor.store.codec import item_from
from monitor.store.tables import drawn, items, mentions, revisions, triage
from monitor.store.triage_rows import EDITED, TONES

SHARES = {Band.UNSURE: 0.5, Band.NEGATIVE: 0.3, Band.REST: 0.2}
"""Of the mentions to look at next. In the unsure band a minute finds most; the rest is looked at so that the recall
can be told at all.
"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text as a person judged it."""

    label: Tone
    language: str | None
    type: MentionType
    text: str
    """Title and text in one line."""


def strata(connection: Connection, brand: str | None, since: datetime) -> dict[str, list[Stratum]]:
    """Brand → its bands, of mentions first seen since then."""
    period = _period(brand, since)
    totals: Counter[tuple[str, Band]] = Counter()
    drawn_of: dict[tuple[str, Band], Counter[Triage]] = {}
    picked_of: dict[tuple[str, Band], Counter[Triage]] = {}
    words = _whole_words(connection, period)
    for row in connection.execute(_UNSAID.where(*period, mentions.c.said.is_(None)).group_by(*_GROUPS)):
        totals[row.brand, _band(row)] += row.mentions
    for row in connection.execute(select(mentions).where(*period, mentions.c.said.is_not(None))):
        word = words.get(row.id)
        place = (row.brand, _band(word or row))
        totals[place] += 1
        if word is not None:
            by_way = drawn_of if word.drawn else picked_of
            by_way.setdefault(place, Counter())[Triage(word.verdict)] += 1
    found: dict[str, list[Stratum]] = {}
    for (name, where), number in sorted(totals.items()):
        stratum = Stratum(where, number, drawn_of.get((name, where), {}), picked_of.get((name, where), {}))
        found.setdefault(name, []).append(stratum)
    return found


def precisions(connection: Connection, since: datetime) -> dict[str, Share]:
    """Brand → of what was called negative and triaged, what a person called negative too. Reads the log alone."""
    holds = select(func.max(triage.c.id)).where(triage.c.ended_at.is_(None), triage.c.topic.is_(None))
    right = func.sum(case((triage.c.verdict == Triage.NEGATIVE, 1), else_=0)).label("right")
    query = (
        select(triage.c.brand, right, func.count().label("triaged"))
        .join(mentions, mentions.c.id == triage.c.mention_id)
        .where(triage.c.id.in_(holds.group_by(triage.c.mention_id)), triage.c.tone == Tone.NEGATIVE)
        .where(*_period(None, since))
    )
    rows = connection.execute(query.group_by(triage.c.brand).order_by(triage.c.brand))
    return {row.brand: Share(row.right, row.triaged) for row in rows}


def upcoming(connection: Connection, brand: str | None, since: datetime, limit: int) -> list[str]:
    """Ids of mentions to look at next: a sample of each band by hash, the doubtful first; the same until one of them
    is triaged.
    """
    waiting: dict[Band, list[tuple[bool, int, str]]] = {one: [] for one in SHARES}
    query = select(mentions.c.id, mentions.c.tone, mentions.c.negative, drawn.c.at)
    query = query.outerjoin(drawn, drawn.c.mention_id == mentions.c.id)
    for row in connection.execute(query.where(*_period(brand, since), mentions.c.said.is_(None))):
        place = (row.at is None, xxhash.xxh3_64_intdigest(row.id.encode()), row.id)
        waiting[_band(row)].append(place)
    for places in waiting.values():
        places.sort()
    chosen = [place for one, share in SHARES.items() for place in waiting[one][: round(limit * share)]]
    rest = (place for one in SHARES for place in waiting[one][round(limit * SHARES[one]) :])
    return [name for _, _, name in [*chosen, *rest][:limit]]


def draw(connection: Connection, mention_ids: Sequence[str], now: datetime) -> None:
    """They were named by chance: what is said of them stands for others too."""
    known = set(connection.scalars(select(drawn.c.mention_id).where(drawn.c.mention_id.in_(mention_ids))))
    kept = set(connection.scalars(select(mentions.c.id).where(mentions.c.id.in_(mention_ids))))
    rows = [{"mention_id": name, "at": now} for name in mention_ids if name in kept - known]
    if rows:
        connection.execute(insert(drawn), rows)


def each_labelled(connection: Connection, brand: str | None, since: datetime | None) -> Iterator[Labelled]:
    """Texts that a person called negative or not, oldest word first, each as it stood then."""
    said_of = and_(revisions.c.item_id == items.c.id, revisions.c.number == triage.c.revision)
    query = (
        select(triage, mentions.c.language, mentions.c.tone.label("shown"), items.c.body)
        .add_columns(revisions.c.body.label("edited"))
        .join(mentions, mentions.c.id == triage.c.mention_id)
        .join(items, items.c.id == mentions.c.item_id)
        .outerjoin(revisions, said_of)
        .where(triage.c.topic.is_(None), or_(triage.c.ended_at.is_(None), triage.c.ended_why == EDITED))
        .where(items.c.body.is_not(None), *_period(brand, since))
        .order_by(triage.c.id)
    )
    last = {(row.mention_id, row.ended_at): row for row in connection.execute(query)}
    for row in last.values():
        body = row.body if row.ended_at is None else row.edited
        if Triage(row.verdict) in TONES and body is not None:
            item = item_from(body)
            words = " ".join(" ".join(told_once(item.title, item.text)).split())
            yield Labelled(_label(row), row.language, item.type, words)


def _label(row: Row[Any]) -> Tone:
    """What is only known not to be negative has the tone that it is shown with."""
    if row.verdict == Triage.NEGATIVE:
        return Tone.NEGATIVE
    tone = Tone(row.shown if row.ended_at is None else row.tone)
    return Tone.NEUTRAL if tone is Tone.NEGATIVE else tone


def _band(row: Any) -> Band:
    """Of a row of the log, or of a mention of which nothing was said."""
    return band(Tone(row.tone), row.negative)


_GROUPS = (mentions.c.brand, mentions.c.tone == Tone.NEGATIVE, mentions.c.negative >= UNSURE)
_UNSAID = select(
    mentions.c.brand,
    func.min(mentions.c.tone).label("tone"),
    func.max(mentions.c.negative).label("negative"),
    func.count().label("mentions"),
)


def _whole_words(connection: Connection, period: Sequence[ColumnElement[bool]]) -> dict[str, Row[Any]]:
    """Mention → the row of the log that holds on the whole of it."""
    query = select(triage).join(mentions, mentions.c.id == triage.c.mention_id)
    query = query.where(triage.c.ended_at.is_(None), triage.c.topic.is_(None), *period)
    return {row.mention_id: row for row in connection.execute(query.order_by(triage.c.id))}


def _period(brand: str | None, since: datetime | None) -> list[ColumnElement[bool]]:
    """Without those that are held: they were not called anything toward anybody."""
    conditions: list[ColumnElement[bool]] = [mentions.c.held.is_(None)]
    if since is not None:
        conditions.append(mentions.c.seen_at >= since)
    if brand is not None:
        conditions.append(mentions.c.brand == brand)
    return conditions
