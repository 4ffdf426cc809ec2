"""What `monitor init` says at its end: what was found, where it stands, and the two commands that come next."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from monitor.cli._common import print_json, table
from monitor.cli._init_answers import Place
from monitor.cli._init_check import Seen
from monitor.cli._init_disk import SecretFile
from monitor.cli.notify_test import Tried
from monitor.config.problems import printable
from monitor.settings import Settings


@dataclass(frozen=True, slots=True)
class Done:
    """`looks` has one for each place, in its order, or none where nothing was contacted; so has `tests`."""

    config: Path
    named: str | None
    """What --config said: the next commands have to say it too."""
    written: bool
    secret: SecretFile | None
    settings: Settings
    places: Sequence[Place]
    looks: Sequence[Seen]
    tests: Sequence[Tried]


def show(done: Done, *, as_json: bool) -> None:
    if as_json:
        print_json(_object(done))
    else:
        _print(done)


def _object(done: Done) -> dict[str, Any]:
    """Every key is always there; null is what was not tried."""
    return {
        "config": printable(str(done.config)),
        "written": done.written,
        "secret_file": printable(str(done.secret.path)) if done.secret else None,
        "sources": _sources(done),
        "notifiers": _notifiers(done),
        "next": _next(done),
    }


def _sources(done: Done) -> list[dict[str, Any]]:
    looks: Sequence[Seen | None] = done.looks or [None] * len(done.places)
    return [
        {
            "name": source.name,
            "kind": source.kind,
            "address": place.address,
            "brand": source.brand,
            "outcome": look.outcome if look else None,
            "items": look.items if look else None,
            "about": look.about if look and look.readable else None,
            "feeds": list(look.feeds) if look else [],
            "why": look.why if look else "",
        }
        for source, place, look in zip(done.settings.sources, done.places, looks, strict=True)
    ]


def _notifiers(done: Done) -> list[dict[str, Any]]:
    by_name = {one.notifier: one for one in done.tests}
    return [
        {
            "name": notifier.name,
            "kind": notifier.kind,
            "outcome": by_name[notifier.name].outcome if notifier.name in by_name else None,
            "why": by_name[notifier.name].text if notifier.name in by_name else "",
        }
        for notifier in done.settings.notifiers
    ]


def _next(done: Done) -> list[str]:
    if not done.written:
        return []
    config = f" --config {shlex.quote(done.named)}" if done.named is not None else ""
    return [f"monitor check{config}", f"monitor run{config}"]


def _print(done: Done) -> None:
    columns = ("name", "kind", "outcome", "items", "about", "why")
    rows = [[source[key] for key in columns] for source in _sources(done)]
    table(columns, rows, title="sources")
    rows = [list(notifier.values()) for notifier in _notifiers(done)]
    table(("name", "kind", "outcome", "why"), rows, title="notifiers")
    if done.secret:
        click.echo(f"secret: {printable(str(done.secret.path))} ({_standing(done.secret)})")
    if not done.written:
        click.echo("monitor: nothing else was written; --no-check writes without trying", err=True)
        return
    click.echo(f"written: {printable(str(done.config))}")
    click.echo("next:")
    for line in _next(done):
        click.echo(f"  {printable(line)}")


def _standing(secret: SecretFile) -> str:
    return "new; the receiver needs it too" if secret.fresh else "it was there and is used"
