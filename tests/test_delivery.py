"""Outbox → notifier over a real store, with a clock that the test turns."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Connection, select

from monitor.core.outbox import Destination
from monitor.delivery import Channel, Delivery, Sent
from monitor.errors import ConfigError, DeliveryError, Problem
from monitor.model import Item
from monitor.notifier import Message
from monitor.store import Store, notifier_rows, outbox_rows
from monitor.store.outbox import StoredOutbox
from monitor.store.tables import attempts, messages
from tests.fakes import NOON, an_item
from tests.stores import CRM, Clock, a_store, bring

TO = Destination(*CRM)


class Receiver:
    """Answers what the script says, the last answer for ever; `None` accepts."""

    def __init__(self, *script: Exception | None) -> None:
        self.script = list(script) or [None]
        self.got: list[Message] = []
        self.refuses: set[str] = set()
        """Ids of messages that it never takes."""

    async def send(self, message: Message) -> None:
        self.got.append(message)
        if message.id in self.refuses:
            raise DeliveryError("500")
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if answer is not None:
            raise answer

    @property
    def told(self) -> list[str]:
        return [mention["id"] for message in self.got for mention in orjson.loads(message.payload)["data"]["mentions"]]


class Line:
    """One receiver at the end of a delivery."""

    def __init__(
        self, store: Store, *script: Exception | None, limit: int | None = 18_000, boot: str = "boot_1"
    ) -> None:
        self.store = store
        self.clock = Clock()
        self.receiver = Receiver(*script)
        self.sent: list[Sent] = []
        self.delivery = Delivery(StoredOutbox(store, boot), now=self.clock, chance=lambda: 0.5, note=self.sent.append)
        self.delivery.channels = {"crm": Channel("crm", self.receiver, limit)}

    async def deliver(self) -> list[str]:
        """Outcomes of the attempts made now."""
        self.sent.clear()
        await self.delivery.send_all()
        return [one.outcome for one in self.sent]

    def next_in(self) -> float | None:
        """Seconds until the next attempt."""
        at = self.store.read_now(lambda c: c.scalar(select(messages.c.next_at).where(messages.c.state == "waiting")))
        return (at - self.clock.at).total_seconds() if at else None

    def tries(self) -> int | None:
        """Attempts of the message that waits, as its schedule counts them."""
        return self.store.read_now(lambda c: c.scalar(select(messages.c.tries).where(messages.c.state == "waiting")))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def reviews(count: int, size: int = 20) -> list:  # type: ignore[type-arg]  # of items
    return [
        an_item(f"r{n}", url=f"https://shop.test/{n}", title=f"Review {n}", text=f"word{n} " * size)
        for n in range(count)
    ]


def news(number: int) -> Item:
    return an_item(f"n{number}", url=f"https://shop.test/n{number}", title=f"News {number}", text=f"so{number} " * 9)


async def test_what_is_accepted_is_told_once(store: Store) -> None:
    await bring(store, an_item())
    line = Line(store)
    assert await line.deliver() == ["accepted"]
    assert await line.deliver() == []
    assert len(line.receiver.got) == 1


async def test_a_message_carries_the_mention_the_alert_and_why(store: Store) -> None:
    settled = await bring(store, an_item())
    line = Line(store)
    await line.deliver()
    body = orjson.loads(line.receiver.got[0].payload)
    (mention,) = body["data"]["mentions"]
    assert (body["type"], body["data"]["subscription"], body["data"]["part"], body["data"]["parts"]) == (
        "mentions", "care", 1, 1,
    )  # fmt: skip
    assert (mention["id"], mention["alert"]) == (settled.mentions[0].mention.id, settled.alerts[0].id)
    assert any("negative" in why for why in mention["why"])


async def test_a_message_links_to_its_page_within_its_limit(store: Store) -> None:
    await bring(store, *reviews(30, size=60))
    outbox = StoredOutbox(store, "boot_1", lambda message_id: f"http://127.0.0.1:8787/messages/{message_id}.signature")
    attempt = await outbox.begin(TO, 18_000, NOON)
    assert attempt is not None
    links = orjson.loads(attempt.message.payload)["data"]["links"]
    assert links == {"message": f"http://127.0.0.1:8787/messages/{attempt.message.id}.signature"}
    assert len(attempt.message.payload) <= 18_000


async def test_a_failure_is_repeated_with_the_same_id_and_bytes_by_the_webhook_schedule(store: Store) -> None:
    await bring(store, an_item())
    line = Line(store, DeliveryError("500"))
    waits = []
    while await line.deliver() == ["retry"]:
        wait = line.next_in()
        assert wait is not None
        waits.append(wait)
        line.clock.turn(seconds=wait - 1)
        assert await line.deliver() == []
        line.clock.turn(seconds=1)
    assert waits == pytest.approx([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
    assert line.sent[0].outcome == "dead"
    assert len({message.id for message in line.receiver.got}) == 1
    assert len({message.payload for message in line.receiver.got}) == 1
    assert len(line.receiver.got) == 10


async def test_what_comes_after_a_freeze_is_another_message(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store, DeliveryError("500"), None)
    await line.deliver()
    await bring(store, an_item("new", url="https://shop.test/new", text="Another thing that was never said before"))
    assert await line.deliver() == ["accepted"]
    first, second = line.receiver.got
    assert first.id != second.id
    line.clock.turn(seconds=6)
    assert await line.deliver() == ["accepted"]
    assert line.receiver.got[2].id == first.id


async def test_retry_after_holds_the_destination_and_nothing_goes_before(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store, DeliveryError("429", retry_after=120.0), None)
    assert await line.deliver() == ["retry"]
    await bring(store, an_item("new", url="https://shop.test/new", text="Another thing that was never said before"))
    line.clock.turn(seconds=119)
    assert await line.deliver() == []
    store.write_now(outbox_rows.make_due, line.clock.at)
    assert await line.deliver() == []
    line.clock.turn(seconds=2)
    assert await line.deliver() == ["accepted", "accepted"]


async def test_what_failures_postponed_goes_out_soon_after_the_destination_takes_another(store: Store) -> None:
    line = Line(store, DeliveryError("500"))
    for number in range(2):
        await bring(store, news(number))
        await line.deliver()
    for seconds in (5, 300):
        line.clock.turn(seconds=seconds)
        assert await line.deliver() == ["retry", "retry"]
    line.receiver.script = [None]
    await bring(store, news(2))
    assert await line.deliver() == ["accepted"]
    line.clock.turn(seconds=5)
    assert await line.deliver() == ["accepted", "accepted"]


async def test_what_is_refused_again_and_again_keeps_its_schedule_whatever_else_is_taken(store: Store) -> None:
    await bring(store, news(0))
    line = Line(store, DeliveryError("500"))
    await line.deliver()
    (bad,) = line.receiver.got
    line.receiver.refuses = {bad.id}
    line.receiver.script = [None]
    times = []
    for second in range(0, 2400, 5):
        line.clock.turn(seconds=5)
        if second % 60 == 0:
            await bring(store, news(second + 1), now=line.clock.at)
        await line.deliver()
        times += [second + 5 for one in line.sent if one.outcome == "retry"]
    # one attempt more between two steps of 5 s, 5 min, 30 min; the steps stay where they are
    assert times == [5, 10, 305, 310, 2105, 2110]
    assert line.tries() == 4


async def test_a_person_sends_now_what_was_postponed_but_not_inside_a_retry_after(store: Store) -> None:
    await bring(store, news(0))
    line = Line(store, DeliveryError("500"))
    for seconds in (0, 5, 300):
        line.clock.turn(seconds=seconds)
        await line.deliver()
    assert store.write_now(outbox_rows.send_now, "crm", line.clock.at) == 1
    line.receiver.script = [DeliveryError("429", retry_after=60.0), None]
    assert await line.deliver() == ["retry"]
    assert line.next_in() == 1800
    store.write_now(outbox_rows.send_now, "crm", line.clock.at)
    assert await line.deliver() == []
    line.clock.turn(seconds=60)
    assert await line.deliver() == ["accepted"]


async def test_410_disables_the_notifier_and_what_it_is_owed_waits(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store, DeliveryError("410", permanent=True, gone=True), None)
    assert await line.deliver() == ["gone"]
    await bring(store, an_item("new", url="https://shop.test/new", text="Another thing that was never said before"))
    line.clock.turn(days=1)
    assert await line.deliver() == []
    assert list(store.read_now(notifier_rows.shut)) == ["crm"]
    assert store.read_now(outbox_rows.waiting) == {"crm": 2}
    assert store.write_now(notifier_rows.enable, "crm")
    assert await line.deliver() == ["accepted", "accepted"]


async def test_a_permanent_refusal_is_a_dead_letter_that_can_be_sent_again(store: Store) -> None:
    settled = await bring(store, *reviews(1))
    line = Line(store, DeliveryError("no such address", permanent=True), None)
    assert await line.deliver() == ["dead"]
    assert await line.deliver() == []
    assert len(store.write_now(outbox_rows.resend, settled.alerts[0].id, line.clock.at)) == 1
    assert await line.deliver() == ["accepted"]
    assert len({message.id for message in line.receiver.got}) == 1


async def test_a_missing_secret_uses_up_no_attempt_and_is_tried_each_minute_or_when_told_so(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store, ConfigError([Problem("env:CRM_SECRET", "is not set")]))
    for _ in range(12):
        assert await line.deliver() == ["retry"]
        assert (line.tries(), line.next_in()) == (0, 60)
        line.clock.turn(seconds=60)
    assert await line.deliver() == ["retry"]
    standing = store.read_now(notifier_rows.shut)["crm"]
    assert standing.why == "its secret cannot be used: env:CRM_SECRET: is not set"
    assert await line.deliver() == []
    line.receiver.script = [None]
    store.write_now(outbox_rows.probe, line.clock.at)
    assert await line.deliver() == ["accepted"]
    assert store.read_now(notifier_rows.shut) == {}


async def test_a_probe_leaves_what_was_refused_to_its_schedule(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store, DeliveryError("500"))
    assert await line.deliver() == ["retry"]
    store.write_now(outbox_rows.probe, line.clock.at)
    assert await line.deliver() == []


async def test_a_defect_of_a_notifier_is_a_failed_attempt(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store, ZeroDivisionError("oops"), None)
    assert await line.deliver() == ["retry"]
    assert line.sent[0].text == "ZeroDivisionError: oops"


async def test_a_flood_goes_out_whole_in_parts_with_ids_of_their_own(store: Store) -> None:
    settled = await bring(store, *reviews(100, size=60))
    line = Line(store)
    await line.deliver()
    bodies = [orjson.loads(message.payload)["data"] for message in line.receiver.got]
    assert sorted(line.receiver.told) == sorted(new.mention.id for new in settled.mentions)
    assert max(len(message.payload) for message in line.receiver.got) <= 18_000
    assert [body["part"] for body in bodies] == list(range(1, len(bodies) + 1))
    assert {body["parts"] for body in bodies} == {len(bodies)}
    assert len({message.id for message in line.receiver.got}) == len(bodies) > 3


async def test_an_attempt_is_written_before_it_is_made(store: Store) -> None:
    await bring(store, *reviews(1))
    attempt = await StoredOutbox(store, "boot_1").begin(TO, None, NOON)
    assert attempt is not None
    assert store.read_now(_open_attempts) == [(attempt.message.id, None)]


async def test_an_attempt_cut_off_by_our_death_is_made_again_at_once_and_does_not_count(store: Store) -> None:
    await bring(store, *reviews(1))
    dead = await StoredOutbox(store, "boot_dead").begin(TO, None, NOON)
    assert dead is not None
    assert store.write_now(outbox_rows.cut_off, "boot_2", NOON) == 1
    line = Line(store, DeliveryError("500"), boot="boot_2")
    assert await line.deliver() == ["retry"]
    assert line.receiver.got[0].id == dead.message.id
    assert line.next_in() == pytest.approx(5)
    assert store.read_now(_open_attempts) == [(dead.message.id, "cut-off"), (dead.message.id, "failed")]


async def test_a_slow_destination_delays_no_other(store: Store) -> None:
    both = {"care": [CRM, ("slow", "https://slow.test")]}
    await bring(store, *reviews(1), recipients=both)
    line = Line(store)
    hanging = asyncio.Event()

    class Slow:
        async def send(self, message: Message) -> None:
            del message
            await hanging.wait()

    line.delivery.channels = {**line.delivery.channels, "slow": Channel("slow", Slow(), None)}
    await line.delivery.start_ready()
    async with asyncio.timeout(5):
        async for count in _counted(line):
            if count:
                break
    assert [one.to.notifier for one in line.sent] == ["crm"]
    hanging.set()
    await line.delivery.send_all()
    assert sorted(one.to.notifier for one in line.sent) == ["crm", "slow"]


async def test_what_a_removed_notifier_is_owed_waits_for_it(store: Store) -> None:
    await bring(store, *reviews(1))
    line = Line(store)
    channels, line.delivery.channels = line.delivery.channels, {}
    assert await line.deliver() == []
    line.delivery.channels = channels
    assert await line.deliver() == ["accepted"]


async def _counted(line: Line) -> AsyncIterator[int]:
    while True:
        await asyncio.sleep(0.01)
        yield len(line.sent)


def _open_attempts(connection: Connection) -> list[tuple[str, str | None]]:
    rows = connection.execute(select(attempts.c.message_id, attempts.c.outcome).order_by(attempts.c.id))
    return [(row.message_id, row.outcome) for row in rows]
