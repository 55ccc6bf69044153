"""Slips in the update, step = −η · gradient and new = old + step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core.explanation.here import Arithmetic, Here
from backprop_core.explanation.slips.optimisers import claimed_gradient, snapped
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.words import the_layer

_OF = "update"


def _of_step(factor: Any) -> Arithmetic:
    """The step multiplied by a number; the new parameters follow from it."""

    def arithmetic(o: Here) -> Any:
        return o.right * factor(o) if o.quantity.startswith("step") else o.right

    return arithmetic


def _of_new(made: Any) -> Arithmetic:
    """The step as it should be, the new parameters not."""

    def arithmetic(o: Here) -> Any:
        if o.quantity.startswith("step"):
            return o.right
        return made(o, getattr(o.own, o.quantity), o.values["step_" + o.quantity, o.layer])

    return arithmetic


STEP_ADDED = Slip(
    "step_added",
    _OF,
    "new = old + η · gradient",
    _of_step(lambda o: -1.0),
    "The step was added in {where}: the parameters go uphill.",
    "Go against the gradient: new = old − η · gradient.",
    1.0,
)
STEP_SUBTRACTED = Slip(
    "step_added",
    _OF,
    "new = old − step",
    _of_new(lambda o, old, step: old - step),
    "The step, which already contains its minus, was subtracted in {where}.",
    "Add it: new = old + step.",
    1.6,
    "step right",
)
RATE_FORGOTTEN = Slip(
    "learning_rate",
    _OF,
    "new = old − gradient",
    _of_step(lambda o: 1.0 / o.rate if o.rate else 1.0),
    "The learning rate was left out of the update of {where}.",
    "Multiply the gradient by η.",
    1.3,
)
RATE_TWICE = Slip(
    "rate_twice",
    _OF,
    "new = old − η² · gradient",
    _of_step(lambda o: o.rate),
    "The learning rate was multiplied in twice in the update of {where}.",
    "Multiply by η once.",
    1.6,
)
STEP_FOR_NEW = Slip(
    "update_step",
    _OF,
    "new = −η · gradient",
    _of_new(lambda o, old, step: step),
    "This is the step of {where}, not the new parameters.",
    "Add it to the old ones.",
    1.8,
)
NOT_UPDATED = Slip(
    "not_updated",
    _OF,
    "new = old",
    _of_new(lambda o, old, step: old),
    "The parameters of {where} were not updated.",
    "new = old − η · gradient.",
    1.8,
)
BIASES_KEPT = Slip(
    "not_updated",
    _OF,
    "new b = old b",
    lambda o: {"b": o.b, "step_b": 0.0 * o.right}.get(o.quantity, o.right),
    "The biases of {where} were not updated.",
    "Biases learn like weights. If your book freezes them, leave them out here.",
    1.7,
    "biases",
)
BIASES_MOVED = Slip(
    "biases_updated",
    _OF,
    "new b = old b − η · db",
    lambda o: {
        "b": lambda: o.b - o.rate * o.db,
        "step_b": lambda: -o.rate * o.db,
    }.get(o.quantity, lambda: o.right)(),
    "The biases of {where} were updated; in this exercise they stay as they are.",
    "Keep the old biases.",
    1.2,
)
DOUBLED = Slip(
    "factor_doubled",
    _OF,
    "new = old − 2 η · gradient",
    _of_step(lambda o: 2.0),
    "The step of {where} is twice as large as it should be.",
    "new = old − η · gradient, once.",
    2.2,
)
HALVED = Slip(
    "factor_missing",
    _OF,
    "new = old − ½ η · gradient",
    _of_step(lambda o: 0.5),
    "The step of {where} is half as large as it should be.",
    "new = old − η · gradient.",
    2.3,
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    yield STEP_ADDED if o.gives_gradient else replace(STEP_ADDED, rarity=0.6)
    yield from (STEP_SUBTRACTED, STEP_FOR_NEW, NOT_UPDATED, DOUBLED, HALVED)
    if o.rate not in (0.0, 1.0):
        yield from (RATE_FORGOTTEN, RATE_TWICE)
    yield from _other_rates(o)
    if o.b is not None:
        yield BIASES_MOVED if o.problem.biases_frozen else BIASES_KEPT
    if o.batch > 1:
        yield _divided("batch_twice", 1.0 / o.batch, "divided by the number of samples once more")
        yield _divided("batch_forgotten", float(o.batch), "multiplied by the number of samples")
    for other, layer in enumerate(o.problem.layers):
        if other != o.layer and layer.W.shape == o.W.shape:
            yield _gradient_of(other, the_layer(o.problem, other))


def _other_rates(o: Here) -> Iterator[Slip]:
    """A decimal point that slipped, or whatever rate fits best."""
    if o.rate == 0.0 or o.problem.rule is not None:
        return
    fitted = _fitted_rate(o)
    usual = [rate for rate in (10.0 * o.rate, o.rate / 10.0) if rate != 1.0]
    yield from (_rate(rate, o.rate, 1.7, free=0) for rate in usual)
    if fitted is not None and fitted not in (o.rate, 1.0, *usual):
        yield _rate(fitted, o.rate, 2.0, free=1)


def _rate(rate: float, usual: float, rarity: float, *, free: int) -> Slip:
    return Slip(
        "learning_rate",
        _OF,
        f"new = old − {rate:.4g} · gradient",
        _of_step(lambda o: rate / usual),
        f"The learning rate in the update of {{where}} seems to have been {rate:.4g}; it is "
        f"{usual:.4g}.",
        "Compare the rate with the exercise, decimal point too.",
        rarity,
        f"{rate:.9g}",
        free=free,
        everywhere=True,
    )


def _fitted_rate(o: Here) -> float | None:
    """The rate that fits the steps of all layers best, as a short number where it is near one."""
    above = below = 0.0
    for layer in range(o.problem.last + 1):
        claim, gradient = claimed_gradient(o, "W", layer), o.values.get(("dW", layer))
        if claim is None or gradient is None:
            continue
        known = ~np.isnan(claim)
        above += float((claim * gradient)[known].sum())
        below += float((gradient[known] ** 2).sum())
    if not 0.0 < above < np.inf or not 0.0 < below < np.inf:
        return None
    return snapped(o.rate * above / below, 2e-2)


def _divided(name: str, factor: float, words: str) -> Slip:
    return Slip(
        name,
        _OF,
        f"step · {factor:.3g}",
        _of_step(lambda o: factor),
        f"The step of {{where}} was {words}.",
        "The gradient of the batch's loss goes into the update as it is.",
        2.0,
    )


def _gradient_of(layer: int, named: str) -> Slip:
    def arithmetic(o: Here) -> Any:
        gradient = o.values.get(("d" + o.quantity.removeprefix("step_"), layer))
        if not o.quantity.startswith("step"):
            return o.right
        return None if gradient is None else -o.rate * gradient

    return Slip(
        "wrong_array",
        _OF,
        f"step of {named}",
        arithmetic,
        f"{{where}} was updated with the gradient of {named}.",
        "Update each layer with its own gradient.",
        2.4,
        f"gradient of {layer}",
    )
