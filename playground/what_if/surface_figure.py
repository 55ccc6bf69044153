"""The loss against two weights: contours with the passes and the update, and the surface itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.views.palette import FONT
from playground.views.plot.axes import drawable
from playground.what_if.figure import axes_layout, plain
from playground.what_if.surface_numbers import LARGEST_IN_SPACE, Surface

SCALE = "Cividis"  # perceptually uniform, and made for every kind of colour vision
MOST_MARKED = 60  # passes that get a dot each
# The arrow's head, how wide it is, and how wide the shaft: parts of its length, and of the drawing.
ARROW = ((0.4, 0.045), (0.17, 0.02), (0.05, 0.006))


def contour_figure(
    made: Surface,
    path: np.ndarray,
    losses: Sequence[float | None],
    at: int,
    arrow: Sequence[float],
    names: Sequence[str],
    loss: str = "loss",
) -> dict[str, Any]:
    """The surface seen from above. `path` are both weights at each pass, (passes, 2), with its
    losses; `at` is the pass shown, and `arrow` the way of the update, (2,), or 0 for none.
    `loss` is what the loss is called."""
    heights = [[*map(drawable, row)] for row in made.z.tolist()]
    contour = {
        "type": "contour",
        "x": plain(made.first),
        "y": plain(made.second),
        "z": heights,
        "colorscale": SCALE,
        "ncontours": 18,
        "contours": {"coloring": "fill", **_flat(heights)},
        "line": {"width": 0.6, "color": "rgba(255,255,255,0.55)"},
        "colorbar": {"title": {"text": loss}, "thickness": 12, "outlinewidth": 0, "len": 0.9},
        "hovertemplate": f"%{{x:.4g}}, %{{y:.4g}}: {loss} %{{z:.5g}}<extra></extra>",
    }
    layout = axes_layout(*names)
    for axis, values in (("xaxis", made.first), ("yaxis", made.second)):
        layout[axis] |= {"range": [float(values[0]), float(values[-1])], "zeroline": False}
    layout["yaxis"] |= {"scaleanchor": "x", "constrain": "domain"}
    layout["xaxis"]["constrain"] = "domain"
    side = float(made.first[-1] - made.first[0])
    way, now = _passes(path, _pass_names(losses, loss), at)
    traces = [contour, *_downhill(path[at], arrow, side), way, now]
    return {"data": traces, "layout": layout}


def _flat(heights: list[list[float | None]]) -> dict[str, float]:
    """One level for a loss that is the same everywhere: Plotly finds none where it is large."""
    known = [height for row in heights for height in row if height is not None]
    if not known or min(known) < max(known):
        return {}
    return {"start": known[0], "end": known[0], "size": abs(known[0]) or 1.0}


def _downhill(here: np.ndarray, arrow: Sequence[float], side: float) -> list[dict[str, Any]]:
    """An arrow as a shape of its own, since only so it can have an outline. Both axes have the
    same scale, so it is not skewed. A long one is thin: its breadth and its head are parts of the
    drawing's `side`, of a short one of its length."""
    length = math.hypot(*arrow)
    if not length:
        return []
    along = np.asarray(arrow) / length
    across = np.array([-along[1], along[0]])
    head, wide, thin = (min(of_length * length, of_side * side) for of_length, of_side in ARROW)
    outline = [(0.0, thin), (length - head, thin), (length - head, wide), (length, 0.0)]
    outline += [(u, -v) for u, v in outline[2::-1]]
    corners = np.array([here + u * along + v * across for u, v in outline])
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": plain(corners[:, 0]),
            "y": plain(corners[:, 1]),
            "fill": "toself",
            "fillcolor": "#ffffff",
            "line": {"color": "#000000", "width": 1.5},
            "hoverinfo": "skip",
        }
    ]


