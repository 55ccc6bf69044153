"""Drawing the edges: sign as solid or dashed and as a tint, size as width. Those of the step are in
its phase's colour, with an arrow head the way the numbers go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from math import cos, pi, sin
from typing import NamedTuple

from playground.stage.active import Active
from playground.stage.chips import Line
from playground.stage.columns import Frame
from playground.stage.design import FEW_EDGES
from playground.stage.marks import (
    Box,
    Label,
    Level,
    Look,
    Marks,
    Outline,
    arrow_head,
    rounded,
    together,
)
from playground.stage.outside import Trace
from playground.stage.routes import Route
from playground.stage.stage_view import Edge, StageView
from playground.stage.wiring import Wiring, plain_gaps

_Kind = tuple[int, float]  # of an edge: its sign, and its share of the largest weight
_SHARES = (0.06, 0.2, 0.4, 0.65, 1.0)  # so many widths: each one more is a shape more
_DASHES = {1: "solid", -1: "6px,4px", 0: "1px,4px"}
_COLOURS = {1: "@positive", -1: "@negative", 0: "@faint"}


def edge_marks(view: StageView, active: Active, wiring: Wiring) -> Marks:
    """All edges, and the numbers on them."""
    parts = [Marks(tuple(_resting(view, active, wiring)))]
    parts += [_lit(view, active, wiring, edge) for edge in active.edges if edge in wiring.routes]
    parts += [_besides(wiring, edge) for edge in _marked(view) if edge in wiring.routes]
    parts += [_chip(view, active, wiring, edge) for edge in wiring.spots]
    return together(parts)


def line_width(view: StageView, wiring: Wiring, edge: Edge) -> float:
    """By the weight's size: of 1 or more, or of the largest where that is larger, the widest."""
    return _width(wiring, _weights_of(view.trace)[edge][1])


def _width(wiring: Wiring, share: float) -> float:
    dense = max(wiring.layout.demand.edges) > FEW_EDGES
    most, by = (3.8, 2.6) if dense else (5.5, 4.2)
    unit = wiring.layout.design.sizes.unit
    return round(min(most, 1.2 + by * share) * unit, 1)


@lru_cache(maxsize=16)
def _weights_of(trace: Trace) -> dict[Edge, _Kind]:
    """Each edge's sign, and its share of the largest weight, as one of a few."""
    layers = [layer.W for layer in trace.network.layers]
    largest = max([1.0, *(float(abs(W).max()) for W in layers)])
    largest = largest if largest < float("inf") else 1.0
    return {
        (layer, to, source): ((weight > 0) - (weight < 0), _near(abs(weight) / largest))
        for layer, W in enumerate(layers)
        for to, row in enumerate(W.tolist())
        for source, weight in enumerate(row)
    }


def _near(share: float) -> float:
    share = min(1.0, share)
    return min(_SHARES, key=lambda s: abs(s - share)) if share == share else 1.0


def _sign(view: StageView, edge: Edge) -> int:
    return _weights_of(view.trace)[edge][0]


def _resting(view: StageView, active: Active, wiring: Wiring) -> Iterator[Outline]:
    """Those that are not the step's own: of few looks, however many they are."""
    weights, frame = _weights_of(view.trace), wiring.layout.frame
    lit = set(active.edges)
    busy = {edge[0] for edge in (*active.edges, *wiring.spots)}
    for layer, routes in enumerate(wiring.gaps):
        if layer not in busy:
            for kind, paths in _at_rest(view.trace, frame, layer).items():
                yield Outline(Level.EDGE, _look(active, wiring, kind, has_chip=False), paths)
            continue
        looks: dict[tuple[_Kind, bool], Look] = {}
        for edge, route in routes:
            if edge not in lit:
                how = weights[edge], edge in wiring.spots
                if how not in looks:
                    looks[how] = _look(active, wiring, how[0], has_chip=how[1])
                yield Outline(Level.EDGE, looks[how], route.path)


@lru_cache(maxsize=128)
def _at_rest(trace: Trace, frame: Frame, layer: int) -> dict[_Kind, str]:
    """The edges of a gap that the step has nothing to do with, those of one look as one path."""
    weights, found = _weights_of(trace), defaultdict[_Kind, list[str]](list)
    for edge, route in plain_gaps(trace, frame)[layer]:
        found[weights[edge]].append(route.path)
    return {kind: "".join(paths) for kind, paths in found.items()}


def _look(active: Active, wiring: Wiring, kind: _Kind, *, has_chip: bool) -> Look:
    sign, share = kind
    wide = _width(wiring, share)
    if wiring.layout.design.compact and not has_chip:
        wide = round(0.6 * wide, 1)
    return Look("", _COLOURS[sign], wide, _DASHES[sign], _opacity(active, wiring, has_chip))


def _opacity(active: Active, wiring: Wiring, has_chip: bool) -> float:
    """Edges that take no part stand back."""
    if None in wiring.layout.design.formats and not has_chip:
        return 0.3
    if max(wiring.layout.demand.edges) > FEW_EDGES:
        return 0.5
    return 0.6 if active.edges else 0.9


class _Head(NamedTuple):
    trims: tuple[float, float]
    length: float


def _head(active: Active, wiring: Wiring) -> _Head:
    """The arrow head's length, and how much shorter its line is for it and the ring."""
    unit = wiring.layout.design.sizes.unit
    length = (15 if max(wiring.layout.demand.edges) <= FEW_EDGES else 10) * unit
    if not active.moving:
        return _Head((0, 0), 0)
    short = 2.5 * unit + 0.7 * length
    return _Head((short, 0) if active.backward else (0, short), length)


