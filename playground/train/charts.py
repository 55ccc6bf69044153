"""The curves of a run: the loss of training and test points, and the sizes of gradients."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from playground.train.measures import Mark
from playground.views.palette import FONT
from playground.views.plot.axes import drawable, plain_axes

MOST_DECADES = 4  # with marks at 1, 2 and 5; hundreds of them would stop the browser for a minute
OF_A_LIKE_HEIGHT = 3.0  # times the highest of the run that is shown
_SMALL = {"size": 12, "color": "@ink", "family": FONT}


def loss_chart(
    marks: Sequence[Mark],
    at: int,
    log: bool,
    before: Sequence[Mark] = (),
    ticks: Sequence[int] = (),
) -> dict[str, Any]:
    """Over the updates: the loss of all training points, and dashed that of the test points. The
    update that is shown has a dot. A branch that was left is grey, where it is of a like height.
    `ticks` are updates after which something was changed."""
    numbers = [mark.number for mark in marks]
    traces = []
    if before:
        finite = [mark.train for mark in marks if math.isfinite(mark.train)]
        most = OF_A_LIKE_HEIGHT * max(finite, default=math.inf)
        old = [_known(mark.train if mark.train <= most else None, log) for mark in before]
        traces.append(
            _curve("earlier run", [mark.number for mark in before], old, "@line", "solid", 1.2)
        )
    train = [_known(mark.train, log) for mark in marks]
    traces.append(_curve("train", numbers, train, "@loss", "solid", 2.5))
    if any(mark.test is not None for mark in marks):
        test = [_known(mark.test, log) for mark in marks]
        traces.append(_curve("test", numbers, test, "@ink", "dash", 1.8))
    shown = max((mark for mark in marks if mark.number <= at), key=lambda m: m.number)
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [shown.number],
            "y": [_known(shown.train, log)],
            "marker": {"size": 11, "color": "@loss", "line": {"color": "@paper", "width": 2}},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    last = max(numbers[-1], before[-1].number if before else 0, 10)
    return {"data": traces, "layout": _layout(last, log, ticks, traces)}


def _known(value: float | None, log: bool) -> float | None:
    """Gaps where there is nothing that can be drawn."""
    known = drawable(value)
    return None if known is not None and log and known <= 0 else known


def _curve(
    name: str, x: Sequence[float], y: Sequence[float | None], colour: str, dash: str, wide: float
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": list(x),
        "y": list(y),
        "line": {"color": colour, "width": wide, "dash": dash},
        "connectgaps": False,
        "hovertemplate": f"update %{{x:,}}: {name} %{{y:.4g}}<extra></extra>",
    }


def _layout(
    last: int, log: bool, ticks: Sequence[int], traces: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    x = {"range": [0, last], "zeroline": False, "nticks": 6, "tickformat": ",d"}
    y: dict[str, Any] = {"zeroline": False, "nticks": 5, "type": "log" if log else "linear"}
    if not log:
        y["rangemode"] = "tozero"
    elif _decades(traces) > MOST_DECADES:
        y["tickformat"] = "~g"
    else:
        y |= {"dtick": "D2", "tickformat": "~g"}
        y.pop("nticks")
    y["ticklabelstandoff"] = 6  # the dot of the first update stands on the axis
    line = {"color": "@muted", "width": 1.2, "dash": "dot"}
    shapes = [
        {"type": "line", "x0": tick, "x1": tick, "yref": "paper", "y0": 0, "y1": 1, "line": line}
        for tick in ticks
    ]
    return plain_axes(
        x,
        y,
        showlegend=False,
        shapes=shapes,
        margin={"l": 46, "r": 10, "t": 6, "b": 26},
        font=_SMALL,
    )


def _decades(traces: Sequence[dict[str, Any]]) -> float:
    """How many powers of ten the drawn heights span."""
    drawn = [v for trace in traces for v in trace["y"] if v is not None] or [1.0]
    return math.log10(max(drawn)) - math.log10(min(drawn))


Sizes = Sequence[tuple[int, float]]


def sizes_chart(gradients: Sizes, changes: Sizes) -> dict[str, Any]:
    """One layer's sizes over the updates, always on a logarithmic scale."""
    traces = [_sizes(gradients, "gradient", "@warned"), _sizes(changes, "update", "@update")]
    layout = plain_axes(
        {"zeroline": False, "nticks": 3, "showgrid": False, "tickformat": ",d"},
        {"type": "log", "zeroline": False, "nticks": 3, "tickformat": "~g"},
        showlegend=False,
        margin={"l": 42, "r": 4, "t": 4, "b": 20},
        font={**_SMALL, "size": 11},
    )
    return {"data": traces, "layout": layout}


def _sizes(values: Sizes, name: str, colour: str) -> dict[str, Any]:
    known = [(number, value) for number, value in values if drawable(value)]
    return _curve(name, [n for n, _ in known], [v for _, v in known], colour, "solid", 1.4)


