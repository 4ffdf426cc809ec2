"""`tools/bench`: every figure of docs/performance.md from one run, as ratios, for machines differ and are shared.

texts    matched, judged and understood per second, in this process, beside a bare scan and VADER
commands cold load, unchanged, one new entry each: a naive loop and `monitor poll --all`, as whole processes, in
         turns; the unchanged case against a bare httpx loop too
stories  what a mention costs with 10,000 and with --stories (1,000,000) stories stored
daemon   ready; the same cases once more in the long-lived process; unchanged bodies that come with 200; how long
         a new entry takes from sent to told; memory at its peak and idle
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchlib import meter, ours, stories, texts
from benchlib.server import origin
from monitor.core.scoring import COMPILED

TOLD_WITHIN = 15.0
"""Seconds after which a new entry that was not told counts as not told."""
IDLE_AFTER = 25.0
Figures = dict[str, Any]


class Feeds:
    """The server process and its commands."""

    def __init__(self, many: int, entries: int) -> None:
        command = [sys.executable, "-m", "benchlib.server", str(many), str(entries)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )
        started = self._answer()
        self.generation = 0
        self.bytes = started["bytes"]
        self.urls = [f"http://{origin(number)}:{started['port']}/{number}" for number in range(many)]
        self.hook = f"http://127.0.0.1:{started['port']}/hook"

    def tell(self, command: str) -> Any:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        return self._answer()

    def turn(self) -> None:
        self.generation = self.tell("turn")["generation"]

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


def main() -> int:
    wanted = _arguments()
    meter.adopt_orphans()
    _say(f"{wanted.feeds} feeds × {wanted.entries} entries, tone {'compiled' if COMPILED else 'in Python'}")
    feeds = Feeds(wanted.feeds, wanted.entries)
    figures: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "feeds": wanted.feeds,
        "entries": wanted.entries,
        "bytes": feeds.bytes,
        "cores": os.cpu_count(),
        "tone": "compiled" if COMPILED else "in Python",
        "texts per CPU second": texts.speeds(),
    }
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            _say(f"{wanted.stories:,} stories")
            figures["stories"] = stories.growth(Path(folder), wanted.stories)
            figures["commands"] = _commands(Path(folder), feeds, wanted.rounds)
            figures["daemon"] = _daemon(Path(folder), feeds, wanted.rounds)
    finally:
        feeds.close()
    _show(figures)
    if wanted.json:
        Path(wanted.json).write_text(json.dumps(figures, indent=2, default=str) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=1, help="how often the unchanged and changed cases are run")
    parser.add_argument("--stories", type=int, default=1_000_000, help="how many are stored where many are")
    parser.add_argument("--json", metavar="FILE", help="write every figure there")
    return parser.parse_args()


# whole processes


def _commands(folder: Path, feeds: Feeds, rounds: int) -> Figures:
    config = ours.write_config(folder / "poll", feeds.urls, feeds.hook)
    database = str(folder / "naive.db")

    def naive() -> meter.Cost:
        return _peer("naive", database, feeds)

    def poll() -> meter.Cost:
        return ours.poll(config)

    figures: Figures = {"monitor --help": _median(rounds + 2, lambda: _help().wall)}
    _say("cold load")
    figures["cold"] = {"naive": _case(naive), "monitor": _case(poll)}
    figures["mentions"] = ours.mentions(config)
    _say("unchanged")
    figures["unchanged"] = _turns(
        rounds, naive=naive, bare=lambda: _peer("bare", str(feeds.generation), feeds), monitor=poll
    )
    _say("one new entry each")
    feeds.turn()
    figures["changed"] = {"naive": _case(naive), "monitor": _case(poll)}
    return figures


def _peer(how: str, what: str, feeds: Feeds) -> meter.Cost:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    return meter.run([sys.executable, "-m", "benchlib.peers", how, what, *feeds.urls], env=environment)


def _help() -> meter.Cost:
    return meter.run([*ours.MONITOR, "--help"])


def _turns(rounds: int, **cases: Callable[[], meter.Cost]) -> Figures:
    """Each in turn, so that a busy neighbour meets all of them; the medians."""
    costs: dict[str, list[meter.Cost]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            costs[name].append(case())
    return {name: _middle(several) for name, several in costs.items()}


def _case(case: Callable[[], meter.Cost]) -> Figures:
    return _middle([case()])


def _middle(costs: list[meter.Cost]) -> Figures:
    return {
        "cpu": statistics.median(cost.cpu for cost in costs),
        "wall": statistics.median(cost.wall for cost in costs),
    }


def _median(times: int, measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(times))


# the daemon


def _daemon(folder: Path, feeds: Feeds, rounds: int) -> Figures:
    many = len(feeds.urls)
    config = ours.write_config(folder / "run", feeds.urls, feeds.hook)
    figures: Figures = {}
    _say("daemon: cold load")
    since = datetime.now(UTC)
    with ours.Daemon(config) as daemon:
        figures["ready, new database"] = daemon.ready_after
        with meter.Peak(daemon.pid) as peak:
            wall = daemon.polled(many, since)
        figures["cold"] = {"cpu": meter.cpu_of(daemon.pid), "wall": wall}
        figures["peak, cold load"] = peak.most
        figures["mentions per second"] = ours.mentions(config) / wall
    with ours.Daemon(config) as daemon:
        figures["ready"] = daemon.ready_after
        figures |= _living(daemon, feeds, rounds)
    return figures


def _living(daemon: ours.Daemon, feeds: Feeds, rounds: int) -> Figures:
    many = len(feeds.urls)
    figures: Figures = {}
    _say("daemon: unchanged")
    daemon.poll_all(many)  # the first time imports and compiles what later ones find
    costs, bare = [], []
    for _ in range(rounds + 2):
        costs.append(_counted(daemon, feeds))
        bare.append(json.loads(_peer("bare", str(feeds.generation), feeds).output))
    figures["304"] = _middle(costs)
    figures["bare loop"] = {name: statistics.median(one[name] for one in bare) for name in ("cpu", "wall")}
    feeds.tell("plain on")
    figures["unchanged 200"] = _middle([_counted(daemon, feeds) for _ in range(rounds + 2)])
    feeds.tell("plain off")
    _say("daemon: one new entry each")
    changed, told = [], []
    with meter.Peak(daemon.pid) as peak:
        for _ in range(rounds + 1):
            feeds.turn()
            changed.append(_counted(daemon, feeds))
            told.append(_told(feeds))
    figures["changed"] = _middle(changed)
    figures["told"] = told[-1]
    figures["peak, changed"] = peak.most
    _say("daemon: idle")
    time.sleep(IDLE_AFTER)
    before = meter.cpu_of(daemon.pid)
    time.sleep(IDLE_AFTER)
    figures["idle CPU share"] = (meter.cpu_of(daemon.pid) - before) / IDLE_AFTER
    figures["idle"] = meter.pss_of(daemon.pid)
    return figures


def _counted(daemon: ours.Daemon, feeds: Feeds) -> meter.Cost:
    feeds.tell("counts")
    cost = daemon.poll_all(len(feeds.urls))
    counts = feeds.tell("counts")
    if (asked := counts.get("304", 0) + counts.get("200", 0)) != len(feeds.urls):
        raise SystemExit(f"{asked} requests for {len(feeds.urls)} feeds")
    return cost


def _told(feeds: Feeds) -> Figures:
    """Seconds from an entry's body sent to the webhook that told it."""
    deadline = time.monotonic() + TOLD_WITHIN
    while True:
        answer = feeds.tell("latencies")
        waited = answer["seconds"]
        if len(waited) >= len(feeds.urls) or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    at = statistics.quantiles(waited, n=100) if len(waited) > 1 else [0.0] * 99
    return {"of": len(feeds.urls), "told": len(waited), "p50": at[49], "p99": at[98]}


