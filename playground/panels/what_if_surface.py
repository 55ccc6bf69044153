"""The second half of the page "What if": the loss over two weights, as contours and in space."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from playground import digits as number_text
from playground import session
from playground.components.plotly_view import plotly_view
from playground.figures.what_if_surface import contour_figure, surface_figure
from playground.lessons.told import told
from playground.panels import parameter
from playground.panels.parameter import SECOND
from playground.panels.update import learning_rate, way_on
from playground.understand.parameters import (
    Place,
    is_frozen,
    neurons_of,
    parameter_address,
    parameter_name,
    selection_of,
    short_name,
    sources_of,
)
from playground.understand.surfaces import Surface, heights_on, reach_of_both, surface, weights_over
from playground.understand.what_if import WhatIf, what_if
from playground.walk import Walk

SHORTEST_ARROW = 0.16  # of the reach


def two_weights(walk: Walk, place: Place, one: WhatIf, choice: Any) -> None:
    """The second weight to choose, contours, and the surface itself."""
    second = _second_place(walk, place)
    if second is None:
        st.info("There is only one weight or bias here, so there is no second one to change.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameter_too"):
        parameter.choice(walk, second, SECOND)
        parameter.value_field(walk, parameter_address(walk.trace.plan.shape, second), SECOND)
    at = parameter_address(walk.trace.plan.shape, second)
    if at == one.parameter:
        st.info("These are the same number. Choose another one for the second.")
        return
    other = what_if(walk.trace, at, is_frozen(walk.document, at))
    rate, way = st.columns([1, 1], gap="medium", vertical_alignment="bottom")
    with rate:
        learning_rate()
    with way:
        way_on()
    path = weights_over(session.run()["passes"], one.parameter, at)
    reach = reach_of_both(one, other, path) if choice == "fit" else float(choice)
    _surfaces(walk, one, other, path, reach)


def _second_place(walk: Walk, first: Place) -> Place | None:
    """The second as chosen; at first, another weight into the same neuron, or any other."""
    shape = walk.trace.plan.shape
    if session.state().get(SECOND) is not None:
        return parameter.chosen(walk, SECOND)
    every = [
        Place(layer, to, source)
        for layer, to in neurons_of(shape)
        for source in sources_of(shape, layer, to)
    ]
    near = sorted(every, key=lambda p: (p.layer != first.layer, p.to != first.to, p.source is None))
    mine = parameter_address(shape, first)
    found = next((p for p in near if parameter_address(shape, p) != mine), None)
    if found is not None:
        session.state()[SECOND] = selection_of(found)
    return found


def _surfaces(walk: Walk, one: WhatIf, other: WhatIf, path: np.ndarray, reach: float) -> None:
    made = surface(one, other, reach)
    if not made.has_heights:
        st.info(_told(walk, "no height"))
        return
    arrow = _arrow(one, other, reach)
    left, right = st.columns(2, gap="medium")
    with left:
        _contours(walk, (one, other), made, path, arrow)
    with right:
        if made.fits_in_space:
            _in_space(walk, (one, other), made, path)
        else:
            st.info(_told(walk, "too high"))
    parts = ["surface", "arrow" if any(arrow) else "no arrow", *["path"] * (len(path) > 1)]
    st.markdown(" ".join(_told(walk, part) for part in parts))
    if not np.isfinite(made.z).all():
        st.caption(_told(walk, "gap"))


def _told(walk: Walk, section: str) -> str:
    return told("what_if", section, walk.symbols.notation)


def _contours(
    walk: Walk, both: tuple[WhatIf, WhatIf], made: Surface, path: np.ndarray, arrow: list[float]
) -> None:
    run, loss = session.run(), walk.symbols.word("loss")
    names = [parameter_name(walk.symbols, w.parameter) for w in both]
    plotly_view(
        contour_figure(made, path, run["losses"], run["at"], arrow, names, loss),
        key="what_if_contours",
        alt=_surface_alt(walk, made.z, names, len(path), any(arrow)),
        height=480,
    )


def _in_space(walk: Walk, both: tuple[WhatIf, WhatIf], made: Surface, path: np.ndarray) -> None:
    run, loss = session.run(), walk.symbols.word("loss")
    short = [short_name(walk.symbols, w.parameter) for w in both]
    heights = heights_on(*both, path)
    plotly_view(
        surface_figure(made, path, heights, run["losses"], run["at"], short, loss),
        key="what_if_surface",
        alt=f"The same {loss} as a surface in space, to be turned with the pointer",
        height=480,
    )


def _arrow(one: WhatIf, other: WhatIf, reach: float) -> list[float]:
    """The update of both, drawn longer where it would be too short to see."""
    way = np.array([one.target - one.value, other.target - other.value])
    length = float(np.hypot(*way))
    if not 0 < length < math.inf:
        return [0.0, 0.0]
    return [float(v) for v in way * max(1.0, SHORTEST_ARROW * reach / length)]


def _surface_alt(walk: Walk, z: np.ndarray, names: list[str], passes: int, with_arrow: bool) -> str:
    known = z[np.isfinite(z)]
    low, high = (number_text.text(float(v), walk.digits) for v in (known.min(), known.max()))
    arrow = " and an arrow along the update" if with_arrow else ""
    return (
        f"Contours of the {walk.symbols.word('loss')} between {low} and {high} over the {names[0]} "
        f"and the {names[1]}, with the way of {passes} pass{'es' * (passes != 1)}{arrow}"
    )
