"""How a test does something inside the session of the real app, and what its browser has."""

import pytest
import streamlit as st

from playground.frame import frame
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
def mazur():
    """The app at Mazur's network."""
    return Session(preset=MAZUR)


@pytest.fixture
def drawing():
    """Mazur's network on the drawing board."""
    return Session(preset=MAZUR).choose("mode", "draw")
