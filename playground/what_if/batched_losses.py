"""The loss for many values of one weight or of two at once, all else fixed.

All values are run through the network together: the layers before the first changed one once, the
others as a stack of networks. Complex values work as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backprop_core import Address, Network, Trace, per_sample_weight
from playground.exercise.parameters import varied

TOGETHER = 32_768  # numbers of a layer computed at once: a stack that fits the processor's cache


def losses(network: Network, x: Any, y: Any, values: Mapping[Address, np.ndarray]) -> np.ndarray:
    """The batch's loss for each of the values, (count,); nan or inf where the sums overflow.

    `values` gives for each changed weight or bias its numbers, (count,): several are changed
    together, the k-th of each at a time. x: (batch, n_in), y: (batch, n_out).
    """
    count = len(next(iter(values.values())))
    size = max(1, TOGETHER // (len(y) * max(network.sizes)))
    parts = [{at: v[k : k + size] for at, v in values.items()} for k in range(0, count, size)]
    return np.concatenate([_losses_of(network, x, y, part) for part in parts])


@np.errstate(all="ignore")
def _losses_of(network: Network, x: Any, y: Any, values: Mapping[Address, np.ndarray]) -> Any:
    count, batch = len(next(iter(values.values()))), len(y)
    a: Any = x
    z: Any = x
    for number, layer in enumerate(network.layers):
        here = {at: v for at, v in values.items() if at.layer == number}
        W, b = (_changed(layer, name, here) for name in ("W", "b"))
        z = _sums(a, W)
        if b is not None:
            z = z + _for_each_row(layer.b, b)
        a = layer.masked(layer.f.value(z.reshape(-1, layer.n_out))).reshape(z.shape)
    return _losses(network, _stacked(z, count), _stacked(a, count), np.asarray(y), batch)


def _sums(a: np.ndarray, W: np.ndarray) -> np.ndarray:
    """a Wᵀ, where either may be stacked; one product is faster than one for each of the stack."""
    if a.ndim == 3 and W.ndim == 2:
        flat: np.ndarray = a.reshape(-1, a.shape[-1]) @ W.T
        return flat.reshape(*a.shape[:2], -1)
    sums: np.ndarray = a @ np.swapaxes(W, -1, -2)
    return sums


def _changed(layer: Any, name: str, values: Mapping[Address, np.ndarray]) -> Any:
    """W or b of a layer; if any of its numbers is changed, stacked: once for each value."""
    array = getattr(layer, name)
    mine = {at: v for at, v in values.items() if at.quantity == name}
    return varied(array, mine) if mine else array


def _for_each_row(plain: Any, b: Any) -> Any:
    """b so that it adds to z, (count, batch, n_out): stacked b gets an axis for the samples."""
    if np.ndim(b) == np.ndim(plain):
        return b
    return b.reshape(len(b), 1, -1)


def _stacked(array: np.ndarray, count: int) -> np.ndarray:
    return array if array.ndim == 3 else np.broadcast_to(array, (count, *array.shape))


def _losses(
    network: Network, z: np.ndarray, a: np.ndarray, y: np.ndarray, batch: int
) -> np.ndarray:
    """z, a: (count, batch, n_out) → (count,)."""
    loss = network.loss_function
    if loss.total is not None:
        return np.array([loss.total(one, y) for one in a])
    count, _, width = a.shape
    flat_z, flat_a = (np.ascontiguousarray(v).reshape(-1, width) for v in (z, a))
    wanted = np.tile(y, (count, 1))
    if loss.fused is not None:
        each = loss.fused.contributions(flat_z, flat_a, wanted)
    else:
        each = loss.contributions(flat_a, wanted)
    total: np.ndarray = each.reshape(count, -1).sum(axis=1) * per_sample_weight(network, batch)
    return total


def work_of(t: Trace) -> int:
    """How many activations one run of the network computes."""
    return len(t.y) * sum(t.network.sizes[1:])
