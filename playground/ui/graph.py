"""The live network graph, and what a press on it does."""

from __future__ import annotations

from backprop_core import Address
from playground import session
from playground.exercise.view import View
from playground.network_figure.connections import connections_json
from playground.network_figure.network import step_figure_json
from playground.views.plot.plot import Ahead, plotly_view, pressed
from playground.where import Edge, Neuron

HEIGHT = 470
FEW_NEURONS = 40  # in a larger network the graph one step back is not sent in advance


def network_graph(
    view: View,
    edges: tuple[Edge, ...] = (),
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
    edges: tuple[Edge, ...] = (),
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
    if press is None or view is None:
        return
    session.stop()
    if "edge" in press:
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
