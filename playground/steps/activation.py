"""How a = f(z) is shown, and with dropout a = m f(z)."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Operation, Step
from playground.functions.catalogue import called, readable
from playground.latex.tree import Node, filled, times
from playground.steps import rounding_remarks
from playground.steps.display import Display, result_of_layer
from playground.steps.equalities import Remark
from playground.steps.function_trees import activation_trees, at, side_of
from playground.steps.grid_line import Line
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer, unlike, with_result


class Activation(Display):
    """The function's name, its formula in symbols and in numbers, and the result."""

    OF_LAYER = "The activation function, applied to every {z} of {layer}."

    def lines(self, writer: Writer, step: Step) -> list[Node]:
        f = writer.trace.network.layers[step.address.in_layer].f
        form = activation_trees(f, writer.notation)
        z, *mask = step.inputs
        p = writer.number(f.parameter or 0.0)
        symbols: dict[str, Node] = {"z": writer.symbol(z), "p": p}
        numbers: dict[str, Node] = {"z": writer.value(z), "p": p}
        lines = [filled(form.symbol, symbols), filled(form.formula, symbols)]
        lines = [times((*map(writer.symbol, mask), line)) for line in lines]
        own = filled(at(form.formula, side_of(f, float(z.value))), numbers)
        lines.append(times((*map(writer.value, mask), own)))
        return with_result(writer, lines, step.value)

    def layer_lines(self, writer: Writer, step: Step) -> list[Node]:
        """The function's name alone: it is applied to each number."""
        f = writer.trace.network.layers[step.address.in_layer].f
        named = activation_trees(f, writer.notation).symbol
        z, *mask = step.inputs
        p = writer.number(f.parameter or 0.0)
        lines = [
            times((*map(how, mask), filled(named, {"z": how(z), "p": p})), "⊙")
            for how in (writer.symbol, writer.value)
        ]
        return unlike([*lines, result_of_layer(writer, step)])

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        if step.neuron is not None:
            yield from rounding_remarks.of_activation(writer, step)

    def of_number(self, words: Words) -> str:
        layer = words.trace.network.layers[words.step.address.in_layer]
        a, z = words.word("a"), words.word("z")
        if len(words.step.inputs) > 1:
            return _with_dropout(words)
        if layer.f.name == "linear":
            return f"This layer is linear, so {words.name}'s {a} equals its {z}."
        if layer.f.threshold:
            return _of_threshold(words)
        return f"{words.name}'s {a} is its {z} passed through {readable(layer.f.name)}."

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """f( z ) = a, with dropout m ⊙ f( z ) = a."""
        name = called(m.trace.network.layers[layer].f.name)
        made = (f"{name}(", m.forward("z", layer), ") =", m.forward("a", layer))
        yield Line("a", (*m.masks(layer), *made))


def _with_dropout(words: Words) -> str:
    """Whether the neuron is left out, or makes up for those that are."""
    mask = float(words.step.inputs[1].value)
    if mask == 0:
        return f"Dropout leaves {words.name} out of this update, so its {words.word('a')} is 0."
    name = readable(words.trace.network.layers[words.step.address.in_layer].f.name)
    return (
        f"{words.name}'s {words.word('a')} is its {words.word('z')} passed through {name}, times "
        "its dropout mask, which makes up for the neurons that are left out."
    )


def _of_threshold(words: Words) -> str:
    """On which side the sum is."""
    f = words.trace.network.layers[words.step.address.in_layer].f
    on, with_zero = float(words.step.value) == 1.0, f.parameter == 1.0
    above, below = ("0 or more", "below 0") if with_zero else ("above 0", "not above 0")
    low = "−1" if f.range.low else "0"
    return (
        f"{words.name} is a threshold unit: its {words.word('z')} is {above if on else below}, so "
        f"its {words.word('a')} is {'1' if on else low}."
    )
