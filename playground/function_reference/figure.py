"""Activations and losses as figures: a curve, its slope, and the tangent at one point.

Axes and curves are called as the notation calls what they show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_core import LOSSES, Activation, Array, Loss
from playground.function_reference.numbers import (
    EDGE,
    Z_MAX,
    compared,
    loss_at,
    loss_range,
    loss_slope_at,
    slope_at,
    value_at,
)
from playground.functions.catalogue import written_loss
from playground.notation.bare_symbols import plain_function, plain_sign
from playground.notation.symbols import OWN, Notation
from playground.views.plot.axes import LEGEND_ABOVE, plain_axes

KINKED = 1e-9  # the curves have a point this close on either side of a kink
TANGENT = 1.4  # half the length of the tangent's shadow on the axis
DIGITS = 4


def grid(low: float, high: float, kinks: Sequence[float]) -> Array:
    """Evenly spaced places, and two right beside each kink, so that a jump is drawn upright."""
    places = np.linspace(low, high, 301)
    beside = np.array([[kink - KINKED, kink, kink + KINKED] for kink in kinks]).ravel()
    return np.unique(np.concatenate([places, beside[(beside > low) & (beside < high)]]))


def activation_figure(activation: Activation, z: float, notation: Notation = OWN) -> dict[str, Any]:
    """f and f′ over z, the point at `z`, and the tangent, whose slope is f′(z)."""
    f, variable = plain_function(notation), plain_sign(notation, "z")
    assert activation.derivative is not None
    places = grid(-Z_MAX, Z_MAX, (0.0, *activation.kinks))
    a = activation.value(places[:, None])[:, 0]
    slopes = activation.derivative(places[:, None])[:, 0]
    here, slope = value_at(activation, z), slope_at(activation, z)
    traces = [
        _line(f"{f}({variable})", places, a, "@accent"),
        _line(f"{f}′({variable})", places, slopes, "@negative", dash="dash"),
        *_point_and_tangent(z, here, slope),
        _point(z, slope, "@negative", "diamond"),
    ]
    low, high = min(a.min(), slopes.min(), -0.2), min(max(a.max(), slopes.max()), 3.2)
    return _figure(traces, variable, (-Z_MAX, Z_MAX), (max(low, -3.2), high))


def _line(name: str, x: Array, y: Array, colour: str, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x.tolist(),
        "y": y.tolist(),
        "line": {"color": colour, "width": 2.5, "dash": dash, "simplify": False},
        "hovertemplate": f"%{{x:.3g}}: {name} = %{{y:.4g}}<extra></extra>",
    }


def _point(x: float, y: float, colour: str, symbol: str = "circle") -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "showlegend": False,
        "marker": {
            "size": 12,
            "color": colour,
            "symbol": symbol,
            "line": {"color": "@paper", "width": 2},
        },
        "hovertemplate": "%{x:.4g}, %{y:.4g}<extra></extra>",
    }


def _point_and_tangent(x: float, y: float, slope: float) -> list[dict[str, Any]]:
    """The tangent is about equally long on paper, however steep it is."""
    reach = TANGENT / float(np.hypot(1.0, slope))
    ends = np.array([x - reach, x + reach])
    tangent = _line("tangent", ends, y + slope * (ends - x), "@ink")
    tangent["line"]["width"] = 2
    tangent["hoverinfo"] = "skip"
    tangent.pop("hovertemplate")
    return [tangent, _point(x, y, "@accent")]


def _figure(
    traces: list[dict[str, Any]],
    x_name: str,
    x_range: Sequence[float],
    y_range: Sequence[float],
) -> dict[str, Any]:
    """The traces on plain axes, with the legend above."""
    room = 0.06 * (y_range[1] - y_range[0])
    layout = plain_axes(
        {"title": {"text": x_name, "standoff": 4}, "range": list(x_range)},
        {"range": [y_range[0] - room, y_range[1] + room]},
        **LEGEND_ABOVE,
    )
    return {"data": traces, "layout": layout}


# Softmax.


# Losses.


def loss_curve_figure(
    loss: Loss,
    a: float,
    y: float,
    outputs: tuple[float, float] | None = None,
    notation: Notation = OWN,
) -> dict[str, Any]:
    """The loss against one output, for the target `y`, with the tangent at `a`.

    `outputs` is the range that is drawn, where it is not the loss's usual one.
    """
    low, high = outputs or loss_range(loss)
    places = grid(low, high, [y])
    losses = loss_at(loss, places, y)
    here = float(loss_at(loss, a, y)[0])
    top = max(min(float(losses.max()), 5.0), 0.5)
    tangent, point = _point_and_tangent(a, here, loss_slope_at(loss, a, y))
    _shorten(tangent, 0.3 * (high - low), a, here)
    curve = _line(notation.words["loss"], places, losses, "@accent")
    traces = [curve, tangent, point, _target(y, top, notation)]
    shown = (0.0, 1.0) if loss.probabilities else (low, high)
    bottom = max(min(float(losses.min()), 0.0), -5.0)
    return _figure(traces, name_of_compared(loss, notation), shown, (bottom - 0.05 * top, top))


def _shorten(tangent: dict[str, Any], reach: float, x: float, y: float) -> None:
    """Bring the tangent's ends within `reach` of the point along the axis."""
    half = tangent["x"][1] - x
    part = min(1.0, reach / half)
    tangent["x"] = [x + part * (end - x) for end in tangent["x"]]
    tangent["y"] = [y + part * (end - y) for end in tangent["y"]]


def output_name(notation: Notation) -> str:
    """The output and its sign."""
    return f"output {plain_sign(notation, 'a of output')}"


def name_of_compared(loss: Loss, notation: Notation) -> str:
    """What the loss is drawn against: the output, or z of a threshold unit."""
    sign = compared(loss)
    return output_name(notation) if sign != "z" else plain_sign(notation, sign)


def target_name(notation: Notation) -> str:
    """The target and its sign."""
    return f"{notation.words['target']} {plain_sign(notation, 'y')}"


def _target(y: float, top: float, notation: Notation) -> dict[str, Any]:
    line = _line(target_name(notation), np.array([y, y]), np.array([0.0, top]), "@muted", "dot")
    line["line"]["width"] = 1.5
    line["hovertemplate"] = f"{notation.words['target']} {y:g}<extra></extra>"
    return line


COMPARED = {  # their colours and dashes
    "mean_squared_error": ("@accent", "solid"),
    "mean_absolute_error": ("@negative", "dash"),
    "binary_cross_entropy": ("@ink", "dot"),
}


def comparison_figure(y: float, notation: Notation = OWN) -> dict[str, Any]:
    """Three losses of the same probability, for the target 0 or 1."""
    places = np.linspace(EDGE, 1.0 - EDGE, 301)
    traces = [
        _line(written_loss(name).label, places, loss_at(LOSSES[name], places, y), *look)
        for name, look in COMPARED.items()
    ]
    return _figure(traces, f"{output_name(notation)}, a probability", (0.0, 1.0), (0.0, 4.0))
