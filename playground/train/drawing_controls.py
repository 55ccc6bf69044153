"""Drawing points: with the pointer on the plane, or by typed coordinates."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from playground import session
from playground.data_sets.drawn_points import NAMES
from playground.exercise.typed_number import Takes
from playground.train import chosen_data, training
from playground.train.numbers import Extent, Outlook
from playground.train.table_controls import begin_on_the_data
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given
from playground.ui.number_field import number_of_room
from playground.views.pictures.pictures import place_pressed_at

OFF = "off"
_CLASS: session.Remembered[str] = session.Remembered("drawing_class", lambda: OFF)


def _is_frame(held: Any) -> bool:
    """Two ends for each of two inputs, or nothing yet."""
    if not isinstance(held, list) or len(held) not in (0, 2):
        return False
    pairs = all(isinstance(ends, list) and len(ends) == 2 for ends in held)
    return pairs and all(type(end) is float and math.isfinite(end) for ends in held for end in ends)


_FRAME: session.Remembered[list[list[float]]] = session.Remembered(
    "drawing_frame", list, is_sound=_is_frame
)
_POINT: session.Remembered[dict[str, float]] = session.Remembered(
    "typed_point", lambda: {"drawn_x1": 0.0, "drawn_x2": 0.0}
)


def is_drawing() -> bool:
    """Whether a press on the plane draws a point."""
    return _CLASS.get() in NAMES


def frame() -> Extent:
    """What was on the plane when drawing began: it stays, so that points are added where one
    presses. () where no points are drawn."""
    ends = _FRAME.get() if chosen_data.chosen_data()["drawn"] else []
    return tuple((low, high) for low, high in ends)


def drawing_controls() -> None:
    """Which class a press draws; the same by typed coordinates; and the last point taken back."""
    now = f"Drawing {_CLASS.get()}" if is_drawing() else "Draw points"  # seen when it is closed
    with st.popover(now, icon=":material/edit:", key="draw_points", type="tertiary"):
        st.segmented_control(
            "A click on the plane adds a point of class",
            [OFF, *NAMES],
            key=given("drawing_class", _CLASS.get()),
            required=True,
            on_change=changed("drawing_class", _class_chosen),
        )
        if not is_drawing():
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for name in ("x1", "x2"):
                number_of_room(_POINT, f"drawn_{name}", Takes(name), width=100)
            button("Add", key="add_point", on_click=_add_typed)
        button(
            "Remove the last point",
            key="undraw_point",
            on_click=_undraw,
            disabled=len(chosen_data.chosen_data()["drawn"]) < 2,
        )


def _class_chosen() -> None:
    chosen = choice("drawing_class", [OFF, *NAMES])
    if chosen is not None:
        _CLASS.set(chosen)


def _add_typed() -> None:
    point = _POINT.get()
    _draw(point["drawn_x1"], point["drawn_x2"])


def _undraw() -> None:
    chosen_data.undraw_point()
    begin_on_the_data()


def plane_pressed(key: str, outlook: Outlook) -> None:
    """A point where the plane was pressed, in the coordinates that were on it then."""
    place = place_pressed_at(key)
    if place is None or not is_drawing():
        return
    (left, right), (low, high) = outlook.extent
    if frame() == ():
        _FRAME.set([[left, right], [low, high]])
    _draw(left + place[0] * (right - left), high - place[1] * (high - low))


def _draw(x1: float, x2: float) -> None:
    chosen_data.draw_point(x1, x2, NAMES.index(_CLASS.get()))
    if training.training()["updates"] or training.training()["of"]:
        begin_on_the_data()
    session.draw_again()
