"""A notation where a bias is written as a weight: w₀ on a constant x₀ = 1, or θ on x₀ = −1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from playground.notation.notations import Notation

BiasAs = Literal["weight", "threshold"]
CONSTANTS: dict[BiasAs, float] = {"weight": 1.0, "threshold": -1.0}
_LETTERS = {"weight": ("{{w_0}}", "w0"), "threshold": (r"\theta", "θ")}
_B = re.compile(r"b(?=[_^}]|$)")  # at the end of its word: b, db, ∂b
_B_IN_WORDS = re.compile(r"b(?=\{|$)")
_QUANTITIES = ("b", "db")


@lru_cache(maxsize=64)
def with_bias_as(notation: Notation, bias: BiasAs | None) -> Notation:
    """The notation with that letter for a bias and its gradient, and with x₀; itself for None."""
    if bias is None:
        return notation
    tex, plain = _LETTERS[bias]
    numbers = {**notation.numbers, "x0": notation.numbers["x"].replace("{j}", "0")}
    for of, weight in (("b", "W"), ("db", "dW")):
        if bias == "weight":
            numbers[of] = re.sub(r"\{[in]\}", "0", notation.numbers[weight])
        else:
            numbers[of] = _B.sub(lambda _: tex, notation.numbers[of])
    arrays = {q: _B.sub(lambda _: tex, notation.arrays[q]) for q in _QUANTITIES}
    return replace(
        notation,
        numbers=numbers,
        arrays={**notation.arrays, **arrays},
        plain=_in_words(notation.plain, plain),
        short=_in_words(notation.short, plain),
        names=_in_words(notation.names, plain),
    )


def _in_words(table: Mapping[str, str], letter: str) -> dict[str, str]:
    return {
        q: _B_IN_WORDS.sub(letter, text) if q.partition(" ")[0] in _QUANTITIES else text
        for q, text in table.items()
    }
