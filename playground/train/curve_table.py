"""The curve of a run as a table: a row for each measurement that is drawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from playground.train.measures import Mark


def curve_csv(marks: Sequence[Mark], loss: str = "loss") -> str:
    """The losses, and of each layer the root mean square of its gradient and of its change in W,
    with every digit; a cell is empty where nothing was measured."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\n")
    layers = range(1, 1 + max((len(mark.gradients) for mark in marks), default=0))
    sizes = [f"{what} of layer {n}" for what in ("gradient", "change") for n in layers]
    writer.writerow(["update", f"training {loss}", f"test {loss}", *sizes])
    for mark in marks:
        losses = [repr(mark.train), "" if mark.test is None else repr(mark.test)]
        both = (_padded(mark.gradients, len(layers)), _padded(mark.changes, len(layers)))
        writer.writerow([mark.number, *losses, *(cell for cells in both for cell in cells)])
    return into.getvalue()


def _padded(values: Sequence[float], count: int) -> list[str]:
    return [*map(repr, values), *[""] * (count - len(values))]
