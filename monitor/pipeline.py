"""ONE PASS, from bytes to alert. Read this first.

    claimed source
     → plan       a new round? whose baseline? may validators be sent?             core.polling, pure
     → request    what to ask for                                                  connector, pure
     → fetch      the only wait                                                    network
     → 304, or the body of last time?  → reschedule, done
     → read       page: new or changed entries, cursor, outcome                    reader process
     → identify   which are new, which are edits                                   core.identity, core.recognised
     → understand match, language, tone, topics, story marks                       reader process, in batches
     → reconsider tone of brands that have another judge                           judges
     → COMMIT     stories, mentions, alerts, cursor, validators, health, next poll one transaction, core.findings

One page is one pass is one commit. A crash anywhere before COMMIT repeats the pass; after it nothing is lost, and a
repeat is harmless because keys are unique in the database. What goes wrong on the way is an error of this one
source: it is named, stored with the source, and the source is tried again later.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from monitor.core.calibration import Shift
from monitor.core.findings import Circumstances, Finding, Judged, ReadPage, Settled, Watched
from monitor.core.identity import Keys, Known, identify
from monitor.core.lessons import Lesson
from monitor.core.polling import (
    Pace,
    Plan,
    SourceState,
    Target,
    answered,
    failed,
    finished,
    harvested,
    plan,
    rescheduled,
    turned,
    unchanged,
)
from monitor.core.recognised import recognised
from monitor.core.route import Subscription
from monitor.errors import BadStatus, Blocked, Changed, FetchError, ReadError, Unreadable
from monitor.halving import Answer, answers
from monitor.judges import Judge, counted, reconsidered
from monitor.model import Item, MentionType
from monitor.readers import Limits
from monitor.settings import SourceSettings
from monitor.source import Connector, Fetched, NotModified, Outcome, Request, Source, Validators

BASELINE_PAGES = 50
ENTRY_MARKS = (b"<item", b"<entry", b'"id"', b"Review")
UNDERSTAND = Limits(cpu=10.0)


class Network(Protocol):
    async def fetch(self, request: Request, validators: Validators) -> Fetched | NotModified:
        """Raises FetchError."""
        ...


class Readers(Protocol):
    async def run(self, function: str, *args: Any, limits: Limits) -> Any:
        """Raises ReadError."""
        ...


class Memory(Protocol):
    async def recognise(self, source: str, keys: Sequence[Keys]) -> list[Known]: ...
    async def present(self, item_ids: Sequence[str]) -> Mapping[str, tuple[Item | None, int]]: ...
    async def commit(
        self,
        state: SourceState,
        findings: Sequence[Finding],
        around: Circumstances,
        recipients: Mapping[str, Sequence[tuple[str, str]]],
    ) -> Settled:
        """Raises StoreError; then nothing of it is stored."""
        ...

    async def shifts(self, kind: str) -> Mapping[MentionType, Shift]: ...
    async def learnt(self, brands: Sequence[str]) -> Mapping[str, Lesson]:
        """What triage taught of those that it taught something of."""
        ...

    async def rest(self, state: SourceState) -> None:
        """The poll brought nothing to store but itself."""
        ...

    async def keep(self, source: str, at: datetime, why: str, body: bytes) -> None:
        """Puts aside what could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything of the outside that a pass touches."""

    network: Network
    readers: Readers
    memory: Memory
    now: Callable[[], datetime]
    chance: Callable[[], float]
    new_id: Callable[[str], str]
    latest: Callable[["Job"], "Job"] = lambda job: job
    """The job as the configuration wants it now: a pass may wait minutes for its host's turn, and whoever subscribed
    meanwhile must hear of what it brings.
    """
    desk: AbstractAsyncContextManager[Any] = field(default_factory=nullcontext)
    """Room for pages that were read and not committed. Without a bound 500 pages that change at once were all read
    before the first was judged: the first alert came when the last was ready, and 20,000 items lay in memory.
    """


@dataclass(frozen=True, slots=True)
class Job:
    """One configured source, ready to be read."""

    settings: SourceSettings
    connector: Connector
    options: Any
    watched: Watched
    target: Target
    pace: Pace
    host: str
    """`name:port` that its first request goes to."""
    subscriptions: tuple[Subscription, ...]
    recipients: Mapping[str, Sequence[tuple[str, str]]]
    """Subscription → the (notifier, recipient) pairs that are owed its alerts."""
    judges: Mapping[str, Judge] = field(default_factory=dict)
    """Brand → who judges its tone instead of the local model."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a pass did, for the log, the metrics and the command line."""

    source: str
    outcome: str
    """items, empty, unchanged, paused, or the name of the error"""
    why: str = ""
    new: int = 0
    edited: int = 0
    mentions: int = 0
    alerts: int = 0
    skipped: int = 0
    puzzles: tuple[str, ...] = ()
    """Items that could not be understood, and why: stored, and asked about again later."""
    judged: tuple[tuple[str, str | None, int], ...] = ()
    """(judge, why it gave no verdict, mentions) of the other judges that were asked."""
    over: int = 0
    """Entries beyond what one page may bring."""
    more: bool = False
    """The round has a next page: the source is due again at once."""

    @property
    def ok(self) -> bool:
        return self.outcome in ("items", "empty", "unchanged", "paused")

    def plus(self, page: "Report") -> "Report":
        """This round with one more page."""
        return replace(
            page,
            new=self.new + page.new,
            edited=self.edited + page.edited,
            mentions=self.mentions + page.mentions,
            alerts=self.alerts + page.alerts,
            skipped=self.skipped + page.skipped,
            puzzles=self.puzzles + page.puzzles,
            judged=self.judged + page.judged,
            over=self.over + page.over,
        )


