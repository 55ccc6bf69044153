"""The live network graph, and what a press on it does."""

from __future__ import annotations

from backprop_core import Address
from playground import session
from playground.exercise.view import View
from playground.network_figure.connections import connections_json
from playground.network_figure.network import step_figure_json
from playground.ui.presses import is_new
from playground.views.plot.plot import Ahead, plotly_view, pressed
from playground.where import Loss, Neuron, Weight, place_pressed

HEIGHT = 470
FEW_NEURONS = 40  # in a larger network the graph one step back is not sent in advance


def network_graph(
    view: View,
    edges: tuple[Weight, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    *,
    stepping: bool = True,
    calm: bool = False,
    height: int = HEIGHT,
) -> None:
    """The network at this step, and in advance at the next, unless no buttons lead there (then
    not `stepping`); `edges` and `neurons` are lit, and when `calm` nothing else."""
    sizes = "-".join(str(n) for n in view.network.sizes)
    name = view.symbols.name(view.step.address)
    plotly_view(
        _graph_json(view, view.position, edges, neurons, calm),
        behind=connections_json(view.trace),
        ahead=_ahead(view) if stepping else (),
        key="network_graph",
        alt=f"Network {sizes} at step {view.position + 1} of {len(view.trace)}: {name}",
        height=height,
        on_press=_graph_pressed,
        tools=True,
    )


def _graph_json(
    view: View,
    at: int,
    edges: tuple[Weight, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    calm: bool = False,
) -> str:
    where = (view.trace, at, view.digits, view.sample)
    return step_figure_json(*where, edges, neurons, view.symbols.notation, calm)


def _ahead(view: View) -> list[Ahead]:
    """The graphs one step on and, in a small network, one step back: drawn at the press."""
    small = sum(view.network.sizes) <= FEW_NEURONS
    moves = [
        ("next_step", "ArrowRight", view.position + 1, True),
        ("previous_step", "ArrowLeft", view.position - 1, small),
    ]
    return [
        Ahead(
            button,
            key,
            _graph_json(view, at) if in_advance else "",
        )
        for button, key, at, in_advance in moves
        if 0 <= at < len(view.trace)
    ]


def _graph_pressed() -> None:
    """A press on a neuron or an edge selects it, and goes to the step that made its number."""
    press, view = pressed("network_graph"), session.view()
    place = place_pressed(press)
    if place is None or view is None or not is_new("network_graph", press):
        return
    session.stop()
    if isinstance(place, Loss):
        _find_number(view, [Address("loss")])
    elif session.select(place):
        _find_number(view, _numbers_of(view, place))


def _numbers_of(view: View, place: Neuron | Weight) -> list[Address]:
    """Those that a press may be after, the likeliest first. A weight is given, not made, and so is
    an input: in the forward pass a press on a weight only selects it."""
    if isinstance(place, Weight):
        made = {"backward": "dW", "gradient": "dW", "update": "W"}.get(view.step.phase)
        return [] if made is None else [Address(made, *place)]
    if place.column == 0:
        return []
    layer, neuron = place.column - 1, place.neuron
    quantities = _quantities_of_neuron(view, layer, neuron)
    return [Address(quantity, layer, neuron, sample=view.sample) for quantity in quantities]


def _quantities_of_neuron(view: View, layer: int, neuron: int) -> list[str]:
    """z, or a if z is shown already; in the backward pass da and delta."""
    pair = ["z", "a"] if view.step.phase in ("forward", "loss") else ["delta", "da"]
    here = view.step.address
    on_it = here.layer == layer and here.neuron == neuron and here.quantity == pair[0]
    return pair[::-1] if on_it else pair


def _find_number(view: View, wanted: list[Address]) -> None:
    """The step that makes the first of them that is made at all."""
    made = (view.trace.plan.step_making(at) for at in wanted)
    found = next((step for step in made if step is not None), None)
    if found is not None:
        session.go_to_step(found)
