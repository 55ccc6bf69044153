"""A formula as it is shown: what is computed, and everything that it is equal to."""

from __future__ import annotations

from dataclasses import dataclass

from playground.latex.lines import broken
from playground.latex.plain import plain
from playground.latex.tree import Nearly, Node
from playground.latex.write import latex
from playground.steps.writer import unlike

NEARLY = r"\approx"
ASIDE = r"\quad\scriptsize "  # opens a line that is no further equality but a remark


@dataclass(frozen=True)
class Remark:
    """A line below the equalities: words, LaTeX allowed, and things that are equal."""

    words: str
    equal: tuple[Node, ...] = ()

    @property
    def latex(self) -> str:
        """The line."""
        equal = _chain([(_sign(node, NEARLY), latex(_bare(node))) for node in unlike(self.equal)])
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
        """An `aligned` block."""
        equal = [rf"&{_sign(line, NEARLY)} {broken(_bare(line))}" for line in self.lines]
        aside = [f"&{remark.latex}" for remark in self.remarks]
        body = r" \\ ".join([*equal, *aside])
        return rf"\begin{{aligned}} {latex(self.left)} {body} \end{{aligned}}"

    @property
    def plain(self) -> str:
        """The same in plain text, for screen readers."""
        lines = (self.left, *self.lines)
        return _chain([(_sign(line, "≈"), plain(_bare(line))) for line in lines])


def _sign(line: Node, nearly: str) -> str:
    """What stands before a line."""
    return nearly if isinstance(line, Nearly) else "="


def _bare(line: Node) -> Node:
    return line.of if isinstance(line, Nearly) else line


def _chain(parts: list[tuple[str, str]]) -> str:
    """All in one line; nothing stands before the first."""
    return "".join(text if k == 0 else f" {sign} {text}" for k, (sign, text) in enumerate(parts))
