"""The ways in which an array can lie: as the engine has it, transposed, flat, with the bias beside.

A way puts the cells of an array, kept as written, where they belong. Nothing is decided here: for
a place that a label or a shape names, all ways that fit are listed, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backprop_core import Network, WrittenArray
from playground.check.cells import averaged, cells_of, summed

Cells = NDArray[np.object_]  # numbers as written, "" where none is given
Place = tuple[str, int]  # a quantity of `explain`, and its layer counted from 0

OF_WEIGHTS = ("dW", "step_W", "W")
OF_BIASES = ("db", "step_b", "b")
OF_SAMPLES = ("z", "a", "da", "delta", "dx")
LOSSES = ("loss", "loss_after")
WITHOUT_LAYER = (*LOSSES, "dx")
_BIAS_OF = {"dW": "db", "step_W": "step_b", "W": "b"}


@dataclass(frozen=True, eq=False)
class Way:
    """How an array is read: `name` for the session, `said` for the reader, "" if as given.

    `turned` names the way that exchanges rows and columns, `subtracted` one that turns the sign of
    what the update subtracts.
    """

    name: str
    said: str
    parts: tuple[tuple[Place, Cells], ...]
    turned: bool = False
    subtracted: bool = False

    @property
    def only_entry(self) -> tuple[Place, tuple[int, ...]] | None:
        """The place of the number, if it gives no more than one."""
        found = [
            (place, index)
            for place, cells in self.parts
            for index in np.ndindex(cells.shape)
            if str(cells[index])
        ]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Shapes:
    """The sizes of the columns, inputs first, the samples, and each layer's bias; `one_bias` where
    all neurons of a layer have the same one."""

    sizes: tuple[int, ...]
    batch: int
    biases: tuple[str, ...]
    mean: bool
    one_bias: tuple[bool, ...] = ()
    sending: bool = False

    @classmethod
    def of(cls, network: Network, batch: int, *, sending: bool) -> Shapes:
        """Of a network; `sending` if the notation has a row of W for each neuron that sends."""
        biases = tuple(layer.bias for layer in network.layers)
        alike = tuple(
            layer.b is not None and bool(layer.b.min() == layer.b.max()) for layer in network.layers
        )
        return cls(network.sizes, batch, biases, network.reduction == "mean", alike, sending)

    @property
    def layers(self) -> int:
        """How many layers have weights."""
        return len(self.sizes) - 1

    def of_place(self, place: Place) -> tuple[int, ...] | None:
        """The shape of what belongs there; None where the layer has no bias."""
        quantity, layer = place
        if quantity in LOSSES:
            return ()
        if quantity == "dx":
            return (self.batch, self.sizes[0])
        n_in, n_out = self.sizes[layer], self.sizes[layer + 1]
        if quantity in OF_WEIGHTS:
            return (n_out, n_in)
        if quantity in OF_BIASES:
            return {"each": (n_out,), "shared": (), "none": None}[self.biases[layer]]
        return (self.batch, n_out)


def ways(array: WrittenArray, place: Place, shapes: Shapes, sample: int | None = None) -> list[Way]:
    """All ways in which `array` can be what belongs at `place`."""
    shape = shapes.of_place(place)
    if shape is None:
        return []
    cells = cells_of(array)
    if cells.ndim == 3 and cells.shape[0] == 1 != shapes.batch:  # a bracket too many
        cells = cells[0]
    if place[0] in LOSSES:
        one = cells.size == 1
        return [Way("as given", "", ((place, cells.reshape(())),))] if one else []
    if place[0] in OF_BIASES:
        return list(_of_bias(array, cells, place, shapes))
    if place[0] in OF_WEIGHTS:
        return list(_of_weights(array, cells, place, shapes))
    return list(_of_samples(cells, place, (shape[0], shape[1]), sample))


def _of_bias(array: WrittenArray, cells: Cells, place: Place, shapes: Shapes) -> Iterator[Way]:
    n_out = shapes.sizes[place[1] + 1]
    fits = cells.size == n_out or (
        cells.size == 1 and any(shapes.one_bias[place[1] : place[1] + 1])
    )
    if sum(size != 1 for size in cells.shape) <= 1 and fits:
        yield Way("as given", "", ((place, cells.ravel()),))
    elif cells.shape == (shapes.batch, n_out):
        yield from _over_samples(array, place, (n_out,), shapes)


def _of_weights(array: WrittenArray, cells: Cells, place: Place, shapes: Shapes) -> Iterator[Way]:
    n_in, n_out = shapes.sizes[place[1]], shapes.sizes[place[1] + 1]
    receiving, sending = (n_out, n_in), (n_in, n_out)
    if cells.shape in (receiving, sending):
        yield from _matrix(cells, place, receiving, shapes.sending)
    elif (cells.ndim == 1 and cells.size == n_in * n_out) or cells.size == 1 == n_in * n_out:
        yield from _flat(cells, place, receiving)
    elif cells.shape in ((1, cells.size), (cells.size, 1)) and cells.size == n_in * n_out:
        yield from _flat(cells.ravel(), place, receiving)
    elif shapes.biases[place[1]] == "each" and (cells.ndim == 2 or n_out == 1):
        yield from _with_bias(np.atleast_2d(cells), place, receiving)
    if cells.shape == (shapes.batch, *receiving):
        yield from _over_samples(array, place, receiving, shapes)


def _matrix(cells: Cells, place: Place, shape: tuple[int, int], sending: bool) -> Iterator[Way]:
    n_out, n_in = shape
    other = "read as W transposed"  # than the notation has it
    plain = turned = None
    if cells.shape == shape:
        plain = Way("rows receive", other if sending else "", ((place, cells),))
    if cells.shape == shape[::-1]:
        turned = Way("rows send", "" if sending else other, ((place, cells.T),), turned=True)
    if 1 in shape:
        yield Way("rows receive", "", ((place, cells.reshape(shape)),))
    elif n_out == n_in:
        yield from (one for one in ((turned, plain) if sending else (plain, turned)) if one)
    elif plain is not None:
        yield plain
    elif turned is not None:
        yield turned
        said = f"read row by row as {n_out} × {n_in}"
        yield Way("row by row", said, ((place, cells.reshape(shape)),))


def _flat(cells: Cells, place: Place, shape: tuple[int, int]) -> Iterator[Way]:
    rows = cells.reshape(shape)
    if 1 in shape:
        yield Way("rows receive", "", ((place, rows),))
        return
    by = "a row for each neuron that "
    yield Way("row by row", f"read row by row, {by}receives", ((place, rows),))
    said = f"read row by row, {by}sends"
    yield Way("column by column", said, ((place, cells.reshape(shape[::-1]).T),), turned=True)


def _with_bias(cells: Cells, place: Place, shape: tuple[int, int]) -> Iterator[Way]:
    """W and b in one matrix: the bias as one more column, or as one more row of the transpose."""
    n_out, n_in = shape
    for table, line in ((cells, "column"), (cells.T, "row")):
        if table.shape != (n_out, n_in + 1):
            continue
        bias = (_BIAS_OF[place[0]], place[1])
        for at, first in (("last", False), ("first", True)):
            W, b = (table[:, 1:], table[:, 0]) if first else (table[:, :-1], table[:, -1])
            said = f"read with the bias as its {at} {line}"
            turned = line == "row"
            yield Way(f"bias {at} {line}", said, ((place, W), (bias, b)), turned)


def _over_samples(
    array: WrittenArray, place: Place, shape: tuple[int, ...], shapes: Shapes
) -> Iterator[Way]:
    """One gradient for each sample: the batch's is their sum, or their mean."""
    both: list[tuple[str, Callable[[WrittenArray], Cells]]] = [("sum", summed), ("mean", averaged)]
    if shapes.mean:
        both.reverse()
    for name, taken in both if shapes.batch > 1 else both[:1]:
        made = taken(array).reshape(shape)
        yield Way(name, f"read as one gradient per sample: take their {name}", ((place, made),))


