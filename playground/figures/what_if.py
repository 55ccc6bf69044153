"""The loss against one weight: a curve, its tangent, and the step."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.figures.axes import plain_axes
from playground.understand.what_if import WhatIf

TANGENT = 0.3  # half the length of the tangent, of what is drawn


def curve_figure(
    w: WhatIf,
    values: np.ndarray,
    losses: np.ndarray,
    name: str,
    loss: str = "loss",
    *,
    with_step: bool = True,
) -> dict[str, Any]:
    """The curve, its tangent at the present value, and the step: as the tangent promises it, and
    as it is. `values` and `losses` are the curve's, (count,); `name` and `loss` are what the number
    and the loss are called. Without the step where it is too short to be seen."""
    low, high = _heights(w, values, losses)
    traces = [
        _line(loss, values, losses, "@accent"),
        _line("tangent", *_tangent(w, values), "@ink", dash="dash"),
    ]
    moved = with_step and w.step > 0 and values[0] <= w.target <= values[-1]
    if moved:
        ends = [w.predicted, w.reached]
        traces += [
            _line("how far it errs", [w.target] * 2, ends, "@muted", dash="dot"),
            _point("the tangent promises", w.target, w.predicted, "@paper", "diamond", loss),
            _point("with this step alone", w.target, w.reached, "@negative", "square", loss),
        ]
    traces.append(_point("now", w.value, w.loss, "@accent", "circle", loss))
    layout = axes_layout(name, loss)
    layout["xaxis"]["range"] = [float(values[0]), float(values[-1])]
    layout["yaxis"]["range"] = [low, high]
    layout["annotations"] = [_step_arrow(w, low)] if moved else []
    return {"data": traces, "layout": layout}


def _heights(w: WhatIf, values: np.ndarray, losses: np.ndarray) -> tuple[float, float]:
    """From the lowest to the highest of what is drawn. Where the tangent dives far below the curve
    it is cut off, so that the curve stays to be seen."""
    known = losses[np.isfinite(losses)]
    low, high = float(known.min(initial=w.loss)), float(known.max(initial=w.loss))
    if not np.isfinite([low, high]).all():
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if np.isfinite(w.predicted) and values[0] <= w.target <= values[-1]:
        low = min(low, max(w.predicted, low - 0.5 * (high - low)))
    room = 0.07 * (high - low) or max(0.1 * abs(high), 1e-6)
    return low - 2 * room, high + room


def _tangent(w: WhatIf, values: np.ndarray) -> tuple[list[float], list[float]]:
    """To either side, and at least to the target."""
    half = max(TANGENT * float(values[-1] - values[0]) / 2, 1.15 * w.step)
    places = [w.value - half, w.value + half]
    return places, [w.loss + w.slope * (v - w.value) for v in places]


def _step_arrow(w: WhatIf, low: float) -> dict[str, Any]:
    """Along the bottom, from the weight to where the update takes it."""
    return {
        "x": w.target,
        "y": low,
        "ax": w.value,
        "ay": low,
        "xref": "x",
        "yref": "y",
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1.1,
        "arrowwidth": 3,
        "arrowcolor": "@negative",
        "yshift": 7,
    }


def _line(name: str, x: Any, y: Any, colour: str, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": plain(x),
        "y": plain(y),
        "line": {"color": colour, "width": 2.5, "dash": dash, "simplify": False},
        "connectgaps": False,
        "hovertemplate": f"%{{x:.4g}}: {name} %{{y:.5g}}<extra></extra>",
    }


def plain(values: Any) -> list[float | None]:
    """For JSON: what is no finite number is a gap."""
    array = np.asarray(values, dtype=float).ravel()
    numbers: list[float | None] = array.tolist()
    for k in np.flatnonzero(~np.isfinite(array)).tolist():
        numbers[k] = None
    return numbers


def _point(name: str, x: float, y: float, colour: str, symbol: str, loss: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x],
        "y": plain([y]),
        "marker": {
            "size": 13,
            "color": colour,
            "symbol": symbol,
            "line": {"color": "@ink", "width": 2},
        },
        "hovertemplate": f"{name}: %{{x:.6g}}, {loss} %{{y:.6g}}<extra></extra>",
    }


def axes_layout(x_name: str, y_name: str) -> dict[str, Any]:
    """Two axes with their names, and nothing else."""
    return plain_axes(
        {"title": {"text": x_name, "standoff": 6}},
        {"title": {"text": y_name, "standoff": 6}},
        showlegend=False,
        margin={"l": 54, "r": 14, "t": 10, "b": 40},
    )
