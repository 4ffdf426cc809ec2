"""`monitor calibration`: what this installation has learned about the tone model from items with stars and from
triage, and why.

Reads beside a running daemon; `--forget KIND` is one short transaction that the next page sees.
"""

from typing import Any

import click

from monitor.cli._common import json_option, load_settings, print_json, table
from monitor.cli._store import open_store
from monitor.core.calibration import Shift, shifts
from monitor.model import MentionType
from monitor.store import outcome_rows


@click.command()
@click.option("--forget", metavar="KIND", help="Forget what was learned from sources of this kind; learning goes on.")
@json_option
@click.pass_context
def command(ctx: click.Context, *, forget: str | None, as_json: bool) -> None:
    """Show how items with stars, and triage, move the tone of texts, by type of mention and kind of source."""
    with open_store(load_settings(ctx)) as store:
        learned = shifts(store.read_now(outcome_rows.read))
        if forget is not None:
            _refuse_unknown(forget, {kind for _, kind in learned})
            store.write_now(outcome_rows.forget, forget)
            learned = {place: shift for place, shift in learned.items() if place[1] != forget}
    if as_json:
        print_json([_json(place, shift) for place, shift in learned.items()])
        return
    rows = [
        (
            kind,
            type_,
            shift.items,
            shift.negatives,
            shift.triaged,
            shift.triaged_negatives,
            f"{shift.bias:+.2f}",
            _threshold(shift),
            shift.why,
        )
        for (type_, kind), shift in learned.items()
    ]
    table(("source", "type", "with stars", "negative", "triaged", "negative", "bias", "negative from", "why"), rows)


def _refuse_unknown(kind: str, known: set[str]) -> None:
    if kind not in known:
        raise click.UsageError(f"nothing was learned from `{kind}`; there is: {', '.join(sorted(known)) or 'nothing'}")


def _json(place: tuple[MentionType, str], shift: Shift) -> dict[str, Any]:
    return {
        "kind": place[1],
        "type": place[0],
        "items": shift.items,
        "negatives": shift.negatives,
        "triaged": shift.triaged,
        "triaged_negatives": shift.triaged_negatives,
        "bias": shift.bias,
        "threshold": shift.threshold,
        "why": shift.why,
    }


def _threshold(shift: Shift) -> str:
    return "–" if shift.threshold is None else f"{shift.threshold:.2f}"
