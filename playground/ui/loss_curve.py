"""The loss over the passes so far: every point is a place to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.views.palette import FONT
from playground.views.plot.axes import drawable, plain_axes


def loss_figure(
    losses: Sequence[float | None], at: int, after: float, name: str = "loss", first: int = 0
) -> dict[str, Any]:
    """`losses[k]` is the loss of pass `first` + k, counted from 0 and shown from 1; `losses[at]` is
    that of the pass shown, `after` the loss after its update, drawn hollow until that pass is made.
    `name` is what it is called: loss, cost."""
    known = [drawable(loss) for loss in losses]
    ahead = drawable(after)
    return {
        "data": [_so_far(known, name, first), _ahead(first + at, known[at], ahead)],
        "layout": _layout(known, at, ahead, name, first),
    }


def _so_far(known: Sequence[float | None], name: str, first: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(first + 1, first + len(known) + 1)),
        "y": list(known),
        "line": {"color": "@accent", "width": 2},
        "marker": {"size": 8 if len(known) < 60 else 5, "color": "@accent"},
        "customdata": [["pass", first + k] for k in range(len(known))],
        "hovertemplate": f"pass %{{x}}: {name} %{{y:.6g}}<extra></extra>",
        "cliponaxis": False,  # a mark at 0 is seen whole
    }


def _ahead(at: int, here: float | None, ahead: float | None) -> dict[str, Any]:
    """From the pass shown to where its update leads."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [at + 1, at + 2],
        "y": [here, ahead],
        "line": {"color": "@muted", "width": 1.5, "dash": "dot"},
        "marker": {
            "size": [14, 9],
            "color": ["@highlight", "@paper"],
            "line": {"color": "@ink", "width": [2, 1.5]},
        },
        "hovertemplate": "%{y:.6g}<extra></extra>",
        "cliponaxis": False,
    }


def _layout(
    known: Sequence[float | None], at: int, ahead: float | None, name: str, first: int
) -> dict[str, Any]:
    shown = [v for v in [*known, ahead] if v is not None]
    spread = [v for v in shown if v > 0]
    wide = len(spread) == len(shown) > 3 and max(spread) / min(spread) > 1000
    few = {"dtick": 1} if len(known) < 9 else {"nticks": 8}
    passes = {
        "zeroline": False,
        "tickformat": "d",
        "tickprefix": "pass ",
        "showtickprefix": "first",
        "range": [first + 0.5, first + max(len(known), at + 2) + 0.5],
        **few,
    }
    losses = {
        "zeroline": False,
        "title": {"text": name, "standoff": 4},
        "type": "log" if wide else "linear",
        "nticks": 3,
        **_range_from_zero(shown, wide),
    }
    return plain_axes(
        passes,
        losses,
        showlegend=False,
        margin={"l": 44, "r": 8, "t": 6, "b": 22},
        font={"size": 11, "color": "@ink", "family": FONT},
    )


def _range_from_zero(shown: Sequence[float], wide: bool) -> dict[str, Any]:
    """From 0 to a little above the largest loss, where that is a range that shows them."""
    if wide or not shown or min(shown) < 0 or max(shown) == 0:
        return {}
    return {"range": [0, 1.25 * max(shown)]}
