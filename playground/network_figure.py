"""The network at one step of the walk, as a Plotly figure.

What is not computed yet is blank, what the step used is ringed, what it made is highlighted, and
arrows show which way the numbers flow. The figure is a plain dict: with thousands of edges,
Plotly's own objects would take longer to check than the browser takes to draw. All edges of one
look are one trace, because a figure costs its traces, not its points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from backprop_core import Address, Plan, Step, Trace
from playground import digits as number_text
from playground.geometry import SIZE, Geometry, geometry_of
from playground.names import column_names, layer_name, neuron_name

Figure = dict[str, Any]
Edge = tuple[int, int, int]  # layer, neuron it goes to, neuron it comes from
Neuron = tuple[int, int]  # column, neuron

WIDTHS = (1.2, 2.4, 4.0)
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
FEW_EDGES = 24  # up to here every weight is written beside its edge
MOST_LABELS = 40
LARGE, MEDIUM = 29.0, 15.0  # radii that hold two lines, or one


@dataclass(frozen=True)
class Scene:
    """One step, and all that the parts of the figure need to know about it."""

    trace: Trace
    step: Step
    digits: int
    sample: int

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return self.trace.network.sizes

    @cached_property
    def geometry(self) -> Geometry:
        return geometry_of(self.sizes)

    def known(self, quantity: str, layer: int) -> Sequence[bool]:
        """Which neurons' numbers are known at this step."""
        made = _made(self.trace.plan, quantity, layer, self.sample)
        return [at is not None and at <= self.step.number for at in made]

    def value(self, quantity: str, layer: int, neuron: int) -> float:
        at = Address(quantity, layer, neuron, sample=self.sample)
        return float(self.trace.value(at))

    def text(self, value: Any) -> str:
        return number_text.text(float(value), self._space)

    @cached_property
    def _space(self) -> int:
        """Small neurons have room for fewer digits; the pointer shows them all."""
        return self.digits if self.geometry.radius >= LARGE else min(self.digits, 3)

    @cached_property
    def backward(self) -> bool:
        return self.step.phase in ("backward", "gradient", "update")

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The connections this step is about."""
        return tuple(_edges_of(self.trace, self.step))

    @cached_property
    def used(self) -> set[Neuron]:
        """The neurons whose numbers went in."""
        return {n for number in self.step.inputs for n in _neurons_at(self.sizes, number.address)}

    @cached_property
    def made(self) -> set[Neuron]:
        """The neurons whose number came out."""
        if self.step.quantity in ("dW", "W", "loss"):
            return set()
        return set(_neurons_at(self.sizes, self.step.address))


@lru_cache(maxsize=512)
def _made(plan: Plan, quantity: str, layer: int, sample: int) -> tuple[int | None, ...]:
    """For each neuron of the layer the step that makes its number; None where none does."""
    neurons = range(plan.shape.sizes[layer + 1])
    return tuple(plan.step_making(Address(quantity, layer, j, sample=sample)) for j in neurons)


def _neurons_at(sizes: Sequence[int], at: Address) -> Iterable[Neuron]:
    if at.quantity in ("learning_rate", "share", "loss", "W", "dW"):
        return
    column = 0 if at.quantity == "x" else len(sizes) - 1
    if at.layer is not None:
        column = at.layer + 1
    if at.neuron is not None:
        yield column, at.neuron
    else:
        yield from ((column, j) for j in range(sizes[column]))


def _edges_of(trace: Trace, step: Step) -> Iterator[Edge]:
    for at in (step.address, *(number.address for number in step.inputs)):
        if at.quantity in ("W", "dW") and at.layer is not None:
            if at.neuron is not None and at.source is not None:
                yield at.layer, at.neuron, at.source
            else:
                yield from _all_edges(trace.plan.shape.sources, at.layer)


def _all_edges(sources: Any, layer: int) -> Iterator[Edge]:
    """`sources[layer][neuron]` are the connected neurons of the layer before."""
    for j, connected in enumerate(sources[layer]):
        yield from ((layer, j, i) for i in connected)


def network_figure(trace: Trace, step: Step, digits: int, sample: int = 0) -> Figure:
    """The whole figure of `step`, as Plotly's {"data": …, "layout": …}, colours named as "@ink".

    `sample` is the row of the batch whose numbers are shown, where the step is not about one.
    """
    figure = step_figure(trace, step, digits, sample)
    return {"data": [*connections(trace), *figure["data"]], "layout": figure["layout"]}


def step_figure(trace: Trace, step: Step, digits: int, sample: int = 0) -> Figure:
    """What changes with the step, to be drawn over the connections."""
    scene = Scene(trace, step, digits, sample if step.sample is None else step.sample)
    data = [
        *_loss_edges(scene),
        *_active_edges(scene),
        *_edge_labels(scene),
        _halos(scene),
        _neurons(scene),
        _notes(scene),
        _loss_node(scene),
    ]
    return {"data": data, "layout": _layout(scene)}


def connections(trace: Trace) -> list[dict[str, Any]]:
    """All connections: colour and dash by sign, width by size, one trace for each look."""
    parsed: list[dict[str, Any]] = json.loads(connections_json(trace))
    return parsed


def connections_json(trace: Trace) -> str:
    """The same as JSON. They stay through a whole walk, and a large network has thousands."""
    weights = b"".join(layer.W.tobytes() for layer in trace.network.layers)
    return _connections(trace.plan.shape.sizes, trace.plan.shape.sources, weights)


@lru_cache(maxsize=64)
def _connections(sizes: tuple[int, ...], sources: Any, weights: bytes) -> str:
    geometry = geometry_of(sizes)
    numbers = np.frombuffer(weights)
    largest = float(np.abs(numbers).max()) or 1.0
    looks: dict[tuple[int, int], list[tuple[Edge, float]]] = {}
    start = 0
    for number, (n_in, n_out) in enumerate(pairwise(sizes)):
        W = numbers[start : start + n_in * n_out].reshape(n_out, n_in).tolist()
        start += n_in * n_out
        for edge in _all_edges(sources, number):
            weight = W[edge[1]][edge[2]]
            size = min(2, int(3 * abs(weight) / largest)) if np.isfinite(largest) else 0
            looks.setdefault(((weight > 0) - (weight < 0), size), []).append((edge, weight))
    faint = sum(map(len, looks.values())) > FEW_EDGES
    traces = [_look(geometry, *look, members, faint) for look, members in sorted(looks.items())]
    return json.dumps(traces, separators=(",", ":"))


def _look(
    geometry: Geometry, sign: int, size: int, members: list[tuple[Edge, float]], faint: bool
) -> dict[str, Any]:
    colour = {1: "@positive", -1: "@negative", 0: "@line"}[sign]
    colour += "-faint" if faint and sign else ""
    dash = {1: "solid", -1: "dash", 0: "dot"}[sign]
    width = WIDTHS[size] * (0.6 if faint else 1)
    edges = [edge for edge, _ in members]
    trace = _edge_trace(geometry, edges, color=colour, dash=dash, width=width)
    trace["meta"] = [[*edge, float(f"{weight:.6g}")] for edge, weight in members]
    return trace


def _layout(scene: Scene) -> dict[str, Any]:
    axis = {"visible": False, "fixedrange": False, "zeroline": False}
    names = [column_names(scene.sizes, c) for c in range(len(scene.sizes))]
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
        "meta": {"names": names, "radius": scene.geometry.radius, "width": SIZE[0]},
    }


def _line(places: Geometry, edges: Iterable[Edge]) -> tuple[list[Any], list[Any]]:
    xs: list[Any] = []
    ys: list[Any] = []
    for layer, to, source in edges:
        (x0, y0), (x1, y1) = places.places[layer][source], places.places[layer + 1][to]
        xs += [x0, x1, None]
        ys += [y0, y1, None]
    return xs, ys


def _edge_trace(geometry: Geometry, edges: Iterable[Edge], **line: Any) -> dict[str, Any]:
    xs, ys = _line(geometry, edges)
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"}


def _active_edges(scene: Scene) -> list[dict[str, Any]]:
    """The connections of this step, over a broad highlight, with arrows along the flow."""
    if not scene.edges:
        return []
    whole = len(scene.edges) > MOST_LABELS
    broad = 3 if whole else 5 if len(scene.edges) > 8 else 9
    traces = [_edge_trace(scene.geometry, scene.edges, color="@highlight", width=broad)]
    for sign, colour, dash in ((1, "@positive", "solid"), (-1, "@negative", "dash")):
        edges = [e for e in scene.edges if sign * _weight(scene, e) >= (0 if sign > 0 else 1e-320)]
        if edges and not whole:
            width = 1.6 if len(scene.edges) > 8 else 3
            traces.append(_edge_trace(scene.geometry, edges, color=colour, dash=dash, width=width))
    if scene.step.phase in ("forward", "backward"):
        traces.append(_arrows(scene, scene.edges))
    return traces


def _weight(scene: Scene, edge: Edge) -> float:
    layer, to, source = edge
    return float(scene.trace.network.layers[layer].W[to, source])


def _arrows(scene: Scene, edges: Sequence[Edge]) -> dict[str, Any]:
    """One arrow head on each edge, pointing the way the numbers go."""
    xs, ys, angles = [], [], []
    for layer, to, source in edges:
        (x0, y0), (x1, y1) = (
            scene.geometry.places[layer][source],
            scene.geometry.places[layer + 1][to],
        )
        at = 0.42 if scene.backward else 0.62
        xs.append(round(x0 + at * (x1 - x0), 1))
        ys.append(round(y0 + at * (y1 - y0), 1))
        angle = np.degrees(np.arctan2(x1 - x0, y0 - y1))
        angles.append(round(float(angle + 180 if scene.backward else angle), 1))
    size = 11 if scene.geometry.radius >= MEDIUM else 7
    marker = {"symbol": "triangle-up", "size": size, "color": "@ink", "angle": angles}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _edge_labels(scene: Scene) -> list[dict[str, Any]]:
    """Weights on the connections that matter now, and on all of them where there are few."""
    active = set(scene.edges)
    sources = scene.trace.plan.shape.sources
    shown: Sequence[Edge] = scene.edges
    if sum(len(connected) for layer in sources for connected in layer) <= FEW_EDGES:
        shown = [e for n in range(len(sources)) for e in _all_edges(sources, n)]
    if not shown or len(shown) > MOST_LABELS:
        return []
    places = [_label_place(scene, edge) for edge in shown]
    bold = [edge in active for edge in shown]
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "text": [_edge_text(scene, e, b) for e, b in zip(shown, bold, strict=True)],
            "textposition": "middle center" if _roomy(scene) else _beside(scene),
            "textfont": {
                "size": [14.5 if b else 12.5 for b in bold] if _roomy(scene) else 10,
                "color": ["@ink" if b else "@muted" for b in bold],
            },
            "hoverinfo": "skip",
        }
    ]


def _roomy(scene: Scene) -> bool:
    return scene.geometry.radius >= MEDIUM


def _beside(scene: Scene) -> str:
    """In a dense network labels stand next to the neurons where the edges lie apart."""
    return "middle right" if _at_sources(scene) else "middle left"


def _at_sources(scene: Scene) -> bool:
    return scene.step.quantity in ("z", "dW", "W")


def _label_place(scene: Scene, edge: Edge) -> tuple[float, float]:
    """Near the end where edges lie apart, so that labels of one bundle don't meet."""
    layer, to, source = edge
    (x0, y0), (x1, y1) = (
        scene.geometry.places[layer][source],
        scene.geometry.places[layer + 1][to],
    )
    if not _roomy(scene):
        beside = scene.geometry.radius + 2
        return (x0 + beside, y0) if _at_sources(scene) else (x1 - beside, y1)
    share = 0.27 if _at_sources(scene) or edge not in scene.edges else 0.73
    if scene.edges == (edge,):
        share = 0.5
    elif scene.sizes[layer] > 1 and scene.sizes[layer + 1] > 1:
        share += 0.09 * (to % 2 if share < 0.5 else -(source % 2))
    return round(x0 + share * (x1 - x0), 1), round(y0 + share * (y1 - y0), 1)


