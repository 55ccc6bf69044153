"""The second half of the page "What if": the loss over two weights, as contours and in space."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from playground import session
from playground.exercise.parameters import is_frozen, parameter_name, parameters_of, short_name
from playground.exercise.runs import place_of, vectors_of
from playground.exercise.view import View
from playground.notation import number_text
from playground.ui import parameter_chooser
from playground.ui.chart import show_chart
from playground.ui.page_text import text
from playground.ui.parameter_chooser import SECOND
from playground.ui.update_row import learning_rate, way_on
from playground.what_if.numbers import WhatIf, what_if
from playground.what_if.surface_figure import contour_figure, surface_figure
from playground.what_if.surface_numbers import (
    Surface,
    heights_on,
    reach_of_both,
    surface,
    weights_over,
)
from playground.where import Parameter, address_of, selected_by

SHORTEST_ARROW = 0.16  # of the reach


def two_weights(view: View, place: Parameter, one: WhatIf, choice: Any) -> None:
    """The second weight to choose, contours, and the surface itself."""
    second = _second_place(view, place)
    if second is None:
        st.info("There is only one weight or bias here, so there is no second one to change.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameter_too"):
        parameter_chooser.choice(view, second, SECOND)
        at = address_of(second, view.trace.plan.shape)
        parameter_chooser.value_field(view, at, SECOND)
    if at == one.parameter:
        st.info("Both are the same weight or bias. Choose another one for the second.")
        return
    other = what_if(view.trace, at, is_frozen(view.document, at))
    rate, way = st.columns([1, 1], gap="medium", vertical_alignment="bottom")
    with rate:
        learning_rate()
    with way:
        way_on()
    path = weights_over(vectors_of(session.run()), view.network, one.parameter, at)
    reach = reach_of_both(one, other, path) if choice == "fit" else float(choice)
    _surfaces(view, one, other, path, reach)


def _second_place(view: View, first: Parameter) -> Parameter | None:
    """The second as chosen; at first, another weight into the same neuron, or any other."""
    shape = view.trace.plan.shape
    if session.selected(SECOND) is not None:
        return parameter_chooser.chosen(view, SECOND)
    near = sorted(
        parameters_of(shape),
        key=lambda p: (p.layer != first.layer, p.to != first.to, p.source is None),
    )
    mine = address_of(first, shape)
    found = next((p for p in near if address_of(p, shape) != mine), None)
    if found is not None:
        session.select(selected_by(found), SECOND)
    return found


def _surfaces(view: View, one: WhatIf, other: WhatIf, path: np.ndarray, reach: float) -> None:
    made = surface(one, other, reach)
    if not made.has_heights:
        st.info(text("what_if", "no height", view.notation))
        return
    arrow = _arrow(one, other, reach)
    left, right = st.columns(2, gap="medium")
    with left:
        _contours(view, (one, other), made, path, arrow)
    with right:
        if made.fits_in_space:
            _in_space(view, (one, other), made, path)
        else:
            st.info(text("what_if", "too high", view.notation))
    parts = ["surface", "arrow" if any(arrow) else "no arrow", *["path"] * (len(path) > 1)]
    st.markdown(" ".join(text("what_if", part, view.notation) for part in parts))
    if not np.isfinite(made.z).all():
        st.caption(text("what_if", "gap", view.notation))


def _contours(
    view: View, both: tuple[WhatIf, WhatIf], made: Surface, path: np.ndarray, arrow: list[float]
) -> None:
    run, loss = session.run(), view.symbols.word("loss")
    names = [parameter_name(view.symbols, w.parameter) for w in both]
    show_chart(
        contour_figure(made, path, run["losses"], place_of(run), arrow, names, loss),
        key="what_if_contours",
        alt=_surface_alt(view, made.z, names, len(path), any(arrow)),
        height=480,
    )


def _in_space(view: View, both: tuple[WhatIf, WhatIf], made: Surface, path: np.ndarray) -> None:
    run, loss = session.run(), view.symbols.word("loss")
    short = [short_name(view.symbols, w.parameter) for w in both]
    heights = heights_on(*both, path)
    show_chart(
        surface_figure(made, path, heights, run["losses"], place_of(run), short, loss),
        key="what_if_surface",
        alt=f"The same {loss} as a surface in 3D; drag to rotate it",
        height=480,
    )


def _arrow(one: WhatIf, other: WhatIf, reach: float) -> list[float]:
    """The update of both, drawn longer where it would be too short to see."""
    way = np.array([one.target - one.value, other.target - other.value])
    length = float(np.hypot(*way))
    if not 0 < length < math.inf:
        return [0.0, 0.0]
    return [float(v) for v in way * max(1.0, SHORTEST_ARROW * reach / length)]


def _surface_alt(view: View, z: np.ndarray, names: list[str], passes: int, with_arrow: bool) -> str:
    known = z[np.isfinite(z)]
    low, high = (number_text.on_screen(float(v), view.digits) for v in (known.min(), known.max()))
    arrow = " and an arrow along the update" if with_arrow else ""
    return (
        f"Contours of the {view.symbols.word('loss')} between {low} and {high} over the {names[0]} "
        f"and the {names[1]}, with the path of {passes} pass{'es' * (passes != 1)}{arrow}"
    )
