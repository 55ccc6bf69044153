"""How much of a network fits into its place, and how large.

There is a ladder of designs, the fullest first: every number at every neuron and on every edge;
then without what can be had elsewhere; then numbers on the edges of the step alone; and last, for
many rows or columns, neurons that show one number each. The first one is taken that can be set in
type of the least size or larger, and in it type and circles are as large as there is room for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from playground.stage.room import (
    LINES,
    Demand,
    Format,
    Room,
    Slots,
    Tabs,
    before_band,
    chip_height,
    chip_widths,
    extra_height,
    room_for,
)
from playground.stage.sizes import NARROW, SMALLEST, Sizes, ceiling, floor, is_flat, sizes_for

FEW_EDGES = 4  # up to so many in a gap run straight
LINE = 1.16  # a compact neuron's line, by the size of a value
CAPSULE = 2.75  # half the width of a compact neuron, in letters: room for "δ −0.00332"
INPUT = 0.65  # an input's radius by a neuron's
_LARGEST, _LARGEST_DENSE = 3.42, 2.62  # a radius by the size of a value
_PREFERRED = 1.25  # of designs that show the same, a later one must be so much larger


@dataclass(frozen=True)
class Design:
    """`radius` of a circle; of a `compact` neuron half its height, and `half` half its width.
    `formats` of the chips in each gap; None where only the step's own edges have chips."""

    sizes: Sizes
    radius: float
    half: float
    slots: Slots
    compact: bool
    formats: tuple[Format | None, ...]
    room: Room

    @property
    def lines(self) -> int:
        """How many numbers a compact neuron shows."""
        return 2 if self.radius > self.sizes.value else 1


@lru_cache(maxsize=256)
def design_for(demand: Demand, width: float, height: float) -> Design:
    """The fullest design that fits."""
    for chips in _CHIPS:
        for alike in _ladder(demand, width, height):
            designs = [_largest(demand, s, width, height, chips) for s in alike]
            found = [design for design in designs if design is not None]
            if found:
                best = max(design.radius for design in found)
                return next(design for design in found if design.radius > best / _PREFERRED)
    return _compact(demand, width, height)


def _ladder(demand: Demand, width: float, height: float) -> Iterator[list[Slots]]:
    """From the most slots to the least; of those that show the same the larger one is taken. Of
    many rows in a flat place none has slots for which the type would have to be smaller."""
    rows, flat = max(demand.rows), is_flat(width, height)
    above = (True,) if width < NARROW else (True, False) if rows <= 2 else (False,)
    both: tuple[Tabs, ...] = () if flat and rows > 3 else ("stacked", "beside")
    has_line = demand.bias and not (flat and rows > 2)
    for gradient in (True, False) if has_line else (False,):
        yield [Slots(tabs, demand.bias, gradient, name) for name in above for tabs in both]
        yield [Slots("delta", demand.bias, gradient, name) for name in above]


class _Chips(NamedTuple):
    """Which formats the gaps may have, and how many px edges need beside them to cross."""

    few: dict[Format, float]
    many: dict[Format, float]


_CHIPS: tuple[_Chips | None, ...] = (
    _Chips({"pair": 14}, {"pair": 46, "stack": 36}),
    _Chips({"pair": 14}, {"pair": 24, "stack": 36}),
    _Chips({"pair": 14, "new": 2}, {"pair": 24, "stack": 36, "new": 24}),
    None,  # on the step's own edges alone
)


def _largest(
    demand: Demand, slots: Slots, width: float, height: float, chips: _Chips | None
) -> Design | None:
    """That design in the largest type that it fits in; None where that would be too small."""
    least = floor(width, height) if chips else max(SMALLEST, 0.86 * floor(width, height))
    most = ceiling(width, height, min(3, len(demand.rows)))
    sizes = [k / 2 for k in range(int(2 * most), 0, -1) if k / 2 > least]
    for ratio in _ratios(width, chips):
        for value in [*sizes, least]:
            found = _at_size(demand, slots, width, height, value, ratio, chips)
            if found is not None:
                return found
    return None


def _ratios(width: float, chips: _Chips | None) -> tuple[float, ...]:
    """The least that a radius may be by the size of a value, the better first."""
    if chips is None:
        return (2.35, 2.08)
    return (2.36,) if width < NARROW else (2.45,)


