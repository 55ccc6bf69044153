"""The plain axes that flat figures share: curves over a grid, and nothing else."""

from __future__ import annotations

from typing import Any

from playground.views.palette import FONT

LARGEST, SMALLEST = 1e300, 1e-300  # nearer the ends of all numbers Plotly loses its axes
AXIS = {
    "color": "@muted",
    "gridcolor": "@fill",
    "zerolinecolor": "@line",
    "fixedrange": True,
    "automargin": True,
}
LEGEND_ABOVE = {
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    "margin": {"l": 40, "r": 12, "t": 34, "b": 36},
}


def drawable(value: float | None) -> float | None:
    """A height as a chart can show it; None, a gap, for one that it can't."""
    if value is None or not abs(value) <= LARGEST:  # nan is not, either
        return None
    return value if abs(value) >= SMALLEST else 0.0


def plain_axes(x: dict[str, Any], y: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A layout; `x` and `y` are what each axis has of its own, `more` what the layout has."""
    return {
        "template": "none",
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": "@ink", "family": FONT},
        **more,
        "xaxis": {**AXIS, **x},
        "yaxis": {**AXIS, **y},
    }
