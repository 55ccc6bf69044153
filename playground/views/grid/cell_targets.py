"""Where a press on a cell of a grid leads."""

from __future__ import annotations

from typing import Any, NamedTuple

from backprop_core import Address, Trace


class Lead(NamedTuple):
    """Where a press on a cell leads: to a step, or to a neuron or edge to be selected."""

    step: int | None = None
    selected: dict[str, Any] | None = None


def lead_of(trace: Trace, at: Address, given: bool) -> Lead:
    """The step that made the number at `at`; of a given number, its edge or neuron."""
    if not given:
        return Lead(step=trace.plan.step_making(at))
    if at.quantity == "W":
        assert at.layer is not None
        assert at.neuron is not None
        if at.source not in trace.plan.shape.sources[at.layer][at.neuron]:
            return Lead()
        edge = {"kind": "edge", "layer": at.layer, "to": at.neuron, "from": at.source}
        return Lead(selected=edge)
    column = {"x": 0, "y": len(trace.network.sizes) - 1}.get(at.quantity)
    if column is None:
        assert at.layer is not None
        column = at.layer + 1
    return Lead(selected={"kind": "neuron", "column": column, "neuron": at.neuron or 0})
