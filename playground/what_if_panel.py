"""The page "What if": the loss against one weight, or two, and where the update leads."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from playground import controls, panels, parameter_panel, session
from playground import digits as number_text
from playground.lesson_text import filled, sections
from playground.parameter_panel import SECOND
from playground.parameters import (
    Place,
    address_of,
    layers_of,
    neurons_of,
    parameter_name,
    selection_of,
    sources_of,
)
from playground.plotly_view import plotly_view
from playground.session import Walk
from playground.what_if import WhatIf, reach_of_both, surface
from playground.what_if_figure import contour_figure, curve_figure, surface_figure

RANGES = ("fit", "step", 1.0, 5.0, 25.0)
SHORTEST_ARROW = 0.16  # of the reach
ONE, TWO = "one", "two"


def page() -> None:
    """All of it is one fragment: a press changes little, and the frame stays."""
    st.title("What if this weight were another?")
    st.fragment(view)()


def view() -> None:
    walk = session.walk()
    if walk is None:
        panels.unfinished()
        return
    place = parameter_panel.chosen(walk)
    if place is None:
        st.info("All connections are cut and there is no bias: nothing can be learned here.")
        return
    st.markdown(sections("what_if")["intro"])
    at = address_of(walk.trace.plan.shape, place)
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameter"):
        parameter_panel.choice(walk, place)
        parameter_panel.value_field(walk, at)
        parameter_panel.undo_buttons()
    parameter_panel.message()
    changed = _how_many()
    what_if = WhatIf(walk.trace, at, _is_frozen(walk, at))
    if changed == TWO:
        _two(walk, place, what_if)
    else:
        _one(walk, what_if)


def _is_frozen(walk: Walk, at: Address) -> bool:
    return at.quantity == "b" and bool(walk.document["biases_frozen"])


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


def _range(key: str) -> Any:
    """How far to look; kept when the page is left."""
    held = session.state()
    st.session_state[key] = held.get(key, "fit")
    names = {"fit": "fit", "step": "the step"} | {r: f"± {r:g}" for r in RANGES if r not in _WORDS}
    st.segmented_control(
        "Range",
        [r for r in RANGES if key == "range" or r != "step"],
        key=key,
        required=True,
        format_func=names.__getitem__,
        on_change=lambda: held.update({key: st.session_state[key]}),
    )
    return held.get(key, "fit")


_WORDS = ("fit", "step")


def _reach(w: WhatIf, choice: Any) -> float:
    step = abs(w.target - w.value)
    if choice == "step" and 0 < step < math.inf:
        return 1.6 * step
    return w.natural_reach if choice in _WORDS else float(choice)


def _way_on() -> None:
    """On to the next pass, so that one sees where the update really leads."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Next pass", key="next_pass", icon=":material/replay:", on_click=session.advance)
        st.button("10 passes", key="ten_passes", on_click=session.advance, args=(10,), wrap=False)
        run = session.run()
        st.button(
            "First weights",
            key="first_weights",
            icon=":material/first_page:",
            on_click=session.back_to_first_weights,
            disabled=run["at"] == 0 and session.document() == run["origin"],
        )


# One weight.


def _one(walk: Walk, w: WhatIf) -> None:
    left, right = st.columns([1.2, 1], gap="medium")
    with right:
        controls.learning_rate()
        reach = _reach(w, _range("range"))
        _curve(walk, w, reach)
    with left:
        _graph(walk, w.parameter)
        _way_on()
        _numbers(walk, w)
    _story(walk, w, reach)


def _graph(walk: Walk, at: Address) -> None:
    """The graph at the step that makes this gradient, with the weight lit; to choose another."""
    made = walk.trace.plan.step_making(at._replace(quantity="d" + at.quantity))
    shown = walk if made is None else replace(walk, position=made)
    assert at.layer is not None
    if at.source is not None:
        panels.graph(shown, edges=((at.layer, at.neuron or 0, at.source),))
    else:
        one = range(walk.network.sizes[at.layer + 1]) if at.neuron is None else (at.neuron,)
        panels.graph(shown, neurons=tuple((at.layer + 1, j) for j in one))


def _curve(walk: Walk, w: WhatIf, reach: float) -> None:
    values, losses = w.curve(reach)
    name = parameter_name(walk.symbols, w.parameter)
    plotly_view(
        curve_figure(w, values, losses, name, walk.loss_after),
        key="what_if_curve",
        alt=_curve_alt(walk, w, name, values, losses),
        height=400,
    )
    if not np.isfinite(losses).all():
        st.caption(sections("what_if")["gap"])


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


def _story(walk: Walk, w: WhatIf, reach: float) -> None:
    """What the step does, in words and numbers."""
    told = sections("what_if")
    words, numbers = st.columns([1.2, 1], gap="medium")
    with words, st.container(key="outcome"):
        st.markdown(told[w.outcome])
        best = w.best_rate(reach)
        if best is not None and not w.frozen:
            st.markdown(filled(told["best"], {"rate": number_text.text(best, 2)}))
        if w.target != w.value:
            st.markdown(told["curve"])
    with numbers:
        st.html(_losses_table(walk, w))


