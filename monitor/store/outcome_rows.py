"""What texts said, beside the stars of their items or what a person said of them: counted at each commit and each
verdict, read for `core.calibration`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select, update

from monitor.core.calibration import Outcome, step
from monitor.core.findings import Finding
from monitor.core.tone import rated
from monitor.model import MentionType, Tone
from monitor.store.tables import items, mentions, outcomes, triage

_Place = tuple[MentionType, int]
_COUNTS = ("rated", "negatives", "triaged", "triaged_negatives")


def count(connection: Connection, kind: str, findings: Sequence[Finding]) -> None:
    """New items with stars of a source of this kind; one that names two brands counts once."""
    starred: Counter[_Place] = Counter()
    negatives: Counter[_Place] = Counter()
    for finding in findings:
        rating = finding.item.rating
        said = finding.judged[0].by_text if finding.new and finding.judged else None
        if rating is not None and said is not None:
            place = (finding.item.type, step(said))
            starred[place] += 1
            negatives[place] += rated(rating) is Tone.NEGATIVE
    for place, number in starred.items():
        _add(connection, kind, place, {"rated": number, "negatives": negatives[place]})


def count_said(
    connection: Connection, kind: str, type_: MentionType, by_text: float, *, negative: bool, by: int
) -> None:
    """A person's word on a text; `by` -1 takes it back."""
    _add(connection, kind, (type_, step(by_text)), {"triaged": by, "triaged_negatives": by * negative})


def _add(connection: Connection, kind: str, place: _Place, counts: Mapping[str, int]) -> None:
    key = {"type": place[0].value, "kind": kind, "step": place[1]}
    here = [outcomes.c[name] == value for name, value in key.items()]
    more = {name: outcomes.c[name] + number for name, number in counts.items()}
    if not connection.execute(update(outcomes).where(*here).values(**more)).rowcount:
        connection.execute(insert(outcomes), [{**key, **dict.fromkeys(_COUNTS, 0), **counts}])


def forget(connection: Connection, kind: str) -> None:
    """Of this kind of source nothing was learned: its texts are judged as by the model alone."""
    connection.execute(delete(outcomes).where(outcomes.c.kind == kind))
    of_kind = select(mentions.c.id).join(items, items.c.id == mentions.c.item_id).where(items.c.kind == kind)
    forgotten = update(triage).where(triage.c.counted, triage.c.mention_id.in_(of_kind))
    connection.execute(forgotten.values(counted=False))


def read(connection: Connection) -> list[Outcome]:
    """All that was counted, by type, kind and step."""
    query = select(outcomes).order_by(outcomes.c.type, outcomes.c.kind, outcomes.c.step)
    return [
        Outcome(MentionType(row.type), row.kind, row.step, row.rated, row.negatives, row.triaged, row.triaged_negatives)
        for row in connection.execute(query)
    ]
