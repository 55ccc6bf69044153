"""How the app is served: Plotly's JavaScript, and headers that keep the browser to this server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import plotly
import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.frame.frame import FIRST
from playground.frame.requests import PagesOnly, ProxyNotice
from playground.views.plot.plot import LIBRARY_FOLDER

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


class SecurityHeaders:
    """Adds `HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; headers are added as the response begins."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [
        Middleware(SecurityHeaders),
        Middleware(PagesOnly, first=FIRST),
        Middleware(ProxyNotice),
    ]


def routes() -> list[BaseRoute]:
    """Plotly's JavaScript, straight from the installed package: the checkout may be read-only."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    library = Path(plotly.__file__).parent / "package_data"
    place = f"/{base}/{LIBRARY_FOLDER}".replace("//", "/")
    return [Mount(place, Unchanging(directory=library))]


class Unchanging(StaticFiles):
    """Files whose address has their version, so that a browser asks for each only once."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """As usual, with leave to keep it for a year."""
        response = super().file_response(*args, **options)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
