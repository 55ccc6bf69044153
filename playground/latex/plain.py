"""A formula as plain text, for screen readers and wherever no formulas are set."""

from __future__ import annotations

from functools import singledispatch

from playground.latex import tree
from playground.latex.symbol_text import symbol
from playground.latex.tree import Node

_SIGNS = {"·": " · ", "": " ", "⊙": " ⊙ "}
_SIMPLE = (
    tree.Number,
    tree.Symbol,
    tree.Call,
    tree.Absolute,
    tree.Array,
    tree.Square,
    tree.Text,
    tree.Dots,
    tree.Bold,
    tree.SoFar,
)
_CLOSER_THAN_A_SUM = (tree.Product, tree.Power, tree.Fraction, tree.Root)
_FACTORS = (tree.Power, tree.Transposed, tree.Root, tree.Fraction)


@singledispatch
def plain(node: Node) -> str:
    """The whole formula on one line, with brackets wherever something is made of parts."""
    raise NotImplementedError(type(node).__name__)


def _held(node: Node) -> str:
    """In brackets unless it is one thing."""
    negative = isinstance(node, tree.Number) and node.text.startswith("-")
    return plain(node) if isinstance(node, _SIMPLE) and not negative else f"({plain(node)})"


@plain.register
def _number(node: tree.Number) -> str:
    return node.text.replace("-", "−")


@plain.register
def _symbol(node: tree.Symbol) -> str:
    return symbol(node.tex)


@plain.register
def _sum(node: tree.Sum) -> str:
    first, *rest = node.terms
    parts = [plain(first)]
    for term in rest:
        negative = isinstance(term, tree.Negative)
        of = term.of if isinstance(term, tree.Negative) else term
        held = plain(of) if isinstance(of, _CLOSER_THAN_A_SUM) else _held(of)
        parts.append(f" {'−' if negative else '+'} {held}")
    return "".join(parts)


@plain.register
def _negative(node: tree.Negative) -> str:
    return f"−{plain(node.of) if isinstance(node.of, tree.Product) else _held(node.of)}"


@plain.register
def _product(node: tree.Product) -> str:
    factors = (plain(f) if isinstance(f, _FACTORS) else _held(f) for f in node.factors)
    return _SIGNS[node.sign].join(factors)


@plain.register
def _fraction(node: tree.Fraction | tree.Quotient) -> str:
    return f"{_held(node.above)}/{_held(node.below)}"


@plain.register
def _power(node: tree.Power) -> str:
    return f"{_held(node.base)}^{_held(node.exponent)}"


@plain.register
def _transposed(node: tree.Transposed) -> str:
    return f"{_held(node.of)}ᵀ"


@plain.register
def _call(node: tree.Call) -> str:
    name = symbol(node.name)
    return f"{name}({', '.join(map(plain, node.arguments))})"


@plain.register
def _root(node: tree.Root) -> str:
    return f"√({plain(node.of)})"


@plain.register
def _absolute(node: tree.Absolute) -> str:
    return f"|{plain(node.of)}|"


@plain.register
def _cases(node: tree.Cases) -> str:
    sign = "≥" if node.with_zero else ">"
    return f"{plain(node.above)} if {plain(node.of)} {sign} 0, otherwise {plain(node.otherwise)}"


@plain.register
def _indicator(node: tree.Indicator) -> str:
    return f"1 if {plain(node.of)} > 0, otherwise 0"


@plain.register
def _square(node: tree.Square) -> str:
    return f"[{plain(node.of)}]"


@plain.register
def _total(node: tree.Total) -> str:
    return f"sum over {node.over} of {_held(node.of)}"


@plain.register
def _array(node: tree.Array) -> str:
    if node.shape:
        return f"[{'×'.join(map(str, node.shape))}]"
    rows = [[plain(cell) for cell in row] for row in node.rows]
    with_commas = any("," in cell for row in rows for cell in row)
    between, below = ("; ", " | ") if with_commas else (", ", "; ")
    return f"[{below.join(between.join(row) for row in rows)}]"


@plain.register
def _bold(node: tree.Bold) -> str:
    return plain(node.of)


@plain.register
def _nearly(node: tree.Nearly) -> str:
    return plain(node.of)


@plain.register
def _so_far(node: tree.SoFar) -> str:
    return f"{plain(node.of)} so far"


@plain.register
def _dots(node: tree.Dots) -> str:
    return "…"


@plain.register
def _text(node: tree.Text) -> str:
    return node.words


@plain.register
def _row(node: tree.Row) -> str:
    return "".join(map(plain, node.parts))
