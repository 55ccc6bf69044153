"""One step of the walk, and what all parts of the network's figure need to know about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backprop_core import Address, Step, Trace
from playground.network_figure.geometry import LARGE, MEDIUM, Geometry, geometry_of
from playground.notation import number_text
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for
from playground.steps.displays import display_of
from playground.steps.marks import NOTHING, Marks


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
    def marks(self) -> Marks:
        """What the step is about; nothing in a calm figure."""
        if self.calm:
            return NOTHING
        return display_of(self.step.operation).marks(self.trace, self.step, self.sample)
