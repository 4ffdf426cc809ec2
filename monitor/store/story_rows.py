"""Stories, the texts they are known by, and what persons said of them.

    near   a page's marks → the open stories that share a key or an anchor   a few queries, whatever the size
    weigh  which stories look coordinated
    write  stories begun and grown, with the anchors of the new ones
    fade   what left the window of 7 days can be joined no more: its fingerprint and its anchors go

A key has 4 places in the table of anchors, and which one a story takes follows from its id: so what a template puts
into every text finds 4 stories at most, and no look-up grows with what is stored.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import orjson
import xxhash
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from monitor.core.coordinated import YOUNG_VOICES, Voice, coordinated
from monitor.core.fingerprint import anchors as anchors_of
from monitor.core.fingerprint import unpack
from monitor.core.held import Freed
from monitor.core.story import COMPARED, OPEN_FOR, Face, Marks, Story, Verdicts
from monitor.core.wrappers import passed_on
from monitor.model import MentionType, Status
from monitor.store.codec import item_from, moment
from monitor.store.tables import anchors, items, mentions, stories, verdicts

PLACES = 4
WEIGHED = 30
"""Mentions of one story, newest first."""
ACCOUNT_SINCE = "account_since"
"""In an item's `extra`: when its author's account was made, RFC 3339, where a source says so."""
CHUNK = 500
"""Values in one IN (…)."""
FADED_AT_ONCE = 1000

_NEW_STORY, _NEW_ANCHOR = insert(stories), insert(anchors)
_FREE_PLACE = delete(anchors).where(anchors.c.key == bindparam("of_key"), anchors.c.place == bindparam("of_place"))


def near(
    connection: Connection, marks: Sequence[tuple[str, Marks]], now: datetime
) -> tuple[list[Story], list[Face], Verdicts]:
    """Of (brand, marks) pairs: every open story that one of them may join, its faces oldest first, and verdicts."""
    said = _verdicts(connection, marks)
    anchored = _anchored(connection, marks)
    rows = {row.face: row for row in _keyed(connection, marks, said, now)}
    rows |= {row.face: row for row in _faces(connection, [one for one in anchored if one not in rows], now)}
    ordered = sorted(rows.values(), key=lambda row: row.face_at)
    found = {row.id: story_from(row) for row in ordered}
    faces = [
        Face(row.id, row.key, unpack(row.fingerprint) if row.fingerprint else None, tuple(anchored.get(row.face, ())))
        for row in ordered
    ]
    return list(found.values()), faces, said


def story_from(row: Row[Any]) -> Story:
    headlines = struct.unpack(f"<{len(row.headlines) // 8}q", row.headlines)
    return Story(row.id, row.brand, row.first_at, row.newest_at, row.copies, frozenset(headlines))


def write(connection: Connection, begun: Sequence[tuple[Story, Marks | None]], grown: Sequence[Story]) -> None:
    """Without marks nothing can join it."""
    if begun:
        connection.execute(_NEW_STORY, [story_values(story, marks) for story, marks in begun])
        put_anchors(connection, [(story.id, key) for story, marks in begun if marks for key in marks.anchors])
    for story in grown:
        values = {"newest_at": story.newest_at, "copies": story.copies, "headlines": _packed(story.headlines)}
        connection.execute(update(stories).where(stories.c.id == story.id).values(**values))
        faces = update(stories).where(stories.c.merged_into == story.id)
        connection.execute(faces.values(newest_at=story.newest_at))


def open_up(connection: Connection, freed: Freed) -> None:
    """The story that it waited in can be joined from now on, where it is still its own."""
    if freed.marks:
        known_by = {"key": freed.marks.key, "fingerprint": freed.marks.print.packed()}
        connection.execute(update(stories).where(stories.c.id == freed.story.id).values(**known_by))
        put_anchors(connection, [(freed.story.id, key) for key in freed.marks.anchors])


def remove_left(connection: Connection, freed: Freed) -> None:
    """The story that it waited in, where it joined another one; call it when the mention is there."""
    if freed.left:
        connection.execute(delete(stories).where(stories.c.id == freed.left))


def story_values(story: Story, marks: Marks | None) -> dict[str, Any]:
    return {
        "id": story.id,
        "brand": story.brand,
        "key": marks.key if marks else None,
        "fingerprint": marks.print.packed() if marks else None,
        "headlines": _packed(story.headlines),
        "first_at": story.first_at,
        "newest_at": story.newest_at,
        "copies": story.copies,
        "coordinated": "[]",
    }


def put_anchors(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """(story, key) pairs; a later one takes the place of an earlier."""
    places = {(key, place(story, key)): story for story, key in rows}
    if places:
        connection.execute(_FREE_PLACE, [{"of_key": key, "of_place": at} for key, at in places])
        connection.execute(
            _NEW_ANCHOR, [{"key": key, "place": at, "story_id": story} for (key, at), story in places.items()]
        )


def place(story: str, key: int) -> int:
    return xxhash.xxh3_64_intdigest(story.encode(), key & 0xFFFF_FFFF_FFFF_FFFF) % PLACES


def drop_anchors(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    mine = _FREE_PLACE.where(anchors.c.story_id == bindparam("of_story"))
    values = [{"of_key": key, "of_place": place(story, key), "of_story": story} for story, key in rows]
    if values:
        connection.execute(mine, values)


def fade(connection: Connection, now: datetime) -> int:
    """Up to 1,000 stories that left the window; how many."""
    old = (
        select(stories.c.id, stories.c.brand, stories.c.fingerprint)
        .where(stories.c.fingerprint.is_not(None), stories.c.newest_at < now - OPEN_FOR)
        .limit(FADED_AT_ONCE)
    )
    rows = connection.execute(old).all()
    drop_anchors(connection, [(row.id, key) for row in rows for key in anchors_of(unpack(row.fingerprint), row.brand)])
    for some in _chunks(row.id for row in rows):
        connection.execute(update(stories).where(stories.c.id.in_(some)).values(fingerprint=None))
    return len(rows)


def weigh(connection: Connection, grown: Iterable[Story]) -> None:
    """Notes which stories look coordinated, by their newest mentions; what looked so once stays it."""
    for story in grown:
        if story.copies < YOUNG_VOICES:
            continue
        query = _VOICES.where(mentions.c.story_id == story.id).order_by(mentions.c.seen_at.desc()).limit(WEIGHED)
        why = coordinated(voice for row in connection.execute(query) if (voice := _voice(row)))
        if why:
            noted = orjson.dumps(why).decode()
            connection.execute(update(stories).where(stories.c.id == story.id).values(coordinated=noted))


def say(connection: Connection, brand: str, one: int, other: int, *, same: bool, at: datetime) -> None:
    """What a person said last holds."""
    for key, second in ((one, other), (other, one)):
        connection.execute(
            delete(verdicts).where(verdicts.c.brand == brand, verdicts.c.key == key, verdicts.c.other == second)
        )
        connection.execute(insert(verdicts).values(brand=brand, key=key, other=second, same=same, at=at))


_VOICES = (
    select(items.c.body, items.c.text_key, items.c.source, mentions.c.seen_at)
    .select_from(mentions.join(items, items.c.id == mentions.c.item_id))
    .where(items.c.body.is_not(None), mentions.c.status != Status.DISMISSED)
)
_story = stories.alias("story")
_FACES = (
    select(
        stories.c.id.label("face"),
        stories.c.key,
        stories.c.fingerprint,
        stories.c.first_at.label("face_at"),
        _story.c.id,
        _story.c.brand,
        _story.c.first_at,
        _story.c.newest_at,
        _story.c.copies,
        _story.c.headlines,
    )
    .select_from(stories.join(_story, _story.c.id == func.coalesce(stories.c.merged_into, stories.c.id)))
    .where(_story.c.newest_at >= bindparam("since"))
)
"""A story's own text, or one that was merged into it, with the story it stands for."""
_BY_KEY = _FACES.where(stories.c.brand == bindparam("brand"), stories.c.key.in_(bindparam("keys", expanding=True)))
_BY_ID = _FACES.where(stories.c.id.in_(bindparam("ids", expanding=True)))
_ANCHORED = select(anchors.c.key, anchors.c.story_id).where(anchors.c.key.in_(bindparam("keys", expanding=True)))
_SAID = select(verdicts).where(
    verdicts.c.brand == bindparam("brand"), verdicts.c.key.in_(bindparam("keys", expanding=True))
)