def _edge_text(scene: Scene, edge: Edge, active: bool) -> str:
    layer, to, source = edge
    old = scene.text(_weight(scene, edge))
    step, plan = scene.step, scene.trace.plan
    made = {q: plan.step_making(Address(q, layer, to, source)) for q in ("dW", "W")}
    known = {q: at is not None and at <= step.number for q, at in made.items()}
    if step.phase == "update" and known["W"]:
        new = scene.text(scene.trace.value(Address("W", layer, to, source)))
        return f"<b>{_pair(scene, edge)}</b>" if active else new
    if step.phase == "gradient" and known["dW"]:
        gradient = scene.text(scene.trace.value(Address("dW", layer, to, source)))
        return f"<b>dW {gradient}</b>" if active else gradient
    return f"<b>{old}</b>" if active else old


def _pair(scene: Scene, edge: Edge) -> str:
    """Old → new, with as many digits as tell them apart."""
    layer, to, source = edge
    new = float(scene.trace.value(Address("W", layer, to, source)))
    return old_to_new(_weight(scene, edge), new, scene.digits)


def old_to_new(old: float, new: float, digits: int) -> str:
    """Both numbers, with enough digits to show the change."""
    enough = number_text.telling_apart((old, new), digits, number_text.SAME)
    return f"{number_text.text(old, enough)} → {number_text.text(new, enough)}"


