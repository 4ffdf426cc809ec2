"""`monitor triage`: verdicts, figures, what to look at next, and the texts with their labels."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Tone
from monitor.store import Store
from tests.cli.desk import Desk, a_desk
from tests.fakes import an_item
from tests.stores import bring

BROKEN = "The lamp of Acme went dark after a week and nobody takes it back"
PLAIN = "Acme opens a shop in the old town on Friday at nine in the morning"
ROOT = Path(__file__).resolve().parents[2]
EVER = ("--since", "2026-01-01")
"""The mentions of these tests are seen at a fixed time; figures are of the last 90 days by the real clock."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def filled(desk: Desk, *texts: str, tone: Tone = Tone.NEGATIVE) -> list[str]:
    """Mentions of these texts, in order."""

    async def work(store: Store) -> list[str]:
        items = [
            an_item(f"{tone}{at}", url=f"https://n{at}.test/{tone}", title="", text=text)
            for at, text in enumerate(texts)
        ]
        settled = await bring(store, *items, tone=tone)
        return [one.mention.id for one in settled.mentions]

    return desk.fill(work)


def shown(desk: Desk, mention: str) -> Any:
    return next(one for one in desk.run("mentions", "--json").lines if one["id"] == mention)


def states(desk: Desk) -> list[str]:
    return [one["state"] for one in desk.run("alerts", "--json").lines]


def test_a_mention_becomes_negative_is_told_once_and_goes_back(desk: Desk) -> None:
    (mention,) = filled(desk, PLAIN, tone=Tone.NEUTRAL)
    done = desk.run("triage", mention, "negative", "--by", "anna")
    assert (done.code, done.out) == (0, f"{mention}: negative, was neutral, 1 alert told now\n")
    told = shown(desk, mention)
    assert (told["tone"], told["probabilities"]["negative"]) == ("negative", 1.0)
    assert told["reasons"][0]["why"].startswith("triage: negative by anna, 20")
    assert [(one["verdict"], one["by"]) for one in told["triage"]] == [("negative", "anna")]
    assert states(desk) == ["waiting"]
    assert desk.run("triage", mention, "negative").out == f"{mention}: that was said already\n"
    undone = desk.run("triage", mention, "--undo", "--json", "--by", "bo").object
    assert (undone["tone"], undone["withdrawn"], undone["taken_back"]["by"]) == ("neutral", 1, "anna")
    assert (shown(desk, mention)["tone"], states(desk)) == ("neutral", ["silenced"])
    assert desk.run("triage", mention, "--undo").out == f"{mention}: nothing is to be taken back\n"
    (entry,) = desk.run("triage", mention, "--json").lines
    assert (entry["verdict"], entry["ended_why"]) == ("negative", "undone by bo")


DISMISSED = {"it is about another": "not-about-us", "it is spam": "spam"}


@pytest.mark.parametrize("sentence", DISMISSED)
def test_what_is_dismissed_is_not_told_and_counts_nowhere(desk: Desk, sentence: str) -> None:
    (mention,) = filled(desk, BROKEN)
    done = desk.run("triage", mention, DISMISSED[sentence])
    assert done.out == f"{mention}: dismissed, in no count, 1 alert withdrawn before it was sent\n"
    assert (shown(desk, mention)["status"], shown(desk, mention)["story"]["copies"]) == ("dismissed", 0)
    (alert,) = desk.run("alerts", "--json").lines
    assert (alert["state"], alert["why"][-1].startswith("withdrawn, triage: ")) == ("silenced", True)
    refused = desk.run("alerts", "resend", alert["id"])
    assert (refused.code, "triage" in refused.err) == (1, True)
    assert desk.run("topics", "--json").object["mentions"] == 0
    later = desk.run("triage", mention, "negative", "--json").object
    assert (later["status"], later["restored"], later["told"]) == ("new", 1, 0)
    assert (states(desk), shown(desk, mention)["story"]["copies"]) == (["waiting"], 1)


def test_a_complaint_that_is_none_is_withdrawn_and_its_tone_is_another(desk: Desk) -> None:
    (mention,) = filled(desk, BROKEN)
    done = desk.run("triage", mention, "not-negative")
    assert done.out == f"{mention}: neutral, was negative, 1 alert withdrawn before it was sent\n"
    assert (shown(desk, mention)["probabilities"]["negative"], states(desk)) == (0.0, ["silenced"])


def test_topics_come_and_go(desk: Desk) -> None:
    (mention,) = filled(desk, BROKEN)
    assert desk.run("triage", mention, "topic=Delivery").out == f"{mention}: topics: delivery\n"
    assert [topic["name"] for topic in shown(desk, mention)["topics"]] == ["delivery"]
    assert desk.run("triage", mention, "topic=-delivery").out == f"{mention}: topics: none\n"
    assert desk.run("triage", mention, "--undo", "--json").object["topics"] == ["delivery"]


