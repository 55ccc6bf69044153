"""Loss functions: one number for how far the outputs a are from the targets y.

The loss of a sample is a sum of one contribution per output; the loss of a batch is the mean or the
sum over its samples. `slope` is ∂(loss of one sample)/∂a. The two cross-entropies are always paired
with the activation that gives probabilities, sigmoid or softmax, and computed directly from z: the
pair's logarithm and exponential cancel, so nothing overflows, and probabilities of exactly 0 and 1
are fine. The rules of threshold units are in `learning_rules`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from backprop_core.activations import decay
from backprop_core.checks import Array, quoted, require_shape_kept
from backprop_core.errors import BackpropError
from backprop_core.learning_rules import DELTA_RULE, PERCEPTRON
from backprop_core.loss_function import Fused, Loss
from backprop_core.softmax import largest
from backprop_core.sums import sum_over_neurons


def _absolute(e: Array) -> Array:
    """|e|, by the sign of the real part; 0 at 0, and so is its derivative. NaN stays NaN."""
    return np.where(e.real > 0, e, np.where(e.real < 0, -e, np.where(e.real == 0, 0.0, e)))


def _root_mean_square(a: Array, y: Array) -> float:
    """√(mean of e²) over outputs and batch, with e / max|e| squared, so that nothing overflows."""
    e = a - y
    size = np.abs(e.real).max()
    if size == 0:
        return 0.0
    root: float = size * np.sqrt(np.mean((e / size) ** 2))
    return root


def _root_mean_square_slope(a: Array, y: Array) -> Array:
    """e / (N · RMSE) with N = batch · n_out; 0 where every error is 0."""
    root = _root_mean_square(a, y)
    return np.zeros_like(a) if root == 0 else (a - y) / root / a.size


def _log_loss(a: Array, y: Array) -> Array:
    """−y log a − (1 − y) log(1 − a), with 0 · log 0 = 0."""
    return -(_times(y, np.log(a)) + _times(1 - y, np.log(1 - a)))


def _times(weight: Array, value: Array) -> Array:
    return np.where(weight == 0, 0.0, weight * value)


def _binary_from_z(z: Array, a: Array, y: Array) -> Array:
    """max(z, 0) − z y + log(1 + exp(−|z|)), the logarithm of the sigmoid in its stable form."""
    log_loss = np.where(z.real >= 0, z, 0.0) - z * y + np.log1p(decay(z))
    mean: Array = log_loss / z.shape[1]
    return mean


def _binary_delta(z: Array, a: Array, y: Array) -> Array:
    """(a − y) / n_out, taken from the nearer end, so that a confident hit keeps its digits."""
    e = decay(z)
    tail = e / (1.0 + e)  # the smaller of a and 1 − a
    delta: Array = np.where(z >= 0, (1.0 - y) - tail, tail - y) / z.shape[1]
    return delta


def _categorical_from_z(z: Array, p: Array, y: Array) -> Array:
    """−y log p, with log p = z − max z + log p_max, where log p_max = log(1 − all other p).

    So p may be 0, and where p_max is nearly 1 its logarithm still has all its digits.
    """
    top, others = largest(z), p.copy()
    others[top] = 0.0
    log_of_largest = np.log1p(-sum_over_neurons(others))  # (batch,)
    below: Array = z[top][:, None] - z  # (batch, n_out)
    log_loss: Array = y * (below - log_of_largest[:, None])
    return log_loss


def _categorical_delta(z: Array, p: Array, y: Array) -> Array:
    """p Σy − y, written pⱼ Σ_{k≠j} yₖ − yⱼ Σ_{k≠j} pₖ, so that p close to y keeps its digits."""
    others = _all_others(z.shape[1])
    delta: Array = p * y.dot(others) - y * p.dot(others)
    return delta


@lru_cache(maxsize=8)
def _all_others(n: int) -> Array:
    """A product with it replaces each entry of a row by the sum of all others: (n, n)."""
    return 1.0 - np.eye(n)


def _quotient(numerator: Array, denominator: Array) -> Array:
    """numerator / denominator, 0 where the numerator is 0; ±inf where it truly is out of range."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(numerator == 0, 0.0, numerator / denominator)


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss(
            "half_squared_error",
            lambda a, y: 0.5 * (a - y) ** 2,
            lambda a, y: a - y,
            squared=True,
        ),
        Loss(
            "squared_error",
            lambda a, y: (a - y) ** 2,
            lambda a, y: 2.0 * (a - y),
            squared=True,
        ),
        Loss(
            "mean_squared_error",
            lambda a, y: (a - y) ** 2 / a.shape[1],
            lambda a, y: 2.0 / a.shape[1] * (a - y),
            mean_over=("outputs",),
            squared=True,
        ),
        Loss(
            "mean_absolute_error",
            lambda a, y: _absolute(a - y) / a.shape[1],
            lambda a, y: np.sign(a - y) / a.shape[1],
            mean_over=("outputs",),
        ),
        Loss(
            "root_mean_squared_error",
            lambda a, y: (a - y) ** 2 / a.size,
            _root_mean_square_slope,
            total=_root_mean_square,
            mean_over=("outputs", "batch"),
            squared=True,
        ),
        Loss(
            "binary_cross_entropy",
            lambda a, y: _log_loss(a, y) / a.shape[1],
            lambda a, y: (_quotient(1 - y, 1 - a) - _quotient(y, a)) / a.shape[1],
            Fused(
                "sigmoid",
                _binary_from_z,
                _binary_delta,
                plain=lambda a, y: (a - y) / a.shape[1],
            ),
            mean_over=("outputs",),
            probabilities=True,
        ),
        Loss(
            "cross_entropy",
            lambda a, y: -_times(y, np.log(a)),
            lambda a, y: -_quotient(y, a),
            Fused(
                "softmax",
                _categorical_from_z,
                _categorical_delta,
                plain=lambda p, y: p * sum_over_neurons(y)[:, None] - y,
            ),
            probabilities=True,
        ),
        PERCEPTRON,
        DELTA_RULE,
    )
}


def loss_named(spec: str | Loss) -> Loss:
    """Return the loss of that name; raise BackpropError if there is none.

    A `Loss` is returned unchanged, so you can use your own. Raises BackpropError if its results do
    not have the shape of a.
    """
    if isinstance(spec, Loss):
        _require_shapes_kept(spec)
        return spec
    if isinstance(spec, str) and spec in LOSSES:
        return LOSSES[spec]
    raise BackpropError(f"loss got {quoted(spec)}. It takes one of {', '.join(LOSSES)}.")


@lru_cache(maxsize=64)
def _require_shapes_kept(loss: Loss) -> None:
    """Try the functions once."""
    a, y = np.full((2, 3), 0.5), np.full((2, 3), 0.25)
    require_shape_kept(loss.contributions(a, y), a, f"loss {loss.name}, its contributions,")
    require_shape_kept(loss.slope(a, y), a, f"loss {loss.name}, its slope,")
