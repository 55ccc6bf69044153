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


@lru_cache(maxsize=64)
def notation_on_paper(
    notation: Notation, *, signs: frozenset[str], by_rule: bool = False
) -> Notation:
    """The notation with those derivatives turned. `by_rule` is that of threshold units, which have
    no gradient: what stands in the place of ∂loss/∂w is then by how much w moves, over the rate."""
    if not by_rule:
        return turned(notation, signs) if signs else notation
    made = turned(notation, signs - {"dW", "db"})
    minus = ("", "") if "dW" in signs else ("-", "−")
    numbers, arrays = (
        {**table, **_quotients(table, notation.numbers["learning_rate"], minus[0])}
        for table in (notation.numbers, notation.arrays)
    )
    moves = {
        quantity: f"{minus[1]}Δ{notation.plain[quantity[1:]]}/{notation.plain['learning_rate']}"
        for quantity in ("dW", "db")
    }
    of_layer = notation.plain.get("W of layer", notation.plain["W"])
    moves["dW of layer"] = f"{minus[1]}Δ{of_layer}/{notation.plain['learning_rate']}"
    names = {"dW": f"{moves['dW']} from {{source}} to {{neuron}}"}
    return replace(
        made,
        numbers={**made.numbers, **{q: numbers[q] for q in ("dW", "db")}},
        arrays={**made.arrays, **{q: arrays[q] for q in ("dW", "db") if q in made.arrays}},
        plain={**made.plain, **moves},
        short={**made.short, **{q: text for q, text in moves.items() if q in made.short}},
        names={**made.names, **names},
        by_rule=True,
    )


def _quotients(table: Mapping[str, str], rate: str, minus: str) -> dict[str, str]:
    return {
        f"d{of}": rf"{minus}\frac{{{{\Delta {table[of]}}}}}{{{{{rate}}}}}"
        for of in ("W", "b")
        if of in table
    }


def _words(quantities: frozenset[str]) -> frozenset[str]:
    return frozenset(("delta", "deltas")) if "delta" in quantities else frozenset()


def _turned(table: Mapping[str, str], quantities: frozenset[str], minus: str) -> dict[str, str]:
    return {
        name: f"{minus}{text}" if name.partition(" ")[0] in quantities else text
        for name, text in table.items()
    }
