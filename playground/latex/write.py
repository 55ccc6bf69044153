"""A tree written out as LaTeX, with brackets where it would be misread without them.

Everything is written in one pass: each part comes back with how closely it holds together, and
what stands around it puts it in brackets where that is not enough. No text is looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import NamedTuple

from playground.latex import width
from playground.latex.tree import (
    Absolute,
    Array,
    Bold,
    Call,
    Cases,
    Dots,
    Fraction,
    Indicator,
    Nearly,
    Negative,
    Node,
    Number,
    Place,
    Power,
    Product,
    Quotient,
    Root,
    Row,
    SoFar,
    Square,
    Sum,
    Symbol,
    Text,
    Total,
    Transposed,
)

SUM, PRODUCT, CALL, ATOM = 1, 2, 3, 4  # how closely a part holds together
_BRACKETS = (
    ("(", ")"),
    (r"\bigl(", r"\bigr)"),
    (r"\Bigl(", r"\Bigr)"),
    (r"\biggl(", r"\biggr)"),
    (r"\Biggl(", r"\Biggr)"),
)
_SIGNS = {"·": (r" \cdot ", width.DOT), "": (r"\,", width.THIN), "⊙": (r" \odot ", 1.2)}
_BRACKET = 0.45


class Written(NamedTuple):
    """LaTeX, its width in em, how closely it holds together, and how tall brackets around it
    must be."""

    tex: str
    width: float
    level: int = ATOM
    height: int = 0


def latex(node: Node) -> str:
    """The whole formula on one line."""
    return written(node).tex


def in_brackets(part: Written) -> Written:
    """In brackets as tall as what is in them."""
    opens, closes = brackets_around(part.height)
    return Written(f"{opens}{part.tex}{closes}", part.width + 2 * _BRACKET, ATOM, part.height + 1)


def brackets_around(height: int) -> tuple[str, str]:
    """Brackets for what is so tall."""
    return _BRACKETS[min(height, len(_BRACKETS) - 1)]


def at_least(level: int, node: Node) -> Written:
    """In brackets if it holds together less closely than its place asks for."""
    part = written(node)
    return part if part.level >= level else in_brackets(part)


def row(parts: Sequence[Written], level: int, between: str = "", gap: float = 0.0) -> Written:
    """Parts one after the other."""
    wide = sum(part.width for part in parts) + gap * (len(parts) - 1)
    height = max((part.height for part in parts), default=0)
    return Written(between.join(part.tex for part in parts), wide, level, height)


class Signed(NamedTuple):
    """A term or a factor, and the sign before it with the room that it takes."""

    sign: str
    gap: float
    body: Written

    def joined(self, level: int) -> Written:
        """Both together."""
        return _after(self.sign, self.gap, self.body, level)


@singledispatch
def written(node: Node) -> Written:
    """The LaTeX of one node."""
    raise NotImplementedError(type(node).__name__)


@written.register
def _number(node: Number) -> Written:
    level = SUM if node.text.startswith("-") else PRODUCT if "e" in node.text else ATOM
    return Written(number(node.text), width.of_number(node.text), level)


def number(text: str) -> str:
    """A number's text as LaTeX: powers of ten are written out."""
    mantissa, _, exponent = text.partition("e")
    if exponent:
        return rf"{mantissa.replace(',', '{,}')}\cdot 10^{{{exponent}}}"
    plain = mantissa.replace(",", "{,}")  # or TeX sets a space behind it
    return plain.replace("∞", r"\infty").replace("NaN", r"\text{NaN}")


@written.register
def _symbol(node: Symbol) -> Written:
    tall = 2 if r"\frac" in node.tex else 0
    level = CALL if tall or "^" in node.tex or "(" in node.tex else ATOM
    return Written(node.tex, width.of_symbol(node.tex), level, tall)


@written.register
def _place(node: Place) -> Written:
    return Written(rf"\place{{{node.name}}}", 2.0)


@written.register
def _sum(node: Sum) -> Written:
    return row([part.joined(SUM) for part in signed_terms(node)], SUM)


def signed_terms(node: Sum) -> list[Signed]:
    """Its terms with the signs before them."""
    first, *rest = node.terms
    bare = isinstance(first, (Negative, Number))
    start = Signed("", 0.0, written(first) if bare else at_least(PRODUCT, first))
    return [start, *map(_next_term, rest)]


def _next_term(term: Node) -> Signed:
    negative = isinstance(term, Negative)
    part = at_least(PRODUCT, term.of if isinstance(term, Negative) else term)
    return Signed(" - " if negative else " + ", width.SIGN, part)


def _after(sign: str, wide: float, part: Written, level: int) -> Written:
    return Written(sign + part.tex, wide + part.width, level, part.height)


@written.register
def _negative(node: Negative) -> Written:
    return _after("-", width.MINUS, at_least(PRODUCT, node.of), SUM)


@written.register
def _product(node: Product) -> Written:
    return row([part.joined(PRODUCT) for part in signed_factors(node)], PRODUCT)


def signed_factors(node: Product) -> list[Signed]:
    """Its factors with the signs before them; two numbers never stand side by side."""
    first, *rest = (_factor(node, factor) for factor in node.factors)
    parts = [Signed("", 0.0, first)]
    for part in rest:
        sign = "·" if not node.sign and part.tex[0].isdigit() else node.sign
        parts.append(Signed(*_SIGNS[sign], part))
    return parts


