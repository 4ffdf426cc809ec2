"""What the demo shows while it runs: each item appeared → stored → told, in seconds, and how the sources are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rich.console import Group
from rich.table import Table
from rich.text import Text

from .feeds import Feed
from .judge import EVERYTHING, UNHAPPY
from .ledger import Published, slug_of
from .receiver import Arrival, Told

SHOWN = 14
COLOURS = {"negative": "red", "positive": "green", "neutral": "dim"}


@dataclass(slots=True)
class Row:
    entry: Published
    stored: float | None = None
    """Seconds after it appeared."""
    told: float | None = None
    tone: str = ""
    alarmed: bool = False
    """The subscription UNHAPPY was told."""


@dataclass(slots=True)
class Board:
    rows: dict[str, Row] = field(default_factory=dict)
    """Slug → row, of what has to be told, in the order of appearance."""
    told: int = 0

    def appeared(self, entry: Published) -> None:
        if entry.tell and entry.slug == entry.story:
            self.rows[entry.slug] = Row(entry)

    def arrived(self, arrival: Arrival) -> None:
        for told in arrival.told if arrival.accepted else ():
            row = self.rows.get(slug_of(told.url) or "")
            if row is not None:
                self._fill(row, arrival, told)

    def _fill(self, row: Row, arrival: Arrival, told: Told) -> None:
        row.alarmed |= arrival.subscription == UNHAPPY
        if arrival.subscription == EVERYTHING and row.told is None:
            self.told += 1
            row.stored = datetime.fromisoformat(told.seen_at).timestamp() - row.entry.at
            row.told = arrival.at - row.entry.at
            row.tone = told.tone

    def line(self, phase: str, feeds: Iterable[Feed]) -> str:
        """All of it in one line, for where no terminal is."""
        late = [row.told for row in self.rows.values() if row.told is not None]
        slowest = f", slowest {max(late):.1f} s" if late else ""
        broken = [feed.name for feed in feeds if feed.failed]
        out = f" · out of order: {', '.join(broken)}" if broken else ""
        return f"{phase} · appeared {len(self.rows)} · told {self.told}{slowest}{out}"

    def picture(self, phase: str, feeds: Sequence[Feed]) -> Group:
        table = Table(title=Text(self.line(phase, ())), title_justify="left", expand=True)
        for name, justify in (("source", "left"), ("title", "left"), ("tone", "left"), ("alarm", "left")):
            table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type] # rich names its literals
        for name in ("stored after", "told after"):
            table.add_column(name, justify="right", no_wrap=True)
        for row in list(self.rows.values())[-SHOWN:][::-1]:
            table.add_row(
                row.entry.feed,
                Text(row.entry.title),
                Text(row.tone, style=COLOURS.get(row.tone, "")),
                "told" if row.alarmed else "",
                _seconds(row.stored),
                _seconds(row.told),
            )
        return Group(table, _health(feeds))


def _health(feeds: Iterable[Feed]) -> Text:
    text = Text("sources  ")
    for feed in feeds:
        text.append(f"{feed.name} {feed.answered or '…'}  ", style="red" if feed.failed else "green")
    return text


def _seconds(value: float | None) -> str:
    return "…" if value is None else f"{max(value, 0):.1f} s"
