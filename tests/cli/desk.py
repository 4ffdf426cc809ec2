"""A folder with a configuration and a filled database, and `monitor` run in it: in this process, or as its own."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson
from click.testing import CliRunner

from monitor import cli
from monitor.store import Store
from tests.stores import a_store

T = TypeVar("T")
CONFIG = """
[monitor]
database = "sqlite:///monitor.db"
timezone = "Europe/Berlin"
[network]
allow = ["127.0.0.0/8"]
pace = "0s"
[[brands]]
name = "Acme"
[[sources]]
name = "blog"
kind = "feed"
url = "https://blog.test/feed"
[[sources]]
name = "news"
kind = "feed"
url = "https://news.test/feed"
every = "10m"
[[notifiers]]
name = "crm"
kind = "webhook"
url = "https://crm.test/hook"
secret = "env:CRM_SECRET"
[[subscriptions]]
name = "care"
notifier = "crm"
"""


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Each line of the output, read as JSON."""
        return [orjson.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> Any:
        (only,) = self.lines
        return only


@dataclass(frozen=True, slots=True)
class Desk:
    folder: Path

    def run(self, *words: str, given: bytes = b"") -> Said:
        """In this process."""
        done = CliRunner().invoke(
            cli.cli, ["--config", str(self.folder / "config.toml"), *words], input=given, prog_name="monitor"
        )
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    def fill(self, work: Callable[[Store], Awaitable[T]]) -> T:
        with a_store(self.folder) as store:

            async def inside() -> T:
                return await work(store)

            return asyncio.run(inside())


def a_desk(folder: Path) -> Desk:
    (folder / "config.toml").write_text(CONFIG)
    return Desk(folder)


def monitor(*words: str, folder: Path, given: bytes = b"", environ: dict[str, str] | None = None) -> Said:
    """As its own process, in `folder`."""
    inherited = {key: value for key, value in os.environ.items() if key != "MONITOR_CONFIG"}
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *words],
        cwd=folder,
        env=inherited | (environ or {}),
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


async def monitor_beside(*words: str, folder: Path, environ: dict[str, str] | None = None) -> Said:
    """The same while the servers of this test go on answering."""
    return await asyncio.to_thread(monitor, *words, folder=folder, environ=environ)
