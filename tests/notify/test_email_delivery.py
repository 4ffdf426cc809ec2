"""From the outbox into the mailbox, with a clock that the test turns: what fails alone, what waits for the server, what
is told twice (nothing).
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor.core.standing import Shut
from monitor.delivery import Channel, Delivery, Sent
from monitor.model import Item
from monitor.notifier import Audience, Schedule
from monitor.notify._smtp import Patience
from monitor.notify.email import Mailer
from monitor.store import Store, notifier_rows, outbox_rows
from monitor.store.outbox import StoredOutbox
from monitor.store.tables import alerts, messages
from tests.fakes import NOON, an_item
from tests.notify.letters import SENDER
from tests.notify.postoffice import DROP, Office, RealOffice, ScriptedOffice
from tests.stores import Clock, a_store, bring

ANN, BOB, CLEO = "ann@acme.example", "bob@acme.example", "cleo@acme.example"
PEOPLE = (ANN, BOB, CLEO)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


class Post:
    """One mail notifier at the end of a delivery; `boot` is another after each restart."""

    def __init__(self, store: Store, office: Office, *people: str, chance: float = 1.0) -> None:
        self.store = store
        self.office = office
        self.people = people or (ANN,)
        self.chance = chance
        self.clock = Clock()
        self.sent: list[Sent] = []
        self.boots = 0
        self.restart()

    def restart(self) -> None:
        self.boots += 1
        outbox = StoredOutbox(self.store, f"boot_{self.boots}")
        self.delivery = Delivery(outbox, now=self.clock, chance=lambda: self.chance, note=self.sent.append)
        mailer = Mailer(self.office.at(), SENDER, patience=Patience(connect=2.0, command=2.0, accept=2.0))
        audiences = {"care": Audience("de", "Europe/Berlin")}
        self.delivery.channels = {"mail": Channel("mail", mailer, None, Schedule.MAIL, audiences)}

    async def bring(self, *items: Item) -> None:
        to = {"care": [("mail", person) for person in self.people]}
        await bring(self.store, *items, recipients=to, now=self.clock.at)

    async def deliver(self) -> list[str]:
        """Outcomes of the attempts made now."""
        self.sent.clear()
        await self.delivery.send_all()
        return [one.outcome for one in self.sent]

    async def minutes(self, count: int, per_minute: int = 4) -> list[tuple[timedelta, str]]:
        """Each attempt of the time that passes: when, and its outcome."""
        made = []
        for _ in range(count * per_minute):
            made += [(self.clock.at - NOON, outcome) for outcome in await self.deliver()]
            self.clock.turn(seconds=60 / per_minute)
        return made

    def told(self) -> dict[str, list[str]]:
        """Who got which titles, in order."""
        got: dict[str, list[str]] = {}
        for mail in self.office.taken:
            (person,) = mail.recipients
            shown = mail.letter.text
            got.setdefault(person, []).extend(title for title in TITLES if f'"{title}"' in shown or title in shown)
        return got

    def states(self) -> dict[str, str]:
        rows = self.store.read_now(lambda c: c.execute(select(messages.c.recipient, messages.c.state)).all())
        return {row.recipient: row.state for row in rows}


TITLES = [f"Nothing works {word}" for word in ("alpha", "beta", "gamma", "delta", "epsilon")]


def review(number: int, **more: Any) -> Item:
    text = f"{TITLES[number]} and since then nobody ever answered what I wrote about case {number * 1111}"
    return an_item(f"r{number}", url=f"https://shop.test/{number}", title=TITLES[number], text=text, **more)


async def test_each_recipient_gets_one_mail_with_all_mentions(store: Store) -> None:
    async with RealOffice() as office:
        post = Post(store, office, ANN, BOB)
        await post.bring(review(0), review(1), review(2))
        assert await post.deliver() == ["accepted", "accepted"]
        assert await post.deliver() == []
    assert sorted(mail.recipients for mail in office.taken) == [(ANN,), (BOB,)]
    assert {person: sorted(titles) for person, titles in post.told().items()} == dict.fromkeys(
        (ANN, BOB), sorted(TITLES[:3])
    )
    assert len({mail.letter.mail["Message-ID"] for mail in office.taken}) == 2


async def test_language_and_time_zone_are_frozen_with_the_message(store: Store) -> None:
    async with ScriptedOffice(script={"dot": ["451 later"]}) as office:
        post = Post(store, office)
        await post.bring(review(0, published_at=NOON))
        assert await post.deliver() == ["retry"]
        post.delivery.channels = {"mail": Channel("mail", post.delivery.channels["mail"].notifier, None, Schedule.MAIL)}
        post.clock.turn(minutes=2)
        assert await post.deliver() == ["accepted"]
    first, second = office.taken
    assert first.raw == second.raw
    assert "2026-11-21 13:00 CET" in first.letter.text
    assert "Neue Erwähnungen: 1" in first.letter.text


async def test_a_recipient_that_does_not_exist_costs_nobody_else_a_mail(store: Store) -> None:
    async with ScriptedOffice(script={"rcpt": ["550 5.1.1 no such user"]}) as office:
        post = Post(store, office, *PEOPLE)
        await post.bring(review(0))
        assert sorted(await post.deliver()) == ["accepted", "accepted", "dead"]
        assert await post.minutes(30) == []
    assert sorted(post.states().values()) == ["dead", "delivered", "delivered"]


async def test_a_greylisted_mail_arrives_at_its_second_or_third_attempt(store: Store) -> None:
    async with ScriptedOffice(script={"rcpt": ["450 greylisted"] * 2}) as office:
        post = Post(store, office)
        await post.bring(review(0))
        made = await post.minutes(10)
    assert [outcome for _, outcome in made] == ["retry", "retry", "accepted"]
    assert made[-1][0] <= 10 * MINUTE
    assert post.told() == {ANN: [TITLES[0]]}


async def test_a_drop_behind_the_dot_brings_the_same_mail_again(store: Store) -> None:
    async with ScriptedOffice(script={"dot": [DROP]}) as office:
        post = Post(store, office)
        await post.bring(review(0))
        await post.minutes(3)
    first, second = office.taken
    assert first.raw == second.raw


async def test_a_server_that_is_away_for_two_hours_is_left_alone_and_nothing_is_lost(store: Store) -> None:
    async with ScriptedOffice(script={"connect": DROP}) as office:
        post = Post(store, office, *PEOPLE)
        made = []
        for number in range(4):
            await post.bring(review(number))
            made += await post.minutes(30)
            if number == 2:
                post.restart()
        times = [at for at, _ in made]
        assert {outcome for _, outcome in made} == {"retry"}
        assert office.connections == len(times) <= 30
        assert min(later - earlier for earlier, later in pairwise(times)) >= MINUTE
        office.script.clear()
        back = await post.minutes(15)
        assert {outcome for _, outcome in back} == {"accepted"}
        assert {person: sorted(titles) for person, titles in post.told().items()} == dict.fromkeys(
            PEOPLE, sorted(TITLES[:4])
        )
        assert post.told().keys() == set(PEOPLE)
        assert set(post.states().values()) == {"delivered"}


async def test_a_port_where_nobody_listens_is_away_too(store: Store) -> None:
    office = RealOffice()
    async with office:
        pass
    post = Post(store, office, *PEOPLE)
    await post.bring(review(0))
    assert await post.deliver() == ["retry"]
    assert await post.deliver() == []
    post.clock.turn(minutes=2)
    async with office:
        assert await post.deliver() == ["accepted"] * 3


async def test_the_first_success_makes_all_that_waits_due(store: Store) -> None:
    async with ScriptedOffice(script={"dot": ["451 later"] * 6}) as office:
        post = Post(store, office, *PEOPLE)
        await post.bring(review(0))
        assert await post.deliver() == ["retry"] * 3
        post.clock.turn(seconds=62)
        assert await post.deliver() == ["retry"] * 3  # the next attempt is due in five minutes
        office.script["connect"] = DROP
        await post.bring(review(1))
        assert await post.deliver() == ["retry"]
        office.script.clear()
        post.clock.turn(seconds=62)
        assert await post.deliver() == ["accepted"] * 6


async def test_after_a_success_the_probes_begin_anew(store: Store) -> None:
    async with ScriptedOffice(script={"connect": [DROP] * 3}) as office:
        post = Post(store, office, chance=0.0)
        for number in range(2):
            await post.bring(review(number))
            made = await post.minutes(10)
            office.script["connect"] = [DROP]
    assert [at - 10 * MINUTE for at, _ in made] == [0 * MINUTE, 1 * MINUTE]


async def test_any_answer_ends_the_waiting_but_a_refused_mail_keeps_its_own_time(store: Store) -> None:
    async with ScriptedOffice(script={"connect": [DROP], "rcpt": ["450 greylisted"]}) as office:
        post = Post(store, office, *PEOPLE)
        await post.bring(review(0))
        assert await post.deliver() == ["retry"]
        post.clock.turn(seconds=62)
        assert sorted(await post.deliver()) == ["accepted", "accepted", "retry"]
        assert await post.deliver() == []
        post.clock.turn(seconds=62)
        assert await post.deliver() == ["accepted"]


async def test_a_recipient_at_whom_the_server_closes_does_not_stop_the_others(store: Store) -> None:
    async with ScriptedOffice(script={f"rcpt {ANN}": "421 closing"}) as office:
        post = Post(store, office, *PEOPLE)
        await post.bring(review(0))
        assert await post.deliver() == ["retry"]
        post.clock.turn(seconds=62)
        assert await post.deliver() == ["accepted", "accepted", "retry"]
        await post.bring(review(1))
        await post.minutes(3)
        assert {person: len(titles) for person, titles in post.told().items()} == {BOB: 2, CLEO: 2}


async def test_another_notifier_is_not_held_up(store: Store) -> None:
    async with ScriptedOffice(script={"connect": DROP}) as dead, RealOffice() as alive:
        post = Post(store, dead)
        other = Mailer(alive.at(), SENDER)
        post.delivery.channels = {**post.delivery.channels, "other": Channel("other", other, None, Schedule.MAIL)}
        await bring(store, review(0), recipients={"care": [("mail", ANN), ("other", BOB)]})
        assert sorted(await post.deliver()) == ["accepted", "retry"]


async def test_deliver_by_hand_asks_a_server_that_was_away_at_once(store: Store) -> None:
    async with ScriptedOffice(script={"connect": [DROP]}) as office:
        post = Post(store, office, *PEOPLE)
        await post.bring(review(0))
        assert await post.deliver() == ["retry"]
        assert await post.deliver() == []
        store.write_now(outbox_rows.make_due, post.clock.at)
        assert await post.deliver() == ["accepted"] * 3


async def test_after_three_days_a_mail_is_a_dead_letter_and_can_be_ordered_again(store: Store) -> None:
    async with ScriptedOffice(script={"connect": DROP}) as office:
        post = Post(store, office)
        await post.bring(review(0))
        assert await post.deliver() == ["retry"]
        post.clock.turn(days=3)
        assert await post.deliver() == ["dead"]
        assert await post.minutes(20) == []
        (alert,) = store.read_now(lambda c: c.execute(select(alerts.c.id)).all())
        assert len(store.write_now(outbox_rows.resend, alert.id, post.clock.at)) == 1
        assert await post.deliver() == ["retry"]
        office.script.clear()
        post.clock.turn(minutes=10)
        assert await post.deliver() == ["accepted"]


async def test_an_away_notifier_is_not_a_disabled_one(store: Store) -> None:
    async with ScriptedOffice(script={"connect": DROP}) as office:
        post = Post(store, office)
        await post.bring(review(0))
        await post.deliver()
    away = store.read_now(notifier_rows.shut)["mail"]
    assert (away.shut, away.since, away.probe_at) == (Shut.AWAY, NOON, NOON + 1.02 * MINUTE)
    assert office.at().host in away.why
    assert not store.write_now(notifier_rows.enable, "mail")
    assert store.read_now(outbox_rows.waiting) == {"mail": 1}
