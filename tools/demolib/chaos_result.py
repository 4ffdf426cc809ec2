"""What is left of the promises when the killing is over: everything published, against what is stored and told."""

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .chaos_config import BY_HOOK, CHANNELS, READERS
from .judge import judge
from .ledger import Published, slug_of
from .receiver import Arrival
from .service import SECRET_NAME, Service

TOLD_WITHIN = 40.0
"""Seconds after the last kill in which everything must be told."""


@dataclass(frozen=True, slots=True)
class Course:
    """How it went."""

    kills: int
    kills_while_starting: int
    kills_while_working: int
    told_after: float | None
    """Seconds from the last kill until all was told on every channel; None: it never was."""
    exit_code: int
    died_alone: int
    """Processes that ended before they were killed."""
    left_over: int
    """Processes that outlived their daemon."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Result(Course):
    """What was counted; `faults` is empty when every promise held. What is told counts once for each channel: the
    webhook, and each reader of the mails.
    """

    published: int
    stored: int
    lost_mentions: int
    stored_twice: int
    to_tell: int
    told_by_webhook: int
    told_by_mail: int
    """To every reader."""
    lost_alerts: int
    told_in_two_messages: int
    told_under_two_ids: int
    told_wrongly: int
    altered_messages: int
    """Came again under their id, but not the same to the byte."""
    unsigned_messages: int
    webhooks: int
    mails: int
    repeated_webhooks: int
    """Came again under their own id: allowed, one per kill at most, since one destination gets one at a time."""
    repeated_mails: int
    """The same for the one server of all readers."""
    attempts_cut_off: int
    """As the product says itself: begun, and killed before their outcome was written."""
    not_delivered: int
    """Alerts that the product says were not."""
    integrity: str

    @property
    def faults(self) -> list[str]:
        must_be_none = {
            "lost_mentions": self.lost_mentions,
            "stored_twice": self.stored_twice,
            "lost_alerts": self.lost_alerts,
            "told_in_two_messages": self.told_in_two_messages,
            "told_under_two_ids": self.told_under_two_ids,
            "told_wrongly": self.told_wrongly,
            "altered_messages": self.altered_messages,
            "unsigned_messages": self.unsigned_messages,
            "not_delivered": self.not_delivered,
            "exit_code": self.exit_code,
            "died_alone": self.died_alone,
            "left_over": self.left_over,
            "repeated_webhooks beyond one per kill": max(self.repeated_webhooks - self.kills, 0),
            "repeated_mails beyond one per kill": max(self.repeated_mails - self.kills, 0),
        }
        found = [f"{name}: {count}" for name, count in must_be_none.items() if count]
        if self.told_after is None or self.told_after > TOLD_WITHIN:
            found.append(f"told_after: {self.told_after}")
        if self.integrity != "ok":
            found.append(f"integrity: {self.integrity}")
        return found


async def result_of(
    course: Course, service: Service, ledger: Sequence[Published], arrivals: Sequence[Arrival]
) -> Result:
    """Of a daemon that was stopped."""
    stored = Counter(slug_of(mention["url"]) for mention in await _listed(service, "mentions"))
    alerts = await _listed(service, "alerts")
    verdict = judge(ledger, arrivals, CHANNELS)
    told = {tally.channel: set(tally.told) for tally in verdict.tallies}
    webhooks = _times(arrivals, [BY_HOOK])
    mails = _times(arrivals, READERS)
    return Result(
        **asdict(course),
        published=verdict.published,
        stored=len(stored),
        lost_mentions=len({entry.slug for entry in ledger} - stored.keys()),
        stored_twice=sum(count > 1 for count in stored.values()),
        to_tell=verdict.to_tell,
        told_by_webhook=len(told[BY_HOOK]),
        told_by_mail=len(set.intersection(*(told[reader] for reader in READERS))),
        lost_alerts=len(verdict.missing),
        told_in_two_messages=len(verdict.double),
        told_under_two_ids=len(verdict.two_ids),
        told_wrongly=len(verdict.wrong),
        altered_messages=len(verdict.altered),
        unsigned_messages=verdict.unsigned,
        webhooks=len(webhooks),
        mails=len(mails),
        repeated_webhooks=webhooks.total() - len(webhooks),
        repeated_mails=mails.total() - len(mails),
        attempts_cut_off=_cut_off(alerts),
        not_delivered=sum(alert["state"] != "delivered" for alert in alerts),
        integrity=_integrity(service.config.with_name("monitor.db")),
    )


def _times(arrivals: Sequence[Arrival], channels: Sequence[str]) -> Counter[str]:
    """Message → how often it was accepted."""
    return Counter(one.webhook_id for one in arrivals if one.accepted and one.subscription in channels)


def _cut_off(alerts: Sequence[dict[str, Any]]) -> int:
    messages = {message["id"]: message["attempts"] for alert in alerts for message in alert["messages"]}
    return sum(attempt["outcome"] == "cut-off" for attempts in messages.values() for attempt in attempts)


async def _listed(service: Service, what: str) -> list[dict[str, Any]]:
    """All that this command of the product lists."""
    listing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor", what, "--json", "--limit", "1000000"),
        *("--config", str(service.config)),
        cwd=service.config.parent,
        env={**os.environ, SECRET_NAME: service.secret},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await listing.communicate()
    if listing.returncode:
        raise RuntimeError(f"`monitor {what}` ended with {listing.returncode}")
    return [json.loads(line) for line in out.splitlines()]


def _integrity(database: Path) -> str:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
