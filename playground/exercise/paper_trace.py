"""A pass as it is worked on paper: by the conventions of its exercise, beside the exact pass.

With rounding, every number is made from the rounded numbers before it and rounded itself: z, a and
f′(z), the losses, ∂loss/∂a, delta, the gradients and the new parameters. A sum is rounded once it
is added up, and where the convention says so each of its products before; weights, inputs and
targets stay as they are given. With the error as target minus
output, every gradient has its sign turned and the step is added. A bias may be written as a weight
of a constant 1, or of −1; such a threshold and its gradient have the other sign.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core import (
    Address,
    Array,
    Gradients,
    LayerGradient,
    Network,
    Number,
    Operation,
    Step,
    Term,
    Trace,
)
from backprop_core.rules import Binary, GradientDescent, Named, Stage
from playground.exercise.conventions import USUAL, Conventions
from playground.exercise.paper_pass import (
    Round,
    Rounds,
    at_the_outputs,
    products_added,
    rounded_forward,
    rounded_gradients,
    rounded_loss_parts,
    rounded_new,
)
from playground.notation.bias_names import CONSTANTS


@dataclass(frozen=True)
class StepAdded(GradientDescent):
    """Gradient descent where the gradient's sign is turned: θ ← θ + η g."""

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """The one stage, with a plus."""
        (last,) = super().arithmetic(gradient, rate)
        assert isinstance(last.formula, Binary)
        return (replace(last, formula=replace(last.formula, sign="+")),)


@dataclass(frozen=True, eq=False, kw_only=True)
class PaperTrace(Trace):
    """The walk with the numbers that stand on paper. `exact` is the engine's own."""

    exact: Trace
    conventions: Conventions
    new: Network
    parts: Array

    @property
    def constant(self) -> tuple[Number, ...]:
        """What a bias is a weight of: 1, or −1 for a threshold."""
        if self.conventions.bias_as is None:
            return ()
        return (Number(Address("x0", neuron=0), CONSTANTS[self.conventions.bias_as]),)

    @cached_property
    def input_gradient(self) -> Array:
        """Rounded like all else."""
        with np.errstate(all="ignore"):
            rounds = _rounds(self.conventions)
            delta, W = self.gradients.layers[0].delta, self.network.layers[0].W
            rounded: Array = rounds(products_added(delta, W, rounds))
        return rounded

    def _terms(self, operation: Operation, at: Address) -> tuple[Term, ...]:
        terms = super()._terms(operation, at)
        rounds = _rounds(self.conventions)
        if rounds.product is None or not operation.dot_product or len(terms) == 1:
            return terms
        return tuple(
            replace(term, value=rounds.product(term.value)) if _is_product(term) else term
            for term in terms
        )

    @property
    def after(self) -> Network:
        """The network with the new parameters that stand on paper."""
        return self.new

    @property
    def loss_parts(self) -> Array:
        """What each output contributes to its sample's loss, from the outputs on paper."""
        return self.parts

    def sample_loss(self, sample: int) -> float:
        """Rounded like all else."""
        return float(_rounding(self.conventions)(super().sample_loss(sample)))

    @np.errstate(all="ignore")
    def before_rounding(self, step: Step) -> float | None:
        """What the numbers of a step make before it is rounded; None of whole layers."""
        if not step.complete or not isinstance(step.value, float):
            return None
        at, phase, total = step.address, step.operation.phase, self.network.loss_function.total
        if step.operation.sums:
            return _added_up(step)
        if phase == "forward":
            z = self.forward.layers[at.in_layer].z
            a, _ = self.network.layers[at.in_layer].activated(z)
            return float(a[at.sample, at.neuron])
        if phase == "loss" and total is not None:
            return float(total(self.forward.output, self.y))
        if phase == "backward":
            da, delta = at_the_outputs(self, self.forward, self.gradients.loss, _as_it_is)
            of = da if delta is None else delta
            return float(turned_number(of[at.sample, at.neuron], step.quantity, self.conventions))
        return _added_up(step)

    def exactly(self, address: Address) -> float | Array:
        """The engine's number, in the sign that it has on paper."""
        value = self.exact.value(address)
        turned: float | Array = turned_number(value, address.quantity, self.conventions)
        return turned