def _loss_edges(scene: Scene) -> list[dict[str, Any]]:
    """Dotted lines from the outputs to the loss; broad where this step goes along them."""
    x, y = scene.geometry.loss
    xs: list[Any] = []
    ys: list[Any] = []
    last = scene.geometry.places[-1]
    for place in last:
        xs += [place[0], x, None]
        ys += [place[1], y, None]
    trace: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": xs, "y": ys}
    trace |= {"line": {"color": "@line", "dash": "dot", "width": 1.5}, "hoverinfo": "skip"}
    if not _at_loss(scene):
        return [trace]
    now = [j for c, j in (scene.used | scene.made) if c == len(scene.sizes) - 1]
    broad: dict[str, Any] = {**trace, "line": {"color": "@highlight", "width": 7}}
    broad["x"] = [v for j in now for v in (last[j][0], x, None)]
    broad["y"] = [v for j in now for v in (last[j][1], y, None)]
    return [broad, trace]


def _at_loss(scene: Scene) -> bool:
    """Whether the step reads the targets: the loss itself, and where the backward pass starts."""
    return scene.step.quantity == "loss" or any(n.quantity == "y" for n in scene.step.inputs)


def _all_neurons(scene: Scene) -> Iterator[Neuron]:
    for column, count in enumerate(scene.sizes):
        yield from ((column, j) for j in range(count))


