"""Where the chips of straight edges stand: each on its own edge, near the neuron it leads to, and
where it would meet something, a little further along."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from playground.stage.biases import bias_label, biases_of, gradient_label
from playground.stage.chips import Spot, lines_of
from playground.stage.layout import Layout
from playground.stage.marks import Box, Point, corner_distance
from playground.stage.room import chip_height
from playground.stage.routes import Route
from playground.stage.sizes import Sizes
from playground.stage.slots import name_label, tab_boxes
from playground.stage.stage_view import Edge, StageView

FLAT = 0.1  # a slope below which the lines of a chip stand above and below the edge
_SHIFTS = (0.0, *(s * k / 100 for k in (3, 6, 9, 13, 17, 22, 27, 33, 39, 46) for s in (1, -1)))
_MEETS, _CROSSES, _MOVES = 1000.0, 6.0, 30.0
_CLEAR = 2.0  # px between a chip and what it must not meet
_ROUNDS = 3


@dataclass(frozen=True)
class Obstacles:
    """Boxes and circles that no label may meet."""

    boxes: tuple[Box, ...]
    circles: tuple[tuple[float, float, float], ...]

    def met(self, box: Box) -> int:
        boxes = sum(box.meets(other) for other in self.boxes)
        return boxes + sum(corner_distance(box, x, y) < r for x, y, r in self.circles)


def reserved(view: StageView, layout: Layout) -> Obstacles:
    """All that neurons will take up by the last step."""
    boxes: list[Box] = []
    circles = []
    for neuron, (x, y) in layout.places.items():
        column = layout.columns[neuron[0]]
        boxes.append(name_label(view, layout, neuron).box)
        boxes += [box for _, box in tab_boxes(view, layout.frame, neuron)]
        circles.append((x, y, column.half + 3))
    for bias in biases_of(view, layout):
        boxes.append(bias_label(view, layout, bias, new=view.final(bias.at)).box)
        gradient = view.final(bias.gradient_at)
        if gradient is not None and layout.design.slots.bias_gradient:
            boxes.append(gradient_label(view, layout, bias, gradient).box)
    return Obstacles(tuple(boxes), tuple(circles))


def place_on_edges(
    layout: Layout,
    layer: int,
    routes: dict[Edge, Route],
    widths: dict[Edge, float],
    obstacles: Obstacles,
) -> tuple[dict[Edge, Spot], bool]:
    """A spot on each straight edge of a gap, and whether none of them meets anything."""
    gap, sizes = layout.gaps[layer], layout.design.sizes
    near = _Near(layout, layer, routes, obstacles)
    first = gap.x1 - max(widths.values()) / 2
    spots: dict[Edge, Spot] = {}
    for _ in range(_ROUNDS):
        before = dict(spots)
        for edge in sorted(routes, key=lambda e: abs(_slope(routes[e]))):
            others = [_box(sizes, layout, layer, e, s) for e, s in spots.items() if e != edge]
            spots[edge] = near.best(edge, first, widths[edge], others)
        if spots == before:
            break
    boxes = [_box(sizes, layout, layer, edge, spot) for edge, spot in spots.items()]
    clash = any(a.meets(b) for k, a in enumerate(boxes) for b in boxes[k + 1 :])
    return spots, not clash and not any(obstacles.met(box) for box in boxes)


def _box(sizes: Sizes, layout: Layout, layer: int, edge: Edge, spot: Spot) -> Box:
    high = chip_height(sizes, lines_of(layout.gaps[layer])) + 2 * spot.apart
    half = spot.half + _CLEAR
    tall = high / 2 + _CLEAR * sizes.unit
    return Box(str(edge), spot.x - half, spot.y - tall, spot.x + half, spot.y + tall)


def _slope(route: Route) -> float:
    (x0, y0), (x1, y1) = route.points[0], route.points[-1]
    return (y1 - y0) / (x1 - x0)


@dataclass(frozen=True)
class _Near:
    layout: Layout
    layer: int
    routes: dict[Edge, Route]
    obstacles: Obstacles

    def best(self, edge: Edge, first: float, wide: float, others: Sequence[Box]) -> Spot:
        """The cheapest spot along the edge."""
        route = self.routes[edge]
        start, long = route.points[0][0], route.points[-1][0] - route.points[0][0]
        spots = [self._spot(edge, first + shift * long, wide) for shift in _SHIFTS]
        own = [
            s
            for s, shift in zip(spots, _SHIFTS, strict=True)
            if 0 <= first + shift * long - start <= long
        ]
        return min(own or spots, key=lambda spot: self._cost(edge, spot, first, others))

    def _spot(self, edge: Edge, x: float, wide: float) -> Spot:
        """On the edge at `x`; in a narrow gap beside it, but still over the edge."""
        gap, route, sizes = (
            self.layout.gaps[self.layer],
            self.routes[edge],
            self.layout.design.sizes,
        )
        slope = _slope(route)
        y = route.points[0][1] + slope * (x - route.points[0][0])
        least, most = gap.left + wide / 2 + 1, gap.x1 - wide / 2
        reach = 0.3 * wide
        x = max(x - reach, min(x + reach, max(min(least, most), min(most, x))))
        if abs(slope) >= FLAT:
            return Spot(x, y, wide / 2)
        apart = abs(slope) * wide / 2 + (2.5 if sizes.narrow else 4) * sizes.unit
        return Spot(x, y, wide / 2, apart)

    def _cost(self, edge: Edge, spot: Spot, first: float, others: Sequence[Box]) -> float:
        sizes = self.layout.design.sizes
        box = _box(sizes, self.layout, self.layer, edge, spot)
        by = 0.15 * (box.x1 - box.x0)  # a line at a corner hides nothing
        core = box._replace(x0=box.x0 + by, x1=box.x1 - by)
        met = self.obstacles.met(box) + sum(box.meets(other) for other in others)
        crossed = sum(
            crosses(core, route.points) for other, route in self.routes.items() if other != edge
        )
        moved = abs(spot.x - first) / max(1.0, self.routes[edge].length)
        return _MEETS * met + _CROSSES * crossed + _MOVES * moved


def crosses(box: Box, points: Iterable[Point]) -> bool:
    """Whether a line through the points passes through the box."""
    chain = list(points)
    return any(_cuts(box, a, b) for a, b in itertools.pairwise(chain))


def _cuts(box: Box, a: Point, b: Point) -> bool:
    """Whether a piece of straight line passes through the box (Liang and Barsky, 1984)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    if hypot(dx, dy) == 0:
        return False
    enter, leave = 0.0, 1.0
    sides = (
        (-dx, a[0] - box.x0),
        (dx, box.x1 - a[0]),
        (-dy, a[1] - box.y0),
        (dy, box.y1 - a[1]),
    )
    for way, room in sides:
        if way == 0:
            if room < 0:
                return False
            continue
        share = room / way
        if way < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
    return enter < leave
