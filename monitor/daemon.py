"""The daemon: starts everything, keeps it going, stops it within ten seconds.

    1. take the lock, open the store, bring its schema up to date      (cli.run, before any thread)
    2. free what a dead process held: leases, attempts cut off
    3. poll: each second, or when a round has a next page, claim what is due and read it
    4. deliver: each second, or when a commit made alerts
    5. reload on SIGHUP or when the file changes; a bad file keeps the old settings and is shown
    6. SIGTERM: claim nothing more, let what is under way end, stop

The clockwork (APScheduler, UTC, intervals only: security.md F9) sets events; the loops do the work.
"""

import asyncio
import contextlib
import random
import signal
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from watchfiles import awatch

from monitor.core.crowd import Crowd
from monitor.core.polling import SourceState
from monitor.core.render import stamp
from monitor.core.scoring import COMPILED
from monitor.core.standing import Shut
from monitor.delivery import Delivery, Sent
from monitor.ending import Ending
from monitor.engine import Engine, utc_now
from monitor.errors import MonitorError, StoreError
from monitor.memory import give_back
from monitor.metrics import Metrics
from monitor.pipeline import Report
from monitor.settings import Settings
from monitor.store import judge_rows, notifier_rows, outbox_rows, puzzle_rows, retention, source_rows, story_rows
from monitor.web.app import Server, app
from monitor.web.pages import Standing, add_pages

AT_ONCE = 500
"""Sources under way; the client lets 200 of them fetch at the same moment, the others wait for their host's turn."""
DRAIN = 5.0
"""Seconds that work under way has after SIGTERM."""
GIVE_BACK = 10
"""Seconds between looks whether memory can be given back."""
REST_AFTER = timedelta(seconds=10)
"""Without a page to read, until the readers are sent home."""
PAUSE = 5.0
"""Seconds without claiming after the store refused (a full disk)."""
STALE = timedelta(seconds=15)
"""A loop that did not turn for so long is not ready."""


