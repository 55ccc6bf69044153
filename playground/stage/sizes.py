"""Type sizes, and the lengths that go with them, for a place of so many px.

What a value inside a neuron is set in decides all the rest. It is at least `floor(…)`, which for
places of the sizes the app is designed at is 14, 16 and 22 px, and as large as the network leaves
room for, up to `ceiling(…)`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DESIGN = (924.0, 744.0)  # at a window of 1400 × 900
NARROW = 560.0  # narrower than this is a phone
SMALL = 400.0  # narrower than this a small one
FLAT = 1.9  # a place so many times wider than high is short of height alone, as while presenting

_SCALES = (0.793, 1.0, 1.247, 1.7)  # of the place: at 1280 × 720, 1400 × 900, 1920 × 1080, beyond
_VALUES = (14.0, 16.0, 22.0, 30.0)
_CHIPS = (12.2, 14.0, 18.0, 24.0)
SMALLEST = 12.0
_COLUMN, _FEWER, _HIGHEST = 17.5, 3.9, 20.0  # what a column, and the height, take of such values


@dataclass(frozen=True)
class Sizes:
    """In px: `value` z and a, `tab` ∂a and δ, `name`, `bias`, `chip` the numbers on edges, `title`,
    `legend`. `unit` scales gaps and lines: 1 at the design's size."""

    value: float
    tab: float
    name: float
    bias: float
    chip: float
    title: float
    legend: float
    unit: float
    narrow: bool

    @property
    def tab_height(self) -> float:
        return round(1.5 * self.tab)

    @property
    def chip_line(self) -> float:
        """From one line of a chip to the next."""
        return 1.06 * self.chip


def is_flat(width: float, height: float) -> bool:
    return width > FLAT * height


def scale(width: float, height: float) -> float:
    """How large the place is by the design's size."""
    return min(width / DESIGN[0], height / DESIGN[1])


def floor(width: float, height: float) -> float:
    """The least size of a value."""
    if width < SMALL:
        return SMALLEST
    return float(np.interp(scale(width, height), _SCALES, _VALUES))


def ceiling(width: float, height: float, columns: int = 3) -> float:
    """The largest size of a value: a small network should not shout."""
    fits = min(width / (_COLUMN * columns - _FEWER), height / _HIGHEST)
    return max(floor(width, height), fits)


def sizes_for(width: float, height: float, value: float, *, beside: bool = False) -> Sizes:
    """All sizes for values of `value` px; tabs that stand `beside` each other are smaller."""
    least = floor(width, height)
    unit, narrow = least / 16, width < NARROW
    titles = min(0.88 * value, 20.0) if is_flat(width, height) else 0.0
    chip = (
        12.0
        if width < SMALL
        else 13.0
        if narrow
        else float(np.interp(scale(width, height), _SCALES, _CHIPS))
    )
    return Sizes(
        value=value,
        tab=_tidy(0.63 * value if beside else max(0.89 * value, 0.965 * least)),
        name=_tidy(max(0.84 * value, 0.875 * least)),
        bias=_tidy(max(0.84 * value, 0.875 * least)),
        chip=max(_tidy(0.82 * value), chip),
        title=_tidy(13.0 if narrow else max(15 * unit, 0.62 * value, titles)),
        legend=_tidy(max(13.6 * unit, 0.51 * value, 0.85 * titles)),
        unit=unit,
        narrow=narrow,
    )


def _tidy(size: float) -> float:
    return round(2 * size) / 2
