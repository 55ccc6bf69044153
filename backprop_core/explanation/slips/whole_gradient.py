"""Slips that take another array for the gradient, or mix something into it.

Each can be made where the gradient is written down, and where it goes into the update.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core.explanation.here import Arithmetic, Here
from backprop_core.explanation.slips.slip import Also, Slip

Made = Callable[[Here, Any, Any, str], Any]
"""What is taken for the gradient: (o, gradient, parameter, "W" or "b") to an array like it."""


@dataclass(frozen=True, eq=False, slots=True)
class Mix:
    """What is taken for the gradient of a layer's W and b, in words and as a function."""

    name: str
    variant: str
    formula: str
    made: Made
    what: str
    remedy: str
    rarity: float
    free: int = 0

    def of_weights(self, o: Here) -> Any:
        """In place of dW, where it is written down."""
        return o.problem.without_cuts(o.layer, self.made(o, o.right, o.W, "W"))

    def of_biases(self, o: Here) -> Any:
        """In place of db."""
        return np.asarray(self.made(o, o.right, o.b, "b"))

    def of_step(self, o: Here) -> Any:
        """In the step of the update, while dW and db are right."""
        if not o.quantity.startswith("step"):
            return o.right
        which = o.quantity.removeprefix("step_")
        gradient = o.values["d" + which, o.layer]
        taken = self.made(o, gradient, getattr(o.own, which), which)
        return o.problem.step(which, o.layer, np.asarray(taken))

    def in_gradient(self) -> Slip:
        """The slip in the gradient as it is written down."""
        return self._slip("weight_gradient", self.of_weights, (("bias_gradient", self.of_biases),))

    def in_update(self) -> Slip:
        """The same slip, made in the update."""
        return self._slip("update", self.of_step, ())

    def _slip(self, operation: str, arithmetic: Arithmetic, also: Also) -> Slip:
        return Slip(
            self.name,
            operation,
            self.formula,
            arithmetic,
            self.what,
            self.remedy,
            self.rarity,
            self.variant,
            also,
            self.free,
            everywhere=True,
        )


UPDATE_STEP = Mix(
    "update_step",
    "",
    "−η · dW in place of dW",
    lambda o, g, p, which: -o.rate * g,
    "This is the step of the update in {where}, −η times the gradient.",
    "Give the gradient itself, or enter these numbers as the step.",
    1.2,
)
LEARNING_RATE = Mix(
    "learning_rate",
    "",
    "η · dW in place of dW",
    lambda o, g, p, which: o.rate * g,
    "The gradient of {where} is multiplied by the learning rate.",
    "The learning rate belongs in the update, not in the gradient.",
    1.2,
)
NEW_PARAMETERS = Mix(
    "new_parameters",
    "",
    "W − η · dW in place of dW",
    lambda o, g, p, which: p - o.rate * g,
    "These are the new parameters of {where}, not the gradient.",
    "Enter them as new W and b; the gradient is (old − new) / η.",
    1.2,
)
NEW_PARAMETERS_ADDED = Mix(
    "step_added",
    "",
    "W + η · dW in place of dW",
    lambda o, g, p, which: p + o.rate * g,
    "These are new parameters of {where}, and the step was added instead of subtracted.",
    "new = old − η · gradient.",
    1.6,
)
OLD_PARAMETERS = Mix(
    "wrong_array",
    "parameters",
    "W in place of dW",
    lambda o, g, p, which: p,
    "These are the parameters of {where}, not their gradient.",
    "Give dW = deltaᵀ a_before.",
    2.6,
)
NOT_FILLED_IN = Mix(
    "left_at_zero",
    "all of it",
    "0 in place of dW and db",
    lambda o, g, p, which: 0.0 * g,
    "The gradient of {where} is 0: it was never filled in, or cleared before it was read.",
    "dW = deltaᵀ a_before and db = Σ delta, read after the backward pass.",
    0.9,
)
_OTHER_ARRAYS = (UPDATE_STEP, NEW_PARAMETERS, NEW_PARAMETERS_ADDED, OLD_PARAMETERS)


def _is_all_zero(o: Here) -> bool:
    claims = [o.claims.get((quantity, o.layer)) for quantity in ("dW", "db")]
    return not any(np.nan_to_num(claim).any() for claim in claims if claim is not None)


def slips(o: Here) -> Iterator[Slip]:
    """All that can be taken for the gradients of a layer, where they are written down."""
    yield from (mix.in_gradient() for mix in _OTHER_ARRAYS)
    if _is_all_zero(o):
        yield NOT_FILLED_IN.in_gradient()
    if o.rate not in (0.0, 1.0):
        slip = LEARNING_RATE.in_gradient()
        yield slip if o.gives_gradient else replace(slip, rarity=1.8)  # then it is η twice
