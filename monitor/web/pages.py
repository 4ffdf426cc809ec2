"""The pages: `/`, and `/messages/{signed id}` where the mentions of a message stand in full. Server-rendered, our own
CSS, no script; everything from outside is escaped by the template engine, and the policy allows nothing active.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.core.links import message_link, signed_message
from monitor.settings import Settings
from monitor.store import Store
from monitor.web.message import message_view
from monitor.web.overview import overview

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The settings that are in force, and what is wrong with the daemon itself."""

    settings: Settings
    troubles: tuple[str, ...] = ()


def add_pages(
    application: FastAPI, store: Store, standing: Callable[[], Standing], key: bytes, now: Callable[[], datetime]
) -> None:
    """Handlers are plain functions: they query, so they run in worker threads."""
    engine = Environment(
        loader=PackageLoader("monitor.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style = files("monitor.web").joinpath("static/style.css").read_bytes()

    def page(name: str, status: int = 200, **values: object) -> Response:
        return HTMLResponse(engine.get_template(name).render(**values), status_code=status, headers=HEADERS)

    def link(message_id: str) -> str:
        return message_link("", key, message_id)

    @application.get("/static/style.css")
    async def stylesheet() -> Response:
        return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=300"})

    @application.get("/")
    def first_page() -> Response:
        here = standing()
        view = store.read_now(overview, now(), ZoneInfo(here.settings.timezone), here.troubles, link)
        return page("overview.html", view=view, zone=here.settings.timezone)

    @application.get("/messages/{signed}")
    def message(signed: str) -> Response:
        """Every mention of one message as it stands now, why it was told, and what came of the message."""
        message_id = signed_message(key, signed)
        zone = standing().settings.timezone
        view = store.read_now(message_view, message_id, now(), ZoneInfo(zone)) if message_id else None
        if view is None:
            return page("missing.html", status=404)
        return page("message.html", view=view, zone=zone)
