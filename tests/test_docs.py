"""The documentation says what is: generated parts, links, examples and commands; and a reader gets the first alert."""

import contextlib
import inspect
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from configparser import RawConfigParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel
from standardwebhooks import WebhookVerificationError

from monitor import config, daemon, errors
from monitor.cli import cli
from monitor.config import schema
from monitor.core import query, when, when_syntax
from monitor.model import Tone
from monitor.notifier import Answer, Message, Outgoing
from monitor.notify import notifiers, webhook
from monitor.settings import Settings
from monitor.source import Outcome
from sources import connectors
from tests.daemons import a_daemon
from tests.guides import GUIDES, ROOT, Example, anchors, commands, examples, links, named_commands
from tests.notify.door import Door
from tools.docslib import keys, marked
from tools.docslib.main import PARTS, stale

OPERATE, CONFIGURATION = ROOT / "docs" / "operate.md", ROOT / "docs" / "configuration.md"
UNIT = ROOT / "deploy" / "monitor.service"

# what is generated


def test_the_generated_parts_are_what_the_code_says() -> None:
    assert [path.name for path in stale()] == [], "run .venv/bin/python tools/docs"


def test_everything_that_can_be_generated_stands_somewhere() -> None:
    texts = "".join(guide.read_text() for guide in GUIDES)
    assert [name for name in PARTS if f"<!-- generated: {name} -->" not in texts] == []


def test_a_part_that_changed_is_found_and_written_anew(tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("# A\n\n<!-- generated: later -->\nold\n<!-- end -->\nmine\n")
    ((path, text),) = stale(tmp_path).items()
    assert (path, "old" in text, text.endswith("<!-- end -->\nmine\n"), PARTS["later"]() in text) == (
        guide,
        False,
        True,
        True,
    )
    guide.write_text(text)
    assert stale(tmp_path) == {}


def test_a_part_that_never_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="has no <!-- end -->"):
        marked.renewed("<!-- generated: later -->\nold\n", PARTS)


def test_a_key_without_a_meaning_is_refused() -> None:
    class Silent(BaseModel):
        every: int

    with pytest.raises(ValueError, match=r"Silent\.every: no sentence says what it means"):
        keys.keys(Silent)


def test_the_reference_file_shows_every_key_that_is_not_of_a_kind() -> None:
    text = (ROOT / "config.toml").read_text()
    missing = [
        f"{section}.{key}"
        for section, model in {**schema.TABLES, **schema.LISTS}.items()
        for key in model.model_fields
        if not re.search(rf"^(# )?{key} = |^\[{section}\.{key}\]", text, re.MULTILINE)
    ]
    assert missing == []


# links


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_link_leads_somewhere(guide: Path) -> None:
    assert [to for to in links(guide) if not _is_there(guide, to)] == []


def _is_there(guide: Path, to: str) -> bool:
    name, _, anchor = to.partition("#")
    target = (guide.parent / name.replace("\\", "")).resolve() if name else guide
    return target.exists() and (not anchor or anchor in anchors(target))


# examples


BESIDE = "# topics.toml"
"""How the example begins that is a file beside config.toml."""


@pytest.mark.parametrize("example", [one for one in examples("toml") if not one.text.startswith(BESIDE)], ids=str)
def test_every_example_of_the_file_loads(example: Example, tmp_path: Path) -> None:
    (beside,) = (one.text for one in examples("toml") if one.text.startswith(BESIDE))
    (tmp_path / "topics.toml").write_text(beside)
    settings = _loaded(_completed(example.text), tmp_path)
    assert settings.database.endswith("monitor.db")


def _loaded(text: str, folder: Path = Path()) -> Settings:
    return config.load_text(text, folder / "config.toml", {}, connectors=connectors(), notifiers=notifiers())


def _completed(text: str) -> str:
    """With what an example leaves out: the database, and the brands and notifiers that it speaks of."""
    said = tomllib.loads(text)
    return "\n".join([*_missing(said), text])


def _missing(said: dict[str, Any]) -> Iterator[str]:
    subscriptions, sources = said.get("subscriptions", []), said.get("sources", [])
    wanted = {one["brand"] for one in sources if "brand" in one} | {
        brand for one in subscriptions for brand in one.get("brands", [])
    }
    if "monitor" not in said:
        yield '[monitor]\ndatabase = "sqlite:///monitor.db"'
    for name in sorted(wanted - {one["name"] for one in said.get("brands", [])}):
        yield f'[[brands]]\nname = "{name}"'
    for one in subscriptions:
        if one["notifier"] not in {other["name"] for other in said.get("notifiers", [])}:
            yield _a_notifier(one["notifier"], by_mail="to" in one)
            said.setdefault("notifiers", []).append({"name": one["notifier"]})


def _a_notifier(name: str, *, by_mail: bool) -> str:
    mail = 'kind = "email"\nsmtp_url = "smtp://mail.test"\nsender = "a@mail.test"'
    hook = 'kind = "webhook"\nurl = "https://crm.test/"\nsecret = "env:SECRET"'
    return f'[[notifiers]]\nname = "{name}"\n{mail if by_mail else hook}'


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_every_kind_of_source_has_an_example(kind: str) -> None:
    assert any(f'kind = "{kind}"' in one.text for one in examples("toml", guides=(ROOT / "docs" / "sources.md",)))


@pytest.mark.parametrize("line", [line for one in examples("when") for line in one.text.splitlines()])
def test_every_condition_can_be_read(line: str) -> None:
    assert when.parse(line).text == line


@pytest.mark.parametrize("line", [line for one in examples("query") for line in one.text.splitlines()])
def test_every_brand_query_can_be_read(line: str) -> None:
    assert query.parse(line).text == line


