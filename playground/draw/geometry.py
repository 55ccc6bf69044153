"""Where columns and neurons lie on the drawing board.

Coordinates are those of a canvas of SIZE, x to the right and y down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS

SIZE = (900.0, 520.0)
TOP, BOTTOM = 46.0, 30.0
LEFT, RIGHT = 62.0, 153.0
WIDEST_GAP, HIGHEST_GAP = 265.0, 148.0
LARGE = 29.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Geometry:
    """`places[column][neuron]`, the radius of a neuron, the height of a row, and where new neurons
    and columns would go."""

    places: tuple[tuple[Point, ...], ...]
    radius: float
    row: float
    slots: tuple[Point | None, ...]
    gaps: tuple[tuple[int, float], ...]  # (column it comes after, x)


def _middle() -> float:
    return (TOP + SIZE[1] - BOTTOM) / 2


@lru_cache(maxsize=64)
def geometry_of(sizes: Sequence[int], columns: tuple[float, ...] | None = None) -> Geometry:
    """The places of a network with `sizes` neurons in its columns, inputs first. The columns stand
    at those x, evenly if none are given."""
    row = min(HIGHEST_GAP, (SIZE[1] - TOP - BOTTOM) / min(max(sizes, default=1) + 1, MAX_NEURONS))
    xs = even_columns(len(sizes)) if columns is None else list(columns)
    gap = min((b - a for a, b in pairwise(xs)), default=WIDEST_GAP)
    places = tuple(_column(x, count, row) for x, count in zip(xs, sizes, strict=True))
    slots = tuple(
        (x, _middle() + (count - (count - 1) / 2) * row) if count < MAX_NEURONS else None
        for x, count in zip(xs, sizes, strict=True)
    )
    radius = max(9.0, min(0.36 * row, 0.27 * gap, 46.0))
    return Geometry(places, round(radius, 1), row, slots, tuple(_gaps(xs, gap)))


def even_columns(count: int) -> list[float]:
    """The x of so many columns, in the middle of the board."""
    left, right = LEFT, SIZE[0] - RIGHT
    gap = WIDEST_GAP if count < 2 else min(WIDEST_GAP, (right - left) / (count - 1))
    start = (left + right - gap * (count - 1)) / 2
    return [round(start + gap * k, 1) for k in range(count)]


def _column(x: float, count: int, row: float) -> tuple[Point, ...]:
    return tuple((x, round(_middle() + (j - (count - 1) / 2) * row, 1)) for j in range(count))


def _gaps(xs: Sequence[float], gap: float) -> list[tuple[int, float]]:
    if not xs:
        return [(-1, SIZE[0] / 2)]
    if len(xs) > MAX_LAYERS:
        return []
    between = [(k, (a + b) / 2) for k, (a, b) in enumerate(pairwise(xs))]
    half = min(gap, WIDEST_GAP) / 2
    before, after = max(12.0, xs[0] - half), min(SIZE[0] - 12.0, xs[-1] + half)
    return [(-1, before), *between, (len(xs) - 1, after)]
