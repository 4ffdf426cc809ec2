"""The shipped weights: small, quick to load, and honest about where they come from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor import models

ROOT = Path(__file__).resolve().parents[2]


def test_the_weights_are_loaded_once() -> None:
    assert models.load() is models.load()


def test_the_weights_take_at_most_four_megabytes() -> None:
    assert (models.FOLDER / "weights.bin").stat().st_size <= 4_000_000


def test_english_has_a_model_of_its_own_and_other_languages_share_one() -> None:
    shipped = models.load()
    assert shipped.english is not None
    assert shipped.of("en") is shipped.english
    assert shipped.of("de") is shipped.of(None) is shipped


def test_judging_needs_no_numpy() -> None:
    code = (
        "import sys; from monitor import models; from monitor.core import tone;"
        "tone.judge('', 'bad', language=None, rating=None, recommended=None, spans=(), weights=models.load());"
        "models.detect_language('this is an English sentence', None);"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_weights_say_what_they_were_made_from() -> None:
    facts = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))["made_from"]
    assert facts["tiers"] == "AB"
    assert len(facts["data"]) == len(facts["code"]) == 64


def test_the_weights_hold_no_set_that_may_not_be_trained_on() -> None:
    facts = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))["made_from"]
    forbidden = {"amazon_nlptown_en", "absa16_rest_fr", "laroseda_ro", "amazon_ja", "astd_ar", "polish_hotels_pl"}
    assert not forbidden & set(facts["sets"])


def test_weights_of_another_size_are_refused(tmp_path: Path) -> None:
    facts = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))
    (tmp_path / "weights.json").write_text(json.dumps(facts), encoding="utf-8")
    (tmp_path / "weights.bin").write_bytes(b"\0" * 100)
    with pytest.raises(ValueError, match="100 bytes"):
        models.read(tmp_path)


def test_weights_that_end_too_soon_are_refused(tmp_path: Path) -> None:
    facts = (models.FOLDER / "weights.json").read_text(encoding="utf-8")
    (tmp_path / "weights.json").write_text(facts, encoding="utf-8")
    (tmp_path / "weights.bin").write_bytes((models.FOLDER / "weights.bin").read_bytes()[:100_000])
    with pytest.raises(ValueError, match="expected"):
        models.read(tmp_path)


def test_weights_with_a_bit_that_is_another_are_refused_by_folder(tmp_path: Path) -> None:
    facts = (models.FOLDER / "weights.json").read_text(encoding="utf-8")
    (tmp_path / "weights.json").write_text(facts, encoding="utf-8")
    stored = bytearray((models.FOLDER / "weights.bin").read_bytes())
    stored[5] ^= 1
    (tmp_path / "weights.bin").write_bytes(stored)
    with pytest.raises(ValueError, match=f"{tmp_path}: a table whose rows"):
        models.read(tmp_path)


@pytest.mark.parametrize("number", ["NaN", "1e999"])
@pytest.mark.parametrize("name", ["bias", "word_scale", "calibration", "lifts"])
def test_weights_that_are_no_number_are_refused(name: str, number: str, tmp_path: Path) -> None:
    facts = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))
    values = facts["models"]["en"][name]
    while isinstance(values, dict) or isinstance(values[0], list):
        values = next(iter(values.values())) if isinstance(values, dict) else values[0]
    values[0] = "here"
    (tmp_path / "weights.json").write_text(json.dumps(facts).replace('"here"', number), encoding="utf-8")
    (tmp_path / "weights.bin").write_bytes((models.FOLDER / "weights.bin").read_bytes())
    with pytest.raises(ValueError, match="finite"):
        models.read(tmp_path)


def test_an_empty_file_is_no_weights(tmp_path: Path) -> None:
    facts = (models.FOLDER / "weights.json").read_text(encoding="utf-8")
    (tmp_path / "weights.json").write_text(facts, encoding="utf-8")
    (tmp_path / "weights.bin").write_bytes(b"")
    with pytest.raises(ValueError, match="empty"):
        models.read(tmp_path)


def test_weights_for_other_features_are_refused(tmp_path: Path) -> None:
    facts = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))
    facts["models"]["all"]["bits"] = [1, 2, 3]
    (tmp_path / "weights.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ValueError, match="1, 2, 3"):
        models.read(tmp_path)


FORMATS = {"of another format": 99, "from before there were formats": None}


@pytest.mark.parametrize("sentence", FORMATS)
def test_weights_of_another_format_are_refused(sentence: str, tmp_path: Path) -> None:
    shipped = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))
    facts = shipped | {"format": FORMATS[sentence]}
    (tmp_path / "weights.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ValueError, match=f"format {FORMATS[sentence]}, this code reads format 4"):
        models.read(tmp_path)


@pytest.mark.slow
def test_the_trainer_tests_itself_in_seconds() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is needed for training only")
    done = subprocess.run(
        [sys.executable, "tools/train", "--self-test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["held-out rows"]


def test_the_model_card_names_every_set_the_weights_were_made_from() -> None:
    facts = json.loads((models.FOLDER / "weights.json").read_text(encoding="utf-8"))["made_from"]
    card = (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
    assert [name for name in facts["sets"] if f"| {name} |" not in card and not name.startswith("own_")] == []


def test_what_is_held_out_is_not_in_our_own_training_texts() -> None:
    def plain(text: str) -> str:
        return text.strip().lower().rstrip(".!")

    own = {
        plain(line.split("\t")[3])
        for file in (ROOT / "tools" / "training" / "own").glob("*.tsv")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    held = {
        plain(line.split("\t")[2])
        for file in (ROOT / "tests" / "fixtures" / "tone").glob("*.tsv")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    }
    assert held
    assert own & held == set()
