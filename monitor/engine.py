"""The parts of a working monitor, put together once: store, client, readers, and what the configuration wants.

`poll` and `deliver` use it once, the daemon for as long as it lives.
"""

import asyncio
import gc
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import __version__
from monitor.assembly import Plant, assemble
from monitor.core.findings import Circumstances, Finding
from monitor.core.identity import keys_of
from monitor.core.links import message_link
from monitor.core.polling import SourceState
from monitor.errors import ConfigError, MonitorError, Problem, StoreDefect
from monitor.fetch import Client
from monitor.judges import Judge, classifier, endpoint
from monitor.notifier import Answer, NotifierModule, Outgoing
from monitor.pipeline import Report, Tools, one_pass, record_defect, understood
from monitor.readers import Readers
from monitor.settings import JudgeSettings, NetworkSettings, Settings
from monitor.source import Connector
from monitor.store import Store, outbox_rows, puzzle_rows, settings_rows, source_rows
from monitor.store.ids import new_id
from monitor.store.judge_rows import StoredBudget
from monitor.store.key import signing_key
from monitor.store.outbox import StoredOutbox
from monitor.store.passes import Passes

DESK = 16
"""Pages in hand at the same moment: enough to keep two readers and the writer busy."""
PRELOAD = ("monitor.understand", "sources.feed", "dateparser")


def utc_now() -> datetime:
    return datetime.now(UTC)


class ClientDoor:
    """The door that notifiers get: the outbound client of the moment, and the clock."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def post(self, request: Outgoing) -> Answer:
        return await self.client.post(request)

    def now(self) -> datetime:
        return utc_now()


@dataclass(frozen=True, slots=True)
class Modules:
    connectors: Mapping[str, Connector]
    notifiers: Mapping[str, NotifierModule]


class Engine:
    """Holds the daemon lock's rights: only one engine works on a database at a time."""

    def __init__(self, settings: Settings, store: Store, readers: Readers, modules: Modules) -> None:
        self.boot = new_id("boot")
        self.store = store
        self.key = signing_key(store.path)
        self.readers = readers
        self._modules = modules
        self._judges_reader: Readers | None = None
        """A process of its own, which keeps its model from page to page; none where no judge needs it."""
        self.door = ClientDoor(_client(settings.network))
        self.passes = Passes(store, self.boot)
        self.plant = self._assemble(settings)
        self._desk = asyncio.Semaphore(DESK)
        gc.freeze()  # what stands now stays: 300,000 objects need not be looked through again and again

    def outbox(self) -> StoredOutbox:
        return StoredOutbox(self.store, self.boot, self._link)

    def take_over(self) -> tuple[int, int]:
        """Frees what dead processes held: (leases, attempts cut off)."""
        leases = self.store.write_now(source_rows.free_others, self.boot)
        attempts = self.store.write_now(outbox_rows.cut_off, self.boot, utc_now())
        return leases, attempts

    def replace(self, settings: Settings) -> Client | None:
        """Runs with other settings from now on; the client that is no longer used, if the network changed.

        Raises ConfigError for what only a new start can change.
        """
        _refuse_what_needs_a_start(self.plant.settings, settings)
        old = None
        if settings.network != self.plant.settings.network:
            old, self.door.client = self.door.client, _client(settings.network)
        self.plant = self._assemble(settings)
        return old

    async def poll(self, state: SourceState) -> Report:
        """One page of one claimed source. Raises StoreError; then the lease stays with us (`release`)."""
        job = self.plant.jobs.get(state.name)
        if job is None:  # taken out of the configuration since it was claimed
            await self.store.write(source_rows.release, self.boot, state.name)
            return Report(state.name, "paused")
        tools = self._tools(state.name)
        try:
            return await one_pass(job, state, tools)
        except StoreDefect as error:
            return await record_defect(state, error, tools)
        except MonitorError:
            raise
        except Exception as error:  # noqa: BLE001 the loop's edge: a defect of ours costs this source one poll
            return await record_defect(state, error, tools)

    async def solve_puzzles(self, most: int = 100) -> tuple[int, int]:
        """Asks again about items that could not be understood, after an upgrade with better luck: (solved, alerts)."""
        solved = alerts = 0
        for puzzle in await self.store.read(puzzle_rows.open_puzzles, most):
            job = self.plant.jobs.get(puzzle.source)
            if job is None:
                continue
            (answer,) = await understood(job, [puzzle.item], self._tools(puzzle.source))
            if isinstance(answer, str):
                await self.store.write(puzzle_rows.tried, puzzle.item_id, answer)
                continue
            keys = keys_of(puzzle.item)
            finding = Finding(puzzle.item_id, puzzle.item, keys, new=False, judged=answer)
            around = Circumstances(
                puzzle.source,
                job.settings.kind,
                utc_now(),
                puzzle.baseline,
                job.subscriptions,
                new_id,
                job.settings.weight,
            )
            settled = await self.passes.solve(finding, around, job.recipients)
            solved, alerts = solved + 1, alerts + len(settled.alerts)
        return solved, alerts

    async def claim(self, most: int) -> list[SourceState]:
        return await self.store.write(source_rows.claim, self.boot, utc_now(), most)

    def rest(self) -> None:
        """Ends reader processes that have nothing to do."""
        self.readers.rest()
        if self._judges_reader:
            self._judges_reader.rest()

    async def aclose(self) -> None:
        await self.door.client.aclose()
        await self.readers.aclose()
        if self._judges_reader:
            await self._judges_reader.aclose()
        self.store.close()

    def _link(self, message_id: str) -> str:
        return message_link(self.plant.settings.web.public_url, self.key, message_id)

    def _tools(self, source: str) -> Tools:
        return Tools(
            self.door.client,
            self.readers,
            self.passes,
            utc_now,
            random.random,
            new_id,
            latest=lambda job: self.plant.jobs.get(source, job),
            desk=self._desk,
        )

    def _assemble(self, settings: Settings) -> Plant:
        names = [one.name for one in settings.subscriptions]
        kinds = {source.name: source.kind for source in settings.sources}
        since = self.store.write_now(settings_rows.sync, kinds, names, utc_now())
        plant = assemble(
            settings,
            connectors=self._modules.connectors,
            notifiers=self._modules.notifiers,
            judges={one.name: self._judge(one, settings.timezone) for one in settings.judges},
            since=since,
            door=self.door,
        )
        gaps = {name: job.pace.every for name, job in plant.jobs.items()}
        self.store.write_now(source_rows.hasten, gaps, utc_now())
        return plant

    def _judge(self, one: JudgeSettings, timezone: str) -> Judge:
        if one.kind == classifier.kind:
            self._judges_reader = self._judges_reader or Readers(1)
            return classifier.Classifier(one.name, one.options, self._judges_reader)
        budget = StoredBudget(
            self.store,
            one.name,
            timezone,
            utc_now,
            requests=one.options.requests_per_day,
            characters=one.options.characters_per_day,
        )
        return endpoint.Endpoint(one.name, one.options, self.door, budget)


def _refuse_what_needs_a_start(now: Settings, wanted: Settings) -> None:
    changed = {
        "monitor.database": now.database != wanted.database,
        "web": now.web != wanted.web,
    }
    problems = [
        Problem(f"{wanted.path} {name}", "changed while the daemon runs: restart it, or put the old value back")
        for name, is_new in changed.items()
        if is_new
    ]
    if problems:
        raise ConfigError(problems)


def _client(network: NetworkSettings) -> Client:
    return Client(network, version=__version__, now=utc_now)
