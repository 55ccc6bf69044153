"""Which way W lies in the script: a row for each neuron that receives, or for each that sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WeightLayout:
    """`sending`: row i of W and dW holds the weights out of neuron i."""

    sending: bool = False

    def laid(self, table: Any) -> Any:
        """An (n_out, n_in) array as it lies here; one that lies here as (n_out, n_in)."""
        return table.T if self.sending else table

    def back(self, delta: str, W: str) -> str:
        """The text of what goes back through W."""
        return f"{delta} @ {W}.T" if self.sending else f"{delta} @ {W}"

    def through(self, delta: Any, W: Any) -> Any:
        """delta (batch, n_out) back through W as it lies here: (batch, n_in)."""
        return delta @ self.laid(W)

    def outer(self, delta: str, before: str, sign: str = "") -> str:
        """The text of dW."""
        first, second = (before, delta) if self.sending else (delta, before)
        return f"{sign}{first}.T @ {second}"

    def product(self, delta: Any, before: Any) -> Any:
        """dW as it lies here."""
        return before.T @ delta if self.sending else delta.T @ before
