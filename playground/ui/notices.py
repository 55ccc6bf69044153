"""What a page says instead of doing something."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.ui.buttons import button
from playground.ui.page_text import as_typed


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


def unfinished() -> None:
    """Walk mode before there is anything to walk through."""
    st.info(
        "The drawing needs inputs and at least one layer before it can be walked through. "
        "Go to **Draw** and press on the board.",
        icon=":material/draw:",
    )
