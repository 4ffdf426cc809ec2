"""A mail notifier as a person configures and tries it."""

from pathlib import Path

import pytest

from tests.cli.desk import monitor, monitor_beside
from tests.notify.postoffice import RealOffice

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

PASSWORD = "hunter2-and-more"
HEAD = """\
[monitor]
database = "sqlite:///monitor.db"
timezone = "Europe/Berlin"

[[notifiers]]
name = "mail"
kind = "email"
smtp_url = "URL"
sender = "monitor@acme.example"
username = "monitor"
password = "env:SMTP_PASSWORD"
"""
CARE = """\

[[subscriptions]]
name = "care"
notifier = "mail"
to = ["care@acme.example", "Lead@ACME.example"]
timezone = "Asia/Tokyo"
language = "de"
"""
ENVIRON = {"SMTP_PASSWORD": PASSWORD}


def written(folder: Path, url: str, text: str = HEAD + CARE) -> None:
    (folder / "config.toml").write_text(text.replace("URL", url))


async def test_a_test_mail_goes_to_every_recipient_in_the_language_of_the_subscription(tmp_path: Path) -> None:
    async with RealOffice(logins={"monitor": PASSWORD}) as office:
        written(tmp_path, office.url)
        said = await monitor_beside("notify-test", "mail", "--json", folder=tmp_path, environ=ENVIRON)
    assert (said.code, said.err) == (0, "")
    assert [mail.recipients for mail in office.taken] == [("care@acme.example",), ("Lead@acme.example",)]
    assert {mail.letter.subject for mail in office.taken} == {"Test: Post von Monitor kommt an"}


async def test_what_the_server_says_is_shown_and_the_password_is_not(tmp_path: Path) -> None:
    async with RealOffice(logins={"monitor": "another"}) as office:
        written(tmp_path, office.url)
        said = await monitor_beside("notify-test", "mail", folder=tmp_path, environ=ENVIRON)
    assert said.code == 1
    assert "refused user name or password: 535 5.7.8" in said.out
    assert PASSWORD not in said.out + said.err


def test_a_mail_notifier_that_tells_nobody_says_so(tmp_path: Path) -> None:
    written(tmp_path, "smtp://127.0.0.1:9", HEAD)
    said = monitor("notify-test", "mail", folder=tmp_path)
    assert said.code == 1
    assert "mail: a mail needs somebody to go to" in said.err


WRONG = {
    "nobody to tell": ('to = ["care@acme.example", "Lead@ACME.example"]\n', "", "a mail needs somebody to go to"),
    "two addresses in one": ("care@acme", "a@b.example,c@acme", "'a@b.example,c@acme.example' is not one plain mail"),
    "a password in the file": ("env:SMTP_PASSWORD", PASSWORD, "never as itself"),
    "a password in the address": ("URL", f"smtp://me:{PASSWORD}@mail.example", "have keys of their own"),
    "no password": ('password = "env:SMTP_PASSWORD"\n', "", "username and password belong together"),
}


@pytest.mark.parametrize(("old", "new", "fragment"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_mail_notifier_is_named(tmp_path: Path, old: str, new: str, fragment: str) -> None:
    written(tmp_path, "smtp://mail.example", (HEAD + CARE).replace(old, new))
    said = monitor("check", folder=tmp_path)
    assert said.code == 2
    assert fragment in said.err
    assert PASSWORD not in said.out + said.err
