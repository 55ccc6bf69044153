"""The loss against one weight: a curve, its tangent, and the step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from playground.views.plot.axes import LARGEST, plain_axes
from playground.what_if.numbers import Look, WhatIf

TANGENT = 0.3  # half the length of the tangent, of what is drawn
_HEIGHTS = (0.57, 1.0), (0.0, 0.4)  # of the whole curve, and of its close-up below
_CLOSE_UP = {
    "text": "<b>Close-up:</b> the step itself",
    "xref": "paper",
    "yref": "paper",
    "x": 0,
    "y": _HEIGHTS[1][1],
    "xanchor": "left",
    "yanchor": "bottom",
    "showarrow": False,
}


def curve_figure(look: Look, name: str, loss: str = "loss") -> dict[str, Any]:
    """The curve, its tangent at the present value, and the step: as the tangent promises it, and
    as it is. Where the step is too short to be seen on the whole it is drawn close up, below.
    `name` and `loss` are what the number and the loss are called."""
    close_up = look.close_up
    if close_up is None:
        parts = [_Part(look, *look.curve, "", (0.0, 1.0), with_step=True)]
    else:
        above, below = _HEIGHTS
        parts = [
            _Part(look, *look.curve, "", above, with_step=False),
            _Part(look, *close_up, "2", below, with_step=True),
        ]
    layout = axes_layout("", loss)
    for part in parts:
        layout |= part.axes(loss)
    layout[f"xaxis{parts[-1].axis}"]["title"] = {"text": name, "standoff": 6}
    layout["meta"] = {"parts": len(parts)}
    notes = [note for part in parts for note in part.notes()]
    layout["annotations"] = [*notes, _CLOSE_UP] if close_up else notes
    return {"data": [trace for part in parts for trace in part.traces(loss)], "layout": layout}


@dataclass(frozen=True)
class _Part:
    """One pair of axes with a curve: what is drawn on it, and which part of the height it takes."""

    look: Look
    values: np.ndarray
    losses: np.ndarray
    axis: str  # how plotly numbers its axes: "" or "2"
    domain: tuple[float, float]
    with_step: bool

    @property
    def w(self) -> WhatIf:
        return self.look.of

    @cached_property
    def heights(self) -> tuple[float, float]:
        """What the axis shows, from the lowest."""
        return _heights(self.w, self.values, self.losses)

    @property
    def moved(self) -> bool:
        """Whether the step is drawn on it."""
        inside = self.values[0] <= self.w.target <= self.values[-1]
        return bool(self.with_step and self.w.step > 0 and inside)

    def axes(self, loss: str) -> dict[str, Any]:
        plain = axes_layout("", loss)
        x, y = plain["xaxis"], plain["yaxis"]
        x |= {"range": [float(self.values[0]), float(self.values[-1])], "anchor": f"y{self.axis}"}
        y |= {"range": list(self.heights), "domain": self.domain}
        return {f"xaxis{self.axis}": x, f"yaxis{self.axis}": y | {"anchor": f"x{self.axis}"}}

    def traces(self, loss: str) -> list[dict[str, Any]]:
        w, reached = self.w, self.look.reached
        traces = [
            _line(loss, self.values, self.losses, "@accent"),
            _line("tangent", *_tangent(w, self.values), "@ink", dash="dash"),
        ]
        if self.moved:
            ends = [w.predicted, reached]
            traces += [
                _line("tangent's error", [w.target] * 2, ends, "@muted", dash="dot"),
                _point(
                    "predicted by the tangent", w.target, w.predicted, "@paper", "diamond", loss
                ),
                _point("after this step alone", w.target, reached, "@negative", "square", loss),
            ]
        traces.append(_point("now", w.value, w.loss, "@accent", "circle", loss))
        return [{**trace, "xaxis": f"x{self.axis}", "yaxis": f"y{self.axis}"} for trace in traces]

    def notes(self) -> list[dict[str, Any]]:
        wide = float(self.values[-1] - self.values[0]) > LARGEST  # no place for an arrow is found
        return [_step_arrow(self.w, self.heights[0], self.axis)] if self.moved and not wide else []


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


def _step_arrow(w: WhatIf, low: float, axis: str) -> dict[str, Any]:
    """Along the bottom, from the weight to where the update takes it."""
    return {
        "x": w.target,
        "y": low,
        "ax": w.value,
        "ay": low,
        "xref": f"x{axis}",
        "yref": f"y{axis}",
        "axref": f"x{axis}",
        "ayref": f"y{axis}",
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
