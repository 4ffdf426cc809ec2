"""The places to look: one module per site or protocol.

How to add one. Copy the nearest neighbour, make it smaller, and give it the names of `monitor.source.Connector`:
`kind`, `Options`, the facts (`hosts`, `min_interval`, `default_every`, `terms`, `evidence`), `request(source)` and
`read(source, response)`. Both are pure: a target becomes a Request, bytes become a Page. Put recorded bytes and what
they should give into tests/fixtures/KIND/, add the module to _BUILT_IN, and you are done. A package of your own names
its modules by the entry point group `monitor.sources` instead.

Two modules that claim one kind, or one that cannot be imported, stop the start by name: a source that is silently
another one, or silently absent, would cost mentions.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import cast

from monitor.errors import ConfigError, Problem
from monitor.source import Connector
from sources import apple_app_store, feed, hackernews, review_page

GROUP = "monitor.sources"
NAMES = ("kind", "Options", "hosts", "min_interval", "default_every", "terms", "evidence", "request", "read")
# A module satisfies the protocol, but mypy compares `Options` invariantly there.
_BUILT_IN = (
    cast("Connector", apple_app_store),
    cast("Connector", feed),
    cast("Connector", hackernews),
    cast("Connector", review_page),
)


@cache
def connectors() -> Mapping[str, Connector]:
    """kind → module. Raises ConfigError."""
    return MappingProxyType(registry(entry_points(group=GROUP)))


def connector(kind: str) -> Connector:
    """Raises KeyError."""
    return connectors()[kind]


def registry(points: Iterable[EntryPoint]) -> dict[str, Connector]:
    """Ours and those behind the entry points, by kind. Raises ConfigError."""
    found = {module.kind: module for module in _BUILT_IN}
    for point in points:
        module = _load(point)
        if found.setdefault(module.kind, module) is not module:
            raise _problem(point, f'the kind "{module.kind}" is taken')
    return found


def _load(point: EntryPoint) -> Connector:
    try:
        module = point.load()
    except (ImportError, AttributeError) as e:
        raise _problem(point, f"cannot be loaded: {e}") from e
    missing = [name for name in NAMES if not hasattr(module, name)]
    if missing:
        raise _problem(point, f"is no connector: it has no {', '.join(missing)}")
    return cast("Connector", module)


def _problem(point: EntryPoint, text: str) -> ConfigError:
    return ConfigError([Problem(f"entry point {GROUP} {point.name} = {point.value}", text)])
