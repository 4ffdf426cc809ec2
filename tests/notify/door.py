"""A small readable door for tests: httpx without guard or pool, and a clock that stands still."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from monitor.errors import BadAnswer, TooSlow, Unreachable
from monitor.notifier import Answer, Outgoing

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
REPLY_LIMIT = 64 * 1024


@dataclass
class Door:
    clock: datetime = NOON
    patience: float = 0.5
    """Seconds for one POST, in place of the request's own."""
    sent: list[Outgoing] = field(default_factory=list)

    def now(self) -> datetime:
        return self.clock

    async def post(self, request: Outgoing) -> Answer:
        self.sent.append(request)
        try:
            async with asyncio.timeout(self.patience), httpx.AsyncClient(trust_env=False) as client:
                return await _post(client, request)
        except TimeoutError as e:
            raise TooSlow(f"{request.url}: no answer in {self.patience} s") from e
        except httpx.ConnectError as e:
            raise Unreachable(f"{request.url}: refused") from e
        except httpx.TransportError as e:
            raise BadAnswer(f"POST {request.url} failed: {type(e).__name__}") from e


async def _post(client: httpx.AsyncClient, request: Outgoing) -> Answer:
    headers = dict(request.headers)
    async with client.stream("POST", request.url, headers=headers, content=request.body) as response:
        body = b""
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) >= REPLY_LIMIT:
                break
        return Answer(response.status_code, dict(response.headers.items()), body[:REPLY_LIMIT])
