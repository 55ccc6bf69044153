"""How a test does something inside the session of the real app, and what its browser has."""

from functools import cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

from playground.frame import frame, serving
from playground.frame.state_as_asked import make_values_as_asked
from playground.train import clock
from tests.app.playground_session import Session

MAZUR = "01_mazur_own_bias"


@pytest.fixture(autouse=True)
def _acts(monkeypatch):
    """What a test asks for with `do` is done inside the session before the page is drawn."""
    follow = frame._follow_link

    def act_and_follow():
        if "act" in st.session_state:
            st.session_state.pop("act")()
        follow()

    monkeypatch.setattr(frame, "_follow_link", act_and_follow)


@pytest.fixture(scope="session", autouse=True)
def _done_once():
    """AppTest reads what is said of each installed package for every page that it opens, compiles
    every script for every run, and looks each millisecond whether a run has come to its end. What
    the server does once as it starts is done here too."""
    serving.collect_rarely()
    make_values_as_asked()
    look = local_script_runner.require_widgets_deltas

    def wait_for_the_end(runner, timeout=3):
        runner._script_thread.join(timeout)
        look(runner, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner,
            "scan_component_manifests",
            cache(manifest_scanner.scan_component_manifests),
        )
        patch.setattr(local_script_runner, "require_widgets_deltas", wait_for_the_end)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", cache(ScriptCache))
        yield


@pytest.fixture(scope="session", autouse=True)
def _kept_in_the_browser():
    """AppTest has no cookies; here they are a dict."""
    kept = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(st.context), "cookies", property(lambda _: kept))
        yield kept


@pytest.fixture
def cookies(_kept_in_the_browser):
    """The cookies of the browser, to be filled."""
    yield _kept_in_the_browser
    _kept_in_the_browser.clear()


@pytest.fixture
def in_one_go(monkeypatch):
    """The updates of a run that was reloaded are made again all at once, on a busy machine too."""
    monkeypatch.setattr(clock, "SLICE", 60.0)


@pytest.fixture
def mazur():
    """The app at Mazur's network."""
    return Session(preset=MAZUR)


@pytest.fixture
def drawing():
    """Mazur's network on the drawing board."""
    return Session(preset=MAZUR).choose("mode", "draw")
