"""A slope: the secant through two points of a curve, and the tangent that it approaches."""

from __future__ import annotations

import math

import streamlit as st

from playground import session
from playground.notation import number_text
from playground.primer.explained import DIGITS, explained, number_tex
from playground.primer.figure import secant_figure
from playground.primer.numbers import CURVES, POWERS, STEPS, Curve, secant_slope
from playground.ui.chart import show_chart
from playground.ui.copied_table import copied_table
from playground.ui.kept_widgets import kept_choice, kept_number
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text

KINK = 1e-12  # closer to a kink than this is on it


def secant_panel() -> None:
    """A curve, a point and a Δx to choose, and the slopes that they make."""
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        name = st.segmented_control(
            "Function",
            list(CURVES),
            required=True,
            format_func=lambda n: CURVES[n].name,
            label_visibility="collapsed",
            **kept_choice("primer_function", "square", CURVES),
        )
        curve = CURVES[str(name)]
        figure = st.container()
        point, step = st.columns(2, gap="medium")
        kept = kept_number(f"primer_x_{name}", curve.start, curve.low, curve.high)
        x = point.slider("x", curve.low, curve.high, step=0.1, **kept)
        dx = step.select_slider(
            "Δx",
            STEPS,
            format_func=session.writes(1),
            help="Negative values go to the left of x. Towards the middle, Δx becomes tiny",
            **kept_choice("primer_dx", STEPS[-1], STEPS),
        )
        with figure:
            show_chart(
                secant_figure(curve, x, dx),
                key="primer_slope",
                alt=f"{curve.name} with its tangent at {x:g}, slope "
                f"{session.number(curve.derivative(x), DIGITS)}{_secant_in_words(curve, x, dx)}",
                height=430,
            )
    with right:
        st.markdown(explained("slope"))
        _slope_numbers(curve, x, dx)


def _secant_in_words(curve: Curve, x: float, dx: float) -> str:
    slope = secant_slope(curve, x, dx)
    if slope is None:
        return ""
    return f", and the secant to {x + dx:g}, slope {session.number(slope, DIGITS)}"


def _slope_numbers(curve: Curve, x: float, dx: float) -> None:
    secant = secant_slope(curve, x, dx)
    lines = [rf"f'(x) &= {curve.derivative_tex} = \mathbf{{{number_tex(curve.derivative(x))}}}"]
    if secant is not None:
        here, there = curve.value(x), curve.value(x + dx)
        digits = number_text.telling_apart((here, there), session.digits(DIGITS), 14)
        gain = rf"{number_text.latex(there, digits)} - {number_text.factor(here, digits)}"
        quotient = rf"\frac{{{gain}}}{{{number_tex(dx)}}} = \mathbf{{{number_tex(secant)}}}"
        lines.insert(0, rf"\frac{{\Delta f}}{{\Delta x}} &= {quotient}")
    aligned = r" \\[0.4em] ".join(lines)
    st.markdown(rf"$$ \begin{{aligned}} {aligned} \end{{aligned}} $$")
    if secant is None:
        above = f"{curve.name} is defined above {curve.above:g} only, and x + Δx is {x + dx:g}."
        st.info(session.in_words(above))
    if curve.kink is not None and abs(x - curve.kink) < KINK:
        kink = {
            "left": "0",
            "right": "1",
            "here": session.number(curve.derivative(x), DIGITS),
        }
        st.info(explained("kink", **kink))
    _steps_table(curve, x, dx)


def _steps_table(curve: Curve, x: float, dx: float) -> None:
    """Δx, the secant's slope, and how far it is from the derivative; the chosen one is marked."""
    steps = [math.copysign(power, dx) for power in POWERS]
    rows, numbers = [], []
    for step in steps:
        slope = secant_slope(curve, x, step)
        error = None if slope is None else abs(slope - curve.derivative(x))
        off = "" if error is None else session.number(error, 2)
        numbers.append((step, slope, error))
        rows.append(
            (
                [session.number(step, 1)],
                ["" if slope is None else session.in_words(f"{slope:.10f}"), off],
            )
        )
    caption = session.in_words(f"Δx from {steps[0]:g} down to one trillionth of that")
    head = ["Δx", "slope of the secant", "off by"]
    table = html_table(caption, head, rows, [k for k, step in enumerate(steps) if step == dx])
    copied_table(table, table_text("secants", head, numbers), key="secants")
