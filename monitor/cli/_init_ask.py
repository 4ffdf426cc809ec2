"""The questions of `monitor init`, on a terminal: for what the options left open. A wrong answer is asked again, and
an address is tried before the next one is asked for.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import click
from pydantic import ValidationError

from monitor.cli._init_answers import APP, COUNTRIES, PAGE, Given, Place, a_feed
from monitor.config import values
from monitor.errors import Refused
from monitor.fetch.guard import check_url
from monitor.notify import email, webhook
from sources import apple_app_store

T = TypeVar("T")
Visited = Callable[[Given, Place], Given]
_UNUSED = webhook.SigningSecret("env", "UNUSED")


def asked(given: Given, visited: Visited) -> Given:
    """The same with nothing missing; `visited` gives back what was given with what stays of one more place."""
    if given.brand is None:
        given = replace(given, brand=_ask("The brand to watch", brand))
    if not given.places:
        given = _places(given, visited)
    if given.webhook is None and given.mail is None:
        given = _channel(given)
    if given.mail is not None:
        given = _mail(given, given.mail)
    return given


def brand(text: str) -> str:
    """A name that can be searched for. Raises ValueError."""
    name = values.name(text.strip())
    values.query(f'"{name}"')
    return name


def web_address(text: str) -> str:
    """Raises ValueError for what would never be contacted: no web address, or one that carries a password."""
    try:
        check_url(text)
    except Refused as e:
        raise ValueError(str(e)) from e
    return text


def app(number: str, countries: tuple[str, ...]) -> Place:
    """Raises ValueError."""
    options = apple_app_store.Options(app=number, countries=countries)
    return Place(APP, options.app, options.countries)


def hook(url: str) -> str:
    """Raises ValueError."""
    return webhook.Options(url=url, secret=_UNUSED).url


def server(url: str) -> str:
    """Raises ValueError."""
    email.server_of(url)
    return url


def _places(given: Given, visited: Visited) -> Given:
    while not given.places:
        given = _several(given, "The address of a feed", lambda text: a_feed(web_address(text)), visited)
        given = _several(
            given, "The address of a page with reviews", lambda text: Place(PAGE, web_address(text)), visited
        )
        given = _several(given, "The number of an app in Apple's store", lambda text: app(text, COUNTRIES), visited)
        if not given.places:
            click.echo("At least one address is needed.", err=True)
    return given


def _in_countries(place: Place) -> Place:
    return _ask(
        f"Countries of app {place.address}",
        lambda text: app(place.address, tuple(text.split(","))),
        ",".join(COUNTRIES),
    )


def _channel(given: Given) -> Given:
    how = click.prompt(
        "Tell negative ones by", type=click.Choice(("webhook", "mail")), default="webhook", err=True, show_choices=True
    )
    if how == "webhook":
        return replace(given, webhook=_ask("The address of the webhook", hook))
    return replace(given, mail=_ask("The mail address to tell", email.address))


def _mail(given: Given, to: str) -> Given:
    if given.smtp is not None and given.sender is not None:
        return given
    smtp = given.smtp or _ask("The mail server, such as smtp://mail.example:587", server)
    sender = given.sender or _ask("The sender", email.address, to)
    name = given.username or _ask("The user name at the server (empty: none)", str, "")
    return replace(given, smtp=smtp, sender=sender, username=name or None)


def _several(given: Given, question: str, read: Callable[[str], Place], visited: Visited) -> Given:
    """Until nothing is said."""
    more = "none"
    while place := _ask(f"{question} (empty: {more})", _or_none(read), ""):
        given = visited(given, _in_countries(place) if place.kind == APP else place)
        more = "no more"
    return given


def _or_none(read: Callable[[str], Place]) -> Callable[[str], Place | None]:
    return lambda text: read(text) if text.strip() else None


def _ask(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    def checked(text: str) -> T:
        try:
            return read(text.strip())
        except ValueError as e:
            raise click.UsageError(in_words(e)) from e

    answer: T = click.prompt(question, default=default, show_default=bool(default), value_proc=checked, err=True)
    return answer


def in_words(error: ValueError) -> str:
    """Of one thing that was given; what was given is not repeated, it may be a capability."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    return str(first.get("ctx", {}).get("error", first["msg"]))
