"""What the texts of items with stars said, beside the stars: counted at each commit, read for `core.calibration`."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from monitor.core.calibration import Outcome, step
from monitor.core.findings import Finding
from monitor.core.tone import rated
from monitor.model import MentionType, Tone
from monitor.store.tables import outcomes

_Place = tuple[MentionType, int]


def count(connection: Connection, kind: str, findings: Sequence[Finding]) -> None:
    """New items with stars of a source of this kind; one that names two brands counts once."""
    items: Counter[_Place] = Counter()
    negatives: Counter[_Place] = Counter()
    for finding in findings:
        rating = finding.item.rating
        said = finding.judged[0].by_text if finding.new and finding.judged else None
        if rating is not None and said is not None:
            place = (finding.item.type, step(said))
            items[place] += 1
            negatives[place] += rated(rating) is Tone.NEGATIVE
    for place, number in items.items():
        _add(connection, kind, place, number, negatives[place])


def _add(connection: Connection, kind: str, place: _Place, items: int, negatives: int) -> None:
    key = {"type": place[0].value, "kind": kind, "step": place[1]}
    here = [outcomes.c[name] == value for name, value in key.items()]
    more = {"rated": outcomes.c.rated + items, "negatives": outcomes.c.negatives + negatives}
    if not connection.execute(update(outcomes).where(*here).values(**more)).rowcount:
        connection.execute(insert(outcomes), [{**key, "rated": items, "negatives": negatives}])


def forget(connection: Connection, kind: str) -> None:
    """Of this kind of source nothing was learned: its texts are judged as by the model alone."""
    connection.execute(delete(outcomes).where(outcomes.c.kind == kind))


def read(connection: Connection) -> list[Outcome]:
    """All that was counted, by type, kind and step."""
    query = select(outcomes).order_by(outcomes.c.type, outcomes.c.kind, outcomes.c.step)
    return [
        Outcome(MentionType(row.type), row.kind, row.step, row.rated, row.negatives)
        for row in connection.execute(query)
    ]
