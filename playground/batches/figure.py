"""Which sample pulls a weight which way: a bar for each, and one for all of them together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.notation import number_text
from playground.views.plot.axes import plain_axes

MOST_TEXTS = 12  # of more bars only the sum has its number beside it


def pull_figure(pulls: Sequence[float], digits: int, lit: int | None = None) -> dict[str, Any]:
    """Bars up where a sample makes the weight larger, down where smaller; `lit` is outlined."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = float(np.sum(pulls))
    values = [*map(float, pulls), total]
    names = [*(str(s + 1) for s in range(len(pulls))), "sum"]
    few = len(values) <= MOST_TEXTS
    texts = [_text(v, digits) if few or k == len(values) - 1 else "" for k, v in enumerate(values)]
    bars = {
        "type": "bar",
        "x": names,
        "y": [v if math.isfinite(v) else None for v in values],
        "text": texts,
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "textfont": {"size": 13, "color": "@ink"},
        "marker": {
            "color": ["@negative" if v < 0 else "@positive" for v in values],
            "pattern": {
                "shape": ["/" if v < 0 else "" for v in values],
                "size": 7,
                "solidity": 0.2,
            },
            "line": {
                "color": "@ink",
                "width": [3 if k in (lit, len(values) - 1) else 0 for k in range(len(values))],
            },
        },
        "hovertemplate": "%{x}: %{y}<extra></extra>",
    }
    return {"data": [bars], "layout": _layout(values, names)}


def _text(value: float, digits: int) -> str:
    """The number with its direction; one that is not finite has no bar, but says so."""
    arrow = "↑" if value > 0 else "↓" if value < 0 else "·"
    return f"{arrow} {number_text.on_screen(value, number_text.at_most(digits, 3))}"


def _layout(values: Sequence[float], names: Sequence[str]) -> dict[str, Any]:
    finite = [v for v in values if math.isfinite(v)]
    high, low = max([0.0, *finite]), min([0.0, *finite])
    if high == low:  # nothing pulls
        high = 1.0
    room = 0.18 * (high - low)
    samples = {
        "type": "category",
        "categoryarray": list(names),
        "title": {"text": "sample", "standoff": 4},
    }
    pulls = {
        "zerolinecolor": "@ink",
        "zerolinewidth": 1.5,
        "range": [low - room if low < 0 else 0, high + room if high > 0 else 0],
        "title": {"text": "pull: larger ↑ · smaller ↓", "standoff": 6},
    }
    margin = {"l": 64, "r": 10, "t": 12, "b": 44}
    return plain_axes(samples, pulls, margin=margin, showlegend=False, bargap=0.35)
