"""A notation's letters on their own, with no layer and no sample: for axes, tables and prose.

They are read off the notation's symbols by leaving the indices out, so that they cannot differ from
what a walk shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.latex.symbol import without_indices
from playground.notation.notations import Notation

_BEFORE = r"_{\text{before}}"


class _Nothing(dict[str, str]):
    """Every index is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def number_sign(notation: Notation, quantity: str, index: str = "") -> str:
    """The LaTeX of one number: u, with its index u_k. An output may have a sign of its own."""
    return _bare(_template(notation.numbers, quantity), index)


def array_sign(notation: Notation, quantity: str, index: str = "") -> str:
    """The LaTeX of a layer's array."""
    return _bare(_template(notation.arrays, quantity), index)


def plain_sign(notation: Notation, quantity: str) -> str:
    """The sign as plain text; of "error E" only the letter."""
    sign = _template(notation.plain, quantity)
    return sign.rpartition(" ")[2] if quantity == "loss" else sign


def plain_function(notation: Notation) -> str:
    """What an activation is called in plain text: f, g or σ."""
    return notation.plain["slope"].partition("′")[0]


def product(notation: Notation, quantity: str) -> str:
    """How a layer's z, da or dW is computed."""
    names = {name: array_sign(notation, name) for name in ("W", "delta")}
    names["x"] = array_sign(notation, "a") + _BEFORE
    return notation.matrices[quantity].format(**names)


def _bare(template: str, index: str) -> str:
    """Every field is left out, and what stood above or below with it."""
    return without_indices(template.format_map(_Nothing()), index)


def _template(table: Mapping[str, str], quantity: str) -> str:
    """That of an output, or of a whole layer, where there is one."""
    return table[quantity if quantity in table else quantity.partition(" of ")[0]]
