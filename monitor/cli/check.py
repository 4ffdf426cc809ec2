"""`monitor check`: is the configuration right, and what does it say?

Reads the file as `run` would, and in a database that is there, which notifiers answered 410 and what they are owed.
A secret that could not be used now is a warning: the daemon may run where it can be. Nothing is made, contacted or
shown: no network, no new database, no secret.
"""

from collections.abc import Mapping
from typing import Any

import click

from monitor.assembly import unreadable_secrets
from monitor.cli._common import config_path, json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.config.problems import printable
from monitor.config.values import written
from monitor.core.standing import Shut
from monitor.engine import utc_now
from monitor.errors import ConfigError
from monitor.judges import endpoint
from monitor.settings import JudgeSettings, Settings, SourceSettings
from monitor.store import Store, judge_rows, notifier_rows, outbox_rows
from sources import connectors

_NOTHING: dict[str, Any] = {
    "database": None,
    "timezone": None,
    "brands": [],
    "judges": [],
    "sources": [],
    "notifiers": [],
    "subscriptions": [],
    "warnings": [],
}


@click.command()
@click.option("--online", is_flag=True, hidden=True)
@json_option
@click.pass_context
def command(ctx: click.Context, online: bool, as_json: bool) -> None:
    """Read the configuration and show what it says, or every problem in it."""
    if online:
        raise click.UsageError("--online is not supported in this version")
    try:
        said = _said(load_settings(ctx))
    except ConfigError as e:
        if not as_json:
            raise
        problems = [{"where": problem.where, "text": problem.text} for problem in e.problems]
        print_json({"ok": False, "config": printable(config_path(ctx)), "problems": problems, **_NOTHING})
        ctx.exit(2)
    if as_json:
        print_json({"ok": True, "config": printable(config_path(ctx)), "problems": [], **said})
    else:
        _print(said)
        for warning in said["warnings"]:
            click.echo(f"warning: {warning['where']}: {warning['text']}", err=True)


def _said(settings: Settings) -> dict[str, Any]:
    disabled, owed, spent = _standing(settings)
    return {
        "database": settings.database,
        "timezone": settings.timezone,
        "brands": [
            {"name": brand.name, "query": brand.query, "competitor": brand.competitor} for brand in settings.brands
        ],
        "judges": [_judge(settings, judge, spent) for judge in settings.judges],
        "sources": [
            {"name": source.name, "kind": source.kind, "every": _every(source), "brand": source.brand}
            for source in settings.sources
        ],
        "notifiers": [
            {
                "name": notifier.name,
                "kind": notifier.kind,
                "disabled": disabled.get(notifier.name),
                "owed": owed.get(notifier.name, 0),
            }
            for notifier in settings.notifiers
        ],
        "subscriptions": [
            {"name": entry.name, "notifier": entry.notifier, "brands": list(entry.brands), "when": entry.when}
            for entry in settings.subscriptions
        ],
        "warnings": [{"where": f"{owner}, {key}", "text": text} for owner, key, text in unreadable_secrets(settings)],
    }


def _judge(settings: Settings, judge: JudgeSettings, spent: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """With what it used of today's budget; null where there is none."""
    costs = judge.kind == endpoint.kind
    today = spent.get(judge.name, {})
    return {
        "name": judge.name,
        "kind": judge.kind,
        "brands": [brand.name for brand in settings.brands if brand.judge == judge.name],
        "requests_today": today.get("requests", 0) if costs else None,
        "characters_today": today.get("characters", 0) if costs else None,
    }


def _standing(settings: Settings) -> tuple[dict[str, str], dict[str, int], dict[str, dict[str, int]]]:
    """(notifier → why it is disabled, notifier → alerts it is owed, judge → what it used today)"""
    if not Store.path_of(settings.database).exists():
        return {}, {}, {}
    with open_store(settings) as store:
        shut = store.read_now(notifier_rows.shut)
        disabled = {name: one.why for name, one in shut.items() if one.shut is Shut.DISABLED}
        spent = store.read_now(judge_rows.spent_today, utc_now(), settings.timezone)
        return disabled, store.read_now(outbox_rows.waiting), spent


def _every(source: SourceSettings) -> str:
    """The longest gap between two polls: what the file says, else what its kind does."""
    return written(source.every or connectors()[source.kind].default_every)


def _print(said: dict[str, Any]) -> None:
    click.echo("ok")
    for noun in ("brands", "judges", "sources", "notifiers", "subscriptions"):
        rows = said[noun]
        if rows:
            table(list(rows[0]), [[_word(value) for value in row.values()] for row in rows], title=noun)


def _word(value: Any) -> str:
    if value is None or value == []:
        return "all" if value == [] else "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)
