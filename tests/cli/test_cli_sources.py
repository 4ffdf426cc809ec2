"""`monitor sources`, `pause` and `resume` beside what a pass left in the database."""

import os
import pty
import subprocess
import sys
import termios
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core import polling
from monitor.core.polling import SourceState
from monitor.errors import BadStatus
from monitor.store import Store, source_rows
from tests.cli.desk import Desk, a_desk, monitor
from tests.fakes import NOON, an_item
from tests.stores import BOOT, bring

KEYS = ["name", "kind", "state", "outcome", "why", "every", "last_ok_at", "next_poll_at", "lag", "items"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def left(desk: Desk, change: dict[str, object]) -> None:
    """A pass over the blog left this."""

    async def work(store: Store) -> None:
        (state,) = await store.write(source_rows.claim_named, BOOT, ["blog"])
        await store.write(source_rows.save, replace(state, **change), BOOT)  # type: ignore[arg-type]  # test's own fields

    desk.fill(work)


def blog(desk: Desk) -> dict[str, object]:
    found: dict[str, object] = desk.run("sources", "--json").lines[0]
    return found


def test_sources_that_no_daemon_has_heard_of_were_never_read(desk: Desk) -> None:
    said = desk.run("sources", "--json")
    assert [list(source) for source in said.lines] == [KEYS, KEYS]
    assert [(one["name"], one["kind"], one["state"], one["every"]) for one in said.lines] == [
        ("blog", "feed", "never read", "5m"),
        ("news", "feed", "never read", "10m"),
    ]
    assert said.lines[0]["last_ok_at"] is None
    assert said.lines[0]["items"] == 0


STATES: dict[str, tuple[dict[str, object], str]] = {
    "read with items": ({"polled_at": NOON, "ok_at": NOON, "outcome": "items"}, "ok"),
    "read without items": ({"polled_at": NOON, "ok_at": NOON, "outcome": "empty"}, "ok"),
    "unchanged": ({"polled_at": NOON, "ok_at": NOON, "outcome": "unchanged"}, "ok"),
    "blocked": ({"polled_at": NOON, "outcome": "blocked", "why": "a captcha"}, "failing"),
    "unreachable": ({"polled_at": NOON, "outcome": "unreachable", "why": "refused"}, "failing"),
    "not read yet": ({}, "never read"),
}


@pytest.mark.parametrize(("change", "state"), STATES.values(), ids=STATES)
def test_the_state_of_a_source(desk: Desk, change: dict[str, object], state: str) -> None:
    left(desk, change)
    seen = blog(desk)
    assert seen["state"] == state
    assert seen["outcome"] == change.get("outcome")
    assert seen["why"] == change.get("why")


def test_lag_is_seconds_past_the_due_time_and_items_are_counted(desk: Desk) -> None:
    async def work(store: Store) -> None:
        await bring(store, an_item())

    desk.fill(work)
    now = datetime.now(UTC)
    left(desk, {"next_poll_at": now - timedelta(seconds=90), "polled_at": NOON, "ok_at": NOON, "outcome": "items"})
    seen = blog(desk)
    lag = seen["lag"]
    assert isinstance(lag, float)
    assert 90 <= lag < 120
    assert seen["last_ok_at"] == "2026-11-21T12:00:00Z"
    left(desk, {"next_poll_at": now + timedelta(hours=1)})
    assert blog(desk)["lag"] == 0


LAGS: dict[str, tuple[timedelta | None, str, float | None]] = {
    "of a failing source it is the time since it could be read": (timedelta(hours=1), "unreachable", 3600),
    "of one that never could be read it is unknown": (None, "unreachable", None),
    "of a source that is read and not due it is none": (timedelta(hours=1), "items", 0),
}


@pytest.mark.parametrize(("age", "outcome", "lag"), LAGS.values(), ids=LAGS)
def test_lag(desk: Desk, age: timedelta | None, outcome: str, lag: float | None) -> None:
    now = datetime.now(UTC)
    read: dict[str, object] = {
        "polled_at": now,
        "ok_at": now - age if age else None,
        "outcome": outcome,
        "why": "refused",
    }
    left(desk, read | {"next_poll_at": now + timedelta(minutes=30)})
    assert blog(desk)["lag"] == (None if lag is None else pytest.approx(lag, abs=60))


def test_a_narrow_terminal_shows_ages(desk: Desk) -> None:
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    failing = {"polled_at": hour_ago, "ok_at": hour_ago, "outcome": "unreachable", "why": "refused"}
    left(desk, failing | {"next_poll_at": datetime.now(UTC) + timedelta(minutes=30, seconds=30)})
    shown = in_terminal(desk, 80)
    row = next(line for line in shown.splitlines() if "blog" in line)
    assert [cell.strip() for cell in row.strip("│ ").split("│")][:5] == ["blog", "failing", "1 h ago", "in 30 min", "0"]
    assert "unreachable: refused" in row
    assert f"{hour_ago.year}-" not in shown


def in_terminal(desk: Desk, columns: int) -> str:
    """What `monitor sources` shows in a terminal of that width."""
    inside, outside = pty.openpty()
    with os.fdopen(inside, "rb", buffering=0) as screen:
        termios.tcsetwinsize(outside, (50, columns))
        environ = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
        command = [sys.executable, "-m", "monitor", "--config", str(desk.folder / "config.toml"), "sources"]
        done = subprocess.run(command, stdout=outside, env=environ | {"TERM": "dumb"}, check=False, timeout=60)
        os.close(outside)
        assert done.returncode == 0
        return screen.read(65_536).decode()


def test_a_paused_source_is_not_claimed_and_a_resumed_one_is_due_now(desk: Desk) -> None:
    left(desk, {"next_poll_at": datetime.now(UTC) + timedelta(hours=5), "polled_at": NOON, "outcome": "items"})
    paused = desk.run("sources", "pause", "Blog", "--json").object
    assert (paused["name"], paused["state"], paused["next_poll_at"], paused["lag"]) == ("blog", "paused", None, None)
    assert names_due(desk) == ["news"]
    resumed = desk.run("sources", "resume", "blog", "--json").object
    assert resumed["state"] == "ok"
    assert names_due(desk) == ["blog", "news"]


def test_resume_does_not_ask_inside_a_retry_after(desk: Desk) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)

    async def work(store: Store) -> None:
        (state,) = await store.write(source_rows.claim_named, BOOT, ["blog"])
        asked = BadStatus("429", status=429, retry_after=3600)
        failed: SourceState = polling.failed(state, asked, until - timedelta(hours=1), 0.0)
        await store.write(source_rows.save, failed, BOOT)

    desk.fill(work)
    desk.run("sources", "pause", "blog")
    assert desk.run("sources", "resume", "blog", "--json").object["next_poll_at"] == until.isoformat().replace(
        "+00:00", "Z"
    )
    assert names_due(desk) == ["news"]


