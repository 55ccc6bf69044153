"""What all formulas need: numbers and symbols written as LaTeX, sums broken into lines, results."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core import Address, Number, Term, Trace
from playground.latex.width import tex_width
from playground.notation import number_text
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for

LINE = 35  # signs that fit on one line of the panel
LARGEST_MATRIX = 4
_NUMERATOR = re.compile(r"\\frac\{(?:\\partial |d)\w\}")  # narrower than what stands below it
ASIDE = r"\quad\scriptsize "  # opens a line that is no further equality but a remark
_NUMBER = r"\((-?(?:[\d.]+(?:\\cdot 10\^\{-?\d+\})?|\\infty))\)"  # a number in brackets of its own
_ARRAY_IN_BRACKETS = re.compile(
    r"(?:\\[bB]igl)?\((\\begin\{pmatrix\}(?:(?!\\end|\\begin).)*\\end\{pmatrix\})(?:\\[bB]igr)?\)"
)
_NEEDLESS = (
    (re.compile(rf"\({_NUMBER}\)"), r"(\1)"),  # brackets within brackets,
    (re.compile(rf"e\^\{{{_NUMBER}\}}"), r"e^{\1}"),  # in a whole exponent,
    (re.compile(r"(?<=[-+(])\(([\d.]+)\)\^"), r"\1^"),  # around a plain number's power,
    (re.compile(rf"\\;{_NUMBER}"), r"\;\1"),  # after a comma,
    (_ARRAY_IN_BRACKETS, r"\1"),  # around an array, which has its own
)
_CASES = re.compile(r"\\begin\{cases\}(.+?) & .+?\\\\ (.+?) & .+?\\end\{cases\}")


@dataclass(frozen=True)
class Writer:
    """What every formula needs: the trace for context, the digits, and the notation."""

    trace: Trace
    digits: int
    notation: Notation = OWN

    @cached_property
    def symbols(self) -> Symbols:
        return symbols_for(self.trace, self.notation)

    @property
    def batch(self) -> int:
        """How many samples there are; symbols name the sample only when there are several."""
        return len(self.trace.y)

    def symbol(self, number: Number | Address, new: bool = False) -> str:
        """The symbol of a number."""
        at = number.address if isinstance(number, Number) else number
        return self.symbols.tex(at, new)

    def value(self, number: Any) -> str:
        """A number that stands alone."""
        return number_text.latex(float(number), self.digits)

    def factor(self, number: Any) -> str:
        """A number in a product: negative ones in brackets."""
        return number_text.factor(float(number), self.digits)

    def matrix(self, number: Number) -> str:
        """An array as the notation lays it out: its numbers if it is small, otherwise its shape."""
        array = self.symbols.laid_out(number.address.quantity, number.value)
        if np.ndim(array) == 0:
            return self.factor(array)
        if max(np.shape(array)) > LARGEST_MATRIX or np.ndim(array) > 2:
            shape = r" \times ".join(str(n) for n in np.shape(array))
            return rf"[\,{shape}\,]"
        rows = r" \\ ".join(" & ".join(self.value(v) for v in row) for row in array)
        return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def wrapped(parts: Sequence[str], room: int = LINE) -> str:
    """A long sum over several lines of the aligned block."""
    lines: list[list[str]] = [[]]
    used = 0
    for part in parts:
        width = tex_width(_NUMERATOR.sub("", part)) + 1
        if lines[-1] and used + width > room:
            lines.append([])
            used = 0
        lines[-1].append(part)
        used += width
    return r" \\ &\quad + ".join(" + ".join(line) for line in lines)


def short_sum(parts: Sequence[str], most: int = 4) -> str:
    """A sum whose middle is left out where it is long."""
    return " + ".join(shortened(parts, most))


def shortened(parts: Sequence[str], most: int) -> list[str]:
    """At most so many parts of a sum, with dots in place of the others."""
    return list(parts) if len(parts) <= most else [*parts[: most - 2], r"\cdots", parts[-1]]


def products(terms: Iterable[Term], write: Callable[[Number], str]) -> list[str]:
    """Each term as a product of its factors."""
    return [r" \cdot ".join(write(n) for n in term.factors) for term in terms]


def with_result(writer: Writer, lines: list[str], value: Any) -> list[str]:
    """The lines, and the number that comes out, which is not said twice."""
    result = writer.value(value)
    if lines and lines[-1] == result:
        lines = lines[:-1]
    return [*lines, rf"\mathbf{{{result}}}"]


def remark(text: str) -> str:
    """A line below the equalities, in words."""
    return rf"{ASIDE}\text{{{text}}}"


def write(template: str, **names: str) -> str:
    """The template with numbers or symbols put in; numbers come in brackets where negative."""
    return tidy(template.format(**names))


def tidy(text: str) -> str:
    """Without the brackets that nobody would write."""
    for needless, plain in _NEEDLESS:
        text = needless.sub(plain, text)
    return text


def write_at(here: float, template: str, **names: str) -> str:
    """The template with numbers put in; of two cases only the one that z = `here` is in."""
    text = write(template, **names)
    cases = _CASES.fullmatch(text)
    return text if cases is None else cases[1 if here > 0 else 2]


def bare(text: str) -> str:
    """Without the brackets around the whole."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]
