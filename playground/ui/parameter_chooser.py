"""Choosing one weight or bias: in two lists, or by a press on the graph; and changing its number.

What is chosen is what the session calls selected, so it is the same on every page.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise import edits
from playground.exercise.parameters import (
    exists,
    first_telling,
    parameter_selected,
    parameters_into,
    receivers,
    value_of,
)
from playground.exercise.typed_number import Takes
from playground.exercise.view import View
from playground.ui.fields import changed, given, whole
from playground.ui.graph import HEIGHT, network_graph
from playground.ui.grid_layout import undo_row
from playground.ui.notices import message, unfinished
from playground.ui.number_field import number_field
from playground.ui.settings import notation_choice
from playground.ui.undo import undo_buttons
from playground.where import (
    Neuron,
    Parameter,
    Weight,
    address_of,
    neuron_of,
    parameter,
    selected_by,
)

FIRST: Final = "selected"  # where the session keeps them
SECOND: Final = "selected_too"
# What is chosen until the reader chooses. It stays, whatever becomes of its gradient.
_TELLING: session.Remembered[list[int] | None] = session.Remembered(
    "telling", lambda: None, of_exercise=True
)


def heading(title: str) -> None:
    """The page's title, and beside it in whose notation everything is written."""
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.title(title, anchor=False, width="stretch")
        notation_choice()


def chosen(view: View, which: session.Which = FIRST) -> Parameter | None:
    """The weight or bias that is chosen; None if the network has none at all."""
    shape, selected, kept = view.trace.plan.shape, session.selected(which), _TELLING.get()
    if selected is not None:
        return parameter_selected(shape, selected)
    noted = None if kept is None else parameter(kept[0], kept[1], *kept[2:])
    if noted is None or not exists(shape, noted):
        noted = first_telling(view.trace)
        _TELLING.set(noted and [count for count in noted if count is not None])
    return noted


def nothing(view: View | None) -> None:
    """There is no weight and no bias to choose, or nothing drawn at all; and the way out."""
    if view is None:
        unfinished()
    else:
        st.info(
            "All connections are cut and there is no bias: nothing can be learned here. Add a "
            "connection on the Playground's board, or undo the last edit."
        )
    undo_row()
    message()


def chosen_row(view: View, place: Parameter) -> Address:
    """Which weight or bias, its number, and undo; then what was refused, and what has
    overflowed."""
    at = address_of(place, view.trace.plan.shape)
    with st.container(horizontal=True, vertical_alignment="bottom", key="parameter"):
        choice(view, place)
        value_field(view, at)
        undo_buttons()
    message()
    if view.problem:
        st.error(view.problem, icon=":material/error:")
    return at


def choice(view: View, place: Parameter, which: session.Which = FIRST) -> None:
    """Two lists: the neuron it goes into, and where it comes from or the bias."""
    shape, symbols = view.trace.plan.shape, view.symbols
    neurons, into = receivers(shape), parameters_into(shape, neuron_of(place))
    lists = (
        ("to", "Into", [symbols.neuron(*one) for one in neurons], neurons.index(neuron_of(place))),
        ("source", "Weight or bias", [_source(view, one) for one in into], into.index(place)),
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


def _source(view: View, place: Parameter) -> str:
    """What a weight comes from, or that it is the bias."""
    if place.source is not None:
        return f"from {view.symbols.neuron(place.layer, place.source)}"
    return "shared bias" if view.trace.plan.shape.biases[place.layer] == "shared" else "bias"


def _choose(which: session.Which, name: str) -> None:
    """Another neuron, and the same source where it has that; or another source."""
    view = session.exact_view()
    old = None if view is None else chosen(view, which)
    if view is None or old is None:
        return
    shape, k = view.trace.plan.shape, whole(f"{which}_{name}")
    if k is None:
        return
    into = parameters_into(shape, neuron_of(old))
    if name == "to":
        neurons = receivers(shape)
        into = parameters_into(shape, neurons[k]) if 0 <= k < len(neurons) else []
        alike = [one for one in into if (one.layer, one.source) == (old.layer, old.source)]
        k, into = 0, alike or into
    if 0 <= k < len(into):  # the list may be one of an earlier drawing
        session.select(selected_by(into[k]), which)


def graph(
    view: View,
    edges: tuple[Weight, ...] = (),
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


def value_field(view: View, at: Address, which: session.Which = FIRST) -> None:
    """The number itself, to be changed: an edit like any other, which an undo takes back."""
    number_field(
        "Value",
        f"{which}_value",
        value_of(view.network, at),
        Takes("The bias" if at.quantity == "b" else "The weight"),
        partial(set_value, at),
        of=at,
        width=230,
    )


def set_value(at: Address, value: float) -> None:
    """Give the weight or bias another number."""
    if at.quantity == "W":
        session.edit(edits.set_weights, at.layer, {(at.neuron, at.source): value}, label="weight")
    else:
        session.edit(edits.set_biases, at.layer, {at.neuron or 0: value}, label="bias")
