"""What the fields of all panels share: their value comes from the session each time.

With every press a browser sends the values of all its fields. When it has not yet heard of the
last edit, a field that follows the exercise then seems changed back to what it showed before; such
a change nobody made, and acting on it would take the edit back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground import session
from playground.exercise.limits import MAX_LAYERS

EMPTIED = None  # what an emptied number field gives; without it, that would be 0 or the least value
EARLIER = 4  # values before the present one that a browser may still show
MOST_PARAGRAPHS = 20  # of a lesson
PER_COLUMN = ("insert_after_column", "remove_column")
BUTTONS = (
    *("first_step", "previous_step", "next_step", "last_step", "play"),
    *("next_pass", "ten_passes", "first_weights", "undo", "redo"),
    *("lesson_next", "lesson_back", "lesson_step", "lesson_give", "lesson_take_back"),
    *("lesson_to_example", "lesson_example_again", "lesson_close", "offered_notation"),
    *(f"lesson_line_{n}" for n in range(1, 8)),
    *(f"lesson_go_{n}" for n in range(MOST_PARAGRAPHS)),
    *("add_layer", "clear_board", "go_walk", "initialize", "deselect"),
    *("cut_selected", "remove_selected", "move_up", "move_down"),
    *("open_branch", "leave_branch", "add_sample", "open_batch", "why_transpose", "open_softmax"),
    *("goto", "use_typed_activation", "use_typed_loss", "empty_gradient"),
    *(f"{name}_{column}" for name in PER_COLUMN for column in range(MAX_LAYERS + 1)),
)
GRIDS = ("matrix_grids", "transpose_grids", "batch_grids", "tensor_grids")
VIEWS = {
    "drawing_board": "gesture",
    "network_graph": "press",
    "loss_chart": "press",
    **dict.fromkeys(GRIDS, "cell"),
}
_SHOWN: session.Remembered[dict[str, list[Any]]] = session.Remembered("shown", dict)


def given(name: str, value: Any) -> str:
    """Give a widget its value from the session before it is drawn; its key, for the widget."""
    shown = _SHOWN.get()
    before = shown.get(name, [])
    if not before or before[-1] != value:
        _SHOWN.set({**shown, name: [*before[-EARLIER:], value]})
    st.session_state[name] = value
    return name


def changed(name: str, act: Callable[..., None], *args: Any) -> Callable[[], None]:
    """`act`, for the field `name` that was `given` its value, unless nobody changed it."""
    return lambda: None if stale(name) else act(*args)


def stale(name: str) -> bool:
    """Whether the field came back to what it showed before, and something else was pressed."""
    return pressed_too() and st.session_state.get(name) in _SHOWN.get().get(name, [])[:-1]


def pressed_too() -> bool:
    """Whether a button, the board or a graph was pressed: then no field was."""
    if any(st.session_state.get(button) for button in BUTTONS):
        return True
    return any((st.session_state.get(view) or {}).get(made) for view, made in VIEWS.items())
