"""The gallery: presets and the reader's own exercises, each with a small picture of its network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TypeVar

import streamlit as st

from playground import session
from playground.exercise import own_exercises
from playground.exercise.document import Document, sizes_of
from playground.exercise.own_exercises import OwnExercise
from playground.exercise.presets import presets
from playground.session.offered_files import OfferedFile
from playground.ui import own_shelf
from playground.ui.buttons import button, submit_button
from playground.ui.fields import text
from playground.ui.file_button import Offer, offer_files
from playground.ui.network_picture import picture_image
from playground.ui.page_text import in_own_direction

COLUMNS = 3
T = TypeVar("T")
_OPEN: session.Remembered[bool] = session.Remembered("gallery_open", bool)
_CLOSED: session.Remembered[int] = session.Remembered("gallery_menus_closed", int)


def in_rows(items: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    """The items, `count` at a time."""
    return (items[begin : begin + count] for begin in range(0, len(items), count))


def gallery_button() -> None:
    """Opens the gallery; the dialog itself is drawn by `gallery`."""
    button(
        "Gallery",
        key="gallery",
        icon=":material/grid_view:",
        type="tertiary",
        help="All exercises, and your own",
        on_click=_open,
    )


def _open() -> None:
    _OPEN.set(True)
    own_shelf.ask()


def gallery() -> None:
    """The dialog, while it is open. One's own exercises come first as soon as there are any."""
    if _OPEN.get() and not session.is_fixed():
        own_shelf.begin()
        st.dialog("Exercises", width="large", on_dismiss=_close)(_draw)()


def _close() -> None:
    _OPEN.set(False)


def _draw() -> None:
    if not _OPEN.get():
        st.rerun()
    own_shelf.mount()
    with st.container(key="gallery_page"):
        for part in (_mine, _presets) if own_shelf.kept() else (_presets, _mine):
            part()


def _mine() -> None:
    st.subheader("My exercises", anchor=False)
    _save_line()
    _own()


def _presets() -> None:
    st.subheader("Presets", anchor=False)
    for row in in_rows([*presets().items()], COLUMNS):
        for (name, document), place in zip(row, st.columns(COLUMNS), strict=False):
            with place:
                _preset(name, document)


def _save_line() -> None:
    """A name, and the button that saves what is on screen under it."""
    with (
        st.form("own_save_form", border=False, enter_to_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            "Save what is on screen as",
            key="own_name",
            max_chars=own_exercises.MOST_NAME,
            placeholder=session.document()["title"],
        )
        submit_button("Save", key="own_save", icon=":material/save:", on_click=_save)
    said = own_shelf.message()
    if said:
        st.caption(said)


def _save() -> None:
    own_shelf.save(text("own_name").strip() or session.document()["title"])


def _own() -> None:
    kept = own_shelf.kept()
    if kept is None:
        st.caption("Loading from this browser …")
        return
    if not kept:
        st.caption("None yet. Exercises you save stay in this browser.")
    for row in in_rows(kept, COLUMNS):
        for one, place in zip(row, st.columns(COLUMNS), strict=False):
            with place:
                _own_card(one)
    _all_of_them(kept)


def _own_card(one: OwnExercise) -> None:
    now = own_exercises.document_of(one)
    with st.container(border=True, key=f"own_{one['id']}"):
        _picture(now, one["name"], f"saved {own_exercises.date_of(one)}")
        with st.container(horizontal=True, gap="xsmall"):
            button("Open", key=f"own_open_{one['id']}", on_click=_open_own, args=(one,))
            with st.popover(
                "More",
                icon=":material/more_horiz:",
                help="Rename, duplicate, delete",
                key=_menu_of(one),
                on_change="rerun",
            ):
                st.text_input(
                    "Name",
                    one["name"],
                    key=f"own_rename_{one['id']}",
                    max_chars=own_exercises.MOST_NAME,
                )
                button("Rename", key=f"own_named_{one['id']}", on_click=_rename, args=(one,))
                copy, delete = f"own_copy_{one['id']}", f"own_delete_{one['id']}"
                button("Duplicate", key=copy, on_click=_duplicate, args=(one,))
                button("Delete", key=delete, on_click=_delete, args=(one,))


def _menu_of(one: OwnExercise) -> str:
    return f"own_more_{one['id']}_{_CLOSED.get()}"


def _close_menus() -> None:
    """The cards change places; a menu left open would be another card's. The menus are new ones
    then: closed from here, one that the server has not yet heard is open would stay open."""
    _CLOSED.set(_CLOSED.get() + 1)


def _open_own(one: OwnExercise) -> None:
    session.open_workspace(own_exercises.workspace_of(one["work"]), f"opening {one['name']}")
    session.take_training(one["training"])
    _close()


def _rename(one: OwnExercise) -> None:
    own_shelf.rename(one, text(f"own_rename_{one['id']}"))
    _close_menus()


def _duplicate(one: OwnExercise) -> None:
    own_shelf.duplicate(one)
    _close_menus()


def _delete(one: OwnExercise) -> None:
    own_shelf.delete(one)
    _close_menus()


def _all_of_them(kept: list[OwnExercise]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if own_shelf.can_undo():
            button(
                "Undo delete",
                key="own_undo",
                icon=":material/undo:",
                on_click=own_shelf.bring_back,
            )
        if kept:
            file = OfferedFile(
                "my-exercises.json", "application/json", lambda: own_exercises.exported(kept)
            )
            offer = Offer("own_export", "Export all", file, "download")
            offer_files([offer], key="own_export", beside=True)
        with st.popover("Import", icon=":material/upload:", key="own_import_place"):
            st.file_uploader(
                "A file made by Export all",
                "json",
                key="own_import",
                on_change=_import,
                max_upload_size=20,
            )


def _import() -> None:
    file = st.session_state.get("own_import")
    if file is not None:
        own_shelf.import_all(file.getvalue())


def _preset(name: str, now: Document) -> None:
    with st.container(border=True, key=f"gallery_{name}"):
        _picture(now, now["title"], now["note"])
        button("Open", key=f"gallery_open_{name}", on_click=_open_preset, args=(name,))


def _open_preset(name: str) -> None:
    session.open_document(presets()[name], "preset")
    _close()


def _picture(now: Document, title: str, note: str) -> None:
    sizes = sizes_of(now)
    st.html(
        f"{picture_image(sizes)}<p class='card-title'>{escape(in_own_direction(title))}</p>"
        f"<p class='card-sizes'>{'-'.join(map(str, sizes)) or 'empty'}</p>"
        f"<p class='card-note' title='{escape(note, quote=True)}'>{escape(note)}</p>"
    )
