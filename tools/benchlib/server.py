"""The other side, a process of its own: 500 origins that serve feeds, and the webhook that mentions go to.

    stdin   turn        every feed has one new entry from now on
            plain on    validators are ignored: the same body comes again with 200 (off: 304)
            counts      → {"304": n, "200": n, "posts": n}, and starts counting anew
            latencies   → {"asked": n, "seconds": [from body sent to webhook called, one per feed]}
    stdout  one line of JSON per command; the first says which port it got

Each origin is an address of its own (127.1.0.1, 127.1.0.2, …), for the program asks one host one thing at a time.
HTTP is read just well enough for the three clients that ask here, so that the server's CPU stays out of the way.
"""

import asyncio
import json
import sys
import time
from collections import Counter

from benchlib import feeds

HOOK = "127.0.0.1"


def origin(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


class Town:
    def __init__(self, many: int, entries: int) -> None:
        self.many = many
        self.entries = entries
        self.generation = 0
        self.plain = False
        self.counts: Counter[str] = Counter()
        self.sent: dict[str, float] = {}
        self.told: dict[str, float] = {}
        self.bodies: list[bytes] = []
        self._render()

    def command(self, line: str) -> object:
        match line.split():
            case ["turn"]:
                self.generation += 1
                self.sent, self.told = {}, {}
                self._render()
            case ["plain", switch]:
                self.plain = switch == "on"
            case ["counts"]:
                counts, self.counts = self.counts, Counter()
                return counts
            case ["latencies"]:
                waited = [self.told[name] - self.sent[name] for name in self.told if name in self.sent]
                return {"asked": len(self.sent), "seconds": sorted(waited)}
        return {"generation": self.generation, "bytes": len(self.bodies[0])}

    def get(self, path: str, etag: str) -> bytes:
        number = int(path.rpartition("/")[2])
        mine = f'"{number}-{self.generation}"'
        head = f'ETag: {mine}\r\nContent-Type: application/rss+xml; charset="utf-8"\r\n'
        if etag == mine and not self.plain:
            self.counts["304"] += 1
            return f"HTTP/1.1 304 Not Modified\r\n{head}\r\n".encode()
        self.counts["200"] += 1
        self.sent.setdefault(f"feed-{number}", time.monotonic())
        body = self.bodies[number]
        return f"HTTP/1.1 200 OK\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def post(self, body: bytes) -> bytes:
        self.counts["posts"] += 1
        now = time.monotonic()
        for mention in json.loads(body)["data"]["mentions"]:
            self.told.setdefault(mention["source"]["name"], now)
        return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    def _render(self) -> None:
        self.bodies = [feeds.feed(number, self.generation, self.entries) for number in range(self.many)]


class Connection(asyncio.Protocol):
    def __init__(self, town: Town) -> None:
        self._town = town
        self._seen = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while b"\r\n\r\n" in self._seen:
            head, _, rest = self._seen.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(headers.get("content-length", 0))
            if len(rest) < length:
                return
            self._seen = rest[length:]
            method, path, _ = first.split()
            town = self._town
            answer = town.post(rest[:length]) if method == "POST" else town.get(path, headers.get("if-none-match", ""))
            self._transport.write(answer)
            if headers.get("connection", "").lower() == "close":
                self._transport.close()


async def serve(many: int, entries: int) -> None:
    town = Town(many, entries)
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: Connection(town), HOOK, 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    rest = [await loop.create_server(lambda: Connection(town), origin(number), port) for number in range(many)]
    print(json.dumps({"port": port, "bytes": len(town.bodies[0])}), flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode():
        print(json.dumps(town.command(line)), flush=True)
    for one in [first, *rest]:
        one.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
