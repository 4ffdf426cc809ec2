"""A user's ONNX classifier, loaded and asked for real, in this process."""

from pathlib import Path

import pytest
from onnx import TensorProto

from monitor.errors import Unreadable
from monitor.model import Probabilities
from monitor.models import onnx
from tests.judges.models import WORDS, Files, a_classifier

LABELS = ["negative", "neutral", "positive"]
STARS = ["negative", "negative", "neutral", "positive", "positive"]
EVEN = Probabilities(0.3333, 0.3334, 0.3333)


def shares(files: Files, labels: list[str], most: int, *texts: str) -> list[Probabilities]:
    said = onnx.judge(files.model, files.tokenizer, labels, most, texts)
    return [one for one in said if not isinstance(one, str)]


READ = {
    "a word of blame": ("bad", Probabilities(0.9817, 0.018, 0.0003)),
    "a word of praise": ("good", Probabilities(0.0003, 0.018, 0.9817)),
    "a plain word": ("plain", Probabilities(0.0025, 0.995, 0.0025)),
    "words it does not know": ("the parcel arrived", EVEN),
    "nothing at all": ("", EVEN),
    "blame and praise": ("good or bad", EVEN),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_the_probabilities_are_the_softmax_of_what_the_model_says(
    text: str, expected: Probabilities, tmp_path: Path
) -> None:
    files = a_classifier(tmp_path)
    (said,) = shares(files, LABELS, 64, text)
    assert said == expected


def test_verdicts_come_in_the_order_of_the_texts(tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    said = shares(files, LABELS, 64, "bad", "good", "plain", "bad")
    assert [round(one.negative) for one in said] == [1, 0, 0, 1]


def test_a_text_is_cut_to_the_tokens_that_the_model_takes(tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    long = "plain " * 8 + "bad " * 1000
    (cut,) = shares(files, LABELS, 8, long)
    (more,) = shares(files, LABELS, 64, long)
    assert (round(cut.neutral), round(more.negative)) == (1, 1)


def test_five_stars_are_added_up_to_three_tones(tmp_path: Path) -> None:
    rows = {"[UNK]": (0.0,) * 5, "meh": (1.0, 1.0, 0.0, -9.0, -9.0)}
    files = a_classifier(tmp_path, rows)
    (said,) = shares(files, STARS, 64, "meh")
    assert said == Probabilities(0.8446, 0.1554, 0.0)


def test_a_model_without_a_neutral_label_never_says_neutral(tmp_path: Path) -> None:
    files = a_classifier(tmp_path, {"[UNK]": (0.0, 0.0), "bad": (2.0, 0.0)})
    (said,) = shares(files, ["negative", "positive"], 64, "bad")
    assert said == Probabilities(0.8808, 0.0, 0.1192)


INPUTS = {
    "ids alone": (("input_ids",), TensorProto.INT64),
    "ids and types": (("input_ids", "token_type_ids"), TensorProto.INT64),
    "all three": (("input_ids", "attention_mask", "token_type_ids"), TensorProto.INT64),
    "smaller numbers": (("input_ids", "attention_mask"), TensorProto.INT32),
}


@pytest.mark.parametrize(("inputs", "tokens"), INPUTS.values(), ids=INPUTS)
def test_a_model_is_given_the_inputs_that_it_names(inputs: tuple[str, ...], tokens: int, tmp_path: Path) -> None:
    files = a_classifier(tmp_path, inputs=inputs, tokens=tokens)
    (said,) = shares(files, LABELS, 64, "bad")
    assert said.negative > 0.9


def test_a_model_is_loaded_once_and_anew_when_its_file_was_replaced(tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    shares(files, LABELS, 64, "bad")
    before = onnx._loaded.cache_info()
    shares(files, LABELS, 64, "good")
    assert (onnx._loaded.cache_info().hits, onnx._loaded.cache_info().misses) == (before.hits + 1, before.misses)
    a_classifier(tmp_path, {word: row[::-1] for word, row in WORDS.items()})
    (said,) = shares(files, LABELS, 64, "bad")
    assert said.positive > 0.9


def test_labels_that_do_not_fit_are_an_error_that_names_both(tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    with pytest.raises(Unreadable, match=r"model\.onnx: its output has the shape \(1, 3\), 5 labels are configured"):
        shares(files, STARS, 64, "bad")


def test_an_output_that_is_no_number_costs_that_text_its_verdict(tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    said = onnx.judge(files.model, files.tokenizer, LABELS, 64, ["broken", ""])
    assert said == ["model.onnx: its output is no number", EVEN]


def test_an_unknown_input_is_an_error_that_names_it(tmp_path: Path) -> None:
    files = a_classifier(tmp_path, inputs=("pixels",))
    with pytest.raises(Unreadable, match=r"model\.onnx: it wants pixels; known are input_ids"):
        shares(files, LABELS, 64, "bad")


BROKEN = {
    "a model that is none": ("model.onnx", b"\x00nonsense"),
    "a tokenizer that is none": ("tokenizer.json", b"{}"),
    "an empty model": ("model.onnx", b""),
}


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_an_error_in_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=r"^model\.onnx: [^\n]+$"):
        shares(files, LABELS, 64, "bad")


def test_a_file_that_went_away_is_an_error(tmp_path: Path) -> None:
    files = a_classifier(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(Unreadable, match="No such file"):
        shares(files, LABELS, 64, "bad")
