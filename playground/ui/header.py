"""What stands at the top beside the navigation: exercise, mode, notation, undo, Present, Share."""

from __future__ import annotations

from html import escape

import streamlit as st

from playground import session
from playground.exercise.presets import presets
from playground.notation.symbols import NOTATIONS
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given
from playground.ui.gallery import gallery, gallery_button
from playground.ui.go_to import go_to
from playground.ui.hand_in import hand_in
from playground.ui.page_text import as_typed, in_own_direction
from playground.ui.settings import notation_choice, view_settings
from playground.ui.share_panel import share
from playground.ui.step_card import conventions
from playground.ui.undo import undo_buttons
from playground.views.present.present import present_button, presenting_asked

MODES = {
    "draw": ":material/edit: Edit",
    "walk": ":material/footprint: Walk",
    "train": ":material/model_training: Train",
}
TRAIN = "train"  # a page of its own


def header(shown: str | None = None) -> None:
    """One row, as high as the navigation beside it; `shown` is the mode, unless it is the one that
    the session holds."""
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        if session.is_fixed():
            set_exercise()
        else:
            preset_choice()
            gallery_button()
        with st.popover("", icon=":material/info:", key="about", type="tertiary", help="About it"):
            about()
        hand_in()
        if session.shows("mode") and not session.answers_hidden():
            _mode_choice(shown or session.state()["mode"])
        st.space("stretch")
        if session.shows("notation"):
            notation_choice(150)
        if session.shows("undo"):
            undo_buttons()
        if session.shows("view"):
            with st.popover(
                "View", icon=":material/tune:", key="view", help="Digits, speed, go to"
            ):
                _undo_on_phone()
                view_settings()
                go_to()
        if session.shows("present"):
            present_button(session.state()["presenting"], key="present", on_change=_present)
        share(shown or "playground")
    gallery()


def set_exercise() -> None:
    """The name of an exercise that a link has set, and the way out of it."""
    title = in_own_direction(session.document()["title"])
    st.html(f"<p class='set-exercise'>{escape(title)}</p>")
    button(
        "Leave",
        key="leave",
        icon=":material/logout:",
        type="tertiary",
        on_click=session.leave,
        help="Leave this exercise and its answers, and open the Playground",
    )


def _undo_on_phone() -> None:
    """A phone's header has no room for undo and redo: there they stand under View."""
    if session.shows("undo"):
        with st.container(key="view_undo_row", horizontal=True):
            undo_buttons("view_")


def _present() -> None:
    asked = presenting_asked("present")
    if asked is not None:
        session.set_presenting(asked)


def about() -> None:
    """What the exercise is called, unless it is a preset, which the list beside it names; where it
    is from, what is worth looking at, and its author's notation."""
    now = session.document()
    title = now["title"] if session.preset() is None else ""
    said = [as_typed(text) for text in (title, now["source"], now["note"]) if text]
    if said:
        st.caption(" ".join([f"**{said[0]}**", *said[1:]]))
    view = session.view()
    if view is not None:
        conventions(view)
    offered = session.offered_notation()
    if offered is not None:
        button(
            f"Show in {NOTATIONS[offered].name}'s notation",
            key="offered_notation",
            icon=":material/match_case:",
            type="tertiary",
            on_click=session.set_notation,
            args=(offered,),
        )


def _mode_choice(shown: str) -> None:
    st.segmented_control(
        "Mode",
        list(MODES),
        key=given("mode", shown),
        required=True,
        format_func=MODES.__getitem__,
        on_change=changed("mode", _change_mode, shown),
        label_visibility="collapsed",
    )


def _change_mode(before: str = "walk") -> None:
    chosen = choice("mode", MODES)
    if chosen == TRAIN:
        session.open_page(TRAIN)
    elif chosen is not None:
        if chosen == "walk" and session.state()["mode"] == "draw" and before != TRAIN:
            session.select(None)
        session.set_mode(chosen)
        if before == TRAIN:
            session.open_page("playground")


def preset_choice() -> None:
    """The exercise, by name and sizes; another one can be chosen."""
    names = presets()
    st.selectbox(
        "Exercise",
        list(names),
        index=None,
        key=given("preset", session.preset()),
        placeholder=session.document()["title"],
        format_func=lambda name: names[name]["title"],
        on_change=changed("preset", _open_preset),
        label_visibility="collapsed",
        width=230,
    )


def _open_preset() -> None:
    name = choice("preset", presets())
    if name is not None:
        session.open_document(presets()[name], "preset")