def _halos(scene: Scene) -> dict[str, Any]:
    """Behind the neurons: a broad highlight around those whose number came out."""
    made = sorted(scene.made)
    places = [scene.geometry.places[c][j] for c, j in made]
    if scene.step.quantity == "loss":
        places = [scene.geometry.loss]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {
            "size": 2 * scene.geometry.radius + 14 if made else 84,
            "color": "@highlight",
            "symbol": "circle" if made else "square",
        },
        "hoverinfo": "skip",
    }


def _shown(scene: Scene) -> list[list[dict[str, float]]]:
    """For each neuron the numbers known so far, by quantity, inputs as x."""
    inputs = [{"x": float(v)} for v in scene.trace.forward.x[scene.sample]]
    table = [inputs]
    for layer in range(len(scene.sizes) - 1):
        column: list[dict[str, float]] = [{} for _ in range(scene.sizes[layer + 1])]
        for quantity in ("z", "a", "da", "delta"):
            for j, known in enumerate(scene.known(quantity, layer)):
                if known:
                    column[j][quantity] = scene.value(quantity, layer, j)
        table.append(column)
    return table


SIGN = {"x": "", "z": "z ", "a": "a ", "da": "da ", "delta": "δ "}


def _lines(scene: Scene, numbers: dict[str, float], made: bool) -> str:
    """What stands inside a neuron."""
    if "x" in numbers:
        return scene.text(numbers["x"])
    wanted = ["z", "a"]
    if scene.backward:
        wanted = ["a", "delta" if "delta" in numbers else "da"]
    if scene.geometry.radius < LARGE:
        own = [scene.step.quantity] if made and scene.step.quantity in numbers else []
        wanted = [*own, *(q for q in reversed(wanted) if q in numbers)][:1]
    lines = []
    for quantity in wanted:
        if quantity in numbers:
            sign = SIGN[quantity] if scene.geometry.radius >= LARGE else ""
            line = sign + _number(scene, quantity, numbers[quantity], made)
            now = made and quantity == scene.step.quantity
            lines.append(f"<b>{line}</b>" if now else line)
    return "<br>".join(lines)


