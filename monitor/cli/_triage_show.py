"""What `monitor triage` shows: what was said of one mention, how good the judgements are, what to look at next."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor.cli._common import print_json, table
from monitor.cli.mentions import brand_named, since_when
from monitor.config.problems import printable
from monitor.core.evaluation import Share
from monitor.core.live import Quality, Stratum, quality
from monitor.core.render import mention_json, stamp
from monitor.engine import utc_now
from monitor.model import Mention, Triage
from monitor.settings import Settings
from monitor.store import Store, read_rows, triage_figures, triage_rows
from monitor.store.triage_figures import Labelled
from monitor.store.triage_rows import Entry

NEXT = 10
"""Mentions named by --next: about what a person reads in five minutes."""
PERIOD = timedelta(days=90)
"""Of figures: how good the judgements are now, by words and weights of now."""
SHOWN = 200
"""Characters of a text in the table."""
COLUMNS = ("label", "language", "type", "text")


@dataclass(frozen=True, slots=True)
class About:
    """Which mentions."""

    brand: str | None
    since: datetime | None
    zone: ZoneInfo

    @property
    def lately(self) -> datetime:
        return self.since or utc_now() - PERIOD


def about(settings: Settings, store: Store, brand: str | None, since: str | None) -> About:
    zone = ZoneInfo(settings.timezone)
    named = brand_named(brand, settings, store) if brand is not None else None
    return About(named, since_when(since, zone, utc_now()) if since is not None else None, zone)


def log(store: Store, mention: str, settings: Settings, *, as_json: bool) -> None:
    if mention not in store.read_now(read_rows.mentions_named, [mention]):
        raise click.ClickException(f"there is no mention `{printable(mention)}`")
    entries = store.read_now(triage_rows.log, mention)
    if as_json:
        for entry in entries:
            print_json(_entry_json(entry))
        return
    zone = ZoneInfo(settings.timezone)
    rows = [
        (f"{one.said.at.astimezone(zone):%Y-%m-%d %H:%M}", one.said.verdict, one.said.topic, one.said.by, one.ended_why)
        for one in entries
    ]
    table(("said", "verdict", "topic", "by", "ended"), rows)


def figures(store: Store, about: About, *, as_json: bool) -> None:
    """Brand by brand, then all together."""
    found = store.read_now(triage_figures.strata, about.brand, about.lately)
    rows: list[tuple[str | None, list[Stratum]]] = [*found.items()]
    if len(found) > 1:
        rows.append((None, [stratum for strata in found.values() for stratum in strata]))
    if as_json:
        for brand, strata in rows:
            print_json(_json(brand, strata, quality(strata), about))
        return
    shown = [(brand or "all", *_row(quality(strata))) for brand, strata in rows]
    table(("brand", "triaged", "precision (95 %)", "wrong", "recall (95 %)", "why"), shown)


def upcoming(store: Store, about: About, limit: int, *, as_json: bool) -> None:
    """Names them, and remembers that chance did."""
    names = store.read_now(triage_figures.upcoming, about.brand, about.lately, limit)
    store.write_now(triage_figures.draw, names, utc_now())
    found = store.read_now(read_rows.mentions_named, names)
    mentions = [found[name] for name in names if name in found]
    if as_json:
        now = utc_now()
        for mention in mentions:
            print_json(mention_json(mention, now))
        return
    table(("id", "brand", "tone", "negative", "text", "url"), map(_mention_row, mentions))


def export(store: Store, about: About, file: str) -> None:
    """A table that `monitor evaluate` reads, and `tools/train` as one of its sets."""
    rows = store.read_now(lambda connection: [*triage_figures.each_labelled(connection, about.brand, about.since)])
    text = "".join("\t".join(fields) + "\n" for fields in (COLUMNS, *map(_fields, rows)))
    if file == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as e:
        raise click.UsageError(f"{file}: cannot be written: {e.strerror}") from e
    click.echo(f"{file}: {len(rows)} texts", err=True)


def _fields(row: Labelled) -> tuple[str, ...]:
    return row.label, row.language or "", row.type, row.text


def _entry_json(entry: Entry) -> dict[str, Any]:
    said = entry.said
    return {
        "verdict": said.verdict,
        "topic": said.topic,
        "by": said.by,
        "at": stamp(said.at),
        "ended_at": stamp(entry.ended_at),
        "ended_why": entry.ended_why,
    }


def _json(brand: str | None, strata: list[Stratum], found: Quality, about: About) -> dict[str, Any]:
    return {
        "brand": brand,
        "since": stamp(about.lately),
        "triaged": found.triaged,
        "precision": _share(found.precision),
        "wrong": _verdicts(found.wrong),
        "missed": found.missed,
        "recall": asdict(found.recall) if found.recall else None,
        "why": found.why,
        "bands": []
        if brand is None
        else [
            {"band": one.band, "mentions": one.mentions, "drawn": _verdicts(one.drawn), "picked": _verdicts(one.picked)}
            for one in strata
        ],
    }


def _verdicts(counts: Mapping[Triage, int]) -> dict[str, int]:
    return {verdict.value: number for verdict, number in counts.items()}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"value": share.value, "low": low, "high": high, "of": share.of}


def _row(found: Quality) -> tuple[object, ...]:
    wrong = ", ".join(f"{number} {verdict}" for verdict, number in found.wrong.items())
    recall = found.recall
    shown = f"{recall.value:.2f} ({recall.low:.2f}–{recall.high:.2f})" if recall else "–"
    return found.triaged, found.precision.in_words, wrong, shown, found.why


def _mention_row(mention: Mention) -> tuple[object, ...]:
    item = mention.item
    words = f"{item.title} · {item.text}" if item.title and item.text else item.title or item.text
    text = words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
    negative = f"{mention.judgement.probabilities.negative:.2f}"
    return mention.id, mention.brand, mention.judgement.tone, negative, text, item.url
