from dataclasses import replace

import pytest

from monitor.core.route import Offer, Subscription, route, untold
from monitor.core.when import parse
from monitor.model import Tone, Untold
from tests.fakes import NOON, a_mention, an_item, days

CARE = Subscription("care", frozenset({"Acme"}), parse("tone = negative"), since=NOON - days(100))
ALL = replace(CARE, name="all", when=parse("priority >= 0"))
BAD = a_mention()
GOOD = a_mention(tone=Tone.POSITIVE)
NOBODY: dict[str, tuple[str, ...]] = {}

CASES = {
    "a new negative one is told": (Offer(BAD), ["care", "all"]),
    "a new positive one is told to those who want all": (Offer(GOOD), ["all"]),
    "a baseline one is told to nobody": (Offer(BAD, untold=Untold.BASELINE), []),
    "an old one is told to nobody": (Offer(BAD, untold=Untold.OLD), []),
    "one of another brand is told to nobody": (Offer(replace(BAD, brand="Other")), []),
    "an edit that turned negative is told": (Offer(BAD, before=GOOD), ["care"]),
    "an edit of what was negative is not told again": (Offer(BAD, before=BAD), []),
    "an edit that turned positive is not told": (Offer(GOOD, before=BAD), []),
}


@pytest.mark.parametrize(("offer", "expected"), CASES.values(), ids=CASES.keys())
def test_who_is_told(offer: Offer, expected: list[str]) -> None:
    assert [alert.subscription for alert in route([offer], [CARE, ALL], told=[], now=NOON)] == expected


def test_a_story_is_told_once_to_each() -> None:
    offers = [Offer(BAD), Offer(replace(BAD, id="men_2"))]
    assert [alert.mention_id for alert in route(offers, [CARE], told=[], now=NOON)] == ["men_1"]
    assert route(offers, [CARE], told=[("care", "sty_1")], now=NOON) == ()


def test_a_subscription_hears_only_of_what_was_seen_after_it_was_made() -> None:
    young = replace(CARE, since=NOON + days(1))
    assert route([Offer(BAD)], [young], told=[], now=NOON) == ()


def test_an_alert_says_why() -> None:
    late = a_mention(an_item(published_at=NOON - days(3)))
    (alert,) = route([Offer(late)], [CARE], told=[], now=NOON)
    assert any("negative" in why for why in alert.why)
    assert "late by 3 d" in alert.why


UNTOLD = {
    "published today": (NOON, False, None),
    "published 30 days ago": (NOON - days(30), False, None),
    "published 31 days ago": (NOON - days(31), False, Untold.OLD),
    "without a date": (None, False, None),
    "in a baseline": (NOON, True, Untold.BASELINE),
}


@pytest.mark.parametrize(("published", "baseline", "expected"), UNTOLD.values(), ids=UNTOLD.keys())
def test_what_is_stored_but_not_told(published: object, baseline: bool, expected: Untold | None) -> None:
    assert untold(published, NOON, baseline=baseline) is expected  # type: ignore[arg-type]  # a table of datetimes
