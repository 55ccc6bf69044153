"""What a page says instead of doing something."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.ui.buttons import button
from playground.ui.page_text import as_typed
from playground.ui.task_text import task_markdown
from playground.views.keeper.keeper import has_walked


def message() -> None:
    """What was not done, and why. It stays until the next edit that is done, or until it is closed.

    It lies over the page, so that nothing moves; the box is always there, so that tabs stay open.
    """
    with st.container(key="message"):
        said = session.state()["message"]
        if said:
            st.error(as_typed(said), icon=":material/error:")
            button(
                "Close this message",
                key="forget_message",
                icon=":material/close:",
                on_click=session.forget_message,
                type="tertiary",
                help="Close",
            )


def task() -> None:
    """What the author of the link asks for."""
    asked = session.restrictions()["task"].strip()
    if asked and not session.state()["presenting"]:
        with st.container(key="task"):
            st.markdown(task_markdown(asked))


_WALKED: session.Remembered[bool] = session.Remembered("first_step_taken", bool)


def first_visit() -> None:
    """What this is and how it begins, until the first step that is ever taken in this browser."""
    held = session.state()
    if held["step"] > 0 and not _WALKED.get():
        _WALKED.set(True)
    if _WALKED.get() or has_walked() or held["presenting"] or session.solving():
        return
    with st.container(key="first_visit"):
        st.html(
            "<p>See how a network learns, one number at a time: forward, loss, backward, update."
            "</p> <p>Press <kbd>→</kbd> or <b>Next</b>.</p>"
        )


def stops_at_dropout() -> bool:
    """Whether the exercise is an update with dropout, which a page says that takes its formulas
    from the network alone."""
    shown = session.view()
    if shown is None or all(layer.mask is None for layer in shown.network.layers):
        return False
    st.info(
        "This update has dropout: each sample has neurons of its own that are left out. Walk "
        "through it on the Playground.",
        icon=":material/info:",
    )
    return True


def unfinished() -> None:
    """Walk mode before there is anything to walk through."""
    st.info(
        "The network needs inputs and at least one layer before you can walk through it. "
        "Go to **Edit** and click on the board.",
        icon=":material/draw:",
    )
