"""What moves when a step is made: a dot along each edge of the step, in the direction of its phase,
carrying its product. Plain data; `motion.js` animates it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.stage.active import Active
from playground.stage.design import FEW_EDGES
from playground.stage.products import Moving
from playground.stage.wiring import Wiring


def motion_of(found: Sequence[Moving], active: Active, wiring: Wiring) -> list[dict[str, Any]]:
    """Of each dot its `path`, points from where it starts to where it ends, in px; its `label`,
    "" in a dense network; its colour by name; and its radius. Nothing for an update, whose new
    value fades in where it stands."""
    unit = wiring.layout.design.sizes.unit
    return [
        {
            "path": _from_start(one.route.points, backward=active.backward),
            "label": one.text if wiring.layout.demand.edges[one.edge[0]] <= FEW_EDGES else "",
            "colour": f"@{active.phase}",
            "radius": round((7 if one.edge[0] not in wiring.harnessed else 4.5) * unit, 1),
            "size": wiring.layout.design.sizes.chip,
        }
        for one in found
    ]


def _from_start(points: tuple[tuple[float, float], ...], *, backward: bool) -> list[list[float]]:
    ordered = reversed(points) if backward else points
    return [[round(x, 1), round(y, 1)] for x, y in ordered]
