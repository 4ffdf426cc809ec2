"""The two loops that we are compared with, each a process of its own.

naive  one feed after the other: urllib → feedparser → one INSERT per entry (sqlite3), ETags kept
bare   httpx alone, tuned, with our number of requests in flight: asks for what is unchanged, twice, and reports
       the CPU seconds of the second time
"""

import asyncio
import json
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing

IN_FLIGHT = 200
"""As the program's own client."""


def naive(database: str, urls: list[str]) -> dict[str, float]:
    import feedparser  # noqa: PLC0415 - the bare loop must not pay for it

    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT)")
        connection.execute("CREATE TABLE IF NOT EXISTS entries (id TEXT PRIMARY KEY, url TEXT, title TEXT, body TEXT)")
        etags = dict(connection.execute("SELECT url, etag FROM feeds"))
        for url in urls:
            request = urllib.request.Request(url, headers={"If-None-Match": etags.get(url, "")})
            try:
                with urllib.request.urlopen(request) as response:
                    body, etag = response.read(), response.headers["ETag"]
            except urllib.error.HTTPError as error:
                if error.code != 304:
                    raise
                continue
            for one in feedparser.parse(body).entries:
                row = (one.id, one.link, one.title, one.summary)
                connection.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?)", row)
            connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?)", (url, etag))
            connection.commit()
    return {}


async def bare(generation: str, urls: list[str]) -> dict[str, float]:
    import httpx  # noqa: PLC0415 - the naive loop must not pay for it

    places = asyncio.Semaphore(IN_FLIGHT)
    limits = httpx.Limits(max_connections=IN_FLIGHT + 50, max_keepalive_connections=20)

    async with httpx.AsyncClient(limits=limits, timeout=30, trust_env=False) as client:

        async def ask(number: int, url: str) -> None:
            async with places:
                answer = await client.get(url, headers={"If-None-Match": f'"{number}-{generation}"'})
                assert answer.status_code == 304, answer.status_code

        for _ in range(2):
            started, cpu = time.monotonic(), time.process_time()
            await asyncio.gather(*(ask(number, url) for number, url in enumerate(urls)))
            figures = {"wall": time.monotonic() - started, "cpu": time.process_time() - cpu}
    return figures


if __name__ == "__main__":
    how, what, *addresses = sys.argv[1:]
    print(json.dumps(naive(what, addresses) if how == "naive" else asyncio.run(bare(what, addresses))))
