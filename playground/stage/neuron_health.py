"""Neurons that will hardly learn, each told by the number that shows it.

An error signal is multiplied by the slope f′(z) of every neuron that it goes back through. Where
that slope is 0 (dead) or almost 0 (saturated), little or nothing is left; over many layers it may
vanish or explode. What is not known yet at a step is not judged, and nothing is where somebody is
solving: it would give numbers away.
"""

from __future__ import annotations

from functools import lru_cache
from math import isfinite, sqrt

import numpy as np

from playground.stage.layout import Layout
from playground.stage.lettering import number
from playground.stage.marks import Box, Level, Look, Marks, Outline, circle, line, rounded
from playground.stage.outside import Trace
from playground.stage.signs import sign
from playground.stage.stage_view import Neuron, StageView

FULL = 0.99  # of how far a bounded activation can go
FAINT = 100.0  # how many times smaller or larger than the last layer's a delta or a gradient is
DIGITS = 2


def trouble(view: StageView, neuron: Neuron) -> str:
    """What is wrong with it at this step, and by which number: "saturated: slope 0.0012, …"; ""
    where nothing is."""
    column, j = neuron
    if column == 0 or view.sheet is not None:
        return ""
    known = view.column(column)
    found = ""
    if known["a"][j] is not None and (column < view.last or "da" in known):
        found = _flat(view, column, j)
    delta = known.get("delta", [None] * (j + 1))[j]
    if not found and delta is not None and column < view.last:
        found = _scaled(view, column, delta)
    return found


def _flat(view: StageView, column: int, j: int) -> str:
    full, dead, slopes = _slopes(view.trace, column - 1)
    if slopes is None:
        return ""
    slope = number(float(slopes[view.sample, j]), DIGITS)
    if full[view.sample, j]:
        a = number(float(view.trace.forward.layers[column - 1].a[view.sample, j]), view.digits)
        return f"saturated: a = {a} is at its end, slope {slope}: little error flows back"
    if dead[j]:
        count = len(slopes)
        if count == 1:  # another sample might bring it to life
            return "inactive: slope 0 at this z, no error flows back"
        return f"dead: slope 0 in all {count} samples, no error flows back"
    return ""


@lru_cache(maxsize=64)
def _slopes(trace: Trace, layer: int) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Of each sample and neuron, whether its activation is at one of its ends; of each neuron,
    whether its slope is 0 in all samples; and the slopes, None where a layer has no such thing."""
    f, made = trace.network.layers[layer].f, trace.forward.layers[layer]
    if f.derivative is None:
        return np.zeros(made.a.shape, bool), np.zeros(made.a.shape[1], bool), None
    with np.errstate(all="ignore"):
        slopes = f.derivative(made.z)
        low, high = f.range.low, f.range.high
        bounded = isfinite(low) and isfinite(high)
        full = np.abs(2 * (made.a - low) / (high - low) - 1) > FULL if bounded else slopes != slopes
    dead = (slopes == 0).all(axis=0) & np.isfinite(made.z).all(axis=0)
    return full, dead, slopes


def _scaled(view: StageView, column: int, delta: float) -> str:
    """Whether the error signal has almost vanished on its way back, or explodes."""
    last = view.column(view.last).get("delta", [])
    largest = max((abs(one) for one in last if one is not None), default=0.0)
    letter = sign(view.symbols, "delta", column)
    if not isfinite(delta):
        return f"exploding: {letter} is no longer finite"
    if not isfinite(largest) or largest == 0 or delta == 0:
        return ""
    times = abs(delta) / largest
    if times < 1 / FAINT:
        small = f"1/{number(1 / times, DIGITS)} of the largest in the last layer"
        return f"vanishing: {letter} is {small}"
    if times > FAINT:
        return f"exploding: {letter} is {number(times, DIGITS)} times the largest in the last layer"
    return ""


def warning_marks(view: StageView, layout: Layout) -> Marks:
    """A triangle at the upper left of each such neuron, where no label is; in a dense picture,
    which has no room for it, a dashed ring."""
    if view.sheet is not None:
        return Marks()
    unit, outlines, boxes = layout.design.sizes.unit, [], []
    for (column, j), (x, y) in layout.places.items():
        here = layout.columns[column]
        if here.plain or not trouble(view, (column, j)):
            continue
        if layout.design.compact:
            outlines.append(_ring(Box("", *_sides(x, y, here.half, here.high)), unit))
            continue
        out = (here.half + 2 * unit) / sqrt(2) + 7 * unit  # its corner just clears the rim
        middle = (x - out, y - out)
        outlines += sign_outlines(*middle, unit)
        sides = _sides(*middle, 7 * unit, 7 * unit)
        boxes.append(Box(f"warning/{column}/{j}", *sides))
    return Marks(tuple(outlines), (), tuple(boxes))


def _sides(x: float, y: float, half: float, high: float) -> tuple[float, float, float, float]:
    return x - half, y - high, x + half, y + high


def _ring(box: Box, unit: float) -> Outline:
    look = Look("", "@warned-rim", 2 * unit, "4px,3px")
    return Outline(Level.RIM, look, rounded(box.grown(2.4 * unit), 99))


def sign_outlines(x: float, y: float, unit: float) -> list[Outline]:
    """The triangle with its exclamation mark, about 14 px wide."""
    high, half = 6 * unit, 7 * unit
    corners = [(x, y - high), (x + half, y + high), (x - half, y + high)]
    ink = Look("", "@on-warned", 1.8 * unit)
    return [
        Outline(Level.MARK, Look("@warned", "@on-warned", 1.2), line(corners) + "Z"),
        Outline(Level.MARK, ink, line([(x, y - 2 * unit), (x, y + 1.6 * unit)])),
        Outline(Level.MARK, Look("@on-warned"), circle(x, y + 4 * unit, unit)),
    ]


def kinds(view: StageView, layout: Layout) -> list[str]:
    """What there is of it in the picture, each once: "dead", "saturated" …"""
    found = (trouble(view, neuron).partition(":")[0] for neuron in layout.places)
    return list(dict.fromkeys(kind for kind in found if kind))
