"""Grids and lines as plain data for the browser: names, labels, texts, and what is lit.

Marks are lists of cells: `now` is what the step makes, `used` what went in, `newest` the last
product where a sum is taken product by product, `chosen` what the reader selected, `cut` where
there is no connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import Any

import numpy as np

from backprop_core import Address, Step, Trace
from playground.latex.symbol_html import as_html
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.steps.array_grids import Grid, Mask, lit
from playground.steps.grid_line import RATE, Line
from playground.views.numpy_text import array_lines, array_text
from playground.where import Selected, Weight

MANY = 6  # in wider grids numbers have no more than three digits; the pointer shows all of them
FEW_DIGITS = 3
OLD_OR_NEW = ("W", "b")
Marks = Mapping[str, Mask]


def view_data(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The lines as the browser takes them, and once for all what it copies as NumPy."""
    grids = [part for line in lines for part in line["parts"] if not isinstance(part, str)]
    return {
        "lines": [{**line, "parts": [_drawn(part) for part in line["parts"]]} for line in lines],
        "numpy": array_lines((grid["variable"], grid["numpy"]) for grid in grids),
    }


def _drawn(part: dict[str, Any] | str) -> dict[str, Any] | str:
    if isinstance(part, str):
        return part
    return {name: value for name, value in part.items() if name not in ("variable", "numpy")}


def line_data(
    line: Line,
    trace: Trace,
    step: Step,
    symbols: Symbols,
    digits: int,
    chosen: Selected | None = None,
) -> dict[str, Any]:
    """A line at one step: what is not known yet is blank, what the step is about is lit."""
    rate = as_html(symbols.tex(Address("learning_rate")))
    parts = [
        at_step(part, trace, step, symbols, digits, chosen)
        if isinstance(part, Grid)
        else escape(part).replace("{rate}", rate)
        for part in line.parts
    ]
    return {"parts": parts, "shapes": line.shapes.replace(RATE, "−")}


def at_step(
    grid: Grid,
    trace: Trace,
    step: Step,
    symbols: Symbols,
    digits: int,
    chosen: Selected | None = None,
) -> dict[str, Any]:
    """One grid at one step."""
    marks = marks_at(grid, step, chosen)
    known, values = grid.known(trace.plan, step.number), grid.values
    if not step.complete:  # the number that is being made shows its sum so far
        known, values = known | marks["now"], np.where(marks["now"], step.value, values)
    return shown(grid, symbols, digits, values=values, known=known, marks=marks)


def marks_at(grid: Grid, step: Step, chosen: Selected | None = None) -> dict[str, Mask]:
    """What of the grid the step is about."""
    nothing = np.zeros(grid.values.shape, dtype=bool)
    marks = {
        "now": nothing if grid.given else lit(grid, [step.address.whole]),
        "used": lit(grid, _went_in(grid, step)),
        "chosen": lit(grid, _chosen(chosen)),
    }
    if step.part is not None:
        last = [n.address for n in step.terms[-1].factors]
        marks["newest"] = lit(grid, [at for at in last if at in _went_in(grid, step)])
    return marks


def _went_in(grid: Grid, step: Step) -> list[Address]:
    """The step's inputs that this grid may hold: only old weights and biases go into anything."""
    return [
        number.address
        for number in step.inputs
        if number.quantity == grid.quantity and (grid.given or number.quantity not in OLD_OR_NEW)
    ]


def _chosen(chosen: Selected | None) -> list[Address]:
    """A selected edge is a cell of W and dW, a selected input a row of x."""
    if isinstance(chosen, Weight):
        return [Address(quantity, *chosen) for quantity in ("W", "dW")]
    if chosen is None or chosen.column > 0:
        return []
    return [Address("x", neuron=chosen.neuron)]


