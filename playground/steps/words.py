"""What a step's sentence needs to know: how things are called in the notation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from backprop_core import Step, Trace
from playground.exercise.paper_trace import (
    conventions_in_force,
    exact_trace,
    turned_number,
)
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for
from playground.notation.turned import DERIVATIVES

NOT_FINITE = "It is not finite: something before it has overflowed."
_NOTHING = 1e-15
RISING = "the {loss} would grow if it were larger"
FALLING = "the {loss} would fall if it were larger"


@dataclass(frozen=True)
class Words:
    """A step, and the names and words of its pass."""

    step: Step
    trace: Trace
    notation: Notation = OWN

    @cached_property
    def symbols(self) -> Symbols:
        return symbols_for(self.trace, self.notation)

    def word(self, what: str) -> str:
        return self.symbols.word(what)

    @cached_property
    def name(self) -> str:
        """The neuron, or the layer, that the step is about."""
        layer = self.step.address.in_layer
        if self.step.neuron is None:
            return self.symbols.the_layer(layer)
        return self.symbols.neuron(layer + 1, self.step.neuron)

    @cached_property
    def source(self) -> str:
        layer, _, source = self.step.address.of_weight
        return self.symbols.neuron(layer, source)

    @property
    def many(self) -> str:
        """What is to be added where there are several samples."""
        return ", added up over the samples" if len(self.trace.y) > 1 else ""

    @cached_property
    def whose_sign(self) -> str:
        """What is to be added where the sign is that of target minus output."""
        if not conventions_in_force(self.trace).turned or self.step.quantity not in DERIVATIVES:
            return ""
        if self.by_rule:
            return ""
        return f" Its sign is that of {self.word('target')} minus output."

    def in_the_engines_sign(self, gradient: float) -> float:
        """∂loss/∂ something, whatever sign it has on paper."""
        return float(turned_number(gradient, "dW", conventions_in_force(self.trace)))

    @property
    def by_rule(self) -> bool:
        """Whether the step belongs to threshold units that learn by a rule, without a gradient."""
        shape = self.trace.shape
        return shape.for_thresholds and self.step.layer == shape.last

    @property
    def bias(self) -> str:
        """What a bias is called: by its convention a threshold."""
        is_threshold = conventions_in_force(self.trace).bias_as == "threshold"
        return "threshold" if is_threshold else "bias"

    def direction(self) -> str:
        """What the sign of a gradient says; one that is 0 by rounding says what the exact one
        does."""
        value = float(self.step.value)
        if self.by_rule and self.step.complete and math.isfinite(value):
            return self._moves(self.in_the_engines_sign(value))
        if not self.step.complete:
            return "This is the sum so far."
        if not math.isfinite(value):
            return NOT_FINITE
        exact = exact_trace(self.trace).value(self.step.address.whole)
        if isinstance(exact, float) and self.step.quantity == "db" and self.bias == "threshold":
            exact = 0.0 - exact
        if value == 0 and isinstance(exact, float) and abs(exact) > _NOTHING:
            way = (RISING if exact > 0 else FALLING).format(loss=self.word("loss"))
            return f"It is rounded to 0; without rounding, {way}."
        loss = self.word("loss")
        if value == 0:
            return "It is 0: gradient descent leaves it as it is."
        if self.step.zero_but_for_rounding:
            return "It is zero up to rounding: gradient descent leaves it as it is."
        way = RISING if self.in_the_engines_sign(value) > 0 else FALLING
        way = way.format(loss=loss)
        return f"It is {'positive' if value > 0 else 'negative'}: {way}."

    def _moves(self, slope: float) -> str:
        """Where a rule sends a weight or a bias."""
        what = "weight" if self.step.quantity == "dW" else self.bias
        if slope == 0:
            return f"It is 0, so the {what} stays."
        if what != "weight" and self.trace.shape.biases_frozen:
            return "Biases are frozen here, so it stays."
        return f"The {what} goes {'down' if slope > 0 else 'up'}."