def _number(scene: Scene, quantity: str, value: float, made: bool) -> str:
    """A running sum is shown as far as it has come."""
    if made and quantity == scene.step.quantity and not scene.step.complete:
        return scene.text(scene.step.value) + "…"
    return scene.text(value)


def _with_running_sum(scene: Scene, table: list[list[dict[str, float]]]) -> None:
    step = scene.step
    if not step.complete and step.quantity in ("z", "da"):
        for column, j in scene.made:
            table[column][j][step.quantity] = float(step.value)


def _neurons(scene: Scene) -> dict[str, Any]:
    table = _shown(scene)
    _with_running_sum(scene, table)
    neurons = list(_all_neurons(scene))
    numbers = [table[c][j] for c, j in neurons]
    places = [scene.geometry.places[c][j] for c, j in neurons]
    ringed = [n in scene.used or n in scene.made for n in neurons]
    size = 2 * scene.geometry.radius
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "text": [
            _lines(scene, known, n in scene.made) for n, known in zip(neurons, numbers, strict=True)
        ],
        "textposition": "middle center",
        "textfont": {"size": _font_size(scene), "color": "@ink"},
        "marker": {
            "size": size,
            "color": [_fill(known) for known in numbers],
            "opacity": 1,
            "line": {
                "color": ["@used" if r else "@line" for r in ringed],
                "width": [3 if r else 1.2 for r in ringed],
            },
        },
        "hovertext": [_hover(scene, n, known) for n, known in zip(neurons, numbers, strict=True)],
        "hoverinfo": "text",
        "customdata": [list(n) for n in neurons],
        "cliponaxis": False,
    }


def _font_size(scene: Scene) -> float:
    radius = scene.geometry.radius
    return (
        14.5
        if radius >= 40
        else 12.5
        if radius >= 34
        else 11
        if radius >= LARGE
        else 10.5
        if radius >= MEDIUM
        else 8
    )


def _fill(numbers: dict[str, float]) -> str:
    """Blank while unknown, then tinted by the sign of the activation."""
    value = numbers.get("a", numbers.get("x"))
    if value is None:
        return "@paper" if not numbers else "@fill"
    if not np.isfinite(value):
        return "@wrong"
    return "@fill" if value == 0 else "@positive-fill" if value > 0 else "@negative-fill"


def _hover(scene: Scene, neuron: Neuron, numbers: dict[str, float]) -> str:
    column, j = neuron
    lines = [f"<b>{neuron_name(scene.sizes, column, j)}</b>"]
    for quantity, value in numbers.items():
        sign = "value" if quantity == "x" else SIGN[quantity].strip()
        lines.append(f"{sign} = {number_text.text(value, max(scene.digits, 9))}")
    if len(lines) == 1:
        lines.append("not computed yet")
    return "<br>".join(lines)