def _of_samples(
    cells: Cells, place: Place, shape: tuple[int, int], sample: int | None
) -> Iterator[Way]:
    batch, width = shape
    if sample is not None or (batch > 1 and width > 1 and cells.size == width):
        yield from _one_sample(cells, place, shape, sample)
    elif cells.size != batch * width:
        return
    elif batch == width != 1 and cells.shape == shape:
        yield Way("rows samples", "", ((place, cells),))
        yield Way(
            "columns samples", "read with a column for each sample", ((place, cells.T),), True
        )
    elif cells.shape == shape[::-1] and 1 not in shape:
        yield Way(
            "columns samples", "read with a column for each sample", ((place, cells.T),), True
        )
    else:
        yield Way("rows samples", "", ((place, cells.reshape(shape)),))


def _one_sample(
    cells: Cells, place: Place, shape: tuple[int, int], sample: int | None
) -> Iterator[Way]:
    if cells.size != shape[1]:
        return
    for row in range(shape[0]) if sample is None else [sample]:
        if row < shape[0]:
            made = blank(shape)
            made[row] = cells.ravel()
            said = f"read as those of sample {row + 1}" if shape[0] > 1 else ""
            yield Way(f"sample {row + 1}", said, ((place, made),))


def blank(shape: tuple[int, ...]) -> Cells:
    """Cells of that shape, in none of which a number is given."""
    made: Cells = np.full(shape, "", dtype=object)
    return made
