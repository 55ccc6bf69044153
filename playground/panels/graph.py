"""The live network graph, and what a press on it does."""

from __future__ import annotations

from backprop_core import Address
from playground import session
from playground.components.plotly_view import Ahead, plotly_view, pressed
from playground.figures.connections import connections_json
from playground.figures.network import step_figure_json
from playground.figures.scene import Edge, Neuron
from playground.walk import Walk

HEIGHT = 470
FEW_NEURONS = 40  # in a larger network the graph one step back is not sent in advance


def network_graph(
    walk: Walk,
    edges: tuple[Edge, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    *,
    stepping: bool = True,
    calm: bool = False,
    height: int = HEIGHT,
) -> None:
    """The network at this step, and in advance at the next, unless no buttons lead there (then
    not `stepping`); `edges` and `neurons` are lit, and when `calm` nothing else."""
    sizes = "-".join(str(n) for n in walk.network.sizes)
    name = walk.symbols.name(walk.step.address)
    plotly_view(
        _graph_json(walk, walk.position, edges, neurons, calm),
        behind=connections_json(walk.trace),
        ahead=_ahead(walk) if stepping else (),
        key="network_graph",
        alt=f"Network {sizes} at step {walk.position + 1} of {len(walk.trace)}: {name}",
        height=height,
        on_press=_graph_pressed,
        tools=True,
    )


def _graph_json(
    walk: Walk,
    at: int,
    edges: tuple[Edge, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    calm: bool = False,
) -> str:
    where = (walk.trace, at, walk.digits, walk.sample)
    return step_figure_json(*where, edges, neurons, walk.symbols.notation, calm)


def _ahead(walk: Walk) -> list[Ahead]:
    """The graphs one step on and, in a small network, one step back: drawn at the press."""
    small = sum(walk.network.sizes) <= FEW_NEURONS
    moves = [
        ("next_step", "ArrowRight", walk.position + 1, True),
        ("previous_step", "ArrowLeft", walk.position - 1, small),
    ]
    return [
        Ahead(
            button,
            key,
            _graph_json(walk, at) if in_advance else "",
        )
        for button, key, at, in_advance in moves
        if 0 <= at < len(walk.trace)
    ]


def _graph_pressed() -> None:
    """A press on a neuron or an edge selects it, and goes to the step that made its number."""
    press, walk = pressed("network_graph"), session.walk()
    if press is None or walk is None:
        return
    session.stop()
    if "edge" in press:
        layer, to, source = press["edge"]
        session.state()["selected"] = {"kind": "edge", "layer": layer, "to": to, "from": source}
        _find_number(walk, _quantities_of_edge(walk), layer, to, source)
    elif press["point"] == ["loss"]:
        _find_number(walk, ["loss"], None, None)
    else:
        column, neuron = press["point"]
        session.state()["selected"] = {"kind": "neuron", "column": column, "neuron": neuron}
        if column > 0:
            _find_number(walk, _quantities_of_neuron(walk, column, neuron), column - 1, neuron)


def _quantities_of_edge(walk: Walk) -> list[str]:
    """A weight is given, not made: in the forward pass a press only selects it."""
    return {"backward": ["dW"], "gradient": ["dW"], "update": ["W"]}.get(walk.step.phase, [])


def _quantities_of_neuron(walk: Walk, column: int, neuron: int) -> list[str]:
    """z, or a if z is shown already; in the backward pass da and delta."""
    pair = ["z", "a"] if walk.step.phase in ("forward", "loss") else ["delta", "da"]
    here = walk.step.address
    on_it = here.layer == column - 1 and here.neuron == neuron and here.quantity == pair[0]
    return pair[::-1] if on_it else pair


def _find_number(
    walk: Walk,
    quantities: list[str],
    layer: int | None,
    neuron: int | None,
    source: int | None = None,
) -> None:
    for quantity in quantities:
        sample = None if quantity in ("loss", "dW", "W") else walk.sample
        made = walk.trace.plan.step_making(Address(quantity, layer, neuron, source, sample))
        if made is not None:
            session.go_to_step(made)
            return
