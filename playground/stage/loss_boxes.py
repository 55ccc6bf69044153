"""Where the boxes of the loss column stand: each output's beside it, and the total between two of
them or beyond, in the fullest form that there is room for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from playground.stage.layout import Layout
from playground.stage.marks import Box
from playground.stage.stage_view import StageView


class Total(NamedTuple):
    """A form of the total's box: its height by the size of a value, and whether it also holds the
    loss of the sample shown."""

    height: float
    samples: bool


TOTALS = (Total(5.5, True), Total(3.6, False), Total(2.7, False), Total(1.75, False))


class Boxes(NamedTuple):
    """Of the outputs that are shown the box of each, by its number, and how many lines it has:
    where outputs are close its target alone. The total's box, and its form."""

    outputs: dict[int, Box]
    total: Box
    kind: Total
    lines: int


_CLOSE = 5.6  # outputs this near, by the size of a value, leave no room for two lines each
_APART = 0.3  # between the total and what it stands between


def loss_boxes(view: StageView, layout: Layout) -> Boxes:
    sizes, band = layout.design.sizes, layout.loss
    value, margin = sizes.value, (2 if sizes.narrow else 7) * sizes.unit
    x0, x1 = band.x0 + margin, band.x1 - margin
    ys = {j: y for (column, j), (_, y) in sorted(layout.places.items()) if column == view.last}
    pitch = layout.columns[view.last].pitch
    is_sum = view.trace.network.loss_function.separable
    lines = 2 if is_sum and not layout.design.compact and pitch >= _CLOSE * value else 1
    half = min((0.34 + 0.64 * lines) * value, 0.46 * pitch)
    outputs = {j: Box(f"output/{j}", x0, y - half, x1, y + half) for j, y in ys.items()}
    kind, (top, bottom) = _total(view, layout, list(outputs.values()))
    return Boxes(outputs, Box("total", x0, top, x1, bottom), kind, lines)


def _total(
    view: StageView, layout: Layout, outputs: list[Box]
) -> tuple[Total, tuple[float, float]]:
    """The fullest form of the total that finds a place, and its top and bottom."""
    value = layout.design.sizes.value
    has_samples = view.trace.plan.shape.batch > 1 and view.output_losses is not None
    for kind in TOTALS:
        place = next(_places(layout, outputs, kind.height * value), None)
        if kind.samples <= has_samples and place is not None:
            return kind, place
    bottom = layout.loss.y1
    return TOTALS[-1], (bottom - TOTALS[-1].height * value, bottom)


def _places(layout: Layout, outputs: list[Box], high: float) -> Iterator[tuple[float, float]]:
    """The tops and bottoms that a box so high may have: between the middle outputs, then further
    out, then below and above them all."""
    value = layout.design.sizes.value
    apart, away = _APART * value, 2.2 * value
    between = [(upper.y1, lower.y0) for upper, lower in pairwise(outputs)]
    middle = (len(between) - 1) / 2
    for _, (top, bottom) in sorted(enumerate(between), key=lambda g: (abs(g[0] - middle), -g[0])):
        if bottom - top >= high + 2 * apart:
            y = (top + bottom) / 2
            yield y - high / 2, y + high / 2
    top, bottom = outputs[-1].y1, layout.loss.y1 - 2
    if bottom - top >= high + apart:
        y0 = min(top + away, bottom - high)
        yield y0, y0 + high
    top, bottom = layout.loss.y0 + 2, outputs[0].y0
    if bottom - top >= high + apart:
        y1 = max(bottom - away, top + high)
        yield y1 - high, y1
