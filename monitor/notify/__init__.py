"""The channels a message can leave by: one module per kind.

Ours stand in _BUILT_IN, those of third parties are named by the entry point group `monitor.notifiers`. Two modules
that claim one kind, or one that cannot be imported, stop the start by name: a channel that is silently another one,
or silently absent, would cost alerts.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import cast

from monitor.errors import ConfigError, Problem
from monitor.notifier import NotifierModule
from monitor.notify import email, webhook

GROUP = "monitor.notifiers"
# A module satisfies the protocol, but mypy compares `Options` invariantly there.
_BUILT_IN = (cast("NotifierModule", webhook), cast("NotifierModule", email))


@cache
def notifiers() -> Mapping[str, NotifierModule]:
    """kind → module. Raises ConfigError."""
    return MappingProxyType(registry(entry_points(group=GROUP)))


def registry(points: Iterable[EntryPoint]) -> dict[str, NotifierModule]:
    """Ours and those behind the entry points, by kind. Raises ConfigError."""
    found = {module.kind: module for module in _BUILT_IN}
    for point in points:
        module = _load(point)
        if found.setdefault(module.kind, module) is not module:
            raise _problem(point, f'the kind "{module.kind}" is taken by {_name(found[module.kind])}')
    return found


def _load(point: EntryPoint) -> NotifierModule:
    try:
        module = point.load()
    except (ImportError, AttributeError) as e:
        raise _problem(point, f"cannot be loaded: {e}") from e
    missing = [
        name for name in ("kind", "Options", "limit", "schedule", "create", "recipients") if not hasattr(module, name)
    ]
    if missing:
        raise _problem(point, f"is no notifier: it has no {', '.join(missing)}")
    return cast("NotifierModule", module)


def _problem(point: EntryPoint, text: str) -> ConfigError:
    return ConfigError([Problem(f"entry point {GROUP} {point.name} = {point.value}", text)])


def _name(module: NotifierModule) -> str:
    return str(getattr(module, "__name__", module))
