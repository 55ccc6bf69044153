"""Routes and chips of all edges of a picture. What a walk leaves as it is, is worked out once for
all of its steps: with chips on every edge that is all but what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain

from playground.stage.active import Active
from playground.stage.chips import Line, Spot, can_have_chips, harness, lines_now, lines_of, widest
from playground.stage.columns import Frame
from playground.stage.design import FEW_EDGES
from playground.stage.layout import Layout
from playground.stage.outside import Symbols, Trace
from playground.stage.placing import Obstacles, place_on_edges, reserved
from playground.stage.routes import Ports, Route, led, plain, ports_of, straight
from playground.stage.stage_view import Edge, StageView


@dataclass(frozen=True, eq=False)
class Wiring:
    """`spots` has the place of each chip and `lines` what it says now; `harnessed` are the layers
    whose edges are led through their chips."""

    layout: Layout
    ports: Ports
    routes: Mapping[Edge, Route]
    spots: Mapping[Edge, Spot]
    lines: Mapping[Edge, list[Line]]
    harnessed: frozenset[int]
    still: _Still
    _shortened: dict[tuple[Edge, tuple[float, float]], Route] = field(default_factory=dict)

    @property
    def obstacles(self) -> Obstacles:
        return self.still.obstacles

    @cached_property
    def gaps(self) -> list[list[tuple[Edge, Route]]]:
        """The routes, gap by gap. Where no edge has a chip, they are the plain ones."""
        led = {edge[0] for edge in self.spots}
        return [
            [(edge, self.routes[edge]) for edge, _ in gap] if layer in led else gap
            for layer, gap in enumerate(plain_gaps(self.still.view.trace, self.layout.frame))
        ]

    def route(self, edge: Edge, trims: tuple[float, float]) -> Route:
        """The route of an edge, shortened at its ends for arrow heads."""
        found = self._shortened.get((edge, trims))
        return found or self._shortened.setdefault((edge, trims), self._route(edge, trims))

    def _route(self, edge: Edge, trims: tuple[float, float]) -> Route:
        if edge not in self.ports:
            return self.routes[edge]
        if edge[0] in self.harnessed and edge in self.spots:
            return led(self.layout, edge, self.ports[edge], slot_of(self.spots[edge]), trims)
        return straight(self.layout, edge, self.ports[edge], trims)


def slot_of(spot: Spot) -> tuple[float, float, float]:
    return spot.x - spot.half - 3, spot.x + spot.half + 3, spot.y


def wiring_of(view: StageView, active: Active, layout: Layout) -> Wiring:
    """Every edge between neurons that are shown."""
    still = _still(view.trace, view.symbols, view.digits, layout)
    lines = {
        edge: lines_now(view, active, layout, edge, gap.format)
        for layer, gap in enumerate(layout.gaps)
        if gap.format is not None or can_have_chips(layout, layer)
        for edge in gap.shown
    }
    routes, spots = dict(still.routes), dict(still.spots)
    harnessed = set(still.harnessed)
    for layer, gap in enumerate(layout.gaps):
        if gap.format is None and can_have_chips(layout, layer):
            fewer, found = _sparse(layout, layer, {e: lines[e] for e in gap.shown})
            lines.update(fewer)
            spots.update(found)
            routes.update(_led(layout, still.ports, found))
            harnessed |= {layer} if found else set()
    shown = {edge: lines[edge] for edge in spots}
    return Wiring(layout, still.ports, routes, spots, shown, frozenset(harnessed), still)


@dataclass(frozen=True, eq=False)
class _Still:
    """What does not depend on the step. Shared, so nobody may change it."""

    view: StageView
    layout: Layout
    ports: Ports
    routes: dict[Edge, Route]
    spots: dict[Edge, Spot]
    harnessed: frozenset[int]

    @property
    def obstacles(self) -> Obstacles:
        return _obstacles(self.view.trace, self.view.symbols, self.view.digits, self.layout)


@lru_cache(maxsize=32)
def _obstacles(trace: Trace, symbols: Symbols, digits: int, layout: Layout) -> Obstacles:
    """Made where something is placed on an edge: in a large network nothing is."""
    return reserved(StageView(trace, len(trace) - 1, symbols, digits), layout)


@lru_cache(maxsize=32)
def plain_gaps(trace: Trace, frame: Frame) -> list[list[tuple[Edge, Route]]]:
    """The plain route of each edge that is shown, by the layer that it leads to. Steps whose chips
    differ share them."""
    places = frame.places
    return [
        [
            (edge, plain(frame, edge))
            for to, sources in enumerate(rows)
            for source in sources
            if (layer, source) in places and (layer + 1, to) in places
            for edge in [(layer, to, source)]
        ]
        for layer, rows in enumerate(trace.plan.shape.sources)
    ]


@lru_cache(maxsize=32)
def _still(trace: Trace, symbols: Symbols, digits: int, layout: Layout) -> _Still:
    view = StageView(trace, len(trace) - 1, symbols, digits)
    chipped = tuple(chain.from_iterable(gap.shown for gap in layout.gaps))
    ports = ports_of(chipped, layout.design.radius, 16 * layout.design.sizes.unit, 1.5)
    routes = dict(chain.from_iterable(plain_gaps(trace, layout.frame)))
    spots: dict[Edge, Spot] = {}
    harnessed = set()
    for layer, gap in enumerate(layout.gaps):
        if gap.format is None or not gap.shown:
            continue
        found, own, is_led = _placed(view, layout, layer, ports)
        spots |= found
        routes |= own
        harnessed |= {layer} if is_led else set()
    return _Still(view, layout, ports, routes, spots, frozenset(harnessed))


def _placed(
    view: StageView, layout: Layout, layer: int, ports: Ports
) -> tuple[dict[Edge, Spot], dict[Edge, Route], bool]:
    """Spots and routes of a gap, and whether it is a harness: straight where there are few edges
    and their chips find room."""
    gap, widths = layout.gaps[layer], widest(view, layout, layer)
    blocks: dict[Edge, Spot] = {}
    if layout.demand.edges[layer] <= FEW_EDGES:
        routes = {edge: straight(layout, edge, ports[edge]) for edge in gap.shown}
        spots, is_clear = place_on_edges(
            layout, layer, routes, widths, _obstacles(view.trace, view.symbols, view.digits, layout)
        )
        if not is_clear:
            blocks = harness(layout, layer, widths, lines_of(gap))
        if not blocks:
            return spots, routes, False
    blocks = blocks or harness(layout, layer, widths, lines_of(gap))
    return blocks, _led(layout, ports, blocks), True


def _led(layout: Layout, ports: Ports, spots: Mapping[Edge, Spot]) -> dict[Edge, Route]:
    return {edge: led(layout, edge, ports[edge], slot_of(spot)) for edge, spot in spots.items()}


def _sparse(
    layout: Layout, layer: int, lines: Mapping[Edge, list[Line]]
) -> tuple[Mapping[Edge, list[Line]], dict[Edge, Spot]]:
    """Chips of the step's own edges: all that is known of them, or where that does not fit the
    last line of it, or none."""
    size = layout.design.sizes.chip
    fewer = {edge: rows[-1:] for edge, rows in lines.items()}
    for chosen in (lines, fewer):
        widths = {e: max(line.width(size) for line in rows) for e, rows in chosen.items()}
        count = max(len(rows) for rows in chosen.values())
        if max(widths.values()) > layout.gaps[layer].x1 - layout.gaps[layer].left:
            continue
        spots = harness(layout, layer, widths, count)
        if spots:
            return chosen, spots
    return {}, {}
