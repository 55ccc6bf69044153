"""Where something is in a network: a neuron, a weight, a bias, the loss.

What is pressed, selected, lit, named and changed is one of these. A place is a named tuple of
counts from 0: it can be compared, hashed and unpacked. Here also stand the ways from and to the
engine's addresses, the plain data that a session keeps, and what a browser sends; that may be late,
out of range or malformed, and is then no place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypedDict, TypeGuard

from backprop_core import Address, Shape


class Neuron(NamedTuple):
    """A neuron by its column and its place there. Column 0 holds the inputs, the last the outputs;
    a network of n layers has n + 1 columns."""

    column: int
    neuron: int


class Weight(NamedTuple):
    """A connection and the weight on it: from neuron `source` of column `layer` to neuron `to` of
    the next column."""

    layer: int
    to: int
    source: int


class Bias(NamedTuple):
    """The bias of neuron `to` of a layer; one that the layer shares is found at all its neurons."""

    layer: int
    to: int
    source: None = None


class Loss(NamedTuple):
    """The loss, of which there is one."""

    name: str = "loss"


class PlainNeuron(TypedDict):
    """A neuron as plain data."""

    kind: Literal["neuron"]
    column: int
    neuron: int


PlainWeight = TypedDict(
    "PlainWeight", {"kind": Literal["edge"], "layer": int, "to": int, "from": int}
)
Plain = PlainNeuron | PlainWeight
Parameter = Weight | Bias
Selected = Neuron | Weight  # a neuron stands for its input, bias and target too
Place = Neuron | Weight | Bias | Loss


def parameter(layer: int, to: int, source: int | None = None) -> Parameter:
    """The weight from `source` into neuron `to`, or where that is None, the neuron's bias."""
    return Bias(layer, to) if source is None else Weight(layer, to, source)


def neuron_of(place: Parameter) -> Neuron:
    """The neuron that a weight leads into, or whose bias it is."""
    return Neuron(place.layer + 1, place.to)


def role_of(column: int, sizes: Sequence[int]) -> str:
    """ "input", "hidden" or "output": what the neurons of a column are."""
    return "input" if column == 0 else "output" if column == len(sizes) - 1 else "hidden"


def within(place: Selected | Parameter, sizes: Sequence[int]) -> bool:
    """Whether a network of these widths reaches so far; a connection may still be cut."""
    if isinstance(place, Neuron):
        return 0 <= place.column < len(sizes) and 0 <= place.neuron < sizes[place.column]
    if not (0 <= place.layer < len(sizes) - 1 and 0 <= place.to < sizes[place.layer + 1]):
        return False
    return place.source is None or 0 <= place.source < sizes[place.layer]


# To and from the engine's addresses.


def address_of(place: Parameter, shape: Shape) -> Address:
    """A weight or bias as the engine names it: a shared bias has no neuron."""
    if isinstance(place, Weight):
        return Address("W", *place)
    return Address("b", place.layer, None if shape.biases[place.layer] == "shared" else place.to)


def neuron_at(at: Address, sizes: Sequence[int]) -> Neuron | None:
    """The neuron that a number belongs to; None for one of a whole layer, or of the loss."""
    if at.neuron is None:
        return None
    return Neuron(_column(at, sizes), at.neuron)


def weight_at(at: Address) -> Weight | None:
    """The weight that a number belongs to, as its value or gradient; None for any other number."""
    if not _of_weights(at) or at.layer is None or at.neuron is None or at.source is None:
        return None
    return Weight(at.layer, at.neuron, at.source)


def parameter_at(at: Address) -> Parameter | None:
    """The weight or the neuron's bias that a number belongs to, as its value or gradient."""
    if at.quantity in ("b", "db") and at.layer is not None and at.neuron is not None:
        return Bias(at.layer, at.neuron)
    return weight_at(at)


def neurons_at(at: Address, sizes: Sequence[int]) -> Iterator[Neuron]:
    """The neurons that a number or a layer of numbers belongs to; a shared bias, a weight and the
    loss belong to none."""
    if at.quantity == "loss" or _of_weights(at) or (at.layer is None and at.quantity not in "xy"):
        return
    if at.neuron is not None:
        yield Neuron(_column(at, sizes), at.neuron)
    elif not _of_biases(at):
        column = _column(at, sizes)
        yield from (Neuron(column, j) for j in range(sizes[column]))


def weights_at(at: Address, shape: Shape) -> Iterator[Weight]:
    """The weights that a number or a layer of numbers belongs to: one, all of a layer, or none."""
    one = weight_at(at)
    if one is not None:
        yield one
    elif _of_weights(at) and at.layer is not None:
        yield from weights_of(shape.sources, at.layer)


def weights_of(sources: Sequence[Sequence[Sequence[int]]], layer: int) -> Iterator[Weight]:
    """All connections of a layer, row by row; `sources[layer][to]` are the neurons it hears."""
    for to, heard in enumerate(sources[layer]):
        yield from (Weight(layer, to, source) for source in heard)


def _of_weights(at: Address) -> bool:
    """W, dW, and what an update rule keeps of them: "m of W"."""
    return at.quantity in ("W", "dW") or at.quantity.endswith(" of W")


def _of_biases(at: Address) -> bool:
    return at.quantity in ("b", "db") or at.quantity.endswith(" of b")


def _column(at: Address, sizes: Sequence[int]) -> int:
    if at.layer is not None:
        return at.layer + 1
    return 0 if at.quantity == "x" else len(sizes) - 1


# To and from plain data, which a session keeps and a browser understands.


def selected_by(place: Place) -> Selected | None:
    """What is selected when this place is pressed: for a bias, its neuron; the loss, nothing."""
    if isinstance(place, Bias):
        return neuron_of(place)
    return None if isinstance(place, Loss) else place


def plain(place: Selected | None) -> Plain | None:
    """A selection as plain data."""
    if isinstance(place, Weight):
        return {"kind": "edge", "layer": place.layer, "to": place.to, "from": place.source}
    return place and {"kind": "neuron", "column": place.column, "neuron": place.neuron}


def selection_in(message: Any) -> Selected | None:
    """The neuron or weight in such plain data; None for anything else."""
    if not isinstance(message, Mapping):
        return None
    fields = {"neuron": ("column", "neuron"), "edge": ("layer", "to", "from")}
    names = fields.get(message["kind"]) if isinstance(message.get("kind"), str) else None
    counts = [message.get(name) for name in names or ()]
    return _place(counts) if are_counts(counts) else None


def place_pressed(press: Any) -> Neuron | Weight | Loss | None:
    """What a press on a graph is on: {"point": [column, neuron]}, {"point": ["loss"]} or
    {"edge": [layer, to, from]}; None for anything else."""
    if not isinstance(press, Mapping):
        return None
    point, edge = press.get("point"), press.get("edge")
    if point == ["loss"]:
        return Loss()
    if are_counts(edge) and len(edge) == 3:
        return _place(edge)
    return _place(point) if are_counts(point) and len(point) == 2 else None


def _place(counts: Sequence[int]) -> Selected | None:
    if len(counts) == 2:
        return Neuron(*counts)
    return Weight(*counts) if len(counts) == 3 else None


def is_count(value: Any) -> TypeGuard[int]:
    """Whether it is a whole number from 0 up; True and 1.0 are none."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def are_counts(values: Any) -> TypeGuard[Sequence[int]]:
    """Whether it is a list of such numbers."""
    return isinstance(values, list | tuple) and all(map(is_count, values))
