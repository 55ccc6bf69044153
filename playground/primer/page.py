"""The page "Primer": what a derivative is, the rules, the chain rule, and partial derivatives."""

from __future__ import annotations

import math

import streamlit as st

from playground import session
from playground.notation import number_text
from playground.primer.figure import X_REACH, Y_REACH, secant_figure, slice_figure, surface_figure
from playground.primer.numbers import (
    BOXES,
    CURVES,
    POWERS,
    RULES,
    STEPS,
    Curve,
    bowl,
    bowl_slopes,
    central_slope,
    secant_slope,
)
from playground.ui.chart import show_chart
from playground.ui.page_text import text
from playground.views.html_table import html_table

DIGITS = 6
KINK = 1e-12  # closer to a kink than this is on it


def page() -> None:
    """Four tabs, each drawn again on its own."""
    st.title("Primer: derivatives", anchor=False)
    parts = {
        "A slope": _slope,
        "The rules": _rules,
        "The chain rule": _chain,
        "Two inputs": _partial,
    }
    for tab, part in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab, st.container(key=f"primer_part{part.__name__}"):
            st.fragment(part)()


def _explained(part: str, **details: str) -> str:
    return text("primer", part, session.symbols().notation, **details)


def _factor(value: float) -> str:
    return number_text.factor(value, session.digits(DIGITS))


def _number(value: float, digits: int = DIGITS) -> str:
    return number_text.latex(value, session.digits(digits))


# A slope.


