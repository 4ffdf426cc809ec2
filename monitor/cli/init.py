"""`monitor init`: a first configuration that works, with a subscription, so that the first negative is told.

    options, or questions on a terminal → the text of config.toml, read as `run` would read it
    → each address by a preview → the webhook's secret in a file of its own → a test message → written

What fails is asked about on a terminal (keep it?); elsewhere it ends with 1 and nothing is written but the secret: a
receiver that checks signatures has to learn it before it accepts anything, and the next try uses the same one. Needs
no configuration, contacts nobody before everything given could be written, and overwrites nothing unless told so.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from monitor.cli import CONFIG
from monitor.cli._common import config_path, json_option
from monitor.cli._init_answers import COUNTRIES, PAGE, Answers, Given, Place, a_feed
from monitor.cli._init_ask import app, asked, brand, hook, in_words, server, web_address
from monitor.cli._init_disk import SecretFile, check_place, save, secret_file
from monitor.cli._init_show import Done, show
from monitor.cli._init_trial import Trial
from monitor.cli.notify_test import Tried
from monitor.config import values
from monitor.notify import email

T = TypeVar("T")
_SPELLED = {
    "smtp": "--smtp",
    "sender": "--sender",
    "username": "--username",
    "mail": "--mail",
    "countries": "--country",
    "number": "--app",
}


@click.command()
@click.option("--brand", metavar="NAME", help="What is watched.")
@click.option("--feed", "feeds", metavar="URL", multiple=True, help="A feed; may be given more than once.")
@click.option("--page", "pages", metavar="URL", multiple=True, help="A page with reviews; the same.")
@click.option("--app", "number", metavar="ID", help="The number of an app in Apple's store.")
@click.option("--country", "countries", metavar="CODE", multiple=True, help="Where its reviews are read; default: us.")
@click.option("--webhook", metavar="URL", help="Where negative ones are posted to, signed.")
@click.option("--mail", metavar="ADDRESS", help="Who is told by mail.")
@click.option("--smtp", metavar="URL", help="The mail server, such as smtp://mail.example:587.")
@click.option("--sender", metavar="ADDRESS", help="Whom mails are from.")
@click.option("--username", metavar="NAME", help="At the mail server; the password is read from SMTP_PASSWORD.")
@click.option("--database", default="sqlite:///monitor.db", show_default=True, help="Where everything is kept.")
@click.option("--allow", metavar="CIDR", multiple=True, help="A private network that may be contacted.")
@click.option("--force", is_flag=True, help="Overwrite a configuration that is there.")
@click.option("--no-check", is_flag=True, help="Contact nobody: no preview, no test message.")
@json_option
@click.pass_context
def command(ctx: click.Context, /, force: bool, no_check: bool, as_json: bool, **said: Any) -> None:
    """Write a first configuration, after trying what it says."""
    path = Path(config_path(ctx))
    check_place(path, force=force)
    terminal = sys.stdin.isatty()
    trial = Trial(path, terminal=terminal, checks=not no_check)
    answers, looks = trial.looked(_answers(said, trial))
    good = terminal or all(look.readable for look in looks)
    secret: SecretFile | None = None
    tests: list[Tried] = []
    if good:
        answers, secret, tests, good = _told(trial, answers)
    settings = trial.settings(answers)
    if good:
        save(path, trial.text(answers))
    show(Done(path, ctx.meta.get(CONFIG), good, secret, settings, answers.places, looks, tests), as_json=as_json)
    if not good:
        ctx.exit(1)


def _told(trial: Trial, answers: Answers) -> tuple[Answers, SecretFile | None, list[Tried], bool]:
    """With what came of the test messages, and whether that is good enough. On a terminal somebody else may be named
    as often as one likes: what was answered before stays.
    """
    while True:
        secret = secret_file(trial.path) if answers.webhook else None
        tests = trial.told(trial.settings(answers), secret)
        good = trial.accepts(tests)
        if good or not trial.tells_elsewhere():
            return answers, secret, tests, good
        answers, _ = trial.looked(asked(answers.untold(), trial.visited).answers())


def _answers(said: dict[str, Any], trial: Trial) -> Answers:
    """Of the options, and on a terminal of the questions. Raises UsageError that names the option."""
    given = _given(said)
    missing = given.missing()
    if missing and not trial.terminal:
        raise click.UsageError("; ".join(f"{option} is missing" for option in missing))
    return (asked(given, trial.visited) if missing else given).answers()


def _given(said: dict[str, Any]) -> Given:
    for option, needed in (("smtp", "mail"), ("sender", "mail"), ("username", "mail"), ("countries", "number")):
        if said[option] and not said[needed]:
            raise click.UsageError(f"{_SPELLED[option]} says nothing without {_SPELLED[needed]}")
    return Given(
        brand=_read("--brand", brand, said["brand"]),
        places=_places(said),
        webhook=_read("--webhook", hook, said["webhook"]),
        mail=_read("--mail", email.address, said["mail"]),
        smtp=_read("--smtp", server, said["smtp"]),
        sender=_read("--sender", email.address, said["sender"]),
        username=said["username"],
        database=_read("--database", values.database, said["database"]) or "",
        allow=tuple(str(_read("--allow", values.network, one)) for one in said["allow"]),
    )


def _places(said: dict[str, Any]) -> tuple[Place, ...]:
    """Each once, in the order feeds, pages, app."""
    countries = tuple(code for one in said["countries"] for code in one.split(",")) or COUNTRIES
    number = _read("--app", lambda text: app(text, countries), said["number"])
    feeds = [a_feed(_read("--feed", web_address, url) or "") for url in said["feeds"]]
    pages = [Place(PAGE, _read("--page", web_address, url) or "") for url in said["pages"]]
    return tuple(dict.fromkeys([*feeds, *pages, *([number] if number else [])]))


def _read(option: str, read: Callable[[str], T], text: str | None) -> T | None:
    if text is None:
        return None
    try:
        return read(text)
    except ValueError as e:
        raise click.UsageError(f"{option}: {in_words(e)}") from e
