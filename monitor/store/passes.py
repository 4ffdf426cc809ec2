"""The memory of passes, as the pipeline wants it: one store, one boot id."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from monitor.core import calibration
from monitor.core.calibration import Shift
from monitor.core.findings import Circumstances, Finding, Settled, settle
from monitor.core.identity import Keys, Known
from monitor.core.lessons import Lesson
from monitor.core.polling import SourceState
from monitor.errors import StoreError
from monitor.model import Item, MentionType
from monitor.store import Store, item_rows, outcome_rows, puzzle_rows, source_rows, story_rows, triage_changes
from monitor.store.lessons import Lessons
from monitor.store.tables import kept

KEPT_PER_SOURCE = 5
KEPT_BYTES = 1024 * 1024


class Passes:
    """`boot` is the id under which this process leases sources; a commit without its lease is refused."""

    def __init__(self, store: Store, boot: str) -> None:
        self._store = store
        self._boot = boot
        self._lessons = Lessons(store)

    async def recognise(self, source: str, keys: Sequence[Keys]) -> list[Known]:
        return await self._store.read(item_rows.recognise, source, keys)

    async def present(self, item_ids: Sequence[str]) -> Mapping[str, tuple[Item | None, int]]:
        return await self._store.read(item_rows.present, item_ids)

    async def commit(
        self,
        state: SourceState,
        findings: Sequence[Finding],
        around: Circumstances,
        recipients: Mapping[str, Sequence[tuple[str, str]]],
    ) -> Settled:
        return await self._store.write(_commit, self._boot, state, findings, around, recipients)

    async def shifts(self, kind: str) -> Mapping[MentionType, Shift]:
        learned = calibration.shifts(await self._store.read(outcome_rows.read))
        return {type_: shift for (type_, of), shift in learned.items() if of == kind}

    async def learnt(self, brands: Sequence[str]) -> Mapping[str, Lesson]:
        return await self._lessons.of(brands)

    async def rest(self, state: SourceState) -> None:
        await self._store.write(_save, self._boot, state)

    async def solve(
        self, finding: Finding, around: Circumstances, recipients: Mapping[str, Sequence[tuple[str, str]]]
    ) -> Settled:
        return await self._store.write(_solve, finding, around, recipients)

    async def keep(self, source: str, at: datetime, why: str, body: bytes) -> None:
        await self._store.write(_keep, source, at, why, body)


def _commit(
    connection: Connection,
    boot: str,
    state: SourceState,
    findings: Sequence[Finding],
    around: Circumstances,
    recipients: Mapping[str, Sequence[tuple[str, str]]],
) -> Settled:
    _save(connection, boot, state)
    names = [subscription.name for subscription in around.subscriptions]
    triage_changes.drop(connection, findings, around.now)
    settled = settle(findings, item_rows.stored(connection, findings, names, around.now), around)
    item_rows.write_findings(connection, state.name, state.kind, findings, around.now)
    item_rows.write_settled(connection, settled, recipients, around.now)
    story_rows.weigh(connection, settled.grown)
    puzzle_rows.write(connection, findings, around.baseline)
    outcome_rows.count(connection, state.kind, findings)
    return settled


def _solve(
    connection: Connection,
    finding: Finding,
    around: Circumstances,
    recipients: Mapping[str, Sequence[tuple[str, str]]],
) -> Settled:
    """A puzzle was understood: its mentions are written and told as if they came now."""
    stored = item_rows.stored(connection, [finding], [one.name for one in around.subscriptions], around.now)
    settled = settle([finding], stored, around)
    item_rows.write_settled(connection, settled, recipients, around.now)
    story_rows.weigh(connection, settled.grown)
    puzzle_rows.remove(connection, finding.item_id)
    return settled


def _save(connection: Connection, boot: str, state: SourceState) -> None:
    if not source_rows.save(connection, state, boot):
        raise StoreError(f"{state.name}: the lease is no longer ours; another process reads this source")


def _keep(connection: Connection, source: str, at: datetime, why: str, body: bytes) -> None:
    """The last few of each source, cut at 1 MiB."""
    connection.execute(insert(kept).values(source=source, at=at, why=why, body=body[:KEPT_BYTES]))
    newest = select(kept.c.id).where(kept.c.source == source).order_by(kept.c.id.desc()).limit(KEPT_PER_SOURCE)
    connection.execute(delete(kept).where(kept.c.source == source, kept.c.id.not_in(newest)))
