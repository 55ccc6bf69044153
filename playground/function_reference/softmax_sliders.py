"""Softmax, which takes a whole layer: its outputs and its Jacobian beside a slider for each z."""

from __future__ import annotations

from typing import Any

import streamlit as st

from backprop_core import Activation
from playground.function_reference.function_text import in_notation, said, shown_notation
from playground.function_reference.numbers import Z_MAX, interval_tex
from playground.function_reference.softmax_figure import jacobian_figure, softmax_figure
from playground.functions.catalogue import written
from playground.notation.bare_symbols import number_sign, plain_sign
from playground.ui.chart import show_chart
from playground.ui.kept_widgets import kept_choice, kept_number

COUNTS = [2, 3, 4, 5]
FIRST_SOFTMAX = (1.0, 0.0, -1.0, 0.5, -0.5)


def softmax_sliders(activation: Activation) -> None:
    """As many outputs as are chosen, and what softmax makes of their z."""
    notation = shown_notation()
    taken, sent = number_sign(notation, "z"), number_sign(notation, "a of output")
    left, middle, right = st.columns([0.8, 1.2, 1.2], gap="medium")
    with left:
        count = st.segmented_control(
            "Number of outputs",
            COUNTS,
            required=True,
            **kept_choice("softmax_count", 3, COUNTS),
        )
        z = [
            st.slider(
                f"{plain_sign(notation, 'z')}{k + 1}",
                -Z_MAX,
                Z_MAX,
                step=0.1,
                **kept_number(f"softmax_z{k}", FIRST_SOFTMAX[k], -Z_MAX, Z_MAX),
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
    about.markdown(f"{reach}\n\n{in_notation(written(activation).prose)}")
    matrix.markdown(said("activations", "jacobian"))


def _softmax_alt(figure: dict[str, Any]) -> str:
    return "The outputs of softmax: " + ", ".join(figure["data"][0]["text"])
