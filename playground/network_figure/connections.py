"""All connections of a network: colour and dash by sign, width by size, one trace for each look.

They stay the same through a whole walk, and a large network has thousands of them, so they are made
once, and as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from backprop_core import Trace
from playground.network_figure.geometry import Geometry, geometry_of
from playground.where import Weight, weights_of

# by the weight's sign, never by colour alone
LOOKS = {1: ("@positive", "solid"), -1: ("@negative", "dash"), 0: ("@line", "dot")}
WIDTHS = (1.2, 2.4, 4.0)
FEW_EDGES = 24  # up to here every connection has its full colour, and its weight beside it


def connections(trace: Trace) -> list[dict[str, Any]]:
    """All connections: colour and dash by sign, width by size, one trace for each look."""
    looks = json.loads(connections_json(trace))["traces"]
    geometry = geometry_of(trace.plan.shape.sizes)
    return [{**edge_trace(geometry, [edge[:3] for edge in look["meta"]]), **look} for look in looks]


def connections_json(trace: Trace) -> str:
    """The same as JSON, {"places": …, "traces": […]}: in `meta` stand a trace's edges with their
    weights, and the browser puts in where they lie. A large network has thousands."""
    weights = b"".join(layer.W.tobytes() for layer in trace.network.layers)
    return _connections(trace.plan.shape.sizes, trace.plan.shape.sources, weights)


@lru_cache(maxsize=64)
def _connections(sizes: tuple[int, ...], sources: Any, weights: bytes) -> str:
    numbers = np.frombuffer(weights)
    largest = float(np.abs(numbers).max()) or 1.0
    looks: dict[tuple[int, int], list[tuple[Weight, float]]] = {}
    start = 0
    for number, (n_in, n_out) in enumerate(pairwise(sizes)):
        W = numbers[start : start + n_in * n_out].reshape(n_out, n_in).tolist()
        start += n_in * n_out
        for edge in weights_of(sources, number):
            weight = W[edge[1]][edge[2]]
            size = min(2, int(3 * abs(weight) / largest)) if np.isfinite(largest) else 0
            looks.setdefault(((weight > 0) - (weight < 0), size), []).append((edge, weight))
    faint = sum(map(len, looks.values())) > FEW_EDGES
    traces = [_look(*look, members, faint) for look, members in sorted(looks.items())]
    made = {"places": geometry_of(sizes).places, "traces": traces}
    return json.dumps(made, separators=(",", ":"))


def _look(sign: int, size: int, members: list[tuple[Weight, float]], faint: bool) -> dict[str, Any]:
    colour, dash = LOOKS[sign]
    colour += "-faint" if faint and sign else ""
    width = WIDTHS[size] * (0.6 if faint else 1)
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": width},
        "meta": [[*edge, float(f"{weight:.6g}")] for edge, weight in members],
        "hoverinfo": "skip",
    }


def edge_trace(geometry: Geometry, edges: Iterable[Weight], **line: Any) -> dict[str, Any]:
    xs, ys = _line(geometry, edges)
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"}


def _line(places: Geometry, edges: Iterable[Weight]) -> tuple[list[Any], list[Any]]:
    xs: list[Any] = []
    ys: list[Any] = []
    for layer, to, source in edges:
        (x0, y0), (x1, y1) = places.places[layer][source], places.places[layer + 1][to]
        xs += [x0, x1, None]
        ys += [y0, y1, None]
    return xs, ys
