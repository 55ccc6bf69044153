"""A whole pass as a sequence of Steps.

All numbers come from `forward`, `backward` and the update rule; the trace only says how each of
them arose. A Step is built on demand, so that a network with thousands of weights
costs no more to look at than a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from backprop_core.backward import backward, targets_of
from backprop_core.checks import Array, count_or_none
from backprop_core.errors import BackpropError
from backprop_core.forward import forward
from backprop_core.network import Network
from backprop_core.penalty import Penalty
from backprop_core.rules.clipping import ClipByNorm, ClipByValue
from backprop_core.rules.gradient_descent import GradientDescent
from backprop_core.rules.options import flag, require_kind
from backprop_core.rules.rule import Rule
from backprop_core.rules.state import State
from backprop_core.story.address import Address
from backprop_core.story.number import Term
from backprop_core.story.operations import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.plan import Granularity, Plan, plan_for
from backprop_core.story.rounding import input_sums_zero_but_for_rounding, slope_at_zero
from backprop_core.story.shape import outlines_of, shape_of
from backprop_core.story.step import Step
from backprop_core.update import learning_rate_of


@dataclass(frozen=True, eq=False, kw_only=True)
class Trace(PassNumbers, Sequence[Step]):
    """Every Step of one pass, in order: `trace[k]`, `len(trace)`, iteration.

    It also holds the network before and `after` the update, the forward pass and the
    gradients. Values that are not finite are kept.
    """

    plan: Plan

    def __len__(self) -> int:
        return len(self.plan)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:
        if isinstance(index, slice):
            return [self._step(k) for k in range(*index.indices(len(self)))]
        k = range(len(self))[index]
        return self._step(k)

    def __iter__(self) -> Iterator[Step]:
        return (self._step(k) for k in range(len(self)))

    def _step(self, k: int) -> Step:
        operation, at = self.plan.at(k)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            terms = self._terms(operation, at)
            value = operation.value(self, at.whole)
        if at.part is None:
            return Step(k, operation, at, terms, value)
        so_far = terms[: at.part + 1]
        if len(so_far) == len(terms):
            # the engine's own number, which may differ from a running sum in its last bit
            return Step(k, operation, at, so_far, value)
        running = float(sum(term.value for term in so_far))
        return Step(k, operation, at, so_far, running, complete=False)

    def _terms(self, operation: Operation, at: Address) -> tuple[Term, ...]:
        of_layer = at.layer is not None or self.plan.granularity == "layer"
        whole = at.neuron is None and at.sample is None and of_layer
        return operation.arrays(self, at) if whole else operation.terms(self, at)

    def terms(self, address: Address) -> tuple[Term, ...]:
        """The products that make the number at `address`, one that a step of a walk makes.

        Raises BackpropError for an address that the network does not have.
        """
        operation = self.operation(address)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return self._terms(operation, address)

    def value(self, address: Address) -> float | Array:
        """The number, or at the granularity "layer" the array, that lives at `address`.

        W and b are those after the update: that is what an update step makes. Raises
        BackpropError for an address that the network does not have.
        """
        return self.operation(address).value(self, address)

    def zero_but_for_rounding(self, layer: int) -> NDArray[np.bool_]:
        """Which z of a layer are 0 on paper and not in floating point: (batch, n_out)."""
        return input_sums_zero_but_for_rounding(self, layer)

    def slope_at_zero(self, address: Address) -> float | None:
        """f′(0), where z of the neuron at `address` is 0 but for rounding and f′(z) is another."""
        return slope_at_zero(self, address)

    def operation(self, address: Address) -> Operation:
        """What makes the number at `address`. Raises BackpropError for one that nothing makes."""
        operation = self.plan.operation_making(address)
        if operation is not None:
            return operation
        made = dict.fromkeys(one.quantity for block in self.plan.blocks for one in block.operations)
        raise BackpropError(
            f"address got {address}. It takes the place of a number that a step makes: one of "
            f"{', '.join(made)}, with its layer, and where one neuron is meant its sample "
            "or, for a weight, its source."
        )


def trace(
    network: Network,
    x: Any,
    y: Any,
    learning_rate: Any = None,
    granularity: Granularity = "neuron",
    rule: Rule | None = None,
    state: State | None = None,
    *,
    penalty: Penalty | None = None,
    clip: ClipByValue | ClipByNorm | None = None,
    data_set: int | None = None,
    biases_frozen: bool = False,
    to_inputs: bool = False,
) -> Trace:
    """Return one forward pass, the loss, one backward pass and one update as Steps.

    x: (batch, n_in) or (n_in,); y: (batch, n_out) or (n_out,). `granularity` is "term" (every
    product in a sum), "neuron" (every number) or "layer" (every array). The update is gradient
    descent with `learning_rate`, or one update of `rule`, which has its own rate
    (`learning_rate` is then ignored) and whose stages become steps;
    `state` is the rule's state, None before its first update. `penalty`, `clip` and the
    number of samples in the `data_set` are those of a training run. With `to_inputs` the backward
    pass goes on to ∂loss/∂x, whose steps make da of the layer −1. Raises BackpropError if
    something doesn't fit. Overflow raises nothing: the steps show where it happened.
    """
    made = forward(network, x, strict=False)
    targets = targets_of(network, len(made.x), y)
    gradients = backward(network, made, targets, strict=False)
    if rule is None:
        rule = GradientDescent(learning_rate_of(learning_rate))
    elif not isinstance(rule, Rule):
        raise BackpropError(f"rule got {type(rule).__name__}. It takes a Rule, such as rules.Adam.")
    require_kind(penalty, "penalty", Penalty)
    require_kind(clip, "clip", ClipByValue, ClipByNorm)
    data_set = count_or_none(data_set, "data_set", 1)
    frozen = flag(biases_frozen, "biases_frozen")
    stages = outlines_of(rule.stages(penalty, clip))
    shape = shape_of(network, len(made.x), frozen, stages, flag(to_inputs, "to_inputs"))
    return Trace(
        network=network,
        forward=made,
        y=targets,
        gradients=gradients,
        shape=shape,
        rule=rule,
        state=state,
        options={"penalty": penalty, "clip": clip, "data_set": data_set},
        plan=plan_for(shape, granularity),
    )
