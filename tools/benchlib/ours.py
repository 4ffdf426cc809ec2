"""The real program with a real configuration: `monitor poll --all` as a command, `monitor run` as a daemon.

The daemon polls when the bench makes every source due, by the one column that says so; everything else it does itself.
"""

import base64
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from benchlib import meter
from benchlib.feeds import BRAND

MONITOR = (sys.executable, "-m", "monitor")
SECRET = "BENCH_SECRET"  # the name of the variable, not what it holds
ENVIRONMENT = {**os.environ, SECRET: "whsec_" + base64.b64encode(bytes(32)).decode()}
WITHIN = 120.0
"""Seconds that any one step may take."""


def write_config(folder: Path, urls: Sequence[str], hook: str) -> Path:
    """A brand, the feeds as sources that are due each day, and one subscription that is told all that is new."""
    folder.mkdir()
    parts = [
        '[monitor]\ndatabase = "sqlite:///monitor.db"',
        '[network]\nallow = ["127.0.0.0/8"]\npace = "0s"',
        f'[web]\nlisten = "127.0.0.1:{_free_port()}"',
        f'[[brands]]\nname = "{BRAND}"',
        f'[[notifiers]]\nname = "hook"\nkind = "webhook"\nurl = "{hook}"\nsecret = "env:{SECRET}"',
        f'[[subscriptions]]\nname = "all"\nnotifier = "hook"\nwhen = \'text has "{BRAND}"\'',
    ]
    for number, url in enumerate(urls):
        parts.append(f'[[sources]]\nname = "feed-{number}"\nkind = "feed"\nurl = "{url}"\nevery = "1d"')
    path = folder / "config.toml"
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def poll(config: Path) -> meter.Cost:
    return meter.run([*MONITOR, "--config", str(config), "poll", "--all"], env=ENVIRONMENT, cwd=config.parent)


def mentions(config: Path) -> int:
    with closing(sqlite3.connect(config.parent / "monitor.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM mentions").fetchone()[0])


class Daemon:
    """`monitor run`, from ready to SIGTERM."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._database = config.parent / "monitor.db"
        line = next(line for line in config.read_text().splitlines() if line.startswith("listen"))
        address = line.split('"')[1]
        self._ready_url = f"http://{address}/readyz"
        self._process: subprocess.Popen[bytes]
        self.ready_after = 0.0

    def __enter__(self) -> Self:
        started = time.monotonic()
        with (self._config.parent / "daemon.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*MONITOR, "--config", str(self._config), "run"],
                env=ENVIRONMENT,
                cwd=self._config.parent,
                stderr=log,
                start_new_session=True,
            )
        while not self._ready():
            self._still_there(started)
        self.ready_after = time.monotonic() - started
        return self

    def __exit__(self, *error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def polled(self, many: int, since: datetime) -> float:
        """Waits until `many` sources were read after `since`; the wall seconds from then on."""
        started = time.monotonic()
        mark = int(since.timestamp() * 1_000_000)
        with closing(sqlite3.connect(self._database, timeout=10)) as connection:
            query = "SELECT count(*) FROM sources WHERE polled_at >= ?"
            while connection.execute(query, (mark,)).fetchone()[0] < many:
                self._still_there(started)
        return (datetime.now(UTC) - since).total_seconds()

    def poll_all(self, many: int) -> meter.Cost:
        """Makes every source due and waits until all were read."""
        with closing(sqlite3.connect(self._database, timeout=10)) as connection:
            since = datetime.now(UTC)
            before = meter.cpu_of(self.pid)
            connection.execute("UPDATE sources SET next_poll_at = 0")
            connection.commit()
        wall = self.polled(many, since)
        return meter.Cost(meter.cpu_of(self.pid) - before, wall)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(self._ready_url, timeout=0.5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def _still_there(self, started: float) -> None:
        if self._process.poll() is not None or time.monotonic() - started > WITHIN:
            log = (self._config.parent / "daemon.log").read_text(errors="replace")[-2000:]
            raise SystemExit(f"the daemon ended, or a step took longer than {WITHIN:g} s:\n{log}")
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
