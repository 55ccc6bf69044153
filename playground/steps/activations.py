"""The formulas of activations: a = f(z), softmax over a layer, and where a slope f′(z) is from."""

from __future__ import annotations

import re

from backprop_core import Number, Step
from playground.functions.catalogue import Written, written
from playground.notation import number_text
from playground.notation.symbols import Notation
from playground.steps.writer import ASIDE, Writer, short_sum, with_result, write, write_at

_UNNAMED = re.compile(r"f'?\(")


def written_activation(writer: Writer, step: Step) -> tuple[Written, str]:
    """The step's activation as the notation writes it, and its parameter."""
    assert step.layer is not None
    f = writer.trace.network.layers[step.layer].f
    parameter = "" if f.parameter is None else number_text.latex(f.parameter, writer.digits)
    return form_in_notation(written(f), writer.notation), parameter


def form_in_notation(form: Written, notation: Notation) -> Written:
    """The sigmoid, and a function without a name of its own, as the notation calls them."""
    parts = (form.symbol, form.formula, form.derivative)
    return Written(*(_part_in_notation(part, notation) for part in parts))


def _part_in_notation(template: str, notation: Notation) -> str:
    named = template.replace(r"\sigma", notation.sigmoid)
    return notation.function + named[1:] if _UNNAMED.match(named) else named


def lines_of_a(writer: Writer, step: Step) -> list[str]:
    """The function's name, its formula in symbols and in numbers, and the result."""
    assert step.layer is not None
    if writer.trace.network.layers[step.layer].f.derivative is None:
        return _lines_of_softmax(writer, step)
    form, p = written_activation(writer, step)
    (z,) = step.inputs
    names = {"z": writer.symbol(z), "p": p}
    lines = [write(form.symbol, **names), write(form.formula, **names)]
    number = float(z.value)
    numbers = write_at(number, form.formula, z=writer.factor(number), p=p)
    if form.formula == "{z}":
        numbers = writer.value(number)
    return with_result(writer, [*dict.fromkeys(lines), numbers], step.value)


def _lines_of_softmax(writer: Writer, step: Step) -> list[str]:
    own = step.inputs[step.neuron or 0]
    symbols = [f"e^{{{writer.symbol(n)}}}" for n in step.inputs]
    numbers = [f"e^{{{writer.value(n.value)}}}" for n in step.inputs]
    lines = [
        rf"\frac{{e^{{{writer.symbol(own)}}}}}{{{short_sum(symbols)}}}",
        rf"\frac{{e^{{{writer.value(own.value)}}}}}{{{short_sum(numbers)}}}",
    ]
    return with_result(writer, lines, step.value)


def slope_line(writer: Writer, step: Step, slope: Number) -> str:
    """f′(z) itself, as a remark: where that factor comes from."""
    form, p = written_activation(writer, step)
    a = writer.trace.value(step.address._replace(quantity="a"))
    at_z = step.address._replace(quantity="z")
    z = float(writer.trace.value(at_z))
    names = {"z": writer.symbol(at_z), "a": writer.symbol(step.address._replace(quantity="a"))}
    symbolic = write(form.derivative, p=p, **names)
    numeric = write_at(z, form.derivative, z=writer.factor(z), a=writer.factor(a), p=p)
    parts = [writer.symbol(slope), symbolic, numeric, writer.value(slope.value)]
    if not form.has_short_slope:  # only its name
        parts.pop(2)
    return rf"{ASIDE}\text{{with }} {' = '.join(dict.fromkeys(parts))}"
