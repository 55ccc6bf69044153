"""A notation in which W lies the other way: with a row for each neuron that its weights go to, or
for each that they come from. A weight's indices stay its row and its column, and the equations
between arrays are transposed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from playground.notation.notations import Notation

Weights = Literal["receiving", "sending"]
_TRANSPOSED = re.compile(r"(?:\{\{\{W\}\}\}|\(\{W\}\))\^\{\{\\top\}\}")
_INDICES = (
    re.compile(r"(\{[ijn]\})(,|\{c\}|)(\{[ijn]\})"),
    re.compile(r"(\{[IJ]\}_\{\{\{[ij]\}\}\})()(\{[IJ]\}_\{\{\{[ij]\}\}\})"),
    re.compile(r"(\{[IJ]\})()(\{[IJ]\})"),
)


@lru_cache(maxsize=64)
def laid_out(notation: Notation, weights: Weights | None) -> Notation:
    """The notation with W lying that way; itself where it does already, and for None."""
    if weights in (None, notation.weights):
        return notation
    matrices = {**notation.matrices}
    for equation in ("z", "da"):
        matrices[equation] = _transposed(matrices[equation])
    swapped = {"x": "{delta}", "delta": "{x}"}
    matrices["dW"] = re.sub(r"\{(x|delta)\}", lambda m: swapped[m[1]], matrices["dW"])
    return replace(
        notation,
        weights=weights,
        matrices=matrices,
        numbers=_reindexed(notation.numbers),
        arrays=_reindexed(notation.arrays),
        plain=_reindexed(notation.plain),
        short=_reindexed(notation.short),
        names=_reindexed(notation.names),
    )


def _transposed(equation: str) -> str:
    """W as Wᵀ, and the other way about."""
    without = _TRANSPOSED.sub("{W}", equation)
    return without if without != equation else equation.replace("{W}", r"({W})^{{\top}}")


def _reindexed(table: Mapping[str, str]) -> dict[str, str]:
    """Row before column."""
    return {q: _swapped(text) if q in ("W", "dW") else text for q, text in table.items()}


def _swapped(text: str) -> str:
    for indices in _INDICES:
        text, found = indices.subn(r"\3\2\1", text)
        if found:
            break
    return text