def _notes(scene: Scene) -> dict[str, Any]:
    """Names, biases, targets and column titles: everything written outside the circles."""
    notes = [*_titles(scene), *_legend(scene)]
    if scene.geometry.radius >= MEDIUM:
        notes += [*_names(scene), *_biases(scene), *_targets(scene)]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [note[0] for note in notes],
        "y": [note[1] for note in notes],
        "text": [note[2] for note in notes],
        "textposition": [note[3] for note in notes],
        "textfont": {"size": 13, "color": [note[4] for note in notes]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


Note = tuple[float, float, str, str, str]


def _titles(scene: Scene) -> Iterator[Note]:
    many = len(scene.sizes) > 5
    for column, places in enumerate(scene.geometry.places):
        x = places[0][0]
        if column == 0:
            yield x, 16, "inputs", "middle center", "@muted"
            continue
        name = layer_name(scene.sizes, column - 1).replace(" layer", "")
        name = name.replace("hidden", "h").replace(" ", "") if many and column > 0 else name
        f = scene.trace.network.layers[column - 1].f.name.replace("_", " ")
        yield x, 16, f"{name}<br>{f}" if many else f"{name} · {f}", "middle center", "@muted"


def _legend(scene: Scene) -> Iterator[Note]:
    y = SIZE[1] - 8
    yield 4, y, "— weight > 0", "middle right", "@positive"
    yield 104, y, "- - weight < 0", "middle right", "@negative"
    yield 212, y, "thicker = larger", "middle right", "@muted"


def _names(scene: Scene) -> Iterator[Note]:
    radius = scene.geometry.radius
    for column, places in enumerate(scene.geometry.places):
        for (x, y), name in zip(places, column_names(scene.sizes, column), strict=True):
            yield x - radius * 0.72 - 4, y - radius * 0.72 - 4, f"<b>{name}</b>", "top left", "@ink"


def _biases(scene: Scene) -> Iterator[Note]:
    for number, layer in enumerate(scene.trace.network.layers):
        if layer.b is None:
            continue
        if layer.b.ndim == 0:
            x, y = scene.geometry.places[number + 1][-1]
            text, colour = _bias_text(scene, number, None, float(layer.b))
            yield x, y + scene.geometry.radius + 15, f"shared {text}", "middle center", colour
            continue
        for j, b in enumerate(layer.b.tolist()):
            x, y = scene.geometry.places[number + 1][j]
            text, colour = _bias_text(scene, number, j, b)
            yield x, y + scene.geometry.radius + 15, text, "middle center", colour


def _bias_text(scene: Scene, layer: int, neuron: int | None, b: float) -> tuple[str, str]:
    step = scene.step
    at = Address("b", layer, neuron)
    inputs = {number.address for number in step.inputs}
    active = at in inputs or step.address.whole in (at, at._replace(quantity="db"))
    made = scene.trace.plan.step_making(at)
    if step.phase == "update" and made is not None and made <= step.number:
        new = float(scene.trace.value(at))
        shown = old_to_new(b, new, scene.digits) if active else scene.text(new)
    else:
        shown = scene.text(b)
    return (f"<b>b {shown}</b>", "@ink") if active else (f"b {shown}", "@muted")


def _targets(scene: Scene) -> Iterator[Note]:
    active = _at_loss(scene)
    for (x, y), target in zip(
        scene.geometry.places[-1], scene.trace.y[scene.sample].tolist(), strict=True
    ):
        text = f"y {scene.text(target)}"
        right = x + scene.geometry.radius * 0.72 + 3
        top = y - scene.geometry.radius * 0.72 - 4
        yield (
            right,
            top,
            f"<b>{text}</b>" if active else text,
            "top right",
            ("@ink" if active else "@muted"),
        )


def _loss_node(scene: Scene) -> dict[str, Any]:
    made = scene.trace.plan.step_making(Address("loss"))
    known = made is not None and made <= scene.step.number
    x, y = scene.geometry.loss
    value: Any = scene.trace.gradients.loss
    if scene.step.quantity == "loss":
        known, value = True, scene.step.value
    active = scene.step.quantity == "loss"
    shown = scene.text(value) + ("" if scene.step.complete or not active else "…")
    text = f"loss<br><b>{shown}</b>" if known else "loss"
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x],
        "y": [y],
        "text": [text],
        "textposition": "middle center",
        "textfont": {"size": 12, "color": "@ink"},
        "marker": {
            "size": 70,
            "symbol": "square",
            "color": "@fill" if known else "@paper",
            "line": {"color": "@used" if active else "@line", "width": 3 if active else 1.2},
        },
        "hovertext": [f"loss = {number_text.text(float(value), 12)}" if known else "not known yet"],
        "hoverinfo": "text",
        "customdata": [["loss"]],
        "cliponaxis": False,
    }
