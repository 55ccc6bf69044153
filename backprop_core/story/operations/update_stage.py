"""The update: a rule's stages, one after the other, for every weight and bias.

Gradient descent has one stage, w − η · ∂loss/∂w. Adam has a running mean first, then one of the
squares, both corrected, and the new weight. What a stage computes is the rule's; here it becomes
a step of the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from backprop_core.checks import Array
from backprop_core.rules.evaluation import Value, evaluated
from backprop_core.rules.expression import Named
from backprop_core.rules.record import by_layer
from backprop_core.rules.stage import Stage, products
from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term
from backprop_core.story.operations.operation import Operation, Over
from backprop_core.story.pass_numbers import PassNumbers, entry_at
from backprop_core.story.shape import Outline, Shape

Parameter = Literal["W", "b"]


@dataclass(frozen=True)
class UpdateStage(Operation):
    """A stage for the `parameter` W or b; None if its result is one number for all of them.

    `result` is the rule's name for its result, and `symbol` its symbol. Its quantity
    is the result "of W", such as "m of W"; that of the last stage is W itself, the new weight.
    """

    result: str = "parameter"
    symbol: str = "θ"
    parameter: Parameter | None = None
    weights_only: bool = False

    @property
    def last(self) -> bool:
        """Whether it makes the new parameter."""
        return self.result == "parameter"

    def happens(self, shape: Shape, layer: int | None) -> bool:
        """For biases only where they learn, and the stage takes them."""
        if self.parameter == "b":
            return layer is not None and shape.bias_learns(layer) and not self.weights_only
        return True

    def makes(self, shape: Shape, at: Address) -> bool:
        """Frozen biases have new values too: the old ones."""
        return self.could_make(shape, at)

    def stage(self, p: PassNumbers) -> Stage:
        """The rule's own stage, with its formula."""
        return p.record.stage(self.result)

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """What each product of the formula adds, and the numbers that went into it.

        `old m of W` is what the rule kept; W and b are the old ones here.
        """
        formula = self.stage(p).formula
        numbers = {leaf: self.number(p, leaf, at) for leaf in formula.leaves()}
        values = {leaf: one.value for leaf, one in numbers.items()}
        return tuple(
            Term(
                tuple(numbers[leaf] for leaf in part.whole.leaves()),
                part.sign * evaluated(part.whole, values),
            )
            for part in products(formula)
        )

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """The same for the whole W or b of a layer."""
        return self.terms(p, at)

    def value(self, p: PassNumbers, at: Address) -> float | Array:
        """The result; of the last stage the new weight or bias."""
        return (
            super().value(p, at) if self.last else self._part_of(p.record.value(self.result), p, at)
        )

    def number(self, p: PassNumbers, leaf: Named, at: Address) -> Number:
        """A quantity of the formula for that parameter: one number, or the layer's array."""
        value = leaf.value if leaf.value is not None else p.record.values[leaf]
        if isinstance(value, float) or self.parameter is None:
            return Number(Address(leaf.name), value)
        quantity = quantity_of(leaf, self.parameter)
        return Number(at.whole._replace(quantity=quantity), self._part_of(value, p, at))

    def _part_of(self, vector: Value, p: PassNumbers, at: Address) -> float | Array:
        """Of a vector with a number for each parameter of the network, the one at `at`."""
        if isinstance(vector, float) or at.layer is None:
            return vector
        W, b = by_layer(p.network, vector)[at.layer]
        return entry_at(W if self.parameter == "W" else b, at)


def quantity_of(leaf: Named, parameter: Parameter) -> str:
    """What a named quantity of a rule's formula is called when it belongs to W or to b."""
    if leaf.kind == "parameter":
        return parameter
    if leaf.kind == "gradient":
        return f"d{parameter}"
    old = "old " if leaf.kind == "state" else ""
    return f"{old}{leaf.name} of {parameter}"


@lru_cache(maxsize=64)
def stages_of(outlines: tuple[Outline, ...]) -> tuple[tuple[UpdateStage, ...], ...]:
    """The stages of an update as operations: one of all, or a W's and a b's, in their order."""
    return tuple(
        (_stage(o, None),) if o.scalar else (_stage(o, "W"), _stage(o, "b")) for o in outlines
    )


def _stage(outline: Outline, parameter: Parameter | None) -> UpdateStage:
    name, result, symbol, _, weights_only = outline
    over: dict[Parameter | None, Over] = {None: "once", "W": "weights", "b": "biases"}
    quantity = result
    if parameter is not None:
        quantity = parameter if result == "parameter" else f"{result} of {parameter}"
    return UpdateStage(
        name, quantity, "update", over[parameter], False, result, symbol, parameter, weights_only
    )
