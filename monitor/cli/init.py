"""`monitor init`: a first configuration that works, with a subscription, so that the first negative is told.

    options, or questions on a terminal → the text of config.toml, read as `run` would read it
    → each address by a preview → the webhook's secret in a file of its own → a test message → written

What fails is asked about on a terminal (keep it?); elsewhere it ends with 1 and nothing is written but the secret,
which the receiver may have to learn before it accepts anything. Needs no configuration, and never overwrites one unless
told so. Where the config stays on disk it is whole: it is written beside and renamed.
"""

import os
import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from monitor import config
from monitor.cli import CONFIG
from monitor.cli._common import config_path, json_option, print_json, table
from monitor.cli._init_answers import APP, COUNTRIES, FEED, PAGE, Answers, Given, Place
from monitor.cli._init_ask import app, asked, brand, hook, in_words, server, web_address
from monitor.cli._init_check import Seen, private, seen, tried
from monitor.cli._init_file import written
from monitor.cli._init_secret import made_secret
from monitor.cli.notify_test import Tried
from monitor.config import values
from monitor.config.problems import printable
from monitor.errors import ConfigError
from monitor.notify import email, notifiers
from monitor.settings import Settings
from sources import connectors

T = TypeVar("T")


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
def command(ctx: click.Context, force: bool, no_check: bool, as_json: bool, **said: Any) -> None:
    """Write a first configuration, after trying what it says."""
    path = Path(config_path(ctx))
    _check_path(path, force=force)
    answers = _answers(said)
    terminal = sys.stdin.isatty()
    _warn_private(answers)
