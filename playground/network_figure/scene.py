"""One step of the walk, and what all parts of the network's figure need to know about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backprop_core import Address, Number, Step, Trace
from playground.network_figure.geometry import LARGE, MEDIUM, Geometry, geometry_of
from playground.notation import number_text
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for
from playground.where import Neuron, Weight, neurons_at, weights_at


@dataclass(frozen=True)
class Scene:
    """One step, and all that the parts of the figure need to know about it."""

    trace: Trace
    step: Step
    digits: int
    sample: int
    notation: Notation = OWN
    calm: bool = False  # then nothing is active: the step only says how much is known

    @cached_property
    def symbols(self) -> Symbols:
        return symbols_for(self.trace, self.notation)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return self.trace.network.sizes

    @cached_property
    def geometry(self) -> Geometry:
        return geometry_of(self.sizes)

    def known(self, quantity: str, layer: int) -> list[float | None]:
        """That number of every neuron of the layer, for the sample that is shown; None where this
        step does not know it yet."""
        made, now = self.trace.plan.steps_making(quantity, layer, self.sample), self.step.number
        if not made or made[0] > now:
            return [None] * self.sizes[layer + 1]
        array: Any = self.trace.value(Address(quantity, layer))
        values: list[float | None] = array[self.sample].tolist()
        count = len(made) if made[-1] <= now else bisect_right(made, now)
        return values[:count] + [None] * (len(values) - count)

    def text(self, value: Any) -> str:
        return number_text.text(float(value), self.space)

    @cached_property
    def space(self) -> int:
        """Small neurons have room for fewer digits; the pointer shows them all."""
        return self.digits if self.geometry.radius >= LARGE else min(self.digits, 3)

    @cached_property
    def backward(self) -> bool:
        return self.step.phase in ("backward", "gradient", "update")

    @property
    def roomy(self) -> bool:
        """Whether there is room for names and numbers beside the neurons."""
        return self.geometry.radius >= MEDIUM

    @cached_property
    def at_loss(self) -> bool:
        """Whether the step reads the targets: the loss, and where the backward pass starts."""
        step = self.step
        if self.calm:
            return False
        return step.quantity == "loss" or any(n.quantity == "y" for n in step.inputs)

    @cached_property
    def inputs(self) -> tuple[Number, ...]:
        """The numbers that went in. A hidden delta's formula also shows the sum behind its da, but
        for softmax, where it adds up the da of the whole layer."""
        step = self.step
        if step.quantity != "delta" or step.neuron is None or step.layer is None:
            return step.inputs
        if step.layer == len(self.sizes) - 2 or self.trace.plan.shape.softmaxes[step.layer]:
            return step.inputs
        behind = self.trace.terms(step.address._replace(quantity="da"))
        return (*step.inputs, *(number for term in behind for number in term.factors))

    @cached_property
    def edges(self) -> tuple[Weight, ...]:
        """The connections this step is about."""
        if self.calm:
            return ()
        about = (self.step.address, *(number.address for number in self.inputs))
        return tuple(edge for at in about for edge in weights_at(at, self.trace.plan.shape))

    @cached_property
    def used(self) -> set[Neuron]:
        """The neurons whose numbers went in."""
        if self.calm:
            return set()
        return {n for number in self.inputs for n in neurons_at(number.address, self.sizes)}

    @cached_property
    def made(self) -> set[Neuron]:
        """The neurons whose number came out."""
        if self.calm or self.step.quantity in ("dW", "W", "loss"):
            return set()
        return set(neurons_at(self.step.address, self.sizes))
