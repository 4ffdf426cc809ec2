"""At a busy host sources stand in line; other hosts are not held up."""

from monitor.core.crowd import PER_HOST, Crowd

MANY = 1000


def full() -> Crowd:
    crowd = Crowd()
    assert all(crowd.enter("a", f"early {number}") for number in range(PER_HOST))
    return crowd


def test_a_host_has_so_many_places_and_no_more() -> None:
    crowd = full()
    assert not crowd.enter("a", "late")
    assert crowd.enter("b", "elsewhere")


def test_nobody_is_called_while_there_is_no_place() -> None:
    crowd = full()
    crowd.enter("a", "late")
    assert crowd.called(MANY) == []


def test_who_came_first_is_called_first() -> None:
    crowd = full()
    for name in ("one", "two", "three"):
        crowd.enter("a", name)
    assert crowd.leave("a")
    assert crowd.leave("a")
    assert crowd.called(MANY) == ["one", "two"]


def test_a_newcomer_stands_behind_those_who_wait() -> None:
    crowd = full()
    crowd.enter("a", "waiting")
    crowd.leave("a")
    assert not crowd.enter("a", "newcomer")
    assert crowd.called(MANY) == ["waiting"]
    assert crowd.enter("a", "waiting", called=True)
    assert crowd.leave("a")
    assert crowd.called(MANY) == ["newcomer"]


def test_no_more_are_called_than_asked_for() -> None:
    crowd = full()
    for number in range(5):
        crowd.enter("a", f"late {number}")
    for _ in range(5):
        crowd.leave("a")
    assert crowd.called(2) == ["late 0", "late 1"]
    assert crowd.called(0) == []
    assert crowd.called(MANY) == ["late 2", "late 3", "late 4"]


def test_a_line_that_ended_is_forgotten() -> None:
    crowd = full()
    crowd.enter("a", "late")
    crowd.leave("a")
    crowd.called(MANY)
    assert not crowd.leave("a")
