"""Streamlit's own scripts stop with an error: the page comes back as it was."""

from __future__ import annotations

from playwright.sync_api import Browser, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e import screen


def test_a_page_that_stops_with_an_error_comes_back_with_the_work(
    chromium: Browser, server: str
) -> None:
    """What stops it is a picture for a place that there is not. The second time within seconds it
    is left to the reader, so that no page is reloaded for ever."""
    context = chromium.new_context(viewport=screen.DESKTOP)
    page, links = context.new_page(), []

    def link(socket: WebSocketRoute) -> None:
        links.append(socket)
        socket.connect_to_server()

    page.route_web_socket("**/_stcore/stream", link)
    screen.visit(page, f"{server}/?preset=07_xor")
    page.keyboard.press("ArrowRight")
    before = screen.at_step(page, 2)
    screen.kept(page)
    with page.expect_navigation():
        links[-1].send(_misplaced())
    assert screen.at_step(page, 2).result == before.result
    links[-1].send(_misplaced())
    page.get_by_role("button", name="Reload").click()
    assert screen.at_step(page, 2).result == before.result
    expect(page.get_by_role("button", name="Reload")).to_have_count(0)
    context.close()


def _misplaced() -> bytes:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, 99])
    message.delta.new_element.html.body = "lost"
    return message.SerializeToString()
