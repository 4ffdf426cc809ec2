"""What a person says of stories: these are one, this mention is none of it. Single short transactions, each safe to
repeat; a running daemon sees them with its next commit.

Both are remembered as verdicts on pairs of texts (`verdicts`), which hold when the stories are long closed. A merge
takes back nothing that was told: where both stories were told to one subscription, both alerts stay. After a split both
stories are offered again, so that what was told to nobody is told once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Row, exists, or_, select, update

from monitor.core.findings import NewAlert
from monitor.core.fingerprint import anchors as anchors_of
from monitor.core.fingerprint import unpack
from monitor.core.route import Offer, Subscription, route
from monitor.core.story import Marks, Story, marks_of
from monitor.model import Mention, Status, Untold
from monitor.store import item_rows, story_rows
from monitor.store.tables import alerts, mentions, stories

OFFERED = 200
"""Mentions of a story that are offered again after a split, oldest first."""


@dataclass(frozen=True, slots=True)
class Merged:
    story: str
    copies: int
    gone: tuple[str, ...]
    """Stories that are part of it now; empty: they were already."""


@dataclass(frozen=True, slots=True)
class Split:
    story: str
    """The mention's own."""
    before: str | None
    """The story it was taken out of; None: it stood alone already."""
    alerts: int
    """Told now, because neither was told to them."""


@dataclass(frozen=True, slots=True)
class Hearers:
    subscriptions: Sequence[Subscription]
    recipients: Mapping[str, Sequence[tuple[str, str]]]


def story_of(connection: Connection, name: str) -> str | None:
    """The story that is meant by the id of a story or of one of its mentions; None: there is none."""
    own = select(stories.c.id, stories.c.merged_into).where(stories.c.id == name)
    if row := connection.execute(own).first():
        return str(row.merged_into or row.id)
    of_mention = connection.scalar(select(mentions.c.story_id).where(mentions.c.id == name))
    return None if of_mention is None else str(of_mention)


def is_held(connection: Connection, story: str) -> bool:
    """A mention waits in it for a person: it is a story of its own until then."""
    return bool(connection.scalar(select(exists().where(mentions.c.story_id == story, mentions.c.held.is_not(None)))))


def brands_of(connection: Connection, story_ids: Iterable[str]) -> set[str]:
    return set(connection.scalars(select(stories.c.brand).where(stories.c.id.in_(list(story_ids)))))


def merge(connection: Connection, names: Iterable[str], now: datetime) -> Merged:
    """Stories of one brand become the oldest of them; `names` as for `story_of`, all known."""
    meant = {story_of(connection, name) for name in names}
    kept, *others = connection.execute(
        select(stories).where(stories.c.id.in_(meant)).order_by(stories.c.first_at, stories.c.id)
    ).all()
    rows = [kept, *others]
    _say_same(connection, rows, now)
    for other in others:
        _move_alerts(connection, other.id, kept.id)
        connection.execute(update(mentions).where(mentions.c.story_id == other.id).values(story_id=kept.id))
        faces = or_(stories.c.id == other.id, stories.c.merged_into == other.id)
        connection.execute(update(stories).where(faces).values(merged_into=kept.id))
    newest, copies = max(row.newest_at for row in rows), sum(row.copies for row in rows)
    connection.execute(update(stories).where(_faces(kept.id)).values(newest_at=newest))
    connection.execute(update(stories).where(stories.c.id == kept.id).values(copies=copies))
    return Merged(kept.id, copies, tuple(other.id for other in others))


def split(
    connection: Connection, mention_id: str, hearers: Hearers, now: datetime, new_id: Callable[[str], str]
) -> Split | None:
    """Takes a mention out of its story; None: there is no such mention."""
    told = _told(connection, mentions.c.id == mention_id)
    if not told:
        return None
    ((mention, untold),) = told
    rest = _told(connection, mentions.c.story_id == mention.story_id, mentions.c.id != mention_id)
    if not rest:
        return Split(mention.story_id, None, 0)
    old = connection.execute(select(stories).where(stories.c.id == mention.story_id)).one()
    own = _begin(connection, mention, old, [one for one, _ in rest], new_id("sty"), now)
    offers = [_Offered(mention, own, untold), *(_Offered(one, old.id, reason) for one, reason in rest)]
    return Split(own, old.id, _offer(connection, offers, hearers, now, new_id))


