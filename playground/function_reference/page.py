"""The page "Activations and losses": each function as a curve, with its slope at one point."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from backprop_core import ACTIVATIONS, LOSSES, Activation, Loss
from playground import session
from playground.exercise.typed_number import Takes
from playground.function_reference.curves import (
    Point,
    Reach,
    activation_curve,
    loss_curve,
    tex,
    text,
)
from playground.function_reference.figure import comparison_figure, jacobian_figure, softmax_figure
from playground.function_reference.numbers import (
    Z_MAX,
    compared,
    interval_tex,
    largest_slope,
    slope_at,
)
from playground.function_reference.typed_form import typed_half
from playground.functions.catalogue import readable, written, written_loss
from playground.latex import tree
from playground.latex.write import latex
from playground.notation.bare_symbols import number_sign, plain_sign
from playground.notation.symbols import Notation
from playground.notation.vocabulary import vocabulary
from playground.steps.function_trees import activation_trees
from playground.templates import filled
from playground.ui import page_text
from playground.ui.chart import show_chart
from playground.ui.number_field import number_field
from playground.ui.settings import notation_choice

LAYERS = 8
REACH_OF_PARAMETERS = 10.0
_PARAMETERS: session.Remembered[dict[str, float]] = session.Remembered("parameters", dict)
FIRST_SOFTMAX = (1.0, 0.0, -1.0, 0.5, -0.5)
REACHES = {  # of the losses that take probabilities, and of the others
    "probability": Reach((0.01, 0.99), (0.0, 1.0), (0.3, 1.0)),
    "number": Reach((-2.0, 2.0), (-2.0, 2.0), (-1.0, 0.5)),
}


def page() -> None:
    """The engine's functions, and typed ones; each part is drawn again on its own."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Activations and losses", anchor=False, width="stretch")
        notation_choice()
    activations, losses, custom = st.tabs(
        ["Activations", "Losses", "Custom"], key="function_tabs", on_change="rerun"
    )
    with activations:
        st.fragment(activation_half)()
    with losses:
        st.fragment(loss_half)()
    with custom:
        if custom.open:  # until then nothing has to be differentiated
            typed_half()


def _notation() -> Notation:
    return session.symbols().notation


def _said(file: str, name: str, **details: str) -> str:
    return page_text.text(f"function_reference/{file}", name, _notation(), **details)


def _in_notation(prose: str) -> str:
    return filled(prose, vocabulary(_notation()))


def activation_half() -> None:
    """One activation, chosen by name."""
    name = st.segmented_control(
        "Activation",
        list(ACTIVATIONS),
        default="sigmoid",
        required=True,
        key="function",
        format_func=readable,
        label_visibility="collapsed",
    )
    activation = ACTIVATIONS[str(name)]
    if activation.elementwise:
        _elementwise(_with_parameter(activation))
    else:
        _softmax(activation)


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
    form, notation = written(activation), _notation()
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
    f, z = _notation().function, tex(point.at)
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
        st.markdown(_in_notation(written(activation).prose))
        return
    st.markdown(f"**Range** ${reach}$ · **Largest slope** {text(largest)}")
    st.markdown(_in_notation(written(activation).prose))
    for kink in activation.kinks:
        details = {"at": tex(kink), "slope_value": text(slope_at(activation, kink))}
        st.caption(_said("activations", "kink", **details))
    if largest < 1.0:
        details = {"slope_value": text(largest), "layers": str(LAYERS)}
        details["left"] = text(largest**LAYERS)
        st.markdown(_said("activations", "vanishing", **details))


