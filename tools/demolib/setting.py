"""The demo's configuration: what an operator would write for these sites, one webhook and one mail server."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .feeds import Form
from .service import SECRET_NAME
from .shapes import APP
from .site import Site
from .texts import BRAND

BY_HOOK = "care-webhook"
BY_MAIL = "care-mail"
CHANNELS = (BY_HOOK, BY_MAIL)
"""The subscriptions, each of which is told every complaint."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of those who are told, and the port on which the daemon shows its page."""

    hook: str
    smtp_port: int
    page_port: int


def write_config(folder: Path, sites: Iterable[Site], addresses: Addresses) -> Path:
    path = folder / "config.toml"
    parts = [_TOP.format(port=addresses.page_port), *(_source(site) for site in sites)]
    parts.append(_TOLD.format(hook=addresses.hook, smtp_port=addresses.smtp_port))
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _source(site: Site) -> str:
    match site.feed.form:
        case Form.APP_STORE:
            place = f'kind = "apple_app_store"\nbrand = "{BRAND}"\napp = "{APP}"\ncountries = ["gb"]'
        case Form.HACKER_NEWS:
            place = f'kind = "hackernews"\nquery = "{BRAND}"'
        case Form.JSON_LD | Form.MICRODATA:
            return _entry(site, f'kind = "review_page"\nbrand = "{BRAND}"\nurl = "{site.address}"')
        case _:
            return _entry(site, f'kind = "feed"\nurl = "{site.address}"')
    return _entry(site, f'{place}\nbase_url = "{site.origin}"')


def _entry(site: Site, place: str) -> str:
    return f'[[sources]]\nname = "{site.feed.name}"\n{place}\nevery = "1s"\n'


_TOP = f"""\
[monitor]
database = "sqlite:///monitor.db"

[network]
allow = ["127.0.0.0/8"]
pace = "0s"

[web]
listen = "127.0.0.1:{{port}}"

[[brands]]
name = "{BRAND}"
"""
_TOLD = f"""\
[[notifiers]]
name = "crm"
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
notifier = "crm"

[[subscriptions]]
name = "{BY_MAIL}"
notifier = "mail"
to = ["care@northwind.example"]
"""
