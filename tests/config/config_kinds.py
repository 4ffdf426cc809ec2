"""Two connectors and one notifier to configure in tests, and the shortest way to load a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from monitor import config
from monitor.errors import ConfigError, Problem
from monitor.notifier import Door, Notifier, Schedule
from monitor.secret import SecretRef
from monitor.settings import Settings
from monitor.source import Page, Request, Response, Source

HEAD = '[monitor]\ndatabase = "sqlite:///m.db"\n'
"""The first two lines of most files here: what is added begins on line 3."""


class ShopOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    shop: str
    countries: list[str] = ["us"]
    sort: Literal["newest", "helpful"] = "newest"
    token: SecretRef | None = None
    base_url: str = "https://shop.example"


class BellOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    url: str
    secret: SecretRef

    @field_validator("url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        if not value.startswith("https://"):
            raise ValueError("an https address is wanted here")
        return value


@dataclass
class FakeConnector:
    kind: str
    min_interval: timedelta
    terms: Literal["open", "key", "opt-in"] = "open"
    Options: type[BaseModel] = ShopOptions
    hosts: tuple[str, ...] = ()
    default_every: timedelta = timedelta(minutes=5)
    evidence: Literal["recorded", "vendor-doc", "memory"] = "memory"

    def request(self, source: Source) -> Request:
        raise NotImplementedError

    def read(self, source: Source, response: Response) -> Page:
        raise NotImplementedError


@dataclass
class FakeNotifier:
    kind: str = "bell"
    Options: type[BaseModel] = BellOptions
    limit: int | None = None
    schedule: Schedule = Schedule.WEBHOOK

    def create(self, options: Any, door: Door) -> Notifier:
        raise NotImplementedError

    def recipients(self, options: Any, to: tuple[str, ...]) -> tuple[str, ...]:
        if not all("@" in recipient for recipient in to):
            raise ValueError("a bell rings for addresses with @ only")
        return to or ("everyone",)


CONNECTORS = {
    "shop": FakeConnector("shop", timedelta(minutes=1)),
    "gated": FakeConnector("gated", timedelta(seconds=1), terms="opt-in"),
}
NOTIFIERS = {"bell": FakeNotifier()}


def loaded(text: str, path: Path = Path("config.toml"), environ: Mapping[str, str] | None = None) -> Settings:
    return config.load_text(text, path, environ or {}, connectors=CONNECTORS, notifiers=NOTIFIERS)


def problems_of(text: str) -> list[Problem]:
    try:
        loaded(text)
    except ConfigError as e:
        return e.problems
    return []