def _voice(row: Any) -> Voice | None:
    """None without an author, and for a text that is openly passed on."""
    item = item_from(row.body)
    account = item.author.url or item.author.name
    if account is None or passed_on(item.text):
        return None
    place = (urlsplit(item.url or "").hostname or row.source) if item.type is MentionType.ARTICLE else ""
    since = moment(item.extra.get(ACCOUNT_SINCE))
    return Voice(account.casefold(), place, row.text_key, item.published_at or row.seen_at, since)


def _keyed(connection: Connection, marks: Sequence[tuple[str, Marks]], said: Verdicts, now: datetime) -> Iterable[Any]:
    """Brand by brand: for pairs in a list SQLite uses no index, and read all stories at each commit (4,000: 2.3 ms)."""
    for brand, keys in _keys(marks).items():
        wanted = [*keys, *(other for key in keys for other in said.same.get(key, ()))]
        for some in _chunks(wanted):
            yield from connection.execute(_BY_KEY, {"brand": brand, "keys": some, "since": now - OPEN_FOR}).all()


def _anchored(connection: Connection, marks: Sequence[tuple[str, Marks]]) -> dict[str, list[int]]:
    """Face → the anchors it shares; of each mention only the faces that share most with it."""
    sharing: dict[int, list[str]] = {}
    for some in _chunks(key for _, one in marks for key in one.anchors):
        for key, face in connection.execute(_ANCHORED, {"keys": some}):
            sharing.setdefault(key, []).append(face)
    found: dict[str, list[int]] = {}
    for _, one in marks:
        shared = Counter(chain.from_iterable(sharing[key] for key in one.anchors if key in sharing))
        for face, _ in shared.most_common(COMPARED):
            found.setdefault(face, [])
    for key, faces in sharing.items():
        for face in faces:
            if face in found:
                found[face].append(key)
    return found


