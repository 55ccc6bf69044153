"""The page "What if": the loss against one weight, or two, and where the update leads."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from playground import digits as number_text
from playground import session
from playground.components.plotly_view import plotly_view
from playground.figures.what_if import curve_figure
from playground.html_table import html_table
from playground.lessons.text import filled, sections
from playground.panels import parameter
from playground.panels.notices import unfinished
from playground.panels.update import learning_rate, way_on
from playground.panels.what_if_surface import two_weights
from playground.understand.parameters import is_frozen, parameter_name
from playground.understand.what_if import WhatIf
from playground.walk import Walk

RANGES = ("fit", 1.0, 5.0, 25.0)
SEEN = 0.15  # a step that is a smaller part of the reach is shown close up as well
ONE, TWO = "one", "two"


def page() -> None:
    """All of it is one fragment: a press changes little, and the frame stays."""
    st.title("What if this weight were another?")
    st.fragment(view)()


def view() -> None:
    walk = session.walk()
    if walk is None:
        unfinished()
        return
    place = parameter.chosen(walk)
    if place is None:
        st.info("All connections are cut and there is no bias: nothing can be learned here.")
        return
    st.markdown(sections("what_if")["intro"])
    with st.container(horizontal=True, vertical_alignment="bottom", key="what_if_view"):
        changed = _how_many()
        choice = _range()
    at = parameter.chosen_row(walk, place)
    what_if = WhatIf(walk.trace, at, is_frozen(walk.document, at))
    if changed == TWO:
        two_weights(walk, place, what_if, choice)
    else:
        _one(walk, what_if, choice)


def _how_many() -> str:
    held = session.state()
    st.session_state["changed"] = held.get("changed", ONE)
    st.segmented_control(
        "Changed",
        [ONE, TWO],
        key="changed",
        required=True,
        format_func={ONE: "One weight: a curve", TWO: "Two weights: a surface"}.__getitem__,
        on_change=_keep_changed,
        label_visibility="collapsed",
    )
    return str(held.get("changed", ONE))


def _keep_changed() -> None:
    session.state()["changed"] = st.session_state["changed"]


def _range() -> Any:
    """How far to look; kept when the page is left."""
    held = session.state()
    st.session_state["range"] = held.get("range", "fit")
    st.segmented_control(
        "Range",
        RANGES,
        key="range",
        required=True,
        format_func=lambda r: "Range: fit" if r == "fit" else f"± {r:g}",
        on_change=_keep_range,
        label_visibility="collapsed",
    )
    return held.get("range", "fit")


def _keep_range() -> None:
    session.state()["range"] = st.session_state["range"]


def _one(walk: Walk, w: WhatIf, choice: Any) -> None:
    reach = w.natural_reach if choice == "fit" else float(choice)
    left, right = st.columns([1.2, 1], gap="medium")
    with right:
        learning_rate()
        _outcome(w, reach)
        _curves(walk, w, reach)
    with left:
        _graph(walk, w.parameter)
        way_on()
        st.html(_losses_table(walk, w))
        if w.step:
            st.caption(sections("what_if")["curve"])
        _numbers(walk, w)


def _graph(walk: Walk, at: Address) -> None:
    """The weight lit, or the neurons of a bias; to choose another."""
    assert at.layer is not None
    if at.source is not None:
        parameter.graph(walk, edges=((at.layer, at.neuron or 0, at.source),))
    else:
        one = range(walk.network.sizes[at.layer + 1]) if at.neuron is None else (at.neuron,)
        parameter.graph(walk, neurons=tuple((at.layer + 1, j) for j in one))


def _curves(walk: Walk, w: WhatIf, reach: float) -> None:
    """From afar, and where the step is too short to be seen there, close up."""
    small = 0 < w.step < SEEN * reach
    afar = w.curve(w.value - reach, w.value + reach)
    _curve(walk, w, afar, "what_if_curve", 250 if small else 400, not small)
    if small:
        middle = (w.value + w.target) / 2
        st.markdown("**Close up:** the step itself")
        close = w.curve(middle - 0.8 * w.step, middle + 0.8 * w.step)
        _curve(walk, w, close, "what_if_close_up", 220)
    elif w.step > reach:
        st.caption("The update leads out of this range.")
    if not np.isfinite(afar[1]).all():
        st.caption(sections("what_if")["gap"])


def _curve(
    walk: Walk,
    w: WhatIf,
    curve: tuple[np.ndarray, np.ndarray],
    key: str,
    height: int,
    with_step: bool = True,
) -> None:
    name = parameter_name(walk.symbols, w.parameter)
    plotly_view(
        curve_figure(w, *curve, name, with_step=with_step),
        key=key,
        alt=_curve_alt(walk, w, name, *curve),
        height=height,
    )


def _curve_alt(walk: Walk, w: WhatIf, name: str, values: np.ndarray, losses: np.ndarray) -> str:
    def text(value: float) -> str:
        return number_text.text(value, walk.digits)

    known = losses[np.isfinite(losses)]
    between = f" between {text(known.min())} and {text(known.max())}" if known.size else ""
    return (
        f"The loss against the {name} from {text(values[0])} to {text(values[-1])}, a curve"
        f"{between}. Now it is {text(w.value)} with loss {text(w.loss)} and slope "
        f"{text(w.slope)}; the update takes it to {text(w.target)}, where the loss is "
        f"{text(w.reached)}."
    )


def _numbers(walk: Walk, w: WhatIf) -> None:
    """The slope beside the gradient with every digit, and the four losses."""
    gradient = walk.symbols.tex(w.parameter._replace(quantity="d" + w.parameter.quantity))
    slope, own = (number_text.text(v, number_text.MOST) for v in (w.slope, w.gradient))
    st.markdown(
        f"Slope of the curve, from forward passes alone: **{slope}**  \n"
        f"${gradient}$ from the backward pass: **{own}**  \n"
        f"Difference: {number_text.text(w.slope - w.gradient, 3)}"
    )


def _outcome(w: WhatIf, reach: float) -> None:
    """What the step does, in words."""
    told = sections("what_if")
    with st.container(key="outcome"):
        best = None if w.frozen else w.best_rate(reach)
        more = "" if best is None else filled(told["best"], {"rate": number_text.text(best, 2)})
        st.markdown(f"{told[w.outcome]} {more}")


def _losses_table(walk: Walk, w: WhatIf) -> str:
    rows: list[tuple[str, float, float]] = [
        ("● now", w.value, w.loss),
        ("◇ as the tangent promises", w.target, w.predicted),
        ("■ as it is, with this step alone", w.target, w.reached),
        ("with the whole update", w.target, walk.loss_after),
    ]
    known = [v for row in rows for v in row[1:] if math.isfinite(v)]
    digits = number_text.telling_apart(known, walk.digits, number_text.SAME)
    kind = "bias" if w.parameter.quantity == "b" else "weight"
    cells = [
        (
            [label],
            [
                number_text.text(value, digits),
                number_text.text(loss, digits),
                number_text.text(loss - w.loss, 3) if place else "",
            ],
        )
        for place, (label, value, loss) in enumerate(rows)
    ]
    return html_table("The losses", ["", kind, "loss", "change"], cells, captioned=False)
