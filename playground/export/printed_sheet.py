"""A sheet to work on, and its key: the same tables, once with blanks and once with the numbers.

Whoever makes the sheet says which quantities are asked; the others stand in their tables as given,
and the numbers a student needs for the next line are then there. The key has each number as the
sheet wants it rounded, and exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from playground.exercise.document_conventions import conventions_of
from playground.exercise.view import View
from playground.export.figure_files import picture_without_answers
from playground.export.solution import facts, given_tables, with_preamble
from playground.export.svg import svg
from playground.export.templated import content, rendered
from playground.export.tikz import tikz
from playground.steps.tables import Table

MOST_PLACES = 15  # before the decimal point; more, and the last ones mean nothing
QUANTITIES = ("z", "a", "loss", "da", "delta", "dW", "db", "W", "b")


@dataclass(frozen=True)
class Ordered:
    """How a sheet is to be: what is asked, how many decimals, a box or a line for each number,
    points for each, lines to write on below each table, and whose sheet it is."""

    asked: frozenset[str] = frozenset(QUANTITIES)
    decimals: int = 4
    boxes: bool = True
    points: float = 1.0
    lines: int = 0
    whose: str = ""


@dataclass(frozen=True)
class Cell:
    """A number of a table; None where there is none, as for a connection that is cut."""

    value: float | None
    asked: bool = False


@dataclass(frozen=True)
class Task:
    """A table of one quantity: blanks where it is asked."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def count(self) -> int:
        """How many numbers are asked."""
        return sum(cell.asked for _, row in self.rows for cell in row)


@dataclass(frozen=True)
class Sheet:
    """A sheet before it is set."""

    title: str
    facts: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, Table], ...]
    tasks: tuple[Task, ...]
    ordered: Ordered
    comma: bool = False

    @property
    def points(self) -> str:
        """Of the whole sheet."""
        return _in_points(self.ordered.points * sum(task.count for task in self.tasks))

    def points_of(self, task: Task) -> str:
        return _in_points(self.ordered.points * task.count)

    def rounded(self, value: float | None) -> str:
        """With the sheet's decimals; a zero has no sign."""
        return "–" if value is None else self._written(fixed(value, self.ordered.decimals))

    def exact(self, value: float | None) -> str:
        """To twelve digits, which is as far as rounding leaves them alone."""
        return "–" if value is None else self._written(f"{value:.12g}")

    def _written(self, text: str) -> str:
        return text.replace(".", ",") if self.comma else text

    def cell(self, value: str | float | None) -> str:
        """A given number as it is."""
        return value if isinstance(value, str) else self.exact(value)


def _in_points(count: float) -> str:
    return f"{count:g} point{'s' * (count != 1)}"


def fixed(value: float, decimals: int) -> str:
    """With so many decimals, and no minus before a zero; what is too long for a cell, with an
    exponent."""
    text = f"{value:.{decimals}{'e' if abs(value) >= 10.0**MOST_PLACES else 'f'}}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def sheet_of(view: View, ordered: Ordered = Ordered()) -> Sheet:
    """The sheet of that exercise."""
    document = view.document
    return Sheet(
        document["title"] or "A network",
        tuple(facts(view)),
        tuple(given_tables(view)),
        tuple(_tasks(view, ordered.asked)),
        ordered,
        conventions_of(document).comma,
    )


def sheet_html(view: View, ordered: Ordered, *, key: bool, qr: str = "") -> str:
    """The sheet, or its key, as a page to print; `qr` is an `<svg>` with the link."""
    return next(_pages(view, ordered, qr, (key,)))


def sheet_and_key(view: View, ordered: Ordered, qr: str) -> tuple[str, str]:
    """Both pages, for which the figure is drawn once."""
    sheet, key = _pages(view, ordered, qr, (False, True))
    return sheet, key