def _losses_table(walk: Walk, w: WhatIf) -> str:
    rows = [
        ("now", w.value, w.loss),
        ("◇ the tangent promises", w.target, w.predicted),
        ("● this weight's step alone", w.target, w.reached),
        ("■ the whole update", w.target, walk.loss_after),
    ]
    digits = max(walk.digits, 6)
    body = "".join(
        f"<tr><th scope='row'>{label}</th><td>{number_text.text(value, digits)}</td>"
        f"<td>{number_text.text(loss, digits)}</td>"
        f"<td>{number_text.text(loss - w.loss, 3) if place else ''}</td></tr>"
        for place, (label, value, loss) in enumerate(rows)
    )
    return (
        "<div class='values' tabindex='0' role='region' aria-label='The losses'><table><thead><tr>"
        "<th></th><th scope='col'>weight</th><th scope='col'>loss</th><th scope='col'>change</th>"
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


# Two weights.


def _two(walk: Walk, place: Place, one: WhatIf) -> None:
    second = _second_place(walk, place)
    if second is None:
        st.info("There is only one weight or bias here, so there is no second one to change.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameter_too"):
        parameter_panel.choice(walk, second, SECOND)
        parameter_panel.value_field(walk, address_of(walk.trace.plan.shape, second), SECOND)
    at = address_of(walk.trace.plan.shape, second)
    if at == one.parameter:
        st.info("These are the same number. Choose another one for the second.")
        return
    other = WhatIf(walk.trace, at, _is_frozen(walk, at))
    rate, range_column, way = st.columns([1.2, 1, 1], gap="medium", vertical_alignment="bottom")
    with rate:
        controls.learning_rate()
    with range_column:
        choice = _range("range_of_both")
    with way:
        _way_on()
    path = _path(one.parameter, at)
    reach = reach_of_both(one, other, path) if choice == "fit" else float(choice)
    _surfaces(walk, one, other, path, reach)


def _second_place(walk: Walk, first: Place) -> Place | None:
    """The second as chosen; at first, another weight into the same neuron, or any other."""
    shape = walk.trace.plan.shape
    if session.state().get(SECOND) is not None:
        return parameter_panel.chosen(walk, SECOND)
    every = [
        Place(layer, to, source)
        for layer in layers_of(shape)
        for to in neurons_of(shape, layer)
        for source in sources_of(shape, layer, to)
    ]
    near = sorted(every, key=lambda p: (p.layer != first.layer, p.to != first.to, p.source is None))
    mine = address_of(shape, first)
    found = next((p for p in near if address_of(shape, p) != mine), None)
    if found is not None:
        session.state()[SECOND] = selection_of(found)
    return found


def _path(one: Address, other: Address) -> np.ndarray:
    """Both weights at each pass so far, (passes, 2)."""
    return np.array([[_number(now, at) for at in (one, other)] for now in session.run()["passes"]])


def _number(document: Any, at: Address) -> float:
    """A weight or bias as the document has it."""
    held = document["layers"][at.layer][at.quantity]
    for k in (at.neuron, at.source):
        held = held if k is None else held[k]
    return float(held)


def _surfaces(walk: Walk, one: WhatIf, other: WhatIf, path: np.ndarray, reach: float) -> None:
    run = session.run()
    made = surface(one, other, reach)
    names = [parameter_name(walk.symbols, w.parameter) for w in (one, other)]
    heights = np.array([math.nan if v is None else v for v in run["losses"]])
    left, right = st.columns(2, gap="medium")
    with left:
        plotly_view(
            contour_figure(made, path, run["at"], _arrow(one, other, reach), names),
            key="what_if_contours",
            alt=_surface_alt(walk, made.z, names, len(path)),
            height=480,
        )
    with right:
        plotly_view(
            surface_figure(made, path, heights, run["at"], names),
            key="what_if_surface",
            alt="The same loss as a surface in space, to be turned with the pointer",
            height=480,
        )
    told = sections("what_if")
    st.markdown(told["surface"])
    if not np.isfinite(made.z).all():
        st.caption(told["gap"])


def _arrow(one: WhatIf, other: WhatIf, reach: float) -> list[float]:
    """The update of both, drawn longer where it would be too short to see."""
    way = np.array([one.target - one.value, other.target - other.value])
    length = float(np.hypot(*way))
    if not 0 < length < math.inf:
        return [0.0, 0.0]
    return [float(v) for v in way * max(1.0, SHORTEST_ARROW * reach / length)]


def _surface_alt(walk: Walk, z: np.ndarray, names: list[str], passes: int) -> str:
    known = z[np.isfinite(z)]
    digits = walk.digits
    between = ""
    if known.size:
        low, high = (number_text.text(float(v), digits) for v in (known.min(), known.max()))
        between = f" between {low} and {high}"
    return (
        f"Contours of the loss{between} over the {names[0]} and the {names[1]}, with the way of "
        f"{passes} pass{'es' * (passes != 1)} and an arrow along the update"
    )
