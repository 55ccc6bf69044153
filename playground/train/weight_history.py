"""Why one weight moved: its last updates, each change split into what caused it.

A rule's step is linear in what it remembers of earlier gradients. So the step without that memory
is what this batch's gradient does, and the difference is the memory's part; likewise for penalty
and decay. The three add up to the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from backprop_core import Update
from backprop_core.rules import Rule, State

# The stage by which a rule remembers the direction of earlier gradients.
_MEMORY = {
    "Momentum": "velocity",
    "RMSprop": "velocity",
    "Adam": "first_moment",
    "AdamW": "first_moment",
}


class Moved(NamedTuple):
    """One update of one weight: it went from `before` to `after` by gradient + memory + decay."""

    number: int
    slope: float  # ∂loss/∂w of the batch
    before: float
    gradient: float
    memory: float
    decay: float
    after: float

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """What the change is made of, and the change."""
        return self.gradient, self.memory, self.decay, self.change

    @property
    def change(self) -> float:
        """By how much it moved."""
        return self.after - self.before


def weight_history(updates: Sequence[Update], entry: int) -> list[Moved]:
    """Each update's change of the parameter that stands in that place of `network.parameters`."""
    return [_moved(update, entry) for update in updates]


def _moved(update: Update, entry: int) -> Moved:
    recipe, before = update.recipe, update.before
    _, g = update.passes()
    rule, state = recipe.rule, update.state_before

    def stepped(rule: Rule, state: State, penalty: Any) -> float:
        new, _ = rule.step(
            before,
            g,
            state,
            penalty=penalty,
            clip=recipe.clip,
            data_set=len(recipe.x),
            biases_frozen=recipe.biases_frozen,
        )
        return float(new.parameters[entry])

    start, after = float(before.parameters[entry]), float(update.numbers[0][entry])
    forgetful = _without_memory(rule, state)
    no_memory = stepped(rule, forgetful, recipe.penalty)
    alone = stepped(_without_decay(rule), forgetful, None)
    slope = float(np.concatenate([_flat(layer) for layer in g.layers])[entry])
    return Moved(
        update.number, slope, start, alone - start, after - no_memory, no_memory - alone, after
    )


def _flat(layer: Any) -> Any:
    """A layer's gradient in the order of `network.parameters`."""
    parts = [layer.dW.ravel()] + ([] if layer.db is None else [np.atleast_1d(layer.db)])
    return np.concatenate(parts)


def _without_memory(rule: Rule, state: State) -> State:
    """The same state, with no memory of earlier directions."""
    wanted = _MEMORY.get(type(rule).__name__)
    results = {stage.result for stage in rule.stages() if stage.name == wanted}
    vectors = {
        name: np.zeros_like(vector) if name in results else vector
        for name, vector in state.vectors.items()
    }
    return State(state.updates, vectors, state.place)


def _without_decay(rule: Any) -> Rule:
    plain: Rule = replace(rule, weight_decay=0.0)
    return plain
