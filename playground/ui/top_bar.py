"""Draw or walk, the preset, undo and redo, what is shown, and sharing."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise.presets import presets
from playground.ui.fields import changed, choice, given
from playground.ui.go_to import go_to
from playground.ui.notices import message
from playground.ui.settings import notation_choice, view_settings
from playground.ui.share_panel import share_panel
from playground.ui.undo import undo_buttons

MODES = {"draw": ":material/draw: Draw", "walk": ":material/footprint: Walk"}


def top_bar() -> None:
    """Draw or walk, the preset, undo and redo, what is shown, and sharing."""
    held = session.state()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="top_bar"):
        st.segmented_control(
            "Mode",
            list(MODES),
            key=given("mode", held["mode"]),
            required=True,
            format_func=MODES.__getitem__,
            on_change=changed("mode", _change_mode),
            label_visibility="collapsed",
        )
        _preset_choice()
        notation_choice()
        undo_buttons()
        with st.popover("View", icon=":material/tune:", key="view"):
            view_settings()
        with st.popover(
            "Go to", icon=":material/my_location:", key="goto_box", on_change="rerun"
        ) as box:
            if box.open:
                go_to()
        with st.popover(
            "Share", icon=":material/ios_share:", key="share", on_change="rerun"
        ) as box:
            if box.open:
                share_panel()
    message()


def _change_mode() -> None:
    session.set_mode(st.session_state["mode"])


def _preset_choice() -> None:
    names = presets()
    st.selectbox(
        "Preset",
        list(names),
        index=None,
        key=given("preset", session.preset()),
        placeholder=f"{session.document()['title']}: choose a preset",
        format_func=lambda name: names[name]["title"],
        on_change=changed("preset", _open_preset),
        label_visibility="collapsed",
        width=270,
    )


def _open_preset() -> None:
    name = choice("preset", presets())
    if name is not None:
        session.open_document(presets()[name], "preset")
