"""The configuration that is killed: feeds; alerts by webhook, and by mail to two people, who share one server.

`when` asks for a word, so that no model decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .service import SECRET_NAME

BY_HOOK = "by-webhook"
READERS = ("care@northwind.example", "lead@northwind.example")
CHANNELS = (BY_HOOK, *READERS)
"""Each is told every alert: the webhook's subscription, and the two recipients of the other."""
_WHEN = 'text has "refund"'


@dataclass(frozen=True, slots=True)
class Addresses:
    feeds: Sequence[str]
    hook: str
    smtp_port: int
    page_port: int


def write_config(folder: Path, addresses: Addresses) -> Path:
    """A source is called after the last part of its address."""
    sources = [_SOURCE.format(name=address.rpartition("/")[2], address=address) for address in addresses.feeds]
    frame = _FRAME.format(hook=addresses.hook, smtp_port=addresses.smtp_port, page_port=addresses.page_port)
    path = folder / "config.toml"
    path.write_text("\n".join([frame, *sources]), encoding="utf-8")
    return path


_SOURCE = """\
[[sources]]
name = "{name}"
kind = "feed"
url = "{address}"
every = "1s"
"""
_FRAME = f"""\
[monitor]
database = "sqlite:///monitor.db"

[network]
allow = ["127.0.0.0/8"]
pace = "0s"

[web]
listen = "127.0.0.1:{{page_port}}"

[[brands]]
name = "Northwind"

[[notifiers]]
name = "hook"
kind = "webhook"
url = "{{hook}}"
secret = "env:{SECRET_NAME}"

[[notifiers]]
name = "mail"
kind = "email"
smtp_url = "smtp://127.0.0.1:{{smtp_port}}"
sender = "monitor@northwind.example"

[[subscriptions]]
name = "{BY_HOOK}"
notifier = "hook"
when = '{_WHEN}'

[[subscriptions]]
name = "by-mail"
notifier = "mail"
to = {list(READERS)}
when = '{_WHEN}'
"""
