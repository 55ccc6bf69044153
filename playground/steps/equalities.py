"""A formula as it is shown: what is computed, and everything that it is equal to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.latex.lines import GOES_ON, ROOM, broken
from playground.latex.plain import plain
from playground.latex.tree import Nearly, Node
from playground.latex.width import of_text
from playground.latex.write import latex, written
from playground.steps.writer import unlike

NEARLY = r"\approx"
EQUALS, SCRIPT = 1.3, 0.8  # em of a sign between two; how much smaller a remark is
MORE = 1.09  # of the room, for a remark: a line of it is never broken elsewhere
LINE_END = r" \\ "
LONG, SMALLER = 5.5, 0.8  # how high a formula may be, in lines; the size of its letters above that
HIGHER = {r"\frac": 0.6, r"\begin": 1.0}  # how much higher a line is with these
ASIDE = r"\quad\footnotesize "  # opens a line that is no further equality but a remark


@dataclass(frozen=True)
class Remark:
    """A line below the equalities: words, LaTeX allowed, and things that are equal."""

    words: str
    equal: tuple[Node, ...] = ()

    @property
    def latex(self) -> str:
        """The line."""
        return self._line(unlike(self.equal))

    def latex_in(self, room: float) -> str:
        """The line, or two lines if what is equal is wider than `room` em."""
        equal = unlike(self.equal)
        wide = of_text(self.words) + sum(written(bare(one)).width + EQUALS for one in equal)
        if len(equal) < 2 or SCRIPT * wide <= MORE * room:
            return self._line(equal)
        at = max(1, len(equal) - 2)
        first, second = equal[:at], equal[at:]
        rest = " ".join(f"{sign_before(node)} {latex(bare(node))}" for node in second)
        return rf"{self._line(first)} \\ &{ASIDE}\quad {rest}"

    def _line(self, parts: Sequence[Node]) -> str:
        equal = _chain([(sign_before(node), latex(bare(node))) for node in parts])
        equal = f"{{{equal}}}" if equal.startswith("-") else equal  # a sign, and no subtraction
        return rf"{ASIDE}\text{{{self.words}}}" + (f" {equal}" if equal else "")


@dataclass(frozen=True)
class Formula:
    """What is computed, everything that it is equal to, and what is to be said besides."""

    left: Node
    lines: tuple[Node, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def latex(self) -> str:
        """An `aligned` block, as wide as the step card."""
        return self._aligned(self._rows(ROOM))

    @property
    def is_long(self) -> bool:
        """Whether that is so high, or a line that cannot be broken so wide, that its letters should
        be smaller."""
        if any(_is_too_wide(bare(line)) for line in self.lines):
            return True
        first, *rows = self._rows(ROOM)
        lines = [latex(self.left) + first, *rows]
        high = (1 + max(h if sign in line else 0 for sign, h in HIGHER.items()) for line in lines)
        return sum(high) > LONG

    @property
    def smaller_latex(self) -> str:
        """The same for letters of `SMALLER` the size, of which more fit on a line."""
        return self._aligned(self._rows(ROOM / SMALLER))

    def _rows(self, room: float) -> list[str]:
        equal = [rf"&{sign_before(line)} {broken(bare(line), room)}" for line in self.lines]
        aside = [f"&{remark.latex_in(room)}" for remark in self.remarks]
        return LINE_END.join([*equal, *aside]).split(LINE_END)

    def _aligned(self, rows: Sequence[str]) -> str:
        return rf"\begin{{aligned}} {latex(self.left)} {LINE_END.join(rows)} \end{{aligned}}"

    @property
    def plain(self) -> str:
        """The same in plain text, for screen readers."""
        lines = (self.left, *self.lines)
        return _chain([(sign_before(line, "≈"), plain(bare(line))) for line in lines])


def _is_too_wide(line: Node) -> bool:
    return written(line).width > ROOM and GOES_ON not in broken(line)


def sign_before(line: Node, nearly: str = NEARLY) -> str:
    """What stands before a line."""
    return nearly if isinstance(line, Nearly) else "="


def bare(line: Node) -> Node:
    return line.of if isinstance(line, Nearly) else line


def _chain(parts: list[tuple[str, str]]) -> str:
    """All in one line; nothing stands before the first."""
    return "".join(text if k == 0 else f" {sign} {text}" for k, (sign, text) in enumerate(parts))
