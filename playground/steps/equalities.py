"""A formula as it is shown: what is computed, and everything that it is equal to."""

from __future__ import annotations

from dataclasses import dataclass

from playground.latex.lines import broken
from playground.latex.plain import plain
from playground.latex.tree import Node
from playground.latex.write import latex
from playground.steps.writer import unlike

ASIDE = r"\quad\scriptsize "  # opens a line that is no further equality but a remark


@dataclass(frozen=True)
class Remark:
    """A line below the equalities: words, LaTeX allowed, and things that are equal."""

    words: str
    equal: tuple[Node, ...] = ()

    @property
    def latex(self) -> str:
        """The line."""
        equal = " = ".join(latex(node) for node in unlike(self.equal))
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
        equal = [f"&= {broken(line)}" for line in self.lines]
        aside = [f"&{remark.latex}" for remark in self.remarks]
        body = r" \\ ".join([*equal, *aside])
        return rf"\begin{{aligned}} {latex(self.left)} {body} \end{{aligned}}"

    @property
    def plain(self) -> str:
        """The same in plain text, for screen readers."""
        return " = ".join(map(plain, (self.left, *self.lines)))
