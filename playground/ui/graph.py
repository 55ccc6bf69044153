"""The live network graph, and what a press on it does."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from backprop_core import Trace
from playground import session
from playground.exercise.view import View
from playground.solve.sheet import Sheet
from playground.stage.colours import DARK, LIGHT
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView
from playground.ui.buttons import presses_taken
from playground.ui.keeping import is_fragment_alone, place_to_keep
from playground.ui.number_pressed import go_to_number_at
from playground.ui.presses import is_new
from playground.views.network.difference import difference
from playground.views.network.network import (
    Ahead,
    Height,
    Size,
    network_view,
    pressed,
    size_kept,
    size_told,
)
from playground.where import Loss, Neuron, Weight, is_count, place_pressed

USUAL: Size = (924, 744)
FEW_NEURONS = 40  # in a larger network the graph one step back is not sent in advance
CLOSELY = 60_000  # characters of a figure that is compared number by number, and kept
KEY = "network_graph"
WALK = "walk"  # the place where one steps through the pass, and can solve it by hand
HEIGHT = 470  # px, in other places
_SIZES: session.Remembered[dict[str, list[int]]] = session.Remembered("stage_sizes", dict)
_OPENED: session.Remembered[list[int]] = session.Remembered("stage_opened", list, of_exercise=True)


def network_graph(
    view: View,
    edges: tuple[Weight, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    *,
    stepping: bool = True,
    calm: bool = False,
    place: str = WALK,
    height: Height = "stretch",
    sheet: Sheet | None = None,
) -> None:
    """The network at this step, and in advance at the next, unless no buttons lead there (then
    not `stepping`); `edges` and `neurons` are lit, and when `calm` nothing else. The graph is made
    for the size that `place` has in this browser. The numbers of a `sheet` stand on the graph. What
    a fragment with the graph has changed is handed to the browser along with it."""
    size = _size(place)
    staged = _stage_view(view, view.position, place, edges, neurons, calm)
    staged = staged if sheet is None else replace(staged, sheet=sheet)
    shown = _drawn(staged, size)
    network_view(
        shown.figure,
        key=KEY,
        name=_name(staged, size),
        alt=shown.alt,
        place=place,
        size=size,
        palettes=(LIGHT, DARK),
        on_press=_graph_pressed,
        on_size=_size_told,
        height=height,
        ahead=_ahead(view, place, size, shown.figure) if stepping else (),
        presses=presses_taken(),
        keep=place_to_keep() if is_fragment_alone() else None,
    )


def _size(place: str) -> Size:
    sizes = _SIZES.get()
    if place not in sizes:
        sizes = {**sizes, place: list(size_kept(place) or USUAL)}
        _SIZES.set(sizes)
    width, height = sizes[place]
    return width, height


def _size_told() -> None:
    told = size_told(KEY)
    if told is not None and told[0] in _SIZES.get():
        _SIZES.set({**_SIZES.get(), told[0]: list(told[1])})


def _stage_view(
    view: View,
    at: int,
    place: str,
    edges: tuple[Weight, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    calm: bool = False,
) -> StageView:
    """Only the walk is solved by hand: elsewhere the graph shows the pass as it is."""
    return StageView(
        view.trace,
        at,
        view.symbols,
        view.digits,
        view.sample,
        session.selected(),
        frozenset(neurons),
        frozenset(edges),
        calm,
        frozenset(_OPENED.get()),
        session.sheet(view) if place == WALK else None,
    )


class Drawn(NamedTuple):
    """A picture as the browser gets it."""

    figure: str
    alt: str


def _drawn(shown: StageView, size: Size) -> Drawn:
    """The picture. The one after this step was made in advance at the step before, and whoever
    walks through the same exercise needs the same ones: they are made once for all sessions."""
    if shown.sheet is not None:  # what somebody has answered is theirs
        return _make(shown, size)
    return (_few if sum(shown.sizes) <= FEW_NEURONS else _fewer)(shown, size)


def _make(shown: StageView, size: Size) -> Drawn:
    picture = stage_figure(shown, *size)
    figure, motion = (_compact(part) for part in (picture.figure, picture.motion))
    made = f'{{"figure":{figure},"targets":[{picture.targets_json}],"motion":{motion}}}'
    return Drawn(made, picture.alt)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


_few = lru_cache(maxsize=400)(_make)  # of some 20 kB each
_fewer = lru_cache(maxsize=8)(_make)  # of some 500 kB each


def _ahead(view: View, place: str, size: Size, shown: str) -> list[Ahead]:
    """The graphs one step on and, in a small network, one step back: drawn at the press."""
    small = sum(view.network.sizes) <= FEW_NEURONS
    moves = [
        ("next_step", "ArrowRight", view.position + 1, True),
        ("previous_step", "ArrowLeft", view.position - 1, small),
    ]
    found = []
    for button, key, at, in_advance in moves:
        if 0 <= at < len(view.trace):
            staged = _stage_view(view, at, place)
            told = _told(staged, size, shown) if in_advance else ""
            found.append(Ahead(button, key, told, _name(staged, size)))
    return found


def _name(view: StageView, size: Size) -> str:
    """A name for the picture of this view, the same whenever it is made."""
    return f"{_PROCESS}-{_number(view.trace)}-{hash((view, size)):x}"


@lru_cache(maxsize=64)
def _number(_trace: Trace) -> int:
    return next(_NUMBERS)


_PROCESS, _NUMBERS = secrets.token_hex(4), count()


def _told(staged: StageView, size: Size, shown: str) -> str:
    """The graph at a step, as what it has in other ways than the `shown` one."""
    figure = _drawn(staged, size).figure
    return _difference(shown, figure) if len(figure) < CLOSELY else difference(shown, figure, "}")


_difference = lru_cache(maxsize=800)(difference)


def _graph_pressed() -> None:
    """A press on a neuron or an edge selects it, and goes to the step that made its number."""
    press, view = pressed(KEY), session.view()
    if press is None or view is None or not is_new(KEY, press):
        return
    session.stop()
    place = place_pressed(press)
    column = press.get("fold")
    if is_count(column) and column < len(view.network.sizes):
        _OPENED.set(sorted({*_OPENED.get()} ^ {column}))
    elif place is not None and (isinstance(place, Loss) or session.select(place)):
        go_to_number_at(view, place)