def _pages(view: View, ordered: Ordered, qr: str, keys: Iterable[bool]) -> Iterator[str]:
    names = {
        "sheet": sheet_of(view, ordered),
        "style": Markup(content("paper.css")),
        "figure": Markup(svg(picture_without_answers(view))),
        "qr": Markup(qr),
    }
    yield from (rendered("sheet.html", {**names, "key": key}) for key in keys)


def sheet_markdown(view: View, ordered: Ordered, *, key: bool) -> str:
    """The sheet, or its key, as Markdown."""
    return rendered("sheet.md", {"sheet": sheet_of(view, ordered), "key": key})


def sheet_latex(view: View, ordered: Ordered, *, key: bool) -> str:
    """The sheet, or its key, as a LaTeX file."""
    picture = tikz(picture_without_answers(view))
    names = {"sheet": sheet_of(view, ordered), "key": key, "picture": picture}
    return with_preamble(rendered("sheet.tex", names))


def _tasks(view: View, asked: Collection[str]) -> Iterator[Task]:
    """In the order of the work: forward, loss, backward, update."""
    layers = range(len(view.network.layers))
    for n in layers:
        for quantity in ("z", "a"):
            yield from _of_samples(view, quantity, n, asked)
    yield _loss(view, "loss" in asked)
    for n in reversed(layers):
        for quantity in ("da", "delta"):
            yield from _of_samples(view, quantity, n, asked)
        yield from _of_parameters(view, "dW", "db", n, asked)
    yield from _of_samples(view, "da", -1, asked)
    for n in layers:
        yield from _of_parameters(view, "W", "b", n, asked)


def _of_samples(view: View, quantity: str, n: int, asked: Collection[str]) -> Iterator[Task]:
    if view.trace.plan.steps_making(quantity, n, 0) == ():
        return  # a loss that is fused with its activation needs no ∂loss/∂a
    symbols, values = view.symbols, view.trace.array(quantity, n)
    many = len(values) > 1
    rows = tuple(
        (f"sample {s + 1}" if many else "", _cells(row, quantity in asked))
        for s, row in enumerate(values)
    )
    heading = f"{symbols.label(quantity, n + 1)} of {symbols.the_layer(n)}"
    yield Task(heading, symbols.neurons(n + 1), rows)


def _cells(row: Any, asked: bool) -> tuple[Cell, ...]:
    return tuple(Cell(float(value), asked) for value in row)


def _loss(view: View, asked: bool) -> Task:
    cell = Cell(float(view.trace.gradients.loss), asked)
    return Task(view.symbols.word("loss").capitalize(), ("",), (("", (cell,)),))


def _of_parameters(
    view: View, weights: str, biases: str, n: int, asked: Collection[str]
) -> Iterator[Task]:
    symbols, b = view.symbols, view.network.layers[n].b
    new = "new " if weights == "W" else ""
    learns = b is not None and (biases == "db" or not view.document["biases_frozen"])
    own = b is not None and b.ndim == 1 and learns
    values, sources = view.trace.array(weights, n), view.trace.plan.shape.sources[n]
    rows = []
    for j, name in enumerate(symbols.neurons(n + 1)):
        cells = [
            Cell(float(value), weights in asked) if i in sources[j] else Cell(None)
            for i, value in enumerate(values[j])
        ]
        if own:
            cells.append(Cell(float(view.trace.array(biases, n)[j]), biases in asked))
        rows.append((f"into {name}", tuple(cells)))
    head = (*(f"from {name}" for name in symbols.neurons(n)), *([symbols.label("b")] * own))
    heading = f"{new}{symbols.label(weights)} into {symbols.the_layer(n)}"
    yield Task(heading, head, tuple(rows))
    if learns and not own:
        shared = Cell(float(np.asarray(view.trace.array(biases, n))), biases in asked)
        title = f"{new}{symbols.label(biases)} of {symbols.the_layer(n)}, shared"
        yield Task(title, ("",), (("", (shared,)),))
