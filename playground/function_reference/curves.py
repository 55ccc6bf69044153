"""A function as a curve, with a point on it that a slider moves: an activation, or a loss."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from backprop_core import Activation, Loss
from playground import session
from playground.function_reference.figure import (
    DIGITS,
    activation_figure,
    loss_curve_figure,
    name_of_compared,
    target_name,
)
from playground.function_reference.numbers import (
    Z_MAX,
    compared,
    loss_at,
    loss_slope_at,
    slope_at,
    value_at,
)
from playground.notation import number_text
from playground.notation.bare_symbols import plain_sign
from playground.ui.chart import show_chart
from playground.ui.kept_widgets import kept_number

Range = tuple[float, float]


class Point(NamedTuple):
    """Where the slider stands, z or a, and the function's value and slope there."""

    at: float
    value: float
    slope: float


class Reach(NamedTuple):
    """How far the sliders of a loss go, and where they stand at first; the curve's own ends, where
    those are not the usual ones."""

    outputs: Range
    targets: Range
    first: tuple[float, float]  # output, target
    curve: Range | None = None


def text(value: float) -> str:
    """The number as these pages write it."""
    return session.number(value, DIGITS)


def tex(value: float) -> str:
    """The same for a formula."""
    return number_text.latex(value, session.digits(DIGITS))


def activation_curve(activation: Activation, name: str, *, slider: str, figure: str) -> Point:
    """The curve above its slider, which have these keys; `name` is for screen readers."""
    notation, above = session.symbols().notation, st.container()
    sign = plain_sign(notation, "z")
    z = st.slider(sign, -Z_MAX, Z_MAX, step=0.1, **kept_number(slider, 1.0, -Z_MAX, Z_MAX))
    point = Point(z, value_at(activation, z), slope_at(activation, z))
    with above:
        show_chart(
            activation_figure(activation, z, notation),
            key=figure,
            alt=f"{name} and its slope for {sign} from -6 to 6; at {sign} = {z:g} the value is "
            f"{text(point.value)} and the slope {text(point.slope)}",
            height=400,
        )
    return point


def loss_curve(
    loss: Loss, name: str, reach: Reach, *, sliders: tuple[str, str], figure: str
) -> tuple[Point, float]:
    """The same for a loss against its output, with two sliders, output and target; gives back the
    point and the target."""
    notation, above = session.symbols().notation, st.container()
    left, right = st.columns(2, gap="medium")
    first_a, first_y = reach.first
    of_a = kept_number(sliders[0], first_a, *reach.outputs)
    of_y = kept_number(sliders[1], first_y, *reach.targets)
    y = left.slider(target_name(notation), *reach.targets, step=0.05, **of_y)
    a = right.slider(name_of_compared(loss, notation), *reach.outputs, step=0.01, **of_a)
    point = Point(a, float(loss_at(loss, a, y)[0]), loss_slope_at(loss, a, y))
    with above:
        show_chart(
            loss_curve_figure(loss, a, y, reach.curve, notation),
            key=figure,
            alt=f"{name} against {name_of_compared(loss, notation)}, for the "
            f"{notation.words['target']} {y:g}; at "
            f"{plain_sign(notation, compared(loss))} = {a:g} the {notation.words['loss']} is "
            f"{text(point.value)} and its slope {text(point.slope)}",
            height=360,
        )
    return point, y
