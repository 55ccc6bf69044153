"""What a step is about on the graph: the neurons and connections that it uses and makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backprop_core import Address, Number, Step, Term, Trace
from playground.where import Neuron, Weight, neurons_at, weights_at


@dataclass(frozen=True)
class Marks:
    """`used` are the neurons whose numbers went in and `made` those whose number came out; `edges`
    are the connections that the step goes along.

    `along` has what runs along an edge, where that is one number, from its end to its start if
    `backward`; `slope` is the f′(z) that the step multiplied by. `reads_targets` is true at the
    loss and where the backward pass starts.
    """

    inputs: tuple[Number, ...] = ()
    edges: tuple[Weight, ...] = ()
    used: frozenset[Neuron] = frozenset()
    made: frozenset[Neuron] = frozenset()
    reads_targets: bool = False
    along: Mapping[Weight, float] = field(default_factory=dict)
    backward: bool = False
    slope: float | None = None


NOTHING = Marks()


def edges_of(trace: Trace, addresses: Iterable[Address]) -> tuple[Weight, ...]:
    """The connections that those numbers belong to."""
    return tuple(edge for at in addresses for edge in weights_at(at, trace.plan.shape))


def neurons_of(trace: Trace, addresses: Iterable[Address]) -> frozenset[Neuron]:
    """The neurons that those numbers belong to."""
    sizes = trace.network.sizes
    return frozenset(neuron for at in addresses for neuron in neurons_at(at, sizes))


def products_along(trace: Trace, terms: Iterable[Term]) -> dict[Weight, float]:
    """Of each connection whose weight is a factor, the product that it is part of."""
    return {
        edge: float(term.value)
        for term in terms
        for factor in term.factors
        if factor.quantity == "W"
        for edge in weights_at(factor.address, trace.plan.shape)
    }


def marks_of(trace: Trace, step: Step, inputs: tuple[Number, ...]) -> Marks:
    """Where the numbers that go in and the one that comes out live."""
    into = [number.address for number in inputs]
    return Marks(
        inputs,
        edges_of(trace, [step.address, *into]),
        neurons_of(trace, into),
        neurons_of(trace, [step.address]),
    )
