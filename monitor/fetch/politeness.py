"""Decides when a host may be asked: one request at a time, a pace between the starts, and a pause when it asks for one.

    turn(host) → paused? → wait for the request before → wait for the pace → paused meanwhile? → the request

A host is `name:port`. A paused host is not waited for: its request ends at once with HostPaused, so that it holds no
place that another host could use. Times are those of the event loop: monotonic, so a clock that jumps pauses nobody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from monitor.errors import HostPaused
from monitor.settings import NetworkSettings

CRAWL_DELAY_LIMIT = 60.0
"""Seconds. Longer delays in robots.txt would stop a source that polls each few minutes."""
_KEPT_HOSTS = 1024


@dataclass(slots=True)
class _Host:
    pace: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    next_start: float = 0.0
    paused_until: float = 0.0
    crawl_delay: float = 0.0

    def idle(self, now: float) -> bool:
        """Nothing is remembered of it that would matter."""
        return not (self.waiting or self.crawl_delay) and max(self.next_start, self.paused_until) <= now


class Hosts:
    def __init__(self, network: NetworkSettings) -> None:
        self._pace = network.pace.total_seconds()
        self._paces = {host.lower(): pace.total_seconds() for host, pace in (network.hosts or {}).items()}
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Enters when it is this request's turn at `host` (name:port), first come first served. Raises HostPaused."""
        state = self._state(host)
        _raise_if_paused(host, state)
        state.waiting += 1
        try:
            async with state.lock:
                await _wait_for_pace(state)
                _raise_if_paused(host, state)
                state.next_start = _now() + max(state.pace, state.crawl_delay)
                yield
        finally:
            state.waiting -= 1

    def pause(self, host: str, seconds: float) -> None:
        state = self._state(host)
        state.paused_until = max(state.paused_until, _now() + seconds)

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """What robots.txt asks for, up to 60 s; zero takes it back."""
        self._state(host).crawl_delay = min(crawl_delay, CRAWL_DELAY_LIMIT)

    def _state(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            if len(self._hosts) >= _KEPT_HOSTS:
                self._forget_idle()
            name = host.rpartition(":")[0].strip("[]")
            state = self._hosts[host] = _Host(self._paces.get(host, self._paces.get(name, self._pace)))
        return state

    def _forget_idle(self) -> None:
        now = _now()
        self._hosts = {host: state for host, state in self._hosts.items() if not state.idle(now)}


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _wait_for_pace(state: _Host) -> None:
    wait = state.next_start - _now()
    if wait > 0:
        await asyncio.sleep(wait)


def _raise_if_paused(host: str, state: _Host) -> None:
    left = state.paused_until - _now()
    if left > 0:
        raise HostPaused(f"{host} asked for a pause; {left:.0f} s are left", retry_after=left)
