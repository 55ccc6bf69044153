"""A formula as it is presented to a class: in one row of a band, with larger letters."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from playground.latex.write import latex, written
from playground.steps.equalities import ASIDE, EQUALS, HIGHER, Formula, bare, sign_before

WIDE, HIGH = 45.0, 3.72  # em that the band holds
ROW, REMARK = 2.57, 1.3  # em: the height of a row of it, and of a remark below
RESULT = 0.6  # of its width, by which the result is wider than other numbers
# How large letters are by the band's, as in presenting.css.
LOOKS = {"": 1.0, "at-72": 0.72, "at-62": 0.62, "at-56": 0.56, "at-50": 0.5}


@dataclass(frozen=True)
class InARow:
    """Markdown, which a browser may break before a sign; by which name its letters are small enough
    for the band; and how much of a single row it leaves free, in em of the band's letters."""

    markdown: str
    look: str
    free: float


def in_a_row(formula: Formula) -> InARow:
    """All that is equal in one line, the remarks below it."""
    parts = [latex(formula.left)]
    for line in formula.lines:  # TeX itself would break after the sign
        parts.append(rf"\allowbreak\;{{{sign_before(line)}}}\;{latex(bare(line))}")
    said = [rf"$${remark.latex.removeprefix(ASIDE)}$$" for remark in formula.remarks]
    tex = "".join(parts)
    wide = _width(formula)
    looks = [
        look for look, size in LOOKS.items() if size * _height(formula, tex, size * wide) <= HIGH
    ]
    look = looks[0] if looks else [*LOOKS][-1]
    markdown = "\n\n".join([f"$$\n\\displaystyle {tex}\n$$", *said])
    return InARow(markdown, look, max(WIDE - LOOKS[look] * wide, 0.0))


def _width(formula: Formula) -> float:
    """In em, all in one row."""
    widths = [EQUALS + written(bare(line)).width for line in formula.lines]
    return float(written(formula.left).width + sum(widths) + RESULT * widths[-1])


def _height(formula: Formula, tex: str, wide: float) -> float:
    """In em of letters by which it is so wide in a band that is WIDE."""
    higher = max((more for sign, more in HIGHER.items() if sign in tex), default=0.0)
    return ROW * ceil(wide / WIDE) + higher + REMARK * len(formula.remarks)
