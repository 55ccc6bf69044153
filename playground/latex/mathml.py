"""A tree written out as MathML, which browsers set by themselves: on paper, and without scripts.

Brackets stand where the LaTeX of the same tree has them; here they grow by themselves. A formula of
several lines is a table, whose first column is what the lines are equal to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from html import escape

from playground.latex.plain import symbol
from playground.latex.symbol import Group, Letter, Over, Part, Scripts, Styled, parts_of
from playground.latex.symbol_html import sign_of
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
from playground.latex.write import ATOM, CALL, PRODUCT, written

_SIGNS = {"·": "<mo>·</mo>", "": "", "⊙": "<mo>⊙</mo>"}
_THIN = '<mspace width="0.17em"/>'
_OPERATORS = set("+−·=⊙×()[]|‖,")


def math(body: str) -> str:
    """A formula on a line of its own."""
    namespace = 'xmlns="http://www.w3.org/1998/Math/MathML"'
    return f'<math {namespace} display="block">{body}</math>'


def equalities(left: Node, lines: Sequence[Node], room: float) -> str:
    """left = line = line, each below the other; a sum wider than `room` em goes on below."""
    rows, before = [], mathml(left)
    for line in lines:
        sign, bare = ("<mo>≈</mo>", line.of) if isinstance(line, Nearly) else ("<mo>=</mo>", line)
        for piece in _pieces(bare, room):
            rows.append(_cells(before, f"{sign}{piece}"))
            before, sign = "", '<mspace width="1.5em"/>'
    return math(f'<mtable displaystyle="true" columnspacing="0.3em">{"".join(rows)}</mtable>')


def _cells(left: str, right: str) -> str:
    return (
        f'<mtr><mtd columnalign="right" class="left">{left}</mtd>'
        f'<mtd columnalign="left" class="right">{right}</mtd></mtr>'
    )


def _pieces(node: Node, room: float) -> Iterator[str]:
    """A sum in pieces that fit, the later ones with the sign before them; anything else whole."""
    if not isinstance(node, Sum) or written(node).width <= room:
        yield mathml(node)
        return
    piece, used = "", 0.0
    for place, term in enumerate(node.terms):
        wide = written(term).width + 1.8
        if piece and used + wide > room:
            yield piece
            piece, used = "", 0.0
        piece += _term(term, first=place == 0)
        used += wide
    yield piece


@singledispatch
def mathml(node: Node) -> str:
    """What stands in a row of MathML for one node."""
    raise NotImplementedError(type(node).__name__)


def _row(parts: Iterable[str]) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _bracketed(inside: str, opens: str = "(", closes: str = ")") -> str:
    tight = 'lspace="0" rspace="0"'
    return _row((f"<mo {tight}>{opens}</mo>", inside, f"<mo {tight}>{closes}</mo>"))


def _at_least(level: int, node: Node) -> str:
    """In brackets if it holds together less closely than its place asks for."""
    inside = mathml(node)
    return inside if written(node).level >= level else _bracketed(inside)


@mathml.register
def _number(node: Number) -> str:
    mantissa, _, exponent = node.text.partition("e")
    sign = "<mo>−</mo>" if mantissa.startswith("-") else ""
    number = f"{sign}<mn>{escape(mantissa.removeprefix('-'))}</mn>"
    if exponent:
        number += f"<mo>·</mo><msup><mn>10</mn>{_row([_signed(exponent)])}</msup>"
    return _row([number]) if sign or exponent else number


def _signed(text: str) -> str:
    return f"<mo>−</mo><mn>{text[1:]}</mn>" if text.startswith("-") else f"<mn>{text}</mn>"


@mathml.register
def _symbol(node: Symbol) -> str:
    return tex_mathml(node.tex)


def tex_mathml(tex: str) -> str:
    """A symbol of a notation, which is written in LaTeX."""
    return _parts(parts_of(tex))


def _parts(parts: Sequence[Part]) -> str:
    made: list[str] = []
    scripts: dict[bool, str] = {}
    base = ""
    for part in parts:
        if isinstance(part, Scripts):
            scripts[part.below] = _row([_parts(part.of)])
            continue
        made += [_scripted(base, scripts)] if base or scripts else []
        base, scripts = _part(part), {}
    made += [_scripted(base, scripts)] if base or scripts else []
    return _row(made) if len(made) != 1 else made[0]


def _scripted(base: str, scripts: dict[bool, str]) -> str:
    base = base or "<mrow></mrow>"
    below, above = scripts.get(True), scripts.get(False)
    if below and above:
        return f"<msubsup>{base}{below}{above}</msubsup>"
    if below:
        return f"<msub>{base}{below}</msub>"
    return f"<msup>{base}{above}</msup>" if above else base


def _part(part: Letter | Over | Styled | Group) -> str:
    if isinstance(part, Letter):
        return _letter(sign_of(part))
    if isinstance(part, Over):
        return f"<mfrac>{_row([_parts(part.above)])}{_row([_parts(part.below)])}</mfrac>"
    if isinstance(part, Styled):
        return _styled(part)
    return _parts(part.of)


def _letter(sign: str) -> str:
    text = escape(sign)
    if sign == " ":
        return _THIN
    if sign.isdigit():
        return f"<mn>{text}</mn>"
    if sign in "()[]":
        return f'<mo stretchy="false" lspace="0" rspace="0">{text}</mo>'
    return f"<mo>{text}</mo>" if sign in _OPERATORS else f"<mi>{text}</mi>"


def _styled(part: Styled) -> str:
    if part.style == "hat":
        return f"<mover>{_row([_parts(part.of)])}<mo>^</mo></mover>"
    if not part.style:
        words = "".join(sign_of(one) if isinstance(one, Letter) else "" for one in part.of)
        tag = "mi" if words.isalpha() and len(words) > 1 else "mtext"
        return f"<{tag}>{escape(words)}</{tag}>"
    inside = _parts(part.of)
    return f'<mrow class="{"bold" if part.style != "mathit" else "italic"}">{inside}</mrow>'


@mathml.register
def _sum(node: Sum) -> str:
    return _row(_term(term, first=place == 0) for place, term in enumerate(node.terms))


def _term(term: Node, *, first: bool) -> str:
    if first:
        bare = isinstance(term, (Negative, Number))
        return mathml(term) if bare else _at_least(PRODUCT, term)
    negative = isinstance(term, Negative)
    sign = "−" if negative else "+"
    return f"<mo>{sign}</mo>{_at_least(PRODUCT, term.of if isinstance(term, Negative) else term)}"


@mathml.register
def _negative(node: Negative) -> str:
    return _row(("<mo>−</mo>", _at_least(PRODUCT, node.of)))


@mathml.register
def _product(node: Product) -> str:
    made = [_factor(node, node.factors[0])]
    for factor in node.factors[1:]:
        number = not node.sign and written(factor).tex[0].isdigit()
        made += [_SIGNS["·" if number else node.sign] or _THIN, _factor(node, factor)]
    return _row(made)


def _factor(node: Product, factor: Node) -> str:
    mixed = isinstance(factor, Product) and (factor.sign == "⊙") != (node.sign == "⊙")
    return _bracketed(mathml(factor)) if mixed else _at_least(PRODUCT, factor)


@mathml.register
def _fraction(node: Fraction) -> str:
    made = f"<mfrac>{_row([mathml(node.above)])}{_row([mathml(node.below)])}</mfrac>"
    return f'<mstyle displaystyle="false">{made}</mstyle>' if node.small else made


@mathml.register
def _quotient(node: Quotient) -> str:
    return _row((_at_least(PRODUCT, node.above), "<mo>/</mo>", _at_least(CALL, node.below)))


@mathml.register
def _power(node: Power) -> str:
    return f"<msup>{_row([_at_least(ATOM, node.base)])}{_row([mathml(node.exponent)])}</msup>"


@mathml.register
def _transposed(node: Transposed) -> str:
    inside = mathml(node.of)
    bare = written(node.of).level >= CALL and (isinstance(node.of, Array) or not node.bracketed)
    return f"<msup>{_row([inside if bare else _bracketed(inside)])}<mo>⊤</mo></msup>"


@mathml.register
def _call(node: Call) -> str:
    name, parts = tex_mathml(node.name), [mathml(argument) for argument in node.arguments]
    apply = "<mo>&#x2061;</mo>"
    alone = len(node.arguments) == 1 and isinstance(node.arguments[0], Array)
    bare = written(node.arguments[0]).level >= CALL and not isinstance(node.arguments[0], Call)
    if alone or (node.name == r"\ln" and bare):
        return _row((name, apply, parts[0]))
    return _row((name, apply, _bracketed("<mo>,</mo>".join(parts))))


@mathml.register
def _root(node: Root) -> str:
    return f"<msqrt>{mathml(node.of)}</msqrt>"


@mathml.register
def _absolute(node: Absolute) -> str:
    return _bracketed(mathml(node.of), "|", "|")


@mathml.register
def _cases(node: Cases) -> str:
    sign = "≥" if node.with_zero else "&gt;"
    above = f"<mrow>{mathml(node.of)}<mo>{sign}</mo><mn>0</mn></mrow>"
    rows = ((mathml(node.above), above), (mathml(node.otherwise), "<mtext>otherwise</mtext>"))
    table = "".join(f"<mtr><mtd>{value}</mtd><mtd>{where}</mtd></mtr>" for value, where in rows)
    return _row(("<mo>{</mo>", f"<mtable>{table}</mtable>"))


@mathml.register
def _indicator(node: Indicator) -> str:
    below = _row((mathml(node.of), "<mo>&gt;</mo><mn>0</mn>"))
    return f'<msub><mn class="bold">1</mn>{below}</msub>'


@mathml.register
def _square(node: Square) -> str:
    return _bracketed(mathml(node.of), "[", "]")


@mathml.register
def _total(node: Total) -> str:
    over = f"<mtext>{escape(node.over)}</mtext>"
    return _row((f"<msub><mo>∑</mo>{over}</msub>", _at_least(PRODUCT, node.of)))


@mathml.register
def _array(node: Array) -> str:
    if node.shape:
        numbers = "<mo>×</mo>".join(f"<mn>{n}</mn>" for n in node.shape)
        return _bracketed(numbers, "[", "]")
    rows = (
        f"<mtr>{''.join(f'<mtd>{mathml(one)}</mtd>' for one in row)}</mtr>" for row in node.rows
    )
    return _bracketed(f"<mtable>{''.join(rows)}</mtable>")


@mathml.register
def _nearly(node: Nearly) -> str:
    return mathml(node.of)


@mathml.register
def _bold(node: Bold) -> str:
    return f'<mrow class="bold">{mathml(node.of)}</mrow>'


@mathml.register
def _so_far(node: SoFar) -> str:
    brace = f'<munder>{_row([mathml(node.of)])}<mo stretchy="true">⏟</mo></munder>'
    return f"<munder>{brace}<mtext>so far</mtext></munder>"


@mathml.register
def _dots(node: Dots) -> str:
    return "<mo>⋯</mo>"


@mathml.register
def _text(node: Text) -> str:
    return f"<mtext>{escape(symbol(node.words))}</mtext>"


@mathml.register
def _parts_in_a_row(node: Row) -> str:
    return _row(map(mathml, node.parts))
