"""A layer's arrays as they stand at a step: W, its gradient, the new W; so for b; and z, a, δ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from backprop_core import Address, Trace
from playground.exercise.view import View
from playground.views.numpy_text import array_line

ROWS = ("W", "dW", "new W"), ("b", "db", "new b"), ("z", "a", "delta")

OF_SAMPLE = ("z", "a", "da", "delta")


@dataclass(frozen=True)
class LayerArray:
    """One array of a layer, laid out as in the notation. `values` is NaN where nothing is known
    yet, `lit` the places (row, column) that the step makes, `used` those that it reads."""

    quantity: str
    address: Address
    new: bool
    values: np.ndarray
    lit: tuple[tuple[int, int], ...]
    used: tuple[tuple[int, int], ...]


def layer_arrays(view: View, layer: int) -> list[list[LayerArray]]:
    """The rows of arrays; biases are left out where the layer has none. ∂loss/∂a stands in the
    place of δ at the steps that make it. ∂loss/∂x, where it is asked for, stands with the first
    layer."""
    has_bias = view.network.layers[layer].b is not None
    at = view.step.address
    shown = {"delta": "da"} if (at.quantity, at.layer) == ("da", layer) else {}
    rows = [
        [_array(view, layer, shown.get(name, name)) for name in row]
        for row in ROWS
        if has_bias or row[0] != "b"
    ]
    if layer == 0 and view.trace.shape.to_inputs:
        rows[0].append(_array(view, -1, "da"))
    return rows


def _array(view: View, layer: int, name: str) -> LayerArray:
    new = name.startswith("new ")
    quantity = name.removeprefix("new ")
    given = quantity in ("W", "b") and not new
    whole = _whole(view, layer, quantity, new)
    known = np.full(whole.shape, True) if given else _known(view, layer, quantity, whole.shape)
    values = np.where(known, whole, np.nan)
    places = {"lit": [] if given else _lit(view, layer, quantity, whole.shape)}
    places["used"] = _used(view, layer, quantity, whole.shape) if not new else []
    laid = {key: _laid_places(view, quantity, whole.shape, where) for key, where in places.items()}
    shown = view.symbols.laid_out(quantity, _as_table(quantity, values))
    return LayerArray(
        quantity, Address(quantity, layer), new, shown, tuple(laid["lit"]), tuple(laid["used"])
    )


def _whole(view: View, layer: int, quantity: str, new: bool) -> np.ndarray:
    if quantity in ("W", "b"):
        network = view.trace.after if new else view.network
        return np.asarray(getattr(network.layers[layer], quantity), dtype=float)
    value: Any = view.trace.value(Address(quantity, layer))
    array = np.asarray(value, dtype=float)
    return array[view.sample] if quantity in OF_SAMPLE else array


def _as_table(quantity: str, values: np.ndarray) -> np.ndarray:
    """z, a, da and delta of the sample that is shown are a row of their own."""
    if quantity in OF_SAMPLE:
        return values[None, :]
    return values.reshape(1, 1) if values.ndim == 0 else values


def _known(view: View, layer: int, quantity: str, shape: tuple[int, ...]) -> np.ndarray:
    """Which entries some step up to now has made."""
    found: np.ndarray = _steps(view.trace, layer, quantity, view.sample, shape) <= view.step.number
    return found


@lru_cache(maxsize=64)
def _steps(
    trace: Trace, layer: int, quantity: str, sample: int, shape: tuple[int, ...]
) -> np.ndarray:
    """The step that makes each entry, the same for the whole walk; beyond the last for none."""
    steps = np.full(shape, len(trace))
    for index in np.ndindex(shape):
        made = trace.plan.step_making(_address(layer, quantity, index, sample))
        if made is not None:
            steps[index] = made
    return steps


def _address(layer: int, quantity: str, index: tuple[int, ...], sample: int) -> Address:
    if quantity in ("W", "dW"):
        return Address(quantity, layer, index[0], index[1])
    if quantity in ("b", "db"):
        return Address(quantity, layer, *index)
    return Address(quantity, layer, index[0], sample=sample)


def _lit(view: View, layer: int, quantity: str, shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The entries that the step makes."""
    at = view.step.address
    if at.quantity != quantity or at.layer != layer:
        return []
    if at.neuron is None:
        return list(np.ndindex(shape))
    return [(at.neuron, at.source) if at.source is not None else (at.neuron,)]


def _used(view: View, layer: int, quantity: str, shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The entries that the step reads."""
    found: list[tuple[int, ...]] = []
    for number in view.step.inputs:
        at = number.address
        if at.quantity != quantity or at.layer != layer or at.sample not in (None, view.sample):
            continue
        if at.neuron is None:
            found += list(np.ndindex(shape))
        else:
            found.append((at.neuron, at.source) if at.source is not None else (at.neuron,))
    return found


def _laid_places(
    view: View, quantity: str, shape: tuple[int, ...], places: list[tuple[int, ...]]
) -> list[tuple[int, int]]:
    """The same places in the array as it is laid out."""
    if not places:
        return []
    marked = np.zeros(shape)
    for place in places:
        marked[place] = 1
    laid = view.symbols.laid_out(quantity, _as_table(quantity, marked))
    return [(int(row), int(column)) for row, column in np.argwhere(np.atleast_2d(laid))]


def as_numpy(arrays: list[list[LayerArray]]) -> str:
    """The arrays as NumPy takes them, at full precision; what is not known yet is nan."""
    lines = []
    for array in (one for row in arrays for one in row):
        name = "dx" if array.address.layer == -1 else array.quantity
        name = f"{name}_new" if array.new else name
        lines.append(array_line(name, array.values))
    return "\n".join(lines)
