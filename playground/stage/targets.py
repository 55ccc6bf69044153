"""What can be pressed or reached by key: where it lies, what a press reports, and how it is said.

A press reports the same as ever: {"point": [column, neuron]}, {"point": ["loss"]} or
{"edge": [layer, to, from]}; and {"fold": column} for rows that are folded away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from playground.stage.compact import fold_box
from playground.stage.layout import Layout
from playground.stage.lettering import number
from playground.stage.loss import LossColumn
from playground.stage.marks import Box, Point
from playground.stage.neuron_health import trouble
from playground.stage.outside import Address, short_name
from playground.stage.slots import foot
from playground.stage.stage_view import Edge, Neuron, StageView
from playground.stage.wiring import Wiring


class Target(NamedTuple):
    """`box` is where the focus ring goes. `line` are the points of an edge; of all else none. An
    edge that `has_chip` is also pressed by its chip, which its box is then. `lit` are those that
    stand out whatever the step is about."""

    press: dict[str, Any]
    box: Box
    line: tuple[Point, ...]
    spoken: str
    has_chip: bool = False
    lit: bool = False

    def plain(self) -> dict[str, Any]:
        """For the browser, as JSON."""
        return {
            "press": self.press,
            "box": [round(side, 1) for side in self.box[1:]],
            "line": [[round(x), round(y)] for x, y in self.line],
            "spoken": self.spoken,
            "chip": self.has_chip,
            "lit": self.lit,
        }


def _is_lit(view: StageView, place: Neuron | Edge) -> bool:
    """Whether it is lit whatever the step is about, or selected."""
    return place == view.selection or place in view.neurons or place in view.edges


def targets_of(
    view: StageView, wiring: Wiring, loss: LossColumn, boxes: Iterable[Box]
) -> Iterator[Target]:
    """Neurons column by column, what is folded away, the loss, then the edges. `boxes` are those
    of the picture."""
    layout = wiring.layout
    for column, here in enumerate(layout.columns):
        for row, y in zip(here.rows, here.ys, strict=True):
            if row.folded:
                box = fold_box(layout, column, row, y)
                name = view.symbols.column(column)
                spoken = f"{row.size} more in {name}; click to show all"
                yield Target({"fold": column}, box, (), spoken)
            else:
                yield _neuron(view, layout, (column, row.first))
    yield Target({"point": ["loss"]}, loss.boxes.total, (), spoken_loss(view))
    chips = {box.id: box for box in boxes if box.id.startswith("chip")}
    for edge, route in wiring.routes.items():
        chip = chips.get("chip/" + "/".join(map(str, edge)))
        x, y = route.at(0.5)
        box = chip or Box("", x - 12, y - 12, x + 12, y + 12)
        spoken = spoken_edge(view, edge)
        yield Target(
            {"edge": list(edge)}, box, route.points, spoken, chip is not None, _is_lit(view, edge)
        )


def _neuron(view: StageView, layout: Layout, neuron: Neuron) -> Target:
    (x, y), here = layout.places[neuron], layout.columns[neuron[0]]
    bottom = y + here.high if neuron[0] == 0 else foot(view, layout, neuron)
    name = f"neuron/{neuron[0]}/{neuron[1]}"
    box = Box(name, x - here.half, y - here.high, x + here.half, bottom)
    return Target(
        {"point": list(neuron)}, box, (), spoken_neuron(view, neuron), lit=_is_lit(view, neuron)
    )


def spoken_neuron(view: StageView, neuron: Neuron) -> str:
    """ "h1: z 0.3775, a 0.5933, delta 0.0088, bias 0.35", as far as it is known."""
    column, j = neuron
    name = view.symbols.neuron(column, j)
    parts = []
    for quantity, values in view.column(column).items():
        value = values[j]
        if value is not None:
            parts.append(f"{_said(view, quantity, column)} {number(value, view.digits)}")
    if column:
        parts += _spoken_bias(view, column, j)
        wrong = trouble(view, neuron)
        if wrong:
            return f"{name}: {', '.join(parts)}. {wrong[0].upper()}{wrong[1:]}"
    return f"{name}: {', '.join(parts) or 'not computed yet'}"


def _said(view: StageView, quantity: str, column: int) -> str:
    """A quantity as a screen reader should say it: Greek letters by their names."""
    if quantity == "x":
        return "input"
    return (
        view.symbols.word("delta") if quantity == "delta" else view.symbols.label(quantity, column)
    )


def _spoken_bias(view: StageView, column: int, j: int) -> Iterator[str]:
    b = view.trace.network.layers[column - 1].b
    if b is None:
        return
    neuron, kind = (None, "shared bias") if b.ndim == 0 else (j, "bias")
    at = Address("b", column - 1, neuron)
    yield f"{kind} {number(float(b) if neuron is None else float(b[j]), view.digits)}"
    yield from _spoken_change(view, at)


def _spoken_change(view: StageView, at: Address) -> Iterator[str]:
    gradient = view.made(at._replace(quantity="d" + at.quantity))
    if gradient is not None:
        yield f"gradient {number(gradient, view.digits)}"
    new = view.made(at) if view.step.phase == "update" else None
    if new is not None:
        yield f"new {number(new, view.digits)}"


def spoken_edge(view: StageView, edge: Edge) -> str:
    """ "weight from x1 to h1: 0.15, gradient 0.0004386, new 0.1498", as far as it is known."""
    layer, to, source = edge
    names = view.symbols.neuron(layer, source), view.symbols.neuron(layer + 1, to)
    parts = [number(view.weight(edge), view.digits)]
    parts += _spoken_change(view, Address("W", layer, to, source))
    return f"weight from {names[0]} to {names[1]}: {', '.join(parts)}"


def spoken_loss(view: StageView) -> str:
    word = view.symbols.word("loss")
    value = view.made(Address("loss"))
    return f"{word}: not computed yet" if value is None else f"{word}: {number(value, view.digits)}"


def summary(view: StageView) -> str:
    """What the whole picture shows: the network, the step, and the value it made."""
    trace, step = view.trace, view.step
    sizes = "-".join(map(str, view.sizes))
    functions = dict.fromkeys(short_name(layer.f.name) for layer in trace.network.layers)
    made = view.symbols.name(step.address)
    if view.slot is not None:
        made = f"{made}, to be entered"
    elif step.neuron is not None or step.quantity in ("loss", "b", "db"):
        value = _spoken_value(view)
        so_far = "" if step.complete else " so far"
        made = f"{made}{so_far} = {value}" if value else made
    where = f"step {view.position + 1} of {len(trace)}"
    phase = view.symbols.word("loss") if step.phase == "loss" else step.phase
    return f"Network {sizes}, {', '.join(functions)}; {where}, {phase}: {made}"


def _spoken_value(view: StageView) -> str:
    value: Any = view.step.value
    if view.sheet is not None:
        value = view.made(view.step.address.whole)
        return "" if value is None else number(value, view.digits)
    return number(float(value), view.digits) if getattr(value, "ndim", 0) == 0 else ""
