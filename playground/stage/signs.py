"""The letters beside the numbers, short enough for the inside of a neuron."""

from __future__ import annotations

from functools import lru_cache

from playground.stage.lettering import MINUS
from playground.stage.outside import OWN, Symbols


@lru_cache(maxsize=1024)
def sign(symbols: Symbols, quantity: str, column: int | None = None) -> str:
    """z, a, δ, ∂a as the notation writes them. In the app's own, a derivative has a ∂."""
    written = symbols.short(quantity, column)
    if symbols.notation.key == OWN.key and quantity == "da":
        return f"{_minus(written)}∂{written.lstrip(MINUS).removeprefix('d')}"
    return written


def gradient_sign(symbols: Symbols) -> str:
    """What stands before a gradient on its own edge or at its own neuron, where it is clear by
    what it is to be divided: ∂, or d where the notation writes d; Δ/η where a rule without a
    gradient moves a weight."""
    written = symbols.short("dW")
    if symbols.notation.by_rule:
        return f"{_minus(written)}Δ{written[written.index('/') :]}"
    letter = "∂" if symbols.notation.key == OWN.key else written.lstrip(MINUS)[0]
    return _minus(written) + letter


def _minus(written: str) -> str:
    """The minus before a derivative, where the error is target minus output."""
    return MINUS if written.startswith(MINUS) else ""
