"""What becomes of a request before Streamlit sees it: an address below a page leads to the page,
and how much the server holds is not given out. A proxy that changes `Host` is named in the log, a
browser that leaves is not.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.views.file_buttons.file_buttons import OFFERED
from playground.views.sources import FOLDER

# What lies below these is no page: Streamlit's own addresses, and what the app gives out.
FILES = {
    *("static", "app", "media", "component", "auth", "oauth2callback", "_stcore"),
    *(FOLDER, OFFERED),
}
CLOSED = "_stcore/metrics"  # how much the server holds of whom
LOG = logging.getLogger(__name__)


def place_of(scope: Scope) -> list[str]:
    """The parts of a request's path, below the path that the app is served at."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path = scope["path"].removeprefix(f"/{base}") if base else scope["path"]
    return str(path).removeprefix("/").split("/")


def page_instead(place: list[str], first: str, files: set[str]) -> str | None:
    """Where a browser should go that opens `place`, relative to it; None to stay.

    Streamlit's page looks for its scripts below its own address, so that it stays blank where a
    path has more than one part. The first page has no name in its address.
    """
    page = place[0]
    if page in files or page.startswith("plotly-"):
        return None
    if len(place) == 1 and page != first:
        return None
    return "../" * (len(place) - 1) + ("" if page == first else page) or "./"


def page_linked(query: str, pages: Collection[str]) -> tuple[str, str] | None:
    """The page that the query of a link to `/` names, and the rest of the query; None where it
    names none of `pages`, or several."""
    parts = query.split("&")
    named = [part for part in parts if part.startswith("page=")]
    if len(named) != 1 or named[0].removeprefix("page=") not in pages:
        return None
    return named[0].removeprefix("page="), "&".join(part for part in parts if part != named[0])


class PagesOnly:
    """Leads browsers from an address below a page to the page, from `/<first>` to `/`, and from
    `/?page=…`, as links name it, to that page: no step of the way back leads to the link again."""

    def __init__(self, app: ASGIApp, first: str, pages: Collection[str]) -> None:
        self.app = app
        self.first = first
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is not for Streamlit; pass all else on."""
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> ASGIApp | None:
        place = place_of(scope)
        if "/".join(place) == CLOSED:
            return PlainTextResponse("Not found", status_code=404)
        is_visit = scope["method"] in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get(
            "accept", ""
        )
        if not is_visit:
            return None
        query = scope["query_string"].decode("latin-1")
        instead = page_instead(place, self.first, FILES)
        linked = page_linked(query, self.pages) if scope["path"].endswith("/") else None
        if linked is not None and instead is None:
            page, query = linked
            instead = "./" if page == self.first else page
        if instead is None:
            return None
        return RedirectResponse(instead + (f"?{query}" if query else ""), status_code=307)


class ProxyNotice:
    """Says in the log what to set where a proxy changes `Host`. The browser of such a page stays at
    "connecting", since Streamlit takes it for a page of another site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.said: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; note which WebSocket is refused."""

        opened = False

        async def noticing(message: Message) -> None:
            nonlocal opened
            opened = opened or message["type"] == "websocket.accept"
            if message["type"] == "websocket.close" and not opened:
                self._notice(Headers(scope=scope))
            await send(message)

        await self.app(scope, receive, noticing if scope["type"] == "websocket" else send)

    def _notice(self, headers: Headers) -> None:
        origin, host = headers.get("origin", ""), headers.get("host", "")
        if not origin or urlsplit(origin).netloc == host or origin in self.said:
            return
        if len(self.said) < 20:  # whoever makes up origins fills no log
            self.said.add(origin)
            LOG.warning(
                "Refused a browser at %.60r, because the request arrived for %.60r. If your "
                "proxy changes the Host header, let it pass Host on, or start with: "
                "--server.corsAllowedOrigins %.60s",
                origin,
                host,
                origin,
            )


class Departures:
    """Lets a browser leave while something is sent to it. Streamlit then takes the end of the
    WebSocket for a text frame, and closes it once more: an error that would fill the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; drop what is raised over a WebSocket that has ended."""

        ended = False

        async def sending(message: Message) -> None:
            nonlocal ended
            ended = ended or message["type"] == "websocket.close"
            try:
                await send(message)
            except OSError:
                ended = True
                raise

        try:
            await self.app(scope, receive, sending if scope["type"] == "websocket" else send)
        except RuntimeError:
            if not ended:
                raise
