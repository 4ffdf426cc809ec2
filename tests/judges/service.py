"""An OpenAI-compatible service on loopback that keeps what it was asked, and our real client to ask it with."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_network
from typing import Any

import orjson

from monitor.errors import StoreError
from monitor.fetch import Client
from monitor.judges import Text
from monitor.judges.endpoint import Endpoint, Options
from monitor.notifier import Answer, Outgoing
from monitor.secret import SecretRef
from monitor.settings import NetworkSettings
from tests.fakes import NOON
from tools.demolib.loopback import Asked, Loopback, Reply

KEY = "sk-hunter2"
LOOPBACK = NetworkSettings(allow=(ip_network("127.0.0.0/8"),))


def answer(content: Any, status: int = 200, **more: Any) -> Reply:
    """What a chat completion looks like."""
    choices = [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]
    return Reply(status, orjson.dumps({"object": "chat.completion", "choices": choices} | more))


def tone(word: str) -> Reply:
    return answer(orjson.dumps({"tone": word}).decode())


@dataclass
class Service:
    reply: Callable[["Question"], Reply | None] = lambda _: tone("negative")
    """None: it hangs."""
    asked: list["Question"] = field(default_factory=list)
    origin: str = ""

    async def answer(self, asked: Asked) -> Reply:
        question = Question(asked)
        self.asked.append(question)
        reply = self.reply(question)
        if reply is None:
            await asyncio.Event().wait()
            raise AssertionError
        return reply


class Question:
    def __init__(self, asked: Asked) -> None:
        self.path = asked.path
        self.headers = asked.headers
        self.body = orjson.loads(asked.body)
        system, user = self.body["messages"]
        self.system: str = system["content"]
        self.user: str = user["content"]
        self.roles = (system["role"], user["role"])

    @property
    def data(self) -> dict[str, str]:
        """What stands between the delimiters, which stand there once each."""
        before, _, rest = self.user.partition("<feedback>\n")
        inside, _, after = rest.partition("\n</feedback>")
        assert (before, after) == ("", "")
        assert (self.user.count("<"), self.user.count(">")) == (2, 2)
        found: dict[str, str] = orjson.loads(inside)
        return found


class Budget:
    """Unlimited, or what is left."""

    def __init__(self, left: int | None = None, *, broken: bool = False) -> None:
        self.left = left
        self.broken = broken
        self.spent: list[int] = []

    async def spend(self, characters: int) -> str | None:
        if self.broken:
            raise StoreError("/var/lib/monitor.db: database is locked")
        if self.left is not None and len(self.spent) >= self.left:
            return f"today's budget of {self.left} requests is used up"
        self.spent.append(characters)
        return None


class Door:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def post(self, request: Outgoing) -> Answer:
        return await self._client.post(request)

    def now(self) -> datetime:
        return NOON


@asynccontextmanager
async def a_judge(
    service: Service,
    budget: Budget | None = None,
    *,
    patience: float = 20.0,
    network: NetworkSettings = LOOPBACK,
    **how: Any,
) -> AsyncIterator[Endpoint]:
    async with (
        Loopback(service.answer) as server,
        Client(network, version="0", now=lambda: NOON) as client,
    ):
        service.origin = server.origin
        said = {"base_url": f"{server.origin}/v1", "model": "small", "requests_per_day": 100}
        key = SecretRef.parse("env:KEY", {"KEY": KEY})
        options = Options.model_validate(said | {"api_key": key} | how)
        yield Endpoint("lexa", options, Door(client), budget or Budget(), patience)


NEVER = Text("Never came", "The parcel never came")
