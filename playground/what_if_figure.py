"""The loss against one weight as a curve, and against two as contours and as a surface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.scene import FONT
from playground.what_if import Surface, WhatIf

TANGENT = 0.3  # half the length of the tangent, of what is drawn
SCALE = "Cividis"  # perceptually uniform, and made for every kind of colour vision
MOST_MARKED = 60  # passes that get a dot each


def curve_figure(
    w: WhatIf, values: np.ndarray, losses: np.ndarray, name: str, whole: float
) -> dict[str, Any]:
    """The curve, its tangent at the present value, and the step as the tangent promises it and as
    it is. `whole` is the loss after the whole update."""
    reach = float(values[-1] - values[0]) / 2
    low, high = _heights(w, losses, whole)
    traces = [
        _line("loss", values, losses, "@accent"),
        _line("tangent", *_tangent(w, reach), "@ink", dash="dash"),
    ]
    moved = w.target != w.value and abs(w.target - w.value) <= reach
    if moved:
        ends = [w.predicted, w.reached]
        traces.append(_line("how far it errs", [w.target] * 2, ends, "@muted", dash="dot"))
        traces[-1]["showlegend"] = False
        traces += [
            _point("the tangent promises", w.target, w.predicted, "@paper", "diamond"),
            _point("this weight's step", w.target, w.reached, "@negative", "circle"),
            _point("the whole update", w.target, whole, "@highlight", "square"),
        ]
    traces.append(_point("now", w.value, w.loss, "@accent", "circle"))
    layout = _layout(name, "loss")
    layout["xaxis"]["range"] = [float(values[0]), float(values[-1])]
    layout["yaxis"]["range"] = [low, high]
    layout["annotations"] = [_step_arrow(w, low)] if moved else []
    return {"data": traces, "layout": layout}


def _heights(w: WhatIf, losses: np.ndarray, whole: float) -> tuple[float, float]:
    """From the lowest to the highest of what is drawn. Where the tangent dives far below the curve
    it is cut off, so that the curve stays to be seen."""
    known = losses[np.isfinite(losses)]
    points = [v for v in (w.loss, w.reached, whole) if np.isfinite(v)]
    low = min([*known, *points], default=0.0)
    high = max([*known, *points], default=1.0)
    if np.isfinite(w.predicted):
        low = min(low, max(w.predicted, low - 0.5 * (high - low)))
    room = 0.08 * (high - low) or max(0.1 * abs(high), 1e-6)
    return float(low - 1.6 * room), float(high + room)


def _tangent(w: WhatIf, reach: float) -> tuple[list[float], list[float]]:
    """To either side, and at least to the target."""
    step = abs(w.target - w.value)
    half = max(TANGENT * reach, 1.15 * step if step <= reach else 0.0)
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
        "margin": {"l": 54, "r": 14, "t": 56, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": "@ink", "family": FONT},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {**axis, "title": {"text": x_name, "standoff": 6}},
        "yaxis": {**axis, "title": {"text": y_name, "standoff": 6}},
    }


# Two weights.


def contour_figure(
    made: Surface, path: np.ndarray, at: int, arrow: Sequence[float], names: Sequence[str]
) -> dict[str, Any]:
    """The surface seen from above. `path` are both weights at each pass, (passes, 2), `at` the pass
    shown, and `arrow` the way of the update, (2,), or no way at all."""
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
    layout["margin"]["t"] = 12
    layout["showlegend"] = False
    for axis, values in (("xaxis", made.first), ("yaxis", made.second)):
        layout[axis] |= {"range": [float(values[0]), float(values[-1])], "zeroline": False}
    layout["yaxis"] |= {"scaleanchor": "x", "constrain": "domain"}
    layout["xaxis"]["constrain"] = "domain"
    layout["annotations"] = _downhill(path[at], arrow)
    return {"data": [contour, *_passes(path, at)], "layout": layout}


def _downhill(here: np.ndarray, arrow: Sequence[float]) -> list[dict[str, Any]]:
    if not np.any(arrow):
        return []
    end = here + np.asarray(arrow)
    common = {
        "x": float(end[0]),
        "y": float(end[1]),
        "ax": float(here[0]),
        "ay": float(here[1]),
        **dict.fromkeys(("xref", "axref"), "x"),
        **dict.fromkeys(("yref", "ayref"), "y"),
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
    }
    return [  # an outline first, so that it is seen on light and dark parts alike
        {**common, "arrowwidth": 6, "arrowcolor": "#000000", "arrowsize": 0.8},
        {**common, "arrowwidth": 3, "arrowcolor": "#ffffff", "arrowsize": 1.0},
    ]


def _passes(path: np.ndarray, at: int) -> list[dict[str, Any]]:
    """The way so far, and where it is now. White with black lines is seen on all colours."""
    many = len(path) > MOST_MARKED
    way = {
        "type": "scatter",
        "mode": "lines" if many else "lines+markers",
        "x": _plain(path[:, 0]),
        "y": _plain(path[:, 1]),
        "line": {"color": "#ffffff", "width": 2.5},
        "marker": {"size": 7, "color": "#ffffff", "line": {"color": "#000000", "width": 1}},
        "text": [f"pass {k + 1}" for k in range(len(path))],
        "hovertemplate": "%{text}: %{x:.5g}, %{y:.5g}<extra></extra>",
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


def surface_figure(
    made: Surface, path: np.ndarray, heights: np.ndarray, at: int, names: Sequence[str]
) -> dict[str, Any]:
    """The surface itself; `heights` is the loss of each pass, (passes,). It is turned by dragging,
    and the view stays when the numbers change."""
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
        "text": [f"pass {k + 1}" for k in range(len(path))],
        "hovertemplate": "%{text}: loss %{z:.5g}<extra></extra>",
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
