"""A tree written out as MathML, which browsers set by themselves: on paper, and without scripts.

Brackets stand where the LaTeX of the same tree has them; here they grow by themselves.
"""

from __future__ import annotations

from functools import singledispatch
from html import escape

from playground.latex import tree
from playground.latex.pieces import ATOM, CALL, PRODUCT
from playground.latex.symbol_mathml import THIN, mrow, tex_mathml
from playground.latex.symbol_text import symbol
from playground.latex.tree import Node
from playground.latex.write import written

_SIGNS = {"·": "<mo>·</mo>", "": "", "⊙": "<mo>⊙</mo>"}


@singledispatch
def mathml(node: Node) -> str:
    """What stands in a row of MathML for one node."""
    raise NotImplementedError(type(node).__name__)


def _bracketed(inside: str, opens: str = "(", closes: str = ")") -> str:
    tight = 'lspace="0" rspace="0"'
    return mrow((f"<mo {tight}>{opens}</mo>", inside, f"<mo {tight}>{closes}</mo>"))


def _at_least(level: int, node: Node) -> str:
    """In brackets if it holds together less closely than its place asks for."""
    inside = mathml(node)
    return inside if written(node).level >= level else _bracketed(inside)


@mathml.register
def _number(node: tree.Number) -> str:
    mantissa, _, exponent = node.text.partition("e")
    sign = "<mo>−</mo>" if mantissa.startswith("-") else ""
    number = f"{sign}<mn>{escape(mantissa.removeprefix('-'))}</mn>"
    if exponent:
        number += f"<mo>·</mo><msup><mn>10</mn>{mrow([_signed(exponent)])}</msup>"
    return mrow([number]) if sign or exponent else number


def _signed(text: str) -> str:
    return f"<mo>−</mo><mn>{text[1:]}</mn>" if text.startswith("-") else f"<mn>{text}</mn>"


@mathml.register
def _symbol(node: tree.Symbol) -> str:
    return tex_mathml(node.tex)


@mathml.register
def _sum(node: tree.Sum) -> str:
    return mrow(signed_term(term, first=place == 0) for place, term in enumerate(node.terms))


def signed_term(term: Node, *, first: bool) -> str:
    """A term of a sum with the sign before it; the first has its own sign alone."""
    if first:
        bare = isinstance(term, (tree.Negative, tree.Number))
        return mathml(term) if bare else _at_least(PRODUCT, term)
    if isinstance(term, tree.Negative):
        return f"<mo>−</mo>{_at_least(PRODUCT, term.of)}"
    return f"<mo>+</mo>{_at_least(PRODUCT, term)}"


@mathml.register
def _negative(node: tree.Negative) -> str:
    return mrow(("<mo>−</mo>", _at_least(PRODUCT, node.of)))


@mathml.register
def _product(node: tree.Product) -> str:
    made = [_factor(node, node.factors[0])]
    for factor in node.factors[1:]:
        number = not node.sign and written(factor).tex[0].isdigit()
        made += [_SIGNS["·" if number else node.sign] or THIN, _factor(node, factor)]
    return mrow(made)


def _factor(node: tree.Product, factor: Node) -> str:
    mixed = isinstance(factor, tree.Product) and (factor.sign == "⊙") != (node.sign == "⊙")
    return _bracketed(mathml(factor)) if mixed else _at_least(PRODUCT, factor)


@mathml.register
def _fraction(node: tree.Fraction) -> str:
    made = f"<mfrac>{mrow([mathml(node.above)])}{mrow([mathml(node.below)])}</mfrac>"
    return f'<mstyle displaystyle="false">{made}</mstyle>' if node.small else made


@mathml.register
def _quotient(node: tree.Quotient) -> str:
    return mrow((_at_least(PRODUCT, node.above), "<mo>/</mo>", _at_least(CALL, node.below)))


@mathml.register
def _power(node: tree.Power) -> str:
    return f"<msup>{mrow([_at_least(ATOM, node.base)])}{mrow([mathml(node.exponent)])}</msup>"


@mathml.register
def _transposed(node: tree.Transposed) -> str:
    inside = mathml(node.of)
    bare = written(node.of).level >= CALL and (
        isinstance(node.of, tree.Array) or not node.bracketed
    )
    return f"<msup>{mrow([inside if bare else _bracketed(inside)])}<mo>⊤</mo></msup>"


@mathml.register
def _call(node: tree.Call) -> str:
    name, parts = tex_mathml(node.name), [mathml(argument) for argument in node.arguments]
    apply = "<mo>&#x2061;</mo>"
    alone = len(node.arguments) == 1 and isinstance(node.arguments[0], tree.Array)
    bare = written(node.arguments[0]).level >= CALL and not isinstance(node.arguments[0], tree.Call)
    if alone or (node.name == r"\ln" and bare):
        return mrow((name, apply, parts[0]))
    return mrow((name, apply, _bracketed("<mo>,</mo>".join(parts))))


@mathml.register
def _root(node: tree.Root) -> str:
    return f"<msqrt>{mathml(node.of)}</msqrt>"


@mathml.register
def _absolute(node: tree.Absolute) -> str:
    return _bracketed(mathml(node.of), "|", "|")


@mathml.register
def _cases(node: tree.Cases) -> str:
    sign = "≥" if node.with_zero else "&gt;"
    above = f"<mrow>{mathml(node.of)}<mo>{sign}</mo><mn>0</mn></mrow>"
    rows = ((mathml(node.above), above), (mathml(node.otherwise), "<mtext>otherwise</mtext>"))
    table = "".join(f"<mtr><mtd>{value}</mtd><mtd>{where}</mtd></mtr>" for value, where in rows)
    return mrow(("<mo>{</mo>", f"<mtable>{table}</mtable>"))


@mathml.register
def _indicator(node: tree.Indicator) -> str:
    below = mrow((mathml(node.of), "<mo>&gt;</mo><mn>0</mn>"))
    return f'<msub><mn class="bold">1</mn>{below}</msub>'


@mathml.register
def _square(node: tree.Square) -> str:
    return _bracketed(mathml(node.of), "[", "]")


@mathml.register
def _total(node: tree.Total) -> str:
    over = f"<mtext>{escape(node.over)}</mtext>"
    return mrow((f"<msub><mo>∑</mo>{over}</msub>", _at_least(PRODUCT, node.of)))


@mathml.register
def _array(node: tree.Array) -> str:
    if node.shape:
        numbers = "<mo>×</mo>".join(f"<mn>{n}</mn>" for n in node.shape)
        return _bracketed(numbers, "[", "]")
    rows = (
        f"<mtr>{''.join(f'<mtd>{mathml(one)}</mtd>' for one in row)}</mtr>" for row in node.rows
    )
    return _bracketed(f"<mtable>{''.join(rows)}</mtable>")


@mathml.register
def _nearly(node: tree.Nearly) -> str:
    return mathml(node.of)


@mathml.register
def _bold(node: tree.Bold) -> str:
    return f'<mrow class="bold">{mathml(node.of)}</mrow>'


@mathml.register
def _so_far(node: tree.SoFar) -> str:
    brace = f'<munder>{mrow([mathml(node.of)])}<mo stretchy="true">⏟</mo></munder>'
    return f"<munder>{brace}<mtext>so far</mtext></munder>"


@mathml.register
def _dots(node: tree.Dots) -> str:
    return "<mo>⋯</mo>"


@mathml.register
def _text(node: tree.Text) -> str:
    return f"<mtext>{escape(symbol(node.words))}</mtext>"


@mathml.register
def _parts_in_a_row(node: tree.Row) -> str:
    return mrow(map(mathml, node.parts))
