"""`monitor alerts` and `alerts resend` over a real database that a real delivery worked on."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from monitor.delivery import Channel, Delivery
from monitor.errors import DeliveryError
from monitor.notifier import Message
from monitor.store import Store, outbox_rows
from monitor.store.outbox import StoredOutbox
from monitor.store.tables import messages
from tests.cli.desk import a_desk, monitor
from tests.fakes import NOON, an_item
from tests.stores import BOOT, CRM, Clock, bring

MAIL = ("mail", "care@acme.test")


class Receiver:
    """Answers one way for ever; `None` accepts."""

    def __init__(self, answer: DeliveryError | None) -> None:
        self.answer = answer

    async def send(self, message: Message) -> None:
        del message
        if self.answer:
            raise self.answer


async def deliver(store: Store, clock: Clock, **receivers: DeliveryError | None) -> None:
    delivery = Delivery(StoredOutbox(store, BOOT), now=clock, chance=lambda: 0.5, note=lambda _: None)
    delivery.channels = {name: Channel(name, Receiver(answer), None) for name, answer in receivers.items()}
    await delivery.send_all()


LATER = DeliveryError("https://crm.test answered 500")
NEVER = DeliveryError("https://crm.test answered 400", permanent=True)
BUSY = DeliveryError("https://crm.test answered 429", retry_after=600)
AWAY = DeliveryError("smtp://mail.test: no greeting within 30 s", unreachable=True)
GONE = DeliveryError("https://crm.test answered 410", permanent=True, gone=True)

STATES: dict[str, tuple[dict[str, DeliveryError | None], str]] = {
    "not sent yet it waits": ({}, "waiting"),
    "accepted by all it is delivered": ({"crm": None, "mail": None}, "delivered"),
    "accepted by one of two it waits": ({"crm": None}, "waiting"),
    "refused by one for now it is postponed": ({"crm": LATER, "mail": None}, "postponed"),
    "tried once where no server answered it is postponed": ({"crm": None, "mail": AWAY}, "postponed"),
    "refused by one for good it is dead": ({"crm": NEVER, "mail": None}, "dead"),
    "dead weighs more than postponed": ({"crm": NEVER, "mail": LATER}, "dead"),
    "for a notifier that is gone it waits": ({"crm": GONE, "mail": None}, "waiting"),
}


@pytest.mark.parametrize(("answers", "state"), STATES.values(), ids=STATES)
def test_the_state_of_an_alert(tmp_path: Path, answers: dict[str, DeliveryError | None], state: str) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item(), recipients={"care": [CRM, MAIL]})
        await deliver(store, Clock(), **answers)

    desk = a_desk(tmp_path)
    desk.fill(work)
    assert desk.run("alerts", "--json").object["state"] == state
    for asked in ("waiting", "delivered", "postponed", "dead", "silenced"):
        assert len(desk.run("alerts", "--json", "--state", asked).lines) == (asked == state)


def test_an_alert_names_its_mention_its_reasons_and_every_attempt(tmp_path: Path) -> None:
    async def work(store: Store) -> str:
        settled = await bring(store, an_item())
        clock = Clock()
        await deliver(store, clock, crm=LATER)
        clock.turn(seconds=30)
        await deliver(store, clock, crm=None)
        return settled.mentions[0].mention.id

    desk = a_desk(tmp_path)
    mention = desk.fill(work)
    alert = desk.run("alerts", "--json").object
    assert list(alert) == ["id", "subscription", "story", "mentions", "why", "state", "messages"]
    assert (alert["subscription"], alert["mentions"], alert["state"]) == ("care", [mention], "delivered")
    assert alert["id"].startswith("alt_")
    assert alert["story"].startswith("sty_")
    assert any("negative" in why for why in alert["why"])
    (message,) = alert["messages"]
    assert (message["to"], message["next_at"]) == ("https://crm.test", None)
    assert message["attempts"] == [
        {"at": "2026-11-21T12:00:00Z", "outcome": "failed", "text": "https://crm.test answered 500"},
        {"at": "2026-11-21T12:00:30Z", "outcome": "accepted", "text": None},
    ]


def test_a_postponed_message_says_when_it_goes_out_again(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item())
        await deliver(store, Clock(), crm=LATER)

    desk = a_desk(tmp_path)
    desk.fill(work)
    assert desk.run("alerts", "--json").object["messages"][0]["next_at"] == "2026-11-21T12:00:05Z"
    head, row = (line.split("\t") for line in desk.run("alerts").out.splitlines())
    assert head == ["alert", "subscription", "state", "why", "to", "attempts", "last answer", "next"]
    assert row[2] == "postponed"
    assert row[4:] == ["https://crm.test", "1", "failed: https://crm.test answered 500", "2026-11-21 13:00:05"]


HELD = {
    "until Retry-After ends": (BUSY, "2026-11-21T12:10:00Z"),
    "until the server is probed": (AWAY, "2026-11-21T12:01:00.600000Z"),
}


@pytest.mark.parametrize(("answer", "next_at"), HELD.values(), ids=HELD)
def test_what_is_made_due_while_it_is_held_is_tried_when_that_ends(
    tmp_path: Path, answer: DeliveryError, next_at: str
) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item())
        clock = Clock()
        await deliver(store, clock, crm=answer)
        clock.turn(seconds=5)
        await store.write(_all_due, clock())

    desk = a_desk(tmp_path)
    desk.fill(work)
    (message,) = desk.run("alerts", "--json").object["messages"]
    assert (len(message["attempts"]), message["next_at"]) == (1, next_at)


def _all_due(connection: Connection, now: datetime) -> None:
    """As a `deliver` does, whose probe has not come yet."""
    connection.execute(update(messages).values(next_at=now))


def test_an_alert_that_waits_for_a_disabled_notifier_says_so(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item(), recipients={"care": [CRM, MAIL]})
        await deliver(store, Clock(), crm=GONE)
        await bring(store, an_item("g2", url=None, text="Another parcel that never came to our house in time"))

    desk = a_desk(tmp_path)
    desk.fill(work)
    _, newest, first, second = (line.split("\t") for line in desk.run("alerts").out.splitlines())
    assert (newest[2], newest[4]) == ("waiting: crm is disabled", "https://crm.test")
    assert (first[2], first[4], first[6]) == (
        "waiting: crm is disabled", "https://crm.test", "gone: https://crm.test answered 410",
    )  # fmt: skip
    assert (second[2], second[4]) == ("waiting", "care@acme.test")


def test_newest_first_and_at_most_so_many(tmp_path: Path) -> None:
    words = ["one parcel never came", "two shops were closed", "three times nobody answered", "four weeks of waiting"]

    async def work(store: Store) -> list[str]:
        made = []
        for number, text in enumerate(words):
            clock = Clock()
            clock.turn(minutes=number)
            item = an_item(
                str(number), url=f"https://a.test/{number}", title=text, text=f"{text} for us and our friends"
            )
            made += [new.id for new in (await bring(store, item, now=clock())).alerts]
        return made

    desk = a_desk(tmp_path)
    made = desk.fill(work)
    assert [alert["id"] for alert in desk.run("alerts", "--json").lines] == made[::-1]
    assert [alert["id"] for alert in desk.run("alerts", "--json", "--limit", "2").lines] == made[:1:-1]


def test_more_alerts_than_one_query_takes(tmp_path: Path) -> None:
    count = 450

    async def work(store: Store) -> None:
        items = [
            an_item(
                str(n), url=f"https://a.test/{n}", title=f"No. {n}", text=" ".join(f"word{n}x{k}" for k in range(9))
            )
            for n in range(count)
        ]
        await bring(store, *items)
        await store.write(outbox_rows.make_due, NOON)
        await deliver(store, Clock(), crm=None)

    desk = a_desk(tmp_path)
    desk.fill(work)
    alerts = desk.run("alerts", "--json", "--limit", "1000").lines
    assert len(alerts) == count
    assert {alert["state"] for alert in alerts} == {"delivered"}
    assert all(len(alert["messages"]) == 1 for alert in alerts)


def test_resend_makes_what_was_delivered_wait_again_under_its_old_id(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item())
        await deliver(store, Clock(), crm=NEVER)

    desk = a_desk(tmp_path)
    desk.fill(work)
    before = desk.run("alerts", "--json").object
    said = desk.run("alerts", "resend", before["id"])
    assert (said.code, said.out) == (0, f"{before['id']}: goes out again to {CRM[1]} by crm\n")
    after = desk.run("alerts", "--json").object
    assert (before["state"], after["state"]) == ("dead", "waiting")
    assert after["messages"][0]["id"] == before["messages"][0]["id"]
    assert len(after["messages"][0]["attempts"]) == 1
    assert desk.run("alerts", "resend", before["id"], "--json").object == {
        "alert": before["id"],
        "messages": 1,
        "to": [CRM[1]],
    }


def test_resend_mails_nobody_twice_unless_told_so(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item(), recipients={"care": [CRM, MAIL]})
        await deliver(store, Clock(), crm=LATER, mail=None)

    desk = a_desk(tmp_path)
    desk.fill(work)
    alert = desk.run("alerts", "--json").object["id"]
    assert desk.run("alerts", "resend", alert, "--json").object["to"] == [CRM[1]]
    assert desk.run("alerts", "resend", alert, "--all").out == (
        f"{alert}: goes out again to {CRM[1]} by crm\n{alert}: goes out again to {MAIL[1]} by mail\n"
    )


def test_resend_of_what_everybody_accepted_changes_nothing(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item())
        await deliver(store, Clock(), crm=None)

    desk = a_desk(tmp_path)
    desk.fill(work)
    alert = desk.run("alerts", "--json").object
    said = desk.run("alerts", "resend", alert["id"])
    assert (said.code, said.out) == (0, f"{alert['id']}: everybody accepted it; --all sends it again\n")
    assert desk.run("alerts", "--json").object == alert


def test_resend_of_what_was_not_sent_yet_says_so(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item())

    desk = a_desk(tmp_path)
    desk.fill(work)
    alert = desk.run("alerts", "--json").object["id"]
    said = desk.run("alerts", "resend", alert)
    assert (said.code, said.out) == (0, f"{alert}: not sent yet; it goes out with the next delivery\n")


@pytest.mark.slow
def test_exit_codes(tmp_path: Path) -> None:
    a_desk(tmp_path)
    assert monitor("alerts", "--json", folder=tmp_path).code == 0
    wrong = monitor("alerts", "--state", "deliverd", folder=tmp_path)
    assert wrong.code == 2
    assert "did you mean `delivered`?" in wrong.err
    unknown = monitor("alerts", "resend", "alt_0", folder=tmp_path)
    assert (unknown.code, unknown.out) == (1, "")
    assert "there is no alert `alt_0`" in unknown.err
