"""Single numbers and single rows, each with a label that says where in an array it belongs.

The weights of many exercises are counted on through all layers, w1 to w8: then the number of a
weight says its layer as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import WrittenArray
from playground.check.arrangements import OF_SAMPLES, Place, Shapes, Way, blank, ways
from playground.check.cells import cells_of
from playground.exercise.label_places import Meaning

_OF_CONNECTIONS = ("W", "dW", "step_W")


def is_counted_on(meaning: Meaning, size: int, shapes: Shapes) -> bool:
    """Whether a label such as w5 stands before one number, in a layer that has more than one."""
    if meaning.quantity not in _OF_CONNECTIONS or size != 1 or meaning.from_zero:
        return False
    if meaning.layer is None or meaning.neuron is not None:
        return False
    is_layer = 0 <= meaning.layer < shapes.layers
    return not is_layer or shapes.sizes[meaning.layer] * shapes.sizes[meaning.layer + 1] > 1


def of_connections(
    array: WrittenArray, meaning: Meaning, place: Place, shapes: Shapes
) -> Iterator[Way]:
    """One weight, or those into one neuron: dW1[0][1], dW1[0], w5."""
    if is_counted_on(meaning, array.values.size, shapes):
        yield from _counted_on(array, meaning.layer or 0, place, shapes)
    elif meaning.neuron is None:
        yield from ways(array, place, shapes, meaning.sample)
    elif array.values.size > 1:
        yield from _one_row(array, meaning, place, shapes)
    else:
        yield from one_entry(array, meaning, place, shapes)


def _counted_on(array: WrittenArray, number: int, place: Place, shapes: Shapes) -> Iterator[Way]:
    """A weight by its number, counted through all layers: most count those into one neuron first,
    some those from one."""
    sizes = list(zip(shapes.sizes, shapes.sizes[1:], strict=False))
    before = sum(n_in * n_out for n_in, n_out in sizes[: place[1]])
    n_in, n_out = sizes[place[1]]
    if not before <= number < before + n_in * n_out:
        return
    receiving = divmod(number - before, n_in)
    source, neuron = divmod(number - before, n_out)
    for at, by in ((receiving, "receives"), ((neuron, source), "sends")):
        cells = blank((n_out, n_in))
        cells[at] = cells_of(array).ravel()[0]
        said = f"read as weight {number + 1} of all, counted by the neuron that {by}"
        yield Way(f"counted, {by}", said, ((place, cells),), turned=by == "sends")
        if 1 in (n_in, n_out):
            return


def _one_row(array: WrittenArray, meaning: Meaning, place: Place, shapes: Shapes) -> Iterator[Way]:
    """The weights into one neuron: dW1[0], or dW[0][1] with the layer first."""
    layer, neuron = meaning.layer, meaning.neuron
    if meaning.source is not None:
        layer, neuron = (meaning.neuron, meaning.source) if layer is None else (None, None)
    shape = shapes.of_place(place)
    if layer != place[1] or neuron is None or shape is None:
        return
    if array.values.size == shape[1] and 0 <= neuron < shape[0]:
        cells = blank(shape)
        cells[neuron] = cells_of(array).ravel()
        said = f"read as the weights into neuron {neuron + 1}"
        yield Way("one row", said, ((place, cells),))


def one_entry(array: WrittenArray, meaning: Meaning, place: Place, shapes: Shapes) -> Iterator[Way]:
    """A single number whose label says the neuron, and for a weight the one it comes from."""
    shape = shapes.of_place(place)
    if shape is None or array.values.size != 1 or meaning.neuron is None:
        return
    neuron, source = meaning.neuron, meaning.source
    at: tuple[int, ...] = (neuron,)
    if place[0] in _OF_CONNECTIONS:
        if source is None:
            return
        at = (source, neuron) if shapes.sending else (neuron, source)
    elif place[0] in OF_SAMPLES:
        at = (meaning.sample or 0, neuron)
        if meaning.sample is None and shape[0] > 1:
            return
    if len(at) == len(shape) and all(0 <= i < size for i, size in zip(at, shape, strict=True)):
        cells = blank(shape)
        cells[at] = cells_of(array).ravel()[0]
        yield Way("one number", meaning.said, ((place, cells),))
        if source is not None and not meaning.said:
            yield from _other_end_first(array, at[::-1], place, shape)


def _other_end_first(
    array: WrittenArray, at: tuple[int, ...], place: Place, shape: tuple[int, ...]
) -> Iterator[Way]:
    """A weight whose label names its two ends the other way round."""
    if at != at[::-1] and all(0 <= i < size for i, size in zip(at, shape, strict=True)):
        cells = blank(shape)
        cells[at] = cells_of(array).ravel()[0]
        said = "read with the two neurons in its name the other way round"
        yield Way("one number, turned", said, ((place, cells),), turned=True)
