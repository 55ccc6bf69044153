"""Two inputs: partial derivatives, each the slope of a slice through a surface."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.primer.explained import DIGITS, explained, factor, number_tex
from playground.primer.figure import X_REACH, Y_REACH, slice_figure, surface_figure
from playground.primer.numbers import bowl, bowl_slopes
from playground.ui.chart import show_chart
from playground.ui.kept_widgets import kept_number


def partial_panel() -> None:
    """A point on the surface to choose, and the slopes along both axes."""
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        figure = st.container()
        one, two = st.columns(2, gap="medium")
        of_x = kept_number("primer_x", 1.0, -X_REACH, X_REACH)
        of_y = kept_number("primer_y", 2.0, -Y_REACH, Y_REACH)
        x = one.slider("x", -X_REACH, X_REACH, step=0.1, **of_x)
        y = two.slider("y", -Y_REACH, Y_REACH, step=0.1, **of_y)
        fx, fy = bowl_slopes(x, y)
        with figure:
            show_chart(
                surface_figure(x, y),
                key="primer_surface",
                alt=f"The surface x² + cos y with the slices through x = {x:g} and y = {y:g}",
                height=430,
            )
    with right:
        st.markdown(explained("partial"))
        st.markdown(
            rf"$$ \begin{{aligned}} f &= {number_tex(bowl(x, y))} \\"
            rf" \frac{{\partial f}}{{\partial x}} &= 2 \cdot {factor(x)} ="
            rf" \mathbf{{{number_tex(fx)}}} \qquad"
            rf" \frac{{\partial f}}{{\partial y}} = -\sin {factor(y)} ="
            rf" \mathbf{{{number_tex(fy)}}} \end{{aligned}} $$"
        )
    along_x, along_y = st.columns(2, gap="medium")
    with along_x:
        show_chart(
            slice_figure("x", lambda v: bowl(v, y), x, fx, X_REACH),
            key="primer_slice_x",
            alt=f"The slice along x at y = {y:g}, slope {session.number(fx, DIGITS)}",
            height=260,
        )
    with along_y:
        show_chart(
            slice_figure("y", lambda v: bowl(x, v), y, fy, Y_REACH),
            key="primer_slice_y",
            alt=f"The slice along y at x = {x:g}, slope {session.number(fy, DIGITS)}",
            height=260,
        )
