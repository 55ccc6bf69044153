"""A notation's letters on their own, with no layer and no sample: for axes, tables and prose.

They are read off the notation's symbols by leaving the indices out, so that they cannot differ from
what a walk shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.notation.notations import Notation

_BEFORE = r"_{\text{before}}"


class _Nothing(dict[str, str]):
    """Every index is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def number_sign(notation: Notation, quantity: str, index: str = "") -> str:
    """The LaTeX of one number: u, with its index u_k. An output may have a sign of its own."""
    return _without_indices(_template(notation.numbers, quantity), index)


def array_sign(notation: Notation, quantity: str, index: str = "") -> str:
    """The LaTeX of a layer's array."""
    return _without_indices(_template(notation.arrays, quantity), index)


def plain_sign(notation: Notation, quantity: str) -> str:
    """The sign as plain text; of "error E" only the letter."""
    sign = _template(notation.plain, quantity)
    return sign.rpartition(" ")[2] if quantity == "loss" else sign


def plain_function(notation: Notation) -> str:
    """What an activation is called in plain text: f, g or σ."""
    return notation.plain["slope"].partition("′")[0]


def product(notation: Notation, quantity: str, *, turned: bool = False) -> str:
    """How a layer's z, da or dW is computed; `turned` is dW with rows and columns exchanged."""
    names = {name: array_sign(notation, name) for name in ("W", "delta")}
    names["x"] = array_sign(notation, "a") + _BEFORE
    if turned:
        names["x"], names["delta"] = _in_brackets(names["delta"]), names["x"]
    return notation.matrices[quantity].format(**names)


def _in_brackets(tex: str) -> str:
    """A fraction that is transposed needs them."""
    return rf"\Bigl({tex}\Bigr)" if r"\frac" in tex else tex


def _template(table: Mapping[str, str], quantity: str) -> str:
    """That of an output, or of a whole layer, where there is one."""
    return table[quantity if quantity in table else quantity.partition(" of ")[0]]


def _without_indices(template: str, index: str = "") -> str:
    """Superscripts go, and so do subscripts but for `index` in their place; ∇ keeps its own."""
    tex = template.format_map(_Nothing())
    made, at, done = "", 0, False
    while at < len(tex):
        if tex[at] in "^_" and tex[at + 1 : at + 2] == "{":
            end = _closing(tex, at + 1)
            if made.endswith(r"\nabla"):
                made += f"_{{{_without_indices(_escaped(tex[at + 2 : end]))}}}"
            elif tex[at] == "_" and index:
                made, done = f"{made}_{{{index}}}", True
            at = end + 1
        else:
            made, at = made + tex[at], at + 1
    return made if done or not index else f"{made}_{{{index}}}"


def _escaped(tex: str) -> str:
    return tex.replace("{", "{{").replace("}", "}}")


def _closing(tex: str, at: int) -> int:
    """Where the brace that opens at `at` closes."""
    depth = 0
    for place in range(at, len(tex)):
        depth += (tex[place] == "{") - (tex[place] == "}")
        if depth == 0:
            return place
    raise ValueError(f"{tex!r} has a brace that does not close")
