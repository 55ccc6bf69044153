"""What was checked as lines of NumPy: each array as it should be, and as it was given."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core import Report
from playground.check.arrangements import WITHOUT_LAYER
from playground.views.numpy_text import array_line


def numpy_lines(report: Report) -> str:
    """Two lines for each array that was given; a number that was not is nan in yours."""
    return "\n".join(line for place in report.by_place for line in _lines(report, place))


def _lines(report: Report, place: tuple[str, int]) -> Iterator[str]:
    quantity, layer = place
    name = quantity if quantity in WITHOUT_LAYER else f"{quantity}{layer + 1}"
    name += "_new" * (quantity in ("W", "b"))
    exact = np.asarray(report.exact[place], dtype=float)
    yield array_line(name, exact)
    yield array_line(f"{name}_yours", np.reshape(report.given[place].values, exact.shape))
