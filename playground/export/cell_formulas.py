"""The formula of each cell: the arithmetic of both passes in the language of spreadsheets.

Sums of products over cells that lie alike are SUMPRODUCT; where one lies across the other, the
products are written out. What a function is stands in its formula as it could be typed in the app,
and its slope is the derivative of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core import Trace, loss_contributions, per_sample_weight
from playground.exercise.document import Document
from playground.export.formula_code import written_in
from playground.functions.catalogue import as_formula
from playground.functions.typed.typed_functions import typed_activation, typed_loss


@dataclass(frozen=True)
class Area:
    """Where a table's numbers are: its sheet, first row and column, counted from 0, and size."""

    sheet: str
    row: int
    column: int
    rows: int
    columns: int

    def place(self, row: int, column: int) -> tuple[int, int]:
        """A cell, counted from 0 within its sheet."""
        return self.row + row, self.column + column

    def cell(self, row: int, column: int) -> str:
        """A cell's name, such as Given!$B$5."""
        return f"{self.sheet}!{_name(*self.place(row, column))}"

    def line(self, row: int) -> str:
        """A whole row."""
        return self._range((row, 0), (row, self.columns - 1))

    def upright(self, column: int) -> str:
        """A whole column."""
        return self._range((0, column), (self.rows - 1, column))

    @property
    def whole(self) -> str:
        return self._range((0, 0), (self.rows - 1, self.columns - 1))

    def _range(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        return f"{self.sheet}!{_name(*self.place(*first))}:{_name(*self.place(*last))}"


def _name(row: int, column: int) -> str:
    """$B$5, for fewer than 26 columns."""
    return f"${chr(ord('A') + column)}${row + 1}"


@dataclass
class Cells:
    """The pass, and where each of its tables lies by now."""

    trace: Trace
    document: Document
    areas: dict[str, Area] = field(default_factory=dict)

    def is_fused(self, layer: int) -> bool:
        """Whether loss and activation are differentiated together there."""
        return layer == self.trace.shape.last and self.trace.network.fused

    def incoming(self, layer: int) -> Area:
        return self.areas[f"a{layer - 1}" if layer else "x"]

    def loss_parts(self) -> Any:
        """What each output of each sample brings, (batch, n_out)."""
        return loss_contributions(self.trace.network, self.trace.forward, self.trace.y)

    def share(self) -> str:
        """What a sample counts, as it stands behind a slope."""
        weight = per_sample_weight(self.trace.network, len(self.trace.y))
        return "" if weight == 1.0 else f"/{len(self.trace.y)}"

    @cached_property
    def loss(self) -> Any:
        """The typed formula of one output's part of the loss."""
        text = as_formula(self.document["loss"], self.trace.y.shape[1])
        return typed_loss(text)[0]

    def masked(self, layer: int, s: int, j: int) -> str:
        """What dropout multiplies that neuron by; "" without dropout."""
        mask = self.trace.network.layers[layer].mask
        return "" if mask is None else f"{float(mask[s, j])!r}*"

    def function(self, layer: int, z: str, *, slope: bool = False) -> str:
        """f(z) or f′(z) of the cell z."""
        f = self.trace.network.layers[layer].f
        if f.threshold:
            at_zero = f"{f.parameter:g}"
            value = f"IF(ABS({z})<=1E-12,{at_zero},IF({z}>0,1,{f.range.low:g}))"
            return "0" if slope else value
        text = as_formula(self.document["layers"][layer]["activation"])
        function, _ = typed_activation(text)
        names: Mapping[str, str] = {function.variable: z}
        return written_in("excel", function.slope if slope else function.tree, names)


def formula(cells: Cells, key: str, row: int, column: int) -> str:
    """The formula of the cell in that place of the table `key`, such as z0 or dW1."""
    if key in ("part", "loss"):
        return f"={_part(cells, row, column) if key == 'part' else _loss(cells)}"
    name, layer = key.rstrip("0123456789"), int(key[len(key.rstrip("0123456789")) :])
    return f"={_MAKERS[name](cells, layer, row, column)}"


def _z(cells: Cells, layer: int, s: int, j: int) -> str:
    W, made = cells.areas[f"W{layer}"], cells.trace.network.layers[layer]
    total = f"SUMPRODUCT({W.line(j)},{cells.incoming(layer).line(s)})"
    if made.b is None:
        return total
    return f"{total}+{cells.areas[f'b{layer}'].cell(0 if made.b.ndim == 0 else j, 0)}"


def _a(cells: Cells, layer: int, s: int, j: int) -> str:
    z = cells.areas[f"z{layer}"]
    if cells.trace.shape.softmaxes[layer]:
        row = z.line(s)
        return f"EXP({z.cell(s, j)}-MAX({row}))/SUMPRODUCT(EXP({row}-MAX({row})))"
    return cells.masked(layer, s, j) + cells.function(layer, z.cell(s, j))


def _part(cells: Cells, s: int, k: int) -> str:
    """A target of 0 leaves out its logarithm, which may be one of 0."""
    last = cells.trace.shape.last
    a, y = cells.areas[f"a{last}"].cell(s, k), cells.areas["y"].cell(s, k)
    loss = cells.document["loss"]
    if loss in ("perceptron", "delta_rule"):
        z = cells.areas[f"z{last}"].cell(s, k)
        return f"({a}-{y})*{z}" if loss == "perceptron" else f"({z}-{y})^2/2"
    if loss == "cross_entropy":
        return f"IF({y}=0,0,-{y}*{_log_of_probability(cells, s, k)})"
    if loss == "binary_cross_entropy":
        z = cells.areas[f"z{last}"].cell(s, k)
        return f"(MAX({z},0)-{z}*{y}+LN(1+EXP(-ABS({z}))))/{cells.trace.y.shape[1]}"
    if loss == "root_mean_squared_error":
        return f"({a}-{y})^2/{cells.trace.y.size}"
    return written_in("excel", cells.loss.tree, {"a": a, "y": y})


def _log_of_probability(cells: Cells, s: int, k: int) -> str:
    """From z behind a softmax: a probability that rounds to 0 has no logarithm."""
    last = cells.trace.shape.last
    if not cells.trace.shape.softmaxes[last]:
        return f"LN({cells.areas[f'a{last}'].cell(s, k)})"
    z = cells.areas[f"z{last}"]
    row = z.line(s)
    return f"({z.cell(s, k)}-MAX({row})-LN(SUMPRODUCT(EXP({row}-MAX({row})))))"


def _loss(cells: Cells) -> str:
    total = f"SUM({cells.areas['part'].whole})"
    if cells.document["loss"] == "root_mean_squared_error":
        return f"SQRT({total})"
    return f"{total}{cells.share()}"


def _da(cells: Cells, layer: int, s: int, j: int) -> str:
    if layer == cells.trace.shape.last:
        return _loss_slope(cells, s, j)
    return _dx(cells, layer + 1, s, j)


def _dx(cells: Cells, layer: int, s: int, j: int) -> str:
    """Back through the weights of that layer to what it received."""
    after, delta = cells.areas[f"W{layer}"], cells.areas[f"delta{layer}"]
    sources = cells.trace.shape.sources[layer]
    products = [
        f"{after.cell(k, j)}*{delta.cell(s, k)}" for k, into in enumerate(sources) if j in into
    ]
    return "+".join(products) or "0"


def _loss_slope(cells: Cells, s: int, k: int) -> str:
    last = cells.trace.shape.last
    a, y = cells.areas[f"a{last}"].cell(s, k), cells.areas["y"].cell(s, k)
    if cells.document["loss"] == "root_mean_squared_error":
        loss = cells.areas["loss"].cell(0, 0)
        return f"IF({loss}=0,0,({a}-{y})/({cells.trace.y.size}*{loss}))"
    return f"({written_in('excel', cells.loss.slope, {'a': a, 'y': y})}){cells.share()}"


def _delta(cells: Cells, layer: int, s: int, j: int) -> str:
    a = cells.areas[f"a{layer}"]
    if cells.is_fused(layer):
        return _fused(cells, s, j)
    da = cells.areas[f"da{layer}"]
    if cells.trace.shape.softmaxes[layer]:
        mixed = f"SUMPRODUCT({da.line(s)},{a.line(s)})"
        return f"{a.cell(s, j)}*({da.cell(s, j)}-{mixed})"
    slope = cells.function(layer, cells.areas[f"z{layer}"].cell(s, j), slope=True)
    return f"{da.cell(s, j)}*{cells.masked(layer, s, j)}({slope})"


def _fused(cells: Cells, s: int, k: int) -> str:
    a, y = cells.areas[f"a{cells.trace.shape.last}"], cells.areas["y"]
    if cells.document["loss"] == "binary_cross_entropy":
        return f"({a.cell(s, k)}-{y.cell(s, k)})/{cells.trace.y.shape[1]}{cells.share()}"
    if cells.trace.shape.for_thresholds:
        made = (
            a
            if cells.document["loss"] == "perceptron"
            else cells.areas[f"z{cells.trace.shape.last}"]
        )
        return f"({made.cell(s, k)}-{y.cell(s, k)}){cells.share()}"
    return f"({a.cell(s, k)}*SUM({y.line(s)})-{y.cell(s, k)}){cells.share()}"


def _dW(cells: Cells, layer: int, j: int, i: int) -> str:
    if i not in cells.trace.shape.sources[layer][j]:
        return "0"
    delta, before = cells.areas[f"delta{layer}"], cells.incoming(layer)
    return f"SUMPRODUCT({delta.upright(j)},{before.upright(i)})"


def _db(cells: Cells, layer: int, j: int, _: int) -> str:
    delta, b = cells.areas[f"delta{layer}"], cells.trace.network.layers[layer].b
    return f"SUM({delta.whole if np.ndim(b) == 0 else delta.upright(j)})"  # type: ignore[arg-type]


_MAKERS = {"z": _z, "a": _a, "da": _da, "dx": _dx, "delta": _delta, "dW": _dW, "db": _db}
