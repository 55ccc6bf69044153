"""One loss, as a curve of one output, and three of them side by side."""

from __future__ import annotations

import streamlit as st

from backprop_core import LOSSES, Loss
from playground.function_reference.curves import Reach, loss_curve, tex, text
from playground.function_reference.figure import comparison_figure
from playground.function_reference.function_text import in_notation, said, shown_notation
from playground.function_reference.numbers import compared
from playground.functions.catalogue import readable, written_loss
from playground.notation.bare_symbols import number_sign
from playground.ui.chart import show_chart
from playground.ui.kept_widgets import kept_choice

REACHES = {  # of the losses that take probabilities, and of the others
    "probability": Reach((0.01, 0.99), (0.0, 1.0), (0.3, 1.0)),
    "number": Reach((-2.0, 2.0), (-2.0, 2.0), (-1.0, 0.5)),
}


def loss_half() -> None:
    """One loss, chosen by name, and three of them side by side."""
    name = st.segmented_control(
        "Loss",
        list(LOSSES),
        required=True,
        format_func=lambda n: written_loss(n).label,
        label_visibility="collapsed",
        **kept_choice("loss_function", "half_squared_error", LOSSES),
    )
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        _loss_curve(str(name))
    with right, st.container(key="loss_text"):
        st.markdown(in_notation(_about(LOSSES[str(name)])))
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
    label, notation = written_loss(name).label, shown_notation()
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
    notation = shown_notation()
    with right:
        y = st.segmented_control(
            notation.words["target"].capitalize(),
            [0, 1],
            required=True,
            **kept_choice("comparison_target", 1, [0, 1]),
        )
        st.markdown(said("losses", "comparison", target_value=str(y)))
    with left:
        show_chart(
            comparison_figure(float(y or 0), notation),
            key="comparison_figure",
            alt=f"Mean squared error, mean absolute error and cross-entropy against a "
            f"probability, for the {notation.words['target']} {y}",
            height=320,
        )
