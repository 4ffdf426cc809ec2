"""A right file becomes frozen settings; what cannot be read at all is an error with a name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from monitor import config
from monitor.errors import ConfigError
from monitor.settings import BrandSettings, NetworkSettings, Settings, SourceSettings, WebSettings
from tests.config.config_kinds import CONNECTORS, HEAD, NOTIFIERS, loaded

FULL = """
[monitor]
database = "sqlite:///data/m.db"
timezone = "Europe/Berlin"
contact = "https://acme.example/bot"
retention_days = 30
[network]
allow = ["127.0.0.0/8", "::1"]
pace = "0s"
[network.hosts]
"Feeds.Example:8080" = "5s"
[web]
listen = "[::1]:9000"
public_url = "https://monitor.acme.example/"
[[brands]]
name = "Acme"
[[brands]]
name = "Yeti's & Söhne, Inc."
query = "yeti AND NOT mountain"
context = ["shoes", "running shop"]
against = ["himalaya"]
accounts = ["@yeti", "@yeti@social.example", "https://social.example/@yeti"]
competitor = true
[[sources]]
name = "shop"
kind = "shop"
every = "1m"
brand = "Acme"
language = "pt-BR"
timezone = "Asia/Tokyo"
date_order = "DMY"
max_pages = 3
weight = 2
shop = "1"
countries = ["de", "at"]
sort = "newest"
token = "env:TOKEN"
[[notifiers]]
name = "bell"
kind = "bell"
url = "https://x.example/y"
secret = "env:BELL"
[[subscriptions]]
name = "care"
notifier = "bell"
to = ["a@b"]
brands = ["Acme"]
when = "tone = negative AND priority >= 0.3"
rhythm = "instant"
group = "0s"
timezone = "America/New_York"
language = "pt-BR"
"""


def load(path: Path) -> Settings:
    return config.load(path, {}, connectors=CONNECTORS, notifiers=NOTIFIERS)


def test_every_key_arrives() -> None:
    settings = loaded(FULL, Path("/etc/monitor/config.toml"), {"BELL": "ding"})
    assert settings.database == "sqlite:////etc/monitor/data/m.db"
    assert (settings.timezone, settings.retention) == ("Europe/Berlin", timedelta(days=30))
    assert settings.network == NetworkSettings(
        allow=(ip_network("127.0.0.0/8"), ip_network("::1")),
        pace=timedelta(0),
        hosts={"feeds.example:8080": timedelta(seconds=5)},
        contact="https://acme.example/bot",
    )
    assert settings.web == WebSettings("::1", 9000, "https://monitor.acme.example")
    assert settings.brands == (
        BrandSettings("Acme", '"Acme"'),
        BrandSettings(
            "Yeti's & Söhne, Inc.",
            "yeti AND NOT mountain",
            context=("shoes", "running shop"),
            against=("himalaya",),
            accounts=("@yeti", "@yeti@social.example", "https://social.example/@yeti"),
            competitor=True,
        ),
    )
    assert settings.sources == (
        SourceSettings(
            name="shop",
            kind="shop",
            options={"shop": "1", "countries": ["de", "at"], "token": "env:TOKEN"},
            every=timedelta(minutes=1),
            brand="Acme",
            language="pt-BR",
            timezone="Asia/Tokyo",
            date_order="DMY",
            max_pages=3,
            weight=2.0,
        ),
    )
    assert settings.notifiers[0].options.secret.reveal() == "ding"
    assert settings.subscriptions[0].when == "tone = negative AND priority >= 0.3"
    assert (settings.subscriptions[0].to, settings.subscriptions[0].brands) == (("a@b",), ("Acme",))
    assert (settings.subscriptions[0].timezone, settings.subscriptions[0].language) == ("America/New_York", "pt-BR")
    assert settings.path == Path("/etc/monitor/config.toml")


def test_only_the_database_is_required() -> None:
    path = Path("/srv/config.toml")
    assert loaded(HEAD, path) == Settings(database="sqlite:////srv/m.db", path=path)


def test_an_option_written_as_its_default_is_the_same_source() -> None:
    shop = '[[sources]]\nname = "shop"\nkind = "shop"\nshop = "1"\n'
    assert loaded(HEAD + shop).sources == loaded(HEAD + shop + 'countries = ["us"]\n').sources


def test_the_public_address_follows_listen_until_it_is_given() -> None:
    assert loaded(HEAD + '[web]\nlisten = "localhost:1234"').web.public_url == "http://localhost:1234"
    assert loaded(HEAD + '[web]\nlisten = "[::1]:1234"').web.public_url == "http://[::1]:1234"


@pytest.mark.parametrize(
    ("text", "length"),
    {"0s": 0, "90s": 90, "5m": 300, "24h": 86400, "2d": 172800}.items(),
)
def test_a_duration(text: str, length: int) -> None:
    assert loaded(HEAD + f'[network]\npace = "{text}"').network.pace == timedelta(seconds=length)


def test_a_byte_order_mark_and_line_ends_of_windows_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert load(file).database == f"sqlite:///{tmp_path}/m.db"


def test_an_absolute_database_stays_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[monitor]\ndatabase = "sqlite:////srv/m.db"')
    assert load(file).database == "sqlite:////srv/m.db"


UNREADABLE = {
    "a file that is not there": (
        None,
        "config.toml: no such file; name one by --config or MONITOR_CONFIG, or write one by `monitor init`",
    ),
    "a text that is not UTF-8": (b"a = 1\nb = '\xff'", "config.toml:2 column 6: this is not UTF-8 text"),
    "ten megabytes": (b"#" * 10_000_000, "config.toml: larger than 8388608 bytes"),
}


@pytest.mark.parametrize(("data", "text"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read(tmp_path: Path, data: bytes | None, text: str) -> None:
    file = tmp_path / "config.toml"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(ConfigError) as raised:
        load(file)
    assert str(raised.value) == f"{tmp_path}/{text}"


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r": this is a folder; name the file in it$"):
        load(tmp_path)


def test_a_name_with_a_nul_is_no_file() -> None:
    with pytest.raises(ConfigError, match=r"cannot be read: embedded null byte"):
        load(Path("a\0b"))


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.touch(0o000)
    with nobody(), pytest.raises(ConfigError, match=r"cannot be read: Permission denied"):
        load(file)


@contextmanager
def nobody() -> Iterator[None]:
    """Root may read everything, so it steps down for as long as this lasts."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)


@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode())))
def test_any_bytes_load_or_are_a_config_error(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "config.toml"
    for begin in (b"", HEAD.encode()):
        file.write_bytes(begin + data)
        try:
            load(file)
        except ConfigError as e:
            assert e.problems  # noqa: PT017 - anything else that is raised is the failure
