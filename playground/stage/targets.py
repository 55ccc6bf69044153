"""What can be pressed or reached by key: where it lies, what a press reports, and how it is said.

A press reports the same as ever: {"point": [column, neuron]}, {"point": ["loss"]} or
{"edge": [layer, to, from]}; and {"fold": column} for rows that are folded away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple, cast

from playground.stage.at_rest import AtRest
from playground.stage.columns import Frame
from playground.stage.compact import fold_box
from playground.stage.layout import Layout
from playground.stage.loss import LossColumn
from playground.stage.marks import Box, Point
from playground.stage.outside import Address, Symbols, Trace
from playground.stage.routes import Route
from playground.stage.slots import foot
from playground.stage.speech import spoken_edge, spoken_loss, texts_of
from playground.stage.stage_view import Edge, Neuron, StageView
from playground.stage.wiring import Wiring, plain_gaps


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
        standing = _standing(kind, place, self.box, self.route)
        return f"{standing},{_told(self.spoken, has_chip=self.has_chip, lit=self.lit)}"


def _standing(kind: str, place: list[int] | list[str] | int, box: Box, route: Route | None) -> str:
    """The first half of a target: what a press reports, and where."""
    named = str(place).replace("'", '"')
    sides = str([round(side, 1) for side in box[1:]])
    line = route.coarse if route else "[]"
    return f'{{"press":{{"{kind}":{named}}},"box":{sides},"line":{line}'


def _told(spoken: str, *, has_chip: bool = False, lit: bool = False) -> str:
    """The second half: what is said of it, and how it looks."""
    flags = f'"chip":{str(has_chip).lower()},"lit":{str(lit).lower()}'
    return f'"spoken":{json.dumps(spoken)},{flags}}}'


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
    def apart(self) -> set[Edge]:
        """The edges that are otherwise than at other steps."""
        view = self.view
        found = {*self.wiring.spots, *view.edges}
        if view.selection is not None and len(view.selection) == 3:
            found.add(view.selection)
        layer, neuron, source = view.step.address[1:4]
        if layer is not None and neuron is not None and source is not None:
            found.add((layer, neuron, source))
        return found


def targets_of(shown: Pressable) -> Iterator[Target]:
    """Neurons column by column, what is folded away, the loss, then the edges."""
    for column in range(len(shown.view.sizes)):
        yield from _column(shown.view, shown.wiring.layout, shown.spoken, column)
    yield _loss(shown)
    chips = shown.chips
    for edge, route in shown.wiring.routes.items():
        yield _edge(shown.view, edge, route, chips.get(edge))


def targets_json(shown: Pressable) -> str:
    """The same for the browser. Of a large network most edges are as they were at other steps."""
    view, chips = shown.view, shown.chips
    found = [text for column in range(len(view.sizes)) for text in _column_json(shown, column)]
    found.append(_loss(shown).json)
    for layer, routes in enumerate(shown.wiring.gaps):
        resting = [None] * len(routes) if view.sheet is not None else _resting(shown, layer)
        found += [
            text or _edge(view, edge, route, chips.get(edge)).json
            for (edge, route), text in zip(routes, resting, strict=True)
        ]
    return ",".join(found)


def _resting(shown: Pressable, layer: int) -> Sequence[str | None]:
    """What there is of each edge of a gap that the step has nothing to do with; None of others."""
    view, frame = shown.view, shown.wiring.layout.frame
    walk = view.trace, view.symbols, view.digits
    known = _known(view, layer)
    if known is not None:
        found: Sequence[str | None] = _at_rest(*walk, frame, layer, known)
    else:
        texts = texts_of(*walk)
        hows = [texts[edge].known(view) for edge, _ in shown.wiring.gaps[layer]]
        by = {how: _at_rest(*walk, frame, layer, how) for how in set(hows)}
        found = [by[how][k] for k, how in enumerate(hows)]
    apart = {edge for edge in shown.apart if edge[0] == layer}
    if not apart:
        return found
    pairs = zip(shown.wiring.gaps[layer], found, strict=True)
    return [None if edge in apart else text for (edge, _), text in pairs]


def _column_json(shown: Pressable, column: int) -> list[str]:
    view, layout, spoken = shown.view, shown.wiring.layout, shown.spoken
    neurons = [neuron for neuron in layout.places if neuron[0] == column]
    if any(_is_lit(view, neuron) for neuron in neurons):
        return [target.json for target in _column(view, layout, spoken, column)]
    texts = tuple(spoken[neuron] for neuron in neurons)
    follows = (view.symbols, layout.frame, tuple(view.column(column)), texts)
    return _column_at_rest(AtRest(follows, view, layout, spoken), column)


@lru_cache(maxsize=256)
def _column_at_rest(of: AtRest, column: int) -> list[str]:
    return [target.json for target in _column(of.view, of.layout, of.spoken, column)]


def _column(
    view: StageView, layout: Layout, spoken: Mapping[Neuron, str], column: int
) -> Iterator[Target]:
    here = layout.columns[column]
    for row, y in zip(here.rows, here.ys, strict=True):
        if row.folded:
            box = fold_box(layout, column, row, y)
            name = view.symbols.column(column)
            text = f"{row.size} more in {name}; click to show all"
            yield Target({"fold": column}, box, None, text)
        else:
            neuron = column, row.first
            yield _neuron(view, layout, neuron, spoken[neuron])


def _loss(shown: Pressable) -> Target:
    total = shown.loss.boxes.total
    return Target({"point": ["loss"]}, total, None, spoken_loss(shown.view))


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
    frame: Frame,
    layer: int,
    known: tuple[bool, bool],
) -> list[str]:
    """The edges of a gap that the step has nothing to do with, by what is known of them."""
    texts, gap = texts_of(trace, symbols, digits), plain_gaps(trace, frame)[layer]
    return [
        f"{standing},{_told(texts[edge].said(*known))}"
        for (edge, _), standing in zip(gap, _plain(trace, frame, layer), strict=True)
    ]


@lru_cache(maxsize=128)
def _plain(trace: Trace, frame: Frame, layer: int) -> list[str]:
    """Where the edges of a gap stand, whatever is known of them."""
    return [
        _standing("edge", list(edge), _around_middle(route), route)
        for edge, route in plain_gaps(trace, frame)[layer]
    ]


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
    bottom = y + here.high if neuron[0] == 0 else foot(view, layout.frame, neuron)
    name = f"neuron/{neuron[0]}/{neuron[1]}"
    box = Box(name, x - here.half, y - here.high, x + here.half, bottom)
    return Target({"point": list(neuron)}, box, None, spoken, lit=_is_lit(view, neuron))
