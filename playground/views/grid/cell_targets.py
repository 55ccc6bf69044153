"""Where a press on a cell of a grid leads."""

from __future__ import annotations

from typing import NamedTuple

from backprop_core import Address, Trace
from playground.where import Selected, neuron_at, weight_at, within


class Lead(NamedTuple):
    """Where a press on a cell leads: to a step, or to a neuron or weight to be selected."""

    step: int | None = None
    selected: Selected | None = None


def lead_of(trace: Trace, at: Address, given: bool) -> Lead:
    """The step that made the number at `at`; of a given number, its weight or neuron. A number
    that the network does not have leads nowhere."""
    if not given:
        return Lead(step=trace.plan.step_making(at))
    sizes = trace.network.sizes
    if at.quantity == "W":
        weight = weight_at(at)
        if weight is None or not within(weight, sizes):
            return Lead()
        there = weight.source in trace.plan.shape.sources[weight.layer][weight.to]
        return Lead(selected=weight if there else None)
    neuron = neuron_at(at._replace(neuron=at.neuron or 0), sizes)
    return Lead(selected=neuron if neuron is not None and within(neuron, sizes) else None)
