"""What neurons and layers are called on screen: x1, h2, o1; with several hidden layers h2.1."""

from __future__ import annotations

from collections.abc import Sequence

from backprop_core import Address


def neuron_name(sizes: Sequence[int], column: int, neuron: int) -> str:
    """Column 0 are the inputs, the last column the outputs."""
    if column == 0:
        return f"x{neuron + 1}"
    if column == len(sizes) - 1:
        return f"o{neuron + 1}"
    return f"h{neuron + 1}" if len(sizes) == 3 else f"h{column}.{neuron + 1}"


def column_names(sizes: Sequence[int], column: int) -> list[str]:
    """The names of all neurons of a column."""
    return [neuron_name(sizes, column, neuron) for neuron in range(sizes[column])]


def layer_name(sizes: Sequence[int], layer: int) -> str:
    """What layer `layer`, counted from 0 at the first weights, is called."""
    if layer == len(sizes) - 2:
        return "output layer"
    return "hidden layer" if len(sizes) == 3 else f"hidden layer {layer + 1}"


def address_name(sizes: Sequence[int], at: Address, batch: int = 1) -> str:
    """A number in words: "delta of h2", "dW from x1 to h2", "loss of sample 3"."""
    sample = "" if at.sample is None or batch == 1 else f", sample {at.sample + 1}"
    if at.quantity == "loss":
        return "loss" + (f" of sample {at.sample + 1}" if at.sample is not None else "")
    assert at.layer is not None
    if at.neuron is None:
        shared = "shared " if at.quantity in ("b", "db") else ""
        return f"{shared}{at.quantity} of the {layer_name(sizes, at.layer)}"
    to = neuron_name(sizes, at.layer + 1, at.neuron)
    if at.source is not None:
        return f"{at.quantity} from {neuron_name(sizes, at.layer, at.source)} to {to}"
    return f"{at.quantity} of {to}{sample}"
