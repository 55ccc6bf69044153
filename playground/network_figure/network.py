"""The network at one step of the walk, as a Plotly figure.

What is not computed yet is blank, what the step used is ringed, what it made is highlighted, and
arrows show which way the numbers flow. The figure is a plain dict: with thousands of edges,
Plotly's own objects would take longer to check than the browser takes to draw. All edges of one
look are one trace, because a figure costs its traces, not its points.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from backprop_core import Step, Trace
from playground.network_figure.annotations import notes
from playground.network_figure.connections import connections
from playground.network_figure.edges import active_edges, edge_labels
from playground.network_figure.geometry import SIZE, geometry_of
from playground.network_figure.highlights import lit
from playground.network_figure.loss_box import loss_edges, loss_node
from playground.network_figure.neurons import halos, neurons
from playground.network_figure.scene import Scene
from playground.notation.symbols import OWN, Notation
from playground.views.palette import FONT
from playground.where import Neuron, Weight

Figure = dict[str, Any]


def network_figure(
    trace: Trace, step: Step, digits: int, sample: int = 0, notation: Notation = OWN
) -> Figure:
    """The whole figure of `step`, as Plotly's {"data": …, "layout": …}, colours named as "@ink".

    `sample` is the row of the batch whose numbers are shown, where the step is not about one.
    """
    figure = step_figure(trace, step, digits, sample, notation=notation)
    return {"data": [*connections(trace), *figure["data"]], "layout": figure["layout"]}


def step_figure(
    trace: Trace,
    step: Step,
    digits: int,
    sample: int = 0,
    edges: tuple[Weight, ...] = (),
    neurons_lit: tuple[Neuron, ...] = (),
    notation: Notation = OWN,
    calm: bool = False,
) -> Figure:
    """What changes with the step, to be drawn over the connections; `edges` and `neurons_lit` are
    lit besides, whatever the step is about. Where lit edges lie the browser knows. In a `calm`
    figure the step lights nothing by itself, and lit outputs lead on to the loss."""
    shown = sample if step.sample is None else step.sample
    scene = Scene(trace, step, digits, shown, notation, calm)
    data = [
        *lit(scene.geometry, edges, neurons_lit, to_loss=calm),
        *loss_edges(scene),
        *active_edges(scene),
        *edge_labels(scene),
        halos(scene),
        neurons(scene),
        loss_node(scene),
        notes(scene),
    ]
    return {"data": data, "layout": _layout(scene)}


@lru_cache(maxsize=64)
def step_figure_json(
    trace: Trace,
    position: int,
    digits: int,
    sample: int,
    edges: tuple[Weight, ...] = (),
    neurons_lit: tuple[Neuron, ...] = (),
    notation: Notation = OWN,
    calm: bool = False,
) -> str:
    """`step_figure` as JSON, kept: the figure sent ahead is soon the present one, and another light
    falls on the same figure."""
    if edges or neurons_lit:
        dark = step_figure_json(trace, position, digits, sample, notation=notation, calm=calm)
        lights = _json(lit(geometry_of(trace.network.sizes), edges, neurons_lit, to_loss=calm))
        return dark.replace(_FIRST, f"{_FIRST}{lights[1:-1]},", 1)
    made = step_figure(trace, trace[position], digits, sample, notation=notation, calm=calm)
    return _json(made)


_FIRST = '{"data":['  # what comes before the first trace


def _json(part: Any) -> str:
    return json.dumps(part, separators=(",", ":"))


def _layout(scene: Scene) -> dict[str, Any]:
    axis = {"visible": False, "fixedrange": False, "zeroline": False}
    names = [list(scene.symbols.neurons(c)) for c in range(len(scene.sizes))]
    return {
        "template": "none",
        "font": {"family": FONT},
        "xaxis": {**axis, "range": [0, SIZE[0]]},
        "yaxis": {**axis, "range": [SIZE[1], 0]},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "uirevision": str(scene.sizes),
        "hoverlabel": {"align": "left", "bgcolor": "@paper", "font": {"color": "@ink"}},
        "meta": {
            "names": names,
            "radius": scene.geometry.radius,
            "row": scene.geometry.row,
            "size": list(SIZE),
        },
    }
