"""`monitor migrate`: brings the database to what this version needs, after a backup. Under the daemon lock."""

import click

from monitor.cli._common import json_option, load_settings, print_json
from monitor.engine import utc_now
from monitor.store import Store, schema
from monitor.store.lock import DaemonLock


@click.command()
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Bring the database up to date; a backup is made first."""
    database = load_settings(ctx).database
    with DaemonLock(Store.path_of(database)):
        store = Store(database)
        try:
            before = store.read_now(schema.revision)
            backup = store.migrate(utc_now())
            after = store.read_now(schema.revision)
        finally:
            store.close()
    if as_json:
        print_json({"from": before, "to": after, "backup": str(backup) if backup else None})
    elif before == after:
        click.echo(f"{store.path}: nothing to do, schema {after}")
    elif before is None:
        click.echo(f"{store.path}: made, schema {after}")
    else:
        click.echo(f"{store.path}: schema {before} → {after}; the backup is {backup}")
