"""The way of each edge from rim to rim.

Up to four edges in a gap run straight. More of them form a harness: before each target its chips
stand in one block, ordered by source, so that read downwards they are that neuron's row of W; each
edge is led through its chip's place, in an S-curve up to it and a short curve into the neuron.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import atan2, cos, hypot, sin, sqrt

from playground.stage.columns import Frame
from playground.stage.layout import Layout
from playground.stage.marks import Point, coarse_line, line
from playground.stage.stage_view import Edge, Neuron

_SAMPLES = 8  # points of a curve, for whoever asks how far it is away


@dataclass(frozen=True)
class Route:
    """`points` from start to end, and the `path` to draw; `leaving` and `arriving` are the angles
    of its ends, in radians, y down."""

    points: tuple[Point, ...]
    path: str
    leaving: float
    arriving: float

    @cached_property
    def _steps(self) -> list[float]:
        """How long each piece is."""
        return [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self.points)]

    @cached_property
    def length(self) -> float:
        return sum(self._steps)

    def at(self, share: float) -> Point:
        """The point at that share of the way."""
        left = share * self.length
        for (a, b), step in zip(pairwise(self.points), self._steps, strict=True):
            if left <= step and step > 0:
                return a[0] + left / step * (b[0] - a[0]), a[1] + left / step * (b[1] - a[1])
            left -= step
        return self.points[-1]

    @cached_property
    def middle(self) -> Point:
        if len(self.points) > 2:
            return self.at(0.5)
        (x0, y0), (x1, y1) = self.points
        return x0 + 0.5 * (x1 - x0), y0 + 0.5 * (y1 - y0)

    @cached_property
    def coarse(self) -> str:
        """Its points in whole px, as JSON."""
        return str([[round(x), round(y)] for x, y in self.points])


Ports = dict[Edge, tuple[float, float]]  # how far from their middles an edge leaves and arrives


@lru_cache(maxsize=64)
def ports_of(edges: tuple[Edge, ...], radius: float, spread: float, most: float) -> Ports:
    """Edges leave a neuron in the order of their targets, and arrive in that of their sources."""
    leaving: dict[Neuron, list[Edge]] = defaultdict(list)
    arriving: dict[Neuron, list[Edge]] = defaultdict(list)
    for edge in edges:
        layer, to, source = edge
        leaving[layer, source].append(edge)
        arriving[layer + 1, to].append(edge)
    starts = _spread(leaving, radius, spread, most, by=1)
    ends = _spread(arriving, radius, spread, most, by=2)
    return {edge: (starts[edge], ends[edge]) for edge in edges}


def _spread(
    groups: dict[Neuron, list[Edge]], radius: float, spread: float, most: float, *, by: int
) -> dict[Edge, float]:
    offsets: dict[Edge, float] = {}
    for group in groups.values():
        step = min(spread, most * radius / len(group))
        for k, edge in enumerate(sorted(group, key=lambda e: e[by])):
            offsets[edge] = (k - (len(group) - 1) / 2) * step
    return offsets


def straight(
    layout: Layout, edge: Edge, ports: tuple[float, float], trims: tuple[float, float] = (0, 0)
) -> Route:
    """From side to side, clear of the tabs; `trims` shorten it at its start and at its end."""
    start, end = _middles(layout, edge)
    first = _on_rim(layout, edge[0], start, ports[0], 1, 0)
    final = _on_rim(layout, edge[0] + 1, end, ports[1], -1, 0)
    angle = atan2(final[1] - first[1], final[0] - first[0])
    first = (first[0] + trims[0] * cos(angle), first[1] + trims[0] * sin(angle))
    final = (final[0] - trims[1] * cos(angle), final[1] - trims[1] * sin(angle))
    return Route((first, final), line((first, final)), angle, angle)


def _middles(layout: Layout, edge: Edge) -> tuple[Point, Point]:
    layer, to, source = edge
    return layout.places[layer, source], layout.places[layer + 1, to]


def plain(frame: Frame, edge: Edge) -> Route:
    """Straight from side to side, for the edges of a large network."""
    layer, to, source = edge
    start, end = frame.places[layer, source], frame.places[layer + 1, to]
    first = (start[0] + frame.columns[layer].half, start[1])
    final = (end[0] - frame.columns[layer + 1].half, end[1])
    angle = atan2(final[1] - first[1], final[0] - first[0])
    return Route((first, final), coarse_line((first, final)), angle, angle)


def led(
    layout: Layout,
    edge: Edge,
    ports: tuple[float, float],
    slot: tuple[float, float, float],
    trims: tuple[float, float] = (0, 0),
) -> Route:
    """Through its chip's place: `slot` is that place's left end, its right end and its height."""
    start, end = _middles(layout, edge)
    first = _on_rim(layout, edge[0], start, ports[0], 1, trims[0])
    final = _on_rim(layout, edge[0] + 1, end, ports[1], -1, trims[1])
    left, right, y = slot
    left, right = max(left, first[0] + 2), min(right, final[0] - 2)
    ways = [(first, (left, y), 0.55), ((right, y), final, 0.6)]
    points: list[Point] = []
    path = ""
    for a, b, bend in ways:
        points += _curve(a, b, bend)
        c = bend * (b[0] - a[0])
        path += "L" if path else "M"
        path += f"{_p(a)}C{_p((a[0] + c, a[1]))} {_p((b[0] - c, b[1]))} {_p(b)}"
    return Route(tuple(points), path, 0.0, 0.0)


def _p(point: Point) -> str:
    return f"{round(point[0], 1):g},{round(point[1], 1):g}"


def _on_rim(
    layout: Layout, column: int, middle: Point, port: float, side: int, trim: float
) -> Point:
    here = layout.columns[column]
    port = max(-0.9 * here.high, min(0.9 * here.high, port))
    reach = here.half if here.high != here.half else sqrt(here.half**2 - port**2)
    return middle[0] + side * (reach + trim), middle[1] + port


def _curve(a: Point, b: Point, bend: float) -> list[Point]:
    """Points of the curve that leaves and arrives level."""
    (x, y), wide, high = a, b[0] - a[0], b[1] - a[1]
    return [(x + (bent * bend + gone) * wide, y + gone * high) for bent, gone in _SHARES]


def _shares(t: float) -> tuple[float, float]:
    """Of a Bézier curve that leaves and arrives level, at `t`: how far its bend leads along, and
    how much of the whole way is gone."""
    s = 1 - t
    return 3 * s * t * (s - t), (3 * s + t) * t * t


_SHARES = [_shares(k / _SAMPLES) for k in range(_SAMPLES + 1)]
