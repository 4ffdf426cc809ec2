"""A real SQLite store, filled the way a pass fills it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.core.findings import Circumstances, Finding, Judged, Settled
from monitor.core.identity import keys_of
from monitor.core.polling import SourceState
from monitor.core.route import Subscription
from monitor.core.story import marks_of
from monitor.core.when import parse
from monitor.model import Item, Tone, Topic
from monitor.store import Store, settings_rows, source_rows
from monitor.store.ids import new_id
from monitor.store.passes import Passes
from tests.fakes import NOON, a_judgement

BOOT = "boot_1"
CRM = ("crm", "https://crm.test")
CARE = Subscription("care", frozenset({"Acme"}), parse("tone = negative"), NOON - timedelta(days=1))


@contextmanager
def a_store(folder: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    try:
        store.migrate(NOON)
        store.write_now(settings_rows.sync, {"blog": "feed", "news": "feed"}, ["care"], NOON)
        yield store
    finally:
        store.close()


class Clock:
    """A clock that tests turn."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


async def bring(
    store: Store,
    *items: Item,
    source: str = "blog",
    now: datetime = NOON,
    tone: Tone = Tone.NEGATIVE,
    subscriptions: Sequence[Subscription] = (CARE,),
    recipients: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    baseline: frozenset[str] = frozenset(),
    topics: tuple[Topic, ...] = (),
    relevance: float | None = None,
) -> Settled:
    """Commits `items` as new ones of the source, judged alike."""
    (state,) = await store.write(source_rows.claim_named, BOOT, [source])
    judgement = replace(a_judgement(tone, 0.9 if tone is Tone.NEGATIVE else 0.1), topics=topics, relevance=relevance)
    findings = [
        Finding(
            new_id("itm"),
            item,
            keys_of(item),
            new=True,
            judged=(Judged("Acme", judgement, "en", marks_of(item, ["Acme"])[0]),),
            natives=tuple(key for key in [keys_of(item).native] if key is not None),
            urls=tuple(key for key in [keys_of(item).url] if key is not None),
        )
        for item in items
    ]
    around = Circumstances(source, "feed", now, baseline, tuple(subscriptions), new_id)
    return await Passes(store, BOOT).commit(state, findings, around, recipients or {"care": [CRM]})


def state_of(store: Store, name: str = "blog") -> SourceState:
    return next(state for state in store.read_now(source_rows.states) if state.name == name)