def _faces(connection: Connection, ids: Sequence[str], now: datetime) -> Iterable[Any]:
    for some in _chunks(ids):
        yield from connection.execute(_BY_ID, {"ids": some, "since": now - OPEN_FOR}).all()


def _verdicts(connection: Connection, marks: Sequence[tuple[str, Marks]]) -> Verdicts:
    together: dict[int, frozenset[int]] = {}
    apart: dict[int, frozenset[int]] = {}
    for brand, keys in _keys(marks).items():
        for some in _chunks(keys):
            for row in connection.execute(_SAID, {"brand": brand, "keys": some}):
                where = together if row.same else apart
                where[row.key] = where.get(row.key, frozenset()) | {row.other}
    return Verdicts(together, apart)


def _keys(marks: Sequence[tuple[str, Marks]]) -> Mapping[str, list[int]]:
    keys: dict[str, list[int]] = {}
    for brand, one in marks:
        if one.key is not None:
            keys.setdefault(brand, []).append(one.key)
    return keys


def _packed(headlines: frozenset[int]) -> bytes:
    return struct.pack(f"<{len(headlines)}q", *sorted(headlines))


def _chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    unique = list(dict.fromkeys(values))
    return (unique[start : start + CHUNK] for start in range(0, len(unique), CHUNK))