def _added_up(step: Step) -> float:
    return float(sum(term.value for term in step.terms))


def _is_product(term: Term) -> bool:
    """A bias as the weight of a constant is none: it stays as it is given."""
    numbers = all(isinstance(factor.value, float) for factor in term.factors)
    return numbers and len(term.factors) > 1 and term.factors[-1].quantity != "x0"


def turned_number(value: Any, quantity: str, conventions: Conventions) -> Any:
    """A number of the engine with the sign that it has on paper, and one of paper with the
    engine's."""
    return 0.0 - value if quantity in conventions.minus else value


def conventions_in_force(trace: Trace) -> Conventions:
    """Those that the numbers of a trace follow."""
    return trace.conventions if isinstance(trace, PaperTrace) else USUAL


def exact_trace(trace: Trace) -> Trace:
    """The engine's own pass."""
    return trace.exact if isinstance(trace, PaperTrace) else trace


def rounds_of(trace: Trace) -> Round:
    """How the numbers of a trace are rounded, for those that it does not hold itself."""
    return _rounding(conventions_in_force(trace))


def is_plain(trace: Trace) -> bool:
    """Whether its update is gradient descent and nothing else."""
    return len(trace.shape.update) == 1 and isinstance(trace.rule, GradientDescent)


def on_paper(trace: Trace, conventions: Conventions) -> Trace:
    """The pass by those conventions; the trace itself where they change no number. An update of
    several stages is shown as the engine makes it."""
    changes = conventions.rounding is not None or conventions.signs != USUAL
    if not is_plain(trace) or not changes:
        return trace
    with np.errstate(all="ignore"):
        return _on_paper(trace, conventions)


def _on_paper(trace: Trace, conventions: Conventions) -> PaperTrace:
    made, gradients, new, parts = trace.forward, trace.gradients, trace.after, trace.loss_parts
    rounds = _rounds(conventions)
    if conventions.rounding is not None:
        made = rounded_forward(trace, rounds)
        parts = rounded_loss_parts(trace, made)
        gradients = rounded_gradients(trace, made, parts, rounds)
        new = rounded_new(trace, gradients, rounds)
    rule, network = trace.rule, trace.network
    gradients = _signed(gradients, conventions.minus)
    if conventions.turned:
        rule = StepAdded(trace.learning_rate)
    if "b" in conventions.minus:
        network, new = _with_thresholds(network), _with_thresholds(new)
    return PaperTrace(
        network=network,
        forward=made,
        y=trace.y,
        gradients=gradients,
        shape=trace.shape,
        rule=rule,
        state=trace.state,
        options=trace.options,
        plan=trace.plan,
        exact=trace,
        conventions=conventions,
        new=new,
        parts=parts,
    )


def _as_it_is(value: Any) -> Any:
    return value


def _rounding(conventions: Conventions) -> Round:
    return conventions.rounding or _as_it_is


def _rounds(conventions: Conventions) -> Rounds:
    rounding = _rounding(conventions)
    return Rounds(rounding, conventions.rounding if conventions.products else None)


def _signed(gradients: Gradients, minus: frozenset[str]) -> Gradients:
    def of(quantity: str, value: Array) -> Array:
        return np.asarray(0.0 - value) if quantity in minus else value

    layers = [
        LayerGradient(
            of("delta", one.delta),
            of("dW", one.dW),
            None if one.db is None else of("db", one.db),
            one.a_before,
            one.connected,
            of("da", one.da) if "da" in minus else one._da,
        )
        for one in gradients.layers
    ]
    return replace(gradients, layers=tuple(layers))


def _with_thresholds(network: Network) -> Network:
    """Each bias with its other sign."""
    layers = (
        layer if layer.b is None else layer.with_numbers(layer.W, np.asarray(0.0 - layer.b))
        for layer in network.layers
    )
    return replace(network, layers=tuple(layers))
