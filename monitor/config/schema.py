"""What config.toml may say, section by section: the keys, their types, their defaults.

pydantic stands here at the border only; `assemble` turns these into the frozen values of `monitor.settings`. The keys
that a connector or notifier adds are its own `Options`, not listed here. The sentence under a key is what a person
reads about it in docs/configuration.md.
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
Word = Annotated[str, AfterValidator(values.word)]
Account = Annotated[str, AfterValidator(values.account)]


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
    """Where everything is kept: `sqlite:///` and a file, relative to the folder of this one."""
    timezone: TimeZone = "UTC"
    """In which days and hours are shown."""
    contact: Annotated[str, AfterValidator(values.contact)] | None = None
    """A web or mail address; it goes into the User-Agent, so that sites can reach you."""
    retention_days: Annotated[int, Field(ge=1, le=36500)] = 730
    """How long mentions are kept; afterwards only hashes stay, so that nothing is told again."""


class NetworkSection(Section):
    allow: list[Annotated[Network, PlainValidator(values.network)]] = []
    """Private networks that may be contacted; all others are refused, loopback too."""
    pace: Duration = timedelta(seconds=1)
    """Least time between two requests to one host."""
    hosts: dict[Host, Duration] | None = None
    """The pace of single hosts, or `host:port`, where it differs."""


class WebSection(Section):
    listen: Annotated[tuple[str, int], PlainValidator(values.listen)] = ("127.0.0.1", 8787)
    """Where the page, health and metrics are served; loopback only."""
    public_url: Annotated[str, AfterValidator(values.public_url)] | None = None
    """How people reach the page; links in messages begin with it. Without it: the same as `listen`."""


class BrandEntry(Section):
    name: Name
    """What is watched, as it stands in messages and tables."""
    query: Annotated[str, AfterValidator(values.query)] | None = None
    """Which texts are about it, in the brand query language. Without it: the quoted name."""
    context: Annotated[list[Word], AfterValidator(_once)] = []
    """Words that texts about it hold, where its name means something else too (docs/relevance.md)."""
    against: Annotated[list[Word], AfterValidator(_once)] = []
    """Words that texts about something else hold. What is more likely not about the brand waits for a person."""
    accounts: Annotated[list[Account], AfterValidator(_once)] = []
    """Its own accounts, handles or addresses: who names one speaks of the brand."""
    topics: Annotated[str, Field(min_length=1)] | None = None
    """The file of its own taxonomy, beside this one. Without it: the shipped topics."""
    competitor: bool = False
    """True: watched, but told only where a subscription names it."""
    judge: str | None = None
    """The name of a judge of its tone. Without it: the model on this machine."""


class JudgeEntry(Section):
    name: Name
    """Your word for it; brands name it, and mentions say "judged by" it."""
    kind: str
    """`onnx` or `openai`; the other keys of the entry are the kind's own."""


class SourceEntry(Section):
    name: Name
    """Your word for it, in every alert."""
    kind: str
    """Which connector reads it; the other keys of the entry are the connector's own."""
    every: Annotated[Duration, AfterValidator(_gap)] | None = None
    """Longest time between two looks; what changes often is looked at more often. Without it: as its kind does."""
    brand: str | None = None
    """Everything here is about this brand, and no query is asked. Without it: the brands' queries decide."""
    language: Annotated[str, AfterValidator(values.language)] | None = None
    """Of its texts, where they do not say it themselves."""
    timezone: TimeZone | None = None
    """Of its dates, where they do not say it themselves."""
    date_order: Literal["DMY", "MDY", "YMD"] | None = None
    """How it writes 01/02/2026."""
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 10
    """Most pages of one round."""
    weight: Annotated[float, Field(ge=0.01, le=100, allow_inf_nan=False)] = 1.0
    """Wider read than others of its type, or less: the reach of its mentions is multiplied by it."""


class NotifierEntry(Section):
    name: Name
    """Your word for it, in subscriptions and tables."""
    kind: str
    """Which channel it is; the other keys of the entry are the channel's own."""


class SubscriptionEntry(Section):
    name: Name
    """Your word for it, in every message."""
    notifier: str
    """The name of a notifier."""
    to: Annotated[list[str], AfterValidator(_once)] = []
    """Recipients: mail addresses; a webhook has none."""
    brands: Annotated[list[str], AfterValidator(_once)] = []
    """Which brands. Without it: every brand that is not a competitor."""
    when: Annotated[str, AfterValidator(values.when)] = "tone = negative"
    """What is told, in the language of conditions."""
    rhythm: Annotated[str, AfterValidator(_instant)] = "instant"
    """At once; the only one so far."""
    group: Annotated[Duration, AfterValidator(_no_window)] = timedelta(0)
    """How long to wait for more of the same; only `0s` so far."""
    timezone: TimeZone | None = None
    """In which a mail shows hours. Without it: that of `[monitor]`."""
    language: Annotated[str, AfterValidator(_spoken)] = "en"
    """Of the words around a mention, not of the mention; why it is told and what decided stay in English."""


TABLES: dict[str, type[Section]] = {"monitor": MonitorSection, "network": NetworkSection, "web": WebSection}
"""Sections written [name]."""
LISTS: dict[str, type[Section]] = {
    "brands": BrandEntry,
    "judges": JudgeEntry,
    "sources": SourceEntry,
    "notifiers": NotifierEntry,
    "subscriptions": SubscriptionEntry,
}
"""Sections written [[name]], one per entry."""
