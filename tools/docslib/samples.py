"""What the code makes of one example: a message as a webhook and as a mail, the retries, the metrics."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby

import orjson
from prometheus_client.metrics import MetricWrapperBase

from monitor.config.values import written
from monitor.core.findings import weighed
from monitor.core.letter import letter, plain
from monitor.core.render import payloads, told_json
from monitor.core.schedule import JITTER, MAIL_JITTER, next_attempt
from monitor.metrics import Metrics
from monitor.model import Author, Item, Judgement, Mention, MentionType, Probabilities, Rating, Reason, Tone
from monitor.notifier import Audience, Schedule
from monitor.notify import webhook
from tools.docslib.marked import code, fenced, table

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MENTION = Mention(
    id="men_01",
    brand="Acme",
    source="app-store",
    source_kind="apple_app_store",
    item=Item(
        native_id="12345678901",
        url="https://itunes.apple.com/us/review?id=284882215&type=Purple%20Software",
        title="Crashes since the update",
        text="I cannot pay any more and nobody answers. I want my money back.",
        type=MentionType.REVIEW,
        author=Author("Ann"),
        rating=Rating(1, 5),
        published_at=NOON - timedelta(minutes=7),
    ),
    judgement=Judgement(
        Tone.NEGATIVE,
        Probabilities(0.97, 0.02, 0.01),
        0.97,
        (Reason("1 of 5", "the rating"), Reason("I want my money back", "negative words")),
    ),
    language="en",
    seen_at=NOON,
    priority=0.0,
    story_id="sty_01",
)


def payload() -> str:
    return fenced(orjson.dumps(orjson.loads(_told()), option=orjson.OPT_INDENT_2).decode(), "json")


def mail() -> str:
    told = letter(_told(), "care-team", Audience("en", "Europe/Berlin"))
    return fenced(f"Subject: {told.subject}\n\n{plain(told)}", "text")


def _told() -> bytes:
    told = told_json(weighed(MENTION, 1.0, NOON), "alr_01", ["tone is negative (0.97)"], NOON)
    (part,) = payloads(
        "mentions", "care-team", [told], NOON, webhook.limit, new_id=lambda _: "msg_01",
        link=lambda name: f"https://monitor.acme.example/messages/{name}.signature",
    )  # fmt: skip
    return part.body


def retries(schedule: Schedule) -> str:
    """Without chance. Three equal waits and more are one row."""
    rows, first = [], 1
    for wait, same in groupby(_waits(schedule)):
        count = len(list(same))
        last = first + count - 1
        rows += [(f"{first} to {last}", f"each {_said(wait)}")] if count > 2 else [
            (str(number), _said(wait)) for number in range(first, last + 1)
        ]  # fmt: skip
        first = last + 1
    spread = f"±{JITTER:.0%}" if schedule is Schedule.WEBHOOK else f"up to {MAIL_JITTER:.0%} more, never less"
    whole = sum(_waits(schedule), timedelta())
    return (
        f"{table(('attempt', 'after the one before'), rows)}\n\n"
        f"In all {whole.total_seconds() / 3600:.1f} hours. Each wait by chance {spread}."
    )


def _waits(schedule: Schedule) -> Iterator[timedelta]:
    """Until it is a dead letter."""
    chance = 0.5 if schedule is Schedule.WEBHOOK else 0.0
    at: datetime | None = NOON
    attempts = 0
    yield timedelta()
    while at is not None:
        attempts, before = attempts + 1, at
        at = next_attempt(schedule, attempts, before, since=NOON, retry_after=None, chance=chance)
        if at is not None:
            yield at - before


def _said(wait: timedelta) -> str:
    return written(wait) if wait else "at once"


def metrics() -> str:
    own = [one for one in vars(Metrics()).values() if isinstance(one, MetricWrapperBase)]
    rows = []
    for metric in own:
        (family,) = metric.describe()
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = metric._labelnames  # noqa: SLF001 the library has no other way to ask
        rows.append((code(name), family.type, ", ".join(map(code, labels)), family.documentation))
    return table(("metric", "type", "labels", "meaning"), rows)