def shown(
    grid: Grid,
    symbols: Symbols,
    digits: int,
    *,
    values: Any = None,
    known: Mask | None = None,
    marks: Marks | None = None,
    name: str | None = None,
    tint: float | None = None,
) -> dict[str, Any]:
    """One grid. `name` is HTML, by default the quantity's symbol; with `tint`, the largest value
    that there is, cells are coloured by sign and size."""
    values = grid.values if values is None else values
    known = np.ones(values.shape, dtype=bool) if known is None else known
    enough = number_text.at_most(digits, FEW_DIGITS) if max(values.shape) > MANY else digits
    name = _name(grid, symbols) if name is None else name
    texts, full = _written(np.ascontiguousarray(values, float).tobytes(), values.shape, enough)
    return {
        "name": name,
        "shape": grid.shape,
        "label": f"{plain(name)}{_where(grid, symbols)}, {grid.shape.replace('×', ' by ')}",
        "rows": _labels(grid, 0, symbols),
        "columns": _labels(grid, 1, symbols),
        "texts": _blanked(texts, known),
        "full": _blanked(full, known),
        "marks": {
            kind: np.argwhere(mask).tolist()
            for kind, mask in {**(marks or {}), "cut": grid.cut}.items()
            if mask is not None and mask.any()
        },
        "tint": None if tint is None else _tints(values, tint),
        "at": grid.place,
        "variable": variable_of(grid),
        "numpy": array_text(np.where(known, values, np.nan)),
    }


Rows = list[list[str]]


@lru_cache(maxsize=128)
def _written(numbers: bytes, shape: tuple[int, int], digits: int) -> tuple[Rows, Rows]:
    """All numbers with that many digits, and with all of theirs. Most stay from step to step."""
    rows = np.frombuffer(numbers).reshape(shape).tolist()
    texts = [[number_text.on_screen(v, digits) for v in row] for row in rows]
    return texts, [[number_text.every_digit(v, digits) for v in row] for row in rows]


def _blanked(rows: Rows, known: Mask) -> Rows:
    """The same, with nothing where a number is not known."""
    if known.all():
        return rows
    return [
        [text if there else "" for text, there in zip(row, mask, strict=True)]
        for row, mask in zip(rows, known.tolist(), strict=True)
    ]


def _tints(values: Any, largest: float) -> list[list[float]]:
    """From −1 to 1: each value by the largest that there is."""
    shares = np.where(np.isfinite(values), values, 0.0) / (largest or 1.0)
    rounded: list[list[float]] = np.round(np.clip(shares, -1.0, 1.0), 2).tolist()
    return rounded


def variable_of(grid: Grid) -> str:
    """What the array is called as NumPy: x, W1, W1_new, or delta2_T where it stands turned."""
    layer = "" if grid.layer is None else str(grid.layer + 1)
    new = "_new" if grid.quantity in OLD_OR_NEW and not grid.given else ""
    name = re.sub(r"\W+", "_", grid.quantity)
    return f"{name}{layer}{new}{'_T' if grid.flipped else ''}"


def _name(grid: Grid, symbols: Symbols) -> str:
    new = grid.quantity in OLD_OR_NEW and not grid.given
    tex = symbols.tex(Address(grid.quantity, grid.layer), new=new)
    flipped = "<sup>T</sup>" if grid.flipped else ""
    name = as_html(tex)
    return f"({name}){flipped}" if flipped and "/" in name else name + flipped


def plain(name: str) -> str:
    """HTML as plain text, for screen readers."""
    return unescape(re.sub("<.*?>", "", name))


def _where(grid: Grid, symbols: Symbols) -> str:
    if grid.layer is None:
        return ""
    return f" of {symbols.the_layer(grid.layer)}"


def _labels(grid: Grid, way: int, symbols: Symbols) -> Sequence[str]:
    """What the rows (0) or the columns (1) are called; blank where there is but one."""
    axis, count = grid.axes[way], grid.values.shape[way]
    if axis == "all":
        return [""] * count
    if axis == "sample":
        template = symbols.notation.sample if symbols.batch > 1 else ""
        return [template.format(s=s + 1) for s in grid.samples]
    column = _column(grid, axis, symbols)
    return [symbols.neuron(column, j) for j in range(count)]


def _column(grid: Grid, axis: str, symbols: Symbols) -> int:
    if grid.layer is None:
        return 0 if grid.quantity == "x" else len(symbols.sizes) - 1
    behind = axis == "source" and grid.quantity != "jacobian"
    return grid.layer if behind else grid.layer + 1