def fitted_chart(
    curve: tuple[Sequence[float], Sequence[float]],
    train: tuple[Sequence[float], Sequence[float]],
    test: tuple[Sequence[float], Sequence[float]],
    names: tuple[str, str],
) -> dict[str, Any]:
    """What a network with one input computes, with the points that it is to meet."""
    points = [
        _dots("train", train, "@positive", "@paper"),
        _dots("test", test, "@paper", "@positive"),
    ]
    places, heights = curve
    line = _curve("network", places, [*map(drawable, heights)], "@negative", "solid", 3)
    axes = [{"title": {"text": name, "standoff": 4}, "zeroline": False} for name in names]
    layout = plain_axes(
        *axes, showlegend=False, margin={"l": 46, "r": 8, "t": 8, "b": 36}, font=_SMALL
    )
    return {"data": [*points, line], "layout": layout}


def _dots(
    name: str, points: tuple[Sequence[float], Sequence[float]], fill: str, edge: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": list(points[0]),
        "y": [*map(drawable, points[1])],
        "marker": {"size": 7, "color": fill, "line": {"color": edge, "width": 1.4}},
        "hovertemplate": f"{name}: %{{x:.4g}}, %{{y:.4g}}<extra></extra>",
    }


PLOT_HIGH, NAME_HIGH = 240, 17  # px, of the race's chart and of a name in it
RUNNERS = (("@muted", "dot"), ("@negative", "dash"), ("@loss", "dashdot"), ("@accent", "solid"))


def race_chart(
    runners: Sequence[tuple[str, Sequence[Mark]]], of_test: bool, log: bool
) -> dict[str, Any]:
    """The loss of each runner over the updates, with its name at the end of its line."""
    traces, notes = [], []
    for (label, marks), (colour, dash) in zip(runners, RUNNERS, strict=False):
        values = [_known(mark.test if of_test else mark.train, log) for mark in marks]
        traces.append(_curve(label, [m.number for m in marks], values, colour, dash, 2.6))
        known = [(m.number, v) for m, v in zip(marks, values, strict=True) if v is not None]
        if known:
            notes.append(_end_name(label, *known[-1], colour, log))
    last = max([marks[-1].number for _, marks in runners] + [10])
    layout = _layout(last, log, (), traces)
    drawn = [v for trace in traces for v in trace["y"] if v is not None] or [1.0]
    lowest, highest = (math.log10(v) for v in (min(drawn), max(drawn))) if log else (0, max(drawn))
    _apart(notes, lowest, highest)
    layout["margin"] = {**layout["margin"], "r": 130}
    return {"data": traces, "layout": {**layout, "annotations": notes}}


def _end_name(label: str, x: int, y: float, colour: str, log: bool) -> dict[str, Any]:
    return {
        "text": f"<b>{label}</b>",
        "x": x,
        "y": math.log10(y) if log else y,
        "xanchor": "left",
        "xshift": 8,
        "showarrow": False,
        "font": {"color": colour, "size": 13},
    }


def _apart(notes: list[dict[str, Any]], lowest: float, highest: float) -> None:
    """Names of lines that end close together are moved up, each above the one below it."""
    scale, last = PLOT_HIGH / ((highest - lowest) or 1.0), -math.inf
    for note in sorted(notes, key=lambda note: float(note["y"])):
        place = (note["y"] - lowest) * scale
        note["yshift"] = max(0.0, last + NAME_HIGH - place)
        last = place + note["yshift"]


def ways_chart(
    names: Sequence[str], paths: Sequence[Any], across: Any, up: Any, losses: Any
) -> dict[str, Any]:
    """The ways of the runners over a plane of weights, on the loss there."""
    heights = [
        [None if not math.isfinite(v) else math.log10(max(v, 1e-12)) for v in row]
        for row in losses.tolist()
    ]
    ground = {
        "type": "contour",
        "x": across.tolist(),
        "y": up.tolist(),
        "z": heights,
        "colorscale": [[0, "@positive-fill"], [1, "@paper"]],
        "showscale": False,
        "ncontours": 14,
        "line": {"width": 0.6, "color": "@line"},
        "hoverinfo": "skip",
    }
    lines = []
    for name, path, (colour, dash) in zip(names, paths, RUNNERS, strict=False):
        way = _curve(name, path[:, 0].tolist(), path[:, 1].tolist(), colour, dash, 2.6)
        way["hovertemplate"] = f"{name}<extra></extra>"
        end = {**way, "mode": "markers", "x": way["x"][-1:], "y": way["y"][-1:]}
        end["marker"] = {"size": 11, "color": colour, "line": {"color": "@paper", "width": 2}}
        lines += [way, end]
    plain = {"zeroline": False, "showticklabels": False, "showgrid": False}
    titles = ("first direction", "second direction")
    axes = [{**plain, "title": {"text": title, "standoff": 4}} for title in titles]
    layout = plain_axes(
        *axes, showlegend=False, margin={"l": 30, "r": 10, "t": 6, "b": 30}, font=_SMALL
    )
    return {"data": [ground, *lines], "layout": layout}
