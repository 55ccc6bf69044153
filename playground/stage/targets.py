"""What can be pressed or reached by key: where it lies, what a press reports, and how it is said.

A press reports the same as ever: {"point": [column, neuron]}, {"point": ["loss"]} or
{"edge": [layer, to, from]}; and {"fold": column} for rows that are folded away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple, cast

from playground.stage.compact import fold_box
from playground.stage.layout import Column, Layout
from playground.stage.lettering import number
from playground.stage.loss import LossColumn
from playground.stage.marks import Box, Point
from playground.stage.outside import Address, Symbols, Trace, short_name
from playground.stage.routes import Route
from playground.stage.slots import foot
from playground.stage.stage_view import Edge, Neuron, StageView
from playground.stage.wiring import Wiring, gaps_of, plain_routes


class Target(NamedTuple):
    """`box` is where the focus ring goes. An edge has a `route`, and is also pressed by its chip,
    which its box is then, if it `has_chip`. `lit` are those that stand out whatever the step is
    about."""

    press: dict[str, Any]
    box: Box
    route: Route | None
    spoken: str
    has_chip: bool = False
    lit: bool = False

    @property
    def line(self) -> tuple[Point, ...]:
        return self.route.points if self.route else ()

    @property
    def json(self) -> str:
        """For the browser. A large network has hundreds of them, which one by one cost too much."""
        ((kind, place),) = self.press.items()
        line = self.route.coarse if self.route else "[]"
        flags = f'"chip":{str(self.has_chip).lower()},"lit":{str(self.lit).lower()}'
        return (
            f'{{"press":{{"{kind}":{_list(place)}}},"box":{_sides(*self.box[1:])},"line":{line},'
            f'"spoken":{json.dumps(self.spoken)},{flags}}}'
        )


def _list(place: list[int] | list[str] | int) -> str:
    return str(place).replace("'", '"')


@lru_cache(maxsize=1 << 12)
def _sides(*sides: float) -> str:
    return str([round(side, 1) for side in sides])


def _is_lit(view: StageView, place: Neuron | Edge) -> bool:
    """Whether it is lit whatever the step is about, or selected."""
    return place == view.selection or place in view.neurons or place in view.edges


class Pressable(NamedTuple):
    """What the targets of a picture follow from: `boxes` are those of the picture, `spoken` is what
    is said of its neurons."""

    view: StageView
    wiring: Wiring
    loss: LossColumn
    boxes: tuple[Box, ...]
    spoken: Mapping[Neuron, str]

    @property
    def chips(self) -> dict[Edge, Box]:
        """The box of each chip, by its edge."""
        named = (box for box in self.boxes if box.id.startswith("chip/"))
        return {cast("Edge", tuple(map(int, box.id.split("/")[1:]))): box for box in named}

    @property
    def busy(self) -> set[int]:
        """The layers into which some edges are otherwise than at other steps."""
        view = self.view
        found = {edge[0] for edge in (*self.wiring.spots, *view.edges)}
        if view.selection is not None and len(view.selection) == 3:
            found.add(view.selection[0])
        return found if view.step.layer is None else found | {view.step.layer}


def targets_of(shown: Pressable) -> Iterator[Target]:
    """Neurons column by column, what is folded away, the loss, then the edges."""
    yield from _points(shown)
    chips = shown.chips
    for edge, route in shown.wiring.routes.items():
        yield _edge(shown.view, edge, route, chips.get(edge))


def targets_json(shown: Pressable) -> str:
    """The same for the browser. Of a large network most gaps are as they were at other steps."""
    view, chips, busy = shown.view, shown.chips, shown.busy
    columns = shown.wiring.layout.columns
    found = [target.json for target in _points(shown)]
    for layer, routes in enumerate(shown.wiring.gaps):
        known = None if layer in busy or view.sheet is not None else _known(view, layer)
        if known is None:
            found += [_edge(view, edge, route, chips.get(edge)).json for edge, route in routes]
        elif routes:
            found.append(_at_rest(view.trace, view.symbols, view.digits, columns, layer, known))
    return ",".join(found)


def _points(shown: Pressable) -> Iterator[Target]:
    view, layout = shown.view, shown.wiring.layout
    for column, here in enumerate(layout.columns):
        for row, y in zip(here.rows, here.ys, strict=True):
            if row.folded:
                box = fold_box(layout, column, row, y)
                name = view.symbols.column(column)
                text = f"{row.size} more in {name}; click to show all"
                yield Target({"fold": column}, box, None, text)
            else:
                neuron = column, row.first
                yield _neuron(view, layout, neuron, shown.spoken[neuron])
    yield Target({"point": ["loss"]}, shown.loss.boxes.total, None, spoken_loss(view))


def _edge(view: StageView, edge: Edge, route: Route, chip: Box | None) -> Target:
    text = spoken_edge(view, edge)
    box = chip or _around_middle(route)
    return Target({"edge": list(edge)}, box, route, text, chip is not None, _is_lit(view, edge))


def _around_middle(route: Route) -> Box:
    x, y = route.middle
    return Box("", x - 12, y - 12, x + 12, y + 12)


@lru_cache(maxsize=128)
def _at_rest(
    trace: Trace,
    symbols: Symbols,
    digits: int,
    columns: tuple[Column, ...],
    layer: int,
    known: tuple[bool, bool],
) -> str:
    """The edges of a gap that the step has nothing to do with, by what is known of all of them."""
    texts = _edge_texts(trace, symbols, digits)
    return ",".join(
        Target({"edge": list(edge)}, _around_middle(route), route, texts[edge].said(*known)).json
        for edge, route in gaps_of(plain_routes(trace, columns), len(columns) - 1)[layer]
    )


def _known(view: StageView, layer: int) -> tuple[bool, bool] | None:
    """Whether the gradients of all edges of a layer are known, and their new weights; None in
    between."""
    found = []
    for quantity, is_shown in (("dW", True), ("W", view.step.phase == "update")):
        first, last = _made_in(view.trace, quantity, layer)
        if is_shown and first <= view.position < last:
            return None
        found.append(is_shown and last <= view.position)
    return found[0], found[1]


@lru_cache(maxsize=256)
def _made_in(trace: Trace, quantity: str, layer: int) -> tuple[float, float]:
    """The first step that makes such a number of the layer's weights, and the last."""
    places = (
        Address(quantity, layer, to, source)
        for to, sources in enumerate(trace.plan.shape.sources[layer])
        for source in sources
    )
    steps = [step for step in map(trace.plan.step_making, places) if step is not None]
    return (min(steps), max(steps)) if steps else (inf, inf)


