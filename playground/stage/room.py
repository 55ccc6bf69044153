"""What a network demands of its place, and what the place leaves: the frame, the height of a neuron
with all that hangs from it, the width of the numbers on an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from playground.stage.sizes import Sizes, is_flat

Tabs = Literal["stacked", "beside", "delta", "none"]
Format = Literal["pair", "stack", "new"]  # old → new over ∂; old, new, ∂; new over ∂


class Demand(NamedTuple):
    """What the place must hold: rows of each column, and of each gap its edges and the most that
    come into one neuron; digits of a number; whether there are biases; samples of the batch."""

    rows: tuple[int, ...]
    edges: tuple[int, ...]
    fan_in: tuple[int, ...]
    digits: int
    bias: bool
    batch: int


class Slots(NamedTuple):
    """What stands at a neuron besides its circle, from the most to the least."""

    tabs: Tabs
    bias: bool
    bias_gradient: bool
    name_above: bool


@dataclass(frozen=True)
class Room:
    """What the frame leaves. `top` and `bottom` bound the bands; `pad` is at both sides, `beside`
    between the edge of a circle and that of its band, `loss` the width of the loss column."""

    width: float
    height: float
    top: float
    bottom: float
    pad: float
    beside: float
    loss: float
    before_loss: float

    @property
    def rows(self) -> float:
        return self.bottom - self.top


def room_for(demand: Demand, sizes: Sizes, width: float, height: float) -> Room:
    """The frame of titles and legend, and how densely columns stand."""
    unit, narrow = sizes.unit, sizes.narrow
    one_line = narrow or (is_flat(width, height) and len(demand.rows) <= 4)  # each title
    loose = len(demand.rows) <= 3 and max(demand.rows) <= 3
    return Room(
        width,
        height,
        top=(2.0 if narrow else 2.2) * sizes.title if one_line else 22 * unit + 1.7 * sizes.title,
        bottom=height - (6 if narrow else 2.5 * sizes.legend),
        pad=5.0 if narrow else (15 if loose else 11) * unit,
        beside=5.0 if narrow else (12 if loose else 7) * unit,
        loss=(5.3 if narrow else 8.0 if loose else 7.25) * sizes.value,
        before_loss=(8 if narrow else 16 if loose else 10) * unit,
    )


def extra_height(sizes: Sizes, slots: Slots) -> float:
    """The height of a row without its circle."""
    return above_circle(sizes, slots) + below_circle(sizes, slots) + 5 * sizes.unit


def above_circle(sizes: Sizes, slots: Slots) -> float:
    return (1.5 if slots.name_above else 0.5) * sizes.name


def below_circle(sizes: Sizes, slots: Slots) -> float:
    """Tabs hang from a little inside of the rim; then come the bias and its gradient."""
    count = {"stacked": 2, "beside": 1, "delta": 1, "none": 0}[slots.tabs]
    height = count * (sizes.tab_height + 2 * sizes.unit) - tab_overlap(sizes)
    if slots.bias:
        height += 1.2 * sizes.bias
    if slots.bias_gradient:
        height += sizes.chip_line + 1.5 * sizes.unit
    return height


def tab_overlap(sizes: Sizes) -> float:
    return 0.28 * sizes.value


def chip_widths(sizes: Sizes, digits: int) -> dict[Format, float]:
    """The widest that a chip may become, for numbers of so many digits."""
    plain = 0.5 * (min(digits, 5) + 2) + 0.26
    if sizes.narrow:
        return {"new": (plain + 0.3) * sizes.chip}
    return {
        "pair": (2 * plain + 1.02) * sizes.chip,
        "stack": (plain + 1.2) * sizes.chip,
        "new": (plain + 1.2) * sizes.chip,
    }


LINES: dict[Format, int] = {"pair": 2, "stack": 3, "new": 2}


def chip_height(sizes: Sizes, lines: int) -> float:
    return (lines - 1) * sizes.chip_line + 0.9 * sizes.chip


def before_band(sizes: Sizes) -> float:
    """From a chip to the band that its edge leads to."""
    return 1.0 if sizes.narrow else 9 * sizes.unit