async def one_pass(job: Job, state: SourceState, tools: Tools) -> Report:
    """Reads one page of the source. Raises only what is not the source's fault (StoreError)."""
    todo = plan(state, job.target, tools.now())
    try:
        return await _pass(job, todo, tools)
    except (FetchError, ReadError) as error:
        return await _note_failure(todo.state, error, tools, job)


async def record_defect(state: SourceState, error: BaseException, tools: Tools) -> Report:
    """An error of ours in the middle of a pass: recorded on this one source, which is tried again later."""
    return await _note_failure(state, ReadError(f"{type(error).__name__}: {error}"), tools)


async def _pass(job: Job, todo: Plan, tools: Tools) -> Report:
    source = _source(job, todo.state)
    wanted = job.connector.request(source)
    request = _believed(wanted, todo.state)
    todo = replace(todo, conditional=todo.conditional and request.conditional)
    validators = Validators(todo.state.etag, todo.state.last_modified) if todo.conditional else Validators()
    answer = await tools.network.fetch(request, validators)
    arrived = answered(todo.state, answer, tools.now(), asked=wanted.url, conditional=bool(validators))
    if isinstance(answer, NotModified) or (todo.conditional and arrived.body_hash == todo.state.body_hash):
        return await _rest(job, arrived, tools)
    async with tools.desk:
        read = await _read(source, answer, tools)
        findings = await _findings(job, todo, read, tools)
        return await _commit(job, todo, arrived, read, findings, tools)


async def _read(source: Source, answer: Fetched, tools: Tools) -> ReadPage:
    body = answer.response.body
    limits = Limits.for_entries(sum(body.count(mark) for mark in ENTRY_MARKS))
    try:
        read: ReadPage = await tools.readers.run("monitor.understand:read_page", source, answer.response, limits=limits)
        if read.page.outcome is Outcome.BLOCKED:
            raise Blocked(read.page.why)
        if read.page.outcome is Outcome.CHANGED:
            raise Changed(read.page.why)
    except ReadError as error:
        await tools.memory.keep(source.name, tools.now(), f"{error.name}: {error}", body)
        raise
    return read


async def _findings(job: Job, todo: Plan, read: ReadPage, tools: Tools) -> tuple[Finding, ...]:
    items = read.page.items
    known = await tools.memory.recognise(job.settings.name, read.keys) if todo.state.seen and items else []
    identified = identify(read.keys, read.listed, known, todo.state.recent_new)
    present = await tools.memory.present([hit.known.id for hit in identified.hits]) if identified.hits else {}
    findings = recognised(read, identified, present, tools.new_id)
    asked = [finding for finding in findings if not finding.buried and (finding.new or finding.before or todo.baseline)]
    answers = await understood(job, [finding.item for finding in asked], tools)
    judged = dict(zip((finding.item_id for finding in asked), answers, strict=True))
    return tuple(
        _answered(finding, judged.get(finding.item_id, ()))
        for finding in findings
        if not finding.new or judged[finding.item_id]
    )


