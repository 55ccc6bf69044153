"""What a picture is made of: outlines and labels, in px of the place it fills.

All outlines of one look and level become one shape of the figure, however many there are, because
a shape costs the browser a tenth of what a trace does. A label knows its box, so that whoever
places the next one, and whoever tests the picture, can see where it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from math import cos, hypot, sin, sqrt
from typing import NamedTuple

from playground.stage.lettering import REGULAR, width

Point = tuple[float, float]

TALL = 0.80  # how high a line of figures and small letters is, by its type size
_SHIFTS = {"left": 0.0, "center": 0.5, "right": 1.0}  # of a label, by its anchor
_BEND = 0.5523  # a quarter of a circle as one Bézier curve


class Level(IntEnum):
    """What lies under what."""

    BAND, EDGE, GLOW, LIT, ARROW, CHIP, HALO, DISC, RIM, TAB, MARK = range(11)


class Look(NamedTuple):
    """How an outline is filled and drawn: colours by name, "" for none."""

    fill: str = ""
    line: str = ""
    width: float = 0.0
    dash: str = "solid"
    opacity: float = 1.0


class Outline(NamedTuple):
    """A path in the notation of SVG, absolute commands only."""

    level: Level
    look: Look
    path: str


class Box(NamedTuple):
    """A rectangle: what lies in it, and its four sides."""

    id: str
    x0: float
    y0: float
    x1: float
    y1: float

    def grown(self, by: float) -> Box:
        return Box(self.id, self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def meets(self, other: Box) -> bool:
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )

    @property
    def centre(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


class Run(NamedTuple):
    """A piece of a label in one colour and weight."""

    text: str
    colour: str = "@ink"
    weight: int = REGULAR


class Label(NamedTuple):
    """A line of text. `x` is its left end, its middle or its right end; `y` is its mid height."""

    id: str
    x: float
    y: float
    size: float
    runs: tuple[Run, ...]
    anchor: str = "center"

    @property
    def width(self) -> float:
        return sum(width(run.text, self.size, run.weight) for run in self.runs)

    @property
    def box(self) -> Box:
        wide, half = self.width, TALL * self.size / 2
        x0 = self.x - _SHIFTS[self.anchor] * wide
        return Box(self.id, x0, self.y - half, x0 + wide, self.y + half)


class Marks(NamedTuple):
    """Outlines, labels, and boxes that are neither: what a part of the picture hands over."""

    outlines: tuple[Outline, ...] = ()
    labels: tuple[Label, ...] = ()
    boxes: tuple[Box, ...] = ()


def together(parts: Iterable[Marks]) -> Marks:
    """Several parts as one."""
    kinds = zip(*parts, strict=True)  # all outlines, all labels, all boxes
    return Marks(*(tuple(chain.from_iterable(kind)) for kind in kinds))


def _at(x: float, y: float) -> str:
    return f"{_text(x)},{_text(y)}"


def _text(px: float) -> str:
    return f"{round(px, 1):g}"


def circle(x: float, y: float, r: float) -> str:
    """Two curves for the upper half, from left to right, and two for the lower, back again."""
    x0, xa, xm, xb, x1 = _stations(x, r)
    y0, ya, ym, yb, y1 = _stations(y, r)
    return (
        f"M{x0},{ym}C{x0},{ya} {xa},{y0} {xm},{y0}C{xb},{y0} {x1},{ya} {x1},{ym}"
        f"C{x1},{yb} {xb},{y1} {xm},{y1}C{xa},{y1} {x0},{yb} {x0},{ym}Z"
    )


def lower_half(x: float, y: float, r: float) -> str:
    x0, xa, xm, xb, x1 = _stations(x, r)
    _, _, ym, yb, y1 = _stations(y, r)
    return f"M{x1},{ym}C{x1},{yb} {xb},{y1} {xm},{y1}C{xa},{y1} {x0},{yb} {x0},{ym}Z"


def _stations(middle: float, r: float) -> tuple[str, str, str, str, str]:
    """Along one axis, where a circle begins, where its curves bend, its middle, and so to its end:
    each is a part of several points, and is written once."""
    b = _BEND * r
    first, bent, on, again, last = map(
        _text, (middle - r, middle - b, middle, middle + b, middle + r)
    )
    return first, bent, on, again, last


def rounded(box: Box, r: float) -> str:
    """A rectangle with round corners."""
    return _rounded(*box[1:], r)


@lru_cache(maxsize=1 << 13)  # most circles and chips of a step are those of the step before
def _rounded(x0: float, y0: float, x1: float, y1: float, r: float) -> str:
    r = max(0.0, min(r, (x1 - x0) / 2, (y1 - y0) / 2))
    c = r * (1 - _BEND)
    xa, xb, xc, xd, xe, xf = map(_text, (x0, x0 + c, x0 + r, x1 - r, x1 - c, x1))
    ya, yb, yc, yd, ye, yf = map(_text, (y0, y0 + c, y0 + r, y1 - r, y1 - c, y1))
    return (
        f"M{xc},{ya}L{xd},{ya}C{xe},{ya} {xf},{yb} {xf},{yc}L{xf},{yd}"
        f"C{xf},{ye} {xe},{yf} {xd},{yf}L{xc},{yf}C{xb},{yf} {xa},{ye} {xa},{yd}"
        f"L{xa},{yc}C{xa},{yb} {xb},{ya} {xc},{ya}Z"
    )


def line(points: Sequence[Point]) -> str:
    return "M" + "L".join(_at(*point) for point in points)


def coarse_line(points: Sequence[Point]) -> str:
    """To whole px, for the many edges of a large network."""
    return "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in points)


def arrow_head(tip: Point, angle: float, length: float) -> str:
    """A triangle whose tip points along `angle`, in radians, y down."""
    along, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
    back = (tip[0] - length * along[0], tip[1] - length * along[1])
    half = 0.48 * length
    left = (back[0] + half * across[0], back[1] + half * across[1])
    right = (back[0] - half * across[0], back[1] - half * across[1])
    return f"M{_at(*tip)}L{_at(*left)}L{_at(*right)}Z"


def corner_distance(box: Box, x: float, y: float) -> float:
    """How far a point is from a box; 0 inside."""
    return hypot(max(box.x0 - x, 0.0, x - box.x1), max(box.y0 - y, 0.0, y - box.y1))


def chord(radius: float, offset: float) -> float:
    """How wide a circle is at `offset` from its middle."""
    return 2 * sqrt(max(0.0, radius**2 - offset**2))
