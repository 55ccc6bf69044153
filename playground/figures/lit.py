"""Neurons and connections lit on top of the network's figure, whatever the step is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playground.figures.geometry import Geometry
from playground.figures.scene import Edge, Neuron


def lit(
    geometry: Geometry, edges: Iterable[Edge] = (), neurons: Iterable[Neuron] = ()
) -> list[dict[str, Any]]:
    """Traces to be drawn over the connections and under the neurons: a broad band along each edge,
    a ring around each neuron."""
    edges, places = list(edges), [geometry.places[c][j] for c, j in neurons]
    traces = []
    if edges:
        width = 8 if len(edges) <= 24 else 3
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "line": {"color": "@used", "width": width},
                "meta": [list(edge) for edge in edges],  # the browser puts in where they lie
                "opacity": 0.45,
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
                "marker": {"size": 2 * geometry.radius + 14, "color": "@used", "opacity": 0.45},
                "hoverinfo": "skip",
            }
        )
    return traces
