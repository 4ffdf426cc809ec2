"""Modules by their kind: ours, and those that a package of somebody else brings by an entry point.

Connectors and notifiers are found the same way. Two modules that claim one kind, or one that cannot be imported, stop
the start by name: a source that is silently another one, or a channel that is silently absent, would cost alerts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Generic, Protocol, TypeVar, cast

from monitor.errors import ConfigError, Problem


class Kinded(Protocol):
    kind: str


M = TypeVar("M", bound=Kinded)


@dataclass(frozen=True, slots=True)
class Extensions(Generic[M]):
    """One sort of module. `names` is what such a module must have, `group` where third parties announce theirs."""

    noun: str
    group: str
    names: tuple[str, ...]
    built_in: tuple[M, ...]

    def by_kind(self, points: Iterable[EntryPoint]) -> dict[str, M]:
        """Ours and those behind the entry points. Raises ConfigError."""
        found = {module.kind: module for module in self.built_in}
        for point in points:
            module = self._load(point)
            if found.setdefault(module.kind, module) is not module:
                taken = getattr(found[module.kind], "__name__", found[module.kind])
                raise self._problem(point, f'the kind "{module.kind}" is taken by {taken}')
        return found

    def _load(self, point: EntryPoint) -> M:
        try:
            module = point.load()
        except (ImportError, AttributeError) as e:
            raise self._problem(point, f"cannot be loaded: {e}") from e
        missing = [name for name in self.names if not hasattr(module, name)]
        if missing:
            raise self._problem(point, f"is no {self.noun}: it has no {', '.join(missing)}")
        return cast("M", module)

    def _problem(self, point: EntryPoint, text: str) -> ConfigError:
        return ConfigError([Problem(f"entry point {self.group} {point.name} = {point.value}", text)])
