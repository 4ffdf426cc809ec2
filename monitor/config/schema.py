"""What config.toml may say, section by section: the keys, their types, their defaults.

pydantic stands here at the border only; `assemble` turns these into the frozen values of `monitor.settings`. The keys
that a connector or notifier adds are its own `Options`, not listed here.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from monitor.config import values
from monitor.config.problems import shown
from monitor.config.unsupported import only
from monitor.core.phrases import LANGUAGES, spoken
from monitor.settings import Network

Duration = Annotated[timedelta, BeforeValidator(values.duration)]
TimeZone = Annotated[str, AfterValidator(values.time_zone)]
Name = Annotated[str, AfterValidator(values.name)]
Host = Annotated[str, AfterValidator(values.host)]


def _instant(value: str) -> str:
    if value != "instant":
        raise ValueError(f"{shown(value)} is {only('instant')}")
    return value


def _no_window(value: timedelta) -> timedelta:
    if value:
        raise ValueError(f"a group window is {only('0s')}")
    return value


def _spoken(value: str) -> str:
    if not spoken(values.language(value)):
        raise ValueError(f"{shown(value)} is not spoken in this version; allowed is one of {', '.join(LANGUAGES)}")
    return value


def _gap(value: timedelta) -> timedelta:
    if value < timedelta(seconds=1):
        raise ValueError('the shortest interval is "1s"')
    return value


def _once(entries: list[str]) -> list[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry in seen:
            raise ValueError(f"{shown(entry)} stands here twice")
        seen.add(entry)
    return entries


class Section(BaseModel):
    """Strict: `every = 5` or `competitor = 1` is an error, not a guess."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MonitorSection(Section):
    database: Annotated[str, AfterValidator(values.database)]
    timezone: TimeZone = "UTC"
    contact: Annotated[str, AfterValidator(values.contact)] | None = None
    retention_days: Annotated[int, Field(ge=1, le=36500)] = 730


class NetworkSection(Section):
    allow: list[Annotated[Network, PlainValidator(values.network)]] = []
    pace: Duration = timedelta(seconds=1)
    hosts: dict[Host, Duration] | None = None


class WebSection(Section):
    listen: Annotated[tuple[str, int], PlainValidator(values.listen)] = ("127.0.0.1", 8787)
    public_url: Annotated[str, AfterValidator(values.public_url)] | None = None


class BrandEntry(Section):
    name: Name
    query: Annotated[str, AfterValidator(values.query)] | None = None
    competitor: bool = False


class SourceEntry(Section):
    name: Name
    kind: str
    every: Annotated[Duration, AfterValidator(_gap)] | None = None
    brand: str | None = None
    language: Annotated[str, AfterValidator(values.language)] | None = None
    timezone: TimeZone | None = None
    date_order: Literal["DMY", "MDY", "YMD"] | None = None
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 10


class NotifierEntry(Section):
    name: Name
    kind: str


class SubscriptionEntry(Section):
    name: Name
    notifier: str
    to: Annotated[list[str], AfterValidator(_once)] = []
    brands: Annotated[list[str], AfterValidator(_once)] = []
    when: Annotated[str, AfterValidator(values.when)] = "tone = negative"
    rhythm: Annotated[str, AfterValidator(_instant)] = "instant"
    group: Annotated[Duration, AfterValidator(_no_window)] = timedelta(0)
    timezone: TimeZone | None = None
    language: Annotated[str, AfterValidator(_spoken)] = "en"


TABLES: dict[str, type[Section]] = {"monitor": MonitorSection, "network": NetworkSection, "web": WebSection}
"""Sections written [name]."""
LISTS: dict[str, type[Section]] = {
    "brands": BrandEntry,
    "sources": SourceEntry,
    "notifiers": NotifierEntry,
    "subscriptions": SubscriptionEntry,
}
"""Sections written [[name]], one per entry."""