def _softmax(activation: Activation) -> None:
    notation = _notation()
    taken, sent = number_sign(notation, "z"), number_sign(notation, "a of output")
    left, middle, right = st.columns([0.8, 1.2, 1.2], gap="medium")
    with left:
        count = st.segmented_control(
            "Number of outputs", [2, 3, 4, 5], default=3, required=True, key="softmax_count"
        )
        z = [
            st.slider(
                f"{plain_sign(notation, 'z')}{k + 1}",
                -Z_MAX,
                Z_MAX,
                FIRST_SOFTMAX[k],
                0.1,
                key=f"softmax_z{k}",
            )
            for k in range(int(count or 3))
        ]
    with middle:
        st.markdown(rf"**Outputs** ${sent} = \operatorname{{softmax}}({taken})$")
        figure = softmax_figure(z, notation)
        show_chart(figure, key="softmax_figure", alt=_softmax_alt(figure), height=340)
    with right:
        of_k, by_j = number_sign(notation, "a of output", "k"), number_sign(notation, "z", "j")
        st.markdown(rf"**Jacobian** $\partial {of_k} / \partial {by_j}$")
        show_chart(
            jacobian_figure(z, notation),
            key="jacobian_figure",
            alt=f"The Jacobian, {len(z)} by {len(z)} numbers: positive on the diagonal, negative "
            "elsewhere",
            height=340,
        )
    about, matrix = st.columns(2, gap="medium")
    reach = f"**Range** ${interval_tex(activation.range)}$, and all outputs add up to 1"
    about.markdown(f"{reach}\n\n{_in_notation(written(activation).prose)}")
    matrix.markdown(_said("activations", "jacobian"))


def _softmax_alt(figure: dict[str, Any]) -> str:
    return "The outputs of softmax: " + ", ".join(figure["data"][0]["text"])


def loss_half() -> None:
    """One loss, chosen by name, and three of them side by side."""
    name = st.segmented_control(
        "Loss",
        list(LOSSES),
        default="half_squared_error",
        required=True,
        key="loss_function",
        format_func=lambda n: written_loss(n).label,
        label_visibility="collapsed",
    )
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        _loss_curve(str(name))
    with right, st.container(key="loss_text"):
        st.markdown(_in_notation(_about(LOSSES[str(name)])))
    st.subheader("Side by side")
    _comparison()


def _about(loss: Loss) -> str:
    """What it is for, how it is reduced over the batch, and the activation that it takes."""
    form, needed = written_loss(loss), loss.activation
    over = "mean or sum, as you choose" if loss.separable else "mean or sum does not apply"
    takes = "any" if needed is None else readable(needed.name)
    return f"{form.prose}\n\n**Over the batch:** {over}. **Activation:** {takes}. {form.together}"


def _loss_curve(name: str) -> None:
    kind = "probability" if LOSSES[name].probabilities else "number"
    label, notation = written_loss(name).label, _notation()
    keys = f"loss_a_{kind}", f"loss_y_{kind}"
    (a, value, slope), _ = loss_curve(
        LOSSES[name], label, REACHES[kind], sliders=keys, figure="loss_figure"
    )
    made = compared(LOSSES[name])
    slope_of = "delta" if made == "z" else "da of output"
    st.markdown(
        f"One output: at ${number_sign(notation, made)} = {tex(a)}$ the "
        f"{notation.words['loss']} is **{text(value)}** and its slope "
        f"${number_sign(notation, slope_of)}$ is **{text(slope)}**: {_direction(slope)}"
    )


def _direction(slope: float) -> str:
    if slope == 0:
        return "this output does not move."
    return f"an update moves this output {'down' if slope > 0 else 'up'}."


def _comparison() -> None:
    left, right = st.columns([1.5, 1], gap="medium")
    notation = _notation()
    with right:
        y = st.segmented_control(
            notation.words["target"].capitalize(),
            [0, 1],
            default=1,
            required=True,
            key="comparison_target",
        )
        st.markdown(_said("losses", "comparison", target_value=str(y)))
    with left:
        show_chart(
            comparison_figure(float(y or 0), notation),
            key="comparison_figure",
            alt=f"Mean squared error, mean absolute error and cross-entropy against a "
            f"probability, for the {notation.words['target']} {y}",
            height=320,
        )
