"""The bias at a neuron's foot: in the backward pass its gradient joins it, in the update old → new.
A bias that a layer shares stands once, under the layer's last neuron."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from playground.stage.active import Active
from playground.stage.answer_marks import slot_run, verdict_run
from playground.stage.layout import Layout
from playground.stage.lettering import ARROW, SEMIBOLD, fitted, fitted_pair, width
from playground.stage.marks import Label, Level, Look, Marks, Outline, Run, rounded, together
from playground.stage.outside import Address
from playground.stage.signs import gradient_sign
from playground.stage.slots import foot
from playground.stage.stage_view import StageView


class Bias(NamedTuple):
    """`neuron` is None for a shared one. `x` and `y` are the middle of its line."""

    column: int
    neuron: int | None
    value: float
    x: float
    y: float

    @property
    def at(self) -> Address:
        return Address("b", self.column - 1, self.neuron)

    @property
    def gradient_at(self) -> Address:
        return Address("db", self.column - 1, self.neuron)

    @property
    def id(self) -> str:
        return f"{self.column}/{'shared' if self.neuron is None else self.neuron}"


def biases_of(view: StageView, layout: Layout) -> Iterator[Bias]:
    """All biases that have a place, with where they stand."""
    if not layout.design.slots.bias:
        return
    high = 0.62 * layout.design.sizes.bias + 2 * layout.design.sizes.unit
    for number, layer in enumerate(view.trace.network.layers):
        column = number + 1
        shown = [j for c, j in layout.places if c == column]
        if layer.b is None or not shown:
            continue
        if layer.b.ndim == 0:
            place = layout.places[column, shown[-1]]
            y = foot(view, layout.frame, (column, shown[-1])) + high
            yield Bias(column, None, float(layer.b), place[0], y)
            continue
        values = layer.b.tolist()
        for j in shown:
            y = foot(view, layout.frame, (column, j)) + high
            yield Bias(column, j, values[j], layout.places[column, j][0], y)


def bias_marks(view: StageView, active: Active, layout: Layout) -> Marks:
    return together(_bias(view, active, layout, bias) for bias in biases_of(view, layout))


def _room(layout: Layout) -> float:
    design = layout.design
    wider = 0 if design.sizes.narrow else 10 * design.sizes.unit
    return 2 * design.radius + 2 * design.room.beside + wider


def bias_label(view: StageView, layout: Layout, bias: Bias, *, new: float | None) -> Label:
    """Its line: the value, or old → new. It is called shared where there is room for that too."""
    size, room = layout.design.sizes.bias, _room(layout)
    for shared in (True, False) if bias.neuron is None else (False,):
        letter = view.symbols.bias(bias.column - 1, shared=shared) + " "
        left = room - width(letter, size)
        has_old = True
        if new is None:
            shown = fitted(bias.value, view.digits, left, size)
            runs: tuple[Run, ...] = (Run(letter, "@muted"), Run(shown, "@ink", SEMIBOLD))
        else:
            old, after = fitted_pair(bias.value, new, view.digits, left, size)
            has_old = old.strip() != ARROW.strip()
            runs = (
                Run(letter + old, "@muted"),
                Run(after, "@update", SEMIBOLD),
                *verdict_run(view, bias.at),
            )
        label = Label(f"b/{bias.id}", bias.x, bias.y, size, runs)
        if label.width <= room and has_old:
            break
    return label


def _bias(view: StageView, active: Active, layout: Layout, bias: Bias) -> Marks:
    sizes = layout.design.sizes
    new = view.made(bias.at) if view.step.phase == "update" else None
    label = bias_label(view, layout, bias, new=new)
    if new is None and view.slot == bias.at:
        slot = (Run(" →", "@update"), slot_run("@update"))
        label = label._replace(runs=(*label.runs, *slot))
    is_active = (bias.column, bias.neuron) in active.biases
    parts = [Marks(labels=(label,))]
    gradient = view.made(bias.gradient_at)
    own_line = layout.design.slots.bias_gradient
    if gradient is None and view.slot == bias.gradient_at:
        letter = Run(f"  {gradient_sign(view.symbols)}", "@gradient")
        label = label._replace(runs=(*label.runs, letter, slot_run("@gradient")))
        parts = [_frame(label, "@gradient", sizes.unit), Marks(labels=(label,))]
    if gradient is not None and (own_line or new is None):
        if own_line:
            below = gradient_label(view, layout, bias, gradient)
        else:
            label, below = _joined(view, layout, bias, label, gradient)
            parts = [Marks(labels=(label,))]
        parts.append(Marks(labels=(below,)))
        if is_active and active.phase == "gradient":
            parts.append(_frame(below, "@gradient", sizes.unit))
    if is_active and active.phase in ("update", "forward"):
        parts.append(_frame(label, f"@{active.phase}", sizes.unit))
    return together(parts)


def gradient_label(
    view: StageView, layout: Layout, bias: Bias, gradient: float, room: float | None = None
) -> Label:
    """The line below the bias's own, in the `room` that it has."""
    sizes = layout.design.sizes
    letter = gradient_sign(view.symbols) + " "
    more = "…" if view.is_running(bias.gradient_at) else ""
    room = (room or _room(layout)) - width(letter + more, sizes.chip)
    shown = fitted(gradient, view.digits, room, sizes.chip) + more
    runs = (
        Run(letter, "@gradient"),
        Run(shown, "@gradient", SEMIBOLD),
        *verdict_run(view, bias.gradient_at),
    )
    y = bias.y + 0.5 * sizes.bias + 0.5 * sizes.chip + 2 * sizes.unit
    return Label(f"db/{bias.id}", bias.x, y, sizes.chip, runs)


def _joined(
    view: StageView, layout: Layout, bias: Bias, label: Label, gradient: float
) -> tuple[Label, Label]:
    """Where there is one line for both: the bias at its left, the gradient at its right."""
    between = 0.5 * layout.design.sizes.chip
    room = _room(layout) - label.width - between
    below = gradient_label(view, layout, bias, gradient, room)
    left = bias.x - (label.width + between + below.width) / 2
    return (
        label._replace(x=left, anchor="left"),
        below._replace(x=left + label.width + between, y=bias.y, anchor="left"),
    )


def _frame(label: Label, colour: str, unit: float) -> Marks:
    box = label.box.grown(2 * unit)
    box = box._replace(x0=box.x0 - 4 * unit, x1=box.x1 + 4 * unit)
    look = Look("@surface", colour, 1.8 * unit)
    return Marks((Outline(Level.RIM, look, rounded(box, 5 * unit)),))
