"""The session's state, of which only the values that are asked for are made."""

import pytest
from streamlit.elements.widgets import selectbox, text_widgets
from streamlit.runtime.state.session_state import SessionState

from playground.frame.state_as_asked import StateAsAsked, _whole

STATE = {"step": 4, "nothing": None, "$$ID-abc-of_a_widget": 1, "$$STREAMLIT_INTERNAL_KEY_a": 2}


@pytest.fixture
def state():
    made = SessionState()
    for name, value in STATE.items():
        made._old_state[name] = value
    made._key_id_mapper["of_a_widget"] = "$$ID-abc-of_a_widget"
    return made


def test_it_holds_what_the_whole_holds(state):
    whole, asked = _whole.fget(state), StateAsAsked(state)
    assert whole == {"step": 4, "nothing": None, "of_a_widget": 1}
    assert dict(asked) == whole
    assert len(asked) == len(whole)
    for name in (*STATE, "of_a_widget", "not there"):
        assert (name in asked, asked.get(name)) == (name in whole, whole.get(name))


def test_no_other_value_is_made(state, monkeypatch):
    made = []
    look_up = SessionState.__getitem__
    monkeypatch.setattr(
        SessionState, "__getitem__", lambda self, key: made.append(key) or look_up(self, key)
    )
    assert StateAsAsked(state)["step"] == 4
    assert made == ["step"]


@pytest.mark.parametrize(
    "widget", [selectbox.SelectboxMixin._selectbox, text_widgets.TextWidgetsMixin._text_input]
)
def test_streamlit_has_the_parts_that_are_leaned_on(widget):
    assert "filtered_state" in widget.__code__.co_names
