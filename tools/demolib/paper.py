"""The pages of the demo's own web: HTML from the templates beside this file, and nothing in it that is active."""

from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .loopback import Reply

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def page(template: str, **values: object) -> Reply:
    return Reply(HTTPStatus.OK, _TEMPLATES.get_template(template).render(values).encode(), HEADERS)


def foreign(html: str) -> Reply:
    """What somebody else wrote, for a frame: no script, no form, nothing from elsewhere; links open in a new tab."""
    policy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'"
    body = f'<!doctype html><base target="_blank">{html.removeprefix("<!doctype html>")}'
    return Reply(HTTPStatus.OK, body.encode(), HEADERS | {"content-security-policy": policy})


def missing() -> Reply:
    return Reply(HTTPStatus.NOT_FOUND, _TEMPLATES.get_template("missing.html").render().encode(), HEADERS)
