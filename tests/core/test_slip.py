"""A word may be another one, mistyped."""

import pytest

from monitor.core.slip import is_slip

SLIPS = {
    "two letters have changed places": ("delivery", "delviery", True),
    "the first two have": ("parcel", "aprcel", True),
    "in a short word, too": ("who", "woh", True),
    "one letter is missing": ("parcel", "parcl", True),
    "the first is": ("parcel", "arcel", True),
    "one is there twice": ("parcel", "parrcel", True),
    "one is another": ("parcel", "parvel", True),
    "beyond ASCII": ("größe", "größr", True),
    "in Cyrillic": ("посылка", "посылкп", True),
    "two are others": ("parcel", "pavvel", False),
    "two that do not stand side by side have changed places": ("parcel", "parlec", False),
    "three letters, of which one is another": ("hat", "hot", False),
    "two letters": ("up", "pu", False),
    "two more": ("able", "unable", False),
    "another word": ("kettle", "toaster", False),
    "opposites": ("increase", "decrease", False),
}


@pytest.mark.parametrize(("one", "other", "slips"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_one_letter_or_two_that_changed_places(one: str, other: str, slips: bool) -> None:
    assert is_slip(one.encode(), other.encode(), name=False, brief=True) is slips
    assert is_slip(other.encode(), one.encode(), name=False, brief=True) is slips


NAMES = {
    "a short name": ("iran", "iraq", False),
    "a long one that lacks a letter": ("hannover", "hannovr", True),
    "two letters of a name have changed places": ("hannover", "hannvoer", True),
    "another letter makes another name": ("montalto", "montaldo", False),
    "so does the first": ("harlow", "marlow", False),
    "a letter more at its end makes another name": ("martin", "martina", False),
}


@pytest.mark.parametrize(("one", "other", "slips"), NAMES.values(), ids=NAMES.keys())
def test_a_name_with_another_letter_is_another_name(one: str, other: str, slips: bool) -> None:
    assert is_slip(one.encode(), other.encode(), name=True, brief=True) is slips


def test_a_letter_of_a_long_name_in_a_long_text_is_a_slip() -> None:
    assert is_slip(b"harlow", b"marlow", name=True, brief=False)
    assert not is_slip(b"iran", b"iraq", name=True, brief=False)
