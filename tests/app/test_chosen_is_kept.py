"""Every list, switch, slider and row of buttons on every page gets its value from the session, so
that what is chosen comes back with all else that a browser keeps."""

import pytest
import streamlit as st

from playground.frame.frame import PAGES
from tests.app.playground_session import Session

CHOICES = (
    *("selectbox", "button_group", "multiselect", "slider", "select_slider"),
    *("toggle", "checkbox", "radio", "tab_container"),
)
SCRIPTS = [f"pages/{section.lower()}/{name}.py" for section, of in PAGES.items() for name, *_ in of]
SWITCHES = ("solve", "slope_by_hand", "engine_check", "check_code")
SHARED_OUT = {"sample"}  # by the walk itself, which the browser keeps


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_choice_of_a_page_has_its_value_from_the_session(script):
    page = Session(from_file=True, preset="07_xor")
    page.at.switch_page(script)
    page.do(lambda: st.session_state.update(values=True, share=True))
    for key in SWITCHES:
        for switch in page.at.toggle:
            if switch.key == key:
                switch.set_value(True)
        page.run()
    keys = {one.key for kind in CHOICES for one in page.at.get(kind)} - {None}
    assert keys, "every page has something to choose"
    assert keys - SHARED_OUT <= page.held["rooms"]["seen"].keys()
