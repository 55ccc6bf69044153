"""Where a lesson points: `delta(2, 1)` is delta of neuron 1 of layer 2, counted as on screen.

A negative number counts from the end, so that -1 is the output layer. On another network than the
lesson's own a place leads to the nearest number that there is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core import Address, BackpropError, Trace, softmax_jacobian
from playground.templates import TextError, calls_in

TAKES = {  # how many counts a quantity takes: of its layer, of its neuron, of the one it comes from
    "x": (1,),
    "y": (1,),
    "z": (1, 2),
    "a": (1, 2),
    "slope": (1, 2),
    "loss": (0,),
    "da": (1, 2),
    "delta": (1, 2),
    "W": (1, 3),
    "b": (1, 2),
    "dW": (1, 3),
    "db": (1, 2),
}
STEPS = ("z", "a", "loss", "da", "delta", "dW", "db", "W", "b")
OF_A_SAMPLE = ("x", "y", "z", "a", "slope", "da", "delta")
INSTEAD = {"da": "delta", "db": "delta", "dW": "delta", "b": "W", "W": "loss"}


@dataclass(frozen=True)
class Place:
    """A quantity, the counts that say where, and the sample where the lesson names one."""

    quantity: str
    counts: tuple[int, ...] = ()
    sample: int | None = None

    def __str__(self) -> str:
        if self == Place("loss"):
            return "loss"
        of_sample = () if self.sample is None else (f"sample={self.sample}",)
        return f"{self.quantity}({', '.join([*map(str, self.counts), *of_sample])})"

    @property
    def is_number(self) -> bool:
        """Whether it is one number, and no layer's array."""
        return len(self.counts) == max(TAKES[self.quantity])


def place(quantity: str, *counts: int, sample: int | None = None) -> Place:
    """The place with these counts. Raises BackpropError where there is no such place."""
    asked = Place(quantity, counts, sample)
    numbers = counts if sample is None else (*counts, max(sample, 0))
    if quantity not in TAKES or not all(type(n) is int and n for n in numbers):
        raise _unknown(str(asked))
    if len(counts) not in TAKES[quantity]:
        takes = " or ".join(map(str, TAKES[quantity]))
        raise BackpropError(f"The place {asked} has {len(counts)} counts. It takes {takes}.")
    return asked


def place_of(text: str) -> Place:
    """The place that `text` names. Raises BackpropError for anything else."""
    if text == "loss":
        return Place("loss")
    try:
        calls = list(calls_in(f"<< {text} >>"))
    except TextError:
        calls = []
    if len(calls) != 1 or set(calls[0].named) - {"sample"}:
        raise _unknown(text)
    return place(calls[0].name, *calls[0].args, **calls[0].named)


def _unknown(text: str) -> BackpropError:
    return BackpropError(
        f"The place {text!r} is unknown. It takes a quantity ({', '.join(TAKES)}) and where: "
        "layer, neuron, and for a weight the neuron it comes from, as in W(2, 1, 3)."
    )


def index(count: int, many: int) -> int:
    """The place in a row of `many` that a count from 1, or from the end, means or is nearest to."""
    return min(count, many) - 1 if count > 0 else max(many + count, 0)


def address_of(place: Place, trace: Trace, sample: int = 0) -> Address:
    """The number at that place, or the nearest one that this network has."""
    network, counts = trace.network, place.counts
    if place.quantity in OF_A_SAMPLE:
        row = sample if place.sample is None else index(place.sample, len(trace.y))
    else:
        row = None
    if place.quantity == "loss":
        own = place.sample is not None and network.loss_function.separable and len(trace.y) > 1
        return Address("loss", sample=index(place.sample or 1, len(trace.y)) if own else None)
    if place.quantity in ("x", "y"):
        column = network.sizes[0 if place.quantity == "x" else -1]
        return Address(place.quantity, neuron=index(counts[0], column), sample=row)
    layer = index(counts[0], len(network.layers))
    if len(counts) == 1:
        return _whole_layer(place.quantity, layer, trace)
    neuron = index(counts[1], network.sizes[layer + 1])
    if len(counts) == 3:
        return _weight(place.quantity, layer, neuron, counts[2], trace)
    return _of_neuron(Address(place.quantity, layer, neuron, sample=row), trace, sample)


def _whole_layer(quantity: str, layer: int, trace: Trace) -> Address:
    if quantity in ("b", "db") and trace.network.layers[layer].b is None:
        quantity = "W" if quantity == "b" else "delta"
    if quantity == "slope" and trace.forward.layers[layer].slope is None:
        quantity = "jacobian"
    return Address(quantity, layer)


def _weight(quantity: str, layer: int, neuron: int, count: int, trace: Trace) -> Address:
    """Of the connections that there are, the one whose source is nearest to the one meant."""
    wanted = index(count, trace.network.sizes[layer])
    sources = trace.plan.shape.sources[layer]
    reached = [j for j, row in enumerate(sources) if row]
    if not reached:  # every connection of the layer is cut
        return Address("delta", layer, neuron, sample=0)
    to = min(reached, key=lambda j: abs(j - neuron))
    return Address(quantity, layer, to, min(sources[to], key=lambda i: abs(i - wanted)))


def _of_neuron(at: Address, trace: Trace, sample: int) -> Address:
    assert at.layer is not None
    assert at.neuron is not None
    layer = trace.network.layers[at.layer]
    if at.quantity in ("b", "db"):
        if layer.b is None:
            if at.quantity == "b":
                return _weight("W", at.layer, at.neuron, 1, trace)
            return at._replace(quantity="delta", sample=sample)
        return at._replace(neuron=None) if layer.b.ndim == 0 else at
    if at.quantity == "slope" and trace.forward.layers[at.layer].slope is None:
        return at._replace(quantity="jacobian", source=at.neuron)
    return at


def step_at(place: Place, trace: Trace, sample: int = 0) -> int:
    """The step that makes the number at that place, or the nearest; of a sum its first part."""
    at = address_of(place, trace, sample)
    while True:
        found = trace.plan.nearest(at._replace(part=0))
        if found is not None:
            return found
        at = at._replace(quantity=INSTEAD.get(at.quantity, "loss"), source=None)
        if at.quantity == "loss":
            at = Address("loss")
        elif at.quantity == "delta" and at.sample is None and at.neuron is not None:
            at = at._replace(sample=sample)


def value_at(at: Address, trace: Trace, new: bool = False) -> float:
    """The number at an address that `address_of` gave; `new` for a weight after the update."""
    layer, neuron, source, row = at.layer, at.neuron, at.source, at.sample
    if at.quantity == "x":
        return float(trace.forward.x[row, neuron])
    if at.quantity == "y":
        return float(trace.y[row, neuron])
    if at.quantity in ("slope", "jacobian"):
        assert layer is not None
        made = trace.forward.layers[layer]
        if at.quantity == "jacobian":
            return float(softmax_jacobian(made.a[row : row + 1])[0, neuron, source])  # type: ignore[operator]
        assert made.slope is not None
        return float(made.slope[row, neuron])
    if at.quantity in ("W", "b"):
        assert layer is not None
        array = np.asarray(
            getattr((trace.after if new else trace.network).layers[layer], at.quantity)
        )
        where = tuple(n for n in (neuron, source) if n is not None)
        return float(array[where])
    with np.errstate(all="ignore"):  # at an output of 0 a cross-entropy's slope is without limit
        return float(trace.value(at))
