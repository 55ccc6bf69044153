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
from playground.stage.loss import LossColumn
from playground.stage.marks import Box, Point
from playground.stage.outside import Address, Symbols, Trace
from playground.stage.routes import Route
from playground.stage.slots import foot
from playground.stage.speech import edge_texts, spoken_edge, spoken_loss
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
    texts = edge_texts(trace, symbols, digits)
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
