"""One activation: its curve, its formulas, and what follows from its slope."""

from __future__ import annotations

from functools import partial

import streamlit as st

from backprop_core import ACTIVATIONS, Activation
from playground import session
from playground.exercise.typed_number import Takes
from playground.function_reference.curves import Point, activation_curve, tex, text
from playground.function_reference.function_text import in_notation, said, shown_notation
from playground.function_reference.numbers import interval_tex, largest_slope, slope_at
from playground.function_reference.softmax_sliders import softmax_sliders
from playground.functions.catalogue import readable, written
from playground.latex import tree
from playground.latex.write import latex
from playground.notation.bare_symbols import number_sign
from playground.steps.function_trees import activation_trees
from playground.ui.kept_widgets import kept_choice
from playground.ui.number_field import number_field

LAYERS = 8
REACH_OF_PARAMETERS = 10.0
_PARAMETERS: session.Remembered[dict[str, float]] = session.Remembered("parameters", dict)


def activation_half() -> None:
    """One activation, chosen by name."""
    name = st.segmented_control(
        "Activation",
        list(ACTIVATIONS),
        required=True,
        format_func=readable,
        label_visibility="collapsed",
        **kept_choice("function", "sigmoid", ACTIVATIONS),
    )
    activation = ACTIVATIONS[str(name)]
    if activation.elementwise:
        _elementwise(_with_parameter(activation))
    else:
        softmax_sliders(activation)


def _with_parameter(activation: Activation) -> Activation:
    """The activation with the slope or α that is typed, where it takes one."""
    make, usual = activation.with_parameter, activation.parameter
    if make is None or usual is None or activation.threshold:
        return activation
    name = activation.name
    label, chosen = written(name).parameter or "Parameter", _PARAMETERS.get()
    value = chosen.get(name, usual)
    number_field(
        label,
        f"parameter_{name}",
        value,
        Takes(f"The {label[:1].lower()}{label[1:]}", -REACH_OF_PARAMETERS, REACH_OF_PARAMETERS),
        partial(_parameter_typed, name),
        width=200,
    )
    return make(value)


def _parameter_typed(name: str, value: float) -> None:
    _PARAMETERS.set({**_PARAMETERS.get(), name: value})


def _elementwise(activation: Activation) -> None:
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        point = activation_curve(
            activation, activation.name, slider="function_z", figure="function_figure"
        )
    with right, st.container(key="function_text"):
        _formulas(activation)
        _numbers(point)
        _use(activation)


def _formulas(activation: Activation) -> None:
    """f and f′ as the walk writes them, unless the prose has formulas of its own."""
    form, notation = written(activation), shown_notation()
    if "$$" in form.prose:
        return
    z, a = number_sign(notation, "z"), number_sign(notation, "a")
    p = activation.parameter or 0.0
    places = {"z": tree.Symbol(z), "a": tree.Symbol(a), "p": tree.Number(p, text(p))}
    trees = activation_trees(activation, notation)
    value, derivative = (latex(tree.filled(t, places)) for t in (trees.formula, trees.derivative))
    of_z = f"{notation.function}({z})"
    st.markdown(f"$$\n{of_z} = {value}\n$$")
    with_a = rf"\quad\text{{with }} {a} = {of_z}" if "{a}" in form.derivative else ""
    st.markdown(f"$$\n{number_sign(notation, 'slope')} = {derivative}{with_a}\n$$")


def _numbers(point: Point) -> None:
    f, z = shown_notation().function, tex(point.at)
    st.markdown(
        f"$$\n{f}({z}) = \\mathbf{{{tex(point.value)}}} \\qquad "
        f"{f}'({z}) = \\mathbf{{{tex(point.slope)}}}\n$$"
    )


def _use(activation: Activation) -> None:
    """Range, largest slope and what follows from it, and when to use it."""
    largest, reach = largest_slope(activation), interval_tex(activation.range)
    if activation.threshold:
        low, high = tex(activation.range.low), tex(activation.range.high)
        st.markdown(f"**Values** ${low}$ and ${high}$ · **No gradient**")
        st.markdown(in_notation(written(activation).prose))
        return
    st.markdown(f"**Range** ${reach}$ · **Largest slope** {text(largest)}")
    st.markdown(in_notation(written(activation).prose))
    for kink in activation.kinks:
        details = {"at": tex(kink), "slope_value": text(slope_at(activation, kink))}
        st.caption(said("activations", "kink", **details))
    if largest < 1.0:
        details = {"slope_value": text(largest), "layers": str(LAYERS)}
        details["left"] = text(largest**LAYERS)
        st.markdown(said("activations", "vanishing", **details))