class Daemon:
    def __init__(self, engine: Engine, load: Callable[[], Settings], ending: Ending) -> None:
        """`load` reads the configuration again; raises ConfigError. `ending` listens already."""
        self._engine = engine
        self._ending = ending
        self._load = load
        self._log = structlog.get_logger()
        self._metrics = Metrics()
        self._due = asyncio.Event()
        self._told = asyncio.Event()
        self._stop = asyncio.Event()
        self._passes: dict[str, asyncio.Task[None]] = {}
        self._crowd = Crowd()
        self._reloading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._unreleased: set[str] = set()
        self._turned: dict[str, datetime] = {}
        self._read_at = utc_now()
        self._config_error: list[str] = []
        self._store_error: str | None = None
        self._delivery = Delivery(engine.outbox(), now=utc_now, chance=random.random, note=self._note_sent)
        self._delivery.channels = engine.plant.channels

    async def run(self) -> None:
        """Until the end is wanted. Raises what a loop died of."""
        leases, attempts = self._engine.take_over()
        settings = self._engine.plant.settings
        loop = asyncio.get_running_loop()
        self._ending.hear(lambda: loop.call_soon_threadsafe(self._stop.set))
        loop.add_signal_handler(signal.SIGHUP, self._reload_soon)
        application = app(settings.web, self._ready, self._metrics.registry)
        add_pages(application, self._engine.store, self._standing, self._engine.key, utc_now)
        server = Server(application, settings.web)
        clock = self._clockwork()
        clock.start()
        for owner, text in self._engine.plant.unreadable_secrets():
            self._log.error("secret-missing", of=owner, text=text)
        self._log.info(
            "started",
            page=settings.web.public_url,
            database=str(self._engine.store.path),
            sources=len(self._engine.plant.jobs),
            boot=self._engine.boot,
            leases=leases,
            cut_off=attempts,
            tone="compiled" if COMPILED else "in Python",
        )
        try:
            await self._until_stopped([self._poll(), self._deliver(), self._watch(), server.run_here()])
        finally:
            clock.shutdown(wait=False)
            server.should_exit = True
            await self._drain()
            self._ending.hear(None)
            self._log.info("stopped")

    async def _until_stopped(self, loops: list[Coroutine[Any, Any, None]]) -> None:
        tasks = [asyncio.create_task(one) for one in loops]
        stop = asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait([*tasks, stop], return_when=asyncio.FIRST_COMPLETED)
        self._stop.set()
        self._due.set()
        self._told.set()
        for task in [*tasks, stop]:
            if task not in done:
                task.cancel()
        await asyncio.gather(*tasks, stop, return_exceptions=True)
        for task in done - {stop}:
            task.result()

    def _clockwork(self) -> AsyncIOScheduler:
        rules: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        clock = AsyncIOScheduler(timezone="UTC", job_defaults=rules)
        clock.add_job(self._tick, "interval", seconds=1)
        clock.add_job(self._tidy, "interval", seconds=GIVE_BACK)
        clock.add_job(self._hourly, "interval", hours=1, next_run_time=utc_now() + timedelta(minutes=1))
        return clock

    async def _tick(self) -> None:
        self._due.set()
        self._told.set()

    async def _tidy(self) -> None:
        if not self._passes and utc_now() - self._read_at > REST_AFTER:
            self._engine.rest()
            give_back()

    # polling

    async def _poll(self) -> None:
        while not self._stop.is_set():
            await self._due.wait()
            self._due.clear()
            self._turned["poll"] = utc_now()
            try:
                await self._start_due()
            except StoreError as error:
                await self._store_refused(error)

    async def _start_due(self) -> None:
        for name in list(self._unreleased):
            await self._engine.store.write(source_rows.release, self._engine.boot, name)
            self._unreleased.discard(name)
        await self._start_called()
        free = AT_ONCE - len(self._passes)
        for state in await self._engine.claim(free) if free > 0 else []:
            self._start(state)
        self._store_error = None

    async def _start_called(self) -> None:
        """Those that waited at a host for their turn, as they stand now: one may have been paused meanwhile."""
        called = self._crowd.called(AT_ONCE - len(self._passes))
        if not called:
            return
        try:
            states = await self._engine.store.write(source_rows.take_up, self._engine.boot, called)
        except StoreError:
            self._unreleased.update(called)
            raise
        for state in states:
            self._start(state, called=True)

    def _start(self, state: SourceState, *, called: bool = False) -> None:
        """Or, when its host has enough to do, lets it wait there with its lease."""
        job = self._engine.plant.jobs.get(state.name)
        host = job.host if job else ""
        if self._crowd.enter(host, state.name, called=called):
            self._metrics.lag.observe(max((utc_now() - state.next_poll_at).total_seconds(), 0))
            task = asyncio.create_task(self._pass(state), name=f"poll {state.name}")
            task.add_done_callback(lambda _: self._leave(host))
            self._passes[state.name] = task

    def _leave(self, host: str) -> None:
        if self._crowd.leave(host):
            self._due.set()

    async def _pass(self, state: SourceState) -> None:
        try:
            report = await self._engine.poll(state)
        except StoreError as error:
            self._unreleased.add(state.name)
            await self._store_refused(error)
        except BaseException:  # raised again: cancelled, or a defect; either way the lease must not stay
            self._unreleased.add(state.name)
            raise
        else:
            self._note_pass(report)
        finally:
            del self._passes[state.name]

    async def _store_refused(self, error: StoreError) -> None:
        """A full disk is a pause, not a crash: what is queued stays queued, and goes on when there is room."""
        if self._store_error is None:
            self._log.error("store-refused", text=str(error))
        self._store_error = str(error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), PAUSE)

    def _note_pass(self, report: Report) -> None:
        self._metrics.polls.labels(report.source, report.outcome).inc()
        if report.outcome != "unchanged":
            self._read_at = utc_now()
        if report.ok:
            self._metrics.last_ok.labels(report.source).set_to_current_time()
        if report.new or report.edited:
            self._metrics.items.labels(report.source, "new").inc(report.new)
            self._metrics.items.labels(report.source, "edited").inc(report.edited)
        if report.alerts:
            self._metrics.alerts.labels(report.source).inc(report.alerts)
            self._told.set()
        if report.more or len(self._passes) >= AT_ONCE:
            self._due.set()
        self._note_judges(report)
        if report.puzzles:
            self._log.error("not-understood", source=report.source, items=report.puzzles[:10])
        if not report.ok:
            self._log.warning("poll-failed", source=report.source, outcome=report.outcome, why=report.why)
        elif report.outcome != "unchanged":
            self._log.info("polled", source=report.source, outcome=report.outcome, new=report.new,
                           edited=report.edited, mentions=report.mentions, alerts=report.alerts,
                           skipped=report.skipped)  # fmt: skip

    def _note_judges(self, report: Report) -> None:
        for judge, why, mentions in report.judged:
            self._metrics.judged.labels(judge, "local" if why else "judged").inc(mentions)
            if why:
                self._log.warning("judge-failed", judge=judge, source=report.source, mentions=mentions, why=why)

    # delivery

    async def _deliver(self) -> None:
        while not self._stop.is_set():
            await self._told.wait()
            self._told.clear()
            self._turned["deliver"] = utc_now()
            try:
                await self._delivery.start_ready()
            except StoreError as error:
                await self._store_refused(error)
            except Exception:  # noqa: BLE001 the loop's edge: a defect with one destination must not stop the others
                self._log.exception("delivery-defect")

    def _note_sent(self, sent: Sent) -> None:
        self._metrics.attempts.labels(sent.to.notifier, sent.outcome).inc()
        self._metrics.sending.labels(sent.to.notifier).observe(sent.seconds)
        level = self._log.info if sent.outcome == "accepted" else self._log.warning
        level("sent", notifier=sent.to.notifier, message=sent.message, outcome=sent.outcome, text=sent.text)

    # configuration

    async def _watch(self) -> None:
        """Folders, not files: editors replace a file by another. A folder that a reload names is watched from the
        next start on.
        """
        folders = {file.parent for file in self._engine.plant.settings.files}
        if not folders:
            await self._stop.wait()
            return
        try:
            async for changes in awatch(*folders, recursive=False, stop_event=self._stop, watch_filter=None):
                ours = {file.name for file in self._engine.plant.settings.files}
                if any(Path(changed).name in ours for _, changed in changes):
                    await self._reload()
        except (OSError, RuntimeError) as error:  # no inotify watches left, or the folder went away
            self._log.error("file-watch-ended", text=f"{error}; SIGHUP still reloads")
            await self._stop.wait()

    def _reload_soon(self) -> None:
        task = asyncio.get_running_loop().create_task(self._reload())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload(self) -> None:
        """One at a time, so that of two changes the later file wins."""
        async with self._reloading:
            await self._reload_now()

    async def _reload_now(self) -> None:
        try:
            settings = await asyncio.to_thread(self._load)
            old = await asyncio.to_thread(self._engine.replace, settings)
        except MonitorError as error:
            self._config_error = str(error).splitlines()
            self._metrics.reloads.labels("refused").inc()
            self._log.error("reload-refused", problems=self._config_error)
            return
        self._config_error = []
        self._delivery.channels = self._engine.plant.channels
        self._metrics.reloads.labels("done").inc()
        self._log.info("reloaded", sources=len(self._engine.plant.jobs))
        with contextlib.suppress(StoreError):  # then they are tried when their minute is over
            await self._engine.store.write(outbox_rows.probe, utc_now())
        self._due.set()
        self._told.set()
        if old is not None:
            await asyncio.sleep(PAUSE)
            await old.aclose()

    # the rest

    async def _hourly(self) -> None:
        """Asks again what could not be understood. Forgets what is past retention, a thousand items to a transaction,
        so that passes are not held up.
        """
        solved, alerts = await self._engine.solve_puzzles()
        if solved:
            self._log.info("puzzles-solved", items=solved, alerts=alerts)
            self._told.set()
        before = utc_now() - self._engine.plant.settings.retention
        while buried := await self._engine.store.write(retention.bury, before, utc_now()):
            self._log.info("buried", items=buried)
        while await self._engine.store.write(story_rows.fade, utc_now()):
            pass  # a thousand at a time, as above
        await self._engine.store.write(retention.keep_listed, utc_now())
        await self._engine.store.write(retention.drop_tombstones, utc_now())

    def _standing(self) -> Standing:
        """What the pages say of the daemon itself."""
        secrets = [f"{owner}: {text}" for owner, text in self._engine.plant.unreadable_secrets()]
        errors = [error for error in (self._store_error,) if error]
        return Standing(self._engine.plant.settings, (*self._config_error, *secrets, *errors))

    def _ready(self) -> dict[str, Any]:
        now = utc_now()
        stuck = [name for name in ("poll", "deliver") if now - self._turned.get(name, now) > STALE]
        shut = self._engine.store.read_now(notifier_rows.shut)
        owed = self._engine.store.read_now(outbox_rows.waiting)
        for name in self._delivery.channels:
            self._metrics.owed.labels(name).set(owed.get(name, 0))
        states = self._engine.store.read_now(source_rows.states)
        return {
            "ok": not stuck and self._store_error is None and not shut,
            "failing": [state.name for state in states if state.rhythm.failures],
            "stuck": stuck,
            "store": self._store_error,
            "config": self._config_error,
            "disabled": {name: one.why for name, one in shut.items() if one.shut is Shut.DISABLED},
            "away": {
                name: {
                    "why": one.why,
                    "since": stamp(one.since),
                    "next_probe_at": stamp(one.probe_at),
                    "owed": owed.get(name, 0),
                }
                for name, one in shut.items()
                if one.shut is Shut.AWAY
            },
            "secrets": dict(self._engine.plant.unreadable_secrets()),
            "owed": owed,
            "judges": self._engine.store.read_now(judge_rows.spent_today, now, self._engine.plant.settings.timezone),
            "puzzles": self._engine.store.read_now(puzzle_rows.count),
        }

    async def _drain(self) -> None:
        under_way = list(self._passes.values())
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=DRAIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
        await self._delivery.drain(2.0)
        with contextlib.suppress(StoreError):  # then the next start frees them
            await self._engine.store.write(source_rows.release_all, self._engine.boot)
