"""A typed formula and its derivative as LaTeX.

`lines` is for reading, in the letters of a notation. `template` has {z} or {a} and {y} in the
places of the variables, as in `functions`: there numbers and long symbols are put in, which is why
products have their dot and powers their brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playground.functions.typed.expression import DIGITS, Call, Name, Node, Number
from playground.latex.width import tex_width
from playground.notation import number_text

SUM, PRODUCT, FRACTION, ATOM = 1, 2, 3, 4  # how closely it holds together
LINE = 36  # signs that fit on a line beside the figure
_MARK = "\x00{}\x01"
_CONSTANTS = {"pi": r"\pi", "e": "e"}
_NAMED = {
    "log": r"\ln",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "atan": r"\arctan",
    "sinh": r"\sinh",
    "cosh": r"\cosh",
    "tanh": r"\tanh",
    "softplus": r"\mathrm{softplus}",
    "relu": r"\mathrm{relu}",
    "erf": r"\mathrm{erf}",
    "sign": r"\mathrm{sign}",
    "max": r"\max",
    "min": r"\min",
}
_BY_ITS_OWN = {
    "*": "product",
    "/": "fraction",
    "**": "power",
    "neg": "minus",
    "exp": "exponential",
    "sqrt": "root",
    "abs": "absolute",
    "heaviside": "indicator",
}
_WRITTEN_OUT = {"1-sigmoid": "1-{sigmoid}({})", "1-tanh^2": r"1-\bigl(\tanh({})\bigr)^{{2}}"}


@dataclass(frozen=True)
class Written:
    """LaTeX, and how closely it holds together: what stands beside it may ask for brackets."""

    tex: str
    level: int


def lines(
    left: str, node: Node, signs: Mapping[str, str] | None = None, sigmoid: str = r"\sigma"
) -> str:
    """left = node, for reading; a long sum has a line for each of its terms.

    `signs` are single letters for the variables, which otherwise stay as they were typed.
    """
    written = signs or {}
    writer = _Writer(lambda name: Written(written.get(name, name), ATOM), sigmoid)
    terms = writer.terms(node)
    whole = "".join(terms)
    if len(terms) == 1 or tex_width(whole) <= LINE:
        return f"{left} = {whole}"
    body = r" \\ &\quad ".join(terms)
    return rf"\begin{{aligned}} {left} &= {body} \end{{aligned}}"


def template(node: Node, places: dict[str, str], term: bool = False) -> str:
    """For `str.format`: each variable becomes the place that `places` gives it, {z}, {a} or {y}.

    A `term` is one of a sum: it stands in brackets where it is a sum itself.
    """
    marks = {name: _MARK.format(place.strip("{}")) for name, place in places.items()}
    written = _Writer(lambda name: Written(marks[name], FRACTION)).write(node)
    tex = in_brackets(written.tex) if term and written.level == SUM else written.tex
    for sign, doubled in (("{", "{{"), ("}", "}}"), ("\x00", "{"), ("\x01", "}")):
        tex = tex.replace(sign, doubled)
    return tex


@dataclass(frozen=True)
class _Writer:
    variable: Callable[[str], Written]
    sigmoid: str = r"\sigma"

    def write(self, node: Node) -> Written:
        if isinstance(node, Number):
            tex = number_text.latex(node.value, DIGITS)
            return Written(tex, PRODUCT if r"\cdot" in tex else ATOM)
        if isinstance(node, Name):
            constant = _CONSTANTS.get(node.name)
            return Written(constant, ATOM) if constant else self.variable(node.name)
        if node.name in ("+", "-"):
            return self.sum(node.name, *node.args)
        write: Callable[..., Written] | None = getattr(self, _BY_ITS_OWN.get(node.name, ""), None)
        return self.function(node) if write is None else write(*node.args)

    def inner(self, node: Node) -> str:
        """Where braces or bars already hold it together."""
        return self.write(node).tex

    def at_least(self, level: int, node: Node) -> str:
        """In brackets where it holds together less closely than its place asks for."""
        written = self.write(node)
        return written.tex if written.level >= level else in_brackets(written.tex)

    def sum(self, sign: str, left: Node, right: Node) -> Written:
        return Written(f"{self.inner(left)}{sign}{self.at_least(PRODUCT, right)}", SUM)

    def terms(self, node: Node) -> list[str]:
        """A sum's terms with their signs; anything else is a single term."""
        if not isinstance(node, Call) or node.name not in ("+", "-"):
            return [self.inner(node)]
        left, right = node.args
        return [*self.terms(left), f"{node.name}{self.at_least(PRODUCT, right)}"]

    def minus(self, node: Node) -> Written:
        return Written(f"-{self.at_least(PRODUCT, node)}", SUM)

    def product(self, left: Node, right: Node) -> Written:
        parts = self.at_least(PRODUCT, left), self.at_least(PRODUCT, right)
        return Written(r"\cdot ".join(parts), PRODUCT)

    def fraction(self, above: Node, below: Node) -> Written:
        return Written(rf"\frac{{{self.inner(above)}}}{{{self.inner(below)}}}", FRACTION)

    def indicator(self, of: Node) -> Written:
        """1 where that is above 0, and 0 elsewhere."""
        return Written(rf"\mathbf{{1}}_{{{self.inner(of)}>0}}", ATOM)

    def power(self, base: Node, exponent: Node) -> Written:
        if base == Name("e"):
            return self.exponential(exponent)
        return Written(f"{self.at_least(ATOM, base)}^{{{self.inner(exponent)}}}", FRACTION)

    def exponential(self, exponent: Node) -> Written:
        return Written(rf"e^{{{self.inner(exponent)}}}", FRACTION)

    def root(self, node: Node) -> Written:
        return Written(rf"\sqrt{{{self.inner(node)}}}", ATOM)

    def absolute(self, node: Node) -> Written:
        return Written(rf"\lvert {self.inner(node)}\rvert", ATOM)

    def function(self, node: Call) -> Written:
        if node.name in _WRITTEN_OUT:
            written = _WRITTEN_OUT[node.name].format(self.inner(node.args[0]), sigmoid=self.sigmoid)
            return Written(written, SUM)
        inside = r",\;".join(self.inner(part) for part in node.args)
        name = self.sigmoid if node.name == "sigmoid" else _NAMED[node.name]
        return Written(f"{name}{in_brackets(inside)}", FRACTION)


def in_brackets(tex: str) -> str:
    """Brackets as tall as what is in them."""
    size = r"\Bigl({}\Bigr)" if r"\frac" in tex else "({})"
    return size.format(tex)
