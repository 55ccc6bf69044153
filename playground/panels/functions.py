"""The page "Activations and losses": each function as a curve, with its slope at one point."""

from __future__ import annotations

from typing import Any

import streamlit as st

from backprop_core import ACTIVATIONS, LOSSES, Activation
from backprop_core.activations import elu, leaky_relu
from playground import digits as number_text
from playground import session
from playground.components.plotly_view import plotly_view
from playground.figures.functions import (
    DIGITS,
    activation_figure,
    comparison_figure,
    jacobian_figure,
    loss_curve_figure,
    output_name,
    softmax_figure,
    target_name,
)
from playground.formulas.activations import in_notation as form_in_notation
from playground.functions import written, written_loss
from playground.lessons.text import filled, sections
from playground.notations.signs import (
    in_notation,
    number_sign,
    plain_sign,
)
from playground.notations.symbols import Notation
from playground.panels.own_functions import own_half
from playground.panels.settings import notation_choice
from playground.understand.functions import (
    PROBABILITIES,
    Z_MAX,
    has_kink,
    largest_slope,
    loss_at,
    loss_range,
    loss_slope_at,
    slope_at,
    value_at,
)

LAYERS = 8
PARAMETERS = {"leaky_relu": ("Slope below 0", 0.01), "elu": ("α", 1.0)}
FIRST_SOFTMAX = (1.0, 0.0, -1.0, 0.5, -0.5)


def page() -> None:
    """The engine's functions, and the reader's own; each part is drawn again on its own."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Activations and losses", width="stretch")
        notation_choice()
    activations, losses, own = st.tabs(
        ["Activations", "Losses", "Your own"], key="function_tabs", on_change="rerun"
    )
    with activations:
        st.fragment(activation_half)()
    with losses:
        st.fragment(loss_half)()
    with own:
        if own.open:  # until then nothing has to be differentiated
            own_half()


def _text(value: float) -> str:
    return number_text.text(value, DIGITS)


def _tex(value: float) -> str:
    return number_text.latex(value, DIGITS)


def _notation() -> Notation:
    return session.symbols().notation


def _told(file: str, name: str) -> str:
    return in_notation(sections(file)[name], _notation())


def activation_half() -> None:
    """One activation, chosen by name."""
    name = st.segmented_control(
        "Activation",
        list(ACTIVATIONS),
        default="sigmoid",
        required=True,
        key="function",
        format_func=lambda n: n.replace("_", " "),
        label_visibility="collapsed",
    )
    if name == "softmax":
        _softmax()
    else:
        _elementwise(_chosen(name))


def _chosen(name: str) -> Activation:
    """The activation of that name, with a slope or α of the reader's own where it takes one."""
    if name not in PARAMETERS:
        return ACTIVATIONS[name]
    label, usual = PARAMETERS[name]
    value = st.number_input(
        label, -10.0, 10.0, usual, step=0.05, format="%g", key=f"parameter_{name}", width=200
    )
    make = leaky_relu if name == "leaky_relu" else elu
    return make(usual if value is None else value)


def _elementwise(activation: Activation) -> None:
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        figure = st.container()
        sign = plain_sign(_notation(), "z")
        z = st.slider(sign, -Z_MAX, Z_MAX, 1.0, 0.1, key="function_z")
        a, slope = value_at(activation, z), slope_at(activation, z)
        with figure:
            plotly_view(
                activation_figure(activation, z, _notation()),
                key="function_figure",
                alt=f"{activation.name} and its slope for {sign} from -6 to 6; at {sign} = {z:g} "
                f"the value is {_text(a)} and the slope {_text(slope)}",
                height=400,
            )
    with right, st.container(key="function_text"):
        _formulas(activation)
        _numbers(z, a, slope)
        _use(activation)


def _formulas(activation: Activation) -> None:
    """f and f′ as the walk writes them, unless the lesson has formulas of its own."""
    if "$$" in sections("activations")[activation.name]:
        return
    notation = _notation()
    form = form_in_notation(written(activation), notation)
    z, a = number_sign(notation, "z"), number_sign(notation, "a")
    p = "" if activation.parameter is None else _tex(activation.parameter)
    value, derivative = (part.format(z=z, a=a, p=p) for part in (form.formula, form.derivative))
    of_z = f"{notation.function}({z})"
    st.markdown(f"$$\n{of_z} = {value}\n$$")
    with_a = rf"\quad\text{{with }} {a} = {of_z}" if "{a}" in form.derivative else ""
    st.markdown(f"$$\n{number_sign(notation, 'slope')} = {derivative}{with_a}\n$$")


