"""Reasons of any text: a tone may come from elsewhere than its words."""

import pytest

from monitor import models
from monitor.core import grounds
from monitor.core.scoring import look
from monitor.model import Tone

SHOWN = {
    "a turn of praise": ("Can't fault", "Can't fault"),
    "one after the other": ("never disappoints\nno complaints", "never disappoints\nno complaints"),
    "one that says nothing, behind spaces": ("  no problem ", "no problem"),
    "nothing": ("", None),
    "lines": ("\n \n", None),
}


@pytest.mark.parametrize("sentence", SHOWN)
def test_what_is_called_negative_shows_where(sentence: str) -> None:
    text, shown = SHOWN[sentence]
    reasons = grounds.reasons(look(text, models.load()), Tone.NEGATIVE)
    assert [reason.text for reason in reasons] == ([] if shown is None else [shown])
