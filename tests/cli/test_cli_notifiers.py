"""`monitor notifiers` and `notifiers enable`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.outbox import Destination
from monitor.store import Store, outbox_rows
from monitor.store.outbox import StoredOutbox
from tests.cli.desk import Desk, a_desk, monitor
from tests.fakes import NOON, an_item
from tests.stores import BOOT, CRM, bring

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

KEYS = ["name", "kind", "enabled", "owed", "disabled_at", "why", "away_since", "next_probe_at"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


async def gone(store: Store) -> None:
    """One alert, and the receiver answered 410."""
    await bring(store, an_item(), recipients={"care": [CRM, ("old", "x@acme.test")]})
    to = Destination(*CRM)
    outbox = StoredOutbox(store, BOOT)
    attempt = await outbox.begin(to, None, NOON)
    assert attempt is not None
    await outbox.gone(attempt, to, "https://crm.test answered 410", NOON)


async def postponed(store: Store) -> None:
    """One alert, to be tried again in an hour."""
    await bring(store, an_item())
    outbox = StoredOutbox(store, BOOT)
    attempt = await outbox.begin(Destination(*CRM), None, NOON)
    assert attempt is not None
    await outbox.refused(attempt, "500", datetime.now(UTC) + timedelta(hours=1))


async def away(store: Store) -> None:
    """One alert, and the server did not answer."""
    await bring(store, an_item())
    to = Destination(*CRM)
    outbox = StoredOutbox(store, BOOT)
    attempt = await outbox.begin(to, None, NOON)
    assert attempt is not None
    soon = NOON + timedelta(minutes=1)
    await outbox.unreached(attempt, to, "mail.acme.test:25 did not answer", soon, soon, NOON)


def test_a_notifier_that_works_and_is_owed_nothing(desk: Desk) -> None:
    seen = desk.run("notifiers", "--json").object
    assert list(seen) == KEYS
    assert list(seen.values()) == ["crm", "webhook", True, 0, None, None, None, None]


def test_one_that_answered_410_is_disabled_with_what_it_is_owed_and_enabled_again(desk: Desk) -> None:
    desk.fill(gone)
    crm, old = desk.run("notifiers", "--json").lines
    assert list(crm.values())[:6] == [
        "crm", "webhook", False, 1, "2026-11-21T12:00:00Z", "https://crm.test answered 410",
    ]  # fmt: skip
    assert list(old.values())[:6] == ["old", None, False, 1, None, "not in the configuration"]
    assert desk.run("notifiers", "enable", "CRM").out == "crm is enabled\n"
    assert desk.run("notifiers", "--json").lines[0]["enabled"] is True

    async def ready(store: Store) -> list[Destination]:
        return await store.read(outbox_rows.ready, NOON)

    assert Destination(*CRM) in desk.fill(ready)
    assert desk.run("notifiers", "enable", "crm").out == "crm is enabled, as it was\n"
    assert desk.run("notifiers", "enable", "crm", "--json").object == {
        "name": "crm",
        "enabled": True,
        "changed": False,
        "due": 0,
    }


def test_enable_sends_now_what_was_postponed(desk: Desk) -> None:
    desk.fill(postponed)
    assert desk.run("notifiers", "enable", "crm").out == (
        "crm is enabled, as it was; 1 postponed message goes out now\n"
    )


def test_a_server_that_is_away_is_shown_with_its_next_probe(desk: Desk) -> None:
    desk.fill(away)
    crm = desk.run("notifiers", "--json").lines[0]
    assert list(crm.values()) == [
        "crm", "webhook", True, 1, None, "mail.acme.test:25 did not answer", "2026-11-21T12:00:00Z",
        "2026-11-21T12:01:00Z",
    ]  # fmt: skip
    _, row = (line.split("\t") for line in desk.run("notifiers").out.splitlines())
    assert row[2:6] == ["away", "1", "2026-11-21 13:00:00", "2026-11-21 13:01:00"]


def test_the_table(desk: Desk) -> None:
    desk.fill(gone)
    head, first, _ = (line.split("\t") for line in desk.run("notifiers").out.splitlines())
    assert head == ["name", "kind", "state", "owed", "since", "next try", "why"]
    assert first == ["crm", "webhook", "disabled", "1", "2026-11-21 13:00:00", "", "https://crm.test answered 410"]


def test_exit_codes(tmp_path: Path) -> None:
    a_desk(tmp_path)
    assert monitor("notifiers", "--json", folder=tmp_path).code == 0
    unknown = monitor("notifiers", "enable", "crmm", folder=tmp_path)
    assert (unknown.code, unknown.out) == (2, "")
    assert "unknown notifier `crmm`; did you mean `crm`? Known: crm" in unknown.err