def _at_size(
    demand: Demand,
    slots: Slots,
    width: float,
    height: float,
    value: float,
    ratio: float,
    chips: _Chips | None,
) -> Design | None:
    """The design with values of that size; None where it does not fit."""
    sizes = sizes_for(width, height, value, beside=slots.tabs == "beside")
    if slots.tabs == "beside" and sizes.tab < 0.965 * floor(width, height):
        return None
    room = room_for(demand, sizes, width, height)
    formats = [_possible(demand, sizes, room, gap, chips) for gap in range(len(demand.edges))]
    if chips and not all(formats):
        return None
    need = 26 * sizes.unit
    if chips:
        need = max(min(found.values()) for found in formats)
    radius = min(
        (room.rows / max(demand.rows) - extra_height(sizes, slots)) / 2,
        _widest(demand, room, need),
        (_LARGEST if max(demand.edges) <= FEW_EDGES else _LARGEST_DENSE) * value,
    )
    if radius < ratio * value:
        return None
    if slots.tabs == "beside" and radius + room.beside < 4.6 * sizes.tab:
        return None
    chosen: tuple[Format | None, ...] = (None,) * len(formats)
    if chips:
        gap = gap_width(demand, room, radius) + 0.01
        chosen = tuple(next(f for f, w in found.items() if w <= gap) for found in formats)
    return Design(sizes, radius, radius, slots, False, chosen, room)


def _possible(
    demand: Demand, sizes: Sizes, room: Room, gap: int, chips: _Chips | None
) -> dict[Format, float]:
    """The formats that a gap has the height for, best first, each with the width it takes."""
    if chips is None:
        return {}
    widths, before = chip_widths(sizes, demand.digits), before_band(sizes)
    is_few = demand.edges[gap] <= FEW_EDGES
    pitch = room.rows / max(demand.rows[gap + 1], max(demand.rows) / 1.2)
    most = 0.95 * pitch / max(1, demand.fan_in[gap])
    return {
        form: widths[form] + before + crossing * sizes.unit
        for form, crossing in (chips.few if is_few else chips.many).items()
        if form in widths and (is_few or chip_height(sizes, LINES[form]) + 2 <= most)
    }


def _free(demand: Demand, room: Room) -> float:
    """The width that circles and gaps share."""
    taken = 2 * room.pad + room.before_loss + room.loss + 2 * room.beside * len(demand.rows)
    return room.width - taken


def _widest(demand: Demand, room: Room, need: float) -> float:
    gaps = len(demand.edges)
    return (_free(demand, room) - gaps * need) / (2 * INPUT + 2 * gaps)


def gap_width(demand: Demand, room: Room, radius: float) -> float:
    gaps = len(demand.edges)
    return (_free(demand, room) - radius * (2 * INPUT + 2 * gaps)) / gaps


def _compact(demand: Demand, width: float, height: float) -> Design:
    """Each neuron is as high as a line, and shows one number: in the largest type that leaves the
    edges more room than the neurons, or else in small type."""
    least = max(12.0, round(0.84 * floor(width, height)))
    most = ceiling(width, height, min(3, len(demand.rows)))
    for value in (k / 2 for k in range(int(2 * most), int(2 * least), -1)):
        found = _capsules(demand, width, height, value)
        is_airy = gap_width(demand, found.room, found.half) > 6 * value
        if is_airy and found.slots.name_above and found.radius >= 0.9 * value:
            return found
    return _capsules(demand, width, height, least)


def _capsules(demand: Demand, width: float, height: float, value: float) -> Design:
    sizes = sizes_for(width, height, value)
    room = room_for(demand, sizes, width, height)
    above_total = room.rows - total_height(sizes, demand.batch) - value
    pitch = min(room.rows / max(demand.rows), above_total / demand.rows[-1])
    radius = max(0.55 * value, min(0.9 * value, 0.4 * pitch))
    two_lines = LINE * value + 0.25 * value
    if sizes.narrow and has_name(sizes, pitch - 4, two_lines):
        radius = two_lines
    slots = Slots("none", False, False, has_name(sizes, pitch, radius))
    return Design(sizes, radius, CAPSULE * value, slots, True, (None,) * len(demand.edges), room)


def has_name(sizes: Sizes, pitch: float, radius: float) -> bool:
    """Whether rows of compact neurons are far enough apart for names."""
    return pitch > 2 * radius + 1.25 * sizes.name


def total_height(sizes: Sizes, batch: int) -> float:
    """What compact outputs leave below them for the total's box."""
    return (5.5 if batch > 1 else 2.7) * sizes.value
