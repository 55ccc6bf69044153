"""Slips in the value of the loss. Nothing else is made from it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.slip import MOST, Slip, times
from backprop_core.loss_function import Loss
from backprop_core.losses import LOSSES

_OF = "loss"

SIGN = times(
    -1.0,
    "sign",
    _OF,
    "−loss",
    "The loss has the wrong sign.",
    "A loss of this kind is never negative: check the minus before the logarithm.",
    1.5,
)
DOUBLED = times(
    2.0,
    "factor_doubled",
    _OF,
    "2 · loss",
    "The loss is twice as large as it should be: a factor ½ is missing, or there is a 2 too many.",
    "Take the loss as the exercise defines it.",
    1.5,
)
HALVED = times(
    0.5,
    "factor_missing",
    _OF,
    "½ · loss",
    "The loss is half as large as it should be.",
    "Take the loss as the exercise defines it.",
    1.6,
)
_NAT_OF_BIT = 1.0 / np.log(2.0)


def slips(o: Here) -> Iterator[Slip]:
    """All that can go wrong here."""
    if o.problem.has_after and ("loss", 0) in o.values:
        yield _before(o.values["loss", 0])
    yield from (SIGN, DOUBLED, HALVED)
    network, n_out, batch = o.problem.network, o.y.shape[1], o.batch
    if batch > 1 and network.loss_function.separable:
        yield _reduced(batch if o.share < 1.0 else 1.0 / batch, o.share < 1.0)
        yield from (_sample(s) for s in range(min(batch, MOST)))
    if n_out > 1:
        yield _outputs(n_out)
        yield _outputs(1.0 / n_out)
    if network.loss_function.probabilities:
        yield times(
            _NAT_OF_BIT, "other_log", _OF, "log₂", "The logarithm was taken to base 2.",
            "Take the natural logarithm.", 2.5,
        )  # fmt: skip
        yield times(
            1.0 / np.log(10.0), "other_log", _OF, "log₁₀", "The logarithm was taken to base 10.",
            "Take the natural logarithm.", 2.5,
        )  # fmt: skip
    others = (loss for loss in LOSSES.values() if not loss.for_thresholds)
    yield from (_other(loss) for loss in others if loss.name != network.loss_function.name)
    if network.loss == "root_mean_squared_error":
        yield _without_root()


def _before(loss: object) -> Slip:
    return Slip(
        "loss_before",
        _OF,
        "loss of the old parameters",
        lambda o: np.asarray(loss) if o.quantity == "loss_after" else o.right,
        "This is the loss before the update, not after it.",
        "Run the forward pass again, with the new parameters.",
        0.5,
    )


def _reduced(factor: float, is_mean: bool) -> Slip:
    if is_mean:
        return times(
            factor, "batch_forgotten", _OF, "Σ over samples",
            "The loss is the sum over the batch; here it is the mean.",
            "Divide by the number of samples.", 1.2,
        )  # fmt: skip
    return times(
        factor, "batch_twice", _OF, "Σ / batch",
        "The loss is the mean over the batch; here it is the sum.",
        "Do not divide by the number of samples.", 1.4,
    )  # fmt: skip


def _outputs(factor: float) -> Slip:
    forgotten = factor > 1.0
    return times(
        factor,
        "outputs_forgotten" if forgotten else "outputs_twice",
        _OF,
        "Σ over outputs" if forgotten else "Σ / outputs",
        f"The loss is the {'sum' if forgotten else 'mean'} over the outputs.",
        "Check whether the loss adds up over the outputs or takes their mean.",
        1.6,
    )


def _sample(s: int) -> Slip:
    return Slip(
        "one_sample",
        _OF,
        f"loss of sample {s + 1}",
        lambda o: _total(o.problem.network.loss_function, o, [s]) if _loss(o).separable else None,
        f"This is the loss of sample {s + 1} alone.",
        "Take all samples of the batch.",
        2.0,
        str(s),
    )


def _other(loss: Loss) -> Slip:
    return Slip(
        "other_loss",
        _OF,
        loss.name,
        lambda o: _whole(loss, o),
        f"This is another loss: {loss.name.replace('_', ' ')}.",
        "Take the loss that the exercise names.",
        2.2,
        loss.name,
    )


def _without_root() -> Slip:
    return Slip(
        "root_forgotten",
        _OF,
        "mean of the squares",
        lambda o: o.right**2,
        "The root of the loss was forgotten.",
        "Take the root of the mean of the squares.",
        1.6,
    )


def _loss(o: Here) -> Loss:
    return o.problem.network.loss_function


def _whole(loss: Loss, o: Here) -> object:
    a = o.at(o.problem.last).a
    if loss.total is not None:
        return np.asarray(loss.total(a, o.y))
    share = 1.0 / o.batch if o.problem.network.reduction == "mean" else 1.0
    return np.asarray(loss.contributions(a, o.y).sum() * share)


def _total(loss: Loss, o: Here, rows: list[int]) -> object:
    a = o.at(o.problem.last).a
    return np.asarray(loss.contributions(a[rows], o.y[rows]).sum())
