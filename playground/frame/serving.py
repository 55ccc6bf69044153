"""How the app is served: its scripts, Plotly's, and headers that keep browsers to this server."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from pathlib import Path
from typing import Any

import plotly
import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground import views
from playground.frame.downloads import download
from playground.frame.frame import FIRST
from playground.frame.requests import Departures, PagesOnly, ProxyNotice, place_of
from playground.sharing import link_parameters
from playground.views.file_buttons.file_buttons import OFFERED
from playground.views.plot.plot import LIBRARY, LIBRARY_FOLDER
from playground.views.sources import FOLDER, SERVED

# Nothing is loaded from another host and nothing is sent to one. Streamlit's own pages need inline
# styles and scripts, and its components are loaded from blobs. Course pages may embed this one.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


# Allocations before Python looks for garbage in cycles, and how many such looks before it looks at
# what has lasted longer. A step of the walk makes some thousand objects, nearly none of it garbage.
COLLECT_AFTER = (50_000, 20, 100)
# The pages that open with a graph, by their addresses.
WITH_GRAPH = [[page] for page in ("", "train", "matrices", "batches", "weight", "what_if")]
FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}


class MoreHeaders:
    """Adds `HEADERS` to every response. A browser fetches Plotly with a page that opens with a
    graph; else it would begin once Streamlit's scripts have run and the first message has come."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; headers are added as the response begins."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page and place_of(scope) in WITH_GRAPH:
                    headers["Link"] = f"<{LIBRARY}>; rel=preload; as=script"
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def collect_rarely() -> None:
    """What is loaded now stays for as long as the server runs: Python need not look through it."""
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [
        Middleware(MoreHeaders),
        Middleware(PagesOnly, first=FIRST, pages=link_parameters.PAGES),
        Middleware(ProxyNotice),
        Middleware(Departures),
    ]


def routes() -> list[BaseRoute]:
    """The views' own scripts, and Plotly's, straight from the installed package: the checkout may
    be read-only. All views are loaded, so that each process knows the scripts of all."""
    for found in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        importlib.import_module(found.name)
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    library = Path(plotly.__file__).parent / "package_data"
    place = f"/{base}".rstrip("/")
    return [
        Mount(f"{place}/{LIBRARY_FOLDER}", Unchanging(directory=library)),
        Route(f"{place}/{FOLDER}/{{name}}", _script),
        Route(f"{place}/{OFFERED}/{{token}}/{{key}}", download, methods=["GET"]),
    ]


def _script(request: Request) -> Response:
    text = SERVED.get(request.path_params["name"])
    if text is None:
        return PlainTextResponse("Not found", status_code=404)
    return Response(text, media_type="text/javascript", headers=FOR_A_YEAR)


class Unchanging(StaticFiles):
    """Files whose address has their version, so that a browser asks for each only once."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """As usual, with leave to keep it for a year."""
        response = super().file_response(*args, **options)
        response.headers.update(FOR_A_YEAR)
        return response
