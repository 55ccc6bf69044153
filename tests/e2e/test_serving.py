"""What the server gives out besides the page, with which headers, and to whom."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Page, expect

from playground.frame import serving
from playground.frame.fault import SENTENCE
from playground.frame.serving import HEADERS
from playground.views.plot.plot import LIBRARY_FOLDER
from playground.views.sources import FOLDER, SERVED
from tests.e2e import screen
from tests.e2e.conftest import ROOT, running_app

Opened = Callable[..., Page]
LIBRARY = f"{LIBRARY_FOLDER}/plotly.min.js"


def test_the_plotly_library_is_the_installed_packages_own(server: str) -> None:
    installed = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    with urllib.request.urlopen(f"{server}/{LIBRARY}") as served:
        assert served.read() == installed.read_bytes()
        assert "immutable" in served.headers["Cache-Control"]


def test_the_views_scripts_are_given_out_to_be_kept(server: str) -> None:
    serving.routes()  # all views are known then, as in the server
    assert len(SERVED) >= 10
    for name, text in SERVED.items():
        with urllib.request.urlopen(f"{server}/{FOLDER}/{name}") as served:
            assert served.read().decode() == text
            assert served.headers["Content-Type"].startswith("text/javascript")
            assert "immutable" in served.headers["Cache-Control"]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{server}/{FOLDER}/another.js")


@pytest.mark.parametrize("name", ["../__init__.py", "%2e%2e/__init__.py", "..%2f__init__.py"])
def test_nothing_else_of_the_package_is_given_out(server: str, name: str) -> None:
    page, package = b"<title>Streamlit</title>", b"plotly"
    try:
        with urllib.request.urlopen(f"{server}/{LIBRARY_FOLDER}/{name}") as served:
            given = served.read()
    except urllib.error.HTTPError as error:
        given = error.read()
    assert page in given or package not in given


@pytest.mark.parametrize("address", ["", "check", LIBRARY, "_stcore/health"])
def test_every_response_keeps_the_browser_to_this_server(server: str, address: str) -> None:
    with urllib.request.urlopen(f"{server}/{address}") as served:
        assert {name: served.headers[name] for name in HEADERS} == HEADERS


def test_a_browser_is_told_of_plotly_with_the_page_and_fetches_it_once(
    server: str, open_page: Callable[..., Page]
) -> None:
    """Asked for again, it comes from what the browser has kept: of that 0 bytes are transferred."""
    with urllib.request.urlopen(server) as served:
        assert served.headers["Link"] == f"<{LIBRARY}>; rel=preload; as=script"
    with urllib.request.urlopen(f"{server}/practice") as served:
        assert served.headers["Link"] is None, "it would be fetched there for nothing"
    page = open_page(apart=True)  # it has kept nothing yet
    screen.visit(page, f"{server}/?preset=07_xor")
    entries = page.evaluate("performance.getEntriesByType('resource').map((e) => e.toJSON())")
    fetched = [one for one in entries if one["name"].endswith(LIBRARY) and one["transferSize"]]
    assert [one["name"] for one in fetched] == [f"{server}/{LIBRARY}"]


READ_ONLY = f"""
import sys

OPENS, CHANGES = {{"open"}}, {{"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink"}}


def refuse(event, args):
    if event not in OPENS | CHANGES or not str(args[0]).startswith({str(ROOT)!r}):
        return
    reads = event in OPENS and not (args[2] or 0) & 0o1103  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
    if not reads and "__pycache__" not in str(args[0]):
        sys.stderr.write(f"Traceback: something was written at {{args[0]}}\\n")
    if not reads:
        raise PermissionError(30, "Read-only file system", str(args[0]))


