"""A whole network in a paste, such as a state dict or a script's W1, b1, W2, b2.

`network_in` finds it; it takes the place of the exercise's weights, or becomes a new exercise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backprop_core import Array, WrittenArray
from playground.exercise.document import Document, LayerDocument
from playground.exercise.document_check import check
from playground.exercise.document_conventions import conventions_of
from playground.exercise.label_marks import without_marks
from playground.exercise.paste_labels import meanings_of

MOST_LAYERS = 8
_LONGEST_CHAIN = 3  # of single neurons; w1 to w4 are as likely weights of fewer layers


@dataclass(frozen=True, eq=False)
class Parameters:
    """Weights (n_out, n_in) and biases, layer by layer: (n_out,), one number where they are shared,
    or None; and the inputs and targets that stand beside them, (batch, n), if any."""

    weights: tuple[Array, ...]
    biases: tuple[Array | None, ...]
    x: Array | None = None
    y: Array | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        return (self.weights[0].shape[1], *(len(W) for W in self.weights))


def network_in(arrays: Sequence[WrittenArray], now: Document | None = None) -> Parameters | None:
    """The network that the bare W and b of a paste make, such as a state dict; None if they make
    none. Where a row of W may belong to either neuron, the inputs and targets decide, then the
    names of a framework, then whether layers need a bias that they share, which those of the
    exercise `now` do not, then its conventions. Without any of these, rows receive. Raises
    BackpropError for a name with a factor."""
    arrays = without_marks(arrays, MOST_LAYERS)
    labels = [one.label for one in arrays]
    count = sum(one.quantity == "W" for one in meanings_of(labels, MOST_LAYERS) if one.plain)
    if not 1 <= count <= MOST_LAYERS:
        return None
    weights: dict[int, Array] = {}
    biases: dict[int, Array] = {}
    for array, one in zip(arrays, meanings_of(labels, count), strict=True):
        if not one.plain or one.layer is None or np.isnan(array.values).any():
            continue
        (weights if one.quantity == "W" else biases)[one.layer] = array.values
    if sorted(weights) != list(range(count)) or _are_counted_on(weights, now):
        return None
    each = [np.atleast_2d(weights[layer]) for layer in range(count)]
    readings = [
        (sending, _with_samples_of(arrays, rows, biases))
        for sending, rows in ((False, each), (True, [W.T for W in each]))
        if all(W.ndim == 2 for W in rows) and _fit(rows, biases)
    ]
    if not readings:
        return None
    by_convention = now is not None and conventions_of(now).weights == "sending"
    of_framework = _framework_sends(labels)

    def unlikely(reading: tuple[bool, Parameters]) -> tuple[int, bool, bool, bool]:
        sending, found = reading
        unfit = (found.x is None) + (found.y is None)
        against = of_framework not in (None, sending)
        return unfit, against, _shares_anew(found, now), sending != by_convention

    return min(readings, key=unlikely)[1]


def _are_counted_on(weights: dict[int, Array], now: Document | None) -> bool:
    """Whether w1 to w8 are single weights of layers that their names do not tell, and no chain of
    as many neurons; the exercise `now` may be one."""
    is_chain = now is not None and len(now["layers"]) == len(weights)
    single = all(W.size == 1 for W in weights.values())
    return single and len(weights) > _LONGEST_CHAIN and not is_chain


INPUTS = ("x", "input", "inputs")
TARGETS = ("y", "t", "target", "targets")


def labelled(arrays: Sequence[WrittenArray], names: Sequence[str], width: int) -> Array | None:
    """The array of that name as rows of so many numbers; None if there is none that fits."""
    for one in arrays:
        values = one.values
        if (one.label or "").strip().lower() in names and not np.isnan(values).any():
            if values.ndim > 1 and values.shape[-1] != width:
                return None
            return values.reshape(-1, width) if values.size and values.size % width == 0 else None
    return None


def _fit(rows: Sequence[Array], biases: dict[int, Array]) -> bool:
    joined = all(a.shape[0] == b.shape[1] for a, b in pairwise(rows))
    return joined and all(
        layer < len(rows) and b.size in (1, rows[layer].shape[0]) for layer, b in biases.items()
    )


def _with_samples_of(
    arrays: Sequence[WrittenArray], rows: Sequence[Array], biases: dict[int, Array]
) -> Parameters:
    each_b = (biases.get(layer) for layer in range(len(rows)))
    return Parameters(
        tuple(rows),
        tuple(biases_of(b, len(W)) for W, b in zip(rows, each_b, strict=True)),
        labelled(arrays, INPUTS, rows[0].shape[1]),
        labelled(arrays, TARGETS, len(rows[-1])),
    )


def biases_of(b: Array | None, neurons: int) -> Array | None:
    """A pasted b as a layer of so many neurons has it: one each, or one number for all."""
    return b if b is None else b.reshape(() if b.size < neurons else -1)


def _framework_sends(labels: Sequence[str | None]) -> bool | None:
    """Whether rows send by the names: those of Keras's kernels do, those of PyTorch's weights
    receive; None for other names."""
    named = " ".join(label or "" for label in labels)
    return True if re.search(r"[./_]kernel\b", named) else False if ".weight" in named else None


def _shares_anew(found: Parameters, now: Document | None) -> bool:
    """Whether a layer has a shared bias, and that of the exercise is no such layer."""
    layers = [] if now is None else now["layers"]
    there = [len(one["W"]) for one in layers if isinstance(one["b"], float | int)]
    return any(
        b is not None and b.ndim == 0 and len(W) not in there
        for W, b in zip(found.weights, found.biases, strict=True)
    )


def document_with(found: Parameters, now: Document) -> Document:
    """The exercise `now` with that network. What it lacks stays as it is here: activations where
    the layers are as many, inputs and targets as far as there are any, and otherwise 0."""
    same = len(now["layers"]) == len(found.weights)
    layers: list[LayerDocument] = []
    for number, (W, b) in enumerate(zip(found.weights, found.biases, strict=True)):
        activation = now["layers"][number]["activation"] if same else "sigmoid"
        layers.append(
            {
                "W": W.tolist(),
                "b": None if b is None else b.tolist(),
                "activation": "sigmoid" if activation == "softmax" and len(W) == 1 else activation,
            }
        )
    n_in, n_out = found.weights[0].shape[1], len(found.weights[-1])
    made: Document = {
        **now,
        "title": "Pasted network",
        "source": "",
        "note": "",
        "layers": layers,
        "x": [_as_long(row, n_in) for row in now["x"]],
        "y": [_as_long(row, n_out) for row in now["y"]],
    }
    return check(with_samples(found, made))


def with_samples(found: Parameters, now: Document) -> Document:
    """The exercise with the inputs and targets that were pasted, where both are as many."""
    x = now["x"] if found.x is None else found.x.tolist()
    y = now["y"] if found.y is None else found.y.tolist()
    return {**now, "x": x, "y": y} if len(x) == len(y) else now


def _as_long(row: Sequence[float], length: int) -> list[float]:
    return [*row[:length], *[0.0] * (length - len(row))]
