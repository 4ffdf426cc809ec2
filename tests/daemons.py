"""The real daemon against a local web: servers on free ports, stopped by the test that started them."""

import asyncio
import contextlib
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from standardwebhooks import Webhook

from tools.demolib.loopback import Asked, Loopback, Reply
from tools.demolib.service import SECRET_NAME, Service, free_port, new_secret

PATIENCE = 40.0
"""Seconds that a condition may take to come true on a busy machine; the tests do not wait longer than it takes."""


@dataclass
class Town:
    """Pages by path, and a webhook receiver that checks every signature."""

    secret: str
    pages: dict[str, Callable[[], Reply] | bytes] = field(default_factory=dict)
    hook: Callable[[], Reply] = lambda: Reply(204)
    messages: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """(webhook-id, payload) of everything that came, accepted or not."""
    asked: list[str] = field(default_factory=list)
    origin: str = ""
    hanging: set[str] = field(default_factory=set)
    """Paths that never answer."""

    async def answer(self, asked: Asked) -> Reply:
        if asked.path == "/hook":
            Webhook(self.secret).verify(asked.body, dict(asked.headers))
            self.messages.append((asked.headers["webhook-id"], orjson.loads(asked.body)))
            return self.hook()
        self.asked.append(asked.path)
        if asked.path in self.hanging:
            await asyncio.Event().wait()
        page = self.pages.get(asked.path)
        if page is None:
            return Reply(404)
        return Reply(200, page) if isinstance(page, bytes) else page()

    @property
    def told(self) -> list[str]:
        return [mention["title"] for _, message in self.messages for mention in message["data"]["mentions"]]


@dataclass
class Running:
    """A daemon, its configuration and its town."""

    town: Town
    service: Service
    config: Path
    web: str

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of the daemon's own page; 0 while nobody listens."""
        return await asyncio.to_thread(_get, self.web + path, dict(headers or {}))

    async def ready(self) -> dict[str, Any]:
        _, body = await self.get("/readyz")
        return orjson.loads(body) if body else {}

    async def until_read(self, *paths: str) -> None:
        """Each page was asked for twice since now: what it shows now is committed."""
        before = {path: self.town.asked.count(path) for path in paths}
        await until(lambda: all(self.town.asked.count(path) >= before[path] + 2 for path in paths))

    async def start(self) -> None:
        await self.service.start()
        while (await self.get("/healthz"))[0] != 200:
            assert self.service.running, self.service.log.read_text()
            await asyncio.sleep(0.05)


@asynccontextmanager
async def a_daemon(
    folder: Path, sources: Mapping[str, str], *, more: str = "", when: str = "priority >= 0", start: bool = True
) -> AsyncIterator[Running]:
    """`sources`: name → path on the town's server, or a whole address."""
    town = Town(new_secret())
    async with Loopback(town.answer) as server:
        town.origin = server.origin
        web = f"127.0.0.1:{free_port()}"
        config = folder / "config.toml"
        config.write_text(configuration(town, sources, web, more=more, when=when))
        service = Service(config, town.secret, folder / "log")
        running = Running(town, service, config, f"http://{web}")
        try:
            if start:
                await running.start()
            yield running
        finally:
            with contextlib.suppress(ProcessLookupError):
                await service.stop()


def configuration(
    town: Town, sources: Mapping[str, str], web: str, *, more: str = "", when: str = "priority >= 0"
) -> str:
    parts = [
        '[monitor]\ndatabase = "sqlite:///monitor.db"',
        '[network]\nallow = ["127.0.0.0/8"]\npace = "0s"',
        f'[web]\nlisten = "{web}"',
        '[[brands]]\nname = "Acme"',
        *(
            f'[[sources]]\nname = "{name}"\nkind = "feed"\nbrand = "Acme"\nevery = "1s"\n'
            f"url = {orjson.dumps(place if '//' in place else town.origin + place).decode()}"
            for name, place in sources.items()
        ),
        f'[[notifiers]]\nname = "crm"\nkind = "webhook"\nurl = "{town.origin}/hook"\nsecret = "env:{SECRET_NAME}"',
        f'[[subscriptions]]\nname = "care"\nnotifier = "crm"\nwhen = \'{when}\'',
        more,
    ]
    return "\n\n".join(parts) + "\n"


async def until(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Returns as soon as `holds()`; fails when it does not in time."""
    async with asyncio.timeout(patience):
        while not holds():
            await asyncio.sleep(0.02)


def _get(url: str, headers: dict[str, str]) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""
