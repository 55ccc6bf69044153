"""What a person sees when something fails that nobody foresaw: one sentence and a way on.

Streamlit has written the traceback to the server's log before it calls `handle`. The browser gets
none of it, but a report that says where in the app's own code it was, with no paths and no content.
"""

from __future__ import annotations

import platform
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypedDict

import numpy as np
import plotly
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground import session
from playground.exercise.link import to_json
from playground.ui.buttons import button

KEY, AT_HEAD = "fault", "fault_at_head"
OWN = ("playground", "backprop_core", "pages", "app")
SENTENCE = "Something went wrong in the app. Your work is kept."


class Fault(TypedDict):
    """What is known of it, as plain data."""

    kind: str
    where: list[str]


def fault_of(error: BaseException) -> Fault:
    """The error's kind, and the app's own functions that it passed through, the last one first."""
    own = [
        f"{name}, line {line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (module := frame.f_globals.get("__name__", "")).split(".")[0] in OWN
        for name in [f"{module}.{frame.f_code.co_name}"]
    ]
    return {"kind": type(error).__name__, "where": own[::-1]}


def report(fault: Fault) -> str:
    """To be copied and sent to whoever looks after the app."""
    versions = {
        "Python": platform.python_version(),
        "Streamlit": st.__version__,
        "NumPy": np.__version__,
        "Plotly": plotly.__version__,
    }
    lines = ["Backprop Playground: something went wrong", f"{fault['kind']} in"]
    lines += [f"  {place}" for place in fault["where"] or ["a library"]]
    return "\n".join([*lines, ", ".join(f"{name} {number}" for name, number in versions.items())])


def handler(draw: Callable[[], None]) -> Callable[[Exception], bool]:
    """For Streamlit's `on_script_error`. `draw` draws the whole page: where a press failed, nothing
    has been drawn yet; where drawing failed, the notice stands where the page broke off, unless it
    stands at the page's head."""
    in_place = ContextVar("in_place", default=False)

    def handle(error: Exception) -> bool:
        st.session_state[KEY] = fault_of(error)
        if in_place.get() or _is_drawing():
            if not st.session_state.get(AT_HEAD):
                _notice(st.session_state[KEY])
        else:
            token = in_place.set(True)
            try:
                draw()
            finally:
                in_place.reset(token)
        _forget_what_is_not_drawn()
        return True

    return handle


def _is_drawing() -> bool:
    """Whether the page, or a part of it, is being drawn: where only a part is, the rest stands."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and bool(context.has_script_started or context.fragment_ids_this_run)


def _forget_what_is_not_drawn() -> None:
    """Where the page broke off, a press may be on its way that asks for a part below that place. It
    is left aside: the browser has no place for that part, and an answer would stop its scripts."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and not context.fragment_ids_this_run:
        drawn = context.shared.new_fragment_ids.snapshot()
        context.fragment_storage.clear(new_fragment_ids=drawn)


def notice() -> None:
    """At the head of a page: what happened, a way back, and the report; nothing while all is
    well."""
    fault: Fault | None = st.session_state.get(KEY)
    st.session_state[AT_HEAD] = fault is not None
    if fault is not None:
        _notice(fault)


def _notice(fault: Fault) -> None:
    with st.container(key="fault", border=True):
        st.error(SENTENCE, icon=":material/error:")
        with st.container(horizontal=True):
            button("Undo the last change", key="fault_undo", on_click=_undo)
            button(
                "Reset the pages' choices",
                key="fault_reset",
                on_click=_reset,
                help="Clears what you typed and chose on the pages, in case that is the cause. "
                "The exercise and its changes stay.",
            )
            button("Close", key="fault_close", type="tertiary", on_click=_close)
        with st.expander("Copy a report"):
            with_exercise = st.checkbox("Include this exercise", key="fault_exercise")
            text = report(fault)
            if with_exercise:
                text += "\n\n" + to_json(session.document())
            st.code(text, language=None, wrap_lines=True)


def _undo() -> None:
    _close()
    session.undo()


def _reset() -> None:
    _close()
    session.forget_rooms()


def _close() -> None:
    st.session_state[KEY] = None
