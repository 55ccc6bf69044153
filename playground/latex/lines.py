"""A formula over several lines: broken before a sign, and only where it is too wide for one.

A sum is broken before its terms; a term that is too wide by itself, such as a product of arrays, is
broken before its factors. A sum within square brackets may be broken too.
"""

from __future__ import annotations

from collections.abc import Iterator

from playground.latex import width
from playground.latex.pieces import PRODUCT, SUM, Signed, Written, brackets_around, row
from playground.latex.tree import Call, Negative, Node, Product, Row, Square, Sum
from playground.latex.write import latex, signed_factors, signed_terms, written

ROOM = 16.0  # em that fit beside the symbol in the panel
TINY = 1.5
GOES_ON = r" \\ &\quad "
_OPENS, _CLOSES = Written(r"[\,", 0.5), Written(r"\,]", 0.5)


def broken(node: Node, room: float = ROOM) -> str:
    """The formula over as many lines of an aligned block as it takes."""
    lines, used = [""], 0.0
    for part in _parts(node, room):
        if used and used + part.width > room:
            lines.append("")
            used = 0.0
        lines[-1] += part.tex if used else part.tex.removeprefix(r"\,").strip()
        used += part.width
    return GOES_ON.join(lines)


def _parts(node: Node, room: float) -> Iterator[Written]:
    """What may stand on lines of its own, each with the sign before it."""
    whole = written(node)
    if whole.width <= room:
        yield whole
    elif isinstance(node, Sum):
        yield from _of_sum(node, room)
    elif isinstance(node, Product):
        yield from _of_product(node, room)
    elif isinstance(node, Square):
        yield from _of_product(Product((node,)), room)
    elif isinstance(node, Negative) and isinstance(node.of, (Product, Square)):
        first, *rest = _parts(node.of, room)
        yield row([Written("-", width.MINUS), first], SUM)
        yield from rest
    else:
        yield whole


def _of_sum(node: Sum, room: float) -> Iterator[Written]:
    for term, signed in zip(node.terms, signed_terms(node), strict=True):
        of = term.of if isinstance(term, Negative) else term
        if signed.body.width > room and isinstance(of, Product):
            first, *rest = _of_product(of, room)
            yield Signed(signed.sign, signed.gap, first).joined(SUM)
            yield from rest
        else:
            yield signed.joined(SUM)


def _of_product(node: Product, room: float) -> Iterator[Written]:
    parts = signed_factors(node)
    for place, factor in enumerate(node.factors):
        if isinstance(factor, Square) and isinstance(factor.of, Sum):
            sign = Written(parts[place].sign, parts[place].gap)
            before = [*(part.joined(PRODUCT) for part in parts[:place]), sign, _OPENS]
            after = [_CLOSES, *(part.joined(PRODUCT) for part in parts[place + 1 :])]
            first, *middle, last = _of_sum(factor.of, room)
            yield row([*before, first], SUM)
            yield from middle
            yield row([last, *after], SUM)
            return
    held: list[Written] = []  # what is too small to stand on a line of its own
    for part in parts:
        held.append(part.joined(PRODUCT))
        if held[-1].width > TINY:
            yield row(held, PRODUCT)
            held = []
    if held:
        yield row(held, PRODUCT)


def indented(node: Node, room: float) -> list[str]:
    """The formula over several lines, each indented by how deep in brackets it begins: where
    functions of functions would get lost in a line. What fits stays on one line."""
    return [INDENT * depth + text for depth, text in _indented(node, room, 0)]


Laid = tuple[int, str]  # how deep, and the text
INDENT = r"\quad "


def _indented(node: Node, room: float, depth: int) -> Iterator[Laid]:
    if depth + written(node).width <= room:
        yield depth, written(node).tex
    elif isinstance(node, Sum):
        yield from _terms(node, room, depth)
    elif isinstance(node, Product) and isinstance(node.factors[-1], (Call, Sum)):
        *factors, last = node.factors
        yield from _opened(latex(Product((*factors, Row(())))), last, room, depth)
    elif isinstance(node, Call):
        yield from _opened("", node, room, depth)
    else:
        yield depth, written(node).tex


def _opened(before: str, node: Node, room: float, depth: int) -> Iterator[Laid]:
    """A function's brackets around lines of their own."""
    name, parts = (node.name, node.arguments) if isinstance(node, Call) else ("", (node,))
    opens, closes = brackets_around(max(written(part).height for part in parts))
    yield depth, before + name + opens
    for place, part in enumerate(parts):
        *lines, (deep, text) = _indented(part, room, depth + 1)
        yield from lines
        yield deep, text + (r",\;" if place < len(parts) - 1 else "")
    yield depth, closes


def _terms(node: Sum, room: float, depth: int) -> Iterator[Laid]:
    """Short terms side by side, long ones on lines of their own."""
    row_so_far, used = "", float(depth)
    for term, signed in zip(node.terms, signed_terms(node), strict=True):
        part = signed.joined(SUM)
        if row_so_far and used + part.width > room:
            yield depth, row_so_far
            row_so_far, used = "", float(depth)
        if depth + part.width > room:
            of = term.of if isinstance(term, Negative) else term
            (_, first), *rest = _indented(of, room, depth)
            yield depth, signed.sign.lstrip() + first
            yield from rest
        else:
            row_so_far += part.tex if row_so_far else part.tex.lstrip()
            used += part.width
    if row_so_far:
        yield depth, row_so_far
