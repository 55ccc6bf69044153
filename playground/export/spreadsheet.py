"""The pass as a workbook in which every number is a live formula on the weights.

Whoever changes a weight, an input or the learning rate sees both passes and the update recomputed.
One sheet holds what is given; the others hold a table for each quantity of a layer, a row for each
sample, and of weights a row for each neuron that they lead into.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.rules import Named, Stage
from playground.exercise.view import View
from playground.export import cell_formulas
from playground.export.cell_formulas import Area, Cells
from playground.export.escapes import one_line
from playground.export.rule_cells import SETTINGS, RuleCells, kept_key, made_key

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SHEETS = ("Given", "Forward", "Loss", "Backward", "Update")


@dataclass
class _Sheet:
    """A sheet, and the row that the next table begins in."""

    paper: Worksheet
    name: str
    row: int = 0


def workbook(view: View) -> Iterator[bytes]:
    """The bytes of an .xlsx file, after an empty piece for each layer: between them it can be
    stopped."""
    import xlsxwriter

    into = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(into, {**options, "nan_inf_to_errors": True}) as book:
        for _ in _Writer(view, book).write():
            yield b""
    yield into.getvalue()


class _Writer:
    """Lays the tables down one after the other, and remembers where each is."""

    def __init__(self, view: View, book: Any) -> None:
        self.view, self.trace, self.book = view, view.trace, book
        self.cells = Cells(view.trace, view.document)
        self.rule = RuleCells(self.cells)
        looks = {
            "title": {"bold": True, "font_size": 14},
            "head": {"bold": True, "bottom": 1, "align": "right"},
            "name": {"align": "left"},
            "given": {"font_color": "#0b6b85", "bg_color": "#eef6f8", "num_format": "General"},
            "made": {"num_format": "General"},  # a small gradient with its exponent, and not as 0
            "note": {"font_color": "#4f5d6b"},
        }
        self.looks = {name: book.add_format(look) for name, look in looks.items()}
        self.sheets = {name: _Sheet(book.add_worksheet(name), name) for name in _SHEETS}

    def write(self) -> Iterator[None]:
        """Layer by layer."""
        self._given()
        for layer in range(len(self.view.network.layers)):
            self._of_samples("Forward", "z", layer)
            self._of_samples("Forward", "a", layer)
            yield
        self._loss()
        for layer in reversed(range(len(self.view.network.layers))):
            if not self.cells.is_fused(layer):
                self._of_samples("Backward", "da", layer)
            self._of_samples("Backward", "delta", layer)
            self._of_weights("Backward", "dW", layer)
            self._of_biases("Backward", "db", layer)
            yield
        if self.trace.shape.to_inputs:
            self._of_inputs()
        for stage in self.rule.stages:
            yield from self._stage(stage)
        for sheet in self.sheets.values():
            sheet.paper.set_column(0, 0, 22)
            sheet.paper.set_column(1, 20, 12)

    def _given(self) -> None:
        sheet, symbols = self.sheets["Given"], self.view.symbols
        sheet.paper.write_string(0, 0, one_line(self.view.document["title"]), self.looks["title"])
        said = "Change a coloured number: every other number is a formula and updates."
        sheet.paper.write_string(1, 0, said, self.looks["note"])
        sheet.row = 3
        last = len(self.view.network.sizes) - 1
        self._settings()
        self._plain("x", "inputs", symbols.neurons(0), self.trace.forward.x, self._samples())
        self._plain("y", "targets", symbols.neurons(last), self.trace.y, self._samples())
        for n, layer in enumerate(self.view.network.layers):
            rows = symbols.neurons(n + 1)
            self._plain(f"W{n}", f"weights into {symbols.the_layer(n)}", symbols.neurons(n),
                        layer.W, rows)  # fmt: skip
            if layer.b is not None:
                biases = layer.b.reshape(-1, 1)
                self._plain(f"b{n}", f"biases of {symbols.the_layer(n)}", [symbols.label("b")],
                            biases, rows if len(biases) > 1 else ["all"])  # fmt: skip
        for stage in self.rule.stages:
            if stage.start is not None:
                self._kept(stage)

    def _settings(self) -> None:
        """The rate, and whatever else the rule was given."""
        named, found = self.rule.settings, self.trace.record.values
        values = [[found[one] if one.value is None else one.value] for one in named]
        alone = len(named) == 1
        title = self.view.symbols.word("rate") if alone else "of the update rule"
        self._plain(SETTINGS, title, [""], values, [""] if alone else [*named.values()])

    def _kept(self, stage: Stage) -> None:
        """What the rule had kept from the update before."""
        vector = np.asarray(self.trace.record.values[Named(stage.result, stage.symbol, "state")])
        for kind, layer, title, head, rows, values in self._of_parameters(stage.symbol, vector):
            key = kept_key(stage.result, kind, layer)
            self._plain(key, f"{title}, kept from before", head, values, rows)

    def _stage(self, stage: Stage) -> Iterator[None]:
        """Layer by layer what a stage makes of every parameter."""
        if stage.scalar:
            value = [[self.trace.record.value(stage.result)]]
            self._formulas("Update", stage.result, stage.symbol, [""], [""], value,
                           lambda row, column: self.rule.of_all(stage))  # fmt: skip
            return
        last = stage.result == "parameter"
        vector = np.asarray(self.trace.record.value(stage.result))
        for kind, layer, title, head, rows, values in self._of_parameters(
            "new" if last else stage.symbol, vector
        ):
            if last or self.rule.learns(kind, layer):
                made = partial(self.rule.formula, stage, kind, layer)
                key = made_key(stage, kind, layer)
                self._formulas("Update", key, title, head, rows, values, made)
                yield

    def _of_parameters(self, of: str, vector: Any) -> Iterator[tuple[str, int, str, Any, Any, Any]]:
        """For the weights and the biases of each layer: which they are, the title of their table,
        its head and rows, and their part of the vector. `of` is "new" or a rule's symbol."""
        symbols, before = self.view.symbols, of if of == "new" else f"{of} of"
        for layer, shaped in enumerate(self.view.network.with_parameters(vector).layers):
            W, b = shaped.W, shaped.b
            names, where = symbols.neurons(layer + 1), symbols.the_layer(layer)
            title = f"{before} {symbols.label('W')} into {where}"
            yield "W", layer, title, symbols.neurons(layer), names, W
            if b is not None:
                rows = names if b.ndim else ["all"]
                title = f"{before} {symbols.label('b')} of {where}"
                yield "b", layer, title, [""], rows, b.reshape(-1, 1)

    def _samples(self) -> list[str]:
        return [f"sample {s + 1}" for s in range(len(self.trace.y))]

    def _plain(self, key: str, title: str, head: Any, values: Any, rows: Any = ("",)) -> None:
        """A table of numbers to be changed."""
        sheet = self.sheets["Given"]
        for row, column in self._table(sheet, key, title, head, rows):
            value = float(values[row][column])
            sheet.paper.write_number(*self.cells.areas[key].place(row, column), value,
                                     self.looks["given"])  # fmt: skip

    def _table(self, sheet: _Sheet, key: str, title: str, head: Any, rows: Any) -> Any:
        """Headings; gives the places of its body, and goes on below it."""
        sheet.paper.write_string(sheet.row, 0, title, self.looks["head"])
        for column, name in enumerate(head):
            sheet.paper.write_string(sheet.row, column + 1, name, self.looks["head"])
        for row, name in enumerate(rows):
            sheet.paper.write_string(sheet.row + 1 + row, 0, name, self.looks["name"])
        self.cells.areas[key] = Area(sheet.name, sheet.row + 1, 1, len(rows), len(head))
        sheet.row += len(rows) + 2
        return np.ndindex(len(rows), len(head))

    def _formulas(
        self,
        sheet: str,
        key: str,
        title: str,
        head: Any,
        rows: Any,
        values: Any,
        made: Callable[[int, int], str] | None = None,
    ) -> None:
        """A table of formulas, with the numbers that they give now for whoever does not compute."""
        paper, made = self.sheets[sheet], made or partial(cell_formulas.formula, self.cells, key)
        for row, column in self._table(paper, key, title, head, rows):
            formula = made(row, column)
            number = float(values[row][column])
            value = number if np.isfinite(number) else "#NUM!"  # a spreadsheet knows no infinity
            paper.paper.write_formula(*self.cells.areas[key].place(row, column), formula,
                                      self.looks["made"], value)  # fmt: skip

    def _of_samples(self, sheet: str, quantity: str, layer: int) -> None:
        symbols = self.view.symbols
        title = f"{symbols.label(quantity, layer + 1)} of {symbols.the_layer(layer)}"
        values = self.trace.array(quantity, layer)
        head = symbols.neurons(layer + 1)
        self._formulas(sheet, f"{quantity}{layer}", title, head, self._samples(), values)

    def _of_inputs(self) -> None:
        symbols = self.view.symbols
        title, head = f"{symbols.label('da', 0)} of {symbols.the_layer(-1)}", symbols.neurons(0)
        values = self.trace.input_gradient
        self._formulas("Backward", "dx0", title, head, self._samples(), values)

    def _of_weights(self, sheet: str, quantity: str, layer: int) -> None:
        symbols = self.view.symbols
        title = f"{symbols.label(quantity)} into {symbols.the_layer(layer)}"
        head, rows = symbols.neurons(layer), symbols.neurons(layer + 1)
        values = self.trace.array(quantity, layer)
        self._formulas(sheet, f"{quantity}{layer}", title, head, rows, values)

    def _of_biases(self, sheet: str, quantity: str, layer: int) -> None:
        symbols, b = self.view.symbols, self.view.network.layers[layer].b
        if b is None:
            return
        title = f"{symbols.label(quantity)} of {symbols.the_layer(layer)}"
        rows = ["all"] if b.ndim == 0 else symbols.neurons(layer + 1)
        values = self.trace.array(quantity, layer).reshape(-1, 1)
        self._formulas(sheet, f"{quantity}{layer}", title, [""], rows, values)

    def _loss(self) -> None:
        symbols, last = self.view.symbols, len(self.view.network.layers) - 1
        parts = self.cells.loss_parts()
        self._formulas("Loss", "part", f"part of each output in the {symbols.word('loss')}",
                       symbols.neurons(last + 1), self._samples(), parts)  # fmt: skip
        loss = [[self.trace.gradients.loss]]
        self._formulas("Loss", "loss", symbols.word("loss"), [""], [""], loss)
