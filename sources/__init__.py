"""The places to look: one module per site or protocol.

How to add one. Copy the nearest neighbour, make it smaller, and give it the names of `monitor.source.Connector`:
`kind`, `Options`, the facts (`hosts`, `min_interval`, `default_every`, `terms`, `evidence`), `request(source)` and
`read(source, response)`. Both are pure: a target becomes a Request, bytes become a Page. Put recorded bytes and what
they should give into tests/fixtures/KIND/, add the module to EXTENSIONS, and you are done. A package of your own names
its modules by the entry point group `monitor.sources` instead.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import cast

from monitor.extensions import Extensions
from monitor.source import Connector
from sources import apple_app_store, feed, hackernews, review_page

EXTENSIONS = Extensions(
    noun="connector",
    group="monitor.sources",
    names=("kind", "Options", "hosts", "min_interval", "default_every", "terms", "evidence", "request", "read"),
    # A module satisfies the protocol, but mypy compares `Options` invariantly there.
    built_in=(
        cast("Connector", apple_app_store),
        cast("Connector", feed),
        cast("Connector", hackernews),
        cast("Connector", review_page),
    ),
)


@cache
def connectors() -> Mapping[str, Connector]:
    """kind → module. Raises ConfigError."""
    return MappingProxyType(EXTENSIONS.by_kind(entry_points(group=EXTENSIONS.group)))


def connector(kind: str) -> Connector:
    """Raises KeyError."""
    return connectors()[kind]
