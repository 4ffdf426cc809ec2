"""`monitor evaluate`: the tone model against labels of one's own; `monitor calibration`: what it learned from stars."""

from pathlib import Path

import pytest

from monitor.core.calibration import LEAST
from monitor.model import MentionType
from monitor.store import Store, outcome_rows
from tests.cli.desk import Desk, a_desk

HORRIBLE, LOVELY = "The worst service ever, rude staff, I want my money back.", "Excellent, friendly and fast. Love it!"
FILES = {
    "a table with tabs": f"label\ttext\nnegative\t{HORRIBLE}\npositive\t{LOVELY}\nnegative\t{LOVELY}\n",
    "a table with commas and quotes": f'text,label\n"{HORRIBLE}",negative\n"{LOVELY}",positive\n"{LOVELY}",negative\n',
    "a table with semicolons": f"label;text;note\nnegative;{HORRIBLE};a\npositive;{LOVELY};b\nnegative;{LOVELY};c\n",
    "JSON lines": (
        f'{{"label": "negative", "text": "{HORRIBLE}"}}\n\n{{"label": "positive", "text": "{LOVELY}"}}\n'
        f'{{"label": "negative", "text": "{LOVELY}"}}\n'
    ),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.mark.parametrize("case", FILES)
def test_every_form_of_file_gives_the_same_figures(desk: Desk, case: str) -> None:
    file = desk.folder / "labelled"
    file.write_text("\ufeff" + FILES[case])
    said = desk.run("evaluate", str(file), "--json")
    assert (said.code, said.err) == (0, "")
    result = said.object
    assert (result["texts"], result["bad"]) == (3, [])
    assert result["matrix"]["negative"] == {"negative": 1, "neutral": 0, "positive": 1}
    assert result["tones"]["negative"]["recall"]["value"] == 0.5
    assert [(one["meant"], one["said"], one["text"]) for one in result["wrong"]] == [("negative", "positive", LOVELY)]


def test_for_people_there_are_tables_and_the_surest_mistakes(desk: Desk) -> None:
    file = desk.folder / "labelled"
    file.write_text(FILES["a table with tabs"])
    said = desk.run("evaluate", str(file))
    assert said.code == 0
    assert "meant\tcalled negative\tcalled neutral\tcalled positive" in said.out
    assert "1 wrong, the surest first" in said.out
    assert LOVELY in said.out


def test_the_tone_is_toward_the_brand_that_is_named(desk: Desk) -> None:
    file = desk.folder / "labelled"
    file.write_text("label\ttext\nnegative\tGlobex was wonderful, Acme never answered and lost my parcel.\n")
    assert desk.run("evaluate", str(file), "--brand", "Acme", "--json").object["accuracy"]["value"] == 1.0


def test_bad_lines_are_named_and_the_others_count(desk: Desk) -> None:
    file = desk.folder / "labelled"
    file.write_text(f"label\ttext\nangry\t{HORRIBLE}\nnegative\t{HORRIBLE}\nnegative\n")
    said = desk.run("evaluate", str(file), "--json")
    assert said.code == 1
    assert said.object["texts"] == 1
    assert [one["line"] for one in said.object["bad"]] == [2, 4]
    assert f"{file}:2: `label`: found 'angry'; allowed are negative, neutral, positive" in said.err


@pytest.mark.parametrize("text", ["", "lable\ttext\nnegative\tx\n", "negative,good\n"])
def test_what_is_no_labelled_table_is_wrong_usage(desk: Desk, text: str) -> None:
    file = desk.folder / "labelled"
    file.write_text(text)
    said = desk.run("evaluate", str(file))
    assert (said.code, said.out) == (2, "")
    assert "no column `label`" in said.err


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    said = desk.run("evaluate", "nowhere.tsv")
    assert said.code == 2
    assert "nowhere.tsv: cannot be read: No such file or directory" in said.err


def test_nothing_was_learned_yet(desk: Desk) -> None:
    assert desk.run("calibration", "--json").object == []


def test_what_was_learned_is_shown_with_its_reason_and_can_be_forgotten(desk: Desk) -> None:
    async def learn(store: Store) -> None:
        def harsh(connection: object) -> None:
            counts = {"rated": 5 * LEAST, "negatives": 4 * LEAST}
            outcome_rows._add(connection, "review_page", (MentionType.REVIEW, 2), counts)  # type: ignore[arg-type]  # a connection

        await store.write(harsh)

    desk.fill(learn)
    (row,) = desk.run("calibration", "--json").object
    assert (row["kind"], row["type"], row["items"], row["negatives"]) == ("review_page", "review", 150, 120)
    assert row["bias"] > 0
    assert "of 150 items with stars 120 are negative" in row["why"]
    assert row["why"] in desk.run("calibration").out
    assert desk.run("calibration", "--forget", "feed").code == 2
    assert desk.run("calibration", "--forget", "review_page", "--json").object == []
    assert desk.run("calibration", "--json").object == []
