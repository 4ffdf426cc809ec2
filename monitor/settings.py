"""What config.toml and the environment say, as frozen values. Only `config` builds them; everyone may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Protocol

Network = IPv4Network | IPv6Network


class Secret(Protocol):
    """Named in the configuration, read from environment or file only when `reveal()` is called."""

    def reveal(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    allow: tuple[Network, ...] = ()
    """Private networks that may be contacted."""
    pace: timedelta = timedelta(seconds=1)
    """Least time between two requests to one host."""
    hosts: Mapping[str, timedelta] | None = None
    """Pace of single hosts (host or host:port) where it differs."""
    contact: str | None = None
    """Goes into the User-Agent."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    listen_host: str = "127.0.0.1"
    listen_port: int = 8787
    public_url: str = "http://127.0.0.1:8787"


@dataclass(frozen=True, slots=True)
class TopicsSettings:
    """A brand's own taxonomy, as its file says it (docs/topics.md)."""

    extends: bool = True
    """The shipped taxonomy holds too."""
    removed: tuple[str, ...] = ()
    """Shipped topics that do not."""
    words: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """(topic, language or `any`, phrases)"""

    @property
    def names(self) -> tuple[str, ...]:
        """Topics of its own, in the order of the file."""
        return tuple(dict.fromkeys(topic for topic, _, _ in self.words))


@dataclass(frozen=True, slots=True)
class BrandSettings:
    name: str
    query: str
    """A brand query; the quoted name when the file gives none."""
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    timezone: str | None = None
    competitor: bool = False
    topics: TopicsSettings | None = None
    """None: the shipped taxonomy."""
    topics_file: Path | None = None
    judge: str | None = None
    """Who judges its tone; None: the local model."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    name: str
    kind: str
    options: Mapping[str, Any]
    """What the connector's Options said after validation, as plain JSON values."""
    every: timedelta | None = None
    """None: the connector's `default_every`."""
    brand: str | None = None
    language: str | None = None
    timezone: str | None = None
    date_order: str | None = None
    """DMY, MDY or YMD"""
    max_pages: int = 10
    weight: float = 1.0
    """What the reach of its mentions is multiplied by."""


@dataclass(frozen=True, slots=True)
class NotifierSettings:
    name: str
    kind: str
    options: Any
    """The notifier's own Options object, validated; secrets inside are `Secret` objects."""


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    name: str
    kind: str
    options: Any
    """The judge's own Options object, validated."""


@dataclass(frozen=True, slots=True)
class SubscriptionSettings:
    name: str
    notifier: str
    to: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    """Empty: every brand that is not a competitor."""
    when: str = "tone = negative"
    timezone: str | None = None
    """None: `Settings.timezone`."""
    language: str = "en"
    """Of the words around a mention, not of the mention; why it is told and what decided stay in English."""


@dataclass(frozen=True, slots=True)
class Settings:
    database: str
    timezone: str = "UTC"
    retention: timedelta = timedelta(days=730)
    network: NetworkSettings = NetworkSettings()
    web: WebSettings = WebSettings()
    brands: tuple[BrandSettings, ...] = ()
    sources: tuple[SourceSettings, ...] = ()
    notifiers: tuple[NotifierSettings, ...] = ()
    subscriptions: tuple[SubscriptionSettings, ...] = ()
    judges: tuple[JudgeSettings, ...] = ()
    path: Path | None = None
    """The file they came from."""

    @property
    def files(self) -> tuple[Path, ...]:
        """All that they came from."""
        named = (self.path, *(brand.topics_file for brand in self.brands))
        return tuple(dict.fromkeys(file for file in named if file))
