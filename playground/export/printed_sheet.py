"""A sheet to work on, and its key: the same tables, once with blanks and once with the numbers.

Whoever makes the sheet says which quantities are asked. Of the others those stand in their tables
as given that were chosen for it, or else those that an asked number is computed from. The key has
each number as the sheet wants it rounded, and exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from playground.exercise.document_conventions import conventions_of
from playground.exercise.view import View
from playground.export.figure_files import picture_without_answers
from playground.export.given_numbers import facts, given_tables
from playground.export.needed import Place, given_places
from playground.export.printed_numbers import fixed, in_decimals, in_full
from playground.export.qr import qr_svg, qr_tikz
from playground.export.solution import with_preamble
from playground.export.svg import svg
from playground.export.templated import content, rendered
from playground.export.tikz import tikz
from playground.solve import choices
from playground.steps.tables import Table

QUANTITIES = choices.QUANTITIES["all"]


@dataclass(frozen=True)
class Ordered:
    """How a sheet is to be: what is asked, how many decimals, a box or a line for each number,
    points for each, lines to write on below each table, whose sheet it is, and which quantities
    are given, None for what the answers need."""

    asked: frozenset[str] = frozenset(QUANTITIES)
    decimals: int = 4
    boxes: bool = True
    points: float = 1.0
    lines: int = 0
    whose: str = ""
    given: frozenset[str] | None = None


EVERYTHING = Ordered()


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
    def blanks(self) -> tuple[Task, ...]:
        """The tables with something to fill in."""
        return tuple(task for task in self.tasks if task.count)

    @property
    def given_too(self) -> tuple[Task, ...]:
        """The tables of what is given besides the exercise."""
        return tuple(task for task in self.tasks if not task.count)

    @property
    def points(self) -> str:
        """Of the whole sheet."""
        return _in_points(self.ordered.points * sum(task.count for task in self.tasks))

    def points_of(self, task: Task) -> str:
        return _in_points(self.ordered.points * task.count)

    def rounded(self, value: float | None) -> str:
        """With the sheet's decimals; a zero has no sign."""
        return "–" if value is None else fixed(value, self.ordered.decimals, comma=self.comma)

    def exact(self, value: float | None) -> str:
        """To twelve digits, which is as far as rounding leaves them alone."""
        return "–" if value is None else in_full(value, comma=self.comma)

    @property
    def rounding(self) -> str:
        """What it asks for."""
        return f"Round to {in_decimals(self.ordered.decimals)}"

    def cell(self, value: str | float | None) -> str:
        """A given number as it is."""
        return value if isinstance(value, str) else self.exact(value)


def _in_points(count: float) -> str:
    return f"{count:g} point{'s' * (count != 1)}"


def sheet_of(view: View, ordered: Ordered = EVERYTHING) -> Sheet:
    """The sheet of that exercise."""
    document = view.document
    return Sheet(
        document["title"] or "A network",
        tuple(facts(view)),
        tuple(given_tables(view)),
        tuple(_tasks(view, ordered)),
        ordered,
        conventions_of(document).comma,
    )


def sheet_html(view: View, ordered: Ordered, *, key: bool, link: str = "") -> str:
    """The sheet, or its key, as a page to print, with a QR code of the link."""
    return next(_pages(view, ordered, link, (key,)))


def sheet_and_key(view: View, ordered: Ordered, link: str) -> tuple[str, str]:
    """Both pages, for which the figure is drawn once."""
    sheet, key = _pages(view, ordered, link, (False, True))
    return sheet, key


def _pages(view: View, ordered: Ordered, link: str, keys: Iterable[bool]) -> Iterator[str]:
    names = {
        "sheet": sheet_of(view, ordered),
        "style": Markup(content("paper.css")),
        "figure": Markup(svg(picture_without_answers(view))),
        "qr": Markup(qr_svg(link)),
        "link": link,
    }
    yield from (rendered("sheet.html", {**names, "key": key}) for key in keys)


def sheet_markdown(view: View, ordered: Ordered, *, key: bool, link: str = "") -> str:
    """The sheet, or its key, as Markdown, with the link."""
    return rendered("sheet.md", {"sheet": sheet_of(view, ordered), "key": key, "link": link})


def sheet_latex(view: View, ordered: Ordered, *, key: bool, link: str = "") -> str:
    """The sheet, or its key, as a LaTeX file, with a QR code of the link."""
    picture = tikz(picture_without_answers(view))
    names = {"sheet": sheet_of(view, ordered), "key": key, "picture": picture, "qr": qr_tikz(link)}
    return with_preamble(rendered("sheet.tex", names))


