"""Items that could not be understood. They are stored like any other; what is missing is their mentions."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from monitor.core.findings import Finding
from monitor.model import Item
from monitor.store.codec import item_from
from monitor.store.tables import items, puzzles


@dataclass(frozen=True, slots=True)
class Puzzle:
    item_id: str
    source: str
    item: Item
    baseline: frozenset[str]
    tries: int


def write(connection: Connection, findings: Sequence[Finding], baseline: frozenset[str]) -> None:
    """One row per finding that is a puzzle; an edit may make one anew."""
    for finding in findings:
        if finding.puzzle is not None:
            remove(connection, finding.item_id)
            brands = orjson.dumps(sorted(baseline)).decode()
            row = {"item_id": finding.item_id, "why": finding.puzzle, "baseline": brands, "tries": 0}
            connection.execute(insert(puzzles), [row])


def open_puzzles(connection: Connection, most: int) -> list[Puzzle]:
    """Those tried least first."""
    query = (
        select(puzzles, items.c.source, items.c.body)
        .join(items, items.c.id == puzzles.c.item_id)
        .where(items.c.body.is_not(None))
        .order_by(puzzles.c.tries, puzzles.c.item_id)
        .limit(most)
    )
    return [
        Puzzle(row.item_id, row.source, item_from(row.body), frozenset(orjson.loads(row.baseline)), row.tries)
        for row in connection.execute(query)
    ]


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(puzzles)) or 0


def tried(connection: Connection, item_id: str, why: str) -> None:
    again = update(puzzles).where(puzzles.c.item_id == item_id)
    connection.execute(again.values(tries=puzzles.c.tries + 1, why=why))


def remove(connection: Connection, item_id: str) -> None:
    connection.execute(delete(puzzles).where(puzzles.c.item_id == item_id))
