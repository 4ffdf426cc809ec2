"""The text of a first config.toml: the keys that were answered, and in comments those that one changes next.

Said in the words of the reference (config.toml of the project), so that a person who opens it needs no manual. Names
come from hosts and are unique, whatever their case. A secret is named, never written.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import orjson

from monitor.cli._init_answers import APP, FEED, PAGE, Answers, Mail, Place

HEAD = """\
# Written by `monitor init`. `monitor check` reads this file and names every mistake with its line. What is commented
# out shows its default or a usual value. Secrets stand elsewhere: "env:NAME" is an environment variable, "file:PATH"
# a file that only its owner may read.
"""
PASSWORD = "env:SMTP_PASSWORD"  # noqa: S105 - where it stands, not what it is
_EVERY = {
    FEED: ('every = "1m"', "how long a complaint may wait; unchanged feeds answer 304, which is polite"),
    APP: ('# every = "5m"', "longest time between two looks"),
    PAGE: ('# every = "1h"', "longest time between two looks"),
}
"""A feed is looked at each minute, or the first complaint would wait five; the others do this without being told."""
_WIDTH = 50
"""Where comments begin."""
_NAME_LIMIT = 80
"""Characters of a name, so that a number has room behind it."""


def written(answers: Answers, secret: str) -> str:
    """`secret` says where the webhook's stands. Raises ValueError for what cannot stand in a file."""
    names = _Names()
    notifiers = [*_webhook(answers, secret, names), *_mail(answers, names)]
    parts = [HEAD, _monitor(answers), _network(answers), _brand(answers)]
    parts += [_source(place, answers.brand, names.unique("sources", host_of(place))) for place in answers.places]
    return "\n".join([*parts, *notifiers])


def host_of(place: Place) -> str:
    """What a person calls it: the host, or the app."""
    return f"app-{place.address}" if place.kind == APP else _host(place.address)


class _Names:
    """`a.example`, `a.example-2`, … within each section."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, str]] = set()

    def unique(self, section: str, wanted: str) -> str:
        name, number = wanted[:_NAME_LIMIT], 1
        while (section, name.casefold()) in self._taken:
            number += 1
            name = f"{wanted[:_NAME_LIMIT]}-{number}"
        self._taken.add((section, name.casefold()))
        return name


def _monitor(answers: Answers) -> str:
    return _section(
        "[monitor]",
        (_key("database", answers.database), "a file, relative to the folder of this one"),
        ('# timezone = "Europe/Berlin"', "in which days and hours are shown; default UTC"),
        ('# contact = "https://acme.example/our-bot"', "goes into the User-Agent, so that sites can reach you"),
        ("# retention_days = 730", "how long mentions are kept"),
    )


def _network(answers: Answers) -> str:
    allowed = ", ".join(_quoted(one) for one in dict.fromkeys(answers.allow))
    return _section(
        "[network]",
        (f"allow = [{allowed}]", 'private networks that may be contacted, such as ["127.0.0.0/8"]'),
        ('# pace = "1s"', "least time between two requests to one host"),
    )


def _brand(answers: Answers) -> str:
    return _section(
        "[[brands]]",
        (_key("name", answers.brand), "what is watched"),
        ('# query = \'"acme" AND NOT "acme comics"\'', "which texts are about it; default: the quoted name"),
        ("# competitor = false", "true: watched, but told only where a subscription names it"),
    )


def _source(place: Place, brand: str, name: str) -> str:
    about = _key("brand", brand)
    return _section(
        "[[sources]]",
        (_key("name", name), "your word for it, in every alert"),
        (_key("kind", place.kind), "what it is; `monitor preview` shows what is read there"),
        *_address(place),
        (about, "all here is about it, its query is not asked; remove it if not")
        if place.whole
        else (f"# {about}", "put in only if all here is about it; now its query decides"),
        _EVERY[place.kind],
    )


def _address(place: Place) -> Iterator[tuple[str, str]]:
    if place.kind != APP:
        yield _key("url", place.address), "where it is read"
        return
    yield _key("app", place.address), "the digits in the app's address"
    countries = ", ".join(_quoted(country) for country in place.countries)
    yield f"countries = [{countries}]", "two-letter codes"


def _webhook(answers: Answers, secret: str, names: _Names) -> Iterator[str]:
    if answers.webhook is None:
        return
    name = names.unique("notifiers", _host(answers.webhook))
    yield _section(
        "[[notifiers]]",
        (_key("name", name), "your word for it, in subscriptions and tables"),
        ('kind = "webhook"', "signed by Standard Webhooks"),
        (_key("url", answers.webhook), "where new mentions are posted to"),
        (_key("secret", secret), "whsec_ and the base64 of 24 to 64 bytes; the receiver needs it too"),
    )
    yield _subscription("unhappy-to-webhook", name, None, answers.brand)


def _mail(answers: Answers, names: _Names) -> Iterator[str]:
    mail = answers.mail
    if mail is None:
        return
    name = names.unique("notifiers", "mail")
    yield _section(
        "[[notifiers]]",
        (_key("name", name), "your word for it, in subscriptions and tables"),
        ('kind = "email"', "text and HTML, one mail for each recipient"),
        (_key("smtp_url", mail.smtp), "STARTTLS, required unless loopback; smtps:// is TLS at once"),
        (_key("sender", mail.sender), "in From, and where bounces go"),
        *_login(mail),
    )
    yield _subscription("unhappy-by-mail", name, mail.to, answers.brand)


def _login(mail: Mail) -> Iterator[tuple[str, str]]:
    mark = "" if mail.username else "# "
    yield mark + _key("username", mail.username or "monitor"), "with the password, or without both"
    yield mark + _key("password", PASSWORD), "an environment variable"


def _subscription(name: str, notifier: str, to: str | None, brand: str) -> str:
    return _section(
        "[[subscriptions]]",
        (_key("name", name), "your word for it, in every message"),
        (_key("notifier", notifier), "the name of a notifier"),
        ("to = []", "recipients; a webhook has none") if to is None else (f"to = [{_quoted(to)}]", "mail addresses"),
        (f"brands = [{_quoted(brand)}]", "default: every brand that is not a competitor"),
        ('when = "tone = negative"', "what is told; such as: tone = negative AND priority >= 0.3"),
        ('# timezone = "Europe/Berlin"', "in which a mail shows hours; default: that of [monitor]"),
        ('# language = "en"', "of the words around a mention: en de fr es it nl pl pt ja zh"),
    )


def _section(title: str, *lines: tuple[str, str]) -> str:
    return "\n".join([title, *(f"{text:<{_WIDTH}} # {comment}" for text, comment in lines), ""])


def _key(key: str, value: str) -> str:
    return f"{key} = {_quoted(value)}"


def _quoted(value: str) -> str:
    """A TOML basic string is written as one of JSON; only DEL, which JSON lets pass, TOML does not take."""
    try:
        return orjson.dumps(value).decode().replace("\x7f", "\\u007F")
    except orjson.JSONEncodeError as e:
        raise ValueError("what was given is not UTF-8 text") from e


def _host(url: str) -> str:
    """Without `www.` and port."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return re.sub(r"[^\w.:-]", "", host.removeprefix("www.")) or "source"