def test_a_source_can_be_paused_before_any_daemon_ran(desk: Desk) -> None:
    assert desk.run("sources", "pause", "news", "--json").object["state"] == "paused"
    assert [one["state"] for one in desk.run("sources", "--json").lines] == ["never read", "paused"]


def names_due(desk: Desk) -> list[str]:
    async def work(store: Store) -> list[str]:
        now = datetime.now(UTC)
        claimed = await store.write(source_rows.claim, "boot_x", now, 10)
        await store.write(source_rows.free_others, BOOT)
        return sorted(state.name for state in claimed)

    return desk.fill(work)


def test_the_table(desk: Desk) -> None:
    left(desk, {"polled_at": NOON, "ok_at": NOON, "outcome": "items", "next_poll_at": NOON})
    head, first, _ = (line.split("\t") for line in desk.run("sources").out.splitlines())
    assert head == ["name", "kind", "state", "outcome", "why", "every", "last ok", "next poll", "lag", "items"]
    assert first[:8] == ["blog", "feed", "ok", "items", "", "5m", "2026-11-21 13:00:00", "2026-11-21 13:00:00"]


@pytest.mark.slow
def test_exit_codes(tmp_path: Path) -> None:
    a_desk(tmp_path)
    assert monitor("sources", "--json", folder=tmp_path).code == 0
    unknown = monitor("sources", "pause", "blogg", folder=tmp_path)
    assert (unknown.code, unknown.out) == (2, "")
    assert "unknown source `blogg`; did you mean `blog`? Known: blog, news" in unknown.err
    later = monitor("sources", "add", "https://x.test/feed", "--brand", "B", folder=tmp_path)
    assert (later.code, later.out) == (2, "")
    assert "`sources add` is not supported in this version" in later.err