def _passes(path: np.ndarray, names: Sequence[str], at: int) -> list[dict[str, Any]]:
    """The way so far, and where it is now. White with black lines is seen on all colours."""
    many = len(path) > MOST_MARKED
    way = {
        "type": "scatter",
        "mode": "lines" if many else "lines+markers",
        "x": plain(path[:, 0]),
        "y": plain(path[:, 1]),
        "line": {"color": "#ffffff", "width": 2.5},
        "marker": {"size": 7, "color": "#ffffff", "line": {"color": "#000000", "width": 1}},
        "text": list(names),
        "hovertemplate": "%{text}<extra></extra>",
    }
    now = {
        "type": "scatter",
        "mode": "markers",
        "x": plain(path[at : at + 1, 0]),
        "y": plain(path[at : at + 1, 1]),
        "marker": {"size": 14, "color": "#ffffff", "line": {"color": "#000000", "width": 3}},
        "hovertemplate": "now: %{x:.5g}, %{y:.5g}<extra></extra>",
    }
    return [way, now]


def _pass_names(losses: Sequence[float | None], loss: str) -> list[str]:
    """What the pointer shows: the loss that the pass really had, with all its weights."""
    return [
        f"pass {k}, {loss} " + (f"{v:.5g}" if v is not None and math.isfinite(v) else "not finite")
        for k, v in enumerate(losses, start=1)
    ]


def surface_figure(
    made: Surface,
    path: np.ndarray,
    heights: np.ndarray,
    losses: Sequence[float | None],
    at: int,
    names: Sequence[str],
    loss: str = "loss",
) -> dict[str, Any]:
    """The surface itself, with the passes laid on it: `heights` is how high it is at each of them,
    (passes,); a pass whose height is no finite number, or too large for a drawing in space, is
    left out. It is turned by dragging, and the view stays when the numbers change."""
    with np.errstate(invalid="ignore"):
        there = np.flatnonzero((np.abs(np.c_[path, heights]) <= LARGEST_IN_SPACE).all(axis=1))
    traces = [_sheet(made, loss)]
    if len(there):
        traces.append(_laid_on_it(path, heights, there, at, _pass_names(losses, loss)))
    return {"data": traces, "layout": _space([*names, loss])}


def _sheet(made: Surface, loss: str) -> dict[str, Any]:
    return {
        "type": "surface",
        "x": plain(made.first),
        "y": plain(made.second),
        "z": [plain(row) for row in made.z],
        "colorscale": SCALE,
        "showscale": False,
        "opacity": 0.94,
        "hovertemplate": f"%{{x:.4g}}, %{{y:.4g}}: {loss} %{{z:.5g}}<extra></extra>",
    }


def _laid_on_it(
    path: np.ndarray, heights: np.ndarray, there: np.ndarray, at: int, names: Sequence[str]
) -> dict[str, Any]:
    """The passes that are `there`, by their numbers."""
    return {
        "type": "scatter3d",
        "mode": "lines+markers",
        "x": plain(path[there, 0]),
        "y": plain(path[there, 1]),
        "z": plain(heights[there]),
        "line": {"color": "@negative", "width": 6},
        "marker": {
            "size": [7 if k == at else 3 for k in there],
            "color": "@negative",
            "line": {"color": "@ink", "width": 1},
        },
        "text": [names[k] for k in there],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _space(titles: Sequence[str]) -> dict[str, Any]:
    axis = {"color": "@muted", "gridcolor": "@line", "backgroundcolor": "rgba(0,0,0,0)"}
    axes = {
        f"{letter}axis": {**axis, "title": {"text": title}}
        for letter, title in zip("xyz", titles, strict=True)
    }
    return {
        "template": "none",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12, "color": "@ink", "family": FONT},
        "showlegend": False,
        "uirevision": "surface",
        "scene": {
            "uirevision": "surface",
            "dragmode": "turntable",
            **axes,
            "camera": {"eye": {"x": 1.45, "y": -1.55, "z": 0.95}},
            "aspectmode": "cube",
        },
    }
