"""Words that stand for opposite facts turn a text around."""

import pytest

from monitor.core.opposites import are_opposed

OPPOSED = {
    "opposites": ("it opens", "it closes", True),
    "forms of one word": ("it opens", "it opened", False),
    "words of two lines": ("it opens", "it rises", False),
    "both in both": ("opens closes", "closes opens", False),
    "one that has both": ("opens closes", "closes", False),
    "three sides": ("before", "until", True),
    "a word that stands in two lines": ("right", "wrong", True),
    "and in the other": ("right", "left", True),
    "in Polish": ("otwarta", "zamknięta", True),
    "signs": ("開", "閉", True),
    "no such words": ("kettle", "toaster", False),
}


@pytest.mark.parametrize(("one", "other", "opposed"), OPPOSED.values(), ids=OPPOSED.keys())
def test_opposites_stand_against_one_another(one: str, other: str, opposed: bool) -> None:
    ours, theirs = one.encode().split(), other.encode().split()
    assert are_opposed(ours, theirs) is opposed
    assert are_opposed(theirs, ours) is opposed
