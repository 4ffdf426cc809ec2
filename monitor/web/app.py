"""The table of routes. Pages and metrics answer only to a Host that is ours: a page elsewhere that points its own
name at 127.0.0.1 (DNS rebinding) gets nothing.
"""

import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from monitor.errors import MonitorError
from monitor.settings import WebSettings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def app(settings: WebSettings, ready: Callable[[], dict[str, Any]], metrics: CollectorRegistry) -> FastAPI:
    """`ready` gives the state in words; its `ok` decides between 200 and 503."""
    application = FastAPI(title="Monitor", openapi_url=None, docs_url=None, redoc_url=None)
    ours = {*_LOOPBACK, urlsplit(settings.public_url).hostname}

    @application.middleware("http")
    async def only_our_host(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        if urlsplit(f"//{request.headers.get('host', '')}").hostname not in ours:
            return Response("this host name is not served here", status_code=421, media_type="text/plain")
        return await go_on(request)

    @application.get("/healthz")
    async def healthz() -> Response:
        """The event loop is alive."""
        return Response("ok", media_type="text/plain")

    @application.get("/readyz")
    def readyz() -> Response:
        """Sources are read and alerts go out. A plain function: it asks the store, in a worker thread."""
        state = ready()
        return Response(orjson.dumps(state), status_code=200 if state["ok"] else 503, media_type="application/json")

    @application.get("/metrics")
    def prometheus() -> Response:
        ready()  # gauges of what is owed are read with it
        return Response(generate_latest(metrics), media_type=CONTENT_TYPE_LATEST)

    return application


class Server(uvicorn.Server):
    """uvicorn inside the daemon's loop. The daemon owns the signals, and the socket is bound before the loop starts."""

    def __init__(self, application: FastAPI, settings: WebSettings) -> None:
        """Raises MonitorError when the address is taken."""
        self._socket = _bound(settings.listen_host, settings.listen_port)
        super().__init__(
            uvicorn.Config(
                application,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=2,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def run_here(self) -> None:
        await self.serve(sockets=[self._socket])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as e:
        bound.close()
        raise MonitorError(
            f"{host}:{port}: {e.strerror}; choose another address with `listen` in the section [web]"
        ) from e
    return bound