def _say_same(connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> None:
    keys = {key for row in rows for key in _keys(connection, row.id)}
    for one, other in combinations(sorted(keys), 2):
        story_rows.say(connection, rows[0].brand, one, other, same=True, at=now)


def _move_alerts(connection: Connection, here: str, there: str) -> None:
    """Alerts of subscriptions that were told of both stay where they are."""
    told = select(alerts.c.subscription).where(alerts.c.story_id == there)
    moved = update(alerts).where(alerts.c.story_id == here, alerts.c.subscription.not_in(told.scalar_subquery()))
    connection.execute(moved.values(story_id=there))


def _begin(
    connection: Connection, mention: Mention, old: Row[Any], rest: Sequence[Mention], own: str, now: datetime
) -> str:
    """A story of the mention's own, known by its text, unless that is the text of the mentions it leaves."""
    (marks,) = marks_of(mention.item, [mention.brand])
    began_it = (mention.seen_at, mention.id) < (rest[0].seen_at, rest[0].id)
    if marks.key == old.key and began_it and (heir := _heir(marks, rest)):
        _replace_text(connection, old, heir)
    elif marks.key == old.key:
        marks = Marks(None, marks.print, ())
    counted = mention.status is not Status.DISMISSED
    story = Story(own, mention.brand, mention.seen_at, mention.seen_at, int(counted))
    story_rows.write(connection, [(story, marks)], [])
    connection.execute(update(stories).where(stories.c.id == old.id).values(copies=stories.c.copies - counted))
    connection.execute(update(mentions).where(mentions.c.id == mention.id).values(story_id=own, joined=None))
    connection.execute(update(alerts).where(alerts.c.mention_id == mention.id).values(story_id=own))
    if marks.key is not None:
        same_text = (stories.c.merged_into == old.id, stories.c.key == marks.key)
        connection.execute(update(stories).where(*same_text).values(merged_into=own))
        for key in _keys(connection, old.id) - {marks.key}:
            story_rows.say(connection, mention.brand, marks.key, key, same=False, at=now)
    return own


def _heir(marks: Marks, rest: Sequence[Mention]) -> Marks | None:
    """Of the oldest mention that says it in other words."""
    others = (marks_of(one.item, [one.brand])[0] for one in rest)
    return next((other for other in others if other.key != marks.key), None)


def _replace_text(connection: Connection, old: Row[Any], heir: Marks) -> None:
    """The mention that began the story leaves it: it is known by its next text from now on."""
    if old.fingerprint is not None:
        known_by = anchors_of(unpack(old.fingerprint), old.brand)
        story_rows.drop_anchors(connection, [(old.id, key) for key in known_by])
    connection.execute(
        update(stories).where(stories.c.id == old.id).values(key=heir.key, fingerprint=heir.print.packed())
    )
    story_rows.put_anchors(connection, [(old.id, key) for key in heir.anchors])


@dataclass(frozen=True, slots=True)
class _Offered:
    mention: Mention
    story: str
    untold: Untold | None


def _offer(
    connection: Connection, offered: Sequence[_Offered], hearers: Hearers, now: datetime, new_id: Callable[[str], str]
) -> int:
    """Tells both stories to those who heard of neither; how many alerts."""
    names = [one.name for one in hearers.subscriptions]
    told = item_rows.told(connection, {one.story for one in offered}, names)
    offers = [Offer(replace(one.mention, story_id=one.story), untold=one.untold) for one in offered]
    new = [NewAlert(new_id("alt"), alert) for alert in route(offers, hearers.subscriptions, told, now)]
    item_rows.write_alerts(connection, new, hearers.recipients, now)
    return len(new)


def _told(connection: Connection, *which: Any) -> list[tuple[Mention, Untold | None]]:
    """Oldest first, with why they were offered to nobody."""
    query = item_rows.mention_query(*which).order_by(mentions.c.seen_at, mentions.c.id).limit(OFFERED)
    return [
        (item_rows.mention_from(row), Untold(row.untold) if row.untold else None) for row in connection.execute(query)
    ]


def _keys(connection: Connection, story: str) -> set[int]:
    return set(connection.scalars(select(stories.c.key).where(_faces(story), stories.c.key.is_not(None))))


def _faces(story: str) -> Any:
    return or_(stories.c.id == story, stories.c.merged_into == story)
