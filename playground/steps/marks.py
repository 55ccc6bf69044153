"""What a step is about on the graph: the neurons and connections that it uses and makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from backprop_core import Address, Number, Step, Trace
from playground.where import Neuron, Weight, neurons_at, weights_at


@dataclass(frozen=True)
class Marks:
    """`used` are the neurons whose numbers went in and `made` those whose number came out; `edges`
    are the connections that the step goes along, with their numbers near their `labels_at` end.

    `reads_targets` is true at the loss and where the backward pass starts, `makes_loss` where the
    loss comes out. `running` is the quantity whose sum grows inside of a neuron, if any does.
    """

    inputs: tuple[Number, ...] = ()
    edges: tuple[Weight, ...] = ()
    used: frozenset[Neuron] = frozenset()
    made: frozenset[Neuron] = frozenset()
    reads_targets: bool = False
    makes_loss: bool = False
    labels_at: Literal["source", "target"] = "target"


NOTHING = Marks()


def edges_of(trace: Trace, addresses: Iterable[Address]) -> tuple[Weight, ...]:
    """The connections that those numbers belong to."""
    return tuple(edge for at in addresses for edge in weights_at(at, trace.plan.shape))


def neurons_of(trace: Trace, addresses: Iterable[Address]) -> frozenset[Neuron]:
    """The neurons that those numbers belong to."""
    sizes = trace.network.sizes
    return frozenset(neuron for at in addresses for neuron in neurons_at(at, sizes))


def marks_of(trace: Trace, step: Step, inputs: tuple[Number, ...]) -> Marks:
    """Where the numbers that go in and the one that comes out live."""
    into = [number.address for number in inputs]
    return Marks(
        inputs,
        edges_of(trace, [step.address, *into]),
        neurons_of(trace, into),
        neurons_of(trace, [step.address]),
    )
