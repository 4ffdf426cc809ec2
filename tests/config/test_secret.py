"""A secret is named in the file, read when it is needed, and shown by nobody."""

import os
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.secret import SecretRef
from tests.config.config_kinds import BellOptions


def written(path: Path, data: bytes, mode: int = 0o600) -> SecretRef:
    path.write_bytes(data)
    path.chmod(mode)
    return SecretRef.parse(f"file:{path}")


def test_a_variable_is_read_at_the_moment_it_is_asked_for() -> None:
    environ = {"BELL": "one"}
    secret = SecretRef.parse("env:BELL", environ)
    assert secret.reveal() == "one"
    environ["BELL"] = "two"
    assert secret.reveal() == "two"


def test_a_file_is_read_without_its_line_end(tmp_path: Path) -> None:
    assert written(tmp_path / "s", b" hunter2 \r\n").reveal() == " hunter2 "


def test_a_relative_path_begins_at_the_folder_of_the_configuration(tmp_path: Path) -> None:
    written(tmp_path / "s", b"hunter2")
    options = BellOptions.model_validate(
        {"url": "https://x.example", "secret": "file:s"}, context={"folder": tmp_path, "environ": {}}
    )
    assert options.secret.reveal() == "hunter2"
    assert options.model_dump(mode="json")["secret"] == f"file:{tmp_path / 's'}"


def test_neither_repr_nor_str_shows_the_value() -> None:
    secret = SecretRef.parse("env:BELL", {"BELL": "hunter2"})
    assert repr(secret) == "SecretRef(scheme='env', name='BELL')"
    assert f"{secret} {secret!s}" == "env:BELL env:BELL"


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(ConfigError, match=r"^env:BELL: this environment variable is not set$"):
        SecretRef.parse("env:BELL", {}).reveal()


def test_an_empty_variable_is_named() -> None:
    with pytest.raises(ConfigError, match=r"^env:BELL: is empty$"):
        SecretRef.parse("env:BELL", {"BELL": ""}).reveal()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"/gone: cannot be read: No such file"):
        SecretRef.parse(f"file:{tmp_path}/gone").reveal()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match=rf"is open to others \(mode {mode:04o}\)") as raised:
        written(tmp_path / "s", b"hunter2", mode).reveal()
    assert "hunter2" not in str(raised.value)


UNUSABLE = {
    "is empty": b"\n",
    "is not UTF-8 text": b"hunter2\xff",
    "is larger than 65536 bytes": b"hunter2" * 10_000,
}


@pytest.mark.parametrize(("text", "data"), UNUSABLE.items(), ids=UNUSABLE)
def test_a_file_that_holds_no_secret_is_named(tmp_path: Path, text: str, data: bytes) -> None:
    with pytest.raises(ConfigError, match=text) as raised:
        written(tmp_path / "s", data).reveal()
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_folder_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(ConfigError, match=r"is not a regular file|Is a directory"):
            SecretRef.parse(f"file:{path}").reveal()


@pytest.mark.parametrize("text", ["hunter2", "env:", "env:a b", "env:1", "file:", "file:a\nb", "ENV:X", "vault:x", ""])
def test_what_is_no_reference_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match=r'^a secret is written as "env:NAME" or "file:PATH", never as itself$'):
        SecretRef.parse(text)
