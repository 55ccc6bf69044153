"""The loss against one weight as a curve, and against two as contours and as a surface."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.figures.scene import FONT
from playground.understand.what_if import Surface, WhatIf

TANGENT = 0.3  # half the length of the tangent, of what is drawn
SCALE = "Cividis"  # perceptually uniform, and made for every kind of colour vision
MOST_MARKED = 60  # passes that get a dot each


def curve_figure(
    w: WhatIf, values: np.ndarray, losses: np.ndarray, name: str, *, with_step: bool = True
) -> dict[str, Any]:
    """The curve, its tangent at the present value, and the step: as the tangent promises it, and
    as it is. `values` and `losses` are the curve's, (count,). Without the step where it is too
    short to be seen."""
    low, high = _heights(w, values, losses)
    traces = [
        _line("loss", values, losses, "@accent"),
        _line("tangent", *_tangent(w, values), "@ink", dash="dash"),
    ]
    moved = with_step and w.step > 0 and values[0] <= w.target <= values[-1]
    if moved:
        ends = [w.predicted, w.reached]
        traces += [
            _line("how far it errs", [w.target] * 2, ends, "@muted", dash="dot"),
            _point("the tangent promises", w.target, w.predicted, "@paper", "diamond"),
            _point("this weight's step", w.target, w.reached, "@negative", "square"),
        ]
    traces.append(_point("now", w.value, w.loss, "@accent", "circle"))
    layout = _layout(name, "loss")
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
        "x": _plain(x),
        "y": _plain(y),
        "line": {"color": colour, "width": 2.5, "dash": dash, "simplify": False},
        "connectgaps": False,
        "hovertemplate": f"%{{x:.4g}}: {name} %{{y:.5g}}<extra></extra>",
    }


def _plain(values: Any) -> list[float | None]:
    """For JSON: what is no finite number is a gap."""
    return [float(v) if np.isfinite(v) else None for v in np.asarray(values, dtype=float).ravel()]


def _point(name: str, x: float, y: float, colour: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x],
        "y": _plain([y]),
        "marker": {
            "size": 13,
            "color": colour,
            "symbol": symbol,
            "line": {"color": "@ink", "width": 2},
        },
        "hovertemplate": f"{name}: %{{x:.6g}}, loss %{{y:.6g}}<extra></extra>",
    }


def _layout(x_name: str, y_name: str) -> dict[str, Any]:
    axis = {
        "color": "@muted",
        "gridcolor": "@fill",
        "zerolinecolor": "@line",
        "fixedrange": True,
        "automargin": True,
    }
    return {
        "template": "none",
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "margin": {"l": 54, "r": 14, "t": 10, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": "@ink", "family": FONT},
        "xaxis": {**axis, "title": {"text": x_name, "standoff": 6}},
        "yaxis": {**axis, "title": {"text": y_name, "standoff": 6}},
    }


# Two weights.


def contour_figure(
    made: Surface,
    path: np.ndarray,
    losses: Sequence[float | None],
    at: int,
    arrow: Sequence[float],
    names: Sequence[str],
) -> dict[str, Any]:
    """The surface seen from above. `path` are both weights at each pass, (passes, 2), with its
    losses; `at` is the pass shown, and `arrow` the way of the update, (2,), or 0 for none."""
    contour = {
        "type": "contour",
        "x": _plain(made.first),
        "y": _plain(made.second),
        "z": [_plain(row) for row in made.z],
        "colorscale": SCALE,
        "ncontours": 18,
        "contours": {"coloring": "fill"},
        "line": {"width": 0.6, "color": "rgba(255,255,255,0.55)"},
        "colorbar": {"title": {"text": "loss"}, "thickness": 12, "outlinewidth": 0, "len": 0.9},
        "hovertemplate": "%{x:.4g}, %{y:.4g}: loss %{z:.5g}<extra></extra>",
    }
    layout = _layout(*names)
    for axis, values in (("xaxis", made.first), ("yaxis", made.second)):
        layout[axis] |= {"range": [float(values[0]), float(values[-1])], "zeroline": False}
    layout["yaxis"] |= {"scaleanchor": "x", "constrain": "domain"}
    layout["xaxis"]["constrain"] = "domain"
    traces = [contour, *_passes(path, losses, at), *_downhill(path[at], arrow)]
    return {"data": traces, "layout": layout}


def _downhill(here: np.ndarray, arrow: Sequence[float]) -> list[dict[str, Any]]:
    """An arrow as a shape of its own, since only so it can have an outline. Both axes have the
    same scale, so it is not skewed."""
    length = math.hypot(*arrow)
    if not length:
        return []
    along = np.asarray(arrow) / length
    across = np.array([-along[1], along[0]])
    head, wide, thin = 0.4, 0.17, 0.05  # parts of the length
    outline = [(0, thin), (1 - head, thin), (1 - head, wide), (1, 0)]
    outline += [(u, -v) for u, v in outline[2::-1]]
    corners = np.array([here + length * (u * along + v * across) for u, v in outline])
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": _plain(corners[:, 0]),
            "y": _plain(corners[:, 1]),
            "fill": "toself",
            "fillcolor": "#ffffff",
            "line": {"color": "#000000", "width": 1.5},
            "hoverinfo": "skip",
        }
    ]


def _passes(path: np.ndarray, losses: Sequence[float | None], at: int) -> list[dict[str, Any]]:
    """The way so far, and where it is now. White with black lines is seen on all colours."""
    many = len(path) > MOST_MARKED
    way = {
        "type": "scatter",
        "mode": "lines" if many else "lines+markers",
        "x": _plain(path[:, 0]),
        "y": _plain(path[:, 1]),
        "line": {"color": "#ffffff", "width": 2.5},
        "marker": {"size": 7, "color": "#ffffff", "line": {"color": "#000000", "width": 1}},
        "text": _pass_names(losses),
        "hovertemplate": "%{text}<extra></extra>",
    }
    now = {
        "type": "scatter",
        "mode": "markers",
        "x": _plain(path[at : at + 1, 0]),
        "y": _plain(path[at : at + 1, 1]),
        "marker": {"size": 14, "color": "#ffffff", "line": {"color": "#000000", "width": 3}},
        "hovertemplate": "now: %{x:.5g}, %{y:.5g}<extra></extra>",
    }
    return [way, now]


def _pass_names(losses: Sequence[float | None]) -> list[str]:
    """What the pointer shows: the loss that the pass really had, with all its weights."""
    return [
        f"pass {k}, loss " + ("not finite" if v is None else f"{v:.5g}")
        for k, v in enumerate(losses, start=1)
    ]


def surface_figure(
    made: Surface,
    path: np.ndarray,
    heights: np.ndarray,
    losses: Sequence[float | None],
    at: int,
    names: Sequence[str],
) -> dict[str, Any]:
    """The surface itself, with the passes laid on it: `heights` is how high it is at each of them,
    (passes,). It is turned by dragging, and the view stays when the numbers change."""
    sheet = {
        "type": "surface",
        "x": _plain(made.first),
        "y": _plain(made.second),
        "z": [_plain(row) for row in made.z],
        "colorscale": SCALE,
        "showscale": False,
        "opacity": 0.94,
        "hovertemplate": "%{x:.4g}, %{y:.4g}: loss %{z:.5g}<extra></extra>",
    }
    way = {
        "type": "scatter3d",
        "mode": "lines+markers",
        "x": _plain(path[:, 0]),
        "y": _plain(path[:, 1]),
        "z": _plain(heights),
        "line": {"color": "@negative", "width": 6},
        "marker": {
            "size": [7 if k == at else 3 for k in range(len(path))],
            "color": "@negative",
            "line": {"color": "@ink", "width": 1},
        },
        "text": _pass_names(losses),
        "hovertemplate": "%{text}<extra></extra>",
    }
    axis = {"color": "@muted", "gridcolor": "@line", "backgroundcolor": "rgba(0,0,0,0)"}
    layout = {
        "template": "none",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12, "color": "@ink", "family": FONT},
        "showlegend": False,
        "uirevision": "surface",
        "scene": {
            "uirevision": "surface",
            "dragmode": "turntable",
            "xaxis": {**axis, "title": {"text": names[0]}},
            "yaxis": {**axis, "title": {"text": names[1]}},
            "zaxis": {**axis, "title": {"text": "loss"}},
            "camera": {"eye": {"x": 1.45, "y": -1.55, "z": 0.95}},
            "aspectmode": "cube",
        },
    }
    return {"data": [sheet, way], "layout": layout}
