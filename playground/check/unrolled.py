"""All weights and biases of a network in one vector, as optimisers have them.

Which order they come in cannot be seen from their number, so all usual orders are offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

import numpy as np

from playground.check.arrangements import WITHOUT_LAYER, Cells, Place, Shapes, Way

_BIAS_OF = {"dW": "db", "step_W": "step_b", "W": "b"}


def unrolled(cells: Cells, place: Place, shapes: Shapes) -> Iterator[Way]:
    """The ways in which a vector can be all parameters; none where it is of another length."""
    quantity, layer = place
    sizes = [shapes.of_place((quantity, k)) or () for k in range(shapes.layers)]
    biases = [shapes.of_place((_BIAS_OF[quantity], k)) for k in range(shapes.layers)]
    count = sum(int(np.prod(size)) for size in (*sizes, *(b for b in biases if b is not None)))
    if layer or cells.size != count or max(cells.shape, default=0) != count:
        return
    if shapes.layers == 1 and biases[0] is None:
        return
    each = all(bias is not None and len(bias) == 1 for bias in biases)
    orders: list[tuple[str, Callable[..., Iterator[tuple[Place, Cells]]]]] = [
        ("layer by layer, weights then biases", _by_layer)
    ]
    if any(bias is not None for bias in biases):
        orders.append(("all weights, then all biases", _weights_first))
    if each:
        orders.append(("neuron by neuron, its weights and then its bias", _by_neuron))
        orders.append(("column by column, the biases as first column", _by_column))
    for said, order in orders:
        parts = tuple(order(cells.ravel(), quantity, sizes, biases))
        yield Way(f"all {said.removeprefix('all ')}", f"read as all parameters: {said}", parts)


def layer_by_layer(cells: Cells, place: Place, shapes: Shapes) -> Iterator[Way]:
    """The way in which an array has a row, or a matrix, for each layer, all of one size."""
    quantity, first = place
    sizes = [shapes.of_place((quantity, layer)) for layer in range(shapes.layers)]
    size = sizes[0]
    is_one = quantity in WITHOUT_LAYER or shapes.layers == 1
    if first or is_one or not size or any(one != size for one in sizes):
        return
    if cells.shape in ((shapes.layers, *size), (shapes.layers, *(n for n in size if n > 1))):
        parts = tuple(((quantity, k), layer.reshape(size)) for k, layer in enumerate(cells))
        yield Way("layer by layer", "read as one after the other for each layer", parts)


Sizes = list[tuple[int, ...]]
Biases = list[tuple[int, ...] | None]


def _cut(cells: Cells, counts: list[int]) -> list[Cells]:
    return np.split(cells, list(accumulate(counts))[:-1])


def _by_layer(
    cells: Cells, quantity: str, sizes: Sizes, biases: Biases
) -> Iterator[tuple[Place, Cells]]:
    places = [
        ((name, k), size)
        for k in range(len(sizes))
        for name, size in ((quantity, sizes[k]), (_BIAS_OF[quantity], biases[k]))
        if size is not None
    ]
    yield from _placed(cells, places)


def _weights_first(
    cells: Cells, quantity: str, sizes: Sizes, biases: Biases
) -> Iterator[tuple[Place, Cells]]:
    places: list[tuple[Place, tuple[int, ...]]] = [
        ((quantity, k), size) for k, size in enumerate(sizes)
    ]
    places += [((_BIAS_OF[quantity], k), b) for k, b in enumerate(biases) if b is not None]
    yield from _placed(cells, places)


def _placed(
    cells: Cells, places: list[tuple[Place, tuple[int, ...]]]
) -> Iterator[tuple[Place, Cells]]:
    pieces = _cut(cells, [int(np.prod(size)) for _, size in places])
    for (place, size), piece in zip(places, pieces, strict=True):
        yield place, piece.reshape(size)


def _by_neuron(
    cells: Cells, quantity: str, sizes: Sizes, biases: Biases
) -> Iterator[tuple[Place, Cells]]:
    pieces = _cut(cells, [n_out * (n_in + 1) for n_out, n_in in sizes])
    for k, (piece, (n_out, n_in)) in enumerate(zip(pieces, sizes, strict=True)):
        table = piece.reshape(n_out, n_in + 1)
        yield (quantity, k), table[:, :-1]
        yield (_BIAS_OF[quantity], k), table[:, -1]


def _by_column(
    cells: Cells, quantity: str, sizes: Sizes, biases: Biases
) -> Iterator[tuple[Place, Cells]]:
    pieces = _cut(cells, [n_out * (n_in + 1) for n_out, n_in in sizes])
    for k, (piece, (n_out, n_in)) in enumerate(zip(pieces, sizes, strict=True)):
        table = piece.reshape(n_in + 1, n_out).T
        yield (quantity, k), table[:, 1:]
        yield (_BIAS_OF[quantity], k), table[:, 0]
