"""The slope by hand: one number nudged by ε, the two losses, their quotient, and its error."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address, NonFiniteError
from playground import session
from playground.check.hand_slope import POWERS, Nudge
from playground.exercise.document import Document, network_of
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.ui.chart import show_chart
from playground.ui.kept_widgets import kept_choice, kept_switch
from playground.ui.page_text import text
from playground.views.html_table import html_table
from playground.views.plot.axes import LEGEND_ABOVE, plain_axes

KINDS = {"W": "weight", "b": "bias", "x": "input"}
SIDES = ("one-sided", "central")
DIGITS = 12


def slope_panel() -> None:
    """Chosen, computed and drawn."""
    now = session.document()
    if not now["layers"]:
        return
    symbols = session.symbols()
    st.markdown(text("check", "slope", symbols.notation))
    with st.container(horizontal=True, vertical_alignment="bottom", key="slope_choice"):
        at = _number(now, symbols)
        central = (
            st.segmented_control(
                "Difference",
                SIDES,
                required=True,
                **kept_choice("slope_sides", "central", SIDES),
            )
            == "central"
        )
        kept = kept_choice("slope_epsilon", -4, POWERS)
        power = st.select_slider("ε", POWERS, format_func=lambda one: f"1e{one}", **kept)
    if at is None:
        st.caption("There is no such number in this layer.")
        return
    try:
        nudge = Nudge.of(network_of(now), now["x"], now["y"], at)
        _shown(nudge, symbols, 10.0**power, central)
    except NonFiniteError as error:
        st.error(str(error), icon=":material/error:")


def _number(now: Document, symbols: Symbols) -> Address | None:
    """The weight, bias or input that is chosen."""
    kept = kept_choice("slope_kind", "W", KINDS)
    kind = st.selectbox("Number", [*KINDS], format_func=KINDS.__getitem__, width=120, **kept)
    if kind == "x":
        sample = 0
        if len(now["x"]) > 1:
            samples = range(len(now["x"]))
            kept = kept_choice("slope_sample", 0, samples)
            sample = st.selectbox(
                "Sample", samples, format_func=lambda s: str(s + 1), width=100, **kept
            )
        neuron = _neuron("Input", symbols, 0)
        return Address("x", None, neuron, sample=sample)
    layers = range(len(now["layers"]))
    kept = kept_choice("slope_layer", 0, layers)
    layer = st.selectbox("Layer", layers, format_func=symbols.layer, width=160, **kept)
    neuron = _neuron("Of", symbols, layer + 1)
    if kind == "W":
        source = _neuron("From", symbols, layer)
        connected = now["layers"][layer].get("connected")
        there = connected is None or connected[neuron][source]
        return Address("W", layer, neuron, source) if there else None
    b = now["layers"][layer]["b"]
    if b is None:
        return None
    return Address("b", layer, neuron if isinstance(b, list) else None)


def _neuron(label: str, symbols: Symbols, column: int) -> int:
    names = symbols.neurons(column)
    numbered = range(len(names))
    kept = kept_choice(f"slope_{label.lower()}_{column}", 0, numbered)
    chosen = st.selectbox(label, numbered, format_func=names.__getitem__, width=100, **kept)
    return int(chosen)


def _shown(nudge: Nudge, symbols: Symbols, epsilon: float, central: bool) -> None:
    numbers, curve = st.columns([1, 1.3], gap="medium")
    with numbers:
        _numbers(nudge, symbols, epsilon, central)
    with curve:
        _curve(nudge, epsilon, central)


def _numbers(nudge: Nudge, symbols: Symbols, epsilon: float, central: bool) -> None:
    below = -epsilon if central else 0.0
    quotient = nudge.quotient(epsilon, central=central)
    rows = [
        (["number"], [_said(nudge.value)]),
        (
            [f"loss at number + {session.number(epsilon, 6)}"],
            [_said(nudge.loss(epsilon))],
        ),
        (
            [f"loss at number{f' − {session.number(epsilon, 6)}' if central else ''}"],
            [_said(nudge.loss(below))],
        ),
        (["difference"], [_said(nudge.loss(epsilon) - nudge.loss(below))]),
        ([f"÷ {'2ε' if central else 'ε'} = quotient"], [_said(quotient)]),
    ]
    loss, tex = symbols.tex(Address("loss")), symbols.tex(nudge.at)
    top = (
        rf"{loss}({tex}+\varepsilon)-{loss}({tex}{'-' + chr(92) + 'varepsilon' if central else ''})"
    )
    st.markdown(rf"$\dfrac{{{top}}}{{{'2' if central else ''}\varepsilon}}$")
    st.html(html_table("The quotient as by hand", ["", ""], rows, captioned=False))
    if st.toggle("Show the exact slope beside it", **kept_switch("slope_exact")):
        exact = nudge.gradient
        st.markdown(
            f"Backward pass: **{_said(exact)}** · off by "
            f"**{session.number(abs(quotient - exact), 3)}**"
        )
    for layer, neuron, sample in nudge.kinks(epsilon, central=central)[:3]:
        name = symbols.name(Address("z", layer, neuron, sample=sample))
        st.warning(
            f"Between the two losses {name} crosses a kink of its activation, where the slope "
            "jumps: the quotient mixes the slopes of both sides.",
            icon=":material/warning:",
        )


def _said(value: float) -> str:
    return number_text.on_screen(value, session.digits(DIGITS))


def _curve(nudge: Nudge, epsilon: float, central: bool) -> None:
    show_chart(
        _figure(nudge, epsilon, central),
        key="slope_curve",
        alt="The error of the difference quotient against ε, one-sided and central: it falls "
        "with ε at first, is smallest in the middle, and grows again where rounding takes over.",
        height=330,
    )
    st.caption(text("check", "both ends", session.symbols().notation))


def _figure(nudge: Nudge, epsilon: float, central: bool) -> dict[str, Any]:
    traces = []
    for is_central, name, colour in (
        (False, "one-sided", "@negative"),
        (True, "central", "@positive"),
    ):
        epsilons, errors = nudge.errors(central=is_central)
        shown = np.where(np.isfinite(errors) & (errors > 0), errors, np.nan)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": epsilons.tolist(),
                "y": [None if np.isnan(one) else float(one) for one in shown],
                "line": {
                    "color": colour,
                    "width": 3 if is_central == central else 1.5,
                    "dash": "solid" if is_central else "dash",
                },
            }
        )
    log = {"type": "log", "exponentformat": "power"}
    layout = plain_axes(
        {**log, "title": {"text": "ε"}, "dtick": 3},
        {**log, "title": {"text": "error of the quotient"}},
        **LEGEND_ABOVE,
        shapes=[
            {
                "type": "line",
                "x0": epsilon,
                "x1": epsilon,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": "@ink", "width": 1.5, "dash": "dot"},
            }
        ],
    )
    return {"data": traces, "layout": layout}
