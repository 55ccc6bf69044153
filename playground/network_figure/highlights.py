"""Neurons and connections lit on top of the network's figure, whatever the step is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playground.network_figure.geometry import Geometry, Point
from playground.where import Neuron, Weight


def lit(
    geometry: Geometry,
    edges: Iterable[Weight] = (),
    neurons: Iterable[Neuron] = (),
    *,
    to_loss: bool = False,
) -> list[dict[str, Any]]:
    """Traces to be drawn over the connections and under the neurons: a broad band along each edge,
    a ring around each neuron; and `to_loss` a band from each output among them to the loss, in
    the colour that is then free."""
    edges, neurons = list(edges), list(neurons)
    places = [geometry.places[c][j] for c, j in neurons]
    outputs = [
        place for (c, _), place in zip(neurons, places, strict=True) if _is_last(geometry, c)
    ]
    colour, opacity = ("@highlight", 0.8) if to_loss else ("@used", 0.45)
    traces = []
    if to_loss and outputs:
        traces.append(_to_loss(geometry, outputs, colour, opacity))
    if edges:
        width = 9 if len(edges) <= 24 else 3
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "line": {"color": colour, "width": width},
                "meta": [list(edge) for edge in edges],  # the browser puts in where they lie
                "opacity": opacity,
                "hoverinfo": "skip",
            }
        )
    if places:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [x for x, _ in places],
                "y": [y for _, y in places],
                "marker": {"size": 2 * geometry.radius + 14, "color": colour, "opacity": opacity},
                "hoverinfo": "skip",
            }
        )
    return traces


def _is_last(geometry: Geometry, column: int) -> bool:
    return column == len(geometry.places) - 1


def _to_loss(
    geometry: Geometry, outputs: list[Point], colour: str, opacity: float
) -> dict[str, Any]:
    x, y = geometry.loss
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [v for place in outputs for v in (place[0], x, None)],
        "y": [v for place in outputs for v in (place[1], y, None)],
        "line": {"color": colour, "width": 9},
        "opacity": opacity,
        "hoverinfo": "skip",
    }