def test_every_field_of_a_condition_is_explained_with_its_operators() -> None:
    text = CONFIGURATION.read_text()
    assert [field for field in when_syntax.Field if not re.search(rf"^\| `{field}` \|", text, re.MULTILINE)] == []
    assert [tone for tone in Tone if tone not in text] == []


@pytest.mark.parametrize(("where", "words"), commands(), ids=[where for where, _ in commands()])
def test_every_command_can_be_parsed(where: str, words: list[str]) -> None:
    _parse(cli, None, words)


@pytest.mark.parametrize(("where", "words"), named_commands(), ids=[where for where, _ in named_commands()])
def test_every_command_that_the_text_speaks_of_exists(where: str, words: list[str]) -> None:
    with contextlib.suppress(click.MissingParameter):
        _parse(cli, None, words)


def _parse(command: click.Command, parent: click.Context | None, words: list[str]) -> None:
    """As the command line does, without doing anything. Raises UsageError."""
    try:
        context = command.make_context(command.name or "monitor", list(words), parent=parent)
    except click.exceptions.Exit:  # --help, --version
        return
    left = [*context._protected_args, *context.args]
    if isinstance(command, click.Group) and left:
        _, inner, rest = command.resolve_command(context, left)
        assert inner is not None
        _parse(inner, context, rest)


ASKS, LEAVES = (re.compile(text, re.MULTILINE) for text in (r"^monitor init( +#|$)", r"^(mkdir .* && )?cd "))


@pytest.mark.parametrize("example", [one for one in examples("sh") if ASKS.search(one.text)], ids=str)
def test_a_first_configuration_is_written_in_a_folder_of_its_own(example: Example) -> None:
    """In the folder of the sources stands config.toml, the reference, which `init` keeps."""
    before, _, _ = example.text.partition("monitor init")
    assert LEAVES.search(before)


def test_commands_are_found_behind_variables_and_paths_and_in_the_text() -> None:
    found = {tuple(words) for _, words in [*commands(), *named_commands()]}
    assert ("run",) in found
    assert ("notifiers", "enable", "crm") in found
    assert ("check", "--config", "/etc/monitor/config.toml") in found
    assert ("init", "--brand", "Acme", "--page") in {words[:4] for words in found}


# notifiers.md


async def test_the_example_of_a_receiver_believes_us_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = (one for one in examples("python") if one.above == "<!-- verify -->")
    (payload,) = (one for one in examples("json") if '"mentions"' in one.text)
    monkeypatch.setenv("CRM_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    message = Message("msg_01", "mentions", "care-team", "crm", payload.text.encode())
    door = Deaf(clock=datetime.now(UTC))
    options = webhook.Options(url="https://crm.test/", secret=webhook.SigningSecret.parse("env:CRM_WEBHOOK_SECRET"))
    await webhook.create(options, door).send(message)
    (sent,) = door.sent
    given: dict[str, Any] = {}
    exec(example.text, given)  # noqa: S102 the example is ours, and whether it works is the question
    assert given["verified"](sent.body, dict(sent.headers))["data"]["subscription"] == "care-team"
    with pytest.raises(WebhookVerificationError):
        given["verified"](sent.body + b" ", dict(sent.headers))


class Deaf(Door):
    """Takes every message and asks nobody."""

    async def post(self, request: Outgoing) -> Answer:
        self.sent.append(request)
        return Answer(204, {}, b"")


# operate.md


def test_every_outcome_is_explained() -> None:
    named = {one.name for one in vars(errors).values() if isinstance(one, type) and hasattr(one, "name")}
    text = OPERATE.read_text()
    assert [name for name in sorted({*named, *Outcome}) if f"`{name}`" not in text] == []


def test_every_event_of_the_log_is_explained() -> None:
    events = set(re.findall(r'(?:_log\.\w+|level)\(\s*"([a-z-]+)"', inspect.getsource(daemon)))
    text = OPERATE.read_text()
    assert len(events) > 10
    assert [event for event in sorted(events) if f"`{event}`" not in text] == []


@pytest.mark.slow
async def test_every_key_of_readyz_is_explained(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, {}) as running:
        state = await running.ready()
    rows = set(re.findall(r"^\| `(\w+)` \|", OPERATE.read_text(), re.MULTILINE))
    assert set(state) - rows == set()


# install.md


def test_the_unit_runs_what_there_is_and_secrets_stand_where_install_says() -> None:
    unit = RawConfigParser(strict=False, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # the way the library wants it
    unit.read(UNIT)
    service = dict(unit["Service"])
    _parse(cli, None, service["ExecStart"].split()[1:])
    guide = (ROOT / "docs" / "install.md").read_text()
    for path in (service["ExecStart"].split()[3], service["EnvironmentFile"].lstrip("-"), service["WorkingDirectory"]):
        assert path in guide


# first-alert.md


@pytest.mark.slow
def test_a_reader_gets_the_first_alert(tmp_path: Path) -> None:
    """The steps as they stand in the guide, run by a shell; only the two ports are free ones."""
    steps = [one.text for one in examples("sh") if one.above == "<!-- walk -->"]
    script = "\n".join(["set -e", "trap 'kill $(jobs -p)' EXIT", *steps])
    for port in ("8000", "8001"):
        script = script.replace(port, str(_free_port()))
    bin_path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=tmp_path,
        env={"PATH": bin_path, "HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    told = [line for line in ended.stdout.splitlines() if line.startswith("told:")]
    assert (ended.returncode, told) == (0, ["told: test []", "told: mentions ['Never again']"]), ended.stderr


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
