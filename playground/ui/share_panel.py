"""A link, a file, and the way to everything else that can be taken along."""

from __future__ import annotations

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise import link
from playground.exercise.credit import credited
from playground.ui.buttons import download_button


def share_panel() -> None:
    """A link, a file, and the way to everything else that can be taken along."""
    now = credited(session.document())  # at a later pass it is no preset
    address = link.to_link(now)
    st.markdown("**Link** to this exercise, with every digit")
    if address is None:
        st.caption("This network is too large for a link: use the file.")
    else:
        notation = session.state()["notation"]
        written = "" if notation == "own" else f"&notation={notation}"
        st.code(f"{_address()}?net={address}{written}", language=None, wrap_lines=True)
    download_button(
        "Save as a file",
        lambda: link.to_json(now),
        file_name="network.json",
        mime="application/json",
        icon=":material/download:",
        key="save_file",
    )
    st.page_link(
        "pages/play/take_along.py",
        label="Solution, code, figure, spreadsheet …",
        icon=":material/file_save:",
    )
    st.file_uploader(
        "Open a file",
        "json",
        key="open_file",
        on_change=_open_file,
        max_upload_size=1,  # MB, as share has it in bytes
    )


def _address() -> str:
    url = st.context.url or ""
    return url.split("?")[0].removesuffix("/playground")


def _open_file() -> None:
    file = st.session_state["open_file"]
    if file is None:
        return
    try:
        session.open_document(link.from_json(file.getvalue()), "open file")
    except BackpropError as error:
        session.refuse(f"{file.name} could not be opened. {error}")
