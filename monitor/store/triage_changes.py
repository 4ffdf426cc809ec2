"""A person's word on a mention, with all that follows from it: one short transaction, safe to repeat.

    the log → the mention as persons say it is → its story's count → what is learned of such texts → alerts,
    or its release where it was held

A running daemon sees it with its next look: alerts that are withdrawn are not sent, new ones are, once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from monitor.core import calibration
from monitor.core import triage as core
from monitor.core.findings import Finding, NewAlert, weighed
from monitor.core.route import Offer, route
from monitor.model import Mention, Said, Status
from monitor.store import held_rows, item_rows, outcome_rows, triage_rows, withdrawals
from monitor.store.story_changes import Hearers
from monitor.store.tables import mentions, stories
from monitor.store.withdrawals import NOTHING, Moved


@dataclass(frozen=True, slots=True)
class Desk:
    """What a verdict needs beside the store."""

    hearers: Hearers
    weight: float
    """Of the mention's source, as in its reach."""
    by_text: float | None
    """Probability of negative by the text alone; None: it holds no words."""
    new_id: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Done:
    before: Mention
    after: Mention
    taken_back: Said | None = None
    changed: bool = True
    """False: it was said already, or there was nothing to take back."""
    told: int = 0
    """New alerts."""
    moved: Moved = NOTHING
    released: bool = False
    """It was held and waits no more; to take the word back does not hold it again."""


def say(connection: Connection, mention_id: str, said: Said, desk: Desk) -> Done | None:
    """None: there is no such mention."""
    mention = _found(connection, mention_id)
    if mention is None:
        return None
    if any((one.verdict, one.topic) == (said.verdict, said.topic) for one in mention.said):
        return Done(mention, mention, changed=False)
    triage_rows.say(connection, mention, said, triage_rows.Read(_threshold(connection, mention), desk.by_text))
    return _follow(connection, mention, core.in_words(said), desk, said.at)


def undo(connection: Connection, mention_id: str, by: str, desk: Desk, now: datetime) -> Done | None:
    """The last word is taken back and the one before it holds again. None: there is no such mention."""
    mention = _found(connection, mention_id)
    if mention is None:
        return None
    taken = triage_rows.undo(connection, mention_id, by, now)
    if taken is None:
        return Done(mention, mention, changed=False)
    why = f"triage: {taken.verdict} taken back by {by}, {now:%Y-%m-%d}"
    return replace(_follow(connection, mention, why, desk, now), taken_back=taken)


def drop(connection: Connection, findings: Sequence[Finding], now: datetime) -> None:
    """Before a page is settled: words on texts that it edits hold no more."""
    ids = [one.item_id for one in findings if not core.same_text(one.before, one.item)]
    for start in range(0, len(ids), item_rows.CHUNK):
        some = ids[start : start + item_rows.CHUNK]
        rows = connection.execute(
            select(mentions.c.id, mentions.c.story_id, mentions.c.status).where(
                mentions.c.item_id.in_(some), mentions.c.said.is_not(None)
            )
        ).all()
        triage_rows.end_edited(connection, [row.id for row in rows], now)
        withdrawals.forget(connection, [row.id for row in rows])
        for row in rows:
            if row.status == Status.DISMISSED:
                _count(connection, row.story_id, 1)


def _follow(connection: Connection, before: Mention, why: str, desk: Desk, now: datetime) -> Done:
    said = triage_rows.standing(connection, before.id)
    after = core.said_so(before, before.judged or before.judgement, said)
    if after.judgement != before.judgement:
        after = weighed(after, desk.weight, now)
    item_rows.write_judged(connection, after)
    _count(connection, after.story_id, (before.status is Status.DISMISSED) - (after.status is Status.DISMISSED))
    triage_rows.recount(connection, after)
    if after.held and core.about_brand(said):
        released = held_rows.release(connection, after.id, desk.hearers, now, desk.new_id)
        return Done(before, after, told=released.alerts if released else 0, released=True)
    moved = withdrawals.follow(connection, before, after, desk.hearers, why, now)
    told = _offer(connection, Offer(after, before, after.untold, changed=why), desk, now)
    return Done(before, after, told=told, moved=moved)


def _offer(connection: Connection, offer: Offer, desk: Desk, now: datetime) -> int:
    """An alert of its story that was withdrawn with another mention makes room: of this one a person says that it is
    worth telling.
    """
    subscriptions, story = desk.hearers.subscriptions, offer.mention.story_id
    told = item_rows.told(connection, [story], [one.name for one in subscriptions])
    silent = withdrawals.silent(connection, story)
    heard = [pair for pair in told if pair[0] not in silent]
    new = [NewAlert(desk.new_id("alt"), alert) for alert in route([offer], subscriptions, heard, now)]
    withdrawals.remove(connection, [silent[one.alert.subscription] for one in new if one.alert.subscription in silent])
    item_rows.write_alerts(connection, new, desk.hearers.recipients, now)
    return len(new)


def _count(connection: Connection, story_id: str, by: int) -> None:
    """What is dismissed is no copy of its story."""
    if by:
        connection.execute(update(stories).where(stories.c.id == story_id).values(copies=stories.c.copies + by))


def _threshold(connection: Connection, mention: Mention) -> float | None:
    learned = calibration.shifts(outcome_rows.read(connection))
    return learned.get((mention.item.type, mention.source_kind), calibration.NONE).threshold


def _found(connection: Connection, mention_id: str) -> Mention | None:
    row = connection.execute(item_rows.mention_query(mentions.c.id == mention_id)).first()
    return item_rows.mention_from(row) if row else None
