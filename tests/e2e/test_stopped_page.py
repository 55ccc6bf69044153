"""Errors that break a page off: the browser's scripts go on, or the page comes back as it was."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e import screen
from tests.e2e.conftest import running_app

# Once it is told so by a file, the walk waits for another one, and then fails.
FAILING = """
import importlib.util, sys, time
from pathlib import Path

HERE = Path(__file__).parent

class Failing:
    def find_spec(self, name, path, target=None):
        if name != "playground.walk.page":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            draw = module.walk_view

            def walk_view(body):
                if not (HERE / "wait").exists():
                    return draw(body)
                while not (HERE / "fail").exists():
                    time.sleep(0.01)
                raise RuntimeError("on purpose")

            module.walk_view = walk_view

        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, Failing())
"""


def test_a_press_on_a_part_that_a_failing_run_no_longer_draws_is_left_aside(
    open_page, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAILING)
    page, sent = open_page(own=True), []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    with running_app(code_before=tmp_path, fails=True) as address:
        screen.visit(page, f"{address}/?preset=07_xor")
        (tmp_path / "wait").touch()
        for press in (
            screen.button(page, "next_pass").click,
            partial(screen.press_edge, page, 0, 1, 0),
        ):
            before = len(sent)
            press()
            screen.eventually(page, partial(_more_than, before, sent))
        (tmp_path / "fail").touch()
        expect(screen.key(page, "fault")).to_contain_text("Something went wrong in the app.")
        page.wait_for_selector(screen.DRAWN_WHOLE)
        expect(screen.key(page, "fault")).to_be_visible()


def _more_than(before: int, sent: list[object]) -> None:
    assert len(sent) > before, "the browser has not sent the press yet"


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