sys.addaudithook(refuse)
"""
OUTSIDE = "https://backprop.example.org"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server from a checkout that refuses to be written, behind a proxy that changes Host."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "sitecustomize.py").write_text(READ_ONLY)
    with running_app(code_before=folder, corsAllowedOrigins=OUTSIDE) as address:
        yield address


def test_a_checkout_that_cannot_be_written_is_served_whole(guarded: str, open_page: Opened) -> None:
    page = open_page()
    screen.visit(page, f"{guarded}/playground/xx?preset=07_xor")
    assert page.url.startswith(f"{guarded}/?") or page.url == f"{guarded}/"
    page.keyboard.press("ArrowRight")
    screen.at_step(page, 2)


def websocket_status(server: str, origin: str) -> int:
    """What the server answers to a WebSocket that a browser opens from a page of `origin`."""
    connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=30)
    headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    headers |= {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Origin": origin}
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_behind_a_proxy_that_changes_host_the_outside_address_is_named(
    guarded: str, server: str
) -> None:
    assert websocket_status(guarded, OUTSIDE) == 101
    assert websocket_status(guarded, "https://elsewhere.example.org") == 403
    assert websocket_status(server, OUTSIDE) == 403


def test_how_much_the_server_holds_is_not_given_out(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{server}/_stcore/metrics")


FAULTY = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground import session
from playground.check import page
from playground.frame import fault, serving
from playground.frame.frame import frame


def fails(*_):
    raise OverflowError("a text that may hold what somebody typed")


page.page = session.advance = fails
import playground.ui.step_card
playground.ui.step_card.step_title = lambda view: fails() if view.position == 4 else "title"

if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, routes=serving.routes(), on_script_error=fault.handler(frame))
else:
    frame()
"""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory):
    """A server of an app in which a page, a press and a step fail."""
    script = tmp_path_factory.mktemp("faulty") / "faulty.py"
    script.write_text(FAULTY)
    with running_app(script, fails=True) as address:
        yield address


def expect_fault(page: Page) -> None:
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    body = page.locator("body").inner_text()
    assert "Traceback" not in body
    assert "/playground/" not in body
    assert "somebody typed" not in body


def test_a_press_that_fails_keeps_the_page_and_the_work(open_page: Opened, faulty: str) -> None:
    page = open_page()
    screen.visit(page, f"{faulty}/?preset=07_xor")
    page.keyboard.press("ArrowRight")
    screen.button(page, "next_pass").click()
    expect_fault(page)
    expect(page.locator(screen.GRAPH)).to_be_visible()
    rate = screen.key(page, "learning_rate_value").locator("input")
    rate.fill("0,5,1")
    rate.press("Enter")
    refused = screen.key(page, "refused_learning_rate_value")
    expect(refused).to_contain_text("got '0,5,1'")
    screen.button(page, "next_pass").click()  # fails again: all that was typed stays
    expect_fault(page)
    expect(page.get_by_text(SENTENCE)).to_have_count(1)
    expect(refused).to_contain_text("got '0,5,1'")
    screen.button(page, "fault_close").click()
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    expect(refused).to_contain_text("got '0,5,1'")


def test_what_the_pages_remember_can_be_forgotten_where_they_fail_on_it(
    open_page: Opened, faulty: str
) -> None:
    page = open_page()
    screen.visit(page, f"{faulty}/?preset=07_xor")
    rate = screen.key(page, "learning_rate_value").locator("input")
    rate.fill("0,5,1")
    rate.press("Enter")
    refused = screen.key(page, "refused_learning_rate_value")
    expect(refused).to_be_visible()
    screen.button(page, "next_pass").click()
    expect_fault(page)
    screen.button(page, "fault_reset").click()
    expect(refused).to_have_count(0)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    expect(page.locator(screen.GRAPH)).to_be_visible()


def test_a_step_that_fails_says_so_and_the_next_one_can_be_reached(
    open_page: Opened, faulty: str
) -> None:
    page = open_page()
    screen.visit(page, f"{faulty}/?preset=07_xor")
    screen.key(page, "step_position").locator("input").fill("5")
    expect_fault(page)
    page.get_by_text("Copy a report").first.click()
    expect(page.get_by_text("OverflowError in").first).to_be_visible()
    expect(page.get_by_text("playground.ui.step_card.step_panel").first).to_be_visible()
    screen.button(page, "next_step").click()
    expect(screen.key(page, "step_position").locator("input")).to_have_value("6")
    page.goto(f"{faulty}/?preset=07_xor&step=5")  # and where the whole page is drawn
    expect_fault(page)
    screen.button(page, "next_step").click()
    expect(screen.key(page, "step_position").locator("input")).to_have_value("6")


def test_a_page_that_fails_leaves_the_way_to_the_others(open_page: Opened, faulty: str) -> None:
    page = open_page()
    page.goto(f"{faulty}/?page=check")
    expect_fault(page)
    page.goto(f"{faulty}/")
    page.wait_for_selector(screen.GRAPH)
