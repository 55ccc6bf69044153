"""Where neurons stand: the columns of the network and their rows, in px of the place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from playground.stage.design import Design, total_height
from playground.stage.marks import Point
from playground.stage.room import Demand, above_circle, below_circle
from playground.stage.rows import Row
from playground.stage.stage_view import Neuron

_WIDER = 1.2  # how much further apart the rows of a shorter column stand, at most


class Column(NamedTuple):
    """`x` is its middle, `half` half the width of its neurons, `high` half their height; `plain`
    neurons show no number. `ys` has the middle of each row."""

    x: float
    half: float
    high: float
    plain: bool
    rows: tuple[Row, ...]
    ys: tuple[float, ...]

    @property
    def pitch(self) -> float:
        """From one row to the next."""
        return min((b - a for a, b in pairwise(self.ys)), default=1e9)


@dataclass(frozen=True, eq=False)
class Frame:
    """Where neurons stand. Steps whose neurons stand alike have the same frame, not an equal one:
    what follows from it is kept by it, and looked up without looking through all columns."""

    design: Design
    columns: tuple[Column, ...]

    @cached_property
    def places(self) -> dict[Neuron, Point]:
        """The middle of each neuron that is not folded away."""
        return {
            (number, row.first): (column.x, y)
            for number, column in enumerate(self.columns)
            for row, y in zip(column.rows, column.ys, strict=True)
            if not row.folded
        }


frame_of = lru_cache(maxsize=64)(Frame)


def columns_of(
    demand: Demand,
    design: Design,
    rows: list[tuple[Row, ...]],
    halves: list[float],
    gaps: list[float],
) -> tuple[Column, ...]:
    room, columns = design.room, []
    x = room.pad
    for number, half in enumerate(halves):
        x += room.beside + half
        plain = design.compact and half < design.half
        high = half if plain or (number == 0 and not design.compact) else design.radius
        is_last = number == len(halves) - 1
        ys = _row_middles(demand, design, len(rows[number]), is_last=is_last)
        if design.compact and len(ys) > 1:
            high = min(high, 0.44 * (ys[1] - ys[0]))
        columns.append(Column(x, half, high, plain, rows[number], ys))
        x += half + room.beside + (gaps[number] if number < len(gaps) else 0)
    return tuple(columns)


def _row_middles(demand: Demand, design: Design, count: int, *, is_last: bool) -> tuple[float, ...]:
    """Rows spread over the height; a shorter column's a little wider, centred. Compact outputs
    leave room for the total loss below them."""
    room, slots, sizes = design.room, design.slots, design.sizes
    pitch = room.rows / max(demand.rows)
    if not design.compact:
        pitch = min(pitch, 5.2 * design.radius)
    taken = 0.0
    if design.compact and is_last:
        taken = total_height(sizes, demand.batch) + sizes.value
        if (room.rows - taken) / count < 2 * design.radius + 3:
            taken = 2.2 * sizes.value  # of one line
    pitch = min((room.rows - taken) / count, _WIDER * pitch)
    middle = (room.top + room.bottom - taken) / 2
    if not design.compact:
        middle += (above_circle(sizes, slots) - below_circle(sizes, slots)) / 2
    elif slots.name_above:
        middle += 0.5 * sizes.name
    return tuple(middle + (k - (count - 1) / 2) * pitch for k in range(count))