def _numbers(z: float, a: float, slope: float) -> None:
    f = _notation().function
    st.markdown(
        f"$$\n{f}({_tex(z)}) = \\mathbf{{{_tex(a)}}} \\qquad "
        f"{f}'({_tex(z)}) = \\mathbf{{{_tex(slope)}}}\n$$"
    )


def _use(activation: Activation) -> None:
    """Range, largest slope and what follows from it, and when to use it."""
    reach, _, use = _told("activations", activation.name).partition("\n")
    largest = largest_slope(activation)
    st.markdown(f"**Range** {reach} · **Largest slope** {_text(largest)}")
    st.markdown(use)
    if has_kink(activation):
        told = _told("activations", "kink")
        st.caption(filled(told, {"slope": _text(slope_at(activation, 0.0))}))
    if largest < 1.0:
        details = {"slope": _text(largest), "layers": str(LAYERS), "left": _text(largest**LAYERS)}
        st.markdown(filled(_told("activations", "vanishing"), details))


def _softmax() -> None:
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
        plotly_view(figure, key="softmax_figure", alt=_softmax_alt(figure), height=340)
    with right:
        of_k, by_j = number_sign(notation, "a of output", "k"), number_sign(notation, "z", "j")
        st.markdown(rf"**Jacobian** $\partial {of_k} / \partial {by_j}$")
        plotly_view(
            jacobian_figure(z, notation),
            key="jacobian_figure",
            alt=f"The Jacobian, {len(z)} by {len(z)} numbers: positive on the diagonal, negative "
            "elsewhere",
            height=340,
        )
    reach, _, use = _told("activations", "softmax").partition("\n")
    about, matrix = st.columns(2, gap="medium")
    about.markdown(f"**Range** {reach}\n\n{use}")
    matrix.markdown(_told("activations", "jacobian"))


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
        st.markdown(_told("losses", str(name)))
    st.subheader("Side by side")
    _comparison()


def _loss_curve(name: str) -> None:
    figure = st.container()
    kind = "probability" if name in PROBABILITIES else "number"
    low, high = loss_range(name)
    first_a, first_y = (0.3, 1.0) if kind == "probability" else (-1.0, 0.5)
    target, output = st.columns(2, gap="medium")
    y_low, y_high = (0.0, 1.0) if kind == "probability" else (-2.0, 2.0)
    notation = _notation()
    y = target.slider(target_name(notation), y_low, y_high, first_y, 0.05, key=f"loss_y_{kind}")
    a_low, a_high = (0.01, 0.99) if kind == "probability" else (low, high)
    a = output.slider(output_name(notation), a_low, a_high, first_a, 0.01, key=f"loss_a_{kind}")
    loss = LOSSES[name]
    value, slope = float(loss_at(loss, a, y)[0]), loss_slope_at(loss, a, y)
    with figure:
        plotly_view(
            loss_curve_figure(loss, a, y, notation=notation),
            key="loss_figure",
            alt=f"{written_loss(name).label} against the output, for the "
            f"{notation.words['target']} {y:g}; at {plain_sign(notation, 'a of output')} = {a:g} "
            f"the {notation.words['loss']} is {_text(value)} and its slope {_text(slope)}",
            height=360,
        )
    st.markdown(
        f"One output: at ${number_sign(notation, 'a of output')} = {_tex(a)}$ the "
        f"{notation.words['loss']} is **{_text(value)}** and its slope "
        f"${number_sign(notation, 'da of output')}$ is **{_text(slope)}**: {_direction(slope)}"
    )


def _direction(slope: float) -> str:
    if slope == 0:
        return "this output is pulled nowhere."
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
        st.markdown(filled(_told("losses", "comparison"), {"target": str(y)}))
    with left:
        plotly_view(
            comparison_figure(float(y or 0), notation),
            key="comparison_figure",
            alt=f"Mean squared error, mean absolute error and cross-entropy against a "
            f"probability, for the {notation.words['target']} {y}",
            height=320,
        )
