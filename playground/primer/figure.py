"""The primer's figures: a curve with secant and tangent, and a surface with its two slices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from playground.primer.numbers import Curve, bowl, bowl_slopes, secant_slope
from playground.views.palette import FONT
from playground.views.plot.axes import LEGEND_ABOVE, plain_axes

POINTS = 301
GRID = 49
X_REACH, Y_REACH = 2.0, 6.0
Z_RANGE = (-1.2, 5.2)
Traces = list[dict[str, Any]]


def secant_figure(curve: Curve, x: float, dx: float) -> dict[str, Any]:
    """The curve, the tangent at x, and the secant through x and x + Δx where there is one."""
    places = np.linspace(curve.low, curve.high, POINTS)
    heights = [curve.value(place) for place in places.tolist()]
    here, slope, rise = curve.value(x), curve.derivative(x), secant_slope(curve, x, dx)
    ends = [curve.low, curve.high]
    traces = [
        _line("f(x)", places.tolist(), heights, "@accent", 3),
        _line("tangent", ends, [here + slope * (e - x) for e in ends], "@ink", 2, "dash"),
    ]
    if rise is None:
        traces.append(_points([x], [here], ["x"]))
    else:
        there = curve.value(x + dx)
        traces += [
            _line("secant", ends, [here + rise * (e - x) for e in ends], "@negative", 2),
            _legs(x, dx, here, there),
            _points([x, x + dx], [here, there], ["x", "x + Δx"] if abs(dx) > 0.15 else ["x", ""]),
        ]
        # names beside the lines: these go up to the right where the slope is positive
        traces[-1]["textposition"] = (
            ["bottom right", "top left"] if rise >= 0 else ["bottom left", "top right"]
        )
    low, high = min(heights), max(heights)
    room = 0.12 * (high - low) or 1.0
    return _flat(traces, "x", (curve.low, curve.high), (low - room, high + room))


def _legs(x: float, dx: float, here: float, there: float) -> dict[str, Any]:
    """How far one went, and what one gained."""
    legs = _line("Δx and Δf", [x, x + dx, x + dx], [here, here, there], "@muted", 2, "dot")
    legs["hoverinfo"] = "skip"
    return legs


def slice_figure(
    name: str, f: Callable[[float], float], at: float, slope: float, reach: float
) -> dict[str, Any]:
    """One slice through the surface, with the tangent at its point."""
    places = np.linspace(-reach, reach, POINTS)
    heights = [f(place) for place in places.tolist()]
    half = 0.35 * reach / float(np.hypot(1.0, slope * reach / 4))
    ends = [at - half, at + half]
    colour = "@positive" if name == "x" else "@negative"
    traces = [
        _line(f"slice along {name}", places.tolist(), heights, colour, 3),
        _line("its slope", ends, [f(at) + slope * (e - at) for e in ends], "@ink", 2, "dash"),
        _points([at], [f(at)], [""]),
    ]
    return _flat(traces, name, (-reach, reach), Z_RANGE)


def surface_figure(x: float, y: float) -> dict[str, Any]:
    """x² + cos y with the slices through (x, y), and the tangent of each."""
    xs, ys = np.linspace(-X_REACH, X_REACH, GRID), np.linspace(-Y_REACH, Y_REACH, GRID)
    z = bowl(x, y)
    surface = {
        "type": "surface",
        "x": xs.tolist(),
        "y": ys.tolist(),
        "z": (xs[None, :] ** 2 + np.cos(ys)[:, None]).tolist(),
        "colorscale": [[0, "@paper"], [1, "@line"]],
        "opacity": 0.72,
        "showscale": False,
        "hovertemplate": "x %{x:.2f}, y %{y:.2f}<br>f = %{z:.4g}<extra></extra>",
        "contours": {"z": {"show": True, "color": "@muted", "width": 1}},
    }
    along_x = _line3(xs, np.full(GRID, y), xs**2 + np.cos(y), "@positive", "slice along x")
    along_y = _line3(np.full(GRID, x), ys, x * x + np.cos(ys), "@negative", "slice along y")
    point = {
        "type": "scatter3d",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "z": [z],
        "marker": {"size": 6, "color": "@ink"},
        "showlegend": False,
        "hovertemplate": "f = %{z:.6g}<extra></extra>",
    }
    return {
        "data": [surface, along_x, along_y, *_tangents(x, y, z), point],
        "layout": _deep_layout(),
    }


def _tangents(x: float, y: float, z: float) -> Traces:
    """A short piece of each tangent."""
    fx, fy = bowl_slopes(x, y)
    pieces = []
    for dx, dy, slope in ((0.7, 0.0, fx), (0.0, 2.0, fy)):
        go = np.array([-1.0, 1.0])
        reach = (dx + dy) / float(np.hypot(1.0, slope / 3))
        along = go * reach
        pieces.append(
            _line3(
                x + along * (dx > 0), y + along * (dy > 0), z + slope * along, "@ink", "", "dash"
            )
        )
    return pieces


def _line3(x: Any, y: Any, z: Any, colour: str, name: str, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter3d",
        "mode": "lines",
        "name": name,
        "showlegend": bool(name),
        "x": np.asarray(x, dtype=float).tolist(),
        "y": np.asarray(y, dtype=float).tolist(),
        "z": np.asarray(z, dtype=float).tolist(),
        "line": {"color": colour, "width": 7, "dash": dash},
        "hoverinfo": "skip",
    }


def _deep_layout() -> dict[str, Any]:
    axis = {
        "color": "@muted",
        "gridcolor": "@line",
        "zerolinecolor": "@line",
        "backgroundcolor": "@paper",
    }
    return {
        "template": "none",
        "uirevision": "primer",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": "@ink", "family": FONT},
        "legend": {"orientation": "h", "x": 0, "y": 1},
        "scene": {
            "xaxis": {**axis, "title": {"text": "x"}},
            "yaxis": {**axis, "title": {"text": "y"}},
            "zaxis": {**axis, "title": {"text": "f(x, y)"}, "range": list(Z_RANGE)},
            "aspectmode": "manual",
            "aspectratio": {"x": 1, "y": 1.35, "z": 0.75},
            "camera": {
                "eye": {"x": 1.35, "y": -1.45, "z": 0.75},
                "center": {"x": 0, "y": 0, "z": -0.14},
            },
        },
    }


def _line(
    name: str, x: list[float], y: list[float], colour: str, width: float, dash: str = "solid"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width, "dash": dash, "simplify": False},
        "hovertemplate": f"%{{x:.4g}}: {name} = %{{y:.5g}}<extra></extra>",
    }


def _points(x: list[float], y: list[float], names: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": x,
        "y": y,
        "text": names,
        "textposition": "bottom right",
        "showlegend": False,
        "marker": {"size": 12, "color": "@accent", "line": {"color": "@paper", "width": 2}},
        "hovertemplate": "%{x:.6g}, %{y:.6g}<extra></extra>",
    }


def _flat(
    traces: Traces, name: str, x_range: tuple[float, float], y_range: tuple[float, float]
) -> dict[str, Any]:
    layout = plain_axes(
        {"title": {"text": name, "standoff": 4}, "range": list(x_range)},
        {"range": list(y_range)},
        **LEGEND_ABOVE,
    )
    return {"data": traces, "layout": layout}