def _answered(finding: Finding, answer: Answer) -> Finding:
    return replace(finding, puzzle=answer) if isinstance(answer, str) else replace(finding, judged=answer)


async def understood(job: Job, items: Sequence[Item], tools: Tools) -> list[Answer]:
    """One answer per item, in order. Raises ReadError when no reader lives."""
    source = job.settings
    if not items:
        return []
    shifts = await tools.memory.shifts(source.kind)
    learnt = await tools.memory.learnt([brand for brand, _ in job.watched.brands])
    watched = job.watched.taught(learnt)

    async def ask(some: Sequence[Item]) -> list[tuple[Judged, ...]]:
        arguments = (watched, source.name, tuple(some), shifts)
        return list(await tools.readers.run("monitor.understand:judge", *arguments, limits=UNDERSTAND))

    return await reconsidered(tools.latest(job).judges, items, await answers(items, ask))


async def _commit(
    job: Job, todo: Plan, state: SourceState, read: ReadPage, findings: tuple[Finding, ...], tools: Tools
) -> Report:
    now, page, latest = tools.now(), read.page, tools.latest(job)
    new = sum(finding.new for finding in findings)
    edited = sum(finding.before is not None for finding in findings)
    state = harvested(state, read, now, new=new, edited=edited, baseline=bool(todo.baseline))
    limit = BASELINE_PAGES if todo.baseline else job.settings.max_pages
    if more := page.next is not None and state.round_page + 1 < limit:
        state = turned(state, now)
    else:
        state = rescheduled(finished(state, job.target), latest.pace, now, tools.chance())
    weight = latest.settings.weight
    around = Circumstances(state.name, state.kind, now, todo.baseline, latest.subscriptions, tools.new_id, weight)
    settled = await tools.memory.commit(state, findings, around, latest.recipients)
    return Report(
        state.name,
        page.outcome.value,
        page.why,
        new=new,
        edited=edited,
        mentions=len(settled.mentions),
        alerts=len(settled.alerts),
        skipped=page.skipped,
        puzzles=tuple(
            f"{finding.item.url or finding.item.native_id}: {finding.puzzle}"
            for finding in findings
            if finding.puzzle is not None
        ),
        judged=counted(findings),
        over=page.over,
        more=more,
    )


async def _rest(job: Job, state: SourceState, tools: Tools) -> Report:
    await tools.memory.rest(rescheduled(unchanged(state), tools.latest(job).pace, tools.now(), tools.chance()))
    return Report(state.name, "unchanged")


async def _note_failure(
    state: SourceState, error: FetchError | ReadError, tools: Tools, job: Job | None = None
) -> Report:
    """A connector that has a second way to its page (`failed`) takes it at once."""
    after, more = failed(state, error, tools.now(), tools.chance()), False
    retry = getattr(job.connector, "failed", None) if job else None
    if job and retry and of_this_page(error):
        cursor, more = retry(_source(job, state))
        after = replace(after, cursor=cursor)
        after = replace(after, next_poll_at=tools.now(), round_page=state.round_page) if more else after
    await tools.memory.rest(after)
    return Report(state.name, error.name, str(error), more=more)


def of_this_page(error: FetchError | ReadError) -> bool:
    """Whether a connector's second way may be taken: what holds for the whole host, and a block, are obeyed, not walked
    around.
    """
    if isinstance(error, BadStatus):
        return error.retry_after is None and error.status not in (401, 403, 429)
    return isinstance(error, (Changed, Unreadable))


def _source(job: Job, state: SourceState) -> Source:
    settings = job.settings
    return Source(
        settings.name,
        settings.kind,
        job.options,
        state.cursor,
        state.round_page,
        settings.language,
        settings.timezone,
        settings.date_order,
    )


def _believed(request: Request, state: SourceState) -> Request:
    """A permanent redirect that held long enough is followed without asking the old address."""
    move = state.move
    return replace(request, url=move.to) if move and move.believed and move.at == request.url else request
