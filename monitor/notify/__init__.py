"""The channels a message can leave by: one module per kind.

A new one is added to EXTENSIONS; a package of your own names its modules by the entry point group `monitor.notifiers`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import cast

from monitor.extensions import Extensions
from monitor.notifier import NotifierModule
from monitor.notify import email, webhook

EXTENSIONS = Extensions(
    noun="notifier",
    group="monitor.notifiers",
    names=("kind", "Options", "limit", "schedule", "create", "recipients"),
    # A module satisfies the protocol, but mypy compares `Options` invariantly there.
    built_in=(cast("NotifierModule", webhook), cast("NotifierModule", email)),
)


@cache
def notifiers() -> Mapping[str, NotifierModule]:
    """kind → module. Raises ConfigError."""
    return MappingProxyType(EXTENSIONS.by_kind(entry_points(group=EXTENSIONS.group)))
