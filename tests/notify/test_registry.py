"""Every channel is known by its kind, and one that cannot be is named."""

from importlib.metadata import EntryPoint

import pytest

from monitor.errors import ConfigError
from monitor.notify import EXTENSIONS, notifiers, webhook


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=EXTENSIONS.group)


def test_the_webhook_is_there() -> None:
    assert notifiers()["webhook"].create is webhook.create


def test_our_own_entry_point_is_no_conflict() -> None:
    assert set(EXTENSIONS.by_kind([point("webhook", "monitor.notify.webhook")])) == {"webhook", "email"}


def test_a_channel_of_a_third_party_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.notify.plugin.kind", "pager")
    assert set(EXTENSIONS.by_kind([point("pager", "tests.notify.plugin")])) == {"webhook", "email", "pager"}


BROKEN = {
    "the kind is taken": ("tests.notify.plugin", 'the kind "webhook" is taken by monitor.notify.webhook'),
    "no such module": ("tests.notify.nowhere", "cannot be loaded"),
    "a module of another sort": ("json", "is no notifier: it has no kind"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_channel_that_cannot_be_is_named(case: str) -> None:
    value, said = BROKEN[case]
    with pytest.raises(ConfigError) as caught:
        EXTENSIONS.by_kind([point("other", value)])
    assert f"monitor.notifiers other = {value}" in str(caught.value)
    assert said in str(caught.value)
