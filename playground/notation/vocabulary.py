"""What prose can say in a notation: its words and letters, with no layer and no sample.

<< delta >>                    the word: "delta", "error signal"; a sign where there is none
<< delta|capital >>            the same at the beginning of a sentence
$<< z() >>$  $<< z("k") >>$    the letter in a formula, and with the index k
$<< a.output("k") >>$          the letter of the outputs, where they have one of their own
$<< W.array >>$                a layer's array
$<< dW.product >>$             how that is computed
<< dW.plain >>                 the sign as plain text; `.layer.plain` that of a layer
<< rows >>  << columns >>      what the weights of a row do: "go into", "come from"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from playground.notation.bare_symbols import array_sign, number_sign, plain_sign, product
from playground.notation.notations import Notation

_QUANTITIES = ("x", "y", "z", "a", "slope", "da", "delta", "W", "b", "dW", "db", "loss")
_INTO, _FROM = "go into", "come from"


@dataclass(frozen=True)
class Letter:
    """How a quantity is written and called."""

    notation: Notation
    quantity: str
    word: str = ""

    def __str__(self) -> str:
        return self.word or self.plain

    def __call__(self, index: str = "") -> str:
        return number_sign(self.notation, self.quantity, index)

    @property
    def array(self) -> str:
        return array_sign(self.notation, self.quantity)

    @property
    def plain(self) -> str:
        return plain_sign(self.notation, self.quantity)

    @property
    def product(self) -> str:
        return product(self.notation, self.quantity)

    @property
    def output(self) -> Letter:
        return Letter(self.notation, f"{self.quantity} of output")

    @property
    def layer(self) -> Letter:
        return Letter(self.notation, f"{self.quantity} of layer")


@cache
def vocabulary(notation: Notation) -> dict[str, Any]:
    """All names that prose can take from a notation."""
    words = notation.words
    receiving = notation.weights == "receiving"
    return {
        **{q: Letter(notation, q, words.get(q, "")) for q in _QUANTITIES},
        "rate": Letter(notation, "learning_rate", words["rate"]),
        **{word: words[word] for word in ("deltas", "target", "neuron")},
        "function": notation.function,
        "rows": _INTO if receiving else _FROM,
        "columns": _FROM if receiving else _INTO,
        "n_outputs": notation.outputs or "n",
    }
