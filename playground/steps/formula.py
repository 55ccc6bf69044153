"""A step's formula, as LaTeX: in symbols, with the numbers put in, and the result.

Each quantity has one small writer. All of them read the Step and nothing else: which numbers went
in, in what order, and what came out is in it. How symbols look is the notation's.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_core import Step, Trace
from playground.notation.symbols import OWN, Notation
from playground.steps.activations import lines_of_a
from playground.steps.layers import LAYER_LINES
from playground.steps.losses import lines_of_loss
from playground.steps.sums import lines_of_da, lines_of_delta, lines_of_update, sum_lines
from playground.steps.writer import ASIDE, Writer


def formula(step: Step, trace: Trace, digits: int, notation: Notation = OWN) -> str:
    """The whole formula of a step, an `aligned` block; "" never."""
    writer = Writer(trace, digits, notation)
    made = LAYER_LINES if isinstance(step.value, np.ndarray) or _whole_layer(step) else _LINES
    return _aligned(writer, step, made[step.quantity](writer, step))


def short_formula(
    step: Step, trace: Trace, digits: int, notation: Notation = OWN, most: int = 4
) -> str:
    """The formula of a sum, without the middle where it has more than `most` terms."""
    writer = Writer(trace, digits, notation)
    return _aligned(writer, step, sum_lines(writer, step, most))


def _aligned(writer: Writer, step: Step, lines: list[str]) -> str:
    left = writer.symbol(step.address.whole, new=step.phase == "update")
    body = r" \\ ".join(f"&{line}" if line.startswith(ASIDE) else f"&= {line}" for line in lines)
    return rf"\begin{{aligned}} {left} {body} \end{{aligned}}"


def _whole_layer(step: Step) -> bool:
    return bool(step.terms) and any(isinstance(n.value, np.ndarray) for n in step.inputs)


_LINES: dict[str, Callable[[Writer, Step], list[str]]] = {
    "z": sum_lines,
    "a": lines_of_a,
    "loss": lines_of_loss,
    "da": lines_of_da,
    "delta": lines_of_delta,
    "dW": sum_lines,
    "db": sum_lines,
    "W": lines_of_update,
    "b": lines_of_update,
}
