"""Numbers and symbols of one pass as parts of a formula, in a notation and with so many digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core import Number, Term, Trace
from playground.latex import tree
from playground.latex.plain import plain
from playground.latex.tree import Array, Bold, Negative, Node, Symbol, times
from playground.notation import number_text
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for

LARGEST_MATRIX = 4
# Colours that a page's style sheet puts its own in for: those of the numbers on its graph.
COLOURS = {
    **dict.fromkeys(("x", "z", "a", "slope"), "teal"),
    **dict.fromkeys(("da", "delta"), "crimson"),
    **dict.fromkeys(("dW", "db"), "goldenrod"),
    "loss": "indigo",
}


@dataclass(frozen=True)
class Writer:
    """What every formula needs: the trace for context, the digits, and the notation."""

    trace: Trace
    digits: int
    notation: Notation = OWN
    coloured: bool = False

    @cached_property
    def symbols(self) -> Symbols:
        return symbols_for(self.trace, self.notation)

    @property
    def batch(self) -> int:
        """How many samples there are; symbols name the sample only when there are several."""
        return len(self.trace.y)

    def symbol(self, number: Number) -> Node:
        """The symbol of a number or an array."""
        at = number.address
        value = number.value
        if isinstance(value, np.ndarray):
            value = self.symbols.laid_out(at.quantity, value)
        return signed(self.symbols.tex(at), value)

    def number(self, value: Any, quantity: str = "") -> Node:
        """A plain number, or one of that quantity."""
        colour = COLOURS.get(quantity, "") if self.coloured else ""
        return number(float(value), self.digits, colour)

    def value(self, number: Number) -> Node:
        """What a number or an array is, as the notation lays it out; a large array its shape."""
        quantity = number.address.quantity
        if np.ndim(number.value) == 0:
            return self.number(number.value, quantity)
        array = self.symbols.laid_out(quantity, number.value)
        if max(np.shape(array)) > LARGEST_MATRIX or np.ndim(array) > 2:
            return Array((), array, np.shape(array))
        return Array(tuple(tuple(self.number(v, quantity) for v in row) for row in array), array)


def number(value: float, digits: int, colour: str = "") -> Node:
    """A plain number, or the fraction that it is written as."""
    text = number_text.text(value, digits)
    above, slash, below = text.partition("/")
    if not slash:
        return tree.Number(value, text, colour)
    size = tree.Fraction(whole(abs(int(above)), colour), whole(int(below), colour), small=True)
    return Negative(size) if above.startswith("-") else size


def signed(tex: str, value: Any) -> Node:
    """A symbol; one that is written with a minus is minus a symbol."""
    if not tex.startswith("-"):
        return Symbol(tex, value)
    return Negative(Symbol(tex[1:], None if value is None else 0.0 - value))


def products(terms: Iterable[Term], write: Callable[[Number], Node]) -> tuple[Node, ...]:
    """Each term as a product of its factors."""
    return tuple(times(map(write, term.factors)) for term in terms)


def with_result(writer: Writer, lines: Iterable[Node], value: Any) -> list[Node]:
    """The lines, each once, and the number that comes out, which is not said twice."""
    result = writer.number(value)
    kept = unlike(lines)
    if kept and plain(kept[-1]) == plain(result):
        kept = kept[:-1]
    return [*kept, Bold(result)]


def unlike(lines: Iterable[Node]) -> list[Node]:
    """The lines without those that look like one before."""
    return list({plain(line): line for line in reversed(list(lines))}.values())[::-1]


def whole(count: int, colour: str = "") -> tree.Number:
    """A count, in full."""
    return tree.Number(float(count), str(count), colour)
