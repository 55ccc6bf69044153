"""The formulas of a whole layer at once: products of arrays, laid out as the notation has them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_core import Number, Step
from playground.latex.array_lines import broken
from playground.steps.activations import written_activation
from playground.steps.losses import lines_of_layer_slope, lines_of_loss
from playground.steps.writer import Writer, tidy, write


def _lines(writer: Writer, step: Step, template: str, **arrays: Number) -> list[str]:
    """The template in symbols, with the arrays put in, and the array that comes out."""
    symbols = template.format(**{name: writer.symbol(n) for name, n in arrays.items()})
    numbers = template.format(**{name: writer.matrix(n) for name, n in arrays.items()})
    return [symbols, broken(tidy(numbers)), _result(writer, step)]


def _result(writer: Writer, step: Step) -> str:
    return writer.matrix(Number(step.address.whole, step.value))


def _z(writer: Writer, step: Step) -> list[str]:
    """The inputs are W, then what comes in, then b."""
    arrays = dict(zip(("W", "x", "b"), step.inputs, strict=False))
    template = writer.notation.matrices["z"] + (" + {b}" if "b" in arrays else "")
    return _lines(writer, step, template, **arrays)


def _a(writer: Writer, step: Step) -> list[str]:
    written, p = written_activation(writer, step)
    (z,) = step.inputs
    lines = [
        write(written.symbol, z=writer.symbol(z), p=p),
        write(written.symbol, z=writer.matrix(z), p=p),
        _result(writer, step),
    ]
    return list(dict.fromkeys(lines))


def _da(writer: Writer, step: Step) -> list[str]:
    if step.inputs[1].quantity == "y":
        return lines_of_layer_slope(writer, step)
    W, delta = step.inputs
    return _lines(writer, step, writer.notation.matrices["da"], W=W, delta=delta)


def _delta(writer: Writer, step: Step) -> list[str]:
    """da ⊙ f′(z), and once more with the product that da is; where fused, from the loss."""
    da, slope = step.inputs
    if slope.quantity == "y":
        return lines_of_layer_slope(writer, step)
    matrices = writer.notation.matrices
    if slope.quantity == "jacobian":
        return _lines(writer, step, matrices["delta of softmax"], da=da, jacobian=slope)
    symbols, *numbers = _lines(writer, step, matrices["delta"], da=da, slope=slope)
    return [symbols, *_expanded(writer, step, slope), *numbers]


def _expanded(writer: Writer, step: Step, slope: Number) -> list[str]:
    """In a hidden layer da is itself a product: of the deltas of the layer after, and its W."""
    if step.layer is None or step.layer == len(writer.trace.network.layers) - 1:
        return []
    W, delta = writer.trace.terms(step.address._replace(quantity="da"))[0].factors
    da = writer.notation.matrices["da"].format(W=writer.symbol(W), delta=writer.symbol(delta))
    template = writer.notation.matrices["delta"]
    return [template.format(da=rf"\bigl({da}\bigr)", slope=writer.symbol(slope))]


def _dW(writer: Writer, step: Step) -> list[str]:
    delta, x = step.inputs
    return _lines(writer, step, writer.notation.matrices["dW"], delta=delta, x=x)


def _db(writer: Writer, step: Step) -> list[str]:
    """With one sample, and a bias each, nothing is to be added up."""
    delta = step.inputs[0]
    shared = np.ndim(step.value) == 0
    if writer.batch == 1 and not shared:
        return [writer.symbol(delta), _result(writer, step)]
    over = "samples" if not shared else "all" if writer.batch > 1 else "neurons"
    return [rf"\textstyle\sum_{{\text{{{over}}}}} {writer.symbol(delta)}", _result(writer, step)]


def _update(writer: Writer, step: Step) -> list[str]:
    old, rate, gradient = step.inputs
    template = r"{old} - {rate} \cdot {gradient}"
    return _lines(writer, step, template, old=old, rate=rate, gradient=gradient)


LAYER_LINES: dict[str, Callable[[Writer, Step], list[str]]] = {
    "z": _z,
    "a": _a,
    "loss": lines_of_loss,
    "da": _da,
    "delta": _delta,
    "dW": _dW,
    "db": _db,
    "W": _update,
    "b": _update,
}
