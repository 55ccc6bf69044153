"""Gradients side by side, as HTML tables: backward, the complex step, and somebody's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from backprop_core import Address, GradientCheck, ParameterCheck
from playground.check.diagnosis import (
    BLANK,
    CLOSE,
    DIFFERENT,
    ROUNDED,
    SAME,
    Agreement,
    gradient_name,
)
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.views.html_table import html_table

DIGITS = 10
WORDS = {
    BLANK: "–",
    SAME: "✓ agrees",
    ROUNDED: "✓ agrees, rounded",
    CLOSE: "≈ rounding noise",
    DIFFERENT: "≠ differs",
}


def summary_table(check: GradientCheck, symbols: Symbols) -> str:
    """One row for each parameter: its largest gradient by both methods, and their difference."""
    head = ["parameter", "numbers", "largest by backward", "largest by complex step", "difference"]
    rows = [
        (
            [gradient_name(symbols, (each.name, each.layer))],
            [
                str(each.analytic.size),
                number_text.text(_largest(each.analytic), DIGITS),
                number_text.text(_largest(each.numeric), DIGITS),
                number_text.text(_relative(each, check), 2),
            ],
        )
        for each in check.parameters
    ]
    caption = "The difference is relative to the largest gradient of the network"
    return html_table(caption, head, rows)


def _largest(array: np.ndarray) -> float:
    flat = array.ravel()
    return float(flat[np.abs(flat).argmax()])


def _relative(each: ParameterCheck, check: GradientCheck) -> float:
    return float(each.difference.max()) / (check.scale or 1.0)


def entry_table(
    checks: Iterable[ParameterCheck],
    own: dict[str, tuple[np.ndarray, Agreement]],
    symbols: Symbols,
) -> str:
    """Every number of one layer: backward, the complex step, somebody's own, and the verdict.

    They come in the order in which the notation's matrices are read.
    """
    head = ["gradient", "verdict", "yours", "backward", "complex step", "yours ÷ right"]
    rows: list[tuple[list[str], list[str]]] = []
    wrong = set()
    for each in checks:
        claimed, agreement = own[each.name]
        for index, name in _entries(each, symbols):
            mine, right = float(claimed[index]), float(each.analytic[index])
            kind = str(agreement[index])
            if kind == DIFFERENT:
                wrong.add(len(rows))
            rows.append(
                (
                    [name, WORDS[kind]],
                    [
                        "" if kind == BLANK else number_text.text(mine, DIGITS),
                        number_text.text(right, DIGITS),
                        number_text.text(float(each.numeric[index]), DIGITS),
                        "" if kind == BLANK or not right else number_text.text(mine / right, 5),
                    ],
                )
            )
    return html_table("Every gradient of this layer", head, rows, wrong)


def _entries(check: ParameterCheck, symbols: Symbols) -> Iterator[tuple[tuple[int, ...], str]]:
    """Where each number stands in the engine's array, and what it is called."""
    shape = check.analytic.shape
    turned = symbols.notation.weights == "sending"
    for place in np.ndindex(shape[::-1] if turned else shape):
        index = place[::-1] if turned else place
        name = symbols.name(Address(check.name, check.layer, *index))
        yield index, name if index else f"{name}, shared"
