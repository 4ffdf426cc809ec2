"""`monitor alerts`: who was told what, why, and what came of it; `monitor alerts resend ID` tells it again to those
who did not accept it.

Both work beside a running daemon: a read, and one short transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.config.problems import printable, unknown
from monitor.core.outbox import Destination
from monitor.core.render import stamp
from monitor.engine import utc_now
from monitor.store import notifier_rows, outbox_rows, read_rows
from monitor.store.read_rows import AlertSeen, AlertState, MessageSeen


@click.group(invoke_without_command=True)
@click.option("--state", help="waiting, delivered, postponed, dead or silenced.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@json_option
@click.pass_context
def command(ctx: click.Context, state: str | None, limit: int, as_json: bool) -> None:
    """Show alerts, newest first, with their messages and attempts."""
    if ctx.invoked_subcommand:
        return
    wanted = _state(state) if state is not None else None
    settings = load_settings(ctx)
    with open_store(settings) as store:
        store.read_now(_show, wanted, limit, ZoneInfo(settings.timezone), as_json=as_json)


@command.command()
@click.argument("alert", metavar="ID")
@click.option("--all", "again", is_flag=True, help="To those too who accepted it: they get it twice.")
@json_option
@click.pass_context
def resend(ctx: click.Context, alert: str, again: bool, as_json: bool) -> None:
    """Send the messages of an alert that were not accepted again, under their old ids."""
    with open_store(load_settings(ctx)) as store:
        if why := store.read_now(read_rows.withdrawn, alert):
            raise click.ClickException(f"{alert}: {printable(why)}; take that back first: monitor triage ID --undo")
        done = store.write_now(_resend, alert, utc_now(), again=again)
    if done is None:
        raise click.ClickException(f"there is no alert `{printable(alert)}`")
    to, unsent = done
    if as_json:
        print_json({"alert": alert, "messages": len(to), "to": [one.recipient for one in to]})
        return
    for one in to:
        click.echo(f"{alert}: goes out again to {printable(one.recipient)} by {one.notifier}")
    if unsent:
        click.echo(f"{alert}: not sent yet; it goes out with the next delivery")
    elif not to:
        click.echo(f"{alert}: everybody accepted it; --all sends it again")


def _resend(
    connection: Connection, alert: str, now: datetime, *, again: bool
) -> tuple[Sequence[Destination], bool] | None:
    """To whom, and whether more is still to be made; None: there is no such alert."""
    if not read_rows.has_alert(connection, alert):
        return None
    return outbox_rows.resend(connection, alert, now, again=again), outbox_rows.is_unsent(connection, alert)


def _state(name: str) -> AlertState:
    try:
        return AlertState(name.casefold())
    except ValueError:
        raise click.UsageError(unknown("state", name, AlertState)) from None


def _show(connection: Connection, state: AlertState | None, limit: int, zone: ZoneInfo, *, as_json: bool) -> None:
    found = read_rows.newest_alerts(connection, state, limit)
    if as_json:
        for alert in found:
            print_json(_json(alert))
        return
    shut, now = notifier_rows.shut(connection), utc_now()
    held = {name: one.words(now) for name, one in shut.items()}
    rows = (row for alert in found for row in _rows(alert, zone, held))
    table(("alert", "subscription", "state", "why", "to", "attempts", "last answer", "next"), rows)


def _json(alert: AlertSeen) -> dict[str, Any]:
    return {
        "id": alert.id,
        "subscription": alert.subscription,
        "story": alert.story,
        "mentions": alert.mentions,
        "why": alert.why,
        "state": alert.state,
        "messages": [
            {
                "id": message.id,
                "to": message.to,
                "attempts": [
                    {"at": stamp(attempt.at), "outcome": attempt.outcome, "text": attempt.text}
                    for attempt in message.attempts
                ],
                "next_at": stamp(message.next_at),
            }
            for message in alert.messages
        ],
    }


def _rows(alert: AlertSeen, zone: ZoneInfo, held: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """One for each recipient; `held`: notifier → why it sends nothing now, which says when that ends."""

    def head(notifier: str | None) -> tuple[str, ...]:
        reason = held.get(notifier) if notifier else None
        state = f"{alert.state}: {reason}" if reason else alert.state.value
        return alert.id, alert.subscription, state, "; ".join(alert.why)

    if not alert.messages and not alert.unsent:
        yield (*head(None), "", 0, "", "")
    for message in alert.messages:
        due = None if message.notifier in held else message.next_at
        next_at = f"{due.astimezone(zone):%Y-%m-%d %H:%M:%S}" if due else ""
        notifier = message.notifier if message.next_at else None
        yield (*head(notifier), message.to, len(message.attempts), _last(message), next_at)
    for to in alert.unsent:
        yield (*head(to.notifier), to.recipient, 0, "", "")


def _last(message: MessageSeen) -> str:
    if not message.attempts:
        return ""
    last = message.attempts[-1]
    outcome = last.outcome or "under way"
    return f"{outcome}: {last.text}" if last.text else outcome
