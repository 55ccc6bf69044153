"""The live network graph, and what a press on it does."""

from __future__ import annotations

import json

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise.view import View
from playground.stage.colours import DARK, LIGHT
from playground.stage.figure import Picture, stage_figure
from playground.stage.view import StageView
from playground.views.network.network import (
    Ahead,
    Height,
    Size,
    network_view,
    pressed,
    size_kept,
    size_told,
)
from playground.where import Edge, Neuron

USUAL: Size = (924, 744)
FEW_NEURONS = 40  # in a larger network the graph one step back is not sent in advance
KEY = "network_graph"
HEIGHT = 470  # px, beside other things than the walk


def network_graph(
    view: View,
    edges: tuple[Edge, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    *,
    stepping: bool = True,
    calm: bool = False,
    place: str = "walk",
    height: Height = "stretch",
) -> None:
    """The network at this step, and in advance at the next, unless no buttons lead there (then
    not `stepping`); `edges` and `neurons` are lit, and when `calm` nothing else. The graph is made
    for the size that `place` has in this browser."""
    size = _size(place)
    shown = _stage_view(view, view.position, edges, neurons, calm)
    picture = stage_figure(shown, *size)
    network_view(
        _json(picture, with_targets=True),
        key=KEY,
        alt=picture.alt,
        place=place,
        size=size,
        palettes=(LIGHT, DARK),
        on_press=_graph_pressed,
        on_size=_size_told,
        height=height,
        ahead=_ahead(view, size) if stepping else (),
    )


def _size(place: str) -> Size:
    sizes = st.session_state.setdefault("stage_sizes", {})
    if place not in sizes:
        sizes[place] = size_kept(place) or USUAL
    size: Size = sizes[place]
    return size


def _size_told() -> None:
    told = st.session_state[KEY].get("size") or {}
    size = size_told(KEY)
    if size is not None and isinstance(told.get("place"), str):
        st.session_state.setdefault("stage_sizes", {})[told["place"]] = size


def _stage_view(
    view: View,
    at: int,
    edges: tuple[Edge, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    calm: bool = False,
) -> StageView:
    chosen = session.state()["selected"]
    selection: Neuron | Edge | None = None
    if chosen is not None and chosen["kind"] == "neuron":
        selection = (chosen["column"], chosen["neuron"])
    elif chosen is not None:
        selection = (chosen["layer"], chosen["to"], chosen["from"])
    return StageView(
        view.trace,
        at,
        view.symbols,
        view.digits,
        view.sample,
        selection,
        frozenset(neurons),
        frozenset(edges),
        calm,
        frozenset(st.session_state.get("stage_opened", ())),
    )


def _json(picture: Picture, *, with_targets: bool) -> str:
    targets = [target.plain() for target in picture.targets] if with_targets else []
    made = {"figure": picture.figure, "targets": targets, "motion": picture.motion}
    return json.dumps(made, separators=(",", ":"))


def _ahead(view: View, size: Size) -> list[Ahead]:
    """The graphs one step on and, in a small network, one step back: drawn at the press."""
    small = sum(view.network.sizes) <= FEW_NEURONS
    moves = [
        ("next_step", "ArrowRight", view.position + 1, True),
        ("previous_step", "ArrowLeft", view.position - 1, small),
    ]
    return [
        Ahead(button, key, _figure_at(view, at, size) if in_advance else "")
        for button, key, at, in_advance in moves
        if 0 <= at < len(view.trace)
    ]


def _figure_at(view: View, at: int, size: Size) -> str:
    return _json(stage_figure(_stage_view(view, at), *size), with_targets=True)


def _graph_pressed() -> None:
    """A press on a neuron or an edge selects it, and goes to the step that made its number."""
    press, view = pressed(KEY), session.view()
    if press is None or view is None:
        return
    session.stop()
    if "fold" in press:
        opened = set(st.session_state.get("stage_opened", ()))
        st.session_state["stage_opened"] = opened ^ {press["fold"]}
    elif "edge" in press:
        layer, to, source = press["edge"]
        session.state()["selected"] = {"kind": "edge", "layer": layer, "to": to, "from": source}
        _find_number(view, _quantities_of_edge(view), layer, to, source)
    elif press["point"] == ["loss"]:
        _find_number(view, ["loss"], None, None)
    else:
        column, neuron = press["point"]
        session.state()["selected"] = {"kind": "neuron", "column": column, "neuron": neuron}
        if column > 0:
            _find_number(view, _quantities_of_neuron(view, column, neuron), column - 1, neuron)


def _quantities_of_edge(view: View) -> list[str]:
    """A weight is given, not made: in the forward pass a press only selects it."""
    return {"backward": ["dW"], "gradient": ["dW"], "update": ["W"]}.get(view.step.phase, [])


def _quantities_of_neuron(view: View, column: int, neuron: int) -> list[str]:
    """z, or a if z is shown already; in the backward pass da and delta."""
    pair = ["z", "a"] if view.step.phase in ("forward", "loss") else ["delta", "da"]
    here = view.step.address
    on_it = here.layer == column - 1 and here.neuron == neuron and here.quantity == pair[0]
    return pair[::-1] if on_it else pair


def _find_number(
    view: View,
    quantities: list[str],
    layer: int | None,
    neuron: int | None,
    source: int | None = None,
) -> None:
    for quantity in quantities:
        sample = None if quantity in ("loss", "dW", "W") else view.sample
        made = view.trace.plan.step_making(Address(quantity, layer, neuron, source, sample))
        if made is not None:
            session.go_to_step(made)
            return
