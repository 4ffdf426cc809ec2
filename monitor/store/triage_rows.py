"""What persons said of mentions, as a log: added, ended when it is taken back or its text is edited, never rewritten.

say, undo, drop   a row more, or one that ended       each finds its rows by the mention
standing          what holds now of a mention
texts_about       what relevance learns from          one index, newest 500
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, insert, select, update

from monitor.core import triage as core
from monitor.core.lessons import Triaged
from monitor.model import Mention, Said, Triage
from monitor.store import outcome_rows
from monitor.store.codec import item_from, judgement_from, said_from, topics_from
from monitor.store.tables import drawn, items, mentions, triage

EDITED = "the text was edited"
TEXTS = 500
"""Of one brand, that relevance learns from."""
TONES = frozenset((Triage.NEGATIVE, Triage.NOT_NEGATIVE))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log."""

    id: int
    said: Said
    ended_at: datetime | None
    ended_why: str | None


@dataclass(frozen=True, slots=True)
class Read:
    """What stood there when a person said it."""

    threshold: float | None
    by_text: float | None


def log(connection: Connection, mention_id: str) -> list[Entry]:
    """Everything that was ever said of a mention, oldest first."""
    query = select(triage).where(triage.c.mention_id == mention_id).order_by(triage.c.id)
    return [Entry(row.id, _said(row), row.ended_at, row.ended_why) for row in connection.execute(query)]


def standing(connection: Connection, mention_id: str) -> tuple[Said, ...]:
    return core.standing(entry.said for entry in log(connection, mention_id) if entry.ended_at is None)


def say(connection: Connection, mention: Mention, said: Said, read: Read) -> None:
    judged = mention.judged or mention.judgement
    connection.execute(
        insert(triage).values(
            mention_id=mention.id,
            brand=mention.brand,
            verdict=said.verdict,
            topic=said.topic,
            by=said.by,
            at=said.at,
            revision=mention.revision,
            tone=judged.tone,
            negative=judged.probabilities.negative,
            threshold=read.threshold,
            by_text=read.by_text,
            drawn=select(exists().where(drawn.c.mention_id == mention.id)).scalar_subquery(),
            counted=False,
        )
    )


def undo(connection: Connection, mention_id: str, by: str, now: datetime) -> Said | None:
    """Takes the last word back that holds, so that the one before holds again; None: there is none."""
    open_entries = [entry for entry in log(connection, mention_id) if entry.ended_at is None]
    if not open_entries:
        return None
    _end(connection, [open_entries[-1].id], f"undone by {by}", now)
    return open_entries[-1].said


def end_edited(connection: Connection, mention_ids: Sequence[str], now: datetime) -> None:
    """The texts that were read are no longer what stands there."""
    open_rows = select(triage.c.id).where(triage.c.mention_id.in_(mention_ids), triage.c.ended_at.is_(None))
    _end(connection, connection.scalars(open_rows).all(), EDITED, now)


def recount(connection: Connection, mention: Mention) -> None:
    """Only the word that holds on the whole is counted for calibration; a word on a text that was edited since stays
    counted, for it was true of that text.
    """
    rows = connection.execute(select(triage).where(triage.c.mention_id == mention.id)).all()
    whole = next((word for word in mention.said if word.topic is None), None)
    last = max((row.id for row in rows if row.ended_at is None and row.topic is None), default=None)
    for row in rows:
        holds = row.id == last and whole is not None and whole.verdict in TONES and row.by_text is not None
        if row.ended_why != EDITED and holds != row.counted:
            outcome_rows.count_said(
                connection,
                mention.source_kind,
                mention.item.type,
                row.by_text,
                negative=row.verdict == Triage.NEGATIVE,
                by=1 if holds else -1,
            )
            connection.execute(update(triage).where(triage.c.id == row.id).values(counted=holds))


State = tuple[int | None, int]
"""The last word that was said, and how many have ended: a word may end at the same moment as another, or, by the clock
of a pass that began before, earlier.
"""


def state(connection: Connection) -> State:
    """Of all brands: a look-up in one index, and a count in another that reads only what ended."""
    last = connection.scalar(select(func.max(triage.c.id)))
    return last, connection.execute(select(func.count()).where(triage.c.ended_at.is_not(None))).scalar_one()


def states(connection: Connection) -> dict[str, State]:
    """By brand; reads the whole log."""
    query = select(triage.c.brand, func.max(triage.c.id).label("last"), func.count(triage.c.ended_at).label("ended"))
    return {row.brand: (row.last, row.ended) for row in connection.execute(query.group_by(triage.c.brand))}


def texts_about(connection: Connection, brand: str) -> list[tuple[str, bool]]:
    """(title and text, whether it is about the brand) of the newest 500 texts that a person called either; newest
    first.
    """
    query = (
        select(triage.c.mention_id, mentions.c.said, items.c.body)
        .join(mentions, mentions.c.id == triage.c.mention_id)
        .join(items, items.c.id == mentions.c.item_id)
        .where(triage.c.brand == brand, mentions.c.said.is_not(None), items.c.body.is_not(None))
        .order_by(triage.c.id.desc())
        .limit(4 * TEXTS)
    )
    found: dict[str, tuple[str, bool]] = {}
    for row in connection.execute(query):
        about = core.about_brand(said_from(row.said)) if row.mention_id not in found else None
        if about is not None:
            item = item_from(row.body)
            found[row.mention_id] = (f"{item.title}\n{item.text}", about)
    return list(found.values())[:TEXTS]


def triaged(connection: Connection, brand: str) -> list[Triaged]:
    """The newest 500 texts that a person said anything of and did not dismiss; newest first."""
    query = (
        select(mentions.c.said, mentions.c.judged, mentions.c.topics, items.c.body)
        .join(items, items.c.id == mentions.c.item_id)
        .where(mentions.c.id.in_(_newest(brand)), mentions.c.said.is_not(None), items.c.body.is_not(None))
        .order_by(mentions.c.seen_at.desc())
    )
    rows = connection.execute(query)
    return [_triaged(row) for row in rows if core.dismissal(said_from(row.said)) is None]


def _newest(brand: str) -> Any:
    last = func.max(triage.c.id)
    spoken = select(triage.c.mention_id).where(triage.c.brand == brand).group_by(triage.c.mention_id)
    return spoken.order_by(last.desc()).limit(TEXTS)


def _triaged(row: Any) -> Triaged:
    """With the topics that understanding found, whatever a person says of them."""
    item, judged = item_from(row.body), judgement_from(row.judged)
    topics = judged.topics if judged else topics_from(row.topics)
    said = {word.topic: word.verdict is Triage.TOPIC for word in said_from(row.said) if word.topic is not None}
    return Triaged(f"{item.title}\n{item.text}", said, {topic.name: topic.words for topic in topics})


def _end(connection: Connection, ids: Sequence[int], why: str, now: datetime) -> None:
    connection.execute(update(triage).where(triage.c.id.in_(ids)).values(ended_at=now, ended_why=why))


def _said(row: Row[Any]) -> Said:
    return Said(Triage(row.verdict), row.by, row.at, row.topic)
