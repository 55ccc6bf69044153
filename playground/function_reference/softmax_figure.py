"""Softmax as figures: its outputs, and its Jacobian."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.function_reference.figure import DIGITS
from playground.function_reference.numbers import softmax_of
from playground.notation import number_text
from playground.notation.bare_symbols import plain_sign
from playground.notation.symbols import OWN, Notation
from playground.views.plot.axes import LEGEND_ABOVE, plain_axes


def softmax_figure(z: Sequence[float], notation: Notation = OWN) -> dict[str, Any]:
    """A bar for each output, with its number."""
    a, _ = softmax_of(z)
    names = [f"{plain_sign(notation, 'a of output')}{_subscript(k)}" for k in range(len(a))]
    bars = {
        "type": "bar",
        "x": names,
        "y": a.tolist(),
        "text": [number_text.on_screen(value, DIGITS) for value in a],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": "@accent"},
        "hovertemplate": "%{x} = %{y:.6g}<extra></extra>",
    }
    layout = plain_axes(
        {"type": "category"}, {"range": [0, 1.08]}, showlegend=False, bargap=0.45, **LEGEND_ABOVE
    )
    return {"data": [bars], "layout": layout}


def jacobian_figure(z: Sequence[float], notation: Notation = OWN) -> dict[str, Any]:
    """∂aₖ/∂zⱼ as a heat map with its numbers; row k is the output."""
    _, jacobian = softmax_of(z)
    count = len(jacobian)
    largest = float(np.abs(jacobian).max()) or 1.0
    sent, taken = plain_sign(notation, "a of output"), plain_sign(notation, "z")
    heat = {
        "type": "heatmap",
        "x": [f"{taken}{_subscript(j)}" for j in range(count)],
        "y": [f"{sent}{_subscript(k)}" for k in range(count)],
        "z": jacobian.tolist(),
        "text": [[number_text.on_screen(value, 3) for value in row] for row in jacobian],
        "texttemplate": "%{text}",
        "textfont": {"size": 14, "color": "@ink"},
        "zmin": -largest,
        "zmax": largest,
        "colorscale": [[0, "@negative-fill"], [0.5, "@paper"], [1, "@positive-fill"]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hovertemplate": "∂%{y}/∂%{x} = %{z:.6g}<extra></extra>",
    }
    layout = plain_axes(
        {"type": "category", "side": "top", "showgrid": False},
        {"type": "category", "autorange": "reversed", "showgrid": False},
        **LEGEND_ABOVE,
    )
    return {"data": [heat], "layout": layout}


def _subscript(number: int) -> str:
    return "₁₂₃₄₅₆₇₈₉"[number]
