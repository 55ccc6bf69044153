"""Choosing one weight or bias: in two lists, or by a press on the graph; and changing its number.

What is chosen is what the session calls selected, so it is the same on every page.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise import edits
from playground.exercise.parameters import (
    Place,
    exists,
    neurons_of,
    parameter_address,
    place_selected,
    selection_of,
    sources_of,
    telling_place,
    value_of,
)
from playground.exercise.view import View
from playground.ui.fields import EMPTIED, changed, given
from playground.ui.graph import HEIGHT, network_graph
from playground.ui.grid_layout import undo_row
from playground.ui.notices import message, unfinished
from playground.ui.settings import notation_choice
from playground.ui.undo import undo_buttons
from playground.where import Edge, Neuron

FIRST, SECOND = "selected", "selected_too"  # where the session keeps them


def heading(title: str) -> None:
    """The page's title, and beside it in whose notation everything is written."""
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(title, anchor=False, width="stretch")
        notation_choice()


def chosen(view: View, which: str = FIRST) -> Place | None:
    """The weight or bias that is chosen; None if the network has none at all."""
    held, shape = session.state(), view.trace.plan.shape
    if held[which] is not None:
        return place_selected(shape, held[which])
    if held["telling"] is None or not exists(shape, Place(*held["telling"])):
        place = telling_place(view.trace)
        held["telling"] = place and tuple(place)  # it stays, whatever becomes of its gradient
    return held["telling"] and Place(*held["telling"])


def nothing(view: View | None) -> None:
    """There is no weight and no bias to choose, or nothing drawn at all; and the way out."""
    if view is None:
        unfinished()
    else:
        st.info(
            "All connections are cut and there is no bias: nothing can be learned here. Draw a "
            "connection on the Playground's board, or take the last edit back."
        )
    undo_row()
    message()


def chosen_row(view: View, place: Place) -> Address:
    """Which weight or bias, its number, and undo; then what was refused, and what has
    overflowed."""
    at = parameter_address(view.trace.plan.shape, place)
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameter"):
        choice(view, place)
        value_field(view, at)
        undo_buttons()
    message()
    if view.problem:
        st.error(view.problem, icon=":material/error:")
    return at


def choice(view: View, place: Place, which: str = FIRST) -> None:
    """Two lists: the neuron it goes into, and where it comes from or the bias."""
    shape, symbols = view.trace.plan.shape, view.symbols
    own = "shared bias" if shape.biases[place.layer] == "shared" else "bias"
    neurons, sources = neurons_of(shape), sources_of(shape, place.layer, place.to)
    into = [symbols.neuron(layer + 1, to) for layer, to in neurons]
    from_ = [own if one is None else f"from {symbols.neuron(place.layer, one)}" for one in sources]
    lists = (
        ("to", "Into", into, neurons.index((place.layer, place.to))),
        ("source", "Weight or bias", from_, sources.index(place.source)),
    )
    for name, label, options, now in lists:
        key = given(f"{which}_{name}", now)
        st.selectbox(
            label,
            range(len(options)),
            key=key,
            format_func=options.__getitem__,
            on_change=changed(key, _choose, which, name),
            width=170,
        )


def _choose(which: str, name: str) -> None:
    """Another neuron, and the same source where it has that; or another source."""
    view = session.view()
    old = None if view is None else chosen(view, which)
    if view is None or old is None:
        return
    shape, k = view.trace.plan.shape, st.session_state[f"{which}_{name}"]
    if name == "to":
        layer, to = neurons_of(shape)[k]
        sources = sources_of(shape, layer, to)
        source = old.source if layer == old.layer and old.source in sources else sources[0]
        new = Place(layer, to, source)
    else:
        new = old._replace(source=sources_of(shape, old.layer, old.to)[k])
    session.state()[which] = selection_of(new)


def graph(
    view: View,
    edges: tuple[Edge, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    height: int = HEIGHT,
) -> None:
    """The graph at the loss: all activations are known there, and edges show their weights. A press
    chooses a weight or a bias."""
    made = view.trace.plan.step_making(Address("loss"))
    shown = view if made is None else replace(view, position=made)
    network_graph(
        shown, edges, neurons, stepping=False, calm=True, place="parameter", height=height
    )


def value_field(view: View, at: Address, which: str = FIRST) -> None:
    """The number itself, to be changed: an edit like any other, which an undo takes back."""
    key = given(f"{which}_value", value_of(view.network, at))
    st.number_input(
        "Value",
        value=EMPTIED,
        key=key,
        step=None,
        format="%.12g",
        on_change=changed(key, _typed, which, at),
        width=230,
    )


def _typed(which: str, at: Address) -> None:
    value = st.session_state[f"{which}_value"]
    if value is not None:
        set_value(at, value)


def set_value(at: Address, value: float) -> None:
    """Give the weight or bias another number."""
    if at.quantity == "W":
        session.edit(edits.set_weights, at.layer, {(at.neuron, at.source): value}, label="weight")
    else:
        session.edit(edits.set_biases, at.layer, {at.neuron or 0: value}, label="bias")