def lit_route(active: Active, wiring: Wiring, edge: Edge) -> Route:
    """The edge's route with room for the arrow head."""
    return wiring.route(edge, _head(active, wiring).trims)


def _lit(view: StageView, active: Active, wiring: Wiring, edge: Edge) -> Marks:
    """Over a glow, in the phase's colour; a negative weight stays dashed."""
    unit, head = wiring.layout.design.sizes.unit, _head(active, wiring)
    route, colour = lit_route(active, wiring, edge), f"@{active.phase}"
    many = len(active.edges) > 40
    wide = 1.6 * unit if many else max(line_width(view, wiring, edge), 2.6 * unit)
    outlines = []
    if not many:
        glow = Look("", f"{colour}-soft", round(max(8 * unit, wide + 5 * unit), 1))
        outlines.append(Outline(Level.GLOW, glow, route.path))
    look = Look("", colour, round(wide, 1), _DASHES[_sign(view, edge)])
    outlines.append(Outline(Level.LIT, look, route.path))
    if head.length and not many:
        outlines.append(_arrow(route, active, head, colour))
    return Marks(tuple(outlines))


def _arrow(route: Route, active: Active, head: _Head, colour: str) -> Outline:
    ahead = 0.7 * head.length
    if active.backward:
        (x, y), angle = route.points[0], route.leaving + pi
    else:
        (x, y), angle = route.points[-1], route.arriving
    tip = (x + ahead * cos(angle), y + ahead * sin(angle))
    return Outline(Level.ARROW, Look(colour), arrow_head(tip, angle, head.length))


def _marked(view: StageView) -> list[Edge]:
    own = [view.selection] if view.selection is not None and len(view.selection) == 3 else []
    return sorted({*view.edges, *own})


def _besides(wiring: Wiring, edge: Edge) -> Marks:
    """Edges that are lit or selected, whatever the step is about: a broad band under the line."""
    unit = wiring.layout.design.sizes.unit
    look = Look("", "@ink", round(10 * unit, 1), opacity=0.18)
    return Marks((Outline(Level.GLOW, look, wiring.routes[edge].path),))


# the numbers on it


def _chip(view: StageView, active: Active, wiring: Wiring, edge: Edge) -> Marks:
    lines = wiring.lines[edge]
    labels = _labels(wiring, edge, lines)
    is_lit = edge in active.edges
    spot, unit = wiring.spots[edge], wiring.layout.design.sizes.unit
    whole = _around([label.box for label in labels], f"chip/{_id(edge)}", 3 * unit, 1.5 * unit)
    boxes = (whole,)
    if not is_lit:
        back = Outline(Level.CHIP, Look("@surface"), rounded(whole, 3))
        selected = edge == view.selection
        ring = Outline(Level.CHIP, Look("", "@ink", 1.6 * unit), rounded(whole, 5 * unit))
        covered = () if spot.apart else (back,)
        return Marks((*covered, ring) if selected else covered, labels, boxes)
    return Marks(tuple(_framed(active, wiring, edge, lines, labels)), labels, boxes)


def _id(edge: Edge) -> str:
    return "/".join(map(str, edge))


def _labels(wiring: Wiring, edge: Edge, lines: list[Line]) -> tuple[Label, ...]:
    """Below each other, about the edge; of a flat edge the first above it and the second below."""
    spot, sizes = wiring.spots[edge], wiring.layout.design.sizes
    step = sizes.chip_line
    if spot.apart:
        off = spot.apart + 0.5 * sizes.chip
        ys = [spot.y - off, spot.y + off, spot.y + off + step][: len(lines)]
    else:
        ys = [spot.y + (k - (len(lines) - 1) / 2) * step for k in range(len(lines))]
    return tuple(
        Label(f"{line.part}/{_id(edge)}", spot.x, y, sizes.chip, line.runs)
        for line, y in zip(lines, ys, strict=True)
    )


def _around(boxes: list[Box], name: str, dx: float, dy: float) -> Box:
    return Box(
        name,
        min(box.x0 for box in boxes) - dx,
        min(box.y0 for box in boxes) - dy,
        max(box.x1 for box in boxes) + dx,
        max(box.y1 for box in boxes) + dy,
    )


_ABOUT = {"gradient": "dW", "update": "new"}  # which line of a chip a phase is about


def _framed(
    active: Active, wiring: Wiring, edge: Edge, lines: list[Line], labels: tuple[Label, ...]
) -> Iterator[Outline]:
    """A frame in the phase's colour, with the line tinted that the step reads or makes."""
    spot, unit = wiring.spots[edge], wiring.layout.design.sizes.unit
    about = _ABOUT.get(active.phase, "w")
    pairs = [(line, label.box) for line, label in zip(lines, labels, strict=True)]
    tinted = [box for line, box in pairs if line.part == about] or [pairs[0][1]]
    framed = tinted if spot.apart else [box for _, box in pairs]
    frame = _around(framed, "", 4 * unit, 2 * unit)
    yield Outline(Level.CHIP, Look("@surface"), rounded(frame, 4 * unit))
    own = _around(tinted, "", 4 * unit, 1.6 * unit)
    tint = own._replace(
        x0=frame.x0, x1=frame.x1, y0=max(own.y0, frame.y0), y1=min(own.y1, frame.y1)
    )
    yield Outline(Level.MARK, Look(f"@{active.phase}-soft"), rounded(tint, 4 * unit))
    line = Look("", f"@{active.phase}", round(1.5 * unit, 1))
    yield Outline(Level.MARK, line, rounded(frame, 4 * unit))
