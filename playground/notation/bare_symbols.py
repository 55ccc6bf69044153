"""A notation's letters on their own, with no layer and no sample: for axes, tables and prose.

They are read off the notation's symbols by leaving the indices out, so that they cannot differ from
what a walk shows. In prose, words in braces stand for them:

    {tex z}  {tex a of output, k}          LaTeX of a number, and with the index k
    {array W}                              LaTeX of a layer's array
    {product dW}  {turned dW}              how that is computed, and the same laid out wrongly
    {function}  {sigmoid}                  LaTeX of an activation's name
    {sign dW}  {word delta}  {Word delta}  plain text; the last begins a sentence
    {count of outputs}                     the letter for how many there are
    {rows}  {columns}                      what the weights of a row do: "go into", "come from"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playground.notation.notations import Notation

_PLACE = re.compile(r"\{(tex|array|sign|word|Word|product|turned) ([^{},]+)(?:, ([^{}]+))?\}")
_BEFORE = r"_{\text{before}}"
_INTO, _FROM = "go into", "come from"


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


def in_notation(text: str, notation: Notation) -> str:
    """`text` with the words in braces put in that the module speaks of; all others stay."""

    def put(match: re.Match[str]) -> str:
        kind, what, index = match[1], match[2], match[3] or ""
        return _KINDS[kind](notation, what, index)

    receiving = notation.weights == "receiving"
    written = {
        "{function}": notation.function,
        "{sigmoid}": notation.sigmoid.format(),
        "{rows}": _INTO if receiving else _FROM,
        "{columns}": _FROM if receiving else _INTO,
        "{count of outputs}": notation.outputs or "n",
    }
    for name, value in written.items():
        text = text.replace(name, value)
    return _PLACE.sub(put, text)


_KINDS: Mapping[str, Callable[[Notation, str, str], str]] = {
    "tex": number_sign,
    "array": array_sign,
    "sign": lambda notation, what, _: plain_sign(notation, what),
    "word": lambda notation, what, _: notation.words[what],
    "Word": lambda notation, what, _: _capital(notation.words[what]),
    "product": lambda notation, what, _: product(notation, what),
    "turned": lambda notation, what, _: product(notation, what, turned=True),
}


def _capital(word: str) -> str:
    """A sign, such as dz, is no word that begins with a capital."""
    return word if len(word) < 3 or not word[0].isalpha() else word[0].upper() + word[1:]


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