# the table


def _show(figures: Figures) -> None:
    commands, daemon, many = figures["commands"], figures["daemon"], figures["feeds"]
    print(f"\n{many} feeds × {figures['entries']} entries, {figures['bytes']:,} bytes each, {figures['at']}\n")
    print("| whole process, CPU s (wall s) | naive loop | bare httpx | monitor poll --all | monitor : naive |")
    print("|---|---|---|---|---|")
    for name, title in (("cold", "cold load"), ("unchanged", "unchanged, 304"), ("changed", "one new entry each")):
        case = commands[name]
        ratio = case["monitor"]["cpu"] / case["naive"]["cpu"]
        print(f"| {title} | {_cost(case['naive'])} | {_cost(case.get('bare'))} | {_cost(case['monitor'])} "
              f"| {ratio:.2f} |")  # fmt: skip
    print("\n| in the daemon | CPU s (wall s) | CPU ms each | to compare |")
    print("|---|---|---|---|")
    loop = daemon["bare loop"]
    beside = {
        "304": f"{daemon['304']['cpu'] / loop['cpu']:.2f} × bare httpx loop ({loop['cpu'] / many * 1000:.2f} ms)",
        "changed": f"{daemon['changed']['cpu'] / commands['changed']['naive']['cpu']:.2f} × naive loop",
        "cold": f"{daemon['cold']['cpu'] / commands['cold']['naive']['cpu']:.2f} × naive loop, "
        f"{daemon['mentions per second']:.0f} mentions/s",
    }
    for name in ("304", "unchanged 200", "changed", "cold"):
        each = daemon[name]["cpu"] / many * 1000
        print(f"| {name} | {_cost(daemon[name])} | {each:.2f} | {beside.get(name, '')} |")
    told = daemon["told"]
    print(f"\ntold after it was fetched: p50 {told['p50']:.2f} s, p99 {told['p99']:.2f} s "
          f"({told['told']} of {told['of']})")  # fmt: skip
    print(f"start: monitor --help {commands['monitor --help']:.2f} s, daemon ready {daemon['ready']:.2f} s, "
          f"with a new database {daemon['ready, new database']:.2f} s")  # fmt: skip
    for name in ("idle", "peak, changed", "peak, cold load"):
        parts = ", ".join(f"{part} {size:.0f}" for part, size in daemon[name].items())
        print(f"PSS {name}: {sum(daemon[name].values()):.0f} MiB ({parts})")
    print(f"idle CPU: {daemon['idle CPU share']:.1%} of a core")
    speeds = figures["texts per CPU second"]
    for name, speed in speeds.items():
        print(f"texts {name}: {speed:,.0f}/s")
    for name, ratio in texts.ratios(speeds).items():
        print(f"texts {name}: {ratio:.2f}")
    if not texts.vader():
        print("VADER beside it: not measured, vaderSentiment is not installed")
    *sizes, ratio = figures["stories"].items()
    print(f"commit per mention: {', '.join(f'{cost:.0f} µs with {name}' for name, cost in sizes)}; {ratio[1]:.2f} ×")


def _cost(cost: Figures | None) -> str:
    return f"{cost['cpu']:.2f} ({cost['wall']:.1f})" if cost else "–"


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)
