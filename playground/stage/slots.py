"""Where a neuron's tabs and its name are: what others keep clear of, and the foot of which is where
the bias begins."""

from __future__ import annotations

from math import sqrt

from playground.stage.columns import Frame
from playground.stage.layout import Layout
from playground.stage.lettering import BOLD
from playground.stage.marks import Box, Label, Run
from playground.stage.room import tab_overlap
from playground.stage.stage_view import Neuron, StageView


def tab_boxes(view: StageView, frame: Frame, neuron: Neuron) -> list[tuple[str, Box]]:
    """The tabs that a neuron has, from the rim down."""
    design, column = frame.design, view.column(neuron[0])
    sizes, room = design.sizes, design.room
    x, y = frame.places[neuron]
    wanted = {"delta": ("delta",), "none": ()}.get(design.slots.tabs, ("da", "delta"))
    shown = [q for q in wanted if q in column]
    if neuron[0] == 0:
        return _of_input(frame, neuron) if "da" in column and wanted else []
    top, high, unit = y + design.radius - tab_overlap(sizes), sizes.tab_height, sizes.unit
    if design.slots.tabs == "beside":
        side, half = design.radius + room.beside - unit, unit
        alone = (side - half) / 2  # where loss and activation are taken together
        sides = {"da": (x - side, x - half), "delta": (x + half, x + side)}
        if len(shown) == 1:
            sides = dict.fromkeys(shown, (x - alone, x + alone))
        return [
            (q, Box(_tab_id(q, neuron), sides[q][0], top, sides[q][1], top + high)) for q in shown
        ]
    step = high + 2 * unit
    left, right = x - design.radius, x + design.radius
    tops = [top + k * step for k in range(len(shown))]
    return [
        (q, Box(_tab_id(q, neuron), left, y0, right, y0 + high))
        for q, y0 in zip(shown, tops, strict=True)
    ]


def _of_input(frame: Frame, neuron: Neuron) -> list[tuple[str, Box]]:
    """∂loss/∂x, below the circle."""
    sizes, column = frame.design.sizes, frame.columns[0]
    x, y = frame.places[neuron]
    top = y + column.high - tab_overlap(sizes)
    half = max(column.half, 2.2 * sizes.tab)
    box = Box(_tab_id("da", neuron), x - half, top, x + half, top + sizes.tab_height)
    return [("da", box)]


def _tab_id(quantity: str, neuron: Neuron) -> str:
    return f"tab/{quantity}/{neuron[0]}/{neuron[1]}"


def foot(view: StageView, frame: Frame, neuron: Neuron) -> float:
    """How far down the tabs of a neuron reach; the rim where it has none."""
    boxes = tab_boxes(view, frame, neuron)
    if boxes:
        return max(box.y1 for _, box in boxes)
    return frame.places[neuron][1] + frame.columns[neuron[0]].high


def name_label(view: StageView, layout: Layout, neuron: Neuron, colour: str = "@ink") -> Label:
    """Above the circle, or where rows are close at its upper right, where no edge passes."""
    design, (x, y) = layout.design, layout.places[neuron]
    size, column = design.sizes.name, layout.columns[neuron[0]]
    r = column.high
    runs = (Run(view.symbols.neuron(*neuron), colour, BOLD),)
    label_id = f"name/{neuron[0]}/{neuron[1]}"
    if design.slots.name_above or neuron[0] == 0:
        above = 0.72 * size + 2 * design.sizes.unit
        if design.compact:  # close rows: midway between two neurons
            above = min(above, column.pitch / 2 - r)
        return Label(label_id, x, y - r - above, size, runs)
    near, most = r + 4 * design.sizes.unit, r + design.room.beside + 14 * design.sizes.unit
    beside = max(0.0, min(0.66 * r, most - Label(label_id, 0, 0, size, runs).width))
    return Label(
        label_id, x + beside, y - sqrt(near**2 - beside**2) - 0.42 * size, size, runs, "left"
    )
