"""A tree written out as LaTeX, with brackets where it would be misread without them.

Everything is written in one pass: each part comes back with how closely it holds together, and
what stands around it puts it in brackets where that is not enough. No text is looked at again.
"""

from __future__ import annotations

import re
from functools import singledispatch

from playground.latex import tree, width
from playground.latex.pieces import (
    ATOM,
    CALL,
    PRODUCT,
    SUM,
    Signed,
    Written,
    after,
    in_brackets,
    row,
)
from playground.latex.tree import Node


def latex(node: Node) -> str:
    """The whole formula on one line."""
    return written(node).tex


def at_least(level: int, node: Node) -> Written:
    """In brackets if it holds together less closely than its place asks for."""
    part = written(node)
    return part if part.level >= level else in_brackets(part)


_DIGIT = re.compile(r"(\\textcolor\{\w+\}\{)?\d")
_SIGNS = {"·": (r" \cdot ", width.DOT), "": (r"\,", width.THIN), "⊙": (r" \odot ", 1.2)}


def written(node: Node) -> Written:
    """The LaTeX of one node. A node never changes, so that it keeps what it was written as: before
    a formula is shown it is compared with others, measured and broken."""
    kept = vars(node)
    if _KEPT not in kept:
        kept[_KEPT] = _written(node)
    found: Written = kept[_KEPT]
    return found


_KEPT = "_written"


@singledispatch
def _written(node: Node) -> Written:
    raise NotImplementedError(type(node).__name__)


@_written.register
def _number(node: tree.Number) -> Written:
    level = SUM if node.text.startswith("-") else PRODUCT if "e" in node.text else ATOM
    text = number(node.text)
    tex = rf"\textcolor{{{node.colour}}}{{{text}}}" if node.colour else text
    return Written(tex, width.of_number(node.text), level)


def number(text: str) -> str:
    """A number's text as LaTeX: powers of ten are written out."""
    mantissa, _, exponent = text.partition("e")
    if exponent:
        return rf"{mantissa.replace(',', '{,}')}\cdot 10^{{{exponent}}}"
    plain = mantissa.replace(",", "{,}")  # or TeX sets a space behind it
    return plain.replace("∞", r"\infty").replace("NaN", r"\text{NaN}")


@_written.register
def _symbol(node: tree.Symbol) -> Written:
    tall = 2 if r"\frac" in node.tex else 0
    level = CALL if tall or "^" in node.tex or "(" in node.tex else ATOM
    return Written(node.tex, width.of_symbol(node.tex), level, tall)


@_written.register
def _place(node: tree.Place) -> Written:
    return Written(rf"\place{{{node.name}}}", 2.0)


@_written.register
def _sum(node: tree.Sum) -> Written:
    return row([part.joined(SUM) for part in signed_terms(node)], SUM)


def signed_terms(node: tree.Sum) -> list[Signed]:
    """Its terms with the signs before them."""
    first, *rest = node.terms
    bare = isinstance(first, (tree.Negative, tree.Number))
    start = Signed("", 0.0, written(first) if bare else at_least(PRODUCT, first))
    return [start, *map(_next_term, rest)]


def _next_term(term: Node) -> Signed:
    negative = isinstance(term, tree.Negative)
    part = at_least(PRODUCT, term.of if isinstance(term, tree.Negative) else term)
    return Signed(" - " if negative else " + ", width.SIGN, part)


@_written.register
def _negative(node: tree.Negative) -> Written:
    return after("-", width.MINUS, at_least(PRODUCT, node.of), SUM)


@_written.register
def _product(node: tree.Product) -> Written:
    return row([part.joined(PRODUCT) for part in signed_factors(node)], PRODUCT)


def signed_factors(node: tree.Product) -> list[Signed]:
    """Its factors with the signs before them; two numbers never stand side by side."""
    first, *rest = (_factor(node, factor) for factor in node.factors)
    parts = [Signed("", 0.0, first)]
    for part in rest:
        sign = "·" if not node.sign and _DIGIT.match(part.tex) else node.sign
        parts.append(Signed(*_SIGNS[sign], part))
    return parts


def _factor(node: tree.Product, factor: Node) -> Written:
    """Side by side and entry by entry are not the same: there brackets say what comes first."""
    mixed = isinstance(factor, tree.Product) and (factor.sign == "⊙") != (node.sign == "⊙")
    return in_brackets(written(factor)) if mixed else at_least(PRODUCT, factor)


@_written.register
def _fraction(node: tree.Fraction) -> Written:
    above, below = written(node.above), written(node.below)
    wide = max(above.width, below.width)
    if node.small:
        return Written(rf"\tfrac{{{above.tex}}}{{{below.tex}}}", width.SMALL * wide + 0.24, CALL)
    return Written(rf"\frac{{{above.tex}}}{{{below.tex}}}", wide + 0.24, CALL, 2)


