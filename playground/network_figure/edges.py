"""The connections that a step is about: highlighted, with arrows and the weights beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_core import Address, Step
from playground.network_figure.connections import FEW_EDGES, LOOKS, edge_trace
from playground.network_figure.scene import Scene
from playground.notation import number_text
from playground.where import Weight, weights_of

MOST_LABELS = 40
LETTER = 7.5  # how wide a letter of a label is, about


def active_edges(scene: Scene) -> list[dict[str, Any]]:
    """The connections of this step, over a broad highlight, with arrows along the flow."""
    if not scene.marks.edges:
        return []
    whole = len(scene.marks.edges) > MOST_LABELS
    broad = 3 if whole else 5 if len(scene.marks.edges) > 8 else 9
    traces = [edge_trace(scene.geometry, scene.marks.edges, color="@highlight", width=broad)]
    width = 1.6 if len(scene.marks.edges) > 8 else 3
    for sign, (colour, dash) in LOOKS.items():
        edges = [e for e in scene.marks.edges if np.sign(weight_of(scene, e)) == sign]
        if edges and not whole:
            traces.append(edge_trace(scene.geometry, edges, color=colour, dash=dash, width=width))
    if scene.step.phase in ("forward", "backward"):
        traces.append(_arrows(scene, scene.marks.edges))
    return traces


def weight_of(scene: Scene, edge: Weight) -> float:
    layer, to, source = edge
    return float(scene.trace.network.layers[layer].W[to, source])


def _arrows(scene: Scene, edges: Sequence[Weight]) -> dict[str, Any]:
    """One arrow head on each edge, pointing the way the numbers go."""
    xs, ys, angles = [], [], []
    for layer, to, source in edges:
        (x0, y0), (x1, y1) = (
            scene.geometry.places[layer][source],
            scene.geometry.places[layer + 1][to],
        )
        at = 0.3 if scene.backward else 0.72
        xs.append(round(x0 + at * (x1 - x0), 1))
        ys.append(round(y0 + at * (y1 - y0), 1))
        angle = np.degrees(np.arctan2(x1 - x0, y0 - y1))
        angles.append(round(float(angle + 180 if scene.backward else angle), 1))
    size = 11 if scene.roomy else 7
    marker = {"symbol": "triangle-up", "size": size, "color": "@ink", "angle": angles}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": marker,
        "hoverinfo": "skip",
    }


def edge_labels(scene: Scene) -> list[dict[str, Any]]:
    """Weights on the connections that matter now, and on all of them where there are few."""
    active = set(scene.marks.edges)
    sources = scene.trace.plan.shape.sources
    shown: Sequence[Weight] = scene.marks.edges
    if sum(len(connected) for layer in sources for connected in layer) <= FEW_EDGES:
        shown = [e for n in range(len(sources)) for e in weights_of(sources, n)]
    if not shown or len(shown) > MOST_LABELS:
        return []
    bold = [edge in active for edge in shown]
    texts = [_edge_text(scene, e, b) for e, b in zip(shown, bold, strict=True)]
    places = [_label_place(scene, e, text) for e, text in zip(shown, texts, strict=True)]
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "text": texts,
            "textposition": "middle center" if scene.roomy else _beside(scene),
            "textfont": {
                "size": [14.5 if b else 12.5 for b in bold] if scene.roomy else 10,
                "color": ["@ink" if b else "@muted" for b in bold],
            },
            "hoverinfo": "skip",
            **({"meta": [list(edge) for edge in shown]} if scene.roomy else {}),
        }
    ]


def _beside(scene: Scene) -> str:
    """In a dense network labels stand next to the neurons where the edges lie apart."""
    return "middle right" if _at_sources(scene) else "middle left"


def _at_sources(scene: Scene) -> bool:
    return scene.marks.labels_at == "source"


def _label_place(scene: Scene, edge: Weight, text: str) -> tuple[float, float]:
    """Near the end where edges lie apart, so that labels of one bundle don't meet."""
    layer, to, source = edge
    (x0, y0), (x1, y1) = (
        scene.geometry.places[layer][source],
        scene.geometry.places[layer + 1][to],
    )
    if not scene.roomy:
        beside = scene.geometry.radius + 2
        return (x0 + beside, y0) if _at_sources(scene) else (x1 - beside, y1)
    share = 0.27 if _at_sources(scene) or edge not in scene.marks.edges else 0.73
    if scene.marks.edges == (edge,):
        share = 0.5
    elif scene.sizes[layer] > 1 and scene.sizes[layer + 1] > 1:
        share += 0.09 * (to % 2 if share < 0.5 else -(source % 2))
    half = LETTER * len(text.removeprefix("<b>").removesuffix("</b>")) / 2
    beyond = (scene.geometry.radius + half) / (x1 - x0)  # so that no neuron covers it
    share = max(min(share, 1 - beyond), min(beyond, 0.5))
    return round(x0 + share * (x1 - x0), 1), round(y0 + share * (y1 - y0), 1)


def _edge_text(scene: Scene, edge: Weight, active: bool) -> str:
    """The weight as it was, or, marked as such, its gradient or the new weight."""
    layer, to, source = edge
    old = scene.text(weight_of(scene, edge))
    step, plan = scene.step, scene.trace.plan
    if active and _kept(step):
        what = scene.symbols.kept(step.address)
        return f"<b>{what} {scene.text(step.value)}</b>"
    made = {q: plan.step_making(Address(q, layer, to, source)) for q in ("dW", "W")}
    known = {q: at is not None and at <= step.number for q, at in made.items()}
    if step.phase == "update" and known["W"]:
        new = scene.text(scene.trace.value(Address("W", layer, to, source)))
        return f"<b>{_pair(scene, edge)}</b>" if active else f"→ {new}"
    if step.phase == "gradient" and known["dW"]:
        number = scene.text(scene.trace.value(Address("dW", layer, to, source)))
        gradient = f"{scene.symbols.short('dW')} {number}"
        return f"<b>{gradient}</b>" if active else gradient
    return f"<b>{old}</b>" if active else old


def _kept(step: Step) -> bool:
    """Whether the step makes what an update rule keeps of one weight, such as its momentum."""
    return step.source is not None and step.quantity.endswith(" of W")


def _pair(scene: Scene, edge: Weight) -> str:
    """Old → new, with as many digits as tell them apart."""
    layer, to, source = edge
    new = float(scene.trace.value(Address("W", layer, to, source)))
    return number_text.old_to_new(weight_of(scene, edge), new, scene.digits)
