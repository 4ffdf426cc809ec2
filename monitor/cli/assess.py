"""`monitor assess`: how a text speaks of a brand, judged here and now: no configuration, no network, no database.

--lines   JSON in, JSON out, line by line and in order; whatever arrived together is answered together, so that a
          program may wait for each answer, and a file is not slowed down by it
"""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import IO, Any

import click
import orjson

from monitor.cli._assess_line import BadLine, Question, question, sense_of, toward
from monitor.cli._common import json_option, print_json
from monitor.core.experience import experience
from monitor.core.held import why_held
from monitor.core.render import reasons_json, topics_json
from monitor.core.text import TEXT_LIMIT, clean
from monitor.errors import QueryError
from monitor.model import Item, Judgement, MentionType, Tone
from monitor.understand import assess

LINE_LIMIT = 1024 * 1024
"""Bytes; a text is judged by its first 20,000 characters."""
CHUNK = 256 * 1024
COLOURS = {Tone.NEGATIVE: "red", Tone.NEUTRAL: "yellow", Tone.POSITIVE: "green"}


@click.command()
@click.argument("text", required=False)
@click.option("--lines", is_flag=True, help="Read one JSON object a line, write one a line.")
@click.option("--brand", metavar="NAME|QUERY", help="The brand it is toward; with --lines, where a line names none.")
@click.option("--context", metavar="WORD", multiple=True, help="Speaks for the brand; may be given again.")
@click.option("--against", metavar="WORD", multiple=True, help="Speaks against it; may be given again.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    text: str | None,
    lines: bool,
    brand: str | None,
    context: tuple[str, ...],
    against: tuple[str, ...],
    as_json: bool,
) -> None:
    """Judge TEXT, or what stands on standard input."""
    about, sense = _about(brand), sense_of(context, against)
    if sense and not brand:
        raise click.UsageError("--context and --against weigh whether a brand is meant: name it by --brand")
    if lines:
        if text is not None:
            raise click.UsageError("--lines reads standard input; leave TEXT out")
        if sense:
            raise click.UsageError("with --lines each line says its own `context` and `against`")
        if not _answer_lines(about):
            ctx.exit(1)
        return
    said = clean(_standard_input() if text is None else text, TEXT_LIMIT)
    if not said:
        raise click.UsageError("there is no text to judge")
    asked = Question(Item(None, None, "", said, MentionType.POST), about, sense)
    judgement, language = assess(asked.item, asked.brand, asked.sense)
    if as_json:
        print_json(_json(asked, judgement, language))
    else:
        _print(said, judgement, language)


def _about(brand: str | None) -> tuple[str, str] | None:
    try:
        return toward(brand) if brand is not None else None
    except (BadLine, QueryError) as e:
        raise click.UsageError(f"--brand: {e}") from e


def _standard_input() -> str:
    return sys.stdin.buffer.read(8 * TEXT_LIMIT).decode(errors="replace")


def _answer_lines(about: tuple[str, str] | None) -> bool:
    """Whether every line was good."""
    all_good = True
    out = sys.stdout.buffer
    for some in _lines(sys.stdin.buffer):
        for line in some:
            answer, good = _answer(line, about)
            all_good = all_good and good
            out.write(answer)
        out.flush()
    return all_good


def _answer(line: bytes | None, about: tuple[str, str] | None) -> tuple[bytes, bool]:
    if line is None:
        return _written({"error": f"a line of more than {LINE_LIMIT:,} bytes"}), False
    try:
        asked = question(line, about)
    except BadLine as e:
        return _written({"error": str(e)}), False
    judgement, language = assess(asked.item, asked.brand, asked.sense)
    return _written(_json(asked, judgement, language)), True


def _written(answer: dict[str, Any]) -> bytes:
    return orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE)


def _lines(stream: IO[bytes]) -> Iterator[list[bytes | None]]:
    """The lines that arrived together; None for one past LINE_LIMIT, of which no more than that is held."""
    begun: bytes | None = b""
    while data := stream.read1(CHUNK):  # type: ignore[attr-defined]  # a BufferedReader or BytesIO: both have it
        *ends, rest = data.split(b"\n")
        ended: list[bytes | None] = []
        for end in ends:
            ended.append(_joined(begun, end))
            begun = b""
        begun = _joined(begun, rest)
        if ended:
            yield ended
    if begun != b"":
        yield [begun]


def _joined(begun: bytes | None, more: bytes) -> bytes | None:
    return None if begun is None or len(begun) + len(more) > LINE_LIMIT else begun + more


def _json(asked: Question, judgement: Judgement, language: str | None) -> dict[str, Any]:
    said = asdict(judgement.probabilities)
    about = [{"brand": asked.brand[0], "tone": judgement.tone, "probabilities": said}] if asked.brand else []
    return {
        "tone": judgement.tone,
        "probabilities": said,
        "confidence": judgement.confidence,
        "language": language,
        "experience": experience(judgement.tone, None, None, datetime.now(UTC)),
        "topics": topics_json(judgement.topics),
        "reasons": reasons_json(judgement.reasons),
        "about": about,
        "relevance": judgement.relevance,
        "relevance_reasons": reasons_json(judgement.relevance_reasons),
    }


def _print(text: str, judgement: Judgement, language: str | None) -> None:
    shares = ", ".join(f"{tone} {value:.0%}" for tone, value in asdict(judgement.probabilities).items())
    click.secho(judgement.tone, fg=COLOURS[judgement.tone], bold=True, nl=False)
    click.echo(f"  ({shares}; language {language or 'unknown'})")
    click.echo(_marked(_safe(text), [_safe(reason.text) for reason in judgement.reasons]))
    for reason in judgement.reasons:
        click.echo(f"- {_safe(reason.text)}: {_safe(reason.why)}")
    for topic in judgement.topics:
        click.echo(f"# {topic.name}, {topic.tone}: {_safe(', '.join(topic.words))}")
    if judgement.relevance is not None:
        click.echo(f"relevance {judgement.relevance:.2f}" + ("" if why_held(judgement) is None else ": would be held"))
        for reason in judgement.relevance_reasons:
            click.echo(f"~ {_safe(reason.why)}")


def _marked(text: str, words: list[str]) -> str:
    """The first place of each word, where it does not lie in an earlier one."""
    places: list[tuple[int, int]] = []
    for word in words:
        start = text.find(word)
        end = start + len(word)
        if start >= 0 and word and all(end <= first or start >= last for first, last in places):
            places.append((start, end))
    for start, end in sorted(places, reverse=True):
        text = text[:start] + click.style(text[start:end], bold=True, underline=True) + text[end:]
    return text


def _safe(text: str) -> str:
    """What came from outside cannot drive the terminal."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
