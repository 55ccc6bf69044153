"""Where an address leads, what is not given out, and what the log says of a proxy."""

import asyncio
import contextlib
import logging

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.frame.frame import FIRST, PAGES
from playground.frame.requests import FILES, Departures, PagesOnly, ProxyNotice, page_instead
from playground.views.plot.plot import LIBRARY

NAMES = {name for pages in PAGES.values() for name, *_ in pages}


@pytest.mark.parametrize(
    ("path", "instead"),
    [
        ("nope/xx", "../nope"),
        ("check/", "../check"),
        ("check/a/b", "../../check"),
        ("playground", "./"),
        ("playground/", "../"),
        ("playground/x", "../"),
    ],
)
def test_an_address_below_a_page_leads_to_the_page(path, instead):
    assert page_instead(path.split("/"), FIRST, FILES) == instead


@pytest.mark.parametrize(
    "path", ["", "check", "nope", "static/js/a.js", "_stcore/health", "media/a.png", LIBRARY]
)
def test_a_page_and_what_belongs_to_it_stay_where_they_are(path):
    assert page_instead(path.split("/"), FIRST, FILES) is None


async def passed_on(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"Streamlit"})


async def refuses(scope, receive, send):
    await send({"type": "websocket.close", "code": 1008})


async def accepts(scope, receive, send):
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": 1000})


def answered(app, kind="http", path="/", query=b"", **headers):
    """The first message with which such a request is answered."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "method": "GET", "path": path, "query_string": query}
    scope["headers"] = [(name.encode(), value.encode()) for name, value in headers.items()]
    with contextlib.suppress(StopIteration):  # nothing in it waits, so it needs no event loop
        app(scope, None, send).send(None)
    return sent[0]


def where(answer):
    return dict(answer["headers"]).get(b"location")


def test_a_link_keeps_what_it_asks_for_on_the_way():
    app = PagesOnly(passed_on, FIRST, NAMES)
    found = answered(app, path="/check/x", query=b"net=abc", accept="text/html,*/*")
    assert (found["status"], where(found)) == (307, b"../check?net=abc")


@pytest.mark.parametrize(
    ("query", "to"),
    [
        (b"page=check&net=abc", b"check?net=abc"),
        (b"preset=07_xor&page=lessons&lesson=gupta", b"lessons?preset=07_xor&lesson=gupta"),
        (b"page=playground", b"./"),
        (b"page=train", b"train"),
    ],
)
def test_a_link_that_names_a_page_leads_there_before_it_is_opened(query, to):
    app = PagesOnly(passed_on, FIRST, NAMES)
    found = answered(app, path="/", query=query, accept="text/html,*/*")
    assert (found["status"], where(found)) == (307, to)


@pytest.mark.parametrize("query", [b"page=nowhere", b"page=", b"page=check&page=train", b"net=abc"])
def test_a_link_that_names_no_single_page_is_the_apps_to_explain(query):
    app = PagesOnly(passed_on, FIRST, NAMES)
    assert answered(app, path="/", query=query, accept="text/html,*/*")["status"] == 200


def test_what_a_script_asks_for_is_sent_nowhere_else():
    found = answered(PagesOnly(passed_on, FIRST, NAMES), path="/check/_stcore/health", accept="*/*")
    assert found["status"] == 200


def test_what_the_server_holds_is_not_given_out():
    found = answered(PagesOnly(passed_on, FIRST, NAMES), path="/_stcore/metrics", accept="*/*")
    assert found["status"] == 404


PROXY = {"origin": "https://backprop.example.org", "host": "10.0.0.7:8501"}


def test_a_proxy_that_changes_host_is_told_of_once_with_what_to_set(caplog):
    app = ProxyNotice(refuses)
    with caplog.at_level(logging.WARNING):
        answered(app, "websocket", "/_stcore/stream", **PROXY)
        answered(app, "websocket", "/_stcore/stream", **PROXY)
    (said,) = caplog.messages
    assert "--server.corsAllowedOrigins https://backprop.example.org" in said


@pytest.mark.parametrize(
    ("app", "headers"),
    [(accepts, PROXY), (refuses, PROXY | {"host": "backprop.example.org"}), (refuses, {})],
)
def test_nothing_is_said_of_a_browser_that_was_let_in_or_sent_away_for_something_else(
    app, headers, caplog
):
    with caplog.at_level(logging.WARNING):
        answered(ProxyNotice(app), "websocket", "/_stcore/stream", **headers)
    assert not caplog.messages


async def streamlit_ends(scope, receive, send):
    """What Streamlit does with a browser that left while something was sent to it."""
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        await socket.send_bytes(b"a step")
    try:
        await socket.receive_bytes()
    except RuntimeError:
        await socket.close()


async def fails(scope, receive, send):
    raise RuntimeError("a fault of the app")


def visited(app, gone):
    """Open a WebSocket to that app; `gone` is whether the browser leaves after the answer."""

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        if gone and message["type"] != "websocket.accept":
            raise OSError("the browser is gone")

    asyncio.run(app({"type": "websocket", "headers": []}, receive, send))


def test_a_browser_that_leaves_while_something_is_sent_to_it_is_no_fault():
    with pytest.raises(RuntimeError):
        visited(streamlit_ends, gone=True)
    visited(Departures(streamlit_ends), gone=True)
    with pytest.raises(RuntimeError, match="a fault of the app"):
        visited(Departures(fails), gone=False)