def _factor(node: Product, factor: Node) -> Written:
    """Side by side and entry by entry are not the same: there brackets say what comes first."""
    mixed = isinstance(factor, Product) and (factor.sign == "⊙") != (node.sign == "⊙")
    return in_brackets(written(factor)) if mixed else at_least(PRODUCT, factor)


@written.register
def _fraction(node: Fraction) -> Written:
    above, below = written(node.above), written(node.below)
    wide = max(above.width, below.width)
    if node.small:
        return Written(rf"\tfrac{{{above.tex}}}{{{below.tex}}}", width.SMALL * wide + 0.24, CALL)
    return Written(rf"\frac{{{above.tex}}}{{{below.tex}}}", wide + 0.24, CALL, 2)


@written.register
def _quotient(node: Quotient) -> Written:
    return row([at_least(PRODUCT, node.above), at_least(CALL, node.below)], PRODUCT, "/", 0.5)


@written.register
def _power(node: Power) -> Written:
    base, exponent = at_least(ATOM, node.base), written(node.exponent)
    wide = base.width + width.SMALL * exponent.width
    raised = exponent.tex if len(exponent.tex) == 1 else f"{{{exponent.tex}}}"
    return Written(f"{base.tex}^{raised}", wide, CALL, base.height)


@written.register
def _transposed(node: Transposed) -> Written:
    """An array has brackets of its own, and a symbol takes them where the notation has them."""
    part = written(node.of)
    if part.level < CALL or (node.bracketed and not isinstance(node.of, Array)):
        part = in_brackets(part)
    elif not isinstance(node.of, Array):
        part = part._replace(tex=f"{{{part.tex}}}")  # a symbol may have a superscript of its own
    return Written(rf"{part.tex}^{{\top}}", part.width + 0.5, CALL, part.height)


@written.register
def _call(node: Call) -> Written:
    parts = [written(argument) for argument in node.arguments]
    wide = width.of_symbol(node.name)
    bare = parts[0].level >= CALL and not isinstance(node.arguments[0], Call)
    if node.name == r"\ln" and bare:
        return _after(r"\ln ", 1.2, parts[0], CALL)
    alone = len(node.arguments) == 1 and isinstance(node.arguments[0], Array)
    inside = row(parts, SUM, r",\;", 0.6)
    return _after(node.name, wide, inside if alone else in_brackets(inside), CALL)


@written.register
def _root(node: Root) -> Written:
    part = written(node.of)
    return Written(rf"\sqrt{{{part.tex}}}", part.width + 0.9, ATOM, part.height)


@written.register
def _absolute(node: Absolute) -> Written:
    part = written(node.of)
    return Written(rf"\lvert {part.tex}\rvert", part.width + 0.6, ATOM, part.height)


@written.register
def _cases(node: Cases) -> Written:
    above, of, otherwise = written(node.above), written(node.of), written(node.otherwise)
    sign = r"\ge " if node.with_zero else ">"
    rows = rf"{above.tex} & {of.tex}{sign}0\\ {otherwise.tex} & \text{{otherwise}}"
    wide = max(above.width, otherwise.width) + max(of.width + 1.5, 4.0) + 2.0
    return Written(rf"\begin{{cases}}{rows}\end{{cases}}", wide, SUM, 2)


@written.register
def _indicator(node: Indicator) -> Written:
    part = written(node.of)
    wide = 0.5 + width.SMALL * (part.width + 1.5)
    return Written(rf"\mathbf{{1}}_{{{part.tex}>0}}", wide)


@written.register
def _square(node: Square) -> Written:
    part = written(node.of)
    return Written(rf"[\,{part.tex}\,]", part.width + 0.9, ATOM, part.height + 1)


@written.register
def _total(node: Total) -> Written:
    sign = rf"\textstyle\sum_{{\text{{{node.over}}}}} "
    wide = 1.0 + width.SMALL * width.of_text(node.over)
    return _after(sign, wide, at_least(PRODUCT, node.of), PRODUCT)


@written.register
def _array(node: Array) -> Written:
    if node.shape:
        text = r" \times ".join(map(str, node.shape))
        return Written(rf"[\,{text}\,]", 1.2 * len(node.shape) + 1.0)
    cells = [[written(cell) for cell in one] for one in node.rows]
    rows = r" \\ ".join(" & ".join(cell.tex for cell in one) for one in cells)
    columns = zip(*cells, strict=True)
    wide = sum(max(cell.width for cell in column) + width.GAP for column in columns)
    return Written(rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}", wide + 0.4, ATOM, 1)


@written.register
def _bold(node: Bold) -> Written:
    part = written(node.of)
    return part._replace(tex=rf"\mathbf{{{part.tex}}}", level=ATOM)


@written.register
def _nearly(node: Nearly) -> Written:
    return written(node.of)


@written.register
def _so_far(node: SoFar) -> Written:
    part = written(node.of)
    return Written(rf"\underbrace{{{part.tex}}}_{{\text{{so far}}}}", max(part.width, 2.0), ATOM, 1)


@written.register
def _dots(node: Dots) -> Written:
    return Written(r"\cdots", 1.2)


@written.register
def _text(node: Text) -> Written:
    return Written(rf"\text{{{node.words}}}", width.of_text(node.words))


@written.register
def _row(node: Row) -> Written:
    return row([written(part) for part in node.parts], SUM if node.parts else ATOM)