def _neuron(view: StageView, layout: Layout, neuron: Neuron, spoken: str) -> Target:
    (x, y), here = layout.places[neuron], layout.columns[neuron[0]]
    bottom = y + here.high if neuron[0] == 0 else foot(view, layout, neuron)
    name = f"neuron/{neuron[0]}/{neuron[1]}"
    box = Box(name, x - here.half, y - here.high, x + here.half, bottom)
    return Target({"point": list(neuron)}, box, None, spoken, lit=_is_lit(view, neuron))


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
    at = Address("W", *edge)
    is_final = view.sheet is None and view.step.address.whole[1:] != at[1:]
    if is_final:
        return _edge_texts(view.trace, view.symbols, view.digits)[edge].at(view)
    return ", ".join([_spoken_weight(view, edge), *_spoken_change(view, at)])


def _spoken_weight(view: StageView, edge: Edge) -> str:
    layer, to, source = edge
    names = view.symbols.neuron(layer, source), view.symbols.neuron(layer + 1, to)
    return f"weight from {names[0]} to {names[1]}: {number(view.weight(edge), view.digits)}"


class _EdgeText(NamedTuple):
    """What is said of an edge, and from which steps on: its gradient, its new weight."""

    weight: str
    gradient: tuple[int, str] | None
    new: tuple[int, str] | None

    def at(self, view: StageView) -> str:
        now = view.position
        gradient = self.gradient is not None and self.gradient[0] <= now
        new = self.new is not None and self.new[0] <= now and view.step.phase == "update"
        return self.said(gradient, new)

    def said(self, gradient: bool, new: bool) -> str:
        """With its gradient and its new weight, where it has them."""
        parts = (self.gradient if gradient else None, self.new if new else None)
        return self.weight + "".join(part[1] for part in parts if part is not None)


class _EdgeTexts(dict[Edge, _EdgeText]):
    """Of a whole walk: a large network has hundreds of edges, and a step changes few of them."""

    def __init__(self, trace: Trace, symbols: Symbols, digits: int) -> None:
        super().__init__()
        self._end = StageView(trace, len(trace) - 1, symbols, digits)

    def __missing__(self, edge: Edge) -> _EdgeText:
        weight = Address("W", *edge)
        text = _EdgeText(
            _spoken_weight(self._end, edge),
            self._from(weight._replace(quantity="dW"), ", gradient"),
            self._from(weight, ", new"),
        )
        return self.setdefault(edge, text)

    def _from(self, at: Address, word: str) -> tuple[int, str] | None:
        step, value = self._end.trace.plan.step_making(at), self._end.final(at)
        if step is None or value is None:
            return None
        return step, f"{word} {number(value, self._end.digits)}"


_edge_texts = lru_cache(maxsize=16)(_EdgeTexts)


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
