from datetime import timedelta

import pytest

from monitor.core.coordinated import Voice, coordinated
from tests.fakes import NOON, days


def voices(
    many: int, *, hours: float = 1, words: int | None = 1, place: str = "", age: float | None = None
) -> list[Voice]:
    since = None if age is None else NOON - days(age)
    return [Voice(f"account {at}", place, words, NOON + timedelta(hours=at * hours), since) for at in range(many)]


CASES = {
    "nobody": ([], False),
    "four accounts": (voices(4), False),
    "five accounts in equal words": (voices(5), True),
    "one account five times": ([Voice("one", "", 1, NOON + timedelta(hours=at)) for at in range(5)], False),
    "five accounts over five days": (voices(5, hours=24.1), False),
    "five accounts in a day, a week after the first": ([Voice("first", "", 1, NOON - days(7)), *voices(5)], True),
    "five accounts in their own words": ([*voices(3), *voices(6, words=2)[3:]], False),
    "five sites that carry an agency's text": ([Voice("dpa", f"n{at}.test", 1, NOON) for at in range(5)], False),
    "five accounts of one site": (voices(5, place="forum.test"), True),
    "three young accounts": (voices(3, age=4), True),
    "three old accounts": (voices(3, age=400), False),
    "three young accounts among four old": ([*voices(3, age=4), *voices(7, age=400, words=2)[3:]], False),
}


@pytest.mark.parametrize(("said", "flagged"), CASES.values(), ids=CASES.keys())
def test_a_story_is_coordinated(said: list[Voice], flagged: bool) -> None:
    assert bool(coordinated(said)) is flagged


def test_the_reasons_are_given_in_words() -> None:
    assert coordinated([*voices(5, age=4), *voices(6, words=2)[5:]]) == (
        "6 accounts said it within 5 h",
        "5 of them in equal words",
        "5 of 5 accounts were younger than 30 days",
    )
