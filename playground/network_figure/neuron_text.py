"""What is written in the neurons of one column, and told when one is pointed at.

It follows from the column's numbers alone, and is kept, because a step changes one column and
leaves the others as they were.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from playground.notation import number_text
from playground.notation.symbols import Symbols

SHOWN = ("z", "a", "da", "delta")
BLANK = " "  # of an empty text Plotly removes the node, and then misses the first one after it

Numbers = tuple[float | None, ...]  # of a neuron, as SHOWN; of an input its value alone


class Made(NamedTuple):
    """Which neurons' number the step makes here; not `complete` while it is a running sum."""

    quantity: str
    neurons: frozenset[int]
    complete: bool


class Column(NamedTuple):
    """Of each neuron what stands inside, its colour, and what the pointer is told."""

    texts: list[str]
    fills: list[str]
    hovers: list[str]


@lru_cache(maxsize=1024)
def column(
    symbols: Symbols,
    number: int,
    known: tuple[Numbers, ...],
    made: Made | None,
    *,
    digits: int,
    told: int,
    large: bool,
    backward: bool,
) -> Column:
    """The column that `number` counts, inputs being 0; None stands for what is not `known` yet.

    `large` neurons have room for two numbers with their signs. There stand
    so many `digits`, and the pointer is `told` more.
    """
    quantities = SHOWN if number else ("x",)
    signs = {q: symbols.short(q, number) + " " if number and large else "" for q in quantities}
    labels = {q: symbols.label(q, number) if number else "value" for q in quantities}
    drawn = Column([], [], [])
    for j, values in enumerate(known):
        numbers = {q: v for q, v in zip(quantities, values, strict=True) if v is not None}
        here = made if made and j in made.neurons else None
        wanted = _wanted(numbers, here, backward, large)
        lines = [_line(signs[q], numbers[q], q, here, digits) for q in wanted]
        drawn.texts.append("<br>".join(lines) or BLANK)
        drawn.fills.append(_fill(numbers))
        name = f"<b>{symbols.neuron(number, j)}</b>"
        lines = [f"{labels[q]} = {number_text.text(v, told)}" for q, v in numbers.items()]
        drawn.hovers.append("<br>".join([name, *(lines or ["not computed yet"])]))
    return drawn


def _wanted(numbers: dict[str, float], made: Made | None, backward: bool, large: bool) -> list[str]:
    """The quantities that stand inside: two, or where there is no room the one that counts."""
    if "x" in numbers:
        return ["x"]
    pair = ["a", "delta" if "delta" in numbers else "da"] if backward else ["z", "a"]
    there = [q for q in pair if q in numbers]
    if large:
        return there
    if made and made.quantity in numbers:
        return [made.quantity]
    return there[-1:]


def _line(sign: str, value: float, quantity: str, made: Made | None, digits: int) -> str:
    """The number that the step makes stands out; a running sum is shown as far as it has come."""
    line = sign + number_text.text(value, digits)
    if made is None or made.quantity != quantity:
        return line
    return f"<b>{line}</b>" if made.complete else f"<b>{line}…</b>"


def _fill(numbers: dict[str, float]) -> str:
    """Blank while unknown, then tinted by the sign of the activation."""
    value = numbers.get("a", numbers.get("x"))
    if value is None:
        return "@paper" if not numbers else "@fill"
    if not np.isfinite(value):
        return "@wrong"
    return "@fill" if value == 0 else "@positive-fill" if value > 0 else "@negative-fill"
