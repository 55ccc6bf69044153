"""What runs along the edges of the step: a dot on each, with its product beside it where there is
room. The labels are the last to be placed, and the only ones that may be left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from playground.stage.active import Active
from playground.stage.design import FEW_EDGES
from playground.stage.edges import lit_route
from playground.stage.lettering import SEMIBOLD, number
from playground.stage.marks import Box, Label, Level, Look, Marks, Outline, Run, circle, together
from playground.stage.placing import crosses
from playground.stage.routes import Route
from playground.stage.stage_view import Edge, StageView
from playground.stage.wiring import Wiring

_MOST_DOTS = 24
_SHARES = (0.22, 0.28, 0.17, 0.34, 0.4, 0.13, 0.47, 0.54, 0.6)
_BEHIND = ((0.085, 0.6, 0.55), (0.16, 0.4, 0.25))  # two more: how far behind, size, opacity


class Moving(NamedTuple):
    """An edge that something runs along, and how much, where that is one number."""

    edge: Edge
    route: Route
    text: str


def moving(view: StageView, active: Active, wiring: Wiring) -> list[Moving]:
    """The edges of the step on which something runs."""
    if not active.moving or len(active.edges) > _MOST_DOTS:
        return []
    products = active.products or {}
    return [
        Moving(
            edge,
            lit_route(active, wiring, edge),
            number(products[edge], view.digits) if edge in products else "",
        )
        for edge in active.edges
        if edge in wiring.routes
    ]


def product_marks(
    found: Sequence[Moving], active: Active, wiring: Wiring, taken: Sequence[Box]
) -> Marks:
    """The dots and their labels; in a harness there is no room for labels."""
    if wiring.layout.design.sizes.narrow:
        return Marks()
    boxes = list(taken)
    parts = []
    for one in found:
        share = 0.2 if one.edge[0] in wiring.harnessed else _SHARES[0]
        label = None
        if one.text and wiring.layout.demand.edges[one.edge[0]] <= FEW_EDGES:
            label, share = _label(active, wiring, one, boxes)
        parts.append(_dots(active, wiring, one, share))
        if label is not None:
            boxes.append(label.box.grown(2))
            parts.append(Marks(labels=(label,)))
    return together(parts)


def _colour(active: Active) -> str:
    """A gradient's edge carries an activation."""
    return "@forward" if active.phase == "gradient" else f"@{active.phase}"


def _dots(active: Active, wiring: Wiring, one: Moving, share: float) -> Marks:
    """One dot, and two fainter ones where it came from."""
    unit = wiring.layout.design.sizes.unit
    r = (7 if wiring.layout.demand.edges[one.edge[0]] <= FEW_EDGES else 4.5) * unit
    back = 1 if active.backward else -1
    colour = f"@{active.phase}"
    outlines = [Outline(Level.ARROW, Look(colour), circle(*one.route.at(share), r))]
    for behind, size, opacity in _BEHIND:
        at = share + back * behind
        if 0.02 < at < 0.98:
            look = Look(colour, opacity=opacity)
            outlines.append(Outline(Level.ARROW, look, circle(*one.route.at(at), size * r)))
    return Marks(tuple(outlines))


def _dot(wiring: Wiring, one: Moving, share: float) -> Box:
    (x, y), r = one.route.at(share), 8 * wiring.layout.design.sizes.unit
    return Box("dot", x - r, y - r, x + r, y + r)


def _label(
    active: Active, wiring: Wiring, one: Moving, boxes: Sequence[Box]
) -> tuple[Label | None, float]:
    """The cheapest place beside the edge; no label where each would meet something."""
    best, best_cost, best_share = None, 1000.0, _SHARES[0]
    routes = [route for edge, route in wiring.routes.items() if edge[0] == one.edge[0]]
    for order, share in enumerate(_SHARES):
        if any(_dot(wiring, one, share).meets(other) for other in boxes):
            continue
        for side, label in enumerate(_beside(active, wiring, one, share)):
            box = label.box.grown(2)
            if wiring.obstacles.met(box) or any(box.meets(other) for other in boxes):
                continue
            cost = 2.0 * order + side + 6 * sum(crosses(box, route.points) for route in routes)
            if cost < best_cost:
                best, best_cost, best_share = label, cost, share
    return best, best_share


def _beside(active: Active, wiring: Wiring, one: Moving, share: float) -> Iterator[Label]:
    """Below and above a flat edge, right and left of a steep one."""
    sizes = wiring.layout.design.sizes
    (x, y), (x0, y0), (x1, y1) = one.route.at(share), one.route.points[0], one.route.points[-1]
    slope = (y1 - y0) / (x1 - x0) if x1 != x0 else 9.0
    run = (Run(one.text, _colour(active), SEMIBOLD),)
    name = f"product/{one.edge[0]}/{one.edge[1]}/{one.edge[2]}"
    size = 0.96 * sizes.chip
    whole = Label(name, x, y, size, run)
    if abs(slope) < 0.35:
        off = 9 * sizes.unit + 0.45 * size + abs(slope) * whole.width / 2
        yield whole._replace(y=y + off)
        yield whole._replace(y=y - off)
        return
    off = 12 * sizes.unit
    down = 0.35 * size * (1 if slope < 0 else -1)
    yield whole._replace(x=x + off, y=y + down, anchor="left")
    yield whole._replace(x=x - off, y=y - down, anchor="right")
