"""`monitor check` says what is configured, or everything that is wrong with it."""

import re
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from monitor import cli, config
from monitor.config.schema import LISTS, TABLES
from monitor.config.unsupported import UNSUPPORTED
from monitor.notify import notifiers
from sources import connectors
from tests.cli.desk import a_desk

REFERENCE = Path(__file__).parents[2] / "config.toml"
KEYS = [
    "ok",
    "config",
    "problems",
    "database",
    "timezone",
    "brands",
    "judges",
    "sources",
    "notifiers",
    "subscriptions",
    "warnings",
]


def check(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.cli, ["check", *words], prog_name="monitor")
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the reference configuration names."""
    for name in re.findall(r'= "env:([A-Z_]+)"', REFERENCE.read_text()):
        monkeypatch.setenv(name, f"whsec_{'A' * 32}")


SECRETS: dict[str, tuple[str, str]] = {
    "a variable that is not set": ("env:GONE_SECRET", "env:GONE_SECRET: this environment variable is not set"),
    "a file that is not there": ("file:/nowhere/hook", "file:/nowhere/hook: cannot be read: No such file or directory"),
}


@pytest.mark.parametrize(("secret", "text"), SECRETS.values(), ids=SECRETS)
def test_a_secret_that_cannot_be_used_is_a_warning_that_names_its_place(tmp_path: Path, secret: str, text: str) -> None:
    a_desk(tmp_path)
    file = tmp_path / "config.toml"
    file.write_text(file.read_text().replace("env:CRM_SECRET", secret))
    code, out, err = check("--config", str(file))
    assert (code, out.splitlines()[0]) == (0, "ok")
    assert err == f"warning: notifier crm, secret: {text}\n"
    code, out, err = check("--json", "--config", str(file))
    assert (code, err) == (0, "")
    assert orjson.loads(out)["warnings"] == [{"where": "notifier crm, secret", "text": text}]


def test_a_webhook_secret_that_signs_nothing_is_a_warning_that_does_not_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_SECRET", "hunter2")
    code, out, err = check("--config", str(a_desk(tmp_path).folder / "config.toml"))
    assert (code, "hunter2" in out + err) == (0, False)
    assert 'env:CRM_SECRET: the webhook secret does not begin with "whsec_"' in err


def test_the_reference_configuration_is_right() -> None:
    code, out, err = check("--config", str(REFERENCE))
    assert (code, err) == (0, "")
    assert out.splitlines()[:4] == [
        "ok",
        "brands",
        "name\tquery\tcompetitor",
        'Acme\t"acme" AND NOT "acme, inc. comics"\tno',
    ]
    assert "acme-news\tfeed\t5m\t-" in out
    assert "care-team\tcrm\tAcme\ttone = negative AND priority >= 0.3" in out


def test_the_reference_configuration_needs_no_secret_to_load() -> None:
    settings = config.load(REFERENCE, {}, connectors=connectors(), notifiers=notifiers())
    assert settings.notifiers[0].name == "crm"


def test_the_reference_configuration_shows_every_key_with_a_comment_and_none_that_is_refused() -> None:
    sections = re.split(r"^\[+([a-z.]+)\]+\n", REFERENCE.read_text(), flags=re.MULTILINE)
    shown = {
        (name, key)
        for name, text in zip(sections[1::2], sections[2::2], strict=True)
        for key in re.findall(r"^([a-z_]+) = .*  # \S", text, flags=re.MULTILINE)
    }
    known = {(name, key) for name, model in {**TABLES, **LISTS}.items() for key in model.model_fields}
    by_choice = {("brands", "judge"), ("judges", "name"), ("judges", "kind")}
    """Commented out: what stands in the file as it is leaves understanding on this machine."""
    assert known - shown == {("network", "hosts"), ("brands", "topics")} | by_choice
    assert "[network.hosts]" in REFERENCE.read_text()
    assert not shown & {(name, key) for name, keys in UNSUPPORTED.items() for key in keys}


@pytest.mark.parametrize("kind", [*connectors(), *notifiers()])
def test_the_reference_configuration_shows_every_key_of_every_kind(kind: str) -> None:
    options = connectors()[kind].Options if kind in connectors() else notifiers()[kind].Options
    shown = set(
        re.findall(r"^(?:# |\[sources\.)?([a-z_]+)(?: = |\]).*  # \S", REFERENCE.read_text(), flags=re.MULTILINE)
    )
    assert f'kind = "{kind}"' in REFERENCE.read_text()
    assert set(options.model_fields) - shown == set()


def test_json_of_a_right_file_is_one_object_on_one_line() -> None:
    code, out, err = check("--json", "--config", str(REFERENCE))
    assert (code, err, out.count("\n")) == (0, "", 1)
    said = orjson.loads(out)
    assert list(said) == KEYS
    assert (said["ok"], said["problems"]) == (True, [])
    assert said["sources"][1] == {"name": "acme-reviews", "kind": "feed", "every": "5m", "brand": "Acme"}
    assert said["notifiers"][0] == {"name": "crm", "kind": "webhook", "disabled": None, "owed": 0}


def test_json_of_a_wrong_file_has_the_same_keys_and_exit_2(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[monitor]\ndatabase = "sqlite:///m.db"\n[[sources]]\nname = "s"\nkind = "feeed"\n')
    code, out, err = check("--json", "--config", str(file))
    assert (code, err) == (2, "")
    said = orjson.loads(out)
    assert list(said) == KEYS
    assert said["ok"] is False
    assert said["problems"][0]["where"] == f"{file}:5 sources.0.kind"
    assert said["problems"][0]["text"].startswith("unknown kind `feeed`; did you mean `feed`? Known: ")


@pytest.mark.parametrize("data", [b"\xff", b"a = ", b""])
def test_an_unusable_file_is_2(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    code, out, err = check("--config", str(file))
    assert (code, out) == (2, "")
    assert err.startswith(f"{file}:")


def test_nothing_is_created(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[monitor]\ndatabase = "sqlite:///m.db"\n')
    assert check("--config", str(file))[:2] == (0, "ok\n")
    assert list(tmp_path.iterdir()) == [file]
