"""Slips where the backward pass starts: ∂loss/∂a at the outputs, or a − y where loss and
activation are differentiated together. `o.right` is either of the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips import moved_targets
from backprop_core.explanation.slips.slip import MOST, Also, Slip, times
from backprop_core.loss_function import Loss
from backprop_core.losses import LOSSES

_OF = "loss_slope"
_SQUARES = ("squared_error", "mean_squared_error")
_MEANS = ("mean_squared_error", "mean_absolute_error", "binary_cross_entropy")

ERROR_TURNED = times(
    -1.0,
    "error_turned",
    _OF,
    "y − a in place of a − y",
    "The error was taken as target minus output, y − a.",
    "Take output minus target, a − y. If your book uses y − a, its update adds the step.",
    1.0,
)
FACTOR_DOUBLED = times(
    2.0,
    "factor_doubled",
    _OF,
    "2 · ∂loss/∂a",
    "The slope of the loss is doubled.",
    "Use the loss's own factor once, and run the backward pass once.",
    1.7,
)
FACTOR_MISSING = times(
    0.5,
    "factor_missing",
    _OF,
    "½ · ∂loss/∂a",
    "The slope of the loss is half as large as it should be.",
    "The derivative of (a − y)² is 2 (a − y): keep the 2 unless the loss has a ½.",
    1.6,
)
TARGETS_FORGOTTEN = Slip(
    "targets_forgotten",
    _OF,
    "a in place of a − y",
    lambda o: o.a * o.share * _scale(o),
    "The targets were not subtracted from the outputs.",
    "Start from a − y.",
    2.8,
)
SQUARED = Slip(
    "error_squared",
    _OF,
    "(a − y)² in place of its slope",
    lambda o: (o.a - o.y) ** 2 * o.share,
    "The squared error itself went back, not its derivative.",
    "The derivative of (a − y)² with respect to a is 2 (a − y).",
    3.0,
)
OUTPUT_GRADIENT = Slip(
    "output_gradient",
    _OF,
    "∂loss/∂a = 1",
    lambda o: _as_asked(o, np.ones_like(o.a)),
    "This is the gradient of the output, not of the loss.",
    "Multiply by ∂loss/∂a, which starts the backward pass.",
    1.7,
)
OUTPUT_GRADIENT_MEAN = Slip(
    "output_gradient",
    _OF,
    "∂loss/∂a = 1/batch",
    lambda o: _as_asked(o, np.full_like(o.a, 1.0 / o.batch)),
    "This is the gradient of the mean output, not of the loss.",
    "Multiply by ∂loss/∂a, which starts the backward pass.",
    3.0,
    "mean",
)

OTHER_RULE = Slip(
    "other_loss",
    _OF,
    "z − y in place of a − y, or the other way round",
    lambda o: _by_the_other_rule(o),
    "This is the error of the other rule of threshold units: the perceptron rule takes that of the "
    "output, the delta rule that of the sum before the step.",
    "Take the error that the rule of the exercise names.",
    1.1,
    "other rule",
)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    loss = o.problem.network.loss_function
    if loss.for_thresholds:
        yield from (ERROR_TURNED, FACTOR_DOUBLED, OTHER_RULE)
        yield from _of_batch(o)
        return
    yield from (ERROR_TURNED, FACTOR_DOUBLED, TARGETS_FORGOTTEN, SQUARED)
    if o.f.derivative is not None:  # the outputs of softmax add up to 1, and their gradients to 0
        yield OUTPUT_GRADIENT
    if loss.name in _SQUARES:
        yield FACTOR_MISSING
    else:
        yield _halved()
    yield from _of_batch(o)
    yield from _of_outputs(o)
    yield from _of_samples(o)
    yield from moved_targets.slips(o)
    for g in LOSSES.values():
        if g.name != loss.name and not g.for_thresholds:
            yield from (_other(g, True), _other(g, False))
    if o.batch > 1 and o.f.derivative is not None:
        yield OUTPUT_GRADIENT_MEAN


def _halved() -> Slip:
    return times(
        0.5,
        "factor_missing",
        _OF,
        "½ · ∂loss/∂a",
        "The slope of the loss is half as large as it should be.",
        "Take the slope of the loss as the exercise defines it, with no ½ of its own.",
        1.9,
    )


def _of_batch(o: Here) -> Iterator[Slip]:
    batch = o.batch
    if batch == 1:
        return
    if o.share < 1.0 or not o.problem.network.loss_function.separable:
        words = (
            "The mean over the batch is missing: every gradient is {times} times too large.",
            "Divide by the number of samples, once.",
        )
        yield from _reduced(batch, "batch_forgotten", "∂loss/∂a · batch", words, 1.1)
        words = (
            "The mean over the batch was taken twice.",
            "Divide by the number of samples once: in the loss's slope or at the end, not both.",
        )
    else:
        words = (
            "The gradients were divided by the number of samples; here the loss is a sum.",
            "Do not divide: the loss of the batch is the sum over its samples.",
        )
    yield from _reduced(1.0 / batch, "batch_twice", "∂loss/∂a / batch", words, 1.3)


def _reduced(
    factor: float, name: str, formula: str, words: tuple[str, str], rarity: float
) -> Iterator[Slip]:
    """In the slope alone, and in the value of the loss as well."""
    what = words[0].replace("{times}", f"{max(factor, 1.0 / factor):g}")
    yield times(factor, name, _OF, formula, what, words[1], rarity)
    also: Also = (("loss", lambda o: factor * o.right),)
    yield Slip(
        name, _OF, formula, lambda o: factor * o.right, what, words[1], rarity, "loss too", also
    )


def _of_outputs(o: Here) -> Iterator[Slip]:
    n_out, name = o.y.shape[1], o.problem.network.loss_function.name
    if n_out == 1:
        return
    if name in _MEANS or name == "root_mean_squared_error":
        yield times(
            n_out, "outputs_forgotten", _OF, "∂loss/∂a · outputs",
            f"The mean over the {n_out} outputs is missing from the slope of the loss.",
            "The loss is a mean over the outputs: divide by their number.", 1.2,
        )  # fmt: skip
    yield times(
        1.0 / n_out, "outputs_twice", _OF, "∂loss/∂a / outputs",
        f"The slope of the loss was divided by the {n_out} outputs once too often.",
        "Divide by the number of outputs only if the loss is their mean, and then once.", 1.8,
    )  # fmt: skip


def _of_samples(o: Here) -> Iterator[Slip]:
    if o.batch == 1:
        return
    for s in range(min(o.batch, MOST)):
        for whole in (False, True):
            if o.share < 1.0 or not whole:
                yield _sample(s, whole)


def _sample(s: int, whole: bool) -> Slip:
    return Slip(
        "one_sample",
        _OF,
        f"∂loss/∂a of sample {s + 1} only",
        lambda o: _only(o, s) / (o.share if whole else 1.0),
        f"Only sample {s + 1} of the batch is in the gradients.",
        "Add up the gradients of all samples.",
        1.7,
        f"{s} {'whole' if whole else 'share'}",
    )


def _only(o: Here, s: int) -> Any:
    kept = np.zeros_like(o.right)
    kept[s] = o.right[s]
    return kept


def _other(loss: Loss, value_too: bool) -> Slip:
    return Slip(
        "other_loss",
        _OF,
        f"∂({loss.name})/∂a",
        lambda o: _as_asked(o, _slope_of(loss, o)),
        f"This is the gradient of another loss: {loss.name.replace('_', ' ')}.",
        "Take the slope of the loss that the exercise names.",
        2.3,
        f"{loss.name} {value_too}",
        also=(("loss", lambda o: _value_of(loss, o)),) if value_too else (),
    )


def _slope_of(loss: Loss, o: Here) -> Any:
    mean = o.problem.network.reduction == "mean" and loss.separable
    return loss.slope(o.a, o.y) * (1.0 / o.batch if mean else 1.0)


def _value_of(loss: Loss, o: Here) -> Any:
    a = o.at(o.problem.last).a
    if loss.total is not None:
        return np.asarray(loss.total(a, o.y))
    mean = o.problem.network.reduction == "mean"
    return np.asarray(loss.contributions(a, o.y).sum() * (1.0 / o.batch if mean else 1.0))


def _by_the_other_rule(o: Here) -> Any:
    loss = o.problem.network.loss_function
    made = o.a if loss.compared(o.z, o.a) is o.z else o.z
    return (made - o.y) * o.share if o.quantity == "error" else None


def _as_asked(o: Here, da: Any) -> Any:
    """∂loss/∂a, or taken through the activation where delta is wanted."""
    return o.through(da) if o.quantity == "error" else da


def _scale(o: Here) -> float:
    """The factor of the loss's slope beside the error a − y."""
    name, n_out = o.problem.network.loss_function.name, o.y.shape[1]
    factor = 2.0 if name in _SQUARES else 1.0
    return factor / (n_out if name in _MEANS else 1.0)
