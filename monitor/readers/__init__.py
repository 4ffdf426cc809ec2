"""Killable processes that read foreign bytes: a function, given by name, runs under limits and cannot hurt the rest.

    run(name, *args) → a free child → limits on → call → limits off → result | its error | ReaderDied

Parsers hang and crash on small hostile input: 320 kB of `<div>` keep Lexbor busy for 13 s (F7), 32 kB of `<author>`
feedparser for 7 s (F8), and a thread in them cannot be killed. A child can. It dies for one call only; the next
call has another child.

    main ── forkserver (modules preloaded, no threads) ── child, child …

The forkserver is started by the constructor, before event loop, threads, locks and sockets exist. Each child is a
pebble pool of one worker. One pool of many was not taken: there, pebble 5.2 declares the whole pool broken when an
idle worker dies, and can kill or lose the next task while it cancels one; a pool of one is thrown away instead.

A child dies with the main process, ignores the terminal's and the service manager's signals (the main process says
when to stop) and is replaced when a task left it more than 32 MiB larger: two of them keep the whole within 64 MiB.
"""

import asyncio
import pickle
import signal
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from pebble import ProcessExpired, ProcessPool

from monitor.errors import ReaderDied
from monitor.readers.child import MIB, Limits, Reply, Task, become_a_reader, perform
from monitor.readers.process import Context, start_forkserver

__all__ = ["MIB", "READ", "Limits", "Readers"]

READ = Limits()


class Readers:
    def __init__(self, workers: int = 2, preload: Sequence[str] = ()) -> None:
        """Starts the forkserver; `preload` names the modules that all children share. Call it first of all.

        There is one forkserver in a process: what the first Readers preloads holds for all.
        """
        self._context = Context()
        self._context.set_forkserver_preload([__name__, *preload])
        start_forkserver()
        self._free = asyncio.Semaphore(workers)
        self._idle: list[_Child] = []
        self._children: set[_Child] = set()
        self._ends: set[asyncio.Task[None]] = set()
        self._closed = False

    async def run(self, function: str, *args: Any, limits: Limits = READ) -> Any:
        """What `module:function` returns for the arguments; these and the result must pickle.

        Raises ReaderDied when a limit was passed or the process crashed, the function's own error when it is one of
        ours, ReadError that names any other.
        """
        async with self._free:
            task = Task(function, pickle.dumps(args), limits)
            reply = await self._ask(task)
        return reply.open(task)

    async def aclose(self) -> None:
        """Ends every child, busy or not, within 2 s. What still runs fails with ReaderDied."""
        self._closed = True
        for child in tuple(self._children):
            self._dismiss(child)
        if self._ends:
            await asyncio.wait(self._ends, timeout=1.9)

    async def _ask(self, task: Task) -> Reply:
        """That a child died idle shows only here. The task never began, so another child gets it, once."""
        try:
            return await self._ask_a_child(task)
        except BrokenProcessPool:
            pass
        try:
            return await self._ask_a_child(task)
        except BrokenProcessPool as e:
            raise ReaderDied(f"{task.function}: the reader process does not start: {e}", limit="crash") from e

    def rest(self) -> None:
        """Ends the children that have nothing to do: each is 25 MiB, and another is there within 20 ms."""
        while self._idle:
            self._dismiss(self._idle.pop())

    async def _ask_a_child(self, task: Task) -> Reply:
        child = self._child(task)
        reply = None
        try:
            reply = await child.ask(task)
        finally:
            if reply is None or reply.grown or self._closed:
                self._dismiss(child)
            else:
                self._idle.append(child)
        return reply

    def _child(self, task: Task) -> "_Child":
        if self._closed:
            raise _closed(task)
        if self._idle:
            return self._idle.pop()
        child = _Child(self._context)
        self._children.add(child)
        return child

    def _dismiss(self, child: "_Child") -> None:
        """Ends it in the background: pebble's threads look up only every 0.1 s."""
        if child in self._children:
            self._children.remove(child)
            end = asyncio.create_task(child.end())
            self._ends.add(end)
            end.add_done_callback(self._ends.discard)


class _Child:
    """One process behind one pebble pool, asked one thing at a time."""

    def __init__(self, context: Context) -> None:
        self._pool = ProcessPool(max_workers=1, initializer=become_a_reader, context=context)
        self._started = False
        self._ended = False
        self._work: asyncio.Future[Reply] | None = None

    async def ask(self, task: Task) -> Reply:
        """Raises ReaderDied; BrokenProcessPool when the process was dead before it began."""
        self._work = asyncio.wrap_future(await self._schedule(task))
        if self._ended:
            raise _closed(task)
        await asyncio.wait((self._work,), timeout=task.limits.wall)  # our clock: pebble's jumps with the wall's
        if not self._work.done():
            raise ReaderDied(f"{task.function} took longer than {task.limits.wall:g} s", limit="wall")
        if self._work.cancelled():
            raise _closed(task)
        try:
            return self._work.result()
        except ProcessExpired as e:
            raise _died(task, e.exitcode) from e

    async def end(self) -> None:
        self._ended = True
        if self._work is not None:
            self._work.cancel()
        await asyncio.to_thread(self._stop)

    async def _schedule(self, task: Task) -> Future[Reply]:
        if not self._started:
            self._started = True
            return await asyncio.to_thread(self._submit, task)
        return self._submit(task)

    def _submit(self, task: Task) -> Future[Reply]:
        try:
            return self._pool.schedule(perform, (task,))
        except RuntimeError as e:
            raise BrokenProcessPool("the reader process died") from e

    def _stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types some of itself
        self._pool.join()


def _closed(task: Task) -> ReaderDied:
    return ReaderDied(f"{task.function}: the readers are closed", limit="crash")


def _died(task: Task, code: int) -> ReaderDied:
    if code == -signal.SIGPROF:
        return ReaderDied(f"{task.function} used more than {task.limits.cpu:g} s of CPU", limit="cpu")
    how = signal.strsignal(-code) if code < 0 else f"exit code {code}"
    return ReaderDied(f"{task.function}: the reader process crashed ({how})", limit="crash")