def given_beside(view: View, ordered: Ordered) -> Iterator[tuple[str, Table]]:
    """The tables of what the sheet gives besides the exercise."""
    for task in _tasks(view, ordered):
        if not task.count:
            rows = [[name, *(cell.value for cell in cells)] for name, cells in task.rows]
            yield task.heading, Table(["", *task.columns], rows)


def _tasks(view: View, ordered: Ordered) -> Iterator[Task]:
    """In the order of the work: forward, loss, backward, update."""
    places = given_places(view, ordered.asked, ordered.given)
    return _Tasks(view, ordered.asked, places).all()


@dataclass(frozen=True)
class _Tasks:
    """The tables of a sheet: what is `asked`, and what is `given` with it."""

    view: View
    asked: Collection[str]
    given: Collection[Place]

    def all(self) -> Iterator[Task]:
        layers = range(len(self.view.network.layers))
        for n in layers:
            for quantity in ("z", "a"):
                yield from self._of_samples(quantity, n)
        if self._is_shown("loss", layers[-1]):
            yield self._loss()
        for n in reversed(layers):
            for quantity in ("da", "delta"):
                yield from self._of_samples(quantity, n)
            yield from self._of_parameters("dW", "db", n)
        yield from self._of_samples("da", -1)
        for n in layers:
            yield from self._of_parameters("W", "b", n)

    def _is_shown(self, quantity: str, n: int) -> bool:
        return quantity in self.asked or (quantity, n) in self.given

    def _of_samples(self, quantity: str, n: int) -> Iterator[Task]:
        made = self.view.trace.plan.steps_making(quantity, n, 0)
        if made == () or not self._is_shown(quantity, n):
            return  # a loss that is fused with its activation needs no ∂loss/∂a
        symbols, values = self.view.symbols, self.view.trace.array(quantity, n)
        many, asked = len(values) > 1, quantity in self.asked
        rows = tuple(
            (f"sample {s + 1}" if many else "", tuple(Cell(float(value), asked) for value in row))
            for s, row in enumerate(values)
        )
        heading = f"{symbols.label(quantity, n + 1)} of {symbols.the_layer(n)}"
        yield Task(heading, symbols.neurons(n + 1), rows)

    def _loss(self) -> Task:
        cell = Cell(float(self.view.trace.gradients.loss), "loss" in self.asked)
        return Task(self.view.symbols.word("loss").capitalize(), ("",), (("", (cell,)),))

    def _of_parameters(self, weights: str, biases: str, n: int) -> Iterator[Task]:
        """One table of a layer's weights with their biases; a shared bias has its own."""
        symbols, b = self.view.symbols, self.view.network.layers[n].b
        new = "new " if weights == "W" else ""
        learns = b is not None and (biases == "db" or not self.view.document["biases_frozen"])
        with_weights, with_biases = self._is_shown(weights, n), learns and self._is_shown(biases, n)
        own = with_biases and b is not None and b.ndim == 1
        rows = [
            (
                f"into {name}",
                (
                    *(self._weights(weights, n, j) if with_weights else ()),
                    *((self._bias(biases, n, j),) if own else ()),
                ),
            )
            for j, name in enumerate(symbols.neurons(n + 1))
        ]
        sources = [f"from {name}" for name in symbols.neurons(n)] if with_weights else []
        head = (*sources, *([symbols.label("b")] if own else []))
        if head:
            of = symbols.label(weights if with_weights else biases)
            yield Task(f"{new}{of} into {symbols.the_layer(n)}", head, tuple(rows))
        if with_biases and not own:
            title = f"{new}{symbols.label(biases)} of {symbols.the_layer(n)}, shared"
            yield Task(title, ("",), (("", (self._bias(biases, n, None),)),))

    def _weights(self, quantity: str, n: int, j: int) -> Iterator[Cell]:
        sources = self.view.trace.plan.shape.sources[n][j]
        for i, value in enumerate(self.view.trace.array(quantity, n)[j]):
            yield Cell(float(value), quantity in self.asked) if i in sources else Cell(None)

    def _bias(self, quantity: str, n: int, j: int | None) -> Cell:
        values = np.asarray(self.view.trace.array(quantity, n))
        return Cell(float(values if j is None else values[j]), quantity in self.asked)
