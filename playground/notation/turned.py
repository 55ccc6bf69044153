"""A notation where the error is target minus output: what stands on paper is then minus each
derivative. A delta that is a letter of its own means that from the start; a symbol that says which
derivative it is gets a minus before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from playground.notation.notations import Notation

DERIVATIVES = frozenset(("da", "delta", "dW", "db"))
_LETTERS = ("delta", "Delta", "δ")  # of an error that is defined, and no derivative by its look


@lru_cache(maxsize=64)
def turned(notation: Notation, which: frozenset[str] = DERIVATIVES) -> Notation:
    """The notation with a minus before those derivatives of the loss."""
    defined = any(letter in notation.numbers["delta"] for letter in _LETTERS)
    quantities = which - {"delta"} if defined else which
    return replace(
        notation,
        numbers=_turned(notation.numbers, quantities, "-"),
        arrays=_turned(notation.arrays, quantities, "-"),
        plain=_turned(notation.plain, quantities, "−"),
        short=_turned(notation.short, quantities, "−"),
        names=_turned(notation.names, quantities, "−"),
        words=_turned(notation.words, _words(quantities), "−"),
    )


def _words(quantities: frozenset[str]) -> frozenset[str]:
    return frozenset(("delta", "deltas")) if "delta" in quantities else frozenset()


def _turned(table: Mapping[str, str], quantities: frozenset[str], minus: str) -> dict[str, str]:
    return {
        name: f"{minus}{text}" if name.partition(" ")[0] in quantities else text
        for name, text in table.items()
    }
