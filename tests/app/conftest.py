"""How a test does something inside the session of the real app."""

import pytest
import streamlit as st

from playground.frame import frame


@pytest.fixture(autouse=True)
def _acts(monkeypatch):
    """What a test asks for with `do` is done inside the session before the page is drawn."""
    follow = frame._follow_link

    def act_and_follow():
        if "act" in st.session_state:
            st.session_state.pop("act")()
        follow()

    monkeypatch.setattr(frame, "_follow_link", act_and_follow)
