"""The same as pressing on the graph, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise.runs import last_of
from playground.exercise.typed_number import Takes
from playground.exercise.view import View
from playground.ui.buttons import button
from playground.ui.kept_widgets import kept_choice
from playground.ui.number_field import number_field

QUANTITIES = ("z", "a", "da", "delta", "dW", "db", "W", "b", "loss")


def go_to() -> None:
    """Any pass so far, and any number of the walk, by name: for keyboards and screen readers."""
    view = session.view()
    if view is None:
        st.caption("There are no numbers yet.")
    else:
        _go_to_pass()
        _go_to_number(view)


def _go_to_pass() -> None:
    """Another of the passes so far, by its number."""
    run = session.run()
    if len(run["losses"]) > 1:
        first, last = run["first"] + 1, last_of(run) + 1
        takes = Takes("The pass", first, last, whole=True)
        number_field("Pass", "pass_number", run["at"] + 1, takes, _pass_typed)


def _pass_typed(number: int) -> None:
    session.go_to_pass(number - 1)


def _go_to_number(view: View) -> None:
    """Any number of the walk, chosen by name."""
    symbols = view.symbols
    quantity = _list("Go to the number", "goto_quantity", QUANTITIES, symbols.label)
    where: dict[str, Any] = {"layer": None, "neuron": None, "source": None}
    sizes = view.network.sizes
    if quantity != "loss":
        layers = range(len(sizes) - 1)
        layer = _list("Layer", "goto_layer", layers, lambda n: symbols.layer(n).capitalize())
        where |= {"layer": layer, "neuron": _neuron(view, "neuron", layer, layer + 1)}
        if quantity in ("W", "dW"):
            where["source"] = _neuron(view, "source", layer, layer)
    sample = view.sample if quantity in ("z", "a", "da", "delta") else None
    made = view.trace.plan.step_making(Address(quantity, sample=sample, **where))
    button(
        "Go there",
        key="goto",
        type="primary",
        disabled=made is None,
        on_click=_walk_from,
        args=(made,),
    )
    if made is None:
        st.caption("No step makes this number: it is cut, fused with another, or unchanged.")


def _neuron(view: View, which: str, layer: int, column: int) -> int:
    """A neuron of a column: one of the layer, or of those that it gets its numbers from."""
    symbols = view.symbols
    label = "From" if which == "source" else symbols.word("neuron").capitalize()
    neurons = range(view.network.sizes[column])
    key = f"goto_{which}_{layer}"
    return int(_list(label, key, neurons, lambda j: symbols.neuron(column, j)))


def _list(label: str, key: str, options: Sequence[Any], name: Callable[[Any], str]) -> Any:
    kept = kept_choice(key, options[0], options)
    return st.selectbox(label, options, format_func=name, **kept)


def _walk_from(step: int) -> None:
    session.stop()
    session.go_to_step(step)
