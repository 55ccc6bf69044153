"""A link to what is on screen, a file, and the way to everything else that can be taken along."""

from __future__ import annotations

from html import escape

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise import link
from playground.exercise.credit import credited
from playground.session.offered_files import OfferedFile
from playground.sharing.on_screen import Shown, written
from playground.ui import share_choices
from playground.ui.file_button import Offer, offer_files
from playground.ui.refusal import is_refused, refusal
from playground.views.copy_button.copy_button import copy_button

OPENED = "opened_file"  # where it may be refused


def share(page: str, lesson: str = "", paragraph: int = 0) -> None:
    """The popover, for the page that is open."""
    if not session.shows("share"):
        return
    opened = st.popover("Share", icon=":material/ios_share:", key="share", on_change="rerun")
    with opened:
        if opened.open:
            share_panel(page, session.shown_now(page, lesson, paragraph))


def share_panel(page: str, shown: Shown) -> None:
    """A link, what a teacher sets in it, a file, and the way to everything else."""
    st.markdown("**Link** to what is on screen, with all digits")
    place = st.container(key="link")
    if not session.is_restricted():
        shown = share_choices.chosen(shown)
    query = session.link_query(shown)
    with place:
        if query is None:
            st.caption("This network is too large for a link. Use the file instead.")
        else:
            _link(f"{app_address(page)}?{written(query)}", shown)
    _files()


def _link(whole: str, shown: Shown) -> None:
    st.code(whole, language=None, wrap_lines=True, height=130)
    copy_button(whole, key="copy_link", label="Copy the link")
    if shown.embed:
        st.caption("For a course page:")
        frame = (
            f'<iframe src="{escape(whole)}" width="100%" height="640" title="Exercise" '
            'allow="clipboard-write; fullscreen"></iframe>'  # Copy, and Present
        )
        st.code(frame, language="html", wrap_lines=True, height=100)
        copy_button(frame, key="copy_frame", label="Copy the code")


def _files() -> None:
    document = session.document()
    file = OfferedFile("network.json", "application/json", lambda: link.to_json(credited(document)))
    offer_files([Offer("save_file", "Save as a file", file, "download")], key="save_file")
    if not session.answers_hidden():
        st.page_link(
            "pages/play/take_along.py",
            label="Solution, code, figure, spreadsheet …",
            icon=":material/file_save:",
        )
    if not session.is_fixed():
        st.file_uploader(
            "Open a file",
            "json",
            key="open_file",
            on_change=_file_chosen,
            max_upload_size=1,  # MB, as share has it in bytes
        )
        refusal(OPENED)
    st.caption(kept_in_words(session.undo_left_out()))


def kept_in_words(left_out: int) -> str:
    """What this browser keeps by itself."""
    said = "This browser keeps your work for the tabs you used most recently."
    if left_out:
        said += f" After a reload, the oldest {left_out:,} changes can no longer be undone."
    return said


def app_address(page: str) -> str:
    """Where the app lies, as the browser names it: links point there and name the page, see frame.
    "" where no browser has said so."""
    url = (st.context.url or "").partition("?")[0].rstrip("/")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    before = url.removesuffix(f"/{page}")
    if not base or before.endswith(f"/{base}"):  # a base may be called like a page
        url = before
    return f"{url}/" if url else ""


def _file_chosen() -> None:
    is_refused(OPENED, _open_file)


def _open_file() -> None:
    file = st.session_state["open_file"]
    if file is None:
        return
    try:
        session.open_document(link.from_json(file.getvalue()), "open file")
    except BackpropError as error:
        session.refuse(f"{file.name} could not be opened. {error}")
