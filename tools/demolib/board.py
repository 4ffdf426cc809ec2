"""What the demo shows while it runs: each item appeared → stored → told, in seconds, and how the sources are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rich.console import Group
from rich.table import Table
from rich.text import Text

from .feeds import Feed
from .ledger import Published
from .receiver import Arrival, Told
from .setting import BY_HOOK, BY_MAIL

SHOWN = 14


@dataclass(slots=True)
class Row:
    """All in seconds after it appeared."""

    entry: Published
    stored: float | None = None
    by_hook: float | None = None
    by_mail: float | None = None


@dataclass(slots=True)
class Board:
    rows: dict[str, Row] = field(default_factory=dict)
    """Slug → row, in the order of appearance; what turns into a complaint appears anew."""

    def appeared(self, entry: Published) -> None:
        self.rows.pop(entry.slug, None)
        self.rows[entry.slug] = Row(entry)

    def arrived(self, arrival: Arrival) -> None:
        for told in arrival.told if arrival.accepted else ():
            if row := self.rows.get(told.slug):
                _fill(row, arrival, told)

    def line(self, phase: str, feeds: Iterable[Feed]) -> str:
        """All of it in one line, for where no terminal is."""
        due = [row for row in self.rows.values() if row.entry.tell]
        told = [row for row in due if row.by_hook is not None and row.by_mail is not None]
        late = [max(row.by_hook or 0, row.by_mail or 0) for row in told]
        slowest = f", slowest {max(late):.1f} s" if late else ""
        broken = [feed.name for feed in feeds if feed.failed]
        out = f" · out of order: {', '.join(broken)}" if broken else ""
        return f"{phase} · appeared {len(self.rows)} · complaints {len(due)} · told {len(told)}{slowest}{out}"

    def picture(self, phase: str, feeds: Sequence[Feed], addresses: Sequence[str]) -> Group:
        table = Table(title=Text(self.line(phase, ())), title_justify="left", expand=True)
        for name in ("source", "what", "title"):
            table.add_column(name, no_wrap=True)
        for name in ("stored after", "webhook after", "mail after"):
            table.add_column(name, justify="right", no_wrap=True)
        for row in list(self.rows.values())[-SHOWN:][::-1]:
            table.add_row(*_cells(row), style="" if row.entry.tell else "dim")
        return Group(*map(Text, addresses), table, _health(feeds))


def _fill(row: Row, arrival: Arrival, told: Told) -> None:
    after = arrival.at - row.entry.at
    if arrival.subscription == BY_MAIL:
        row.by_mail = after if row.by_mail is None else row.by_mail
    elif arrival.subscription == BY_HOOK and row.by_hook is None:
        row.by_hook = after
        row.stored = datetime.fromisoformat(told.seen_at).timestamp() - row.entry.at


def _cells(row: Row) -> tuple[Text | str, ...]:
    what = Text(row.entry.what, style="red" if row.entry.tell else "")
    if not row.entry.tell:
        return row.entry.feed, what, Text(row.entry.title), "", "not told", "not told"
    return row.entry.feed, what, Text(row.entry.title), *map(_seconds, (row.stored, row.by_hook, row.by_mail))


def _health(feeds: Iterable[Feed]) -> Text:
    text = Text("sources  ")
    for feed in feeds:
        text.append(f"{feed.name} {feed.answered or '…'}  ", style="red" if feed.failed else "green")
    return text


def _seconds(value: float | None) -> str:
    """What turned into a complaint had been stored before it did."""
    if value is None:
        return "…"
    return "before" if value < 0 else f"{value:.1f} s"