def _slope() -> None:
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        name = st.segmented_control(
            "Function",
            list(CURVES),
            default="square",
            required=True,
            key="primer_function",
            format_func=lambda n: CURVES[n].name,
            label_visibility="collapsed",
        )
        curve = CURVES[str(name)]
        figure = st.container()
        point, step = st.columns(2, gap="medium")
        x = point.slider("x", curve.low, curve.high, curve.start, 0.1, key=f"primer_x_{name}")
        dx = step.select_slider(
            "Δx",
            STEPS,
            STEPS[-1],
            key="primer_dx",
            format_func=session.writes(1),
            help="Negative values go to the left of x. Towards the middle, Δx becomes tiny",
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
        st.markdown(_explained("slope"))
        _slope_numbers(curve, x, dx)


def _secant_in_words(curve: Curve, x: float, dx: float) -> str:
    slope = secant_slope(curve, x, dx)
    if slope is None:
        return ""
    return f", and the secant to {x + dx:g}, slope {session.number(slope, DIGITS)}"


def _slope_numbers(curve: Curve, x: float, dx: float) -> None:
    secant = secant_slope(curve, x, dx)
    lines = [rf"f'(x) &= {curve.derivative_tex} = \mathbf{{{_number(curve.derivative(x))}}}"]
    if secant is not None:
        here, there = curve.value(x), curve.value(x + dx)
        digits = number_text.telling_apart((here, there), session.digits(DIGITS), 14)
        gain = rf"{number_text.latex(there, digits)} - {number_text.factor(here, digits)}"
        quotient = rf"\frac{{{gain}}}{{{_number(dx)}}} = \mathbf{{{_number(secant)}}}"
        lines.insert(0, rf"\frac{{\Delta f}}{{\Delta x}} &= {quotient}")
    aligned = r" \\[0.4em] ".join(lines)
    st.markdown(rf"$$ \begin{{aligned}} {aligned} \end{{aligned}} $$")
    if secant is None:
        above = f"{curve.name} is defined above {curve.above:g} only, and x + Δx is {x + dx:g}."
        st.info(session.in_words(above))
    if curve.name == "ReLU" and abs(x) < KINK:
        kink = {
            "left": "0",
            "right": "1",
            "here": session.number(curve.derivative(x), DIGITS),
        }
        st.info(_explained("kink", **kink))
    st.html(_steps_table(curve, x, dx))


def _steps_table(curve: Curve, x: float, dx: float) -> str:
    """Δx, the secant's slope, and how far it is from the derivative; the chosen one is marked."""
    steps = [math.copysign(power, dx) for power in POWERS]
    rows = []
    for step in steps:
        slope = secant_slope(curve, x, step)
        off = "" if slope is None else session.number(abs(slope - curve.derivative(x)), 2)
        rows.append(
            (
                [session.number(step, 1)],
                ["" if slope is None else session.in_words(f"{slope:.10f}"), off],
            )
        )
    caption = session.in_words(f"Δx from {steps[0]:g} down to a trillionth of that")
    head = ["Δx", "slope of the secant", "off by"]
    return html_table(caption, head, rows, [k for k, step in enumerate(steps) if step == dx])


# The rules.


def _rules() -> None:
    st.markdown(_explained("rules"))
    x = st.slider("x", -3.0, 3.0, 0.7, 0.1, key="primer_rules_x", width=500)
    for first in range(0, len(RULES), 4):
        for column, rule in zip(st.columns(4), RULES[first : first + 4], strict=True):
            with column, st.container(border=True, height="stretch"):
                by_rule, checked = rule.derivative(x), central_slope(rule.value, x)
                st.markdown(
                    f"**{rule.name}**\n\n$$ {rule.rule} $$\n\n"
                    rf"$$ \bigl({rule.example}\bigr)' = {rule.by_rule} $$"
                )
                st.markdown(
                    f"By the rule **{session.number(by_rule, DIGITS)}**, "
                    f"by a secant **{session.number(checked, DIGITS)}**"
                )


# The chain rule.


def _chain() -> None:
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        first, second = st.columns(2)
        inner = BOXES[_box(first, "First box", "primer_inner", "triple")]
        outer = BOXES[_box(second, "Second box", "primer_outer", "sin")]
        x = st.slider("x", -2.0, 2.0, 0.4, 0.1, key="primer_chain_x")
        u = inner.value(x)
        rates = inner.derivative(x), outer.derivative(u)
        st.html(_boxes(inner, outer, x))
        checked = central_slope(lambda v: outer.value(inner.value(v)), x)
        st.markdown(
            rf"$$ \frac{{dy}}{{dx}} = \frac{{du}}{{dx}} \cdot \frac{{dy}}{{du}}"
            rf" = {_factor(rates[0])} \cdot"
            rf" {_factor(rates[1])} ="
            rf" \mathbf{{{_number(rates[0] * rates[1])}}} $$"
        )
        st.markdown(
            f"Checked by a tiny secant through both boxes: **{session.number(checked, DIGITS)}**"
        )
    with right:
        details = {
            name: session.number(r, 4) for name, r in zip(("first", "second"), rates, strict=True)
        }
        st.markdown(_explained("chain", **details))


def _box(where: st.delta_generator.DeltaGenerator, label: str, key: str, usual: str) -> str:
    names = list(BOXES)
    chosen = where.selectbox(
        label, names, names.index(usual), key=key, format_func=lambda n: BOXES[n].name
    )
    return str(chosen)


def _boxes(inner: Curve, outer: Curve, x: float) -> str:
    """x → box → u → box → y with the numbers, and the rate of each box below it."""
    u = inner.value(x)
    texts = [session.number(v, 4) for v in (x, u, outer.value(u))]
    rates = [session.number(r, 4) for r in (inner.derivative(x), outer.derivative(u))]

    def value(name: str, number: str) -> str:
        return f"<div class='box-value'><b>{name}</b><br>{number}</div>"

    def box(name: str, rate: str) -> str:
        return f"<div class='box'><b>{name}</b><br>× {rate}</div>"

    arrow = "<div class='box-arrow' aria-hidden='true'>→</div>"
    return (
        "<div class='boxes'>"
        + arrow.join(
            [
                value("x", texts[0]),
                box(inner.name, rates[0]),
                value("u", texts[1]),
                box(outer.name.replace("x", "u"), rates[1]),
                value("y", texts[2]),
            ]
        )
        + "</div>"
    )


# Two inputs.


def _partial() -> None:
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        figure = st.container()
        one, two = st.columns(2, gap="medium")
        x = one.slider("x", -X_REACH, X_REACH, 1.0, 0.1, key="primer_x")
        y = two.slider("y", -Y_REACH, Y_REACH, 2.0, 0.1, key="primer_y")
        fx, fy = bowl_slopes(x, y)
        with figure:
            show_chart(
                surface_figure(x, y),
                key="primer_surface",
                alt=f"The surface x² + cos y with the slices through x = {x:g} and y = {y:g}",
                height=430,
            )
    with right:
        st.markdown(_explained("partial"))
        st.markdown(
            rf"$$ \begin{{aligned}} f &= {_number(bowl(x, y))} \\ \frac{{\partial f}}{{\partial x}}"
            rf" &= 2 \cdot {_factor(x)} = \mathbf{{{_number(fx)}}} \qquad"
            rf" \frac{{\partial f}}{{\partial y}} = -\sin {_factor(y)} ="
            rf" \mathbf{{{_number(fy)}}} \end{{aligned}} $$"
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
