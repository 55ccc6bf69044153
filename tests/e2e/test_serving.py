"""What the server gives out besides the page, with which headers, and to whom."""

import urllib.error
import urllib.request
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Page, expect

from playground.frame.fault import SENTENCE
from playground.frame.serving import HEADERS
from playground.views.plot.plot import LIBRARY_FOLDER
from tests.e2e import screen
from tests.e2e.conftest import running_app

LIBRARY = f"{LIBRARY_FOLDER}/plotly.min.js"


def test_the_plotly_library_is_the_installed_packages_own(server: str) -> None:
    installed = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    with urllib.request.urlopen(f"{server}/{LIBRARY}") as served:
        assert served.read() == installed.read_bytes()
        assert "immutable" in served.headers["Cache-Control"]


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


def test_a_press_that_fails_keeps_the_page_and_the_work(page: Page, faulty: str) -> None:
    screen.visit(page, f"{faulty}/?preset=07_xor")
    page.keyboard.press("ArrowRight")
    screen.button(page, "next_pass").click()
    expect_fault(page)
    expect(page.locator(screen.GRAPH)).to_be_visible()
    screen.button(page, "fault_close").click()
    expect(page.get_by_text(SENTENCE)).to_have_count(0)


def test_a_step_that_fails_says_so_and_the_next_one_can_be_reached(page: Page, faulty: str) -> None:
    screen.visit(page, f"{faulty}/?preset=07_xor")
    screen.key(page, "step_position").locator("input").fill("5")
    expect_fault(page)
    page.get_by_text("Copy a report").first.click()
    expect(page.get_by_text("OverflowError in").first).to_be_visible()
    expect(page.get_by_text("playground.ui.step_card.step_panel").first).to_be_visible()


def test_a_page_that_fails_leaves_the_way_to_the_others(page: Page, faulty: str) -> None:
    page.goto(f"{faulty}/?page=check")
    expect_fault(page)
    page.goto(f"{faulty}/")
    page.wait_for_selector(screen.GRAPH)
