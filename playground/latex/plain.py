"""A formula as plain text, for screen readers and wherever no formulas are set."""

from __future__ import annotations

from functools import singledispatch

from playground.latex.symbol import Letter, Over, Part, Scripts, Styled, parts_of
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

_SIGNS = {"·": " · ", "": " ", "⊙": " ⊙ "}
_SIMPLE = (Number, Symbol, Call, Absolute, Array, Square, Text, Dots, Bold, SoFar)


def symbol(tex: str) -> str:
    """A symbol as plain text: w^(1)_1,1, ∂L/∂a_1."""
    return "".join(map(_part, parts_of(tex))).strip()


def _part(part: Part) -> str:
    if isinstance(part, Letter):
        return sign_of(part)
    if isinstance(part, Over):
        return f"{_inside(part.above)}/{_inside(part.below)}"
    if isinstance(part, Scripts):
        return f"{'_' if part.below else '^'}{_inside(part.of)}"
    hat = "\u0302" if isinstance(part, Styled) and part.style == "hat" else ""
    return _inside(part.of) + hat


def _inside(parts: tuple[Part, ...]) -> str:
    return "".join(map(_part, parts))


@singledispatch
def plain(node: Node) -> str:
    """The whole formula on one line, with brackets wherever something is made of parts."""
    raise NotImplementedError(type(node).__name__)


def _held(node: Node) -> str:
    """In brackets unless it is one thing."""
    negative = isinstance(node, Number) and node.text.startswith("-")
    return plain(node) if isinstance(node, _SIMPLE) and not negative else f"({plain(node)})"


@plain.register
def _number(node: Number) -> str:
    return node.text.replace("-", "−")


@plain.register
def _symbol(node: Symbol) -> str:
    return symbol(node.tex)


@plain.register
def _sum(node: Sum) -> str:
    first, *rest = node.terms
    parts = [plain(first)]
    for term in rest:
        negative = isinstance(term, Negative)
        of = term.of if isinstance(term, Negative) else term
        held = plain(of) if isinstance(of, (Product, Power, Fraction, Root)) else _held(of)
        parts.append(f" {'−' if negative else '+'} {held}")
    return "".join(parts)


@plain.register
def _negative(node: Negative) -> str:
    return f"−{plain(node.of) if isinstance(node.of, Product) else _held(node.of)}"


@plain.register
def _product(node: Product) -> str:
    return _SIGNS[node.sign].join(
        plain(f) if isinstance(f, (Power, Transposed, Root, Fraction)) else _held(f)
        for f in node.factors
    )


@plain.register
def _fraction(node: Fraction | Quotient) -> str:
    return f"{_held(node.above)}/{_held(node.below)}"


@plain.register
def _power(node: Power) -> str:
    return f"{_held(node.base)}^{_held(node.exponent)}"


@plain.register
def _transposed(node: Transposed) -> str:
    return f"{_held(node.of)}ᵀ"


@plain.register
def _call(node: Call) -> str:
    name = symbol(node.name)
    return f"{name}({', '.join(map(plain, node.arguments))})"


@plain.register
def _root(node: Root) -> str:
    return f"√({plain(node.of)})"


@plain.register
def _absolute(node: Absolute) -> str:
    return f"|{plain(node.of)}|"


@plain.register
def _cases(node: Cases) -> str:
    sign = "≥" if node.with_zero else ">"
    return f"{plain(node.above)} if {plain(node.of)} {sign} 0, otherwise {plain(node.otherwise)}"


@plain.register
def _indicator(node: Indicator) -> str:
    return f"1 if {plain(node.of)} > 0, otherwise 0"


@plain.register
def _square(node: Square) -> str:
    return f"[{plain(node.of)}]"


@plain.register
def _total(node: Total) -> str:
    return f"sum over {node.over} of {_held(node.of)}"


@plain.register
def _array(node: Array) -> str:
    if node.shape:
        return f"[{'×'.join(map(str, node.shape))}]"
    rows = [[plain(cell) for cell in row] for row in node.rows]
    with_commas = any("," in cell for row in rows for cell in row)
    between, below = ("; ", " | ") if with_commas else (", ", "; ")
    return f"[{below.join(between.join(row) for row in rows)}]"


@plain.register
def _bold(node: Bold) -> str:
    return plain(node.of)


@plain.register
def _nearly(node: Nearly) -> str:
    return plain(node.of)


@plain.register
def _so_far(node: SoFar) -> str:
    return f"{plain(node.of)} so far"


@plain.register
def _dots(node: Dots) -> str:
    return "…"


@plain.register
def _text(node: Text) -> str:
    return node.words


@plain.register
def _row(node: Row) -> str:
    return "".join(map(plain, node.parts))
