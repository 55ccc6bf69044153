"""Opening a set piece, and its question."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground import session
from playground.train import chosen_data, training
from playground.train.set_pieces import EVERY, PIECES
from playground.ui.buttons import button

_OPENED: session.Remembered[str] = session.Remembered("training_piece", str)


def _now() -> dict[str, Any]:
    """What the exercise is trained on and how, and the question."""
    return {
        "data": chosen_data.chosen_data(),
        "training": training.training(),
        "piece": _OPENED.get(),
    }


def _bring(beside: dict[str, Any]) -> None:
    chosen_data.take_again(beside["data"])
    training.take_again(beside["training"])
    _OPENED.set(beside["piece"])


def _is_sound(held: Any) -> bool:
    return isinstance(held, dict) and set(held) == {"data", "training", "piece"}


BESIDE = session.Beside("beside_set_piece", _now, _bring, _is_sound)


def set_pieces() -> None:
    """A button for each; its network and its data take the place of the present ones."""
    with st.popover(
        "Experiments",
        icon=":material/science:",
        key="set_pieces",
        type="tertiary",
        on_change="rerun",
    ) as box:
        if box.open:
            _list()


def _list() -> None:
    st.caption("A network and data, ready to run. Undo restores your own.")
    for name, piece in PIECES.items():
        button(piece.title, key=f"piece_{name}", type="tertiary", on_click=_open, args=(name,))


def _open(name: str) -> None:
    piece = PIECES[name]
    with BESIDE.opening():
        session.open_document(piece.document(), piece.title)
        begin_piece(name)
    st.session_state["set_pieces"] = False  # the list has served its turn


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
