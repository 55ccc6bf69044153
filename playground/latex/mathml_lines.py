"""Equalities as MathML, each on a line of its own: a table with what they are equal to in front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playground.latex.mathml import mathml, signed_term
from playground.latex.tree import Nearly, Node, Sum
from playground.latex.write import written


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
        piece += signed_term(term, first=place == 0)
        used += wide
    yield piece
