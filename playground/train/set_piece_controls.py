"""Opening a set piece, and its question."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground import session
from playground.train import chosen_data, training
from playground.train.set_pieces import EVERY, PIECES
from playground.ui.buttons import button

_FIELDS = {"document", "data", "training", "piece"}


def _is_sound(held: Any) -> bool:
    """Nothing, or both sides of the opening of a set piece."""
    both = isinstance(held, dict) and set(held) in (set(), {"shown", "other"})
    return both and all(isinstance(one, dict) and set(one) == _FIELDS for one in held.values())


_OPENED: session.Remembered[str] = session.Remembered("training_piece", str)
_SIDES: session.Remembered[dict[str, Any]] = session.Remembered(
    "sides_of_piece", dict, is_sound=_is_sound
)


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
    piece, own = PIECES[name], _now()
    session.open_document(piece.document(), piece.title)
    begin_piece(name)
    opened = _now()
    different = opened["document"] != own["document"]
    _SIDES.set({"shown": opened, "other": own} if different else {})
    st.session_state["set_pieces"] = False  # the list has served its turn


def _now() -> dict[str, Any]:
    """The exercise, what it is trained on and how, and the question."""
    return {
        "document": session.document(),
        "data": chosen_data.chosen_data(),
        "training": training.training(),
        "piece": _OPENED.get(),
    }


def go_with_undo() -> None:
    """An undo of the opening of a set piece brings back the exercise: data, run and question go
    with it. A redo brings those of the set piece."""
    sides = _SIDES.get()
    if not sides or session.document() != sides["other"]["document"]:
        return
    left = {**_now(), "document": sides["shown"]["document"]}
    shown = sides["other"]
    chosen_data.take_again(shown["data"])
    training.take_again(shown["training"])
    _OPENED.set(shown["piece"])
    _SIDES.set({"shown": shown, "other": left})


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
