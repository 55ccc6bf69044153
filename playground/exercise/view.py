"""What a page shows of an exercise: its trace, and the step that is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from backprop_core import (
    Granularity,
    Network,
    NonFiniteError,
    Step,
    Trace,
    backward,
    batch_loss,
    forward,
    trace,
)
from playground.exercise.conventions import Conventions
from playground.exercise.document import Document, network_of, state_of
from playground.exercise.document_conventions import conventions_of
from playground.exercise.hyperparameters import clip_of, penalty_of, rule_of
from playground.exercise.kept import kept
from playground.exercise.paper_trace import (
    PaperTrace,
    conventions_in_force,
    exact_trace,
    is_plain,
    on_paper,
)
from playground.notation import number_text
from playground.notation.bias_names import with_bias_as
from playground.notation.laid_out import laid_out
from playground.notation.symbols import NOTATIONS, Notation, Symbols
from playground.notation.turned import DERIVATIVES, notation_on_paper

FEW_NUMBERS = 400


@dataclass(frozen=True)
class View:
    """What one run of a page works with: the exercise, its trace, and the step that is shown.

    The trace may be one as on paper, by the conventions of the exercise, or the engine's own.
    """

    document: Document
    trace: Trace
    position: int
    chosen_digits: int | None
    chosen_sample: int
    chosen_notation: str = "own"

    @cached_property
    def step(self) -> Step:
        return _step_of(self.trace, self.position)

    @property
    def conventions(self) -> Conventions:
        """Those that its numbers follow."""
        return conventions_in_force(self.trace)

    @cached_property
    def exactly(self) -> View:
        """The same with the engine's own numbers, for what rests on their being exact."""
        exact = exact_trace(self.trace)
        return self if exact is self.trace else replace(self, trace=exact)

    @property
    def at_once(self) -> View:
        """The same walk layer by layer, from its first step."""
        return self._in_steps_of("layer")

    @property
    def by_numbers(self) -> View:
        """The same walk number by number, from its first step."""
        return self._in_steps_of("neuron")

    def _in_steps_of(self, granularity: Granularity) -> View:
        made = trace_of(self.document, granularity)
        if isinstance(self.trace, PaperTrace):
            made = on_paper(made, self.trace.conventions)
        return replace(self, trace=made, position=0)

    @property
    def network(self) -> Network:
        return self.trace.network

    @cached_property
    def symbols(self) -> Symbols:
        """How this network's numbers are written, in the chosen notation."""
        return Symbols(self.notation, self.network.sizes, len(self.trace.y))

    @property
    def notation(self) -> Notation:
        """The chosen notation, be it applied to this network or not; with the signs on paper."""
        signs = DERIVATIVES if self.conventions.turned else frozenset[str]()
        by_rule = self.network.loss_function.for_thresholds and is_plain(self.trace)
        chosen = laid_out(NOTATIONS[self.chosen_notation], conventions_of(self.document).weights)
        chosen = with_bias_as(chosen, self.conventions.bias_as)
        return notation_on_paper(chosen, signs=signs, by_rule=by_rule)

    @property
    def sample(self) -> int:
        """The row of the batch whose numbers are shown: the step's own, or the chosen one."""
        own = self.step.sample
        return min(self.chosen_sample, len(self.trace.y) - 1) if own is None else own

    @cached_property
    def digits(self) -> int:
        """As chosen, or as many as tell the numbers of a small network apart; and whether with a
        decimal comma, and as fractions."""
        chosen = conventions_of(self.document)
        return number_text.Digits(self._count, chosen.comma, chosen.fractions)

    @property
    def _count(self) -> int:
        if self.conventions.rounding is not None:  # as many as stand on paper
            return _whole_of(self.trace)
        if self.chosen_digits is not None:
            return self.chosen_digits
        return _telling_apart(self.trace)

    @cached_property
    def loss_after(self) -> float:
        """The loss with the new weights, the engine's own; nan or inf where they overflow."""
        return _loss_after(exact_trace(self.trace))

    @property
    def targets_are_probabilities(self) -> bool:
        """Whether the loss gets such targets as it takes: 0 to 1 for the cross-entropies."""
        y = self.trace.y
        takes_them = self.network.loss_function.probabilities
        return not takes_them or bool(((y >= 0) & (y <= 1)).all())

    @cached_property
    def problem(self) -> str | None:
        """What is not finite, in words; None when all is well."""
        return _problem_of(exact_trace(self.trace))


@kept(16)
def trace_of(now: Document, granularity: Granularity) -> Trace:
    """The document's trace, computed once."""
    frozen = now["biases_frozen"]
    rate = now["learning_rate"]
    options: dict[str, Any] = {}
    if "update" in now:
        chosen = now["update"]["chosen"]
        options = {
            "rule": rule_of(chosen),
            "state": state_of(now["update"]),
            "penalty": penalty_of(chosen),
            "clip": clip_of(chosen),
            "data_set": now["update"]["data_set"],
        }
    network, x, y = network_of(now), now["x"], now["y"]
    options |= {"biases_frozen": frozen, "to_inputs": conventions_of(now).to_inputs}
    return trace(network, x, y, rate, granularity, **options)


@kept(16)
def paper_trace_of(now: Document, granularity: Granularity) -> Trace:
    """The same by the document's conventions, where they change its numbers."""
    return on_paper(trace_of(now, granularity), conventions_of(now))


@lru_cache(maxsize=32)
def _step_of(done: Trace, position: int) -> Step:
    """Kept: the step of a large batch's loss has a term for every output of every sample."""
    return done[position]


@lru_cache(maxsize=64)
def _whole_of(done: Trace) -> int:
    """In which no number loses a digit, with what belongs to samples and leads back to a layer."""
    found = [*_arrays(done), done.forward.x, done.y, done.gradients.loss, done.learning_rate]
    for layer, back in zip(done.forward.layers, done.gradients.layers, strict=True):
        found += [one for one in (layer.slope, back.da, back.db) if one is not None]
    return number_text.whole_of(np.concatenate([np.ravel(one) for one in found]))


@lru_cache(maxsize=64)
def _telling_apart(done: Trace) -> int:
    numbers = np.concatenate([a.ravel() for a in _arrays(done)])
    return number_text.telling_apart(numbers) if numbers.size <= FEW_NUMBERS else 4


def _arrays(done: Trace) -> list[Any]:
    arrays = [np.zeros(0)]
    for layers in (done.forward.layers, done.gradients.layers):
        for layer in layers:
            names = ("z", "a") if hasattr(layer, "z") else ("delta", "dW")
            arrays += [getattr(layer, name) for name in names]
    for old, new in zip(done.network.layers, done.after.layers, strict=True):
        arrays += [old.W, new.W]
        arrays += [layer.b for layer in (old, new) if layer.b is not None]
    return arrays


@lru_cache(maxsize=16)
def _loss_after(done: Trace) -> float:
    with np.errstate(all="ignore"):
        made = forward(done.after, done.forward.x, strict=False)
        return batch_loss(done.after, made, done.y)


@lru_cache(maxsize=16)
def _problem_of(done: Trace) -> str | None:
    """The pass once more, which now stops at the first number that is not finite."""
    frozen = done.plan.shape.biases_frozen
    try:
        made = forward(done.network, done.forward.x)
        gradients = backward(done.network, made, done.y)
        options = {**done.options, "biases_frozen": frozen}
        done.rule.record(done.network, gradients, done.state, **options)
    except NonFiniteError as error:
        return str(error)
    return None
