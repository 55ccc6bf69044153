"""Opening a set piece, and its question."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.train import chosen_data, training
from playground.train.set_pieces import EVERY, PIECES
from playground.ui.buttons import button

_OPENED: session.Remembered[str] = session.Remembered("training_piece", str)


def set_pieces() -> None:
    """A button for each; its network and its data take the place of the present ones."""
    with st.popover("Experiments", icon=":material/science:", key="set_pieces", type="tertiary"):
        st.caption("A network and data, ready to run. Undo restores your own network.")
        for name, piece in PIECES.items():
            button(piece.title, key=f"piece_{name}", type="tertiary", on_click=_open, args=(name,))


def _open(name: str) -> None:
    piece = PIECES[name]
    session.open_document(piece.document(), piece.title)
    begin_piece(name)


def begin_piece(name: str) -> None:
    """Its data, and its run from the first update; its network is open already."""
    piece = EVERY[name]
    chosen_data.take_recipe(piece.data_recipe(), piece.share, piece.scaling)
    training.begin_anew(**piece.hyperparameters())
    _OPENED.set(name)


def question() -> None:
    """The question of the set piece that is open."""
    piece = EVERY.get(_OPENED.get())
    if piece is None:
        return
    with st.container(key="piece_question", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{piece.title}.** {piece.question}")
        button(
            "Done", key="piece_done", icon=":material/close:", type="tertiary", on_click=no_question
        )


def no_question() -> None:
    """The reader does something else now."""
    _OPENED.set("")
