"""The demo as a whole, run as `make demo` runs it, and its screen. Its parts: tests/demo."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.demo.scenes import NOON, a_feed, hooked, mailed, published, told
from tools.demolib.board import Board

ROOT = Path(__file__).resolve().parents[1]


def test_the_table_shows_when_an_item_appeared_was_stored_and_was_told() -> None:
    board = Board()
    board.appeared(replace(published("41001", at=NOON.timestamp()), what="complaint"))
    board.appeared(published("41002", at=NOON.timestamp()))
    board.appeared(replace(published("41003", tell=False), what="praise"))
    seen = replace(told("41001"), seen_at="2026-11-21T12:00:01.25Z")
    board.arrived(hooked(seen, at=NOON.timestamp() + 1.5))
    board.arrived(mailed("41001", at=NOON.timestamp() + 1.7))
    screen = Console(record=True, width=120, file=StringIO())
    screen.print(board.picture("publishing", [a_feed()], ["the mails  http://127.0.0.1:1/"]))
    shown = screen.export_text()
    assert "publishing · appeared 3 · complaints 2 · told 1, slowest 1.7 s" in shown
    assert "http://127.0.0.1:1/" in shown
    row = next(line for line in shown.splitlines() if "1.2 s" in line)
    assert ("complaint" in row, "1.5 s" in row, "1.7 s" in row) == (True, True, True)
    assert "not told" in next(line for line in shown.splitlines() if "praise" in line)


def test_what_turned_into_a_complaint_was_stored_before() -> None:
    board = Board()
    board.appeared(published(tell=False, at=NOON.timestamp() - 8))
    board.appeared(published(at=NOON.timestamp()))
    board.arrived(hooked(replace(told(), seen_at="2026-11-21T11:59:53Z"), at=NOON.timestamp() + 2))
    screen = Console(record=True, width=120, file=StringIO())
    screen.print(board.picture("publishing", [], []))
    row = next(line for line in screen.export_text().splitlines() if "A title" in line)
    assert ("before" in row, "2.0 s" in row, len(board.rows)) == (True, True, 1)


def test_a_refused_message_has_told_nothing() -> None:
    board = Board()
    board.appeared(published())
    board.arrived(hooked(told(), status=500))
    board.arrived(mailed())
    assert "told 0" in board.line("publishing", [])


# the whole of it


def start_demo(folder: Path, *options: str) -> subprocess.Popen[str]:
    """As `make demo` starts it; what it leaves behind would stand in `folder`."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tools" / "demo"), *options],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def mentions_of(folder: Path) -> list[int]:
    """Processes whose command line names `folder`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:  # it may end while we look
                continue
            if str(folder).encode() in command:
                found.append(int(entry.name))
    return found


@pytest.mark.slow
def test_the_demo_tells_all_that_appears_and_leaves_no_trace(tmp_path: Path) -> None:
    """A full round of what happens: copies, edits and a customer who turns angry."""
    with start_demo(tmp_path, "--seconds", "13") as demo:
        said, _ = demo.communicate(timeout=120)
    assert demo.returncode == 0, said
    assert "verdict: good" in said
    assert (list(tmp_path.iterdir()), mentions_of(tmp_path)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 130), (signal.SIGINT, 0)])
def test_an_interrupted_demo_leaves_no_trace(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """Ctrl-C ends the publishing and is judged; SIGTERM ends everything at once."""
    with start_demo(tmp_path, "--seconds", "0") as demo:
        assert demo.stdout is not None
        said = ""
        while "told 0" in said or "told" not in said:
            said = demo.stdout.readline()
            assert said, "it ended before anything was told"
        demo.send_signal(number)
        rest, _ = demo.communicate(timeout=120)
    assert (demo.returncode, "the daemon ended" in rest) == (code, False), rest
    assert (list(tmp_path.iterdir()), mentions_of(tmp_path)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_demo_that_is_interrupted_while_it_starts_says_so_and_leaves_no_trace(
    number: signal.Signals, tmp_path: Path
) -> None:
    with start_demo(tmp_path) as demo:
        assert demo.stdout is not None
        assert "monitor shows" in demo.stdout.readline()
        demo.send_signal(number)
        rest, _ = demo.communicate(timeout=60)
    assert (demo.returncode, "interrupted" in rest, "verdict" in rest) == (130, True, False), rest
    assert (list(tmp_path.iterdir()), mentions_of(tmp_path)) == ([], [])


@pytest.mark.slow
def test_a_long_demo_tells_what_appeared_while_a_source_was_out_of_order(tmp_path: Path) -> None:
    with start_demo(tmp_path, "--seconds", "55") as demo:
        said, _ = demo.communicate(timeout=200)
    assert demo.returncode == 0, said
    assert "after their source was mended" in said
