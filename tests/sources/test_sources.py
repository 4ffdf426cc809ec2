"""The registry names what it has, and what is wrong with a third party's connector."""

from importlib.metadata import EntryPoint

import pytest

from monitor.errors import ConfigError
from sources import EXTENSIONS, connector, connectors, feed

WRONG: dict[str, tuple[str, str]] = {
    "a module that is not there": ("nowhere.at.all", "cannot be loaded"),
    "a module that is no connector": ("json", "is no connector: it has no kind, Options"),
}


def test_the_built_in_kinds_are_there() -> None:
    assert connectors()["feed"] is connector("feed") is feed  # type: ignore[comparison-overlap]  # a module is one


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        connector("fax")


@pytest.mark.parametrize("case", WRONG)
def test_a_broken_third_party_entry_is_named(case: str) -> None:
    value, problem = WRONG[case]
    with pytest.raises(ConfigError) as caught:
        EXTENSIONS.by_kind([EntryPoint("theirs", value, EXTENSIONS.group)])
    assert "theirs" in str(caught.value)
    assert problem in str(caught.value)
