"""Judges of tone in the file: what arrives, and every problem with its line."""

from pathlib import Path

import pytest

from monitor.config import kinds
from monitor.judges import classifier
from monitor.model import Tone
from monitor.secret import SecretRef
from tests.config.config_kinds import HEAD, loaded, problems_of

ENDPOINT = """[[judges]]
name = "lexa"
kind = "openai"
base_url = "https://api.test/v1"
model = "small"
requests_per_day = 5
"""
"""Lines 3 to 8."""
ONNX = '[[judges]]\nname = "own"\nkind = "onnx"\nmodel = "m.onnx"\ntokenizer = "t.json"\n'
"""Lines 3 to 7."""
LABELS = 'labels = ["negative", "neutral", "positive"]\n'


def test_an_endpoint_arrives_with_its_secret_unread() -> None:
    more = 'api_key = "env:LEXA_KEY"\ncharacters_per_day = 9\ntimeout = 30\n'
    settings = loaded(HEAD + ENDPOINT + more + '[[brands]]\nname = "Acme"\njudge = "lexa"\n')
    (judge,) = settings.judges
    assert (judge.name, judge.kind, settings.brands[0].judge) == ("lexa", "openai", "lexa")
    options = judge.options
    assert (options.api_key, options.timeout) == (SecretRef.parse("env:LEXA_KEY", {}), 30)
    assert (options.requests_per_day, options.characters_per_day) == (5, 9)


def test_a_classifier_arrives_with_paths_from_the_folder_of_the_file(tmp_path: Path) -> None:
    for name in ("m.onnx", "t.json"):
        (tmp_path / name).touch()
    settings = loaded(HEAD + ONNX + LABELS, tmp_path / "config.toml")
    options = settings.judges[0].options
    assert (options.model, options.tokenizer) == (str(tmp_path / "m.onnx"), str(tmp_path / "t.json"))
    assert (options.labels, options.max_tokens) == ([Tone.NEGATIVE, Tone.NEUTRAL, Tone.POSITIVE], 256)


def test_without_the_packages_a_classifier_is_a_problem_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifier, "_NEEDED", ("no_such_package",))
    problems = [str(one) for one in problems_of(HEAD + ONNX + LABELS)]
    assert problems[-1].endswith(
        'judges.0.kind: an ONNX judge needs more packages: pip install "monitor[models]"'
    ) or any('pip install "monitor[models]"' in one for one in problems)


def _endpoint(change: str, to: str) -> str:
    assert change in ENDPOINT
    return HEAD + ENDPOINT.replace(change, to)


WRONG = {
    "a brand with a judge that is not there": (
        HEAD + ENDPOINT + '[[brands]]\nname = "Acme"\njudge = "lexia"',
        "11 brands.0.judge",
        "unknown judge `lexia`; did you mean `lexa`?",
    ),
    "two judges of one name": (HEAD + ENDPOINT + ENDPOINT, "10 judges.1.name", "already the name of judges.0"),
    "an unknown kind": (_endpoint('"openai"', '"oracle"'), "5 judges.0.kind", "Known: onnx, openai"),
    "no kind": (_endpoint('kind = "openai"\n', ""), "3 judges.0.kind", "missing"),
    "no address": (_endpoint('base_url = "https://api.test/v1"\n', ""), "3 judges.0.base_url", "missing"),
    "no model": (_endpoint('model = "small"\n', ""), "3 judges.0.model", "missing"),
    "no budget": (_endpoint("requests_per_day = 5\n", ""), "3 judges.0", "a budget is missing"),
    "a budget of nothing": (
        _endpoint("requests_per_day = 5", "requests_per_day = 0"),
        "8 judges.0.requests_per_day",
        "greater than or equal to 1",
    ),
    "a budget as a text": (
        _endpoint("requests_per_day = 5", 'requests_per_day = "5"'),
        "8 judges.0.requests_per_day",
        "a whole number",
    ),
    "a timeout of a minute": (HEAD + ENDPOINT + "timeout = 60", "9 judges.0.timeout", "less than or equal to 30"),
    "an address without scheme": (_endpoint("https://", ""), "6 judges.0.base_url", "allowed is a web address"),
    "an address with a password": (
        _endpoint("https://", "https://u:hunter2@"),
        "6 judges.0.base_url",
        "user, password, query and fragment have no place here",
    ),
    "a key in the file": (HEAD + ENDPOINT + 'api_key = "sk-hunter2"', "9 judges.0.api_key", '"env:NAME"'),
    "a misspelled key": (HEAD + ENDPOINT + "time_out = 5", "9 judges.0.time_out", "did you mean `timeout`?"),
    "a model file that is not there": (HEAD + ONNX + LABELS, "6 judges.0.model", "there is no such file"),
    "no labels": (HEAD + ONNX, "3 judges.0.labels", "missing"),
    "labels without negative": (
        HEAD + ONNX + 'labels = ["neutral", "positive"]',
        "8 judges.0.labels",
        'must be "negative"',
    ),
    "a label that is none": (
        HEAD + ONNX + 'labels = ["negative", "angry"]',
        "8 judges.0.labels.1",
        "'negative', 'neutral' or 'positive'",
    ),
    "one label": (HEAD + ONNX + 'labels = ["negative"]', "8 judges.0.labels", "at least 2"),
    "too few tokens": (HEAD + ONNX + LABELS + "max_tokens = 1", "9 judges.0.max_tokens", "greater than or equal to 8"),
}


@pytest.mark.parametrize(("text", "where", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line(text: str, where: str, said: str) -> None:
    problems = problems_of(text)
    (found,) = [problem for problem in problems if problem.where == f"config.toml:{where}"]
    assert said in found.text
    assert "hunter2" not in str(problems)


def test_each_kind_of_judge_can_be_configured() -> None:
    assert set(kinds.JUDGES) == {"onnx", "openai"}
