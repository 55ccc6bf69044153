"""Where the columns of the drawing board stand: where they were pressed, if anybody pressed them.

A column that is added by a press takes the place of the press. Others make room for it only as far
as they have to, each in the direction in which it stands already.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from playground.draw.geometry import SIZE, WIDEST_GAP, even_columns

MARGIN = 62.0  # of a column from either side of the board
NEAREST = 130.0  # of two columns, where there is room

Places = dict[str, list[float]]  # how the columns stood last, by how many there were


def columns_of(placed: Places, count: int) -> tuple[float, ...]:
    """The x of so many columns: as they stood last, or evenly."""
    known = placed.get(str(count), [])
    return tuple(known) if len(known) == count else tuple(even_columns(count))


def after_gesture(placed: Places, gesture: Mapping[str, Any], before: int, after: int) -> Places:
    """The same after a gesture of the board that made `after` columns of `before`."""
    xs = columns_of(placed, before)
    if after == before + 1:
        at = min(gesture["after"] + 1, len(xs))  # an empty board takes any
        new = with_column(xs, at, gesture.get("x"))
    elif after == before - 1:
        gone = gesture["column"]
        new = (*xs[:gone], *xs[gone + 1 :])
    else:
        return placed
    return {**placed, str(before): list(xs), str(after): list(new)}


def with_column(xs: Sequence[float], at: int, pressed: object) -> tuple[float, ...]:
    """The columns with one more in place `at`, standing where it was `pressed` if that is a
    number; no two nearer than NEAREST, or than the board has room for."""
    count = len(xs) + 1
    least = min(NEAREST, (SIZE[0] - 2 * MARGIN) / max(1, count - 1))
    x = pressed if _is_number(pressed) else _usual(xs, at)
    low, high = MARGIN + at * least, SIZE[0] - MARGIN - (count - 1 - at) * least
    new = [*xs[:at], min(max(float(x), low), high), *xs[at:]]
    for k in range(at - 1, -1, -1):
        new[k] = max(MARGIN + k * least, min(new[k], new[k + 1] - least))
    for k in range(at + 1, count):
        new[k] = min(SIZE[0] - MARGIN - (count - 1 - k) * least, max(new[k], new[k - 1] + least))
    return tuple(round(one, 1) for one in new)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _usual(xs: Sequence[float], at: int) -> float:
    """Between its neighbours, or as far from the outermost one as the columns are apart."""
    if not xs:
        return SIZE[0] / 2
    if 0 < at < len(xs):
        return (xs[at - 1] + xs[at]) / 2
    gap = (xs[-1] - xs[0]) / (len(xs) - 1) if len(xs) > 1 else WIDEST_GAP
    return xs[0] - gap if at == 0 else xs[-1] + gap