REFUSED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "an unknown verdict": (("ID", "negativ"), 2, "did you mean `negative`?"),
    "an unknown topic": (("ID", "topic=delivry"), 2, "did you mean `delivery`?"),
    "no topic": (("ID", "topic="), 2, "unknown topic ``"),
    "an unknown mention": (("men_1", "negative"), 1, "there is no mention `men_1`"),
    "an unknown mention, to be taken back": (("men_1", "--undo"), 1, "there is no mention `men_1`"),
    "an unknown mention, to be shown": (("men_1",), 1, "there is no mention `men_1`"),
    "a verdict to be taken back by name": (("ID", "negative", "--undo"), 2, "--undo takes the last verdict back"),
    "nothing to be taken back": (("--undo",), 2, "--undo needs the ID of a mention"),
    "figures of one mention": (("ID", "--brand", "Acme"), 2, "--brand says nothing of one mention"),
    "nobody": (("ID", "negative", "--by", " "), 2, "--by: a name has 1 to 100 characters"),
    "an unknown brand": (("--brand", "Acne"), 2, "did you mean `Acme`?"),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_done_is_said(desk: Desk, sentence: str) -> None:
    words, code, why = REFUSED[sentence]
    (mention,) = filled(desk, BROKEN)
    said = desk.run("triage", *(mention if word == "ID" else word for word in words))
    assert (said.code, why in said.err) == (code, True), said.err
    assert states(desk) == ["waiting"]


def test_figures_say_what_is_missing_until_enough_was_looked_at(desk: Desk) -> None:
    told = filled(desk, *(f"{BROKEN}, says customer number {at} of {at * 7}" for at in range(12)))
    calm = filled(desk, *(f"{PLAIN} and in town {at} on day {at * 3}" for at in range(12)), tone=Tone.NEUTRAL)
    for mention in told[:9]:
        desk.run("triage", mention, "negative")
    desk.run("triage", told[9], "not-negative")
    desk.run("triage", calm[0], "negative")
    figures = desk.run("triage", *EVER, "--json").object
    assert (figures["brand"], figures["triaged"], figures["missed"]) == ("Acme", 11, 1)
    assert (figures["precision"]["value"], figures["precision"]["of"]) == (0.9, 10)
    assert figures["recall"] is None
    assert "triage 10 not called negative" in figures["why"]
    assert "0.90 (0.60–0.98) of 10" in desk.run("triage", *EVER).out


def test_what_to_look_at_next_is_a_sample_that_stays_until_it_is_triaged(desk: Desk) -> None:
    filled(desk, *(f"{BROKEN}, says customer number {at} of {at * 7}" for at in range(12)))
    filled(desk, *(f"{PLAIN} and in town {at} on day {at * 3}" for at in range(12)), tone=Tone.NEUTRAL)
    names = [one["id"] for one in desk.run("triage", "--next", *EVER, "--json").lines]
    assert (len(names), [one["id"] for one in desk.run("triage", "--next", *EVER, "--json").lines]) == (10, names)
    desk.run("triage", names[0], "negative")
    again = [one["id"] for one in desk.run("triage", "--next", *EVER, "--json", "--limit", "9").lines]
    assert names[0] not in again
    drawn = sum(sum(band["drawn"].values()) for band in desk.run("triage", *EVER, "--json").object["bands"])
    assert drawn == 1


def test_what_was_labelled_can_be_evaluated(desk: Desk, tmp_path: Path) -> None:
    one, two = filled(desk, BROKEN, f"{PLAIN}\n\tand\tcloses at nine")
    desk.run("triage", one, "negative")
    desk.run("triage", two, "not-negative")
    file = tmp_path / "labels.tsv"
    assert desk.run("triage", "--export", str(file)).code == 0
    assert file.read_text().splitlines() == [
        "label\tlanguage\ttype\ttext",
        f"negative\ten\tarticle\t{BROKEN}",
        f"neutral\ten\tarticle\t{PLAIN} and closes at nine",
    ]
    assert desk.run("triage", "--export", "-").out == file.read_text()
    assert desk.run("evaluate", str(file), "--json").object["texts"] == 2


TRAIN = """
import sys
from pathlib import Path
sys.path[:0] = ["tools/training", "."]
import data, run
folder, out = Path(sys.argv[1]), Path(sys.argv[2])
print(len([row for row in data.read(folder, "A") if row.set == "triaged"]))
run.train(folder, "AB", out, small=True)
run.check(out)
"""


def trained(folder: Path) -> int:
    """Triaged texts that the trainer reads in this folder of sets."""
    (folder / "weights").mkdir()
    command = [sys.executable, "-c", TRAIN, str(folder), str(folder / "weights")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.splitlines()[0])


@pytest.fixture
def sets(desk: Desk, tmp_path: Path) -> Path:
    """A folder of training sets, one of them exported."""
    folder = tmp_path / "sets"
    shutil.copytree(ROOT / "tests" / "fixtures" / "tone" / "training", folder)
    mentions = filled(desk, *(f"{BROKEN}, says customer number {at} of {at * 7}" for at in range(3)))
    for mention in mentions:
        desk.run("triage", mention, "negative")
    assert desk.run("triage", "--export", str(folder / "triaged.tsv")).code == 0
    with (folder / "INDEX.tsv").open("a") as index:
        index.write("triaged\tA\ten\ttriage\n")
    return folder


@pytest.mark.slow
def test_what_was_labelled_can_be_trained_on(sets: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is needed for training only")
    assert trained(sets) == 3
