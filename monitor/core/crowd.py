"""Who is under way at which host, and who waits for a place there: first come, first served.

A host answers one request at a time, so a few places for each are enough; without a limit, 600 sources of a host that
hangs would fill every place of the daemon. Who waits keeps its place in the line: put off by some seconds instead,
sources that are polled each second took every place again, and of 30 on one host ten waited for 11 s.
"""

from collections import Counter, deque

PER_HOST = 20


class Crowd:
    def __init__(self) -> None:
        self._inside: Counter[str] = Counter()
        self._lines: dict[str, deque[str]] = {}

    def enter(self, host: str, name: str, *, called: bool = False) -> bool:
        """False: no place, or others wait there already; then `name` waits too, until it is `called`."""
        if self._inside[host] >= PER_HOST or (host in self._lines and not called):
            self._lines.setdefault(host, deque()).append(name)
            return False
        self._inside[host] += 1
        return True

    def leave(self, host: str) -> bool:
        """True: somebody waits for this place."""
        self._inside[host] -= 1
        if not self._inside[host]:
            del self._inside[host]
        return host in self._lines

    def called(self, most: int) -> list[str]:
        """Those there is a place for now, out of their lines and in no place yet: they `enter` next."""
        names: list[str] = []
        for host, line in list(self._lines.items()):
            room = max(min(PER_HOST - self._inside[host], most - len(names)), 0)
            names += [line.popleft() for _ in range(min(room, len(line)))]
            if not line:
                del self._lines[host]
        return names