@_written.register
def _quotient(node: tree.Quotient) -> Written:
    return row([at_least(PRODUCT, node.above), at_least(CALL, node.below)], PRODUCT, "/", 0.5)


@_written.register
def _power(node: tree.Power) -> Written:
    base, exponent = at_least(ATOM, node.base), written(node.exponent)
    wide = base.width + width.SMALL * exponent.width
    raised = exponent.tex if len(exponent.tex) == 1 else f"{{{exponent.tex}}}"
    return Written(f"{base.tex}^{raised}", wide, CALL, base.height)


@_written.register
def _transposed(node: tree.Transposed) -> Written:
    """An array has brackets of its own, and a symbol takes them where the notation has them."""
    part = written(node.of)
    if part.level < CALL or (node.bracketed and not isinstance(node.of, tree.Array)):
        part = in_brackets(part)
    elif not isinstance(node.of, tree.Array):
        part = part._replace(tex=f"{{{part.tex}}}")  # a symbol may have a superscript of its own
    return Written(rf"{part.tex}^{{\top}}", part.width + 0.5, CALL, part.height)


@_written.register
def _call(node: tree.Call) -> Written:
    parts = [written(argument) for argument in node.arguments]
    wide = width.of_symbol(node.name)
    bare = parts[0].level >= CALL and not isinstance(node.arguments[0], tree.Call)
    if node.name == r"\ln" and bare:
        return after(r"\ln ", 1.2, parts[0], CALL)
    alone = len(node.arguments) == 1 and isinstance(node.arguments[0], tree.Array)
    inside = row(parts, SUM, r",\;", 0.6)
    return after(node.name, wide, inside if alone else in_brackets(inside), CALL)


@_written.register
def _root(node: tree.Root) -> Written:
    part = written(node.of)
    return Written(rf"\sqrt{{{part.tex}}}", part.width + 0.9, ATOM, part.height)


@_written.register
def _absolute(node: tree.Absolute) -> Written:
    part = written(node.of)
    return Written(rf"\lvert {part.tex}\rvert", part.width + 0.6, ATOM, part.height)


@_written.register
def _cases(node: tree.Cases) -> Written:
    above, of, otherwise = written(node.above), written(node.of), written(node.otherwise)
    sign = r"\ge " if node.with_zero else ">"
    rows = rf"{above.tex} & {of.tex}{sign}0\\ {otherwise.tex} & \text{{otherwise}}"
    wide = max(above.width, otherwise.width) + max(of.width + 1.5, 4.0) + 2.0
    return Written(rf"\begin{{cases}}{rows}\end{{cases}}", wide, SUM, 2)


@_written.register
def _indicator(node: tree.Indicator) -> Written:
    part = written(node.of)
    wide = 0.5 + width.SMALL * (part.width + 1.5)
    return Written(rf"\mathbf{{1}}_{{{part.tex}>0}}", wide)


@_written.register
def _square(node: tree.Square) -> Written:
    part = written(node.of)
    return Written(rf"[\,{part.tex}\,]", part.width + 0.9, ATOM, part.height + 1)


@_written.register
def _total(node: tree.Total) -> Written:
    sign = rf"\textstyle\sum_{{\text{{{node.over}}}}} "
    wide = 1.0 + width.SMALL * width.of_text(node.over)
    return after(sign, wide, at_least(PRODUCT, node.of), PRODUCT)


@_written.register
def _array(node: tree.Array) -> Written:
    if node.shape:
        text = r" \times ".join(map(str, node.shape))
        return Written(rf"[\,{text}\,]", 1.2 * len(node.shape) + 1.0)
    cells = [[written(cell) for cell in one] for one in node.rows]
    rows = r" \\ ".join(" & ".join(cell.tex for cell in one) for one in cells)
    columns = zip(*cells, strict=True)
    wide = sum(max(cell.width for cell in column) + width.GAP for column in columns)
    return Written(rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}", wide + 0.4, ATOM, 1)


@_written.register
def _bold(node: tree.Bold) -> Written:
    part = written(node.of)
    return part._replace(tex=rf"\mathbf{{{part.tex}}}", level=ATOM)


@_written.register
def _nearly(node: tree.Nearly) -> Written:
    return written(node.of)


@_written.register
def _so_far(node: tree.SoFar) -> Written:
    part = written(node.of)
    return Written(rf"\underbrace{{{part.tex}}}_{{\text{{so far}}}}", max(part.width, 2.0), ATOM, 1)


@_written.register
def _dots(node: tree.Dots) -> Written:
    return Written(r"\cdots", 1.2)


@_written.register
def _text(node: tree.Text) -> Written:
    return Written(rf"\text{{{node.words}}}", width.of_text(node.words))


@_written.register
def _row(node: tree.Row) -> Written:
    return row([written(part) for part in node.parts], SUM if node.parts else ATOM)
