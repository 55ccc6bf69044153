"""Neurons that will hardly learn, each told by the number that shows it.

An error signal is multiplied by the slope f′(z) of every neuron that it goes back through. Where
that slope is 0 (dead) or almost 0 (saturated), little or nothing is left; over many layers it may
vanish or explode. What is not known yet at a step is not judged, and nothing is where somebody is
solving: it would give numbers away.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import inf, isfinite, sqrt

import numpy as np

from playground.stage.layout import Layout
from playground.stage.lettering import number
from playground.stage.marks import Box, Level, Look, Marks, Outline, circle, line, rounded
from playground.stage.outside import Trace
from playground.stage.signs import sign
from playground.stage.stage_view import Neuron, StageView

FULL = 0.99  # of how far a bounded activation can go
FAINT = 100.0  # how many times smaller or larger than the last layer's a delta or a gradient is
DIGITS = 4
Troubles = dict[Neuron, str]


def troubles(view: StageView) -> Troubles:
    """Of each neuron with which something is wrong at this step, what, and by which number:
    "saturated: a = 0.9997 is at its end, slope 0.00034, …"."""
    if view.sheet is not None:
        return {}
    found: Troubles = {}
    for column in range(1, view.last + 1):
        known = view.column(column)
        if column < view.last or "da" in known:  # fused with the loss, an output takes no slope
            flat = _flat(view.trace, column - 1, view.sample)
            a = known["a"]
            found |= {(column, j): said for j, said in flat.items() if a[j] is not None}
    return found | {n: said for n, said in _scaled_deltas(view) if n not in found}


@lru_cache(maxsize=64)
def _flat(trace: Trace, layer: int, sample: int) -> dict[int, str]:
    """The neurons of a layer that are saturated at this sample, or off at all of them."""
    f, made = trace.network.layers[layer].f, trace.forward.layers[layer]
    mask = trace.network.layers[layer].mask
    if f.derivative is None:
        return {}
    with np.errstate(all="ignore"):
        slopes, activations = f.derivative(made.z), f.value(made.z)
        low, high = f.range.low, f.range.high
        full = np.abs(2 * (activations[sample] - low) / (high - low) - 1) > FULL
    if not (isfinite(low) and isfinite(high)):
        full[:] = False
    dead = (slopes == 0).all(axis=0) & np.isfinite(made.z).all(axis=0) & ~full
    found = {}
    for j in np.flatnonzero(full).tolist():
        a, slope = (number(float(one[sample, j]), DIGITS) for one in (activations, slopes))
        found[j] = f"saturated: a = {a}, near its limit; slope {slope}: little error flows back"
    for j in np.flatnonzero(dead).tolist():
        count = len(slopes)
        found[j] = (
            f"dead: slope 0 in all {count} samples, no error flows back"
            if count > 1  # alone, another sample might bring it to life
            else "inactive: slope 0 at this z, no error flows back"
        )
    if mask is not None:
        for j in np.flatnonzero(mask[sample] == 0).tolist():
            found[j] = "left out by dropout: it sends 0, and no error flows back"
    return found


def _scaled_deltas(view: StageView) -> Iterator[tuple[Neuron, str]]:
    """The hidden neurons whose error signal has almost vanished on its way back, or explodes."""
    last = view.column(view.last).get("delta", [])
    largest = max((abs(one) for one in last if one is not None), default=0.0)
    for column in range(1, view.last):
        for j, delta in enumerate(view.column(column).get("delta", [])):
            said = "" if delta is None else _scaled(view, column, delta, largest)
            if said:
                yield (column, j), said


def _scaled(view: StageView, column: int, delta: float, largest: float) -> str:
    if isfinite(delta) and (not isfinite(largest) or largest == 0 or delta == 0):
        return ""
    times = abs(delta) / largest if largest else inf
    if 1 / FAINT <= times <= FAINT:
        return ""
    letter = sign(view.symbols, "delta", column)
    if not isfinite(delta):
        return f"exploding: {letter} is no longer finite"
    if times < 1 / FAINT:
        parts = largest / abs(delta)  # infinite where it is too many for a number
        small = f"1/{number(parts, 2)} of" if isfinite(parts) else "next to nothing beside"
        return f"vanishing: {letter} is {small} the largest in the last layer"
    return f"exploding: {letter} is {number(times, 2)} times the largest in the last layer"


def with_trouble(spoken: str, said: str) -> str:
    """What is said of a neuron, with what is wrong with it."""
    return f"{spoken}. {said[0].upper()}{said[1:]}"


def warning_marks(wrong: Troubles, layout: Layout) -> Marks:
    """A triangle at the upper left of each such neuron, where no label is; in a dense picture,
    which has no room for it, a dashed ring."""
    unit, outlines, boxes = layout.design.sizes.unit, [], []
    for column, j in wrong:
        here, place = layout.columns[column], layout.place((column, j))
        if here.plain or place is None:
            continue
        x, y = place
        if layout.design.compact:
            box = Box("", *_sides(x, y, here.half, here.high)).grown(2.4 * unit)
            outlines.append(_ring(box, layout.corner(column) + 2.4 * unit, unit))
            continue
        out = (here.half + 2 * unit) / sqrt(2) + 7 * unit  # its corner just clears the rim
        middle = (x - out, y - out)
        outlines += sign_outlines(*middle, unit)
        sides = _sides(*middle, 7 * unit, 7 * unit)
        boxes.append(Box(f"warning/{column}/{j}", *sides))
    return Marks(tuple(outlines), (), tuple(boxes))


def _sides(x: float, y: float, half: float, high: float) -> tuple[float, float, float, float]:
    return x - half, y - high, x + half, y + high


def _ring(box: Box, corner: float, unit: float) -> Outline:
    look = Look("", "@warned-rim", 2 * unit, "4px,3px")
    return Outline(Level.RIM, look, rounded(box, corner))


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


def kinds(wrong: Troubles) -> list[str]:
    """What there is of it, each once: "dead", "saturated" …"""
    return list(dict.fromkeys(said.partition(":")[0] for said in wrong.values()))
