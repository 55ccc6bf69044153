"""The engine's gradients by both of its methods, as an HTML table."""

from __future__ import annotations

import numpy as np

from backprop_core import Address, GradientCheck, ParameterCheck
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.views.html_table import html_table

DIGITS = 10


def gradient_name(symbols: Symbols, parameter: tuple[str, int]) -> str:
    """dW of the output layer."""
    return symbols.name(Address(*parameter))


def summary_table(check: GradientCheck, symbols: Symbols, digits: int = DIGITS) -> str:
    """One row for each parameter: its largest gradient by both methods, and their difference."""
    head = ["parameter", "numbers", "largest by backward", "largest by complex step", "difference"]
    rows = [
        (
            [gradient_name(symbols, (each.name, each.layer))],
            [
                str(each.analytic.size),
                number_text.on_screen(_largest(each.analytic), digits),
                number_text.on_screen(_largest(each.numeric), digits),
                number_text.on_screen(_relative(each, check), number_text.resized(digits, 2)),
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
