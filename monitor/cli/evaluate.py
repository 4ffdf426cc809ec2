"""`monitor evaluate FILE`: how well the tone model does on texts that you have labelled yourself."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import click

from monitor.cli._assess_line import BadLine, toward
from monitor.cli._common import json_option, print_json, table
from monitor.cli._labelled import Bad, Labelled, labelled
from monitor.core.evaluation import Evaluation, Quality, Share, evaluated
from monitor.errors import QueryError
from monitor.model import Tone
from monitor.understand import assess

SHOWN = 10
"""Of the wrong ones, without --json."""


class Wrong(NamedTuple):
    line: int
    meant: Tone
    said: Tone
    negative: float
    text: str


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--brand", metavar="NAME|QUERY", help="The brand the tones are toward, where a line names none.")
@json_option
@click.pass_context
def command(ctx: click.Context, file: Path, *, brand: str | None, as_json: bool) -> None:
    """Judge the texts of FILE and compare with their labels: a table with `label` and `text`, or JSON lines."""
    try:
        rows = list(labelled(file, toward(brand) if brand else None))
    except (BadLine, QueryError) as e:
        raise click.UsageError(f"{file}: {e}") from e
    except OSError as e:
        raise click.UsageError(f"{file}: cannot be read: {e.strerror}") from e
    bad = [row for row in rows if isinstance(row, Bad)]
    judged = list(_judged(row for row in rows if isinstance(row, Labelled)))
    result = evaluated((meant, said) for _, meant, said, _, _ in judged)
    wrong = [one for one in judged if one.meant is not one.said]
    for one in bad:
        click.echo(f"{file}:{one.line}: {one.why}", err=True)
    if as_json:
        print_json(_json(result, wrong, bad))
    else:
        _show(result, wrong)
    if bad or not judged:
        ctx.exit(1)


def _judged(rows: Iterator[Labelled]) -> Iterator[Wrong]:
    for line, meant, asked in ((row.line, row.meant, row.question) for row in rows):
        judgement, _ = assess(asked.item, asked.brand)
        text = asked.item.text or asked.item.title
        yield Wrong(line, meant, judgement.tone, judgement.probabilities.negative, text)


def _json(result: Evaluation, wrong: list[Wrong], bad: list[Bad]) -> dict[str, Any]:
    return {
        "texts": result.texts,
        "accuracy": _share(result.right),
        "macro_f1": result.macro_f1,
        "tones": {tone.value: _quality(result.of(tone)) for tone in Tone},
        "matrix": {meant.value: {said.value: result.matrix.get((meant, said), 0) for said in Tone} for meant in Tone},
        "wrong": [one._asdict() for one in wrong],
        "bad": [{"line": one.line, "error": one.why} for one in bad],
    }


def _quality(of: Quality) -> dict[str, Any]:
    return {"precision": _share(of.precision), "recall": _share(of.recall), "f1": of.f1}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"value": share.value, "low": low, "high": high, "of": share.of}


def _show(result: Evaluation, wrong: list[Wrong]) -> None:
    rows = [(meant, *(result.matrix.get((meant, said), 0) for said in Tone)) for meant in Tone]
    table(("meant", *(f"called {said}" for said in Tone)), rows, title=f"{result.texts} texts")
    scores = [
        (tone, of.precision.in_words, of.recall.in_words, _score(of.f1)) for tone in Tone for of in (result.of(tone),)
    ]
    table(("tone", "precision (95 %)", "recall (95 %)", "F1"), scores)
    click.echo(f"right {result.right.in_words}, macro-F1 {_score(result.macro_f1)}")
    if wrong:
        worst = islice(
            sorted(wrong, key=lambda one: abs(one.negative - (one.meant is Tone.NEGATIVE)), reverse=True), SHOWN
        )
        shown = [(one.line, one.meant, one.said, f"{one.negative:.2f}", one.text) for one in worst]
        table(("line", "meant", "called", "negative", "text"), shown, title=f"{len(wrong)} wrong, the surest first")


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
