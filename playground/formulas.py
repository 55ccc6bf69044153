"""A step's formula, as LaTeX: in symbols, with the numbers put in, and the result.

Each quantity has one small writer. All of them read the Step and nothing else: which numbers went
in, in what order, and what came out is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Address, Number, Step, Term, Trace
from playground import digits as number_text
from playground.functions import ACTIVATIONS, LOSSES, Written
from playground.notation import OWN, Notation

LINE = 35  # signs that fit on one line of the panel
LARGEST_MATRIX = 4
_UNSEEN = re.compile(r"\\[a-zA-Z]+|[{}^_,; ]|\\[!,;]")
ASIDE = r"\quad\scriptsize "  # opens a line that is no further equality but a remark
_NUMBER = r"\((-?(?:[\d.]+(?:\\cdot 10\^\{-?\d+\})?|\\infty))\)"  # a number in brackets of its own
_NEEDLESS = (
    (re.compile(rf"\({_NUMBER}\)"), r"(\1)"),  # brackets within brackets,
    (re.compile(rf"e\^\{{{_NUMBER}\}}"), r"e^{\1}"),  # in a whole exponent,
    (re.compile(r"(?<=[-+(])\(([\d.]+)\)\^"), r"\1^"),  # around a plain number's power,
    (re.compile(rf"\\;{_NUMBER}"), r"\;\1"),  # after a comma
)
_CASES = re.compile(r"\\begin\{cases\}(.+?) & .+?\\\\ (.+?) & .+?\\end\{cases\}")


@dataclass(frozen=True)
class Writer:
    """What every formula needs: the trace for context, the notation, and the digits."""

    trace: Trace
    digits: int
    notation: Notation = OWN

    @property
    def batch(self) -> int:
        """How many samples there are; symbols name the sample only when there are several."""
        return len(self.trace.y)

    def symbol(self, number: Number | Address, new: bool = False) -> str:
        """The symbol of a number."""
        at = number.address if isinstance(number, Number) else number
        return self.notation.symbol(at, self.batch, new)

    def value(self, number: Any) -> str:
        """A number that stands alone."""
        return number_text.latex(float(number), self.digits)

    def factor(self, number: Any) -> str:
        """A number in a product: negative ones in brackets."""
        return number_text.factor(float(number), self.digits)


def formula(step: Step, trace: Trace, digits: int, notation: Notation = OWN) -> str:
    """The whole formula of a step, an `aligned` block; "" never."""
    writer = Writer(trace, digits, notation)
    if isinstance(step.value, np.ndarray) or _whole_layer(step):
        lines = _LAYER_LINES[step.quantity](writer, step)
    else:
        lines = _LINES[step.quantity](writer, step)
    left = _left_side(writer, step)
    body = r" \\ ".join(f"&{line}" if line.startswith(ASIDE) else f"&= {line}" for line in lines)
    return rf"\begin{{aligned}} {left} {body} \end{{aligned}}"


def _whole_layer(step: Step) -> bool:
    return bool(step.terms) and any(isinstance(n.value, np.ndarray) for n in step.inputs)


def _left_side(writer: Writer, step: Step) -> str:
    return writer.symbol(step.address.whole, new=step.phase == "update")


def _wrapped(parts: Sequence[str], room: int = LINE) -> str:
    """A long sum over several lines of the aligned block."""
    lines: list[list[str]] = [[]]
    used = 0
    for part in parts:
        width = len(_UNSEEN.sub("", part)) + 1
        if lines[-1] and used + width > room:
            lines.append([])
            used = 0
        lines[-1].append(part)
        used += width
    return r" \\ &\quad + ".join(" + ".join(line) for line in lines)


def _products(terms: Iterable[Term], write: Callable[[Number], str]) -> list[str]:
    return [r" \cdot ".join(write(n) for n in term.factors) for term in terms]


def _sum_lines(writer: Writer, step: Step) -> list[str]:
    """Σ in symbols, Σ with the numbers, and the result; partial sums say so."""
    if not step.terms:
        return ["0"]
    symbols = _products(step.terms, writer.symbol)
    numbers = _products(step.terms, lambda n: writer.factor(n.value))
    if not step.complete:
        symbols.append(r"\cdots")
    else:
        numbers = [n.strip("()") if len(numbers) == 1 and r"\cdot" not in n else n for n in numbers]
    lines = [_wrapped(symbols)]
    if step.part is not None and step.part > 0:
        so_far = float(sum(term.value for term in step.terms[:-1]))
        lines.append(rf"\underbrace{{{writer.value(so_far)}}}_{{\text{{so far}}}} + {numbers[-1]}")
    else:
        lines.append(_wrapped(numbers))
    return _with_result(writer, lines, step.value)


def _with_result(writer: Writer, lines: list[str], value: Any) -> list[str]:
    result = writer.value(value)
    if lines and lines[-1] == result:
        lines = lines[:-1]
    return [*lines, rf"\mathbf{{{result}}}"]


def _write(template: str, **names: str) -> str:
    """The template with numbers or symbols put in; numbers come in brackets where negative."""
    text = template.format(**names)
    for needless, plain in _NEEDLESS:
        text = needless.sub(plain, text)
    return text


def _write_at(here: float, template: str, **names: str) -> str:
    """The template with numbers put in; of two cases only the one that z = `here` is in."""
    text = _write(template, **names)
    cases = _CASES.fullmatch(text)
    return text if cases is None else cases[1 if here > 0 else 2]


def _activation_of(writer: Writer, step: Step) -> tuple[Written, str]:
    assert step.layer is not None
    f = writer.trace.network.layers[step.layer].f
    parameter = "" if f.parameter is None else number_text.latex(f.parameter, writer.digits)
    return ACTIVATIONS.get(f.name, Written("f({z})", "f({z})", "f'({z})")), parameter


def _lines_of_a(writer: Writer, step: Step) -> list[str]:
    assert step.layer is not None
    if writer.trace.network.layers[step.layer].f.derivative is None:
        return _lines_of_softmax(writer, step)
    written, p = _activation_of(writer, step)
    (z,) = step.inputs
    names = {"z": writer.symbol(z), "p": p}
    lines = [_write(written.symbol, **names), _write(written.formula, **names)]
    number = float(z.value)
    numbers = _write_at(number, written.formula, z=writer.factor(number), p=p)
    if written.formula == "{z}":
        numbers = writer.value(number)
    return _with_result(writer, [*dict.fromkeys(lines), numbers], step.value)


def _lines_of_softmax(writer: Writer, step: Step) -> list[str]:
    own = step.inputs[step.neuron or 0]
    symbols = [f"e^{{{writer.symbol(n)}}}" for n in step.inputs]
    numbers = [f"e^{{{writer.value(n.value)}}}" for n in step.inputs]
    lines = [
        rf"\frac{{e^{{{writer.symbol(own)}}}}}{{{_short_sum(symbols)}}}",
        rf"\frac{{e^{{{writer.value(own.value)}}}}}{{{_short_sum(numbers)}}}",
    ]
    return _with_result(writer, lines, step.value)


def _short_sum(parts: Sequence[str], most: int = 4) -> str:
    shown = list(parts) if len(parts) <= most else [*parts[: most - 2], r"\cdots", parts[-1]]
    return " + ".join(shown)


def _lines_of_loss(writer: Writer, step: Step) -> list[str]:
    if step.inputs and step.inputs[0].quantity == "share":
        return _lines_of_reduction(writer, step)
    network = writer.trace.network
    written = LOSSES[network.loss]
    n = str(writer.trace.y.shape[1])
    before = _without_one(_write(written.before, n=n))
    if share := _share(writer, step):
        before = f"-{share}{before[1:]}" if before.startswith("-") else f"{share}{before}"

    def part(term: Term, write: Callable[[Number], str]) -> str:
        a, y = term.factors
        return _write(written.part, a=write(a), y=write(y), n=n)

    symbols = [part(term, writer.symbol) for term in step.terms]
    numbers = [part(term, lambda number: writer.factor(number.value)) for term in step.terms]
    if not step.complete:
        symbols.append(r"\cdots")
        numbers.append(r"\cdots")
    lines = [_loss_sum(writer, before, parts) for parts in (symbols, numbers)]
    if network.fused and any(term.factors[0].value in (0.0, 1.0) for term in step.terms):
        # the outputs as numbers no longer hold what z does, so they would not give the loss
        aside = rf"{ASIDE}\text{{computed from }}z\text{{: an output has rounded to 0 or 1}}"
        return [lines[0], rf"\mathbf{{{writer.value(step.value)}}}", aside]
    if not step.complete:
        return [*lines, rf"\text{{so far }}\mathbf{{{writer.value(step.value)}}}"]
    return _with_result(writer, lines, step.value)


def _share(writer: Writer, step: Step) -> str:
    """At "layer" the whole batch is taken at once, and 1/batch belongs to the same formula."""
    network = writer.trace.network
    mean = network.reduction == "mean" and network.loss_function.separable
    whole = step.sample is None and writer.batch > 1
    return rf"\tfrac1{{{writer.batch}}}" if mean and whole else ""


def _without_one(text: str) -> str:
    """With one output there is no mean to take: 1/1 is left out."""
    for one, plain in ((r"\tfrac1{1}\,", ""), (r"\tfrac1{1}", ""), (r"\tfrac2{1}", "2")):
        text = text.replace(one, plain)
    return text


def _loss_sum(writer: Writer, before: str, parts: list[str]) -> str:
    if not writer.trace.network.loss_function.separable:
        count = writer.trace.y.size
        return rf"\sqrt{{\tfrac1{{{count}}}\bigl({_short_sum(parts)}\bigr)}}"
    body = _wrapped(parts)
    if len(parts) > 1 and before:
        return rf"{before}\,\bigl({body}\bigr)" if len(parts) <= 2 else rf"{before}\,[\,{body}\,]"
    return f"{before}{body}"


def _lines_of_reduction(writer: Writer, step: Step) -> list[str]:
    mean = writer.trace.network.reduction == "mean"
    before = rf"\tfrac1{{{writer.batch}}}" if mean else ""
    losses = [term.factors[1] for term in step.terms]
    symbols = [writer.symbol(loss) for loss in losses]
    numbers = [writer.factor(loss.value) for loss in losses]
    if not step.complete:
        symbols.append(r"\cdots")
        numbers.append(r"\cdots")
    lines = [rf"{before}\bigl({_short_sum(s, 6)}\bigr)" for s in (symbols, numbers)]
    if not step.complete:
        return [*lines, rf"\text{{so far }}\mathbf{{{writer.value(step.value)}}}"]
    return _with_result(writer, lines, step.value)


def _slope_of_loss(writer: Writer, term: Term) -> list[str]:
    """∂L/∂a of an output, or ∂L/∂z where loss and activation are fused."""
    network = writer.trace.network
    template = LOSSES[network.loss].slope
    a, y, share = term.factors
    n = str(writer.trace.y.shape[1])
    shared = share.value != 1.0
    lines = []
    for write in (writer.symbol, lambda number: writer.factor(number.value)):
        inner = _without_one(_write(template, a=write(a), y=write(y), n=n))
        inner = inner.replace(r"{N\cdot", rf"{{{writer.trace.y.size}\cdot")
        lines.append(rf"\tfrac1{{{writer.batch}}}\,\bigl({inner}\bigr)" if shared else inner)
    if not network.loss_function.separable:
        root = writer.factor(writer.trace.gradients.loss)
        lines[1] = lines[1].replace(r"\cdot L", rf"\cdot {root}")
    if network.fused:
        total = float(writer.trace.y[a.address.sample or 0].sum())
        lines[1] = lines[1].replace(r"\textstyle\sum y", writer.factor(total))
    return lines


def _lines_of_da(writer: Writer, step: Step) -> list[str]:
    if any(n.quantity == "y" for n in step.inputs):
        return _with_result(writer, _slope_of_loss(writer, step.terms[0]), step.value)
    return _sum_lines(writer, step)


def _lines_of_delta(writer: Writer, step: Step) -> list[str]:
    if any(n.quantity == "y" for n in step.inputs):
        return _with_result(writer, _slope_of_loss(writer, step.terms[0]), step.value)
    if len(step.terms) != 1 or step.inputs[1].quantity == "jacobian":
        return _sum_lines(writer, step)
    da, slope = step.inputs
    symbols = rf"{writer.symbol(da)} \cdot {writer.symbol(slope)}"
    numbers = rf"{writer.factor(da.value)} \cdot {writer.factor(slope.value)}"
    lines = [symbols, *_expanded(writer, step), numbers]
    result = _with_result(writer, lines, step.value)
    return [*result, *_slope_line(writer, step, slope)]


def _expanded(writer: Writer, step: Step) -> list[str]:
    """The sum over all neurons that this one feeds, with f′(z) as its own factor."""
    trace = writer.trace
    at = step.address
    if at.layer is None or at.layer == len(trace.network.layers) - 1:
        return []
    terms = trace.terms(at._replace(quantity="da"))
    if len(terms) < 2:
        return []
    slope = step.inputs[1]
    lines = []
    for write in (writer.symbol, lambda n: writer.factor(n.value)):
        body = _wrapped(_products(terms, write), LINE - 10)
        lines.append(rf"[\,{body}\,] \cdot {write(slope)}")
    return lines


def _slope_line(writer: Writer, step: Step, slope: Number) -> list[str]:
    """f′(z) itself, below: where that factor comes from."""
    written, p = _activation_of(writer, step)
    a = writer.trace.value(step.address._replace(quantity="a"))
    at_z = step.address._replace(quantity="z")
    z = float(writer.trace.value(at_z))
    names = {"z": writer.symbol(at_z), "a": writer.symbol(step.address._replace(quantity="a"))}
    symbolic = _write(written.derivative, p=p, **names)
    numeric = _write_at(z, written.derivative, z=writer.factor(z), a=writer.factor(a), p=p)
    parts = [writer.symbol(slope), symbolic, numeric, writer.value(slope.value)]
    if r"\operatorname" in symbolic:  # it has a name and no short formula
        parts.pop(2)
    return [rf"{ASIDE}\text{{with }} {' = '.join(dict.fromkeys(parts))}"]


def _lines_of_update(writer: Writer, step: Step) -> list[str]:
    old, rate, gradient = step.inputs
    lines = [
        rf"{writer.symbol(old)} - {writer.symbol(rate)} \cdot {writer.symbol(gradient)}",
        rf"{writer.value(old.value)} - {writer.factor(rate.value)} \cdot "
        rf"{writer.factor(gradient.value)}",
    ]
    return _with_result(writer, lines, step.value)


_LINES: dict[str, Callable[[Writer, Step], list[str]]] = {
    "z": _sum_lines,
    "a": _lines_of_a,
    "loss": _lines_of_loss,
    "da": _lines_of_da,
    "delta": _lines_of_delta,
    "dW": _sum_lines,
    "db": _sum_lines,
    "W": _lines_of_update,
    "b": _lines_of_update,
}


def _matrix(writer: Writer, array: Any) -> str:
    """The array with its numbers if it is small, otherwise its shape."""
    if np.ndim(array) == 0:
        return writer.factor(array)
    table = np.atleast_2d(np.asarray(array, dtype=float))
    if max(table.shape) > LARGEST_MATRIX or np.ndim(array) > 2:
        shape = r" \times ".join(str(n) for n in np.shape(array))
        return rf"[\,{shape}\,]"
    rows = r" \\ ".join(" & ".join(writer.value(v) for v in row) for row in table)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _matrix_lines(writer: Writer, step: Step, template: str) -> list[str]:
    """The template in symbols, with the arrays put in, and the array that comes out."""
    symbols = [writer.symbol(n) for n in step.inputs]
    arrays = [_matrix(writer, n.value) for n in step.inputs]
    lines = [template.format(*symbols), template.format(*arrays), _matrix(writer, step.value)]
    return lines


def _layer_z(writer: Writer, step: Step) -> list[str]:
    """inputs are W, then what comes in, then b."""
    template = "{1}\\,{{{0}}}^{{\\top}}" + (" + {2}" if len(step.inputs) == 3 else "")
    return _matrix_lines(writer, step, template)


def _layer_a(writer: Writer, step: Step) -> list[str]:
    written, p = _activation_of(writer, step)
    return [
        _write(written.symbol, z=writer.symbol(step.inputs[0]), p=p),
        _write(written.symbol, z=_matrix(writer, step.inputs[0].value), p=p),
        _matrix(writer, step.value),
    ]


def _layer_da(writer: Writer, step: Step) -> list[str]:
    if step.inputs[1].quantity == "y":
        return _layer_slope(writer, step)
    return _matrix_lines(writer, step, "{1}\\,{0}")


def _layer_slope(writer: Writer, step: Step) -> list[str]:
    template = LOSSES[writer.trace.network.loss].slope
    a, y = step.inputs
    n = str(writer.trace.y.shape[1])
    share = _share(writer, step)
    symbols = _without_one(_write(template, a=writer.symbol(a), y=writer.symbol(y), n=n))
    symbols = symbols.replace(r"{N\cdot", rf"{{{writer.trace.y.size}\cdot")
    return [rf"{share}\,\bigl({symbols}\bigr)" if share else symbols, _matrix(writer, step.value)]


def _layer_delta(writer: Writer, step: Step) -> list[str]:
    if step.inputs[1].quantity == "y":
        return _layer_slope(writer, step)
    sign = r"\cdot" if step.inputs[1].quantity == "jacobian" else r"\odot"
    return _matrix_lines(writer, step, "{0} " + sign + " {1}")


def _layer_db(writer: Writer, step: Step) -> list[str]:
    return [
        rf"\textstyle\sum {writer.symbol(step.inputs[0])}",
        _matrix(writer, step.value),
    ]


_LAYER_LINES: dict[str, Callable[[Writer, Step], list[str]]] = {
    "z": _layer_z,
    "a": _layer_a,
    "loss": _lines_of_loss,
    "da": _layer_da,
    "delta": _layer_delta,
    "dW": lambda writer, step: _matrix_lines(writer, step, "{{{0}}}^{{\\top}}\\,{1}"),
    "db": _layer_db,
    "W": lambda writer, step: _matrix_lines(writer, step, "{0} - {1} \\cdot {2}"),
    "b": lambda writer, step: _matrix_lines(writer, step, "{0} - {1} \\cdot {2}"),
}
