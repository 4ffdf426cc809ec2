"""A reader process dies for one call only, whatever the call does, and never outlives the main process."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from monitor.errors import BadStatus, ConfigError, MonitorError, QueryError, ReaderDied, ReadError, Unreadable
from monitor.readers import MIB, READ, Limits, Readers

ROOT = Path(__file__).parents[1]
LITTLE_CPU = Limits(cpu=0.3, wall=60.0)
LITTLE_TIME = Limits(cpu=30.0, wall=0.5)


@pytest_asyncio.fixture
async def readers() -> AsyncIterator[Readers]:
    readers = Readers(workers=2)
    yield readers
    await readers.aclose()


def task(name: str) -> str:
    return f"tests.reader_tasks:{name}"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # gone before the open, or between open and read
        return False
    return state not in "ZX"


async def test_a_function_given_by_name_runs_in_another_process(readers: Readers) -> None:
    assert await readers.run(task("pid")) != os.getpid()
    assert await readers.run(task("echo"), 1, b"x", {"a": (None, "ü")}) == (1, b"x", {"a": (None, "ü")})


async def test_readers_at_rest_are_sent_home_and_others_come_when_called(readers: Readers) -> None:
    first = await readers.run("os:getpid", limits=READ)
    readers.rest()
    await until(lambda: not alive(first))
    assert await readers.run("os:getpid", limits=READ) != first


async def test_five_mebibytes_travel_both_ways(readers: Readers) -> None:
    body = os.urandom(5 * MIB)
    assert await readers.run(task("echo"), body) == (body,)


async def test_two_run_at_once_and_the_third_waits(readers: Readers) -> None:
    pids = await asyncio.gather(*(readers.run(task("pid")) for _ in range(20)))
    assert len(set(pids)) <= 2
    await asyncio.gather(*(readers.run(task("sleep"), 0.05) for _ in range(6)))


DEADLY: dict[str, tuple[str, tuple[Any, ...], Limits, str, str]] = {
    "CPU is bounded": ("burn_cpu", (30.0,), LITTLE_CPU, "cpu", "used more than 0.3 s of CPU"),
    "CPU is bounded inside C code": ("burn_cpu_in_c", (), LITTLE_CPU, "cpu", "used more than 0.3 s of CPU"),
    "time is bounded": ("sleep", (30.0,), LITTLE_TIME, "wall", "took longer than 0.5 s"),
    "a stopped process is past its time": ("stop_itself", (), LITTLE_TIME, "wall", "took longer than 0.5 s"),
    "memory is bounded": ("allocate", (300 * MIB,), READ, "memory", "needs more than 256 MiB"),
    "a crash in C code": ("segfault", (), READ, "crash", "Segmentation fault"),
    "an exit": ("leave", (3,), READ, "crash", "exit code 3"),
}


@pytest.mark.parametrize("case", DEADLY)
async def test_a_task_past_a_limit_dies_alone_and_the_next_one_is_served(case: str, readers: Readers) -> None:
    name, args, limits, limit, said = DEADLY[case]
    beside = asyncio.create_task(readers.run(task("sleep"), 0.7))
    with pytest.raises(ReaderDied) as caught:
        await readers.run(task(name), *args, limits=limits)
    assert caught.value.limit == limit
    assert f"tests.reader_tasks:{name}" in str(caught.value)
    assert said in str(caught.value)
    async with asyncio.timeout(5):
        assert await readers.run(task("echo"), "next") == ("next",)
    assert await beside == 0.7


async def test_what_fits_the_memory_is_no_error(readers: Readers) -> None:
    assert await readers.run(task("allocate"), 200 * MIB) == 200 * MIB


async def test_a_call_may_have_its_own_memory(readers: Readers) -> None:
    with pytest.raises(ReaderDied, match="needs more than 50 MiB"):
        await readers.run(task("allocate"), 60 * MIB, limits=Limits(memory=50 * MIB))
    assert await readers.run(task("allocate"), 300 * MIB, limits=Limits(memory=400 * MIB)) == 300 * MIB


async def test_cpu_is_counted_for_each_call_anew(readers: Readers) -> None:
    for _ in range(4):
        assert await readers.run(task("burn_cpu"), 0.1, limits=LITTLE_CPU) == 0.1


OURS: dict[str, tuple[type[MonitorError], dict[str, Any]]] = {
    "BadStatus": (BadStatus, {"status": 503, "retry_after": 7.0}),
    "QueryError": (QueryError, {"position": 12}),
    "Unreadable": (Unreadable, {}),
    "ConfigError": (ConfigError, {}),
}


@pytest.mark.parametrize("name", OURS)
async def test_an_error_of_ours_comes_back_as_itself(name: str, readers: Readers) -> None:
    kind, holds = OURS[name]
    with pytest.raises(kind) as caught:
        await readers.run(task("fail_ours"), name)
    assert type(caught.value) is kind
    assert str(caught.value)
    assert holds.items() <= vars(caught.value).items()


FOREIGN: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "another exception": ("fail_foreign", (), "LookupError: no such thing: ключ (reader_tasks.py:"),
    "endless recursion": ("recurse", (), "RecursionError"),
    "a request to exit": ("ask_to_exit", (), "SystemExit: 3"),
    "a result that does not pickle": ("unpicklable", (), "pickle"),
    "an error of ours that does not pickle": ("fail_ours", ("Unpacked",), "cannot travel"),
    "a result that is too large": ("bytes_of", (65 * MIB,), "a result of 68157"),
    "no such function": ("nowhere", (), "AttributeError"),
}


@pytest.mark.parametrize("case", FOREIGN)
async def test_any_other_failure_is_named_and_costs_no_process(case: str, readers: Readers) -> None:
    name, args, said = FOREIGN[case]
    with pytest.raises(ReadError, match=r"tests.reader_tasks:\w+: ") as caught:
        await readers.run(task(name), *args)
    assert type(caught.value) is ReadError
    assert said in str(caught.value)
    assert await readers.run(task("echo"), "next") == ("next",)


async def test_arguments_that_do_not_pickle_are_the_callers_error(readers: Readers) -> None:
    with pytest.raises(AttributeError, match="pickle"):
        await readers.run(task("echo"), lambda: None)
    assert await readers.run(task("echo"), 1) == (1,)


async def test_a_cancelled_call_ends_its_process(readers: Readers, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    call = asyncio.create_task(readers.run(task("sleep_and_write"), 30.0, str(mark)))
    await until(lambda: mark.exists() and mark.read_text() != "")
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    pid = int(mark.read_text())
    await until(lambda: not alive(pid))
    assert await readers.run(task("echo"), 1) == (1,)


async def test_many_cancelled_at_any_moment_lose_nobody_elses_call(readers: Readers) -> None:
    async def hurried(wait: float) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(wait):
                await readers.run(task("sleep"), 30.0)

    hurries = [hurried(n * 0.004) for n in range(20)]
    calls = [readers.run(task("echo"), n) for n in range(20)]
    _, answers = await asyncio.gather(asyncio.gather(*hurries), asyncio.gather(*calls))
    assert answers == [(n,) for n in range(20)]


async def test_a_process_that_died_idle_costs_no_call(readers: Readers) -> None:
    for _ in range(5):
        pid = await readers.run(task("pid"))
        os.kill(pid, signal.SIGKILL)
        assert await readers.run(task("pid")) != pid


async def test_a_process_that_keeps_much_memory_is_replaced(readers: Readers) -> None:
    pid = await readers.run(task("keep"), 40 * MIB)
    assert await readers.run(task("pid")) != pid
    await until(lambda: not alive(pid))


async def test_a_process_that_gave_its_memory_back_stays(readers: Readers) -> None:
    pid = await readers.run(task("pid"))
    assert await readers.run(task("allocate"), 200 * MIB)
    assert len(await readers.run(task("bytes_of"), 40 * MIB)) == 40 * MIB
    assert await readers.run(task("pid")) == pid


async def test_a_process_that_held_many_objects_is_small_again(readers: Readers) -> None:
    before = await readers.run(task("resident"))
    assert await readers.run(task("objects")) == 700_000
    assert await readers.run(task("resident")) < before + 40 * MIB


async def test_a_child_hears_no_signal_of_the_group_and_has_no_stdin(readers: Readers) -> None:
    facts = await readers.run(task("facts"))
    assert facts["stdin"] == os.devnull
    assert facts["sigterm"]
    pid = await readers.run(task("pid"))
    os.kill(facts["parent"], signal.SIGTERM)
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert await readers.run(task("pid")) == pid


async def test_closing_ends_busy_and_idle_processes_within_two_seconds(tmp_path: Path) -> None:
    readers = Readers(workers=2)
    mark = tmp_path / "mark"
    idle = await readers.run(task("pid"))
    calls = [asyncio.create_task(readers.run(task("sleep_and_write"), 30.0, str(mark))) for _ in range(3)]
    await until(lambda: mark.exists() and mark.read_text() != "")
    async with asyncio.timeout(2):
        await readers.aclose()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(answer) for answer in answers] == [ReaderDied] * 3
    assert "closed" in str(answers[0])
    await until(lambda: not alive(idle) and not alive(int(mark.read_text())))
    with pytest.raises(ReaderDied, match="closed"):
        await readers.run(task("pid"))


async def test_closing_what_never_ran_is_nothing() -> None:
    await Readers(workers=1).aclose()


def test_the_limits_grow_with_the_entries_to_ten_seconds() -> None:
    assert (READ.cpu, READ.wall, READ.memory) == (2.0, 20.0, 256 * MIB)
    assert [Limits.for_entries(n).cpu for n in (0, 100, 1600, 10**6)] == [2.0, 2.5, 10.0, 10.0]


def test_what_the_main_process_imports_holds_no_parser() -> None:
    code = "import sys, monitor.readers; print({'numpy','lxml','feedparser','selectolax'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


SCRIPT = """
    import asyncio, sys
    print("main runs", flush=True)
    from monitor.readers import Readers, Limits
    readers = Readers(workers=2)

    async def main():
        pids = await asyncio.gather(readers.run("tests.reader_tasks:facts"), readers.run("tests.reader_tasks:pid"))
        print(pids[0]["parent"], pids[1], flush=True)
        await readers.run("tests.reader_tasks:burn_cpu", 60.0, limits=Limits(cpu=50.0, wall=50.0))

    asyncio.run(main())
"""


def script(folder: Path) -> "subprocess.Popen[str]":
    """A script without a `__main__` guard, as the entry point of an installed program is."""
    path = folder / "program"
    path.write_text(textwrap.dedent(SCRIPT))
    env = os.environ | {"PYTHONPATH": str(ROOT)}  # an installed program knows nothing of the tests
    return subprocess.Popen([sys.executable, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=env)


async def test_no_process_outlives_a_killed_main_and_the_script_runs_once(tmp_path: Path) -> None:
    with script(tmp_path) as main:
        assert main.stdout is not None
        try:
            assert main.stdout.readline() == "main runs\n"
            server, child = (int(pid) for pid in main.stdout.readline().split())
            burning = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
            assert child in burning
        finally:
            main.kill()
        assert main.stdout.read() == ""
    await until(lambda: not any(alive(pid) for pid in (server, *burning)))
