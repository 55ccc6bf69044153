"""The letters beside the numbers, short enough for the inside of a neuron."""

from __future__ import annotations

from functools import lru_cache

from playground.stage.outside import OWN, Symbols


@lru_cache(maxsize=1024)
def sign(symbols: Symbols, quantity: str, column: int | None = None) -> str:
    """z, a, δ, ∂a as the notation writes them. In the app's own, a derivative has a ∂."""
    written = symbols.short(quantity, column)
    if symbols.notation is OWN and quantity == "da":
        return "∂" + written.removeprefix("d")
    return written


def gradient_sign(symbols: Symbols) -> str:
    """What stands before a gradient on its own edge or at its own neuron, where it is clear by
    what it is to be divided: ∂, or d where the notation writes d."""
    return "∂" if symbols.notation is OWN else symbols.short("dW")[0]
