"""The chain rule: two boxes, one after the other, whose rates are multiplied."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.primer.explained import DIGITS, explained, factor, number_tex
from playground.primer.numbers import BOXES, Curve, central_slope
from playground.ui.kept_widgets import kept_choice, kept_number


def chain_panel() -> None:
    """Two boxes to choose, the numbers that go through them, and their rates."""
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        first, second = st.columns(2)
        inner = BOXES[_box(first, "First box", "primer_inner", "triple")]
        outer = BOXES[_box(second, "Second box", "primer_outer", "sin")]
        kept = kept_number("primer_chain_x", 0.4, -2.0, 2.0)
        x = st.slider("x", -2.0, 2.0, step=0.1, **kept)
        u = inner.value(x)
        rates = inner.derivative(x), outer.derivative(u)
        st.html(_boxes(inner, outer, x))
        checked = central_slope(lambda v: outer.value(inner.value(v)), x)
        st.markdown(
            rf"$$ \frac{{dy}}{{dx}} = \frac{{du}}{{dx}} \cdot \frac{{dy}}{{du}}"
            rf" = {factor(rates[0])} \cdot"
            rf" {factor(rates[1])} ="
            rf" \mathbf{{{number_tex(rates[0] * rates[1])}}} $$"
        )
        st.markdown(
            f"Checked by a tiny secant through both boxes: **{session.number(checked, DIGITS)}**"
        )
    with right:
        details = {
            name: session.number(r, 4) for name, r in zip(("first", "second"), rates, strict=True)
        }
        st.markdown(explained("chain", **details))


def _box(where: st.delta_generator.DeltaGenerator, label: str, key: str, usual: str) -> str:
    kept = kept_choice(key, usual, BOXES)
    return str(where.selectbox(label, [*BOXES], format_func=lambda n: BOXES[n].name, **kept))


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
