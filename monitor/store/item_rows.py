"""Items, their aliases, revisions and mentions: what identity asks for, and the one commit of a pass."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, union, update
from sqlalchemy.sql.elements import ColumnElement

from monitor.core.findings import Finding, NewAlert, NewMention, Settled, Stored
from monitor.core.identity import Keys, Known
from monitor.model import Item, Judgement, Mention, Probabilities, Status, Tone, Untold
from monitor.store import story_rows
from monitor.store.codec import (
    item_bytes,
    item_from,
    judgement_from,
    judgement_text,
    parts_from,
    parts_text,
    reasons_from,
    reasons_text,
    said_from,
    said_text,
    topics_from,
    topics_text,
)
from monitor.store.tables import alerts, items, mentions, native_ids, owed, revisions, stories, urls

REVISIONS = 50
"""Earlier states that are kept of one item: a page with a counter in its text makes one at each poll."""
CHUNK = 500
"""Values in one IN (…)."""

# Made once, as the queries below: to build a statement and its cache key costs as much as to run it.
_NEW_ITEM, _NEW_NATIVE_ID, _NEW_URL = insert(items), insert(native_ids), insert(urls)
_NEW_MENTION, _NEW_ALERT, _NEW_DEBT = insert(mentions), insert(alerts), insert(owed)


def recognise(connection: Connection, source: str, keys: Sequence[Keys]) -> list[Known]:
    """Every item of the source that shares a native id, a URL, the words or a long title with one of `keys`."""
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        wanted = {
            "natives": _there(key.native for key in some),
            "urls": _there(key.url for key in some),
            "contents": _there(key.content for key in some),
            "titles": _there(key.long_title for key in some),
        }
        found.update(connection.scalars(_RECOGNISE, {"source": source, **wanted}))
    return _known(connection, found)


_RECOGNISE = union(
    *(
        select(id_column).where(source_column == bindparam("source"), key.in_(bindparam(name, expanding=True)))
        for id_column, source_column, key, name in (
            (native_ids.c.item_id, native_ids.c.source, native_ids.c.key, "natives"),
            (urls.c.item_id, urls.c.source, urls.c.key, "urls"),
            (items.c.id, items.c.source, items.c.content_key, "contents"),
            (items.c.id, items.c.source, items.c.long_title_key, "titles"),
        )
    )
)
"""One statement: four cost 0.2 ms more of each changed poll."""


def present(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Item | None, int]]:
    """Item id → (the item as it stands, None for a tombstone; its revision number)."""
    rows: dict[str, tuple[Item | None, int]] = {}
    for some in _chunks(ids):
        for row in connection.execute(select(items.c.id, items.c.body, items.c.revision).where(items.c.id.in_(some))):
            rows[row.id] = (item_from(row.body) if row.body is not None else None, row.revision)
    return rows


def stored(connection: Connection, findings: Sequence[Finding], subscriptions: Sequence[str], now: datetime) -> Stored:
    """What `settle` needs: open stories, mentions of known items, and who of `subscriptions` was told of them."""
    known = mentions_of(connection, [finding.item_id for finding in findings if not finding.new])
    marks = [
        (judged.brand, judged.marks)
        for finding in findings
        for judged in finding.judged
        if (old := known.get((finding.item_id, judged.brand))) is None or old.held
    ]
    open_stories, faces, verdicts = story_rows.near(connection, marks, now)
    story_ids = {story.id for story in open_stories} | {mention.story_id for mention in known.values()}
    return Stored(open_stories, faces, verdicts, known, told(connection, story_ids, subscriptions))


def told(connection: Connection, story_ids: Iterable[str], subscriptions: Sequence[str]) -> list[tuple[str, str]]:
    """(subscription, story) pairs that have an alert."""
    return [
        (row.subscription, row.story_id)
        for some in _chunks(story_ids)
        for row in connection.execute(_TOLD, {"subscriptions": subscriptions, "stories": some})
    ]


_TOLD = select(alerts.c.subscription, alerts.c.story_id).where(
    alerts.c.subscription.in_(bindparam("subscriptions", expanding=True)),
    alerts.c.story_id.in_(bindparam("stories", expanding=True)),
)


def write_findings(connection: Connection, source: str, kind: str, findings: Sequence[Finding], now: datetime) -> None:
    """New items, edits with the revision they replace, aliases."""
    fresh = [finding for finding in findings if finding.new]
    if fresh:
        rows = [{"source": source, "kind": kind, "seen_at": now, **_item_values(finding)} for finding in fresh]
        connection.execute(_NEW_ITEM, rows)
    for finding in findings:
        if finding.before is not None:
            _replace(connection, finding, now)
    _add_aliases(connection, source, findings)


def write_settled(
    connection: Connection,
    settled: Settled,
    recipients: Mapping[str, Sequence[tuple[str, str]]],
    now: datetime,
) -> None:
    """Stories, mentions, alerts, and what is owed to whom: `recipients` maps a subscription to its
    (notifier, recipient) pairs.
    """
    for freed in settled.freed:
        story_rows.open_up(connection, freed)
    story_rows.write(connection, settled.begun, settled.grown)
    if settled.mentions:
        connection.execute(_NEW_MENTION, [_mention_values(new) for new in settled.mentions])
    for edited in settled.edited:
        write_judged(connection, edited)
    for freed in settled.freed:
        story_rows.remove_left(connection, freed)
    write_alerts(connection, settled.alerts, recipients, now)


def write_judged(connection: Connection, mention: Mention) -> None:
    """A stored mention that is judged anew."""
    connection.execute(mentions.update().where(mentions.c.id == mention.id).values(**_judged_values(mention)))


def write_alerts(
    connection: Connection,
    new_alerts: Sequence[NewAlert],
    recipients: Mapping[str, Sequence[tuple[str, str]]],
    now: datetime,
) -> None:
    if not new_alerts:
        return
    connection.execute(_NEW_ALERT, [_alert_values(new, now) for new in new_alerts])
    debts = [
        {"alert_id": new.id, "notifier": notifier, "recipient": recipient}
        for new in new_alerts
        for notifier, recipient in recipients[new.alert.subscription]
    ]
    if debts:
        connection.execute(_NEW_DEBT, debts)


def mentions_of(connection: Connection, item_ids: Sequence[str]) -> dict[tuple[str, str], Mention]:
    found: dict[tuple[str, str], Mention] = {}
    for some in _chunks(item_ids):
        for row in connection.execute(mention_query(mentions.c.item_id.in_(some))):
            found[row.item_id, row.brand] = mention_from(row)
    return found


def mention_query(*conditions: ColumnElement[bool]) -> Any:
    """The one way a mention is read: joined with its item and its story."""
    columns = (
        mentions,
        items.c.source,
        items.c.kind,
        items.c.body,
        items.c.revision,
        stories.c.copies,
        stories.c.first_at,
        stories.c.coordinated,
    )
    joined = mentions.join(items, items.c.id == mentions.c.item_id).join(stories, stories.c.id == mentions.c.story_id)
    return select(*columns).select_from(joined).where(items.c.body.is_not(None), *conditions)


def mention_from(row: Row[Any]) -> Mention:
    judgement = Judgement(
        Tone(row.tone),
        Probabilities(row.negative, row.neutral, row.positive),
        row.confidence,
        reasons_from(row.reasons),
        relevance=row.relevance,
        topics=topics_from(row.topics),
        relevance_reasons=reasons_from(row.relevance_reasons),
    )
    return Mention(
        id=row.id,
        brand=row.brand,
        source=row.source,
        source_kind=row.kind,
        item=item_from(row.body),
        judgement=judgement,
        language=row.language,
        seen_at=row.seen_at,
        priority=row.priority,
        story_id=row.story_id,
        copies=row.copies,
        joined=row.joined,
        coordinated=tuple(orjson.loads(row.coordinated)),
        status=Status(row.status),
        owner=row.owner,
        revision=row.revision,
        priority_parts=parts_from(row.priority_parts),
        reach=row.reach,
        reach_parts=parts_from(row.reach_parts),
        story_since=row.first_at,
        was_bad=row.was_bad,
        untold=Untold(row.untold) if row.untold else None,
        held=row.held,
        said=said_from(row.said),
        judged=judgement_from(row.judged),
    )


def each_mention(connection: Connection, condition: ColumnElement[bool] | None) -> Iterable[Mention]:
    """Newest first by `seen_at`, streamed."""
    query = mention_query(*([condition] if condition is not None else []))
    ordered = query.order_by(mentions.c.seen_at.desc(), mentions.c.id.desc())
    for row in connection.execution_options(yield_per=200).execute(ordered):
        yield mention_from(row)


def _known(connection: Connection, ids: set[str]) -> list[Known]:
    natives: dict[str, set[int]] = {}
    links: dict[str, set[int]] = {}
    rows: list[Any] = []
    for some in _chunks(ids):
        for table, gathered in ((native_ids, natives), (urls, links)):
            for row in connection.execute(select(table.c.item_id, table.c.key).where(table.c.item_id.in_(some))):
                gathered.setdefault(row.item_id, set()).add(row.key)
        rows += connection.execute(_KEYS.where(items.c.id.in_(some))).all()
    return [
        Known(
            row.id,
            Keys(None, None, row.author_key, row.title_key, row.text_key, row.content_key, row.long_title_key),
            frozenset(natives.get(row.id, ())),
            frozenset(links.get(row.id, ())),
        )
        for row in rows
    ]


_KEYS = select(
    items.c.id,
    items.c.author_key,
    items.c.title_key,
    items.c.text_key,
    items.c.content_key,
    items.c.long_title_key,
)


def _item_values(finding: Finding) -> dict[str, Any]:
    keys = finding.keys
    return {
        "id": finding.item_id,
        "body": item_bytes(finding.item),
        "revision": finding.revision,
        "author_key": keys.author,
        "title_key": keys.title,
        "text_key": keys.text,
        "content_key": keys.content,
        "long_title_key": keys.long_title,
    }


def _replace(connection: Connection, finding: Finding, now: datetime) -> None:
    assert finding.before is not None
    old = {
        "item_id": finding.item_id,
        "number": finding.revision - 1,
        "body": item_bytes(finding.before),
        "replaced_at": now,
    }
    connection.execute(insert(revisions), [old])
    kept = revisions.c.number > finding.revision - 1 - REVISIONS
    connection.execute(delete(revisions).where(revisions.c.item_id == finding.item_id, ~kept))
    values = _item_values(finding)
    connection.execute(update(items).where(items.c.id == values.pop("id")).values(**values))


def _add_aliases(connection: Connection, source: str, findings: Sequence[Finding]) -> None:
    for alias, rows in (
        (_NEW_NATIVE_ID, [(finding.item_id, key) for finding in findings for key in finding.natives]),
        (_NEW_URL, [(finding.item_id, key) for finding in findings for key in finding.urls]),
    ):
        values = [{"source": source, "key": key, "item_id": item_id} for item_id, key in rows]
        if values:
            connection.execute(alias, values)


def _mention_values(new: NewMention) -> dict[str, Any]:
    mention = new.mention
    return {
        "id": mention.id,
        "item_id": new.item_id,
        "brand": mention.brand,
        "seen_at": mention.seen_at,
        "untold": mention.untold,
        "owner": mention.owner,
        **_judged_values(mention),
    }


def _judged_values(mention: Mention) -> dict[str, Any]:
    judgement = mention.judgement
    return {
        "story_id": mention.story_id,
        "joined": mention.joined,
        "held": mention.held,
        "tone": judgement.tone,
        "negative": judgement.probabilities.negative,
        "neutral": judgement.probabilities.neutral,
        "positive": judgement.probabilities.positive,
        "confidence": judgement.confidence,
        "reasons": reasons_text(judgement.reasons),
        "topics": topics_text(judgement.topics),
        "language": mention.language,
        "relevance": judgement.relevance,
        "relevance_reasons": reasons_text(judgement.relevance_reasons),
        "reach": mention.reach,
        "reach_parts": parts_text(mention.reach_parts),
        "priority": mention.priority,
        "priority_parts": parts_text(mention.priority_parts),
        "was_bad": mention.was_bad,
        "status": mention.status,
        "said": said_text(mention.said),
        "judged": judgement_text(mention.judged),
    }


def _alert_values(new: NewAlert, now: datetime) -> dict[str, Any]:
    return {
        "id": new.id,
        "subscription": new.alert.subscription,
        "story_id": new.alert.story_id,
        "mention_id": new.alert.mention_id,
        "why": orjson.dumps(new.alert.why).decode(),
        "created_at": now,
    }


def _there(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    unique = _there(values)
    return (unique[start : start + CHUNK] for start in range(0, len(unique), CHUNK))
